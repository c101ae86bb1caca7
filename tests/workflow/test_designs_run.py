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
CLUSTERS = 15
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
}
WIDE, IMPROVED = {"wide_no": 1072, "wide_yes": 5122}, {"improved_no": 1712, "improved_yes": 4482}
TYPED = {"elementary": 4421, "high": 755, "middle": 1018}
CELLS = {
    "elementary/wide_no": 472, "high/wide_no": 334, "middle/wide_no": 266,
    "elementary/wide_yes": 3949, "high/wide_yes": 421, "middle/wide_yes": 752,
}  # fmt: skip
REPLICATES = {"variables": "rep*", "kind": "other", "scale": 0.5, "rscales": [k / 8 for k in range(1, CLUSTERS + 1)]}


def text(words: str) -> dict[str, str]:
    return {"en": words}


def groups_of(variable: str, codes: dict[str, str]) -> dict:
    return {
        "label": text(variable),
        "groups": {g: {"label": text(g), "where": {variable: [c]}} for g, c in codes.items()},
    }


def schemes() -> dict:
    """Weighting schemes: the weight of the data alone and as the base weight of everything else."""
    waves = {
        "plain": ("clus1", {"weight": "pw"}),
        "raked": ("clus1", {"weight": "pw", "totals": {"type": TYPED, "wide": WIDE}}),
        "linear": ("clus1", {"weight": "pw", "totals": {"type": TYPED, "api99": 3914069}, "calibration": {"method": "linear"}}),
        "logit": ("clus1", {"weight": "pw", "totals": {"type": TYPED, "wide": WIDE, "improved": IMPROVED},
                            "calibration": {"method": "logit", "bounds": [0.5, 2.5]}}),
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

    whole = {"by": [], "intervals": False}
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
        mean("pairs", "strat", "stratified", "strata", test="t", pairwise=True, intervals=False),
    ]


def data_of(name: str) -> pd.DataFrame:
    data = pd.read_csv(GOLDEN / f"api{name}.csv", dtype={"cds": str})
    if name == "clus1":
        order = {district: k for k, district in enumerate(sorted(data["dnum"].unique()), start=1)}
        number = data["dnum"].map(order)
        for k in range(1, CLUSTERS + 1):
            data[f"rep{k}"] = data["pw"] * np.where(number == k, 0.4, 1 + 0.6 / (CLUSTERS - 1))
    return data


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
    evaluation = {
        "title": text("Schools"), "commissioner": "Tests", "institution": "Tests", "authors": ["Tests"], "language": "en",
        "instruments": instruments,
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
    tables = [f'{{{{ table("{exhibit["id"]}") }}}}' for exhibit in exhibits()]
    tables += [f'{g}: {{{{ ci("shares", group="{g}", decimals=1) }}}};' for g in TYPES]
    (templates / "numbers.md.jinja").write_text("# Numbers {#ch-numbers}\n\n" + "\n\n".join(tables) + "\n")


@pytest.fixture(scope="module")
def schools(program, tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("schools")
    write_evaluation(folder)
    workspace = Workspace(program, folder, "schools", "only")
    workspace.snakemake("results/schools/only/chapters/numbers.md")
    return workspace


def expected() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "designs_run.csv")


@pytest.fixture(scope="module")
def printed(schools) -> str:
    return (schools.build / "chapters" / "numbers.md").read_text(encoding="utf-8")


def cell(row: pd.Series, decimals: int) -> str:
    numbers = [format_number(row[key], decimals, "en") for key in ("estimate", "ci_low", "ci_high")]
    return "{} ({}; {})".format(*numbers).replace(" ", NO_BREAK)


def test_the_numbers_are_those_of_r(schools):
    found = pd.read_csv(schools.build / "analyse" / "numbers.estimates.csv")
    wanted = expected()
    wanted = wanted[wanted["category"] != "p"]
    both = wanted.merge(found, on=["exhibit", "variable", "category", "group"], how="left", suffixes=("_r", ""))
    for key in ("estimate", "se", "ci_low", "ci_high", "deff"):
        known = both[f"{key}_r"].notna()
        assert known.any()
        assert both.loc[known, key].to_numpy() == pytest.approx(both.loc[known, f"{key}_r"].to_numpy(), rel=1e-7), key


def test_logit_calibration_to_three_margins_is_that_of_r(schools):
    found = pd.read_csv(schools.build / "analyse" / "numbers.estimates.csv")
    row = found[(found["exhibit"] == "logit") & (found["category"] == "mean")].iloc[0]
    of_r = json.loads((GOLDEN / "weighting_clus1.json").read_text())["cal_logit3"]["mean"]
    assert (row["estimate"], row["se"]) == pytest.approx((of_r["est"]["api00"], of_r["se"]["api00"]), rel=1e-8)


def test_p_values_are_those_of_r_also_adjusted_over_pairs(schools):
    found = pd.read_csv(schools.build / "analyse" / "numbers.tests.csv")
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
