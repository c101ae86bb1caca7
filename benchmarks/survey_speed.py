"""How fast the survey functions are, as ratios within one run: raking against a count-and-gather floor, crosstabs by rows.

    python benchmarks/survey_speed.py [largest number of rows, default 10000000]

A second table has the jackknife: means of two groups, the same raked again in each replicate, and the t test of their difference, and
how much memory the first two take at most beyond the data, as multiples of them (tracemalloc). Seconds of processor time, so that other
programs do not count. Where R with the package survey is installed, the same run times its rake(), svychisq(), as.svrepdesign(), svyby()
and svyttest() on the same data; where SVY_PYTHON names a Python that has svy (see svy_jackknife.py), that too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from evalreport.survey.design import Design
from evalreport.survey.design_tests import difference
from evalreport.survey.reweighing import margin_columns
from evalreport.survey.samplings import Sampling, sampling_of
from evalreport.survey.tests import crosstab, independence
from evalreport.survey.weighting import Margin, rake

CATEGORIES = (2, 5, 3)
OFFICES, TABLES = 33, 100
LARGEST_CROSSTABS, LARGEST_R = 2 * 10**6, 10**6
R_PROGRAM = """
library(survey); d <- read.csv("{csv}"); D <- svydesign(~office, strata=~arm, weights=~w, data=d, nest=TRUE)
m <- lapply(c("a0","a1","a2"), function(v) {{ t <- as.data.frame(table(d[[v]])); names(t) <- c(v,"Freq"); t$Freq <- t$Freq*2; t }})
cat(sum(system.time(rake(D, list(~a0,~a1,~a2), m))[1:2]), sum(system.time(svychisq(~a0+a1, D))[1:2]) * {tables})
"""
R_JACKKNIFE = """
library(survey); d <- read.csv("{csv}"); seconds <- function(x) sum(system.time(x)[1:2])
m <- lapply(c("a0","a1","a2"), function(v) {{ t <- aggregate(d$w, list(d[[v]]), sum); names(t) <- c(v,"Freq"); t }})
D <- svydesign(~office, strata=~arm, weights=~w, data=d, nest=TRUE)
one <- seconds({{ J <- as.svrepdesign(D, type="JKn", mse=TRUE); svyby(~y, ~a0, J, svymean) }})
two <- seconds({{ K <- rake(J, list(~a0,~a1,~a2), m, control=list(maxit=100, epsilon=1e-8, verbose=FALSE)); svyby(~y, ~a0, K, svymean) }})
cat(one, two, seconds(svyttest(y~a0, J)))
"""
REPLICATES = 100


def best(task: Callable[[], object], repeats: int = 3) -> float:
    """Seconds of the fastest of several runs."""
    return min(_seconds(task) for _ in range(repeats))


def _seconds(task: Callable[[], object]) -> float:
    start = process_time()
    task()
    return process_time() - start


def survey(rows: int, seed: int = 1) -> tuple[np.ndarray, list[Margin], np.ndarray]:
    """Weights (n,), three margins to rake to, office (n,) of each row."""
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.5, 2, rows)
    margins = []
    for number, size in enumerate(CATEGORIES):
        codes = rng.integers(0, size, rows)
        totals = rng.uniform(0.8, 1.2, size)
        margins.append(Margin(f"margin {number}", codes, totals / totals.sum() * 2 * rows))
    return weights, margins, rng.integers(0, OFFICES, rows)


def floor(weights: np.ndarray, margins: list[Margin]) -> np.ndarray:
    """What no raking of joint cells can do without: number the cells, count the weights into them, gather a factor."""
    cell = (margins[0].codes * CATEGORIES[1] + margins[1].codes) * CATEGORIES[2] + margins[2].codes
    sums = np.bincount(cell, weights)
    return weights * (1 / sums)[cell]


def crosstabs(weights: np.ndarray, margins: list[Margin], office: np.ndarray) -> None:
    """Weighted Rao-Scott tests of TABLES tables of 2 x 5 categories, offices as clusters in two arms."""
    design = Design(weights, office, (office >= 14).astype(np.intp))
    for _ in range(TABLES):
        independence(crosstab(margins[0].codes, margins[1].codes, design, CATEGORIES[:2]))


def by_r(rows: int) -> tuple[float, float] | None:
    """Seconds of R's rake and of TABLES svychisq, None without R or its package survey."""
    if not shutil.which("Rscript"):
        return None
    weights, margins, office = survey(rows)
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "rows.csv"
        columns = np.column_stack([weights, office, office >= 14, *(margin.codes for margin in margins)])
        np.savetxt(csv, columns, delimiter=",", header="w,office,arm,a0,a1,a2", comments="", fmt="%.6g")
        program = R_PROGRAM.format(csv=csv, tables=TABLES)
        done = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True, check=False)
    return tuple(map(float, done.stdout.split()[-2:])) if done.returncode == 0 else None  # type: ignore[return-value]


def line(rows: int) -> str:
    """One row of the table."""
    weights, margins, office = survey(rows)
    raking, least = best(partial(rake, weights, margins)), best(partial(floor, weights, margins))
    cells = [str(rows), f"{raking:.4f}", f"{least:.4f}", f"{raking / least:.2f}"]
    if rows > LARGEST_CROSSTABS:
        return f"| {' | '.join([*cells, *4 * ['–']])} |"
    tables = best(partial(crosstabs, weights, margins, office), 1)
    r = by_r(rows) if rows <= LARGEST_R else None
    by_others = (
        [f"{seconds:.1f}" for seconds in r] if r else 2 * ["not installed" if not shutil.which("Rscript") else "–"]
    )
    return f"| {' | '.join([*cells, f'{tables:.2f}', f'{tables / rows / TABLES * 1e9:.1f}', *by_others])} |"


def jackknifed(rows: int) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Answers of 100 offices in two arms, their weights with margins to rake to, and an outcome (n,)."""
    weights, margins, _ = survey(rows)
    rng = np.random.default_rng(2)
    office = rng.integers(0, REPLICATES, rows)
    data = pd.DataFrame({"respondent": np.arange(rows), "wave": "a", "office": office, "arm": office % 2})
    own = [Margin(m.name, m.codes, np.bincount(m.codes, weights)) for m in margins]
    table = data[["respondent", "wave"]].assign(weight=weights, base=weights, low=0.0, high=np.inf)
    return data, table.assign(**margin_columns(own)), rng.normal(size=rows)


def two_means(data: pd.DataFrame, weights: pd.DataFrame, outcome: np.ndarray, groups: list[np.ndarray]) -> Sampling:
    """Means of two groups with the jackknife's standard errors, the weights raked again where the table says to what."""
    sampling = sampling_of(data, {"clusters": "office", "strata": "arm"}, weights)
    _ = sampling.means(np.column_stack([outcome, outcome]), np.column_stack(groups)).se
    return sampling


def jackknife_line(rows: int) -> str:
    """One row of the second table: seconds of ours, and of R where it is installed."""
    data, table, outcome = jackknifed(rows)
    code = table["code_margin 0"].to_numpy()
    groups = [code == 0, code == 1]
    plain = table[["respondent", "weight"]]
    sampling = two_means(data, plain, outcome, groups)
    ours = [
        best(partial(two_means, data, plain, outcome, groups), 1),
        best(partial(two_means, data, table, outcome, groups), 1),
        best(partial(difference, groups, outcome, sampling), 1),
    ]
    theirs = jackknife_by_r(data, table, outcome) if rows <= LARGEST_R else None
    svy = jackknife_by_svy(data, table, outcome)
    cells = [f"{x:.2f}" for x in ours]
    for found in (theirs, svy):
        cells += [f"{x:.2f}" for x in found] if found else ["–"] * 3
    cells += [f"{memory(data, weights, outcome, groups):.2f}" for weights in (plain, table)]
    return f"| {rows} | {' | '.join(cells)} |"


def memory(data: pd.DataFrame, weights: pd.DataFrame, outcome: np.ndarray, groups: list[np.ndarray]) -> float:
    """The most memory that `two_means` takes at a time, over that of what it is given."""
    given = sum(int(table.memory_usage(deep=True).sum()) for table in (data, weights)) + outcome.nbytes
    tracemalloc.start()
    two_means(data, weights, outcome, groups)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / given


def columns_of(data: pd.DataFrame, table: pd.DataFrame, outcome: np.ndarray) -> pd.DataFrame:
    """The data as the other programs take them."""
    codes = {f"a{k}": table[f"code_margin {k}"].astype(int) for k in range(3)}
    return data.assign(w=table["weight"], y=outcome, **codes)


def jackknife_by_svy(data: pd.DataFrame, table: pd.DataFrame, outcome: np.ndarray) -> list[float] | None:
    """Seconds of svy for the same three, None without it."""
    python = os.environ.get("SVY_PYTHON")
    if not python:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        columns_of(data, table, outcome).to_parquet(path, index=False)
        command = [python, str(Path(__file__).with_name("svy_jackknife.py")), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [float(x) for x in done.stdout.split()] if done.returncode == 0 else None


def jackknife_by_r(data: pd.DataFrame, table: pd.DataFrame, outcome: np.ndarray) -> list[float] | None:
    """Seconds of R's survey for the same three, None without it."""
    if not shutil.which("Rscript"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "rows.csv"
        columns_of(data, table, outcome).to_csv(csv, index=False)
        command = ["Rscript", "-e", R_JACKKNIFE.format(csv=csv)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [float(x) for x in done.stdout.split()[-3:]] if done.returncode == 0 else None


def main(largest: int) -> None:
    print(
        "| rows | rake, s | floor, s | rake / floor | 100 crosstabs, s | ns a row and crosstab | R rake, s | R 100 crosstabs, s |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for rows in (10**5, 10**6, 2 * 10**6, 10**7):
        if rows <= largest:
            print(line(rows), flush=True)
    print(
        "\n| rows | jackknife means, s | raked jackknife, s | t test, s | R means, s | R raked, s | R t test, s "
        "| svy means, s | svy raked, s | svy t test, s | memory / data | raked, memory / data |"
    )
    print("|---:" * 12 + "|")
    for rows in (10**5, 10**6):
        if rows <= largest:
            print(jackknife_line(rows), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10**7)
