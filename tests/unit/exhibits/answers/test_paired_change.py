"""What the same persons answered in two waves: numbers against R's survey package (tests/golden/r_survey/paired.R), and disclosure."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Category, Choice, Collapse, ValueSet
from evalreport.disclosure.protection import protect, protect_tests
from evalreport.disclosure.structure import grouped
from evalreport.disclosure.vectors import vectors_of
from evalreport.evaluation.model import Exhibit, Group, Text
from evalreport.exhibits.answers.answers import group_masks
from evalreport.exhibits.answers.numbers import analyse
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, FIRST, MEAN, SECOND
from evalreport.survey.samplings import Samplings

GOLDEN = Path(__file__).parents[3] / "golden" / "r_survey"
EXPECTED = pd.read_csv(GOLDEN / "paired.csv")
INFINITY = float("inf")
SETS = {"stype": ValueSet("stype", tuple(Choice(code, {"en": code}) for code in "EHM"))}
COLLAPSES = {
    "level": Collapse("level", (Category("low", {}, ((-INFINITY, 649),)), Category("high", {}, ((650, INFINITY),))))
}
BOOK = Codebook(
    "schools", "schools.csv", ("1", "2"),
    (
        Variable("pupil", "id", {}, waves=("1", "2")),
        Variable("y", "number", {"en": "Score"}, waves=("1", "2")),
        Variable("stype", "single", {"en": "Type"}, "stype", waves=("1", "2")),
    ),
    SETS, {}, COLLAPSES, {},
)  # fmt: skip
PANELS = (("type", tuple(Group(code, Text(code), {"stype": (code,)}) for code in "EHM")),)
DESIGNS = {
    "strata": {"strata": "stype"},
    "clusters": {"clusters": "dnum", "variance": "linearised"},
}


def twice(name: str) -> pd.DataFrame:
    """The schools of a file as persons who answered in two waves, as paired.R makes them."""
    schools = pd.read_csv(GOLDEN / f"{name}.csv")
    k = np.arange(1, len(schools) + 1)
    waves = []
    for wave, column, kept, grown in (("1", "api99", k % 11 != 0, 1.0), ("2", "api00", k % 7 != 0, 1 + 0.1 * (k % 3))):
        rows = pd.DataFrame(
            {
                "respondent": [f"{wave}-{n}" for n in k], "wave": wave, "pupil": [f"p{n}" for n in k], "y": schools[column].astype(float),
                "w": schools["pw"] * grown, "stype": schools["stype"], "dnum": schools["dnum"].astype(str),
            }
        )  # fmt: skip
        waves.append(rows[kept])
    # The rows of the second wave come in another order: a person is known by name, not by place.
    data = pd.concat([waves[0], waves[1].iloc[::-1]], ignore_index=True)
    return data.astype({name: "string" for name in ("respondent", "wave", "pupil", "stype", "dnum")})


def exhibit(**keys) -> Exhibit:
    plan = {
        "instrument": "schools",
        "variables": ("y",),
        "person": "pupil",
        "waves": ("1", "2"),
        "by": ("type",),
        "total": True,
    }
    return Exhibit(**{"id": "change", "chapter": "c", "title": "", "kind": "paired_change"} | plan | keys)


COUNTED = {"collapse": "level", "counted": ("high",)}


def analysed(planned: Exhibit, data: pd.DataFrame):
    weights = {"w": data[["respondent"]].assign(weight=data["w"])}
    samplings = Samplings({"schools": data}, DESIGNS, weights)
    sampling = samplings.of_persons("schools", planned.design, planned.weights, planned.person, planned.waves)
    estimates, tests = analyse(planned, data, BOOK, PANELS if planned.by else (), sampling)
    cells = {(r["variable"], r["category"], r["group"]): r for r in estimates.to_dict("records")}
    return cells, {r["groups"]: r for r in tests.to_dict("records")}, estimates, tests


@pytest.mark.parametrize("outcome", ["y", "high"])
@pytest.mark.parametrize("case", ["simple", "weights", "strata", "clusters"])
def test_the_numbers_are_those_of_r(case, outcome):
    data = twice("apiclus1" if case == "clusters" else "apistrat")
    keys = {"weights": "none" if case == "simple" else "w", "design": case if case in DESIGNS else "simple"}
    cells, tests, *_ = analysed(exhibit(**keys, **(COUNTED if outcome == "high" else {})), data)
    expected = EXPECTED[(EXPECTED["case"] == case) & (EXPECTED["outcome"] == outcome)]
    assert len(expected) >= 2
    level = "counted" if outcome == "high" else MEAN
    for row in expected.itertuples():
        found = cells["y", MEAN, row.group]
        assert found["n"] == row.n == cells["y", BASE, row.group]["n"]
        for name, value in (("estimate", row.change), ("se", row.se), ("ci_low", row.ci_low), ("ci_high", row.ci_high)):
            assert found[name] == pytest.approx(value, rel=1e-9, abs=1e-12), (row.group, name)
        assert cells["y", level, FIRST + row.group]["estimate"] == pytest.approx(row.first, rel=1e-12)
        assert cells["y", level, SECOND + row.group]["estimate"] == pytest.approx(row.second, rel=1e-12)
        assert tests[row.group]["df1"] == row.df
        assert tests[row.group]["p"] == pytest.approx(row.p, rel=1e-7)
    assert tests["total"]["test"] == ("paired_t" if case == "simple" else "design_t")


def test_a_person_who_moves_lies_where_the_first_wave_found_her():
    data = twice("apiclus1")
    planned = exhibit(design="clusters", weights="w", by=())
    still, *_ = analysed(planned, data)
    again = (data["wave"] == "2") & data["pupil"].isin(data.loc[data["wave"] == "1", "pupil"])
    moved, *_ = analysed(planned, data.assign(dnum=data["dnum"].mask(again, "elsewhere")))
    assert moved["y", MEAN, "total"]["se"] == pytest.approx(still["y", MEAN, "total"]["se"], rel=1e-12)


def by_hand(data: pd.DataFrame, population: "dict[str, float]", stratum: str) -> float:
    """The error of a change without weights: sum of N_h-free (n_h/n)^2 (1 - f_h) s_h^2 / n_h over strata, with everybody in both waves."""
    wide = data.pivot(index="pupil", columns="wave", values="y")
    first = data[data["wave"] == "1"].set_index("pupil")[stratum]
    change, variance, n = wide["2"] - wide["1"], 0.0, len(wide)
    for name, group in change.groupby(first.reindex(wide.index)):
        size = len(group)
        # The mean over all persons: residuals from it, centred inside each stratum.
        variance += (1 - size / population[name]) * size * group.var(ddof=1) / n**2
    return float(np.sqrt(variance))


@pytest.mark.parametrize("moved", [False, True])
def test_a_finite_population_takes_off_the_persons_that_were_drawn_out_of_it(monkeypatch, moved):
    """Against the formula for stratified sampling without replacement (R: svydesign(fpc=)), whatever the second wave says."""
    both = twice("apistrat")
    both = both[both.groupby("pupil")["wave"].transform("size") == 2].reset_index(drop=True)
    sizes = {"E": 400.0, "H": 90.0, "M": 120.0}
    both = both.assign(size=both["stype"].map(sizes).astype(float))
    again = both["wave"] == "2"
    told = both.assign(
        size=both["size"].mask(again, both["size"] + 13), stype=both["stype"].mask(again & (both.index % 3 == 0), "E")
    )
    monkeypatch.setitem(DESIGNS, "drawn", {"strata": "stype", "population": "size"})
    cells, *_ = analysed(exhibit(design="drawn", by=()), told if moved else both)
    found = cells["y", MEAN, "total"]["se"]
    assert found == pytest.approx(by_hand(both, sizes, "stype"), rel=1e-9)
    unlimited, *_ = analysed(exhibit(design="strata", by=()), both)
    assert found < unlimited["y", MEAN, "total"]["se"]


def test_persons_are_the_units_of_the_last_stage(monkeypatch):
    """All clusters were asked, and persons drawn inside them: both rows of a person are one draw, out of those of the first wave."""
    data = twice("apiclus1")
    both = data[data.groupby("pupil")["wave"].transform("size") == 2].reset_index(drop=True)
    both = both[both.groupby("dnum")["pupil"].transform("nunique") > 1].reset_index(drop=True)
    first = both[both["wave"] == "1"]
    sizes = first.groupby("dnum").size().add(7).astype(float)
    both = both.assign(inside=both["dnum"].map(sizes) + np.where(both["wave"] == "2", 5.0, 0.0))
    spec = {
        "clusters": "dnum",
        "census": True,
        "stages": [{"population": "inside"}],
        "variance": "linearised",
        "minimum_clusters": 2,
    }
    monkeypatch.setitem(DESIGNS, "stages", spec)
    cells, *_ = analysed(exhibit(design="stages", by=()), both)
    assert cells["y", MEAN, "total"]["se"] == pytest.approx(by_hand(both, sizes.to_dict(), "dnum"), rel=1e-9)


def test_clusters_have_the_jackknife_unless_the_design_says_otherwise(monkeypatch):
    monkeypatch.setitem(DESIGNS, "jackknife", {"clusters": "dnum"})
    cells, tests, *_ = analysed(exhibit(design="jackknife", weights="w", by=()), twice("apiclus1"))
    linear, *_ = analysed(exhibit(design="clusters", weights="w", by=()), twice("apiclus1"))
    found, plain = cells["y", MEAN, "total"], linear["y", MEAN, "total"]
    assert tests["total"]["test"] == "jackknife_t" and found["estimate"] == pytest.approx(plain["estimate"])
    assert found["se"] == pytest.approx(plain["se"], rel=0.1) and found["se"] != plain["se"]


def test_answers_that_are_missing_once_and_persons_without_a_name_are_no_pairs():
    data = twice("apistrat")
    n = analysed(exhibit(by=()), data)[0]["y", MEAN, "total"]["n"]
    first = data.index[(data["wave"] == "1") & data["pupil"].isin(data.loc[data["wave"] == "2", "pupil"])]
    less = data.assign(y=data["y"].mask(data.index == first[0]), pupil=data["pupil"].mask(data.index == first[1]))
    assert analysed(exhibit(by=()), less)[0]["y", MEAN, "total"]["n"] == n - 2
    unweighted = data.assign(w=data["w"].where(data.index != first[2], 0.0))
    assert analysed(exhibit(by=(), weights="w"), unweighted)[0]["y", MEAN, "total"]["n"] == n - 1
    some = analysed(exhibit(by=(), where={"stype": ("E", "H")}), data)[0]["y", MEAN, "total"]["n"]
    assert some == EXPECTED[(EXPECTED["case"] == "simple") & EXPECTED["group"].isin(["E", "H"])]["n"].iloc[:2].sum()


def test_groups_are_those_of_the_first_wave():
    data = twice("apistrat")
    changed = data.assign(stype=data["stype"].mask(data["wave"] == "2", "H"))
    one, other = (analysed(exhibit(), table)[0]["y", MEAN, "E"] for table in (changed, data))
    assert [one[key] for key in ("n", "estimate", "se")] == [other[key] for key in ("n", "estimate", "se")]


def test_too_few_pairs_have_no_error_and_say_why():
    data = twice("apistrat")
    one = data[data["pupil"].isin(["p1"])]
    cells, tests, *_ = analysed(exhibit(by=()), one)
    assert np.isnan(cells["y", MEAN, "total"]["se"]) and tests["total"]["reason"] == "fewer than two answers in a group"
    same = data.assign(y=5.0)
    cells, tests, *_ = analysed(exhibit(by=()), same)
    assert cells["y", MEAN, "total"]["estimate"] == 0 and np.isnan(cells["y", MEAN, "total"]["ci_low"])
    few, tests, *_ = analysed(exhibit(by=(), design="clusters", weights="w"), twice("apiclus1").query("dnum == '61'"))
    assert np.isnan(few["y", MEAN, "total"]["se"]) and tests["total"]["reason"] == "few_clusters"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: pd.concat([d, d[(d["pupil"] == "p3") & (d["wave"] == "2")]]), "pupil 'p3' more than once in wave 2"),
        (lambda d: d.assign(pupil=d["pupil"].mask(d["wave"] == "2", d["pupil"] + "x")), "no pupil is in both waves: 'p1', 'p2'"),
    ],
)  # fmt: skip
def test_persons_who_cannot_be_told_apart_stop_the_build(spoil, message):
    with pytest.raises(BadInput) as error:
        analysed(exhibit(by=()), spoil(twice("apistrat")).reset_index(drop=True))
    assert message in str(error.value) and len(error.value.problems) == 1


@pytest.mark.parametrize("counted", [True, False])
def test_every_number_has_the_vector_of_those_it_counts(counted):
    data, planned = twice("apistrat"), exhibit(**(COUNTED if counted else {}))
    cells, *_ = analysed(planned, data)
    vectors = vectors_of(planned, data, BOOK, group_masks(data, planned, PANELS, BOOK))
    assert {key for key in cells if key[0] == "y"} <= set(vectors)
    for key, row in cells.items():
        first = vectors[key][0].sum()
        assert first == row["n"], key
    sums = [vector.sum() / 1e6 for vector in vectors["y", MEAN, "total"][1:]]
    n = cells["y", MEAN, "total"]["n"]
    assert (sums[1] - sums[0]) / n == pytest.approx(cells["y", MEAN, "total"]["estimate"])


def test_a_level_of_few_takes_the_change_with_it():
    data = twice("apistrat")
    mine = (data["wave"] == "1") & (data["stype"] == "M") & data["pupil"].isin(data.loc[data["wave"] == "2", "pupil"])
    rare = data.assign(
        y=data["y"].mask(mine, np.where(np.arange(len(data)) < mine.to_numpy().nonzero()[0][2], 700.0, 100.0))
    )
    _, _, estimates, tests = analysed(exhibit(**COUNTED), rare)
    structure = grouped([list("EHM")], True, ("", FIRST, SECOND))
    shown = protect(estimates, 5, 0, structure)
    gone = {
        (r.group, r.category) for r in shown.itertuples() if r.suppressed
    }  # fmt: skip
    assert (FIRST + "M", "counted") in gone and ("M", MEAN) in gone
    others = {group for group, category in gone if category == "counted" and group.startswith(FIRST)} - {FIRST + "M"}
    assert others and {(group.removeprefix(FIRST), MEAN) for group in others} <= gone
    assert not {(SECOND + "E", "counted"), (SECOND + "total", "counted")} & gone
    left = set(protect_tests(tests, shown)["groups"])
    assert "M" not in left and "total" in left
