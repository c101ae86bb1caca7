"""Differences of shares are in percentage points wherever they are printed, and never have a per cent sign."""

import pytest
from evalreport.changes.block import printed
from evalreport.changes.compare import CellChange
from evalreport.chapters.functions import number_functions
from evalreport.claims.cells import cell_of
from evalreport.exhibits.answers.note import change_notes
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.printed import grid_of
from evalreport.exhibits.statistics import COUNT, POINTS, SCALE, SHARE, with_unit
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, BETTER, MEAN, NET, WORSE

LANGUAGES = ("nb", "nn", "en", "sv")
GAPS = View(
    exhibit="gaps", chapter="c", language="nb", title="T", kind="contrast", display="table", statistic="share_difference",
    variables=(Item("a", "A"), Item("b", "B")), categories=(), panels=(Panel("p", "", (Item("gap", "Forskjell"),)),),
)  # fmt: skip
MARGINS = View(
    exhibit="margins", chapter="c", language="nb", title="T", kind="distribution", display="table", statistic="share",
    variables=(Item("q", "Q"),), categories=(Item("y", "Ja"),),
    panels=(Panel("p", "", (Item("sample", "Utvalg"), Item("gap", "Differanse", points=True))),),
)  # fmt: skip
CHANGE = View(
    exhibit="change", chapter="c", language="nb", title="T", kind="change", display="table", statistic="change",
    variables=(Item("q", "Q"),), categories=(Item(BETTER, "Bedre"), Item("same", "Likt"), Item(WORSE, "Verre"), Item(NET, "Netto")),
    panels=(Panel("p", "", (Item("g", "Alle"),)),), decimals=0,
)  # fmt: skip


def row(estimate: float, **own) -> dict:
    return {"n": 40, "estimate": estimate, "suppressed": 0, "ci_low": None, "ci_high": None} | own


def evidence(view: View, values: dict) -> Evidence:
    rows = {key: row(value, variable=key[0], category=key[1], group=key[2]) for key, value in values.items()}
    return Evidence(view, rows, (), (0.05,))


FOUND = evidence(GAPS, {("a", MEAN, "gap"): 0.12, ("b", MEAN, "gap"): -0.034})
COLUMNS = evidence(MARGINS, {("q", BASE, "sample"): 1.0, ("q", "y", "sample"): 0.5, ("q", "y", "gap"): 0.123})


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_share_has_a_per_cent_sign(language):
    assert "%" in with_unit(0.123, SHARE, 1, language)
    points = with_unit(0.123, POINTS, 1, language)
    assert "%" not in points and points.split("\u00a0")[0] in ("12,3", "12.3") and len(points) > 8
    assert with_unit(3.0, SCALE, 0, language) == with_unit(3.0, COUNT, 0, language) == "3"


def test_the_largest_differences_with_their_numbers():
    asked = number_functions({"gaps": FOUND}, "nb")
    assert asked["largest"]("gaps", group="gap", k=1, numbers=True) == "A (12\u00a0prosentpoeng)"
    assert asked["smallest"]("gaps", group="gap", k=1, numbers=True) == "B (\u22123\u00a0prosentpoeng)"


def test_a_share_of_a_difference_is_in_points():
    asked = number_functions({"gaps": FOUND, "margins": COLUMNS}, "nb")
    assert asked["pct"]("gaps", variable="a", group="gap") == "12\u00a0prosentpoeng"
    assert asked["pct"]("margins", category="y", group="gap") == "12\u00a0prosentpoeng"
    assert asked["pct"]("margins", category="y", group="sample") == "50\u00a0%"
    assert asked["pct"]("margins", category="y", group="gap", sign=False) == "12"


def test_a_column_of_differences_has_no_sign_in_the_table():
    (answer, *_) = grid_of(COLUMNS).rows
    assert answer[1:] == ("50,0\u00a0%", "12,3")


def test_claims_and_changes_say_points():
    cell = cell_of(COLUMNS, {"category": "y", "group": "gap"})
    assert (cell.unit, cell.text(1)) == (POINTS, "12,3\u00a0prosentpoeng")
    assert cell_of(COLUMNS, {"category": "y", "group": "sample"}).text(None) == "50\u00a0%"
    change = CellChange("margins", "q", "y", "gap", "estimate", "changed", 0.1, 0.2)
    assert printed(MARGINS, change, 0.2) == "20,0\u00a0prosentpoeng"


@pytest.mark.parametrize(("better", "worse", "said"), [(0.424, 0.276, True), (0.424, 0.274, False)])
def test_a_net_that_does_not_follow_from_its_columns_is_explained(better, worse, said):
    found = evidence(CHANGE, {("q", BETTER, "g"): better, ("q", WORSE, "g"): worse, ("q", NET, "g"): better - worse})
    assert any("avrunding" in text for text in change_notes(found)) == said
