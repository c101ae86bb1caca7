"""An evaluation of Californian schools built by configuration: under each kind of weights and design it prints what R gives.

The data are those of `tests/golden/r_survey`; `designs_run.R` beside them made the expected values.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import Workspace
from evalreport.words.numbers import NO_BREAK, format_number

GOLDEN = Path(__file__).parents[1] / "golden" / "r_survey"
IMPUTATIONS = 5
CLUSTERS, STAR = 15, "\\*"
TYPES = {"elementary": "E", "high": "H", "middle": "M"}
COLUMNS = {  # variable -> type, value set, column in the data
    "school": ("id", "", "cds"),
    "stype": ("single", "stype", "stype"),
    "sch_wide": ("single", "yes_no", "sch.wide"),
    "comp_imp": ("single", "yes_no", "comp.imp"),
    "api00": ("number", "", "api00"),
    "api99": ("number", "", "api99"),
    "enroll": ("number", "", "enroll"),
    "api_stu": ("number", "", "api.stu"),
    "dnum": ("id", "", "dnum"),
    "snum": ("id", "", "snum"),
    "pw": ("number", "", "pw"),
    "fpc": ("number", "", "fpc"),
    "fpc1": ("number", "", "fpc1"),
    "fpc2": ("number", "", "fpc2"),
    "index": ("number", "", "index"),
    "reached": ("single", "yes_no", "reached"),
    **{f"reached_m{k}": ("single", "yes_no", f"reached_m{k}") for k in range(1, 6)},
}
WIDE, IMPROVED = {"wide_no": 1072, "wide_yes": 5122}, {"improved_no": 1712, "improved_yes": 4482}
TYPED = {"elementary": 4421, "high": 755, "middle": 1018}
CELLS = {
    "elementary/wide_no": 472, "high/wide_no": 334, "middle/wide_no": 266,
    "elementary/wide_yes": 3949, "high/wide_yes": 421, "middle/wide_yes": 752,
}  # fmt: skip
ANSWERED, EXPLAINED = {"responded": {"comp_imp": ["Yes"]}}, {"by": ["type"], "covariates": ["api99"]}
REPLICATES = {"variables": "rep*", "kind": "other", "scale": 0.5, "rscales": [k / 8 for k in range(1, CLUSTERS + 1)]}


def text(words: str) -> dict[str, str]:
    return {"en": words}


def groups_of(variable: str, codes: dict[str, str]) -> dict:
    return {
        "label": text(variable),
        "groups": {g: {"label": text(g), "where": {variable: [c]}} for g, c in codes.items()},
    }


def taken(number: int) -> dict:
    lookup = {"instrument": "completed", "wave": str(number), "key": "school", "value": "index"}
    return {"type": "number", "label": text("index"), "lookup": lookup}


def schemes() -> dict:
    """Weighting schemes: the weight of the data alone and as the base weight of everything else."""
    waves = {
        "plain": ("clus1", {"weight": "pw"}),
        "raked": ("clus1", {"weight": "pw", "totals": {"type": TYPED, "wide": WIDE}}),
        "linear": ("clus1", {"weight": "pw", "totals": {"type": TYPED, "api99": 3914069}, "calibration": {"method": "linear"}}),
        "logit": ("clus1", {"weight": "pw", "totals": {"type": TYPED, "wide": WIDE, "improved": IMPROVED},
                            "calibration": {"method": "logit", "bounds": [0.5, 2.5]}}),
        "response": ("clus1", {"weight": "pw", "nonresponse": ANSWERED | {"classes": "type"}}),
        "inverse": ("clus1", {"weight": "pw", "nonresponse": ANSWERED | {"propensity": EXPLAINED}}),
        "propensity": ("clus1", {"weight": "pw", "nonresponse": ANSWERED | {"propensity": EXPLAINED | {"classes": 4}}}),
        "two": ("clus2", {"weight": "pw"}),
        "stratified": ("strat", {"weight": "pw"}),
        "cells": ("strat", {"weight": "pw", "totals": {"type/wide": CELLS}}),
    }  # fmt: skip
    return {
        name: {"label": text(f"Weights {name}"), "instrument": i, "waves": {"2000": spec}}
        for name, (i, spec) in waves.items()
    }


def designs() -> dict:
    clusters = {"clusters": "dnum", "variance": "linearised", "minimum_clusters": 2}
    made = {
        "plain": ("clus1", clusters),
        "jackknife": ("clus1", {"clusters": "dnum", "minimum_clusters": 2}),
        "finite": ("clus1", clusters | {"population": "fpc"}),
        "stages": ("clus2", clusters | {"population": "fpc1", "stages": [{"clusters": "snum", "population": "fpc2"}]}),
        "strata": ("strat", {"strata": "stype", "population": "fpc"}),
        "replicates": ("clus1", {"replicates": REPLICATES}),
        "fay": ("clus1", {"replicates": {"variables": "rep*", "kind": "fay", "rho": 0.3}}),
    }
    return {name: {"label": text("districts"), "instrument": i} | spec for name, (i, spec) in made.items()}


def exhibits() -> list[dict]:
    def mean(id: str, instrument: str, weights: str, design: str, **more) -> dict:
        keys = {"kind": "mean", "variables": ["api00"], "by": ["type"], "intervals": True}
        return (
            {"id": id, "title": text(id), "instrument": instrument, "weights": weights, "design": design} | keys | more
        )

    def model(id: str, instrument: str, weights: str, design: str, **more) -> dict:
        keys = {"kind": "regression", "variables": ["api00"], "by": ["type"], "decimals": 2}
        keys["covariates"] = [{"variable": "api99", "per": 100, "label": text("The year before")}]
        return (
            {"id": id, "title": text(id), "instrument": instrument, "weights": weights, "design": design} | keys | more
        )

    whole = {"by": [], "intervals": False}
    agreed = whole | {"kind": "kappa", "variables": ["sch_wide"], "compared_with": "comp_imp"}
    reached = {"variables": ["sch_wide"], "counted": ["Yes"]}
    return [
        mean("plain", "clus1", "plain", "plain"),
        mean("finite", "clus1", "plain", "finite"),
        mean("stages", "clus2", "two", "stages"),
        mean("stages_total", "clus2", "two", "stages", kind="total", variables=["api_stu"], **whole),
        mean("strata", "strat", "stratified", "strata"),
        mean("strata_total", "strat", "stratified", "strata", kind="total", variables=["enroll"], **whole),
        mean(
            "shares", "clus1", "plain", "finite", kind="share", variables=["sch_wide"], counted=["Yes"], intervals=False
        ),
        mean("quantiles", "clus1", "plain", "finite", kind="quantile", quantiles=[0.25, 0.5], **whole),
        mean("cells", "strat", "cells", "strata"),
        mean("raked", "clus1", "raked", "jackknife"),
        mean("linear", "clus1", "linear", "plain"),
        mean("logit", "clus1", "logit", "finite", by=[]),
        mean("replicates", "clus1", "plain", "replicates"),
        mean("fay", "clus1", "plain", "fay"),
        mean("replicates_raked", "clus1", "raked", "replicates"),
        mean("replicates_test", "clus1", "plain", "replicates", test="t", test_groups=[["elementary", "high"]]),
        mean("effects", "clus1", "plain", "finite", precision=["design_effect", "effective_n"]),
        model("ols", "strat", "stratified", "strata"),
        model("ols_finite", "clus1", "plain", "finite"),
        model("ols_jackknife", "clus1", "plain", "jackknife"),
        model("ols_raked", "clus1", "raked", "jackknife"),
        model("ols_fay", "clus1", "plain", "fay", display="coefficients"),
        model("ols_cr2", "clus1", "plain", "plain", small_samples="cr2"),
        model("marginal", "clus1", "plain", "finite", **reached),
        model("marginal_strata", "strat", "stratified", "strata", display="coefficients", **reached),
        model("marginal_jackknife", "clus1", "plain", "jackknife", **reached),
        model("marginal_raked", "clus1", "raked", "jackknife", **reached),
        model("odds", "clus1", "plain", "finite", effect="odds_ratio", display="coefficients", **reached),
        mean("stated", "clus1", "plain", "finite", stated=600, intervals=False),
        mean(
            "stated_share",
            "clus1",
            "plain",
            "finite",
            kind="share",
            variables=["sch_wide"],
            counted=["Yes"],
            stated=0.7,
            **whole,
        ),
        mean("ranks_two", "clus1", "plain", "finite", test="rank", by=["improved"]),
        mean("ranks_three", "clus1", "plain", "finite", test="rank"),
        mean("ranks_jackknife", "clus1", "plain", "jackknife", test="rank", by=["improved"]),
        mean("kappa", "clus1", "plain", "finite", decimals=3, **agreed),
        mean("kappa_jackknife", "clus1", "plain", "jackknife", decimals=3, **agreed),
        mean("response_classes", "clus1", "response", "finite", by=[]),
        mean("response_inverse", "clus1", "inverse", "finite", by=[]),
        mean("response_classes_jackknife", "clus1", "response", "jackknife", by=[]),
        mean("response_inverse_jackknife", "clus1", "inverse", "jackknife", by=[]),
        mean("response_propensity_jackknife", "clus1", "propensity", "jackknife", by=[]),
        *(
            {
                "id": f"weights_{scheme}_{source}",
                "title": text(scheme),
                "kind": "weights",
                "weights": scheme,
                "source": source,
            }
            for scheme in ("response", "propensity")
            for source in ("nonresponse", "spread")
        ),
        mean("imputed", "clus1", "plain", "finite", variables=["index"]),
        mean(
            "imputed_share", "clus1", "plain", "finite", kind="share", variables=["reached"], counted=["Yes"], **whole
        ),
        model("imputed_ols", "clus1", "plain", "finite", variables=["index"]),
        mean("pairs", "strat", "stratified", "strata", test="t", pairwise=True, intervals=False),
    ]


def data_of(name: str) -> pd.DataFrame:
    data = pd.read_csv(GOLDEN / f"api{name}.csv", dtype={"cds": str})
    if name == "clus1":
        order = {district: k for k, district in enumerate(sorted(data["dnum"].unique()), start=1)}
        number = data["dnum"].map(order)
        for k in range(1, CLUSTERS + 1):
            data[f"rep{k}"] = data["pw"] * np.where(number == k, 0.4, 1 + 0.6 / (CLUSTERS - 1))
        place = np.arange(1, len(data) + 1)
        data["index"] = data["api00"].where(place % 6 > 0)
        data["reached"] = data["sch.wide"].where(place % 5 > 0)
        for k in range(1, IMPUTATIONS + 1):
            data[f"reached_m{k}"] = data["reached"].fillna(pd.Series(np.where(place * k % 3, "Yes", "No"), data.index))
    return data


def completed(number: int) -> pd.DataFrame:
    """One of the files with completed answers to one question, by the school's id."""
    data = data_of("clus1")
    guess = data["api99"] + 20 + 9 * (np.arange(1, len(data) + 1) * number % 7 - 3)
    return pd.DataFrame({"cds": data["cds"], "index": data["index"].fillna(guess)})


def write_evaluation(folder: Path) -> None:
    """The evaluation `schools`: three samples as three questionnaires, one chapter with every exhibit."""
    config, data, templates = (folder / part / "schools" for part in ("config", "data", "report_templates"))
    for path in (config / "codebook", config / "cleaning", config / "exhibits", data, templates):
        path.mkdir(parents=True)
    (folder / "config" / "config.yaml").write_text("evaluation: schools\nedition: only\n")
    (config / "cleaning" / "none.yaml").write_text("rules: []\n")
    choices = [("stype", code, label) for label, code in TYPES.items()] + [("yes_no", c, c) for c in ("Yes", "No")]
    with (config / "codebook" / "value_sets.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [("value_set", "code", "label_en", "missing", "note"), *((*choice, "", "") for choice in choices)]
        )
    instruments = {}
    for name in ("clus1", "clus2", "strat"):
        table = data_of(name)
        table.to_csv(data / f"{name}.csv", index=False)
        known = {v: of for v, of in COLUMNS.items() if of[2] in table}
        known |= {column: ("number", "", column) for column in table if column.startswith("rep")}
        empty = ("battery", "section", "asked_of", "values_status", "map_2000", "note")
        head = ("variable", "type", "label_en", "value_set", "source_2000", *empty)
        rows = [
            (v, kind, v, values, column, "", "1", "", "published", "", "")
            for v, (kind, values, column) in known.items()
        ]
        with (config / "codebook" / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        source = {"file": f"{name}.csv", "reader": "csv", "encoding": "utf-8", "delimiter": ","}
        instruments[name] = {
            "label": text(name), "codebook": f"codebook/{name}.csv", "cleaning": "cleaning/none.yaml", "waves": {"2000": source},
        }  # fmt: skip
    files = {str(k): f"completed{k}.csv" for k in range(1, IMPUTATIONS + 1)}
    for number, file in files.items():
        completed(int(number)).to_csv(data / file, index=False)
    waves = {wave: source | {"file": file} for wave, file in files.items()}
    instruments["completed"] = instruments["clus1"] | {"codebook": "codebook/completed.csv", "waves": waves}
    sources = [f"source_{wave}" for wave in files]
    with (config / "codebook" / "completed.csv").open("w", newline="") as file:
        head = (
            "variable",
            "type",
            "label_en",
            "value_set",
            *sources,
            *empty[:4],
            *(f"map_{wave}" for wave in files),
            "note",
        )
        rows = [("school", "id", "school", "", *["cds"] * 5, *row[5:9], *[""] * 6) for row in rows[:1]]
        rows.append(("index", "number", "index", "", *["index"] * 5, *rows[0][9:13], *[""] * 6))
        csv.writer(file).writerows([head, *rows])
    evaluation = {
        "title": text("Schools"), "commissioner": "Tests", "institution": "Tests", "authors": ["Tests"], "language": "en",
        "instruments": instruments,
        "derived": {"clus1": {f"index_m{k}": taken(k) for k in range(1, IMPUTATIONS + 1)}},
        "imputations": {
            name: {"instrument": "clus1", "variables": f"{name}_m*"} for name in ("index", "reached")
        },
        "weighting": schemes(),
        "designs": designs(),
        "uncertainty": {"level": 90, "shares": "korn_graubard", "quantiles": "interpolated"},
        "groupings": {
            "type": groups_of("stype", TYPES),
            "wide": groups_of("sch_wide", {"wide_no": "No", "wide_yes": "Yes"}),
            "improved": groups_of("comp_imp", {"improved_no": "No", "improved_yes": "Yes"}),
        },
        "significance_levels": [0.05], "disclosure": {"minimum_cell": 0, "minimum_base": 0},
        "editions": {"only": {"title": text("Only"), "date": text("2000"), "status": "draft", "waves": {},
                              "chapters": [{"id": "numbers", "number": 1}]}},
    }  # fmt: skip
    (config / "evaluation.yaml").write_text(yaml.safe_dump(evaluation, sort_keys=False))
    (config / "exhibits" / "numbers.yaml").write_text(yaml.safe_dump({"exhibits": exhibits()}, sort_keys=False))
    tables = [
        f'{{{{ {"figure" if exhibit.get("display") else "table"}("{exhibit["id"]}") }}}}' for exhibit in exhibits()
    ]
    tables += [f'{g}: {{{{ ci("shares", group="{g}", decimals=1) }}}};' for g in TYPES]
    (templates / "numbers.md.jinja").write_text("# Numbers {#ch-numbers}\n\n" + "\n\n".join(tables) + "\n")


@pytest.fixture(scope="module")
def schools(program, tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("schools")
    write_evaluation(folder)
    workspace = Workspace(program, folder, "schools", "only")
    figures = [f"figures/{each['id']}.svg" for each in exhibits() if each.get("display")]
    workspace.snakemake(*(f"results/schools/only/{path}" for path in ("chapters/numbers.md", *figures)))
    return workspace


def expected() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "designs_run.csv")


@pytest.fixture(scope="module")
def printed(schools) -> str:
    return (schools.build / "chapters" / "numbers.md").read_text(encoding="utf-8")


def cell(row: pd.Series, decimals: int, unit: float = 1, mark: str = "") -> str:
    numbers = [format_number(unit * row[key], decimals, "en") for key in ("estimate", "ci_low", "ci_high")]
    numbers[0] += mark
    return "{} ({}; {})".format(*numbers).replace(" ", NO_BREAK)


def test_the_numbers_are_those_of_r(schools):
    found = pd.read_csv(schools.private / "analyse" / "numbers.estimates.csv")
    wanted = expected()
    wanted = wanted[wanted["category"] != "p"]
    both = wanted.merge(found, on=["exhibit", "variable", "category", "group"], how="left", suffixes=("_r", ""))
    for key in ("estimate", "se", "ci_low", "ci_high", "deff"):
        known = both[f"{key}_r"].notna()
        assert known.any()
        assert both.loc[known, key].to_numpy() == pytest.approx(both.loc[known, f"{key}_r"].to_numpy(), rel=1e-7), key


def test_logit_calibration_to_three_margins_is_that_of_r(schools):
    found = pd.read_csv(schools.private / "analyse" / "numbers.estimates.csv")
    row = found[(found["exhibit"] == "logit") & (found["category"] == "mean")].iloc[0]
    of_r = json.loads((GOLDEN / "weighting_clus1.json").read_text())["cal_logit3"]["mean"]
    assert (row["estimate"], row["se"]) == pytest.approx((of_r["est"]["api00"], of_r["se"]["api00"]), rel=1e-8)


def test_p_values_are_those_of_r_also_adjusted_over_pairs(schools):
    found = pd.read_csv(schools.private / "analyse" / "numbers.tests.csv")
    wanted = expected()
    wanted = wanted[wanted["category"] == "p"]
    both = wanted.merge(
        found, left_on=["exhibit", "variable", "group"], right_on=["exhibit", "variable", "groups"], how="left"
    )
    assert len(both) == 4
    assert both["p"].to_numpy() == pytest.approx(both["estimate"].to_numpy(), rel=1e-7)
    held = both[both["se"].notna()]
    assert held["p_adjusted"].to_numpy() == pytest.approx(held["se"].to_numpy(), rel=1e-7)


def test_tables_print_what_r_gives(printed):
    wanted = expected()
    for _, row in wanted[(wanted["category"] == "mean")].iterrows():
        assert cell(row, 1) in printed, (row["exhibit"], row["group"])
    for _, row in wanted[wanted["category"] == "sum"].iterrows():
        assert cell(row, 0) in printed, row["exhibit"]
    for _, row in wanted[wanted["exhibit"] == "quantiles"].iterrows():
        assert cell(row, 1) in printed, row["category"]
    for _, row in wanted[wanted["exhibit"] == "shares"].iterrows():
        ends = [format_number(100 * row[key], 1, "en") for key in ("ci_low", "ci_high")]
        assert f"90%{NO_BREAK}CI {ends[0]}–{ends[1]}" in printed, row["group"]
    effects = wanted[(wanted["exhibit"] == "effects")]
    line = next(line for line in printed.splitlines() if "Design effect" in line)
    assert [format_number(value, 2, "en") in line for value in effects["deff"]] == [True] * 3


def test_groups_that_differ_have_no_letter_in_common(printed):
    values = expected()
    values = values[(values["exhibit"] == "strata") & (values["category"] == "mean")].set_index("group")["estimate"]
    marks = {"elementary": "a", "high": "b", "middle": "ab"}  # only elementary and high differ after Holm: p = 0.040
    for group, mark in marks.items():
        assert f"{format_number(values[group], 1, 'en')}^{mark}^" in printed


def test_notes_say_what_the_numbers_rest_on(printed):
    for sentence in (
        "90% confidence intervals in brackets.",
        "take into account how large a part of the population was drawn",
        "rest on the replicate weights that came with the data.",
        "rest on the replicate weights that came with the data, weighted anew in each of them.",
        "rest on the jackknife over districts, weighted anew each time one is left out.",
        "Quantiles are interpolated between answers.",
        "Groups without a common letter differ at the 5% level (design-based t test; p values adjusted for 3 comparisons, Holm).",
    ):
        assert sentence in printed


OTHERS = ("stated", "stated_share", "ranks_two", "ranks_three", "ranks_jackknife", "kappa", "kappa_jackknife")


def models(others: bool = False) -> pd.DataFrame:
    found = pd.read_csv(GOLDEN / "models_run.csv")
    found = found[~found["exhibit"].str.startswith(("response_", "imputed"))]
    return found[found["exhibit"].isin(OTHERS) == others].reset_index(drop=True)


def test_regressions_are_those_of_r(schools):
    folder, wanted = schools.private / "analyse", models()
    found = pd.read_csv(folder / "numbers.estimates.csv")
    terms = wanted[wanted["variable"] != "joint"].merge(found, on=["exhibit", "variable", "group"], suffixes=("_r", ""))
    assert len(terms) == (wanted["variable"] != "joint").sum()
    for key in ("estimate", "se", "ci_low", "ci_high"):
        assert terms[key].to_numpy() == pytest.approx(terms[f"{key}_r"].to_numpy(), rel=1e-7), key
    tests = pd.read_csv(folder / "numbers.tests.csv").rename(columns={"groups": "group"})
    reference = wanted.assign(variable=wanted["variable"].replace("joint", "elementary"))
    both = reference[reference["p"].notna()].merge(tests, on=["exhibit", "variable", "group"], suffixes=("_r", ""))
    assert len(both) == wanted["p"].notna().sum()
    assert both["p"].to_numpy() == pytest.approx(both["p_r"].to_numpy(), rel=1e-6)
    joint = both[both["df2"].notna()]
    assert len(joint) == 5 and joint["statistic"].to_numpy() == pytest.approx(joint["estimate"].to_numpy(), rel=1e-7)


def test_regressions_are_printed_and_described_as_r_gives_them(printed, schools):
    wanted = models()
    tables = wanted[wanted["exhibit"].isin(["ols", "ols_finite", "ols_jackknife", "ols_raked"]) & wanted["se"].notna()]
    for _, row in tables.iterrows():
        assert cell(row, 2, mark=STAR if row["p"] < 0.05 else "") in printed, (row["exhibit"], row["variable"])
    for _, row in wanted[wanted["exhibit"].isin(["marginal", "marginal_jackknife", "marginal_raked"])].iterrows():
        assert cell(row, 2, 100, STAR if row["p"] < 0.05 else "") in printed, (row["exhibit"], row["variable"])
    for exhibit, unit in (("marginal_strata", 100), ("odds", 1), ("ols_fay", 1)):
        alt = printed.split(f"{{#fig-{exhibit}")[1].split("}")[0]
        effects = (wanted["exhibit"] == exhibit) & wanted["se"].notna() & (wanted["variable"] != "constant")
        for _, row in wanted[effects].iterrows():
            assert cell(row, 2, unit).replace(NO_BREAK, " ") in alt, (exhibit, row["variable"])
    for sentence in (
        "**stype**",
        "(average marginal effects of a logistic regression). 90% confidence interval in brackets.",
        "Linear regression: how much higher (with a minus: lower) the mean is than in the reference group",
        "All groups together: stype: F(2, 11) = 9.45, p",
        "Intervals and tests rest on bias-reduced variances over districts (CR2), made for few of them.",
        "Dots show the odds ratios of a logistic regression; a line at 1 marks no difference.",
    ):
        assert sentence in printed, sentence


def test_few_clusters_have_their_own_degrees_of_freedom(schools):
    """Against the formulas of Bell and McCaffrey with matrices of the whole sample, as clubSandwich is not at hand."""
    found = pd.read_csv(schools.private / "analyse" / "numbers.estimates.csv")
    tests = pd.read_csv(schools.private / "analyse" / "numbers.tests.csv")
    data = data_of("clus1")
    x = np.column_stack([np.ones(len(data)), data["stype"] == "H", data["stype"] == "M", data["api99"] / 100]).astype(
        float
    )
    y, w, units = data["api00"].to_numpy(), data["pw"].to_numpy(), data["dnum"].to_numpy()
    bread = np.linalg.inv(x.T @ (w[:, None] * x))
    hat = x @ np.linalg.inv(x.T @ x) @ x.T
    makers, errors = [], np.eye(len(x)) - x @ bread @ (w[:, None] * x).T
    for unit in np.unique(units):
        rows = np.flatnonzero(units == unit)
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - hat[np.ix_(rows, rows)])
        root = vectors @ np.diag(values**-0.5) @ vectors.T
        makers.append(bread @ (w[rows, None] * x[rows]).T @ root @ errors[rows])
    totals = np.array([maker @ y for maker in makers])
    c = len(makers)
    centred = totals - totals.mean(axis=0)
    variance = c / (c - 1) * centred.T @ centred
    for k, term in enumerate(("constant", "high", "middle", "api99")):
        row = found[(found["exhibit"] == "ols_cr2") & (found["variable"] == term)].iloc[0]
        of_units = np.array([maker[k] for maker in makers])
        of_units = np.sqrt(c / (c - 1)) * (of_units - of_units.mean(axis=0))
        spread = of_units @ of_units.T
        test = tests[(tests["exhibit"] == "ols_cr2") & (tests["variable"] == term)].iloc[0]
        assert row["se"] == pytest.approx(np.sqrt(variance[k, k]), rel=1e-8)
        assert test["df1"] == pytest.approx(np.trace(spread) ** 2 / np.sum(spread**2), rel=1e-7)


def test_stated_numbers_ranks_and_kappa_are_those_of_r(schools, printed):
    estimates = pd.read_csv(schools.private / "analyse" / "numbers.estimates.csv")
    tests = pd.read_csv(schools.private / "analyse" / "numbers.tests.csv").rename(columns={"groups": "group"})
    wanted = models(others=True)
    kappas = wanted[wanted["se"].notna()].merge(estimates, on=["exhibit", "variable", "group"], suffixes=("_r", ""))
    kappas = kappas[kappas["category"] == "kappa"]
    assert len(kappas) == 2
    for key in ("estimate", "se", "ci_low", "ci_high"):
        assert kappas[key].to_numpy() == pytest.approx(kappas[f"{key}_r"].to_numpy(), rel=1e-8), key
    both = wanted[wanted["se"].isna()].merge(tests, on=["exhibit", "variable", "group"], suffixes=("_r", ""))
    assert len(both) == 7
    for key, of_r in (("statistic", "estimate"), ("p", "p_r")):
        assert both[key].to_numpy() == pytest.approx(both[of_r].to_numpy(), rel=1e-8), key
    for _, row in kappas.iterrows():
        assert cell(row, 3) in printed
    reached = estimates[(estimates["exhibit"] == "stated") & (estimates["group"] == "elementary")].iloc[0]
    assert f"{format_number(reached['estimate'], 1, 'en')}{STAR}" in printed  # p = 0.048 in R
    for sentence in (
        f"{STAR} = differs from 600 at the 5% level (design-based t test).",
        "Tested against 70% (design-based t test): t(13) = 8.56, p",
        "Design-based Wilcoxon rank test: t(13) = −0.79, p",
        "Design-based Kruskal–Wallis test: F(2, 12) = 1.11, p",
        "Design-based Wilcoxon rank test (jackknife): t(13) = −0.71, p",
        r"Cohen's kappa: agreement with «comp\_imp» beyond that of chance",
    ):
        assert sentence in printed, sentence


def test_adjustments_for_nonresponse_are_those_of_r_and_stand_in_the_table_of_weights(schools, printed):
    estimates = pd.read_csv(schools.private / "analyse" / "numbers.estimates.csv")
    wanted = pd.read_csv(GOLDEN / "models_run.csv")
    wanted = wanted[wanted["exhibit"].str.startswith("response_")]
    both = wanted.merge(
        estimates[estimates["category"] == "mean"], on=["exhibit", "variable", "group"], suffixes=("_r", "")
    )
    assert len(both) == len(wanted) == 5
    for key in ("estimate", "se", "ci_low", "ci_high"):
        assert both[key].to_numpy() == pytest.approx(both[f"{key}_r"].to_numpy(), rel=1e-8), key
    for _, row in both.iterrows():
        assert cell(row, 1) in printed, row["exhibit"]
    data = data_of("clus1").assign(answered=lambda d: d["comp.imp"] == "Yes")
    of_class = data.groupby("stype")["answered"].agg(["size", "sum"])
    table = printed.split("{#tbl-weights_response_nonresponse")[1].split(":::")[0]
    for label, code in TYPES.items():
        drawn, answered = of_class.loc[code]
        rate = format_number(100 * answered / drawn, 1, "en")
        factor = format_number(drawn / answered, 1 if drawn % answered else 0, "en")  # whole measures have no decimals
        cells = [str(drawn), str(answered), rate + "%", factor]
        line = next(line for line in table.splitlines() if label in line)
        assert [part.strip() for part in line.strip("|").split("|")][1:] == cells
    spread = printed.split("{#tbl-weights_response_spread")[1].split(":::")[0]
    assert "Drawn" in spread and "Response rate (weighted)" in spread
    assert "Propensity, class 4 of 4" in printed
    rests = printed.split("{#tbl-response_classes .exhibit}")[1].split(":::")[2]
    assert "what the weighting does not determine" in rests and "Outside the weighted population" not in rests


def test_imputed_answers_are_combined_by_the_rules_of_rubin_and_barnard(schools, printed):
    estimates = pd.read_csv(schools.private / "analyse" / "numbers.estimates.csv")
    tests = pd.read_csv(schools.private / "analyse" / "numbers.tests.csv").rename(columns={"groups": "group"})
    wanted = pd.read_csv(GOLDEN / "models_run.csv")
    wanted = wanted[wanted["exhibit"].str.startswith("imputed")]
    estimates = estimates[estimates["category"] != "*"]
    both = wanted.merge(estimates, on=["exhibit", "variable", "group"], suffixes=("_r", ""))
    assert len(both) == len(wanted) == 8
    for key in ("estimate", "se", "ci_low", "ci_high"):
        assert both[key].to_numpy() == pytest.approx(both[f"{key}_r"].to_numpy(), rel=1e-7), key
    of_terms = wanted[wanted["exhibit"] == "imputed_ols"].merge(
        tests, on=["exhibit", "variable", "group"], suffixes=("_r", "")
    )
    assert len(of_terms) == 4
    assert of_terms["df1"].to_numpy() == pytest.approx(of_terms["df"].to_numpy(), rel=1e-7)
    assert of_terms["p"].to_numpy() == pytest.approx(of_terms["p_r"].to_numpy(), rel=1e-6)
    for _, row in both[both["exhibit"] == "imputed"].iterrows():
        assert cell(row, 1) in printed
    assert "Missing answers were imputed 5 times; numbers are combined by Rubin's rules." in printed
