"""The codebook: what it holds, and every slip a person can make in it, each with its file and row."""

from pathlib import Path

import openpyxl
import pytest
from evalreport.codebook.codebook import load_codebook, shared_tables
from evalreport.files.errors import BadInput

HEADER = (
    "variable,type,label_nb,value_set,battery,section,asked_of,values_status,"
    "source_2008,map_2008,source_2009,map_2009,note\n"
)
SURVEY = (
    "respondent_key,id,,,,,,published,Key,,key,,\n"
    "gender,single,Kjønn,gender,,1,,published,Sex?,sex_2008,q1,,\n"
    "gain,scale,Gevinst,agree7,benefits,2,,published,Gain?,,q2,,\n"
    "loss,scale,Tap,agree7,benefits,2,managers,invented,,,q3,,\n"
    "age,number,Alder,,,1,,prose,Age,,q4,,\n"
)
VALUE_SETS = (
    "value_set,code,label_nb,missing,note\n"
    "gender,1,Kvinne,,\ngender,2,Mann,,\ngender,9,Ubesvart,no_answer,\n"
    "agree7,1,Svært uenig,,\nagree7,2,2,,\nagree7,3,Svært enig,,\nagree7,8,Vet ikke,dont_know,\n"
    "group,treated,Tiltak,,\ngroup,control,Kontroll,,\n"
)
CODE_MAPS = "map,raw,code,note\nsex_2008,K,1,\nsex_2008,M,2,\nsex_2008,,9,empty cell\n"
COLLAPSES = (
    "collapse,category,label_nb,codes,note\n"
    "agree,no,Uenig,1-2,\nagree,yes,Enig,3,\nyears,old,Før 2000,-1999,\nyears,new,Etter,2000-,\n"
    "kinds,all,Alle,treated control,\n"
)
BATTERIES = "instrument,battery,label_nb,note\nstaff,benefits,Hvor enig er du?,\nusers,other,Noe annet,\n"


def write(folder: Path, **files: str) -> None:
    shared = {"value_sets": VALUE_SETS, "code_maps": CODE_MAPS, "collapses": COLLAPSES, "batteries": BATTERIES}
    (folder / "codebook").mkdir(exist_ok=True)
    for name, text in ({"staff": HEADER + SURVEY} | shared | files).items():
        (folder / "codebook" / f"{name}.csv").write_text(text, encoding="utf-8")


def load(folder: Path, **files: str):
    write(folder, **files)
    return load_codebook(folder, "staff", "codebook/staff.csv", ["2008", "2009"])


def message(folder: Path, **files: str) -> str:
    with pytest.raises(BadInput) as caught:
        load(folder, **files)
    return str(caught.value)


@pytest.mark.parametrize("column", ["raw", "waves"])
@pytest.mark.parametrize(
    ("name", "table"), [("collapses", COLLAPSES), ("batteries", BATTERIES), ("code_maps", CODE_MAPS)]
)
def test_a_column_that_would_do_nothing_is_refused(tmp_path, name, table, column):
    if (name, column) == ("code_maps", "raw"):
        return  # it has one
    head, *rows = table.splitlines()
    spoiled = "\n".join([f"{head},{column}", *(f"{row}," for row in rows)]) + "\n"
    assert f"{name}.csv, row 1: unknown column {column!r}" in message(tmp_path, **{name: spoiled})


def test_variables_keep_their_order_wording_and_sources(tmp_path):
    book = load(tmp_path)
    assert book.names == ("respondent_key", "gender", "gain", "loss", "age")
    gender = book.variable("gender")
    assert gender.label("nb") == "Kjønn"
    assert gender.sources == {"2008": "Sex?", "2009": "q1"}
    assert gender.maps == {"2008": "sex_2008"}
    assert book.variable("loss").asked_of == "managers"
    assert [v.values_status for v in book.variables][-2:] == ["invented", "prose"]


def test_not_asked_in_a_wave_is_known_from_the_codebook(tmp_path):
    loss = load(tmp_path).variable("loss")
    assert (loss.asked_in("2008"), loss.asked_in("2009")) == (False, True)


def test_battery_gives_its_items_in_order_and_its_stem(tmp_path):
    book = load(tmp_path)
    assert [item.name for item in book.battery("benefits")] == ["gain", "loss"]
    assert book.batteries["benefits"].label("nb") == "Hvor enig er du?"
    assert "other" not in book.batteries


def test_value_set_separates_answers_from_kinds_of_missing(tmp_path):
    agree = load(tmp_path).value_set("agree7")
    assert agree.codes == (1, 2, 3, 8)
    assert [choice.code for choice in agree.valid] == [1, 2, 3]
    assert agree.missing == {8: "dont_know"}
    assert agree.label(3, "nb") == "Svært enig"
    assert agree.matches() == {"1": 1, "Svært uenig": 1, "2": 2, "3": 3, "Svært enig": 3, "8": 8, "Vet ikke": 8}


def test_text_codes_stay_text(tmp_path):
    group = load(tmp_path).value_set("group")
    assert group.is_text
    assert group.codes == ("treated", "control")
    assert group.code_of("treated") == "treated"


@pytest.mark.parametrize(
    ("collapse", "code", "category"),
    [
        ("agree", 1, "no"),
        ("agree", 2, "no"),
        ("agree", 3, "yes"),
        ("agree", 8, None),
        ("years", 1871, "old"),
        ("years", 1999, "old"),
        ("years", 2000.0, "new"),
        ("kinds", "control", "all"),
        ("kinds", "x", None),
    ],
)
def test_collapse_covers_ranges_open_ends_and_texts(tmp_path, collapse, code, category):
    assert load(tmp_path).collapse(collapse).category_of(code) == category


def test_lookup_of_an_unknown_name_suggests_the_closest(tmp_path):
    book = load(tmp_path)
    with pytest.raises(KeyError, match="Did you mean 'gender'"):
        book.variable("gendre")
    with pytest.raises(KeyError, match="Did you mean 'benefits'"):
        book.battery("benefit")


def test_files_an_evaluation_has_no_use_for_may_lack(tmp_path):
    write(tmp_path, users="variable,type,label_nb,value_set,battery,section,asked_of,values_status,source_1\n")
    for name in ("code_maps", "collapses", "batteries"):
        (tmp_path / "codebook" / f"{name}.csv").unlink()
    assert load_codebook(tmp_path, "users", "codebook/users.csv", ["1"]).variables == ()


def test_extended_adds_derived_variables_after_the_own(tmp_path):
    book = load(tmp_path)
    assert book.extended([book.variable("age")]).names[-2:] == ("age", "age")


def test_spreadsheet_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    assert load(tmp_path, staff="\ufeff" + HEADER + SURVEY).names[0] == "respondent_key"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2gain,text,,,,,,published,A,,,,", "row 2, column variable: '2gain'"),
        ("wave,text,,,,,,published,A,,,,", "row 2, column variable: 'wave'"),
        ("x,singel,X,gender,,,,published,A,,,,", "row 2, column type: 'singel'. Did you mean 'single'?"),
        ("x,single,X,gendr,,,,published,A,,,,", "unknown value set 'gendr'. Did you mean 'gender'?"),
        ("x,single,X,,,,,published,A,,,,", "row 2, column value_set: no value set"),
        ("x,number,X,gender,,,,published,A,,,,", "a number has no value set"),
        ("x,single,,gender,,,,published,A,,,,", "row 2, column label_nb: empty"),
        ("x,single,X,gender,,,,guessed,A,,,,", "row 2, column values_status: 'guessed'"),
        ("x,single,X,gender,,,,published,A,sex_2007,,,", "unknown map 'sex_2007'. Did you mean 'sex_2008'?"),
        ("x,single,X,gender,,,,published,,sex_2008,a,,", "row 2, column map_2008: a map but no source column"),
        ("x,single,X,agree7,,,,published,A,sex_2008,,,", "map 'sex_2008' gives '9', no code of 'agree7'"),
        ("x,scale,X,agree7,benefit,,,published,A,,,,", "unknown battery 'benefit'. Add it to batteries.csv"),
        ("x,scale,X,agree7,benefits,,,published,A,,,,", "row 5, column battery: 'benefits' again, apart"),
        ("gender,text,,,,,,published,A,,,,", "row 4, column variable: 'gender' a second time"),
        ("x,text,,,,,,published,Key,,,,", "row 3, column source_2008: 'Key', the column of 'x'"),
        ("x,text,,,,,,published,A,,,", "row 2: 12 cells, the header has 13"),
    ],
)
def test_slips_in_a_row_are_named_with_file_row_and_column(tmp_path, row, expected):
    text = message(tmp_path, staff=HEADER + row + "\n" + SURVEY)
    assert expected in text
    assert "codebook/staff.csv, row" in text


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("staff", HEADER.replace("value_set", "valueset") + SURVEY, "column 'value_set' is missing"),
        ("staff", HEADER.replace("value_set", "valueset") + SURVEY, "unknown column 'valueset'. Did you mean 'value_"),
        ("staff", HEADER.replace("source_2009", "source_2010") + SURVEY, "no column 'source_2009'"),
        ("staff", "", "row 1: no header row"),
        ("value_sets", VALUE_SETS + "gender,3,Annet,,\n", "row 11, column value_set: 'gender' again, apart"),
        ("value_sets", VALUE_SETS + "group,treated,X,,\n", "'treated' a second time in 'group'"),
        ("value_sets", VALUE_SETS + "group,other,Kontroll,,\n", "'Kontroll' means both 'control' and 'other'"),
        ("value_sets", VALUE_SETS + "group,dk,Vet ikke,dontknow,\n", "'dontknow'. Did you mean 'dont_know'?"),
        ("value_sets", VALUE_SETS + "group,,Vet ikke,,\n", "row 11, column code: empty"),
        ("code_maps", CODE_MAPS + "sex_2008,K,2,\n", "row 5, column raw: 'K' a second time in 'sex_2008'"),
        ("code_maps", CODE_MAPS + "sex_2008,X,,\n", "row 5, column code: empty"),
        ("collapses", COLLAPSES + "kinds,none,Ingen,,\n", "row 7, column codes: no codes"),
        (
            "collapses",
            COLLAPSES + "m,a,A,02.jan,\n",
            "row 7, column codes: '02.jan' is no code of any value set. Write 1-3",
        ),
        (
            "collapses",
            COLLAPSES + "m,a,A,2026-01-02,\n",
            "row 7, column codes: '2026-01-02' is no code of any value set",
        ),
        ("collapses", COLLAPSES + "kinds,some,Noen,treated,\n", "row 7, column codes: codes also in 'all'"),
        ("collapses", COLLAPSES + "c,a,A,1-3,\nc,b,B,3-5,\n", "row 8, column codes: codes also in 'a' of 'c'"),
        ("batteries", BATTERIES + "staff,empty,Tom,\n", "battery empty: no variable of staff belongs to it"),
    ],
)
def test_slips_in_a_file_are_named(tmp_path, file, text, expected):
    assert expected in message(tmp_path, **{file: text})


def test_battery_items_share_one_scale(tmp_path):
    text = message(tmp_path, staff=HEADER + SURVEY.replace("loss,scale,Tap,agree7", "loss,scale,Tap,gender"))
    assert "row 5, column value_set: value set 'gender', other items of 'benefits' have 'agree7'" in text


def test_all_problems_come_at_once(tmp_path):
    text = message(tmp_path, staff=HEADER + SURVEY.replace("agree7", "agre7"), collapses=COLLAPSES + "k,n,N,,\n")
    assert text.startswith("3 problems in the input:")


def test_missing_and_undecodable_files_are_named(tmp_path):
    with pytest.raises(BadInput, match="codebook/staff.csv: the file does not exist"):
        load_codebook(tmp_path, "staff", "codebook/staff.csv", ["2008"])
    write(tmp_path)
    (tmp_path / "codebook" / "value_sets.csv").write_bytes(VALUE_SETS.encode("cp1252") + b"\x81")
    with pytest.raises(BadInput, match="value_sets.csv, line .*: neither UTF-8 nor as Windows writes it"):
        load_codebook(tmp_path, "staff", "codebook/staff.csv", ["2008", "2009"])


def test_further_languages_need_their_labels(tmp_path):
    write(tmp_path)
    with pytest.raises(BadInput, match="codebook/staff.csv, row 1: column 'label_en' is missing"):
        load_codebook(tmp_path, "staff", "codebook/staff.csv", ["2008", "2009"], languages=("nb", "en"))


def test_items_may_be_marked_as_reversed(tmp_path):
    header = "variable,type,label_nb,value_set,battery,reversed,section,asked_of,values_status,source_1\n"
    sets = "value_set,code,label_nb,missing\nfive,1,Ett,\nfive,2,To,\n"
    folder = tmp_path / "codebook"
    folder.mkdir()
    (folder / "value_sets.csv").write_text(sets, encoding="utf-8")
    (folder / "s.csv").write_text(header + "a,scale,A,five,,1,,,,A\nb,scale,B,five,,,,,,B\n", encoding="utf-8")
    book = load_codebook(tmp_path, "s", "codebook/s.csv", ["1"])
    assert [variable.reversed for variable in book.variables] == [True, False]
    (folder / "s.csv").write_text(header + "a,scale,A,five,,yes,,,,A\nb,number,B,,,1,,,,B\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_codebook(tmp_path, "s", "codebook/s.csv", ["1"])
    assert "row 2, column reversed: 'yes'" in str(caught.value) and "a number cannot be turned" in str(caught.value)


RAW_SETS = (
    "value_set,code,label_nb,missing,note,raw\n"
    "gender,1,Dame,,,Kvinne | Woman\ngender,2,Kvinne,,,Mann\ngender,9,Ubesvart,no_answer,,\n"
    "agree7,1,Uenig,,,\nagree7,3,Enig,,,\n"
)


def test_what_an_export_writes_means_its_answer_whatever_the_answers_are_called(tmp_path):
    matches = (
        load(tmp_path, value_sets=RAW_SETS, collapses="collapse,category,label_nb,codes,note\n")
        .value_set("gender")
        .matches()
    )
    assert (matches["Kvinne"], matches["Woman"], matches["Dame"], matches["Mann"], matches["Ubesvart"]) == (
        1,
        1,
        1,
        2,
        9,
    )
    assert (matches["1"], matches["2"]) == (1, 2)


def test_one_text_of_exports_cannot_mean_two_answers(tmp_path):
    twice = RAW_SETS.replace("Mann", "Woman | Mann")
    assert "'Woman' means both 1 and 2 in 'gender'" in message(tmp_path, value_sets=twice)


def test_a_codebook_of_workbooks_and_semicolons_is_the_same_codebook(tmp_path):
    plain = load(tmp_path)
    folder = tmp_path / "codebook"
    for name in ("staff", "collapses"):
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        (folder / f"{name}.csv").write_bytes(text.replace(",", ";").encode("cp1252"))
    book = openpyxl.Workbook()
    for line in VALUE_SETS.splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in line.split(",")])
    book.save(folder / "value_sets.xlsx")
    (folder / "value_sets.csv").unlink()
    assert load_codebook(tmp_path, "staff", "codebook/staff.csv", ["2008", "2009"]) == plain
    assert [Path(path).name for path in shared_tables(tmp_path, "codebook/staff.csv")] == [
        "value_sets.xlsx",
        "code_maps.csv",
    ]
