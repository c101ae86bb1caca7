"""Net promoter scores and correlations as exhibits: numbers as R's, tables, notes, what is withheld, what is wrong with a plan."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.chapters.functions import NumberFunctions
from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.disclosure.protection import protect, protect_tests
from evalreport.evaluation.model import Evaluation, Exhibit, Group, Grouping, Instrument
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import view_from
from evalreport.files.errors import BadInput
from evalreport.survey.design import Design
from evalreport.survey.samplings import Sampling

FOLDER = Path(__file__).parents[3] / "golden" / "r_survey"
EXPECTED = pd.read_csv(FOLDER / "spreads.csv").set_index(["design", "what"])["value"]
NAMES = ("api00", "meals", "score", "joy")
BOOK = Codebook(
    "schools",
    "schools.csv",
    ("2000",),
    tuple(
        Variable(
            name,
            "number" if name != "joy" else "scale",
            {"en": name.title()},
            "five" * (name == "joy"),
            waves=("2000",),
        )
        for name in NAMES
    ),
    {"five": ValueSet("five", tuple(Choice(c, {"en": str(c)}) for c in range(1, 6)))},
    {},
    {},
    {"b": Battery("b", {"en": "B"})},
)
GROUPING = Grouping("known", "Known", (Group("yes", "Known", {"known": (1,)}), Group("no", "Others", {"known": (0,)})))
PANELS = (("known", GROUPING.groups),)


def ground_of() -> Ground:
    chosen: dict = {name: "" for name in ("title", "subtitle", "commissioner", "institution", "data_note")}
    instrument = Instrument("schools", "Schools", "", "", {"2000": {}})
    evaluation = Evaluation(
        id="e", folder=Path("e"), language="en", authors=(), value_notes={}, instruments={"schools": instrument}, derived={},
        response={}, groupings={"known": GROUPING}, significance_levels=(0.05,), disclosure={}, editions={}, **chosen,
    )  # fmt: skip
    return Ground(evaluation, {"schools": BOOK})


def data_of(name: str = "apiclus1") -> tuple[pd.DataFrame, Sampling]:
    d = pd.read_csv(FOLDER / f"{name}.csv")
    table = d[["api00", "meals"]].astype("Float64").assign(wave="2000")
    table["score"] = ((d["api00"] - 300) / 60).clip(0, 10).apply(np.floor).astype("Float64")
    table["known"] = (d["api99"] > 500).astype(int)
    table["joy"] = pd.array((d["meals"] % 5) + 1, dtype="Int64")
    design = Design(d["pw"].to_numpy(dtype=float), pd.factorize(d["dnum"])[0], np.zeros(len(d), dtype=int))
    return table, Sampling(design, np.ones(len(d), dtype=bool), simple=False, minimum_clusters=5)


def nps(**more) -> Exhibit:
    own = {"variables": ("score",), "decimals": 0}
    return Exhibit("x", "c", "T", "nps", instrument="schools", **own | more)


def correlated(*names: str, **more) -> Exhibit:
    return Exhibit("x", "c", "T", "correlation", instrument="schools", variables=names, decimals=2, **more)


def evidence_of(exhibit, estimates, tests):
    view = KINDS[exhibit.kind].view(exhibit, ground_of())
    return evidence_from(view_from(view.to_dict()), estimates, tests, (0.05,))


def row(table, **wanted):
    found = table
    for key, value in wanted.items():
        found = found[found[key] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_the_score_of_an_exhibit_is_that_of_r_and_its_groups_are_compared():
    data, sampling = data_of()
    exhibit = nps(by=("known",), total=True, test="t")
    estimates, tests = analyse(exhibit, data, BOOK, PANELS, sampling)
    for group, part in (("total", "all"), ("yes", "known")):
        found = row(estimates, category="net", group=group)
        expected = [EXPECTED[f"apiclus1.{part}", key] for key in ("nps", "nps_se")]
        assert [found["estimate"], found["se"]] == pytest.approx(expected, rel=1e-9)
        shares = [row(estimates, category=c, group=group)["estimate"] for c in ("better", "same", "worse")]
        assert sum(shares) == pytest.approx(1) and found["estimate"] == pytest.approx(shares[0] - shares[2])
    assert row(tests, groups="known")["p"] < 0.05
    evidence = evidence_of(exhibit, estimates, tests)
    grid = grid_of(evidence)
    assert [cells[0] for cells in grid.rows] == ["Promoters", "Passives", "Detractors", "NPS", "*N*"]
    assert len(grid.head) == 4 and all(len(cells) == 4 for cells in grid.rows)
    assert "(" in grid.rows[3][1] and "*" not in grid.rows[3][1] and grid.rows[0][1].endswith("%")
    text = note(evidence)
    assert "0–6" in text and "NPS compared between groups: design-based" in text
    assert NumberFunctions({"x": evidence}, "en").nps(
        "x"
    ) == f"{100 * row(estimates, category='net', group='total')['estimate']:.0f}".replace("-", "\u2212")


@pytest.mark.parametrize(("better", "worse", "said"), [(0.504, 0.206, True), (0.5, 0.2, False), (0.504, None, False)])
def test_a_score_that_does_not_follow_from_the_shares_is_explained(better, worse, said):
    """50 % less 21 % is 29, and the score is 30."""
    lost = worse is None
    shares = {"better": better, "same": 0.3, "worse": worse, "net": better - (worse or 0.206), "*": None}
    rows = [dict(variable="score", category=c, group="total", n=500, estimate=v, suppressed=int(lost and c == "worse"), ci_low=None,
                 ci_high=None) for c, v in shares.items()]  # fmt: skip
    text = note(evidence_of(nps(), pd.DataFrame(rows), pd.DataFrame(columns=["variable", "groups", "p"])))
    assert ("before rounding" in text) == said


@pytest.mark.parametrize("wrong", [11.0, -1.0, 7.5])
def test_answers_that_are_not_0_to_10_stop_the_build(wrong):
    data, sampling = data_of()
    data.loc[3, "score"] = wrong
    with pytest.raises(BadInput, match="1 answers that are not whole numbers from 0 to 10"):
        analyse(nps(), data, BOOK, (), sampling)


def test_a_scale_from_1_to_5_has_no_score():
    found = [text for text, _ in KINDS["nps"].problems(nps(variables=("joy",)), ground_of())]
    assert "joy has the answers 1, 2, 3, 4, 5" in found and not [*KINDS["nps"].problems(nps(), ground_of())]


def test_the_score_has_the_cut_offs_that_its_note_says():
    """Other ones make another number: kind change has them."""
    found = [text for text, _ in KINDS["nps"].form_problems(nps(better=(8, 9, 10)), {"better": ["change"]})]
    assert found == ["`better` in an exhibit of kind nps"] and not [*KINDS["nps"].form_problems(nps(), {})]


def test_correlations_of_an_exhibit_are_those_of_r():
    data, sampling = data_of()
    exhibit = correlated("api00", "meals", "score")
    estimates, tests = analyse(exhibit, data, BOOK, (), sampling)
    found = row(estimates, variable="meals", category="r", group="api00")
    assert [found["estimate"], found["se"]] == pytest.approx(
        [EXPECTED["apiclus1.all", key] for key in ("pearson", "pearson_se")], rel=1e-8
    )
    assert len(tests) == 3 and (tests["p_adjusted"] >= tests["p"]).all() and set(tests["test"]) == {"pearson_design"}
    rank, _ = analyse(replace(exhibit, method="spearman"), data, BOOK, (), sampling)
    assert row(rank, variable="score", group="meals")["estimate"] == pytest.approx(EXPECTED["apiclus1.all", "spearman"])


def test_the_table_is_a_lower_triangle_and_the_note_says_what_it_is():
    data, _ = data_of()
    exhibit = correlated("api00", "meals", "score")
    evidence = evidence_of(exhibit, *analyse(exhibit, data, BOOK, ()))
    grid = grid_of(evidence)
    assert grid.head == ("", "1", "2") and [len(r) for r in grid.rows] == [3, 3, 3]
    assert grid.rows[0][1:] == ("", "") and grid.rows[1][2] == "" and all(grid.rows[2])
    assert grid.rows[1][1].startswith("\u2212") and grid.rows[1][1].endswith("\\*")
    said = note(evidence)
    assert said.startswith("Pearson's correlations of those who answered both questions (n = 183).")
    assert "adjusted for 3 tests" in said
    functions = NumberFunctions({"x": evidence}, "en")
    assert functions.correlation("x", "api00", "score") == functions.correlation("x", "score", "api00") != "[…]"


def test_a_correlation_of_few_leaves_with_neither_number_nor_test():
    data, _ = data_of()
    data.loc[8:, "score"] = pd.NA
    exhibit = correlated("api00", "meals", "score")
    estimates, tests = analyse(exhibit, data, BOOK, ())
    kept = protect(estimates, 5, 10)
    assert sorted(zip(kept["variable"], kept["suppressed"], strict=True)) == [("meals", 0), ("score", 1), ("score", 1)]
    left = protect_tests(tests, kept)
    assert list(left["variable"]) == ["meals"]
    text = note(evidence_of(exhibit, kept, left))
    assert "(n = 183)" in text and "withheld" in text


@pytest.mark.parametrize(
    ("names", "expected"),
    [(("api00",), "a correlation of one variable"), (("api00", "nothing"), "no variable 'nothing'")],
)
def test_what_cannot_be_correlated_is_told(names, expected):
    assert any(expected in text for text, _ in KINDS["correlation"].problems(correlated(*names), ground_of()))


def test_the_note_tells_of_all_pairs_that_p_is_adjusted_for():
    """Under weights or a design too: three questions are three pairs, whatever they are correlated with."""
    data, sampling = data_of()
    exhibit = correlated("api00", "meals", "score")
    estimates, tests = analyse(exhibit, data, BOOK, (), sampling)
    assert len(tests) == 3
    weighted = replace(KINDS["correlation"].view(exhibit, ground_of()), weights="Weights", designed=True)
    text = note(evidence_from(weighted, estimates, tests, (0.05,)))
    assert text.count("(Holm)") == 1 and "adjusted for 3 tests" in text


def test_behind_a_correlation_is_who_answered_a_pair_of_its_questions():
    data, sampling = data_of()
    data.loc[10:19, ["meals", "score"]] = pd.NA  # one answer is no pair
    data.loc[20:24, "meals"] = pd.NA
    data.loc[30:31, ["api00", "meals", "score"]] = pd.NA
    exhibit = correlated("api00", "meals", "score")
    estimates, _ = analyse(exhibit, data, BOOK, (), sampling)
    pairs = data[["api00", "meals", "score"]].notna().sum(axis=1) > 1
    assert row(estimates, variable="*", category="*", group="total")["n"] == pairs.sum() == len(data) - 12
