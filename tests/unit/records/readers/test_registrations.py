"""Units' own registrations: how exact a number is follows it, and what may overlap is never added up."""

import importlib.util
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from evalreport.chapters.functions import number_functions
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.records.numbers import record_tables
from evalreport.exhibits.records.tallies import tally_params, tally_problems, tally_view
from evalreport.files.errors import BadInput
from evalreport.records.amounts import Amount, amount_of, total_of
from evalreport.records.codes import load_code_lists
from evalreport.records.readers import registrations
from evalreport.verify.reproduction import Cell, Matcher
from hypothesis import given
from hypothesis import strategies as st

DATA = Path(__file__).parents[4] / "data"
FORMS = {"users": {"codes": "cat", "base": "all", "parts": ["short", "long"], "overlapping": ["family"]}}
SETTINGS = {
    "reader": "registrations",
    "units": "unit",
    "case": "Who",
    "total": "Sum",
    "forms": FORMS,
    "files": [{"file": "a.csv", "unit": "a", "form": "users"}, {"file": "b.csv", "unit": "b", "form": "users"}],
}
A = "Who,All,Short,Long,Family\nNN,20,ca 5,10,4\nMM,10,3,8-10,2\n"
B = "Who,All,Short,Long,Family\nOO,30,10,20,\n"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20", Amount(20, 20, 20)),
        ("1 200", Amount(1200, 1200, 1200)),
        ("12,5", Amount(12.5, 12.5, 12.5)),
        ("ca 20", Amount(20, 20, 20, True)),
        ("Ca. 1 272", Amount(1272, 1272, 1272, True)),
        ("om lag 20", Amount(20, 20, 20, True)),
        ("~20", Amount(20, 20, 20, True)),
        ("15-20", Amount(17.5, 15, 20, True)),
        ("15 – 20", Amount(17.5, 15, 20, True)),
        ("ca 15 til 20", Amount(17.5, 15, 20, True)),
        ("x", Amount(1, 1, 1)),
        ("0", Amount(0, 0, 0)),
        *((text, None) for text in ("", "-", "20-15", "mange", "20 %", "20?", "caa 3", "1 20")),
    ],
)
def test_amounts(text, amount):
    assert amount_of(text) == amount


@given(st.lists(st.tuples(st.integers(0, 99), st.booleans()), min_size=1))
def test_a_sum_is_approximate_if_and_only_if_a_part_is(pairs):
    total = total_of(amount_of(f"ca {n}" if about else str(n)) for n, about in pairs)
    assert (total.value, total.approximate) == (sum(n for n, _ in pairs), any(about for _, about in pairs))


def folder(tmp_path, **sheets):
    (tmp_path / "codes").mkdir(exist_ok=True)
    (tmp_path / "codes" / "unit.csv").write_text(
        "code,label_en,parent\na,A,town\nb,B,town\ntown,Town,\n", encoding="utf-8"
    )
    rows = "all,All\nshort,Short\nlong,Long\nfamily,Family\n"
    (tmp_path / "codes" / "cat.csv").write_text(f"code,label_en\n{rows}", encoding="utf-8")
    for name, text in {"a": A, "b": B, **sheets}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def read(tmp_path, settings=SETTINGS, **sheets):
    place = folder(tmp_path, **sheets)
    return registrations.read(settings, place, place, "en")


def told(tmp_path, settings=SETTINGS, **sheets):
    rows = read(tmp_path, settings, **sheets)["findings"]
    return rows[["kind", "subject", "field", "found", "source_place"]].to_numpy().tolist()


class Evaluation:
    """What of an evaluation a tally needs."""

    def __init__(self, place: Path, settings):
        self.language, self.percent_from = "en", 0
        self.codes = load_code_lists(place, ["unit", "cat"], "en")
        self.records = {"r": type("Source", (), {"settings": settings})}


def shown(tmp_path, settings=SETTINGS, source="", decimals=0, **sheets):
    exhibit = Exhibit(
        "e",
        "c",
        "T",
        "tally",
        records="r.values",
        form="users",
        across={"column": "unit", "codes": "unit"},
        source=source,
        decimals=decimals,
    )
    values = read(tmp_path, settings, **sheets)["values"]
    evaluation = Evaluation(tmp_path, settings)
    assert list(tally_problems(exhibit, evaluation)) == []
    table, _ = record_tables(exhibit, tally_params(exhibit, evaluation), values)
    return evidence_from(tally_view(exhibit, evaluation), table, pd.DataFrame(columns=["groups"]), ())


def test_from_case_to_unit_to_town(tmp_path):
    gap = "\u00a0"
    assert grid_of(shown(tmp_path)).rows == (
        ("Short", f"approx.{gap}8", "30%", "10", "33%", f"approx.{gap}18", "32%"),
        ("Long", f"approx.{gap}19", "70%", "20", "67%", f"approx.{gap}39", "68%"),
        ("*Sum*", f"approx.{gap}27", "100%", "30", "100%", f"approx.{gap}57", "100%"),
        ("**In addition, may overlap**",),
        ("Family", "6", "20%", "–", "–", "–", "–"),
        ("*All*", "30", "", "30", "", "60", ""),
    )


def test_what_a_unit_has_not_registered_makes_the_town_unknown_and_is_told(tmp_path):
    assert told(tmp_path) == [["blank", "b", "Family", "", "row 2, column Family"]]
    ticked = {**SETTINGS, "forms": {"users": {**FORMS["users"], "blank": "zero"}}}
    assert told(tmp_path, ticked) == []


def test_the_note_states_what_percentages_are_of(tmp_path):
    assert note(shown(tmp_path)).startswith(
        "The percentages of the categories with a sum are of their sum. Categories that may overlap are in per cent of all "
        "and are not added up. “approx.”: at least one of the numbers"
    )
    assert "per cent" not in note(shown(tmp_path, source="counts"))
    exact = shown(tmp_path, a="Who,All,Short,Long,Family\nNN,20,5,10,4\n")
    assert "approx" not in note(exact)
    whole = note(shown(tmp_path, b="Who,All,Short,Long,Family\nOO,30,10,20,1\n"))
    assert "–" in note(exact) and "–" not in whole and "approx" in whole  # a dash is explained where there is one


def test_numbers_in_prose(tmp_path):
    say = number_functions({"e": shown(tmp_path)}, "en")
    assert say["n"]("e", category="short", group="town") == "approx.\u00a018"
    assert say["n"]("e", category="sum", group="b") == "30" and say["n"]("e", group="town") == "60"
    assert say["pct"]("e", category="family", group="a") == "20%"


def test_published_counts_are_matched(tmp_path):
    matcher = Matcher(shown(tmp_path), {})
    cells = [Cell("t", row, column, "count", 0, 0) for row, column in (("All", "Town"), ("Short", "A"), ("Sum", "B"))]
    assert [matcher.value(cell) for cell in cells] == [60, 8, 30]
    assert matcher.value(Cell("t", "Long", "A", "pct", 0, 0)) == pytest.approx(100 * 19 / 27)


def test_a_row_of_sums_is_checked_and_not_counted(tmp_path):
    sums = "Sum,30,ca 8,19,9\n"
    assert read(tmp_path, a=A + sums)["values"].equals(read(tmp_path)["values"])
    assert [row[:4] for row in told(tmp_path, a=A + sums) if row[0] == "sum"] == [["sum", "a", "Family", "9"]]
    table = read(tmp_path, a=A + sums)["findings"].set_index("kind")
    assert table.loc["sum", "expected"] == "4 + 2 = 6"


PRINTED = "form,unit,categories,value\n"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("users,town,short;long,57\n", []),
        ("users,town,short;long,ca 60\n", []),  # rounded to its last digit that is not 0
        ("users,town,short;long,ca 65\n", [("printed_sum", "18 + 39 = ca 57")]),
        ("users,a,short;long,127\n", [("printed_sum", "8 + 19 = ca 27")]),
        ("users,a,short;family,14\n", [("overlapping_sum", "No sum: the categories may overlap")]),
    ],
)
def test_printed_totals_are_held_against_the_sums(tmp_path, row, found):
    (tmp_path / "printed.csv").write_text(PRINTED + row, encoding="utf-8")
    table = read(tmp_path, {**SETTINGS, "printed": "printed.csv"})["findings"]
    table = table[table["kind"] != "blank"]
    assert list(zip(table["kind"], table["expected"], strict=True)) == found


def test_everything_wrong_in_the_sheets_at_once(tmp_path):
    with pytest.raises(BadInput) as problems:
        read(
            tmp_path, a="Who,All,Short,Long,Family\nNN,mange,5,10,4 av 5\n", b="Who,All,Shrt,Long,Family\nNN,1,1,1,1\n"
        )
    assert sorted(f"{p.file}, {p.place}: {p.found}" for p in problems.value.problems) == [
        "a.csv, row 2, column All: 'mange' is no amount",
        "a.csv, row 2, column Family: '4 av 5' is no amount",
        "b.csv, header: column 'Short' is missing",
    ]


def test_a_column_nobody_reads_is_told(tmp_path):
    rows = told(tmp_path, b="Who,All,Short,Long,Family,Merknad\nOO,30,10,20,1,uklart\n")
    assert rows == [["unread_column", "b", "Merknad", "", ""]]


def test_slips_in_the_settings(tmp_path):
    lists = load_code_lists(folder(tmp_path), ["unit", "cat"], "en")
    forms = {"users": {"codes": "cat", "parts": ["short", "lng"], "overlapping": ["short"]}}
    found = registrations.settings_problems({**SETTINGS, "forms": forms}, lists)
    assert [(place, text) for place, text, _ in found] == [
        ("forms > users", "'short' is named 2 times"),
        ("forms > users", "the code list cat has no 'lng'"),
        ("forms > users", "`overlapping` without `base`"),
    ]
    files = [{"file": "a.csv", "unit": "c", "form": "user"}]
    found = registrations.settings_problems({**SETTINGS, "files": files}, lists)
    assert [text for _, text, _ in found] == ["unknown form 'user'", "unknown unit 'c'"]


def test_slips_in_a_tally(tmp_path):
    evaluation = Evaluation(folder(tmp_path), SETTINGS)
    across = {"column": "unit", "codes": "cat"}
    exhibit = Exhibit("e", "c", "T", "tally", records="r.values", form="usr", across=across, source="all", persons=True)
    said = [found for found, _ in tally_problems(exhibit, evaluation)]
    assert said == ["no form 'usr'", "source 'all'", "across the codes 'cat'", "`persons: true` in kind tally"]


def test_the_demonstration_sheets_come_from_their_generator(tmp_path):
    (folder,) = (path.parent for path in DATA.glob("*/printed_totals.csv"))
    spec = importlib.util.spec_from_file_location("sheets", folder / "generate" / "__main__.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in folder.glob("*.csv")} - {"printed_totals.csv"} | {"heimdal_lerkendal.xlsx"}
    for name in made:
        old, new = folder / name, tmp_path / name
        if name.endswith(".csv"):
            assert old.read_bytes() == new.read_bytes()
        else:
            books = [openpyxl.load_workbook(path) for path in (old, new)]
            cells = [{s.title: [[c.value for c in row] for row in s] for s in book} for book in books]
            assert cells[0] == cells[1]
