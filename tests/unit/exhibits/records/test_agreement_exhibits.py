"""Exhibits of coders' agreement and counts of several coded columns: numbers, tables, notes, prose and what a plan may say."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from evalreport.chapters.citations import citation_problems
from evalreport.chapters.cited import Citation
from evalreport.chapters.functions import NumberFunctions
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import exhibit_problems
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.records.numbers import record_tables
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import view_from
from evalreport.files.errors import BadInput
from evalreport.records.codes import Code, CodeList
from evalreport.records.registry import Source
from evalreport.verify.reproduction import Cell, Matcher

COLUMNS = (
    {"column": "kind", "label": "Kind", "codes": "kind"},
    {"column": "aim", "label": "Aim", "codes": "aim"},
)
TABLES = {
    "coders": ("coder", "number", "region", "kind", "aim"),
    "coded": ("number", "region", "kind", "aim"),
}
EVALUATION = SimpleNamespace(
    language="en",
    percent_from=5,
    records={"catalogue": Source("catalogue", {"reader": "coding"}, TABLES)},
    codes={
        "kind": CodeList("kind", (Code("K", "Mapping"), Code("B", "Awareness"), Code("U", "Never used"))),
        "aim": CodeList("aim", (Code("B", "Awareness"), Code("E", "Experience"))),
        "region": CodeList("region", (Code("north", "North"), Code("south", "South"))),
    },
)
FIRST = ["K", "K", "B", "K;B", "", "K", "B", "K", "", "K"]
SECOND = ["K", "B", "B", "K", "", "K", "B", "K", "K", None]


def view_of(exhibit):
    return KINDS[exhibit.kind].view(exhibit, Ground(EVALUATION, {}))


def inputs_of(exhibit):
    return KINDS[exhibit.kind].inputs(exhibit, Ground(EVALUATION, {}))


def coders(first=FIRST, second=SECOND):
    rows = [
        {"coder": coder, "number": str(number), "region": "north", "kind": kind, "aim": "B"}
        for coder, kinds in (("anne", first), ("bo", second))
        for number, kind in enumerate(kinds)
        if kind is not None
    ]
    return pd.DataFrame(rows).assign(source_file="f", source_place="p")


def agreement(**keys):
    base = {"id": "x", "chapter": "c", "title": "", "kind": "agreement", "records": "catalogue.coders"}
    return Exhibit(**(base | {"unit": "number", "columns": COLUMNS[:1]} | keys))


def tally(**keys):
    base = {"id": "x", "chapter": "c", "title": "", "kind": "count", "records": "catalogue.coded", "columns": COLUMNS}
    return Exhibit(**(base | {"across": {"column": "region", "codes": "region"}, "total": True} | keys))


PROJECTS = pd.DataFrame(
    [("1", "north", "K;B", "B"), ("2", "north", "K", ""), ("3", "south", "", "E"), ("4", "south", "K", "B;E")],
    columns=list(TABLES["coded"]),
)


def evidence(exhibit, records):
    estimates, _ = record_tables(exhibit, inputs_of(exhibit), records)
    view = view_from(view_of(exhibit).to_dict())
    return evidence_from(view, estimates, pd.DataFrame(), (0.05,))


def test_a_code_is_chosen_or_not_by_each_coder():
    found = evidence(agreement(), coders())
    assert found.base("kind", "agreed") == 9  # the tenth unit has one coder
    assert found.value("kind", "*", "agreed") == pytest.approx(6 / 9)
    assert found.value("kind", "B", "agreed") == pytest.approx(7 / 9)
    # B: both 2, neither 5, one each 2: (7/9 - (3 * 3 + 6 * 6) / 81) / (1 - 45/81) = 0.5
    assert found.value("kind", "B", "kappa") == pytest.approx(0.5)
    assert found.cell("kind", "B", "used")["n"] == 4


def test_the_table_prints_each_measure_once_and_a_dash_where_there_is_none():
    rows = {row[0]: row[1:] for row in grid_of(evidence(agreement(decimals=0), coders())).rows}
    assert rows["**Kind** (N = 9)"] == ()
    assert rows["All codes the same"][0] == "67" and rows["All codes the same"][3] == "–"
    assert rows["Awareness"][1].replace("\u00a0", " ") == "0.50 (0.31)"
    assert rows["Never used"] == ("100", "–", "–", "0")


def test_perfect_agreement_has_no_error_or_interval_printed():
    rows = {row[0]: row[1:] for row in grid_of(evidence(agreement(), coders(FIRST, FIRST))).rows}
    assert rows["Mapping"][:3] == ("100.0", "1.00", "1.00")


def test_three_coders_have_an_alpha_and_no_kappa():
    three = pd.concat([coders(), coders()[lambda t: t["coder"] == "bo"].assign(coder="carl")])
    found = evidence(agreement(), three)
    assert found.value("kind", "K", "alpha") > 0
    assert pd.isna(found.value("kind", "K", "kappa"))


def test_the_note_says_what_the_measures_are_and_what_a_dash_means():
    text = note(evidence(agreement(), coders()))
    assert "Krippendorff's alpha" in text and "A dash" in text
    assert "A dash" not in note(evidence(agreement(columns=({**COLUMNS[0], "shown": ["K", "B"]},)), coders()))


def test_two_rows_of_a_coder_are_an_error_with_their_place():
    twice = pd.concat([coders(), coders()[:1].assign(source_place="Sheet!9")])
    with pytest.raises(BadInput, match="f, Sheet!9: a second row of '0' by 'anne'"):
        evidence(agreement(), twice)


def test_measures_in_prose():
    numbers = NumberFunctions({"x": evidence(agreement(), coders())}, "en")
    assert numbers.agreement("x", "kappa", category="B") == "0.50"
    assert numbers.pct("x", category="*", group="agreed") == "67%"
    assert numbers.n("x", group="agreed") == "9"


def citation_complaints(function, *args, exhibit=None, **kwargs):
    view = view_of(exhibit or agreement())
    found = citation_problems({"c": [Citation("t", 1, function, args, kwargs)]}, {"x": view}, {}, set(), ())
    return [problem.found for problem in found]


def test_calls_are_checked_before_the_first_job():
    assert citation_complaints("agreement", "x", group="kappa", category="B") == []
    assert citation_complaints("agreement", "x", group="kapa") == ["agreement('x'): no group 'kapa'"]
    assert citation_complaints("agreement", "x") == ["agreement('x') does not say which group"]
    (wrong,) = citation_complaints("agreement", "x", exhibit=tally(), group="total", variable="kind")
    assert "not of kind agreement" in wrong


def test_several_coded_columns_are_sections_of_one_table():
    rows = grid_of(evidence(tally(), PROJECTS)).rows
    assert rows == (
        ("**Kind**",),
        ("Mapping", "2", "1", "3"),
        ("Awareness", "1", "0", "1"),
        ("Never used", "0", "0", "0"),
        ("*Sum of codes*", "3", "1", "4"),
        ("**Aim**",),
        ("Awareness", "1", "1", "2"),
        ("Experience", "0", "2", "2"),
        ("*Sum of codes*", "1", "3", "4"),
        ("*N*", "2", "2", "4"),
    )


def test_the_note_says_of_each_section_how_many_have_no_code():
    assert note(evidence(tally(), PROJECTS)).endswith("Without a code: kind 1 and aim 1.")


def test_codes_of_a_section_are_ranked_among_themselves():
    numbers = NumberFunctions({"x": evidence(tally(), PROJECTS)}, "en")
    assert numbers.largest("x", group="total", variable="kind", k=1) == "mapping"
    assert numbers.rank("x", variable="kind", category="B", group="total") == "second largest"


def test_printed_counts_are_found_by_label_or_by_variable_and_code():
    matcher = Matcher(evidence(tally(), PROJECTS), {"Sum": "total", "aim=Awareness": "aim:B"})

    def ours(row, column):
        return matcher.value(Cell("t", row, column, "count", 0, 0))

    assert (ours("Mapping", "North"), ours("Mapping", "Sum")) == (2, 3)
    assert ours("aim=Awareness", "Sum") == 2
    assert ours("Awareness", "Sum") is None  # a code of both columns
    assert ours("Mapping", "West") is None


def complaints(exhibit):
    return [problem.found for problem in exhibit_problems(EVALUATION, exhibit, {}, "exhibits/c.yaml")]


def test_good_plans_have_no_complaints():
    assert complaints(agreement()) == [] and complaints(tally()) == []


@pytest.mark.parametrize(
    ("exhibit", "found"),
    [
        (agreement(unit=""), "kind agreement without `unit`"),
        (agreement(columns=()), "kind agreement without `columns`"),
        (agreement(records="catalogue.coded"), "catalogue.coded has no column 'coder'"),
        (agreement(unit="nr"), "catalogue.coders has no column 'nr'"),
        (agreement(display="bars"), "kind agreement as bars"),
        (agreement(columns=({"column": "kind", "label": ""},)), "column 'kind' without `codes`"),
        (agreement(columns=({**COLUMNS[0], "shown": ["X"]},)), "the code list kind has no 'X'"),
        (tally(display="stacked"), "kind count as stacked"),
        (tally(columns=()), "kind count needs `rows` or `columns`"),
        (tally(rows={"column": "kind", "codes": "kind"}), "kind count needs `rows` or `columns`"),
    ],
)
def test_slips_in_a_plan(exhibit, found):
    assert found in complaints(exhibit)


def test_words_do_not_change_the_numbers():
    renamed = replace(agreement(), columns=({**COLUMNS[0], "label": "Other"},))
    assert inputs_of(renamed) == inputs_of(agreement())
