"""A share of few is printed as counts: per cent of two respondents says more than is known."""

from dataclasses import replace

import pandas as pd
import pytest
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.data import cells_of, printed
from evalreport.files.estimates import BASE, FIRST, MEAN, SECOND
from evalreport.outputs.number_grid import number_grid

NB = "\u00a0"
VIEW = View(
    exhibit="use", chapter="c", language="nb", title="T", kind="distribution", display="table", statistic="share",
    variables=(Item("q", "Q"),), categories=(Item("y", "Ja"), Item("n", "Nei")),
    panels=(Panel("p", "", (Item("few", "Få"), Item("many", "Mange"))),), percent_from=5, decimals=0,
)  # fmt: skip


def evidence(view: View = VIEW, few: int = 2) -> Evidence:
    rows = {}
    for group, base, yes in (("few", few, 1), ("many", 5, 2)):
        rows["q", BASE, group] = {"n": base, "estimate": None, "suppressed": 0}
        rows["q", "y", group] = {"n": yes, "estimate": yes / base, "suppressed": 0}
        rows["q", "n", group] = {"n": base - yes, "estimate": 1 - yes / base, "suppressed": 0}
    found = {key: row | dict(zip(("variable", "category", "group"), key, strict=True)) for key, row in rows.items()}
    return Evidence(view, found, (), (0.05,))


def test_a_table_prints_counts_below_the_base_and_per_cent_from_it_on():
    yes, no, total, base = grid_of(evidence()).rows
    assert yes[1:] == (f"1{NB}av{NB}2", f"40{NB}%") and no[1:] == (f"1{NB}av{NB}2", f"60{NB}%")
    assert total[1:] == (f"2{NB}av{NB}2", f"100{NB}%") and base[1:] == ("2", "5")


@pytest.mark.parametrize(("limit", "said"), [(5, True), (3, True), (2, False), (0, False)])
def test_the_note_says_so_where_it_happens(limit, said):
    assert (f"færre enn {limit} har svart" in note(evidence(replace(VIEW, percent_from=limit)))) == said


@pytest.mark.parametrize("beside", ["brackets", "columns"])
def test_counts_that_stand_beside_are_enough(beside):
    found = evidence(replace(VIEW, beside=beside))
    assert any("%" in cell for cell in grid_of(found).rows[0][1:3]) and "færre enn" not in note(found)


def test_a_table_of_counts_has_nothing_to_say():
    assert "færre enn" not in note(evidence(replace(VIEW, counts="each")))


def test_nothing_withheld_is_told():
    gone = {"suppressed": 1, "n": None, "estimate": None}
    rows = {key: row | (gone if key[2] == "few" else {}) for key, row in evidence().estimates.items()}
    hidden = replace(evidence(), estimates=rows)
    assert grid_of(hidden).rows[0][1] == "·" and "færre enn" not in note(hidden)


def test_a_figure_prints_the_same():
    table = pd.DataFrame(evidence().estimates.values()).assign(exhibit="use", ci_low=float("nan"), ci_high=float("nan"))
    cells = cells_of(VIEW, table)
    assert printed(VIEW, cells["q", "y", "few"]) == f"1{NB}av{NB}2" and printed(VIEW, cells["q", "y", "many"]) == "40"


def test_the_workbook_has_no_share_where_the_report_has_none():
    (yes, *_) = number_grid(evidence()).rows
    assert yes[1].number is None and yes[1].text == f"1{NB}av{NB}2" and yes[2].number.percent


def test_the_evaluation_says_from_which_base_on(small):
    def limit() -> int:
        evaluation = small.evaluation()
        (exhibit,) = [e for e in small.project().plan["results"] if e.id == "satisfaction"]
        assert (
            KINDS[exhibit.kind].view(exhibit, Ground(evaluation, small.project().codebooks)).percent_from
            == evaluation.percent_from
        )
        return view_for(exhibit, evaluation, "share", (), ()).percent_from

    assert limit() == 5
    small.change("evaluation.yaml", "disclosure: {", "percent_from: 20\ndisclosure: {")
    assert limit() == 20


PAIRED = replace(VIEW, kind="paired_change", statistic="paired_share", categories=(), waves=("1", "2"), decimals=0)


def paired(first: float, second: float, n: int) -> Evidence:
    rows = {}
    for group in ("few", "many"):
        for prefix, share in ((FIRST, first), (SECOND, second)):
            rows["q", BASE, prefix + group] = {"n": n, "estimate": None, "suppressed": 0}
            rows["q", "counted", prefix + group] = {"n": round(n * share), "estimate": share, "suppressed": 0}
        rows["q", BASE, group] = {"n": n, "estimate": None, "suppressed": 0}
        rows["q", MEAN, group] = dict(n=n, estimate=second - first, suppressed=0, ci_low=None, ci_high=None)
    found = {key: row | dict(zip(("variable", "category", "group"), key, strict=True)) for key, row in rows.items()}
    return Evidence(PAIRED, found, (), (0.05,))


@pytest.mark.parametrize(("n", "few"), [(4, True), (5, False)])
def test_shares_of_the_same_persons_are_counts_too_where_they_are_of_few_and_the_note_says_so(n, few):
    found = paired(0.25, 0.75, n)
    assert (f"1{NB}av{NB}4" in grid_of(found).rows[0]) == few and ("færre enn 5 har svart" in note(found)) == few


@pytest.mark.parametrize(
    ("first", "second", "n", "said"),
    [(0.204, 0.306, 500, True), (0.2, 0.3, 500, False), (0.204, 0.306, 4, False)],  # of counts nobody subtracts
)
def test_a_change_that_does_not_follow_from_the_columns_is_explained(first, second, n, said):
    assert ("før avrunding" in note(paired(first, second, n))) == said
