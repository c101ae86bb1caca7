"""The golden cases of linearised estimates, tests and regressions: the api samples, the office panel, lonely clusters."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from agreement import GOLDEN, Case, golden
from evalreport.survey import intervals, linear, tests
from evalreport.survey.design import Design, Stage
from evalreport.survey.kappa import kappa
from evalreport.survey.models import regression
from evalreport.survey.reliability import cronbach_alpha
from scipy.stats import norm

Arrays = np.ndarray


def read(name: str) -> pd.DataFrame:
    """A data file; a category called NA is a category."""
    return pd.read_csv(GOLDEN / f"{name}.csv", keep_default_na=False, na_values=[""])


def codes(column: pd.Series) -> tuple[Arrays, list[str]]:
    """A coding 0…k-1 with -1 for missing, and its categories in order."""
    code, names = pd.factorize(column, sort=True)
    return code, [str(name) for name in names]


def numbers(data: pd.DataFrame, names: list[str]) -> Arrays:
    """Columns (n, k) as floats."""
    return data[names].to_numpy(dtype=float)


def listwise(values: Arrays) -> Arrays:
    """Rows with any missing value are missing altogether, as R's na.rm does."""
    return np.where(np.isnan(values).any(axis=1, keepdims=True), np.nan, values)


def dummies(*columns: pd.Series) -> Arrays:
    """Indicators (n, k) of the combinations, first column fastest."""
    parts = [codes(column) for column in columns]
    sizes = [len(names) for _, names in parts]
    code = parts[0][0] if len(parts) == 1 else parts[0][0] + sizes[0] * parts[1][0]
    return (code[:, None] == np.arange(np.prod(sizes))).astype(float)


def stat(found: linear.Estimates, names: list[str], df: float | None = None, deff: Arrays | None = None) -> dict:
    """A statistic as the golden files hold it."""
    se, half = found.se, norm.ppf(0.975)
    result: dict = {
        "est": dict(zip(names, found.values, strict=True)),
        "se": dict(zip(names, se, strict=True)),
        "vcov": {"data": found.covariance},
        "ci_normal": {"data": np.column_stack([found.values - half * se, found.values + half * se])},
        "cv": se / found.values if len(se) > 1 else se[0] / found.values[0],
    }
    if df is not None:
        result |= {"df": df, "ci_t": {"data": np.column_stack(found.interval(df))}}
    if deff is not None:
        result["deff"] = dict(zip(names, deff, strict=True))
    return result


def by(found: linear.Estimates, names: list[str], deff: Arrays | None = None) -> dict:
    """A statistic by groups as the golden files hold it."""
    result = {"est": dict(zip(names, found.values, strict=True)), "se": found.se, "vcov": {"data": found.covariance}}
    return result if deff is None else result | {"deff": deff}


def share_intervals(y: Arrays, design: Design, df: float) -> dict:
    """Every kind of interval of a proportion."""
    p = linear.means(y, design)
    kinds: dict[str, Callable] = {
        "xlogit": lambda: intervals.logit_interval(p.values, p.se, df),
        "asin": lambda: intervals.asin_interval(p.values, p.se, df),
        "beta": lambda: intervals.beta_interval(p.values, p.se, p.n, df),
        "mean": lambda: p.interval(df),
        "wilson": lambda: intervals.wilson_interval(p.values, p.se, df),
    }
    if 0 < p.values[0] < 1:
        kinds["logit"] = kinds["xlogit"]
    return {
        kind: {"est": p.values[0], "se": p.se[0], "ci": [float(end[0]) for end in interval()]}
        for kind, interval in kinds.items()
    }


def independence(rows: pd.Series, columns: pd.Series, design: Design) -> dict:
    """Every form of the test of independence, the table and what R calls observed: shares times rows.

    R counts the rows of the design there and in the unscaled X², with those that have no answer; this program the answers."""
    (row, row_names), (column, column_names) = codes(rows), codes(columns)
    table = tests.crosstab(row, column, design, (len(row_names), len(column_names)))
    kinds = {
        "F": "rao_scott_f",
        "Chisq": "rao_scott_chi2",
        "Wald": "wald",
        "adjWald": "adjusted_wald",
    }
    size = (design.weights > 0).sum()
    result: dict = {"table": {"data": table.totals}, "observed_N": {"data": table.proportions * size}}
    for kind, ours in kinds.items():
        test = tests.independence(table, ours)
        result[kind] = {"statistic": test.statistic, "p": test.p}
        if kind == "Chisq":
            result[kind] |= {"parameter": {"df": test.df1}, "statistic": test.statistic * size / table.counts.sum()}
        else:
            result[kind]["parameter"] = {"ndf": test.df1, "ddf": test.df2}
    return result


def t_case(test: tests.Test, estimate: linear.Estimates, label: str, null: bool = False) -> dict:
    """A t-test as the golden files hold it."""
    low, high = estimate.interval(test.df2)
    return {
        "statistic": test.statistic,
        "parameter": {"df": test.df2},
        "p": test.p,
        "estimate": {label: estimate.values[0]},
        "conf_int": [low[0], high[0]],
    }


def rank_case(y: Arrays, group: Arrays, groups: int, design: Design, kinds: dict[str, str]) -> dict:
    """Rank tests; with more than two groups R hands statistic and degrees of freedom over swapped."""
    result = {}
    for kind, ours in kinds.items():
        test, difference = tests.rank_test(y, group, groups, design, ours, "rows")
        if groups == 2:
            inner = {"parameter": {"df": test.df2}, "estimate": {"difference in mean rank score": difference.values[0]}}
            result[kind] = {"statistic": test.statistic, "p": test.p, **inner}
        else:
            result[kind] = {"statistic": test.df1, "parameter": {"data": [[test.statistic * test.df1]]}, "p": test.p}
    return result


RANKS = {"wilcoxon": "wilcoxon", "vanderWaerden": "van_der_waerden", "median": "median", "KruskalWallis": "wilcoxon"}


def model(
    x: Arrays, y: Arrays, names: list[str], design: Design, terms: dict[str, list[int]], family: str = "linear"
) -> dict:
    """A regression as the golden files hold it."""
    fit = regression.regression(x, y, design, family)
    b, se = fit.coefficients.values, fit.coefficients.se
    each = [fit.wald([place]).p for place in range(len(b))]
    result: dict = {
        "coef": dict(zip(names, b, strict=True)),
        "se": dict(zip(names, se, strict=True)),
        "vcov": {"data": fit.coefficients.covariance},
        "df_resid": fit.df,
        "coef_table": {"data": np.column_stack([b, se, b / se])},
    }
    if not np.isnan(y[design.weights > 0]).any():
        result["dispersion"] = fit.dispersion
    result["coef_table"]["data"] = [
        [*row, p] for row, p in zip(result["coef_table"]["data"].tolist(), each, strict=True)
    ]
    for name, places in terms.items():
        test = fit.wald(places)
        result[f"regTermTest_Wald_{name}"] = {"F": test.statistic, "df": test.df1, "ddf": test.df2, "p": test.p}
    return result


def api_design(name: str, data: pd.DataFrame) -> Design:
    """The design of one api sample."""
    one, own = np.zeros(len(data), dtype=np.intp), np.arange(len(data))
    w = data["pw"].to_numpy(dtype=float)
    if name == "api_clus2":
        second = Stage(codes(data["snum"])[0], None, data["fpc2"].to_numpy(dtype=float))
        return Design(w, codes(data["dnum"])[0], one, data["fpc1"].to_numpy(dtype=float), stages=(second,))
    fpc = None if name.endswith("nofpc") else data["fpc"].to_numpy(dtype=float)
    clusters = codes(data["dnum"])[0] if "clus1" in name else own
    strata = codes(data["stype"])[0] if "strat" in name else one
    return Design(w, clusters, strata, fpc)


def api(name: str, data: pd.DataFrame) -> dict:
    """Everything the golden file of one api sample holds."""
    design = api_design(name, data)
    return api_estimates(design, data) | api_groups(design, data) | api_tests(design, data) | api_models(design, data)


def api_estimates(design: Design, data: pd.DataFrame) -> dict:
    """Means, totals, ratio, variances, quantiles."""
    df, both = design.degrees_of_freedom, numbers(data, ["api00", "api99"])
    four = listwise(numbers(data, ["api00", "api99", "enroll", "meals"]))
    stypes, cross = dummies(data["stype"]), dummies(data["stype"], data["sch.wide"])
    names = ["stype" + name for name in codes(data["stype"])[1]]
    pairs = [f"interaction(stype, sch.wide){s}.{w}" for w in ("No", "Yes") for s in codes(data["stype"])[1]]
    sums = listwise(numbers(data, ["enroll", "api00"]))

    def mean(y: Arrays, names: list[str]) -> dict:
        found = linear.means(y, design)
        return stat(found, names, df, linear.design_effects(found, y, replacement=False))

    def total(y: Arrays, names: list[str]) -> dict:
        found = linear.totals(y, design)
        return stat(found, names, df, linear.design_effects(found, y, "total", replacement=False))

    spread = linear.variances(both, design)
    api00 = linear.means(both, design)
    quantiles = {}
    for key, options in (("math", {}), ("hf7", {"interpolated": True}), ("beta", {"kind": "beta"})):
        rows = [intervals.quantile_interval(both[:, 0], p, design, df, **options) for p in (0.25, 0.5, 0.75)]
        quantiles[f"quantile_{key}"] = {"q": {"data": rows}}
    return quantiles | {
        "degf": df,
        "nobs": len(data),
        "sum_w": design.weights.sum(),
        "mean": mean(four, ["api00", "api99", "enroll", "meals"]),
        "mean_api": mean(both, ["api00", "api99"]),
        "mean_api_deff_replace": linear.design_effects(api00, both),
        "mean_factor": mean(stypes, names),
        "mean_inter": stat(linear.means(cross, design), pairs, df),
        "total": total(sums, ["enroll", "api00"]),
        "total_factor": total(stypes, names),
        "ratio": stat(
            linear.ratios(data["api.stu"].to_numpy(dtype=float), data["enroll"].to_numpy(dtype=float), design),
            ["api.stu/enroll"],
        ),
        "var": {"est": {"data": spread.values.reshape(2, 2)}, "se": spread.se},
        "contrast_api00_minus_api99": stat(api00.contrast(np.array([[1.0, -1.0]])), ["diff"]),
    }


def api_groups(design: Design, data: pd.DataFrame) -> dict:
    """Domains."""
    both, enroll = numbers(data, ["api00", "api99"]), numbers(data, ["enroll"])
    stype, names = codes(data["stype"])
    three = stype[:, None] == np.arange(3)
    six = dummies(data["stype"], data["sch.wide"]) > 0
    y, where = np.repeat(both, 3, axis=1), np.hstack([three, three])
    means = linear.means(y, design, where)
    deff = linear.design_effects(means, y, domains=where, replacement=False)
    split = linear.means(np.repeat(both[:, :1], 6, axis=1), design, six)
    sums = linear.totals(np.repeat(enroll, 3, axis=1), design, three)
    single = linear.means(np.repeat(both[:, :1], 3, axis=1), design, three)
    part = design.subset((data["stype"] == "E").to_numpy() & (data["comp.imp"] == "Yes").to_numpy())
    inner = linear.means(both[:, :1], part)
    return {
        "by_mean": by(means, [f"{s}:{v}" for v in ("api00", "api99") for s in names], deff),
        "by_mean_2": by(split, [f"{s}.{w}" for w in ("No", "Yes") for s in names]),
        "by_total": by(sums, names),
        "contrast_stype_HvE": stat(single.contrast(np.array([[-1, 1, 0], [1 / 3, 1 / 3, 1 / 3]])), ["HvE", "avg"]),
        "subset_E_imp": {
            "degf": part.degrees_of_freedom,
            "mean": stat(
                inner, ["api00"], part.degrees_of_freedom, linear.design_effects(inner, both[:, :1], replacement=False)
            ),
            "total": stat(linear.totals(enroll, part), ["enroll"]),
        },
    }


def yes(column: pd.Series) -> Arrays:
    """1 for Yes, 0 for No."""
    return np.where(column.isna(), np.nan, (column == "Yes").astype(float))


def api_tests(design: Design, data: pd.DataFrame) -> dict:
    """Intervals of shares, tests of tables, means and ranks; kappa."""
    df, label = design.degrees_of_freedom, "difference in mean"
    api00, enroll = numbers(data, ["api00"])[:, 0], numbers(data, ["enroll"])[:, 0]
    growth = api00 - numbers(data, ["api99"])[:, 0]
    comp, stype = codes(data["comp.imp"])[0], codes(data["stype"])[0]
    some = {key: RANKS[key] for key in ("wilcoxon", "KruskalWallis")}

    def pair(one: str, other: str) -> dict:
        found = kappa(codes(data[one])[0], codes(data[other])[0], 2, design)
        return stat(found, ["kappa"])

    return {
        "ciprop_schwide": share_intervals(yes(data["sch.wide"]), design, df),
        "ciprop_awards": share_intervals(yes(data["awards"]), design, df),
        "ciprop_rare": share_intervals((numbers(data, ["ell"])[:, 0] > 70).astype(float), design, df),
        "chisq_schwide_compimp": independence(data["sch.wide"], data["comp.imp"], design),
        "chisq_stype_schwide": independence(data["stype"], data["sch.wide"], design),
        "chisq_stype_awards": independence(data["stype"], data["awards"], design),
        "ttest_api00_compimp": t_case(*tests.t_test(api00, comp, design), label),
        "ttest_enroll_compimp": t_case(*tests.t_test(enroll, comp, design), label),
        "ttest_one": t_case(*tests.t_test_one(growth, design), "mean"),
        "rank_api00_compimp": rank_case(api00, comp, 2, design, RANKS),
        "rank_api00_stype": rank_case(api00, stype, 3, design, some),
        "kappa": pair("comp.imp", "sch.wide"),
        "kappa2": pair("awards", "sch.wide"),
        "cralpha": {"alpha": cronbach_alpha(numbers(data, ["api00", "api99", "meals", "ell"]), design.weights)},
        "cralpha2": {"alpha": cronbach_alpha(numbers(data, ["api00", "api99"]), design.weights)},
    }


def api_models(design: Design, data: pd.DataFrame) -> dict:
    """Regressions."""
    one, api00 = np.ones((len(data), 1)), numbers(data, ["api00"])[:, 0]
    three = np.hstack([one, numbers(data, ["ell", "meals", "mobility"])])
    names = ["(Intercept)", "ell", "meals", "mobility"]
    types = np.hstack([one, dummies(data["stype"])[:, 1:]])
    return {
        "glm_gauss": model(three, api00, names, design, {"ell+meals": [1, 2]}),
        "glm_anova_stype": model(types, api00, ["(Intercept)", "stypeH", "stypeM"], design, {"stype": [1, 2]}),
        "glm_logit": model(three[:, :3], yes(data["sch.wide"]), names[:3], design, {"ell+meals": [1, 2]}, "logistic"),
    }


SAMPLES = ("api_clus1", "api_clus1_nofpc", "api_clus2", "api_srs", "api_strat", "api_strat_nofpc")
API = {name: "api" + name.split("_")[1] for name in SAMPLES}


def panel_design(data: pd.DataFrame) -> Design:
    """Offices in two arms; the waves are domains of one design."""
    return Design(data["w_nr"].to_numpy(dtype=float), codes(data["office"])[0], codes(data["arm"])[0])


def panel(data: pd.DataFrame) -> dict:
    """What the golden file of the synthetic office panel holds, but for raking, trimming and replicates."""
    design = panel_design(data)
    return panel_changes(design, data) | panel_tests(design, data) | panel_models(design, data) | panel_census(data)


def panel_changes(design: Design, data: pd.DataFrame) -> dict:
    """Means by wave and arm, changes and their difference."""
    index, arm, post = numbers(data, ["index"]), codes(data["arm"])[0], (data["wave"] == 2009).to_numpy()
    names = [f"{wave}.{name}" for name in codes(data["arm"])[1] for wave in (2008, 2009)]
    domains = (2 * arm + post)[:, None] == np.arange(4)
    four = linear.means(np.repeat(index, 4, axis=1), design, domains)
    changes = four.contrast(np.array([[-1.0, 1, 0, 0], [0, 0, -1, 1], [1, -1, -1, 1]]))
    every = linear.means(index, design)
    return {
        "degf": design.degrees_of_freedom,
        "all": stat(every, ["index"], 31, linear.design_effects(every, index, replacement=False)),
        "by": by(four, names),
        "by_cov": {"est": dict(zip(names, four.values, strict=True)), "vcov": {"data": four.covariance}},
        "contrasts": stat(changes, ["d_control", "d_husk", "did"]),
    }


def panel_tests(design: Design, data: pd.DataFrame) -> dict:
    """Tests and intervals."""
    index, retro = numbers(data, ["index"])[:, 0], numbers(data, ["retro_change"])[:, 0]
    arm, post = codes(data["arm"])[0], (data["wave"] == 2009).to_numpy()
    later, treated = design.subset(post), design.subset(arm == 1)
    label, age = "difference in mean", codes(data["age"])[0]
    contact = np.where(data["contact"].isna(), np.nan, (data["contact"] == "yes").astype(float))
    both = later.subset((arm == 1) & post)
    return {
        "ttest_wave_husk": t_case(*tests.t_test(index, post.astype(int), treated), label),
        "ttest_arm_2009": t_case(*tests.t_test(index, arm, later), label),
        "ttest_wave_all": t_case(*tests.t_test(index, post.astype(int), design), label),
        "retro_one_sample": {
            "husk": t_case(*tests.t_test_one(retro, both), "mean"),
            "control": t_case(*tests.t_test_one(retro, design.subset((arm == 0) & post)), "mean"),
            "diff": t_case(*tests.t_test(retro, arm, later), label),
        },
        "chisq_q1_arm_2009": independence(data["q1"], data["arm"], later),
        "chisq_contact_wave_husk": independence(data["contact"], data["wave"], treated),
        "chisq_edu_arm": independence(data["edu"], data["arm"], later),
        "chisq_age_contact": independence(data["age"], data["contact"], later),
        "rank_index_arm": rank_case(index, arm, 2, later, RANKS),
        "rank_index_age": rank_case(index, age, 5, later, {"KW": "wilcoxon"}),
        "ciprop_contact": share_intervals(contact, later, later.degrees_of_freedom),
        "ciprop_contact_husk": share_intervals(contact, both, both.degrees_of_freedom),
        "cralpha_complete": cronbach_alpha(numbers(data, [f"q{i}" for i in range(1, 7)]), design.weights),
    }


def panel_models(design: Design, data: pd.DataFrame) -> dict:
    """Difference in differences as a regression, alone and adjusted; age groups."""
    index, post = numbers(data, ["index"])[:, 0], (data["wave"] == 2009).to_numpy(dtype=float)
    arm = codes(data["arm"])[0].astype(float)
    base = [np.ones(len(data)), arm, post]
    age, sex, edu = (dummies(data[name])[:, 1:] for name in ("age", "sex", "edu"))
    ages, edus = (["age" + n for n in codes(data["age"])[1][1:]], ["edu" + n for n in codes(data["edu"])[1][1:]])
    names = ["(Intercept)", "armn", "post"]
    full = np.column_stack([*base, age, sex, edu, arm * post])
    terms = {"age": [3, 4, 5, 6], "sex": [7], "edu": [8, 9]}
    ones = np.column_stack([base[0], age])
    return {
        "did": model(np.column_stack([*base, arm * post]), index, [*names, "armn:post"], design, {}),
        "did_adj": model(full, index, [*names, *ages, "sexm", *edus, "armn:post"], design, terms),
        "anova_age": model(ones, index, ["(Intercept)", *ages], design.subset(post > 0), {"age": [1, 2, 3, 4]}),
    }


def panel_census(data: pd.DataFrame) -> dict:
    """The second wave as a census of offices and a sample of persons: as two stages and as strata."""
    one = data[data["wave"] == 2009]
    office, arm = codes(one["office"])[0], codes(one["arm"])[0]
    w, own = one["w_nr"].to_numpy(dtype=float), np.arange(len(one))
    persons, offices = one["N_office"].to_numpy(dtype=float), one["n_off_arm"].to_numpy(dtype=float)
    two = Design(w, office, arm, offices, "certainty", (Stage(own, None, persons),))
    strata = Design(w, own, office, persons, "certainty")
    index, answers = (
        numbers(one, ["index"]),
        listwise(np.where(one[["contact"]].isna(), np.nan, dummies(one["contact"]))),
    )

    def both(design: Design) -> dict:
        shares = stat(linear.means(answers, design), ["contactno", "contactyes"])
        return {
            "mean": shares,
            "index": stat(linear.means(index, design), ["index"]),
            "degf": design.degrees_of_freedom,
        }

    arms = linear.means(np.repeat(index, 2, axis=1), strata, arm[:, None] == np.arange(2))
    return {
        "census_two_stage": both(two),
        "census_office_strata": both(strata) | {"by": by(arms, codes(one["arm"])[1])},
    }


def lonely(data: pd.DataFrame, theirs: dict) -> dict:
    """Strata with one cluster, under each rule."""
    own, x = np.arange(len(data)), numbers(data, ["x"])
    w, strata = data["weight"].to_numpy(dtype=float), data["str2"].to_numpy()
    result = {}
    for rule in (name for name in theirs if name != "fail"):
        design = Design(w, own, strata, None, LONELY[rule.removesuffix("_domain")])
        part = design.subset(x[:, 0] > 4)
        result[rule] = {
            "mean": stat(linear.means(x, design), ["x"]),
            "total": stat(linear.totals(x, design), ["x"]),
            "degf": design.degrees_of_freedom,
            "sub_mean": stat(linear.means(x, part), ["x"]),
            "sub_degf": part.degrees_of_freedom,
        }
    return result


LONELY = {"certainty": "certainty", "remove": "certainty", "adjust": "adjust", "average": "average"}


UNCOVERED = {  # what is not compared, by a piece of its path, and why
    "/likelihood/": "R interpolates the profile likelihood by splines: reproducible to about 2e-6 only; not an interval of this program",
    "/lincom/": "a weighted sum of chi-squares over one: for one degree of freedom the saddlepoint approximation, for more R's p is "
    "neither that nor the exact one; this program uses the F of Rao and Scott",
    "/saddlepoint/": "as lincom",
    "ciprop_rare/logit/": "nobody in the sample: R's number is where its iterations stopped",
    "/dispersion": "outcome with missing values: R's dispersion is not the variance of the residuals; nothing depends on it",
    "nhanes_sub/": "the data are not among the files",
    "rake/": "weighting",
    "trim/": "weighting",
    "jkn/": "replicates",
    "Bell-McCaffrey": "replicates",
}


def cases() -> list[Case]:
    """Every case."""
    samples = [(name, api(name, read(file)), golden(name), 1e-8) for name, file in API.items()]
    rules = golden("lonely_psu")
    return [
        *samples,
        ("husk_sim", panel(read("husk_sim")), golden("husk_sim"), 1e-8),
        ("lonely_psu", lonely(read("fpc_lonely"), rules), rules, 1e-8),
    ]
