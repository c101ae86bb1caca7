"""How often tests of two arms find a difference that is not there, when answers within an office resemble each other.

    python benchmarks/type_one_error.py [simulations per row, default 1000]

33 offices, 14 against 19, 1599 answers on a five-point item, unequal weights, intraclass correlations from 0 to .2, one fixed
seed. A test at 5 % should reject 5 times in 100. Tests that ignore the offices do not.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import chi2, norm, ttest_ind

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from evalreport.survey.design import Design
from evalreport.survey.linear import means
from evalreport.survey.replicates import Replicates, jackknife, replicate, without_empty
from evalreport.survey.tests import crosstab, independence, t_of, t_test
from evalreport.survey.weighting import Margin, rake

SEED = 20090514
CORRELATIONS = (0.0, 0.02, 0.05, 0.10, 0.20)
ARMS, ANSWERS = (14, 19), 1599
THRESHOLDS = norm.ppf([0.08, 0.28, 0.60, 0.88])
LEVEL = 0.05
BAND = (0.03, 0.08)  # where a test that knows the offices must stay
TESTS = ("naive chi2", "naive t", "Rao-Scott F", "linearised t", "JKn t", "JKn t, raked", "office means t")


@dataclass(frozen=True)
class Frame:
    """What stays the same in all simulations: office and arm of each answer, its design, and jackknife weights by office as they
    are and raked in each replicate to the population's margins."""

    office: np.ndarray
    arm: np.ndarray
    design: Design
    plain: Replicates
    raked: Replicates


def frame(rng: np.random.Generator) -> Frame:
    """Offices of unequal size and response, weights that bring each back to its size, margins of two characteristics."""
    sizes = rng.uniform(0.4, 1.6, sum(ARMS))
    counts = np.maximum(rng.multinomial(ANSWERS, sizes / sizes.sum()), 2)
    office = np.repeat(np.arange(len(counts)), counts)
    arm = (office >= ARMS[0]).astype(np.intp)
    weights = (1 / rng.uniform(0.4, 0.8, len(counts)))[office]
    people = weights.sum()
    margins = []
    for name, shares, population in (("sex", (0.75, 0.25), (0.7, 0.3)), ("age", (0.3, 0.4, 0.3), (0.35, 0.35, 0.3))):
        codes = rng.choice(len(shares), len(office), p=shares)
        margins.append(Margin(name, codes, people * np.array(population)))
    design = Design(weights, office, arm)
    raked = jackknife(design, lambda w: rake(w, without_empty(margins, w)), "estimate")
    return Frame(office, arm, design, jackknife(design, centre="estimate"), raked)


def answers(of: Frame, correlation: float, rng: np.random.Generator) -> np.ndarray:
    """Codes (n,) 0…4 of a latent normal that shares `correlation` of its variance within an office; no difference of arms."""
    shared = rng.standard_normal(sum(ARMS))[of.office]
    latent = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * rng.standard_normal(len(of.office))
    return np.searchsorted(THRESHOLDS, latent)


def p_values(of: Frame, item: np.ndarray) -> list[float]:
    """p of each of TESTS."""
    y = item.astype(float)
    table = crosstab(item, of.arm, of.design, (len(THRESHOLDS) + 1, 2))
    p = table.proportions
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    naive = chi2.sf(len(y) * ((p - expected) ** 2 / expected).sum(), p.shape[0] - 1)
    offices = np.bincount(of.office, y) / np.bincount(of.office)
    return [
        float(naive),
        float(ttest_ind(y[of.arm == 0], y[of.arm == 1]).pvalue),
        independence(table).p,
        t_test(y, of.arm, of.design)[0].p,
        jackknife_p(of, y, of.plain),
        jackknife_p(of, y, of.raked),
        float(ttest_ind(offices[: ARMS[0]], offices[ARMS[0] :]).pvalue),
    ]


def jackknife_p(of: Frame, y: np.ndarray, replicates: Replicates) -> float:
    """p of the difference of arms, jackknifed by office."""
    both, domains = np.repeat(y[:, None], 2, axis=1), of.arm[:, None] == np.arange(2)
    found = replicate(lambda design: means(both, design, domains).values, replicates)
    return t_of(found.contrast(np.array([[-1.0, 1.0]])), found.df - 1, "t").p


def rejections(correlation: float, simulations: int, seed: int = SEED) -> np.ndarray:
    """Share of simulations in which each of TESTS rejects at LEVEL."""
    rng = np.random.default_rng([seed, round(1000 * correlation)])
    of = frame(np.random.default_rng(seed))
    return np.mean([np.array(p_values(of, answers(of, correlation, rng))) < LEVEL for _ in range(simulations)], axis=0)


def main(simulations: int) -> int:
    """Print the table; 1 when a test that knows the offices leaves the band, which a few hundred simulations do by chance."""
    outside = 0
    print(
        f"{simulations} simulations a row, seed {SEED}, simulation error about {np.sqrt(LEVEL * (1 - LEVEL) / simulations):.3f}\n"
    )
    print(f"| ICC | {' | '.join(TESTS)} |")
    print("|---:|" + "---:|" * len(TESTS))
    for correlation in CORRELATIONS:
        shares = rejections(correlation, simulations)
        print(f"| {correlation:.2f} | {' | '.join(f'{share:.3f}' for share in shares)} |", flush=True)
        outside += int(np.sum((shares[2:] < BAND[0]) | (shares[2:] > BAND[1])))
    print(f"\nTests that know the offices outside {BAND[0]}–{BAND[1]}: {outside}")
    return int(outside > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
