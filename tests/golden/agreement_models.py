"""What this program makes of the numbers in models_run.csv: regressions, tests against stated numbers, rank tests, kappas."""

from pathlib import Path

import numpy as np
import pandas as pd
from evalreport.survey.design_tests import against, ranks
from evalreport.survey.estimates import t_interval
from evalreport.survey.kappa import kappa, replicated_kappa
from evalreport.survey.models.effects import Effects, effects
from evalreport.survey.nonresponse import Response
from evalreport.survey.reweighing import margin_columns, response_columns
from evalreport.survey.rubin import combined
from evalreport.survey.samplings import Sampling, sampling_of
from evalreport.survey.tests import t_of
from evalreport.survey.weighting import Margin, rake

GOLDEN = Path(__file__).parent / "r_survey"
LEVEL, CLUSTERS = 0.90, 15
TERMS = ("constant", "high", "middle", "api99")
CLUS1, STRAT = {"clusters": "dnum", "minimum_clusters": 2}, {"strata": "stype", "population": "fpc"}
FINITE = CLUS1 | {"variance": "linearised", "population": "fpc"}
FAY = {"replicates": {"variables": "rep*", "kind": "fay", "rho": 0.3}}
REGRESSIONS = (
    "ols", "ols_finite", "ols_jackknife", "ols_raked", "ols_fay", "odds",
    "marginal", "marginal_strata", "marginal_jackknife", "marginal_raked",
)  # fmt: skip
UNCOVERED: dict[str, str] = {}


def data_of(name: str) -> pd.DataFrame:
    """A sample of schools with replicate weights, in the columns of a clean table."""
    data = pd.read_csv(GOLDEN / f"api{name}.csv").assign(wave="2000")
    data["respondent"] = np.arange(len(data))
    order = {district: k for k, district in enumerate(sorted(data["dnum"].unique()), start=1)}
    number = data["dnum"].map(order)
    columns = {
        f"rep{k}": data["pw"] * np.where(number == k, 0.4, 1 + 0.6 / (CLUSTERS - 1)) for k in range(1, CLUSTERS + 1)
    }
    return data.assign(**columns)


def sampling(data: pd.DataFrame, spec: dict, raked: bool = False) -> Sampling:
    """The sampling of schools under a design, their weights raked to types and growth targets or as they are."""
    weight = data["pw"].to_numpy(dtype=float)
    table = pd.DataFrame({"respondent": data["respondent"], "wave": "2000", "weight": weight})
    if raked:
        of_type = Margin("type", data["stype"].map({"E": 0, "H": 1, "M": 2}).to_numpy(), np.array([4421.0, 755, 1018]))
        of_wide = Margin("wide", (data["sch.wide"] == "Yes").to_numpy(dtype=np.intp), np.array([1072.0, 5122]))
        columns = margin_columns([of_type, of_wide])
        table = table.assign(weight=rake(weight, [of_type, of_wide]), base=weight, low=0.0, high=np.inf, **columns)
    return sampling_of(data, spec, table)


def fitted(data: pd.DataFrame, of: Sampling, logistic: bool = False) -> Effects:
    """The regression of a school's index, or of reaching its target, on its type and its index the year before (in hundreds)."""
    columns = [np.ones(len(data)), data["stype"] == "H", data["stype"] == "M", data["api99"] / 100]
    outcome = (data["sch.wide"] == "Yes") if logistic else data["api00"]
    family = "logistic" if logistic else "linear"
    return effects(np.column_stack(columns).astype(float), outcome.to_numpy(dtype=float), of, family, [[1, 2]])


def coefficients(found: Effects) -> dict:
    """Coefficients, their intervals and tests, and the joint test of the groups."""
    joint = found.together([1, 2])
    return _rows(found.coefficients, found.df, TERMS) | {
        "joint": {"estimate": joint.statistic, "df": joint.df2, "p": joint.p}
    }


def margins(found: Effects) -> dict:
    """Average marginal effects with intervals and tests."""
    return _rows(found.margins, found.df[1:], TERMS[1:])


def odds(found: Effects) -> dict:
    """Odds ratios with intervals."""
    of = found.coefficients
    low, high = t_interval(of.values, of.se, found.df, LEVEL)
    numbers = zip(np.exp(of.values), of.se * np.exp(of.values), np.exp(low), np.exp(high), found.df, strict=True)
    keys = ("estimate", "se", "ci_low", "ci_high", "df")
    return {term: dict(zip(keys, each, strict=True)) for term, each in list(zip(TERMS, numbers, strict=True))[1:]}


def _rows(of, df, terms) -> dict:
    low, high = t_interval(of.values, of.se, df, LEVEL)
    p = [t_of(of.contrast(np.eye(len(terms))[[k]]), float(df[k]), "t").p for k in range(len(terms))]
    columns = {"estimate": of.values, "se": of.se, "ci_low": low, "ci_high": high, "df": df, "p": p}
    return {term: {key: float(column[k]) for key, column in columns.items()} for k, term in enumerate(terms)}


def others(data: pd.DataFrame, finite: Sampling, jackknife: Sampling) -> dict:
    """Means and shares against stated numbers, rank tests, and kappa."""
    index, wide = data["api00"].to_numpy(dtype=float), (data["sch.wide"] == "Yes").to_numpy(dtype=float)
    kinds = [(data["stype"] == code).to_numpy() for code in "EHM"]
    met = [(data["comp.imp"] == answer).to_numpy() for answer in ("No", "Yes")]
    everybody = np.ones(len(data), dtype=bool)
    stated = zip(("elementary", "high", "middle"), kinds, strict=True)
    second = (data["comp.imp"] == "Yes").to_numpy(dtype=np.intp)
    of_kappa = {
        "kappa": (kappa(wide.astype(np.intp), second, 2, finite.design), finite),
        "kappa_jackknife": (replicated_kappa(wide.astype(np.intp), second, 2, jackknife.replicates), jackknife),
    }
    return {
        "stated": {name: _test(against(600, rows, index, finite)) for name, rows in stated},
        "stated_share": {"total": _test(against(0.7, everybody, wide, finite))},
        "ranks_two": {"improved": _test(ranks(met, index, finite))},
        "ranks_three": {"type": _test(ranks(kinds, index, finite))},
        "ranks_jackknife": {"improved": _test(ranks(met, index, jackknife))},
    } | {name: _rows(found, np.array([of.freedom_of(everybody)]), ("total",)) for name, (found, of) in of_kappa.items()}


def responses(data: pd.DataFrame) -> dict:
    """Means after adjustments for non-response; who improved is taken as having answered."""
    answered, codes = (data["comp.imp"] == "Yes").to_numpy(), data["stype"].map({"E": 0, "H": 1, "M": 2}).to_numpy()
    weight, index = data["pw"].to_numpy(dtype=float), data["api00"].to_numpy(dtype=float)[:, None]
    columns = np.column_stack([np.ones(len(data)), codes == 1, codes == 2, data["api99"] / 100]).astype(float)
    made = {
        "classes": Response(answered, codes),
        "inverse": Response(answered, None, columns),
        "propensity": Response(answered, None, columns, 4),
    }
    found = {}
    for name, response in made.items():
        table = pd.DataFrame(
            {"respondent": data["respondent"], "wave": "2000", "base": weight, "low": 0.0, "high": np.inf}
        )
        table = table.assign(weight=response.adjusted(weight), **response_columns(response))
        for end, spec in (("", FINITE), ("_jackknife", CLUS1)):
            of = sampling_of(data, spec, table)
            everybody = np.ones(len(data), dtype=bool)
            mean = of.means(index, everybody[:, None])
            found[f"response_{name}{end}"] = _rows(mean, np.array([of.freedom_of(everybody)]), ("total",))
    found.pop("response_propensity")  # in classes of propensity the linearised variance takes the classes as given
    return found


def imputations(data: pd.DataFrame, finite: Sampling) -> dict:
    """Means of groups, a share and a regression of answers imputed five times, combined by Rubin's rules."""
    place = np.arange(1, len(data) + 1)
    made: dict[str, list] = {"imputed": [], "imputed_share": [], "imputed_ols": []}
    kinds = np.column_stack([data["stype"] == code for code in "EHM"])
    for k in range(1, 6):
        index = np.where(place % 6 == 0, data["api99"] + 20 + 9 * (place * k % 7 - 3), data["api00"])
        reached = np.where(place % 5 == 0, place * k % 3 != 0, data["sch.wide"] == "Yes").astype(float)
        made["imputed"].append(finite.means(np.repeat(index[:, None], 3, axis=1), kinds))
        made["imputed_share"].append(finite.means(reached[:, None]))
        made["imputed_ols"].append(fitted(data.assign(api00=index), finite).coefficients)
    of_groups = [finite.freedom_of(rows) for rows in kinds.T]
    whole = finite.freedom_of(np.ones(len(data), dtype=bool))
    freedom = {"imputed": of_groups, "imputed_share": [whole], "imputed_ols": [whole - 3] * 4}
    names = {"imputed": ("elementary", "high", "middle"), "imputed_share": ("total",), "imputed_ols": TERMS}
    found = {}
    for exhibit, each in made.items():
        values, errors = (np.array([getattr(one, key) for one in each]) for key in ("values", "se"))
        of = combined(values, errors, np.array(freedom[exhibit], dtype=float))
        columns = {"estimate": of.values, "se": of.se, "df": of.df}
        found[exhibit] = {name: {key: c[k] for key, c in columns.items()} for k, name in enumerate(names[exhibit])}
    return found


def _test(found) -> dict:
    return {"estimate": found.statistic, "df": found.df1 if np.isnan(found.df2) else found.df2, "p": found.p}


def expected() -> dict:
    """Exhibit -> term -> number, of R."""
    found: dict = {}
    for row in pd.read_csv(GOLDEN / "models_run.csv").to_dict("records"):
        numbers = {key: row[key] for key in ("estimate", "se", "ci_low", "ci_high", "df", "p") if not pd.isna(row[key])}
        of_terms = row["exhibit"] in (*REGRESSIONS, "imputed_ols")
        term = row["variable"] if of_terms else row["group"]
        found.setdefault(row["exhibit"], {})[term] = numbers
    return found


def cases() -> list[tuple[str, dict, dict, float]]:
    """Linear and logistic regression of schools; tests against stated numbers, of ranks, and kappa; non-response; imputation."""
    clus1, strat = data_of("clus1"), data_of("strat")
    finite, jackknife, raked = sampling(clus1, FINITE), sampling(clus1, CLUS1), sampling(clus1, CLUS1, raked=True)
    strata, fay = sampling(strat, STRAT), sampling(clus1, FAY)
    linear = {"ols_finite": finite, "ols_jackknife": jackknife, "ols_raked": raked, "ols_fay": fay}
    ours = {name: coefficients(fitted(clus1, of)) for name, of in linear.items()}
    ours |= {"ols": coefficients(fitted(strat, strata)), "odds": odds(fitted(clus1, finite, True))}
    logit = {"marginal": finite, "marginal_jackknife": jackknife, "marginal_raked": raked}
    ours |= {name: margins(fitted(clus1, of, True)) for name, of in logit.items()}
    ours["marginal_strata"] = margins(fitted(strat, strata, True))
    wanted = expected()
    imputed = {name: wanted.pop(name) for name in list(wanted) if name.startswith("imputed")}
    of_response = {name: wanted.pop(name) for name in list(wanted) if name.startswith("response_")}
    regressions = {name: wanted.pop(name) for name in REGRESSIONS}
    return [
        ("regression and marginal effects", ours, regressions, 1e-7),
        ("stated numbers, ranks, kappa", others(clus1, finite, jackknife), wanted, 1e-8),
        ("non-response", responses(clus1), of_response, 1e-8),
        ("multiple imputation", imputations(clus1, finite), imputed, 1e-8),
    ]
