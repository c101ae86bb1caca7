"""The golden cases of weighting: post-stratified, raked, calibrated and trimmed weights, replicates, reliability."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from agreement import Case, golden
from agreement_linear import (
    RANKS,
    Arrays,
    api_design,
    by,
    codes,
    dummies,
    independence,
    model,
    numbers,
    rank_case,
    read,
    share_intervals,
    stat,
    t_case,
    yes,
)
from evalreport.survey import intervals, linear, tests
from evalreport.survey.agreement import cohen_kappa
from evalreport.survey.calibrated import calibrated_design, indicators, raked_design
from evalreport.survey.design import Design, simple_design
from evalreport.survey.diagnostics import kish_design_effect
from evalreport.survey.kappa import kappa
from evalreport.survey.models import regression
from evalreport.survey.models.small_samples import cr2
from evalreport.survey.reliability import (
    alpha_without,
    cronbach_alpha,
    item_rest_correlation,
    standardised_alpha,
    weighted_kappa,
)
from evalreport.survey.replicates import Replicates, jackknife, replicate
from evalreport.survey.weighting import Margin, trim
from scipy.special import expit, logit
from scipy.stats import t as student_t

TOTALS = golden("weighting_totals")


def margin(data: pd.DataFrame, *names: str) -> Margin:
    """A margin of the schools, or the joint one of several."""
    totals = TOTALS[" ".join(names)]
    label = data[list(names)].agg(" ".join, axis=1)
    code = pd.Categorical(label, categories=list(totals)).codes.astype(np.intp)
    return Margin(" ".join(names), code, np.array(list(totals.values()), dtype=float), tuple(totals))


def weighted_designs(data: pd.DataFrame, design: Design) -> dict[str, Design]:
    """Every way of weighting."""
    stype, wide, comp = margin(data, "stype"), margin(data, "sch.wide"), margin(data, "comp.imp")
    three = indicators([stype, wide, comp])
    types = indicators([stype])
    api99 = np.column_stack([types[0], data["api99"]]), np.append(types[1], float(TOTALS["api99"]["sum"]))
    return {
        "poststrat_stype": raked_design(design, [stype]),
        "poststrat_joint": raked_design(design, [margin(data, "stype", "sch.wide")]),
        "rake3": raked_design(design, [stype, wide, comp], change=1e-12 * design.weights.sum(), tolerance=0.0),
        "rake2_default": raked_design(design, [stype, wide], change=1.0, tolerance=0.0),
        "cal_linear_stype": calibrated_design(design, *types),
        "cal_linear3": calibrated_design(design, *three),
        "cal_linear_api99": calibrated_design(design, *api99),
        "cal_raking3": calibrated_design(design, *three, "raking"),
        "cal_raking_api99": calibrated_design(design, *api99, "raking"),
        "cal_logit3": calibrated_design(design, *three, "logit", (0.5, 2.5)),
    }


def schools(design: Design, data: pd.DataFrame, total: float) -> dict:
    """What the golden files hold of each way of weighting."""
    df, both = design.degrees_of_freedom, numbers(data, ["api00", "api99"])
    mean = linear.means(both, design)
    factors = np.hstack([dummies(data["stype"]), dummies(data["sch.wide"])])
    stype, names = codes(data["stype"])
    groups = linear.means(np.repeat(both[:, :1], 3, axis=1), design, stype[:, None] == np.arange(3))
    x = np.hstack([np.ones((len(data), 1)), numbers(data, ["ell", "meals"])])
    chisq = independence(data["sch.wide"], data["comp.imp"], design)
    return {
        "w": design.weights,
        "sum_w": total,
        "mean": stat(mean, ["api00", "api99"], df, linear.design_effects(mean, both, replacement=False)),
        "total": stat(linear.totals(numbers(data, ["enroll"]), design), ["enroll"]),
        "mean_factor": stat(
            linear.means(factors, design), [*("stype" + name for name in names), "sch.wideNo", "sch.wideYes"]
        ),
        "by": by(groups, names),
        "chisq": chisq["F"],
        "ttest": t_case(*tests.t_test(both[:, 0], codes(data["comp.imp"])[0], design), "difference in mean"),
        "glm": model(x, both[:, 0], ["(Intercept)", "ell", "meals"], design, {}),
        "ciprop": share_intervals(yes(data["sch.wide"]), design, df),
        "degf": df,
    }


def trimmed(design: Design, data: pd.DataFrame, theirs: dict, strict: bool) -> dict:
    """Raked weights cut to the golden file's bounds."""
    lower, upper = theirs["lower"], theirs["upper"]
    cut = replace(design, weights=trim(design.weights, lower, upper, strict))
    return {
        "lower": lower,
        "upper": upper,
        "w": cut.weights,
        "mean": stat(linear.means(numbers(data, ["api00"]), cut), ["api00"]),
    }


def weighting(name: str) -> dict:
    """All of one golden file of weighting."""
    theirs, data = golden(f"weighting_{name}"), read(f"api{name}")
    designs = weighted_designs(data, api_design(f"api_{name}", data))
    found = {key: schools(design, data, design.weights.sum()) for key, design in designs.items()}
    # The lower bound is the smallest raked weight itself: only R's own last digit tells on which side of it that lies.
    raked = replace(designs["rake3"], weights=np.array(theirs["rake3"]["w"]))
    return found | {key: trimmed(raked, data, theirs[key], key == "trim_strict") for key in ("trim", "trim_strict")}


def replicated(name: str) -> dict:
    """The jackknife of one api sample, without finite population correction."""
    data = read("apiclus1" if name == "rep_clus1_jk1" else "apistrat")
    sample = jackknife(api_design("api_clus1_nofpc" if name == "rep_clus1_jk1" else "api_strat_nofpc", data))
    # JK1 as R writes it: the factor that all replicates share stands in the scale; R sorts the replicates by stratum.
    shared = sample.rscales[0] if name == "rep_clus1_jk1" else 1.0
    order = np.argsort(sample.design.levels[0].stratum, kind="stable")
    head = {
        "scale": shared,
        "rscales": sample.rscales[order] / shared,
        "degf": sample.degrees_of_freedom,
        "nobs": len(data),
    }
    return (
        head
        | {"sum_w": sample.design.weights.sum()}
        | rep_estimates(sample, data)
        | rep_groups(sample, data)
        | rep_tests(sample, data)
    )


def rep_mean(y: Arrays, sample: Replicates, domains: Arrays | None = None):
    return replicate(lambda design: linear.means(y, design, domains).values, sample)


def rep_total(y: Arrays, sample: Replicates, domains: Arrays | None = None):
    return replicate(lambda design: linear.totals(y, design, domains).values, sample)


def rep_deff(
    found, y: Arrays, sample: Replicates, kind: str = "mean", domains=None, replacement: bool = False
) -> Arrays:
    """Design effects from a covariance by replicates."""
    return linear.design_effects(found, y, kind, domains, replacement)


def rep_estimates(sample: Replicates, data: pd.DataFrame) -> dict:
    """Means, totals, ratio, variances."""
    df, both = sample.degrees_of_freedom, numbers(data, ["api00", "api99"])
    four, sums = numbers(data, ["api00", "api99", "enroll", "meals"]), numbers(data, ["enroll", "api00"])
    stypes, cross = dummies(data["stype"]), dummies(data["stype"], data["sch.wide"])
    names = ["stype" + name for name in codes(data["stype"])[1]]
    pairs = [f"interaction(stype, sch.wide){s}.{w}" for w in ("No", "Yes") for s in codes(data["stype"])[1]]

    def case(y: Arrays, names: list[str], kind: str = "mean") -> dict:
        found = rep_total(y, sample) if kind == "total" else rep_mean(y, sample)
        return stat(found, names, df, rep_deff(found, y, sample, kind))

    mean = rep_mean(both, sample)
    spread = replicate(lambda design: full_size(design.weights) * linear.variances(both, design).values, sample)
    ratio = replicate(
        lambda design: linear.ratios(numbers(data, ["api.stu"]), numbers(data, ["enroll"]), design).values, sample
    )
    return {
        "mean": case(four, ["api00", "api99", "enroll", "meals"]),
        "mean_api": case(both, ["api00", "api99"]),
        "mean_api_deff_replace": rep_deff(mean, both, sample, replacement=True),
        "mean_factor": case(stypes, names),
        "mean_inter": stat(rep_mean(cross, sample), pairs, df),
        "total": case(sums, ["enroll", "api00"], "total"),
        "total_factor": case(stypes, names, "total"),
        "ratio": stat(ratio, ["api.stu/enroll"]),
        "var": {"est": {"data": spread.values.reshape(2, 2)}, "se": spread.se},
        "contrast_api00_minus_api99": stat(mean.contrast(np.array([[1.0, -1.0]])), ["diff"]),
        "cralpha": {"alpha": cronbach_alpha(numbers(data, ["ell", "meals", "api00", "api99"]), sample.design.weights)},
        "cralpha2": {"alpha": cronbach_alpha(both, sample.design.weights)},
    }


def full_size(weights: Arrays) -> float:
    """n/(n-1) of the full sample in place of that of a replicate, R's convention for variances."""
    n, m = len(weights), int((weights > 0).sum())
    return n / (n - 1) * (m - 1) / m


def rep_groups(sample: Replicates, data: pd.DataFrame) -> dict:
    """Domains."""
    both, enroll = numbers(data, ["api00", "api99"]), numbers(data, ["enroll"])
    stype, names = codes(data["stype"])
    three = stype[:, None] == np.arange(3)
    y, where, six = np.repeat(both, 3, axis=1), np.hstack([three, three]), dummies(data["stype"], data["sch.wide"]) > 0
    means = rep_mean(y, sample, where)
    single = rep_mean(y[:, :3], sample, three)
    keep = ((data["stype"] == "E") & (data["comp.imp"] == "Yes")).to_numpy()
    part = replace(sample, design=sample.design.subset(keep), weights=sample.weights * keep[:, None])
    inner = rep_mean(both[:, :1], part)
    return {
        "by_mean": by(
            means, [f"{s}:{v}" for v in ("api00", "api99") for s in names], rep_deff(means, y, sample, domains=where)
        ),
        "by_mean_2": by(
            rep_mean(np.repeat(both[:, :1], 6, axis=1), sample, six), [f"{s}.{w}" for w in ("No", "Yes") for s in names]
        ),
        "by_total": by(rep_total(np.repeat(enroll, 3, axis=1), sample, three), names),
        "contrast_stype_HvE": stat(single.contrast(np.array([[-1, 1, 0], [1 / 3, 1 / 3, 1 / 3]])), ["HvE", "avg"]),
        "subset_E_imp": {
            "degf": part.degrees_of_freedom,
            "mean": stat(inner, ["api00"], part.degrees_of_freedom, rep_deff(inner, both[:, :1], part)),
            "total": stat(rep_total(enroll, part), ["enroll"]),
        },
    }


def rep_shares(y: Arrays, sample: Replicates) -> dict:
    """Intervals of a proportion by replicates."""
    p, n, df = rep_mean(y[:, None], sample), np.array([len(y)]), sample.degrees_of_freedom
    kinds: dict[str, Callable] = {
        "xlogit": lambda: intervals.logit_interval(p.values, p.se, df),
        "asin": lambda: intervals.asin_interval(p.values, p.se, df),
        "beta": lambda: intervals.beta_interval(p.values, p.se, n, df),
        "mean": lambda: p.interval(df),
        "wilson": lambda: intervals.wilson_interval(p.values, p.se, df),
    }
    found = {
        kind: {"est": p.values[0], "se": p.se[0], "ci": [float(end[0]) for end in each()]}
        for kind, each in kinds.items()
    }
    # R's "logit" under replicates is an intercept on the logit scale, replicated.
    scale = replicate(lambda design: logit(linear.means(y, design).values), sample)
    return found | {
        "logit": {"est": p.values[0], "se": p.se[0], "ci": [float(expit(end[0])) for end in scale.interval(df)]}
    }


def rep_independence(rows: pd.Series, columns: pd.Series, sample: Replicates) -> dict:
    """Tests of a table whose covariance comes from the replicates."""
    (row, row_names), (column, column_names) = codes(rows), codes(columns)
    shape = (len(row_names), len(column_names))
    cell = (row * shape[1] + column)[:, None] == np.arange(shape[0] * shape[1])
    share, total = rep_mean(cell.astype(float), sample), rep_total(cell.astype(float), sample)
    plain = tests.crosstab(row, column, sample.design, shape)
    table = replace(
        plain, covariance=share.covariance, totals_covariance=total.covariance, df=sample.degrees_of_freedom
    )
    result: dict = {"table": {"data": table.totals}, "observed_N": {"data": table.proportions * table.counts.sum()}}
    kinds = {"F": "rao_scott_f", "Chisq": "rao_scott_chi2", "Wald": "wald", "adjWald": "adjusted_wald"}
    for kind, ours in kinds.items():
        test = tests.independence(table, ours)
        freedom = {"df": test.df1} if kind == "Chisq" else {"ndf": test.df1, "ddf": test.df2}
        result[kind] = {"statistic": test.statistic, "p": test.p, "parameter": freedom}
    return result


def rep_t(found, df: float, label: str) -> dict:
    test = tests.t_of(found, df, "t_replicates", scale=abs(float(found.values[0])))
    return t_case(test, found, label)


def rep_model(
    x: Arrays, y: Arrays, names: Sequence[str], sample: Replicates, terms: dict, family: str = "linear"
) -> dict:
    """A regression by replicates."""
    found = replicate(lambda design: regression.regression(x, y, design, family).coefficients.values, sample)
    df, known, w = sample.degrees_of_freedom + 1 - x.shape[1], ~np.isnan(y), sample.design.weights
    mean = expit(x @ found.values) if family == "logistic" else x @ found.values
    pearson = (y - mean)[known] ** 2 / (mean * (1 - mean) if family == "logistic" else np.ones(len(y)))[known]
    each = [tests.wald(found, df, np.eye(len(names))[[place]]).p for place in range(len(names))]
    rows = np.column_stack([found.values, found.se, found.values / found.se, each])
    result: dict = {
        "coef": dict(zip(names, found.values, strict=True)),
        "se": dict(zip(names, found.se, strict=True)),
        "vcov": {"data": found.covariance},
        "df_resid": df,
        "coef_table": {"data": rows},
        "dispersion": (w[known] * pearson).sum() / w[known].sum(),
    }
    for name, places in terms.items():
        test = tests.wald(found, df, np.eye(len(names))[places])
        result[f"regTermTest_Wald_{name}"] = {"F": test.statistic, "df": test.df1, "ddf": test.df2, "p": test.p}
    return result


def rep_kappa(first: pd.Series, second: pd.Series, sample: Replicates) -> dict:
    """Kappa with the replicate covariance of the cells and the slope of kappa in them."""
    a, b = codes(first)[0], codes(second)[0]
    cells = rep_mean(((a * 2 + b)[:, None] == np.arange(4)).astype(float), sample)
    p, value = cells.values.reshape(2, 2), kappa(a, b, 2, sample.design).values[0]
    chance = p.sum(axis=0)[:, None] + p.sum(axis=1)[None, :]
    slope = (np.eye(2) - (1 - value) * chance) / (1 - p.sum(axis=1) @ p.sum(axis=0))
    return stat(replace(cells.contrast(slope.reshape(1, -1)), values=np.array([value])), ["kappa"])


def rep_quantile(y: Arrays, p: float, sample: Replicates, interpolated: bool, kind: str) -> list[float]:
    """Woodruff's interval with the standard error of the share by replicates."""
    df, value = sample.degrees_of_freedom, intervals.quantile(y, p, sample.design, interpolated)
    share = rep_mean((y <= value).astype(float)[:, None], sample)
    beta = intervals.beta_interval(share.values, share.se, np.array([len(y)]), df)
    ends = [
        intervals.quantile(y, float(end[0]), sample.design, interpolated)
        for end in (beta if kind == "beta" else share.interval(df))
    ]
    return [value, *ends, (ends[1] - ends[0]) / (2 * student_t.ppf(0.975, df))]


def rep_tests(sample: Replicates, data: pd.DataFrame) -> dict:
    """Intervals of shares, tests, regressions, kappa."""
    df, label = sample.degrees_of_freedom, "difference in mean"
    both, enroll = numbers(data, ["api00", "api99"]), numbers(data, ["enroll"])
    comp, stype = codes(data["comp.imp"])[0], codes(data["stype"])[0]
    one, x = np.ones((len(data), 1)), numbers(data, ["ell", "meals", "mobility"])
    three = np.hstack([one, x])
    names = ["(Intercept)", "ell", "meals", "mobility"]

    def difference(y: Arrays):
        pair = rep_mean(np.repeat(y, 2, axis=1), sample, comp[:, None] == np.arange(2))
        return pair.contrast(np.array([[-1.0, 1.0]]))

    some = {key: RANKS[key] for key in ("wilcoxon", "KruskalWallis")}
    quantiles = {
        f"quantile_{key}": {
            "q": {"data": [rep_quantile(both[:, 0], p, sample, key == "hf7", key) for p in (0.25, 0.5, 0.75)]}
        }
        for key in ("math", "hf7", "beta")
    }
    return quantiles | {
        "ciprop_schwide": rep_shares(yes(data["sch.wide"]), sample),
        "ciprop_awards": rep_shares(yes(data["awards"]), sample),
        # R fits the intercept of every replicate to its default 1e-8 only, which shows here.
        "ciprop_rare": {
            key: part for key, part in rep_shares((x[:, 0] > 70).astype(float), sample).items() if key != "logit"
        },
        "chisq_schwide_compimp": rep_independence(data["sch.wide"], data["comp.imp"], sample),
        "chisq_stype_schwide": rep_independence(data["stype"], data["sch.wide"], sample),
        "chisq_stype_awards": rep_independence(data["stype"], data["awards"], sample),
        "ttest_api00_compimp": rep_t(difference(both[:, :1]), df - 1, label),
        "ttest_enroll_compimp": rep_t(difference(enroll), df - 1, label),
        "ttest_one": rep_t(rep_mean(both[:, :1] - both[:, 1:], sample), df - 1, "mean"),
        # R's rank tests of replicate designs are those of the clusters, linearised.
        "rank_api00_compimp": rank_case(both[:, 0], comp, 2, sample.design, RANKS),
        "rank_api00_stype": rank_case(both[:, 0], stype, 3, sample.design, some),
        "kappa": rep_kappa(data["comp.imp"], data["sch.wide"], sample),
        "kappa2": rep_kappa(data["sch.wide"], data["awards"], sample),
        "glm_gauss": rep_model(three, both[:, 0], names, sample, {"ell+meals": [1, 2]}),
        "glm_anova_stype": rep_model(
            np.hstack([one, dummies(data["stype"])[:, 1:]]),
            both[:, 0],
            ["(Intercept)", "stypeH", "stypeM"],
            sample,
            {"stype": [1, 2]},
        ),
        "glm_logit": rep_model(
            three[:, :3], yes(data["sch.wide"]), names[:3], sample, {"ell+meals": [1, 2]}, "logistic"
        ),
    }


def offices(data: pd.DataFrame) -> Design:
    """The offices as clusters, the arms as strata."""
    return Design(data["w_nr"].to_numpy(dtype=float), codes(data["office"])[0], codes(data["arm"])[0])


def office_margins(wave: pd.DataFrame, totals: pd.DataFrame) -> list[Margin]:
    found = []
    for name in ("sex", "age", "edu"):
        rows = totals[totals["var"] == name].sort_values("level")
        code = pd.Categorical(wave[name], categories=rows["level"]).codes.astype(np.intp)
        found.append(Margin(name, code, rows["N"].to_numpy(dtype=float), tuple(rows["level"])))
    return found


def raked_wave(wave: pd.DataFrame, totals: pd.DataFrame) -> dict:
    """One wave of the offices, raked, and calibrated by raking with its GREG variance."""
    margins, start = office_margins(wave, totals), offices(wave)
    design, index = raked_design(start, margins), numbers(wave, ["index"])
    booked = calibrated_design(start, *indicators(margins), "raking")
    arm, names = codes(wave["arm"])
    contact = dummies(wave["contact"])
    labels = ['I(contact == "yes")FALSE', 'I(contact == "yes")TRUE']
    groups = linear.means(np.repeat(index, 2, axis=1), design, arm[:, None] == np.arange(2))
    return {
        "w": design.weights,
        "id": wave["id"].to_numpy(),
        "mean": stat(linear.means(index, design), ["index"]),
        "by": by(groups, names),
        "deff_kish": kish_design_effect(design.weights),
        "total": stat(linear.totals(contact, design), labels),
        "cal": {
            "w": booked.weights,
            "mean": stat(linear.means(index, booked), ["index"]),
            "total": stat(linear.totals(contact, booked), labels),
        },
    }


def office_jackknife(data: pd.DataFrame) -> dict:
    """The jackknife by office of a mean, of the change in each arm and of the difference in differences."""
    sample, index = jackknife(offices(data)), numbers(data, ["index"])
    mean = rep_mean(index, sample)
    arm, later = codes(data["arm"])[0], (data["wave"] == data["wave"].max()).to_numpy().astype(np.intp)
    cells = rep_mean(np.repeat(index, 4, axis=1), sample, (arm * 2 + later)[:, None] == np.arange(4))
    # R's dispersion differs in the sixth digit where answers are missing and weights unequal; nothing rests on it.
    contrasts = cells.contrast(np.array([[-1.0, 1, 0, 0], [0, 0, -1, 1], [1, -1, -1, 1]]))
    x = np.column_stack([np.ones(len(data)), arm, later, arm * later]).astype(float)
    fitted = rep_model(x, index[:, 0], ["(Intercept)", "armn", "post", "armn:post"], sample, {})
    return {
        "all": stat(mean, ["index"]),
        "degf": sample.degrees_of_freedom,
        "did": {key: part for key, part in fitted.items() if key != "dispersion"},
        "contrasts": stat(contrasts, ["d_control", "d_husk", "did"]),
    }


def office_cr2(data: pd.DataFrame) -> dict:
    """The arms in the last wave by bias-reduced linearisation; R's degrees of freedom are those without weights and strata."""
    last = data[data["wave"] == data["wave"].max()]
    x = np.column_stack([np.ones(len(last)), codes(last["arm"])[0]]).astype(float)
    (found, df), names = cr2(x, numbers(last, ["index"])[:, 0], offices(last), plain_df=True), ["(Intercept)", "armn"]
    return {
        "coef": dict(zip(names, found.values, strict=True)),
        "se": dict(zip(names, found.se, strict=True)),
        "degf": list(df),
    }


def office_weights() -> dict:
    """What the offices' golden file holds of weighting and replicates."""
    data, totals, theirs = read("husk_sim"), read("husk_sim_margins"), golden("husk_sim")
    waves = {f"w{wave}": raked_wave(part, totals[totals["wave"] == wave]) for wave, part in data.groupby("wave")}
    w, lower, upper = data["w_nr"].to_numpy(dtype=float), theirs["trim"]["lower"], theirs["trim"]["upper"]
    cut = {"lower": lower, "upper": upper, "w": trim(w, lower, upper, strict=False), "w_strict": trim(w, lower, upper)}
    return {"rake": waves, "trim": cut, "jkn": office_jackknife(data), "Bell-McCaffrey": office_cr2(data)}


def reliability() -> dict:
    """Alpha of items with and without missing answers, agreement of two codings, Holm."""
    items, gaps, pair = numbers(read("alpha_items"), list(read("alpha_items"))), read("alpha_items_na"), read("kappa")
    a, b = pair["a"].to_numpy(dtype=np.intp), pair["b"].to_numpy(dtype=np.intp)
    return {
        "cronbach_psych": cronbach_alpha(items),
        "cronbach_std": standardised_alpha(items),
        "alpha_drop": alpha_without(items),
        "item_total_r_drop": item_rest_correlation(items),
        "cronbach_na_pairwise": cronbach_alpha(numbers(gaps, list(gaps)), missing="pairwise"),
        "kappa": kappa(a, b, int(max(a.max(), b.max())) + 1, simple_design(len(a))).values[0],
        "kappa_se": cohen_kappa(a, b).se,
        "wkappa_quadratic": weighted_kappa(a, b),
        "p_in": golden("reliability")["p_in"],
        "holm": tests.holm(np.array(golden("reliability")["p_in"])),
    }


ROUNDING = 1e-9  # a standard error this small beside its estimate is a margin that holds without error


def settled(ours: object, theirs: object) -> tuple[object, object]:
    """Both trees with exact zeros for the variances that calibration removes, which rounding leaves at about 1e-16 of the
    estimate, and without what R then makes of them: intervals around a share without error, statistics of 0 / 0."""
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        return ours, theirs
    if _exploded(theirs):
        return {}, theirs
    ours = {key: part for key, part in ours.items() if theirs.get(key) is not None}
    pairs = {key: settled(part, theirs[key]) for key, part in ours.items()}
    ours, theirs = {key: pair[0] for key, pair in pairs.items()}, theirs | {key: pair[1] for key, pair in pairs.items()}
    if isinstance(ours.get("se"), dict) and "est" in ours:
        return _without_error(ours, theirs)
    if isinstance(ours.get("est"), float) and abs(ours["se"]) < ROUNDING and abs(theirs["se"]) < ROUNDING:
        return {"est": ours["est"], "se": 0.0}, theirs | {"se": 0.0}
    return ours, theirs


def _exploded(theirs: dict) -> bool:
    """A failure of R's, or a statistic that only rounding keeps finite."""
    statistic = theirs.get("statistic", 0.0)
    return "error" in theirs or statistic == "Inf" or (isinstance(statistic, float) and abs(statistic) > 1 / ROUNDING)


def _without_error(ours: dict, theirs: dict) -> tuple[dict, dict]:
    names = list(ours["se"])
    small = [max(abs(ours["se"][k]), abs(theirs["se"][k])) < ROUNDING * abs(theirs["est"][k]) for k in names]
    return tuple(_zeroed(tree, names, np.array(small)) for tree in (ours, theirs))  # type: ignore[return-value]


def _zeroed(tree: dict, names: list[str], small: Arrays) -> dict:
    result = dict(tree)
    for key in {"se", "deff"} & set(tree):
        result[key] = {name: 0.0 if zero else tree[key][name] for name, zero in zip(names, small, strict=True)}
    if "vcov" in tree:
        result["vcov"] = {
            "data": np.where(np.logical_or.outer(small, small), 0.0, np.array(tree["vcov"]["data"], dtype=float))
        }
    if "cv" in tree:
        result["cv"] = (
            np.where(small, 0.0, tree["cv"]).tolist() if len(names) > 1 else (0.0 if small[0] else tree["cv"])
        )
    return result


FIXED = "the margins fix this share: its error is 0, and R's intervals around it are those of rounding"
NOTHING = "0 / 0: calibration leaves the table no variance"
UNCOVERED = {  # what is not compared, by a piece of its path, and why
    "regTermTest_LRT": "replicates: likelihood-ratio tests of replicate designs are not built",
    "jkn/did/dispersion": "outcome with missing values: R's dispersion is not the variance of the residuals; nothing depends on it",
    **{f"{name}/ciprop/": FIXED for name in ("poststrat_joint", "rake2_default", "rake3")},
    **{f"cal_{name}3/ciprop/": FIXED for name in ("linear", "raking", "logit")},
    **{f"{name}3/chisq/": NOTHING for name in ("rake", "cal_linear", "cal_raking", "cal_logit")},
    **{f"{name}/": "adjustments that are not used" for name in ("BH", "BY", "bonf", "hochberg", "hommel")},
    **{f"{name}/": "tests of unweighted samples, as in scipy" for name in ("kruskal", "wilcox")},
}


def cases() -> list[Case]:
    """Every case."""
    theirs = {key: part for key, part in golden("husk_sim").items() if key in ("rake", "trim", "jkn", "Bell-McCaffrey")}
    found: list[Case] = [
        (f"weighting_{name}", weighting(name), golden(f"weighting_{name}"), 1e-8) for name in ("clus1", "strat")
    ]
    found += [(name, replicated(name), golden(name), 1e-8) for name in ("rep_clus1_jk1", "rep_strat_jkn")]
    found.append(("husk_sim: rake, trim, jackknife, CR2", office_weights(), theirs, 1e-8))
    found.append(("reliability", reliability(), golden("reliability"), 1e-10))
    return [(name, *settled(ours, other), rtol) for name, ours, other, rtol in found]  # type: ignore[misc]
