"""What is read when the tiny evaluation or its raw files have a slip: the file, the place, what is there, what would be right."""

import csv
import io

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from evalreport.files.errors import BadInput
from stages import tiny_stages

INGEST_2023 = "results/tiny/confidential/ingest/pupils_2023.parquet"
INGEST_2025 = "results/tiny/confidential/ingest/pupils_2025.parquet"
CLEAN = "results/tiny/confidential/clean/pupils.parquet"


@pytest.fixture
def tiny(tmp_path):
    """The tiny evaluation, not built."""
    return tiny_stages(tmp_path)


def replace(path, old, new):
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def set_cell(path, row, column, value):
    """Change a cell of a CSV file; row 0 is the header."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows[row][rows[0].index(column)] = value
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def fails(work, says, writes=None):
    """Opening the project, or the stage that writes a file, says all of this; the file is not there."""
    with pytest.raises(BadInput) as told:
        assert work.clean("pupils") if writes else work.project
    missing = [text for text in says if text not in str(told.value)]
    assert not missing, f"does not say {missing}:\n{told.value}"
    assert not writes or not (work.folder / writes).exists()
    assert not [path for path in work.folder.rglob("*") if ".part" in path.name]


# --- Before the first job: configuration -------------------------------------------------------------------------------

TYPOS = {
    "config.yaml": (
        lambda w: replace(w.folder / "config/config.yaml", "edition: second", "editoin: second"),
        ["config/config.yaml", "unknown key 'editoin'", "Did you mean 'edition'?", "the key 'edition' is missing"],
    ),
    "evaluation.yaml": (
        lambda w: replace(w.config / "evaluation.yaml", "commissioner:", "comissioner:"),
        ["config/tiny/evaluation.yaml, top level", "unknown key 'comissioner'", "Did you mean 'commissioner'?"],
    ),
    "evaluation.yaml, a group": (
        lambda w: replace(w.config / "evaluation.yaml", 'colour: "#1F4E79"', 'color: "#1F4E79"'),
        ["evaluation.yaml, groupings > programme > groups > pilot", "unknown key 'color'", "Did you mean 'colour'?"],
    ),
    "exhibits": (
        lambda w: replace(w.config / "exhibits/wellbeing.yaml", "decimals: 0", "decimal: 0"),
        ["exhibits/wellbeing.yaml, exhibits > [wellbeing]", "unknown key 'decimal'", "Did you mean 'decimals'?"],
    ),
    "codebook": (
        lambda w: replace(w.config / "codebook/pupils.csv", "source_2025", "source2025"),
        ["codebook/pupils.csv, row 1", "unknown column 'source2025'", "Did you mean 'source_2025'"],
    ),
    "value sets": (
        lambda w: replace(w.config / "codebook/value_sets.csv", "missing", "mising"),
        ["codebook/value_sets.csv, row 1", "unknown column 'mising'", "Did you mean 'missing'"],
    ),
    "facts": (
        lambda w: replace(w.config / "facts.csv", "value", "vlaue"),
        ["facts.csv, row 1", "unknown column 'vlaue'", "Did you mean 'value'"],
    ),
    "cleaning": (
        lambda w: replace(w.config / "cleaning/pupils.yaml", "keys: [Key]", "key: [Key]"),
        ["cleaning/pupils.yaml, rule 2 (sent_twice)", "unknown key 'key'", "'keys'"],
    ),
}


@pytest.mark.parametrize("name", TYPOS)
def test_a_mistyped_key(tiny, name):
    edit, says = TYPOS[name]
    edit(tiny)
    fails(tiny, says)


CONFIGURATION = {
    "exhibit variable no codebook has": (
        lambda w: replace(w.config / "exhibits/wellbeing.yaml", "variables: [sleep]", "variables: [slepe]"),
        ["exhibits/wellbeing.yaml, sleep", "the codebook of pupils has no variable 'slepe'", "Did you mean 'sleep'?"],
    ),
    "unknown group": (
        lambda w: replace(
            w.config / "exhibits/wellbeing.yaml", "[[pilot_2023, pilot_2025]]", "[[pilot_2023, pilot_2026]]"
        ),
        ["exhibits/wellbeing.yaml, wellbeing", "unknown group 'pilot_2026'", "Did you mean 'pilot_2025'?"],
    ),
    "exhibit cited that does not exist": (
        lambda w: replace(w.templates / "wellbeing.md.jinja", 'figure("wellbeing")', 'figure("welbeing")'),
        ["wellbeing.md.jinja, line 10", "no exhibit 'welbeing'", "Did you mean 'wellbeing'?"],
    ),
    "answer that does not exist": (
        lambda w: replace(w.templates / "wellbeing.md.jinja", 'category="good"', 'category="goood"'),
        ["wellbeing.md.jinja, line 4", "no category 'goood'", "Did you mean 'good'?"],
    ),
    "fact that does not exist": (
        lambda w: replace(w.templates / "preface.md.jinja", 'fact("towns")', 'fact("town")'),
        ["preface.md.jinja, line 3", "no 'town'", "Did you mean 'towns'?"],
    ),
    "template that is not closed": (
        lambda w: replace(w.templates / "preface.md.jinja", "{{ data_note() }}", "{{ data_note( }}"),
        ["preface.md.jinja, line 5", "template error"],
    ),
    "edition that does not exist": (
        lambda w: replace(w.folder / "config/config.yaml", "second", "secnd"),
        ["evaluation.yaml, editions", "no edition 'secnd'", "Did you mean 'second'?"],
    ),
    "not YAML": (
        lambda w: replace(w.config / "exhibits/wellbeing.yaml", "exhibits:", "exhibits: ["),
        ["exhibits/wellbeing.yaml, line "],
    ),
}


@pytest.mark.parametrize("name", CONFIGURATION)
def test_a_configuration_that_cannot_be(tiny, name):
    edit, says = CONFIGURATION[name]
    edit(tiny)
    fails(tiny, says)


def test_several_mistakes_are_said_at_once(tiny):
    replace(tiny.config / "exhibits/wellbeing.yaml", "variables: [sleep]", "variables: [slepe]")
    replace(tiny.config / "exhibits/school_life.yaml", "battery: climate", "battery: climat")
    fails(tiny, ["2 problems in the input", "'slepe'", "'climat'"])


# --- In a job: raw files -----------------------------------------------------------------------------------------------


def use_sav(work):
    """Give the second wave as an SPSS file."""
    path = work.data / "pupils_2025.sav"
    frame = pd.read_excel(work.data / "pupils_2025.xlsx")
    pyreadstat.write_sav(pd.concat([frame] * 20, ignore_index=True), path)
    replace(
        work.config / "evaluation.yaml",
        "{file: pupils_2025.xlsx, reader: xlsx, sheet: Answers}",
        f"{{file: {path.name}, reader: sav}}",
    )
    return path


def test_a_whole_sav_is_read(tiny):
    use_sav(tiny)
    tiny.ingest("pupils")
    assert len(pd.read_parquet(tiny.folder / INGEST_2025)) == 480


def test_a_sav_cut_in_half(tiny):
    path = use_sav(tiny)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    fails(
        tiny,
        says=["pupils_2025.sav", "no whole SPSS file", "it may have been cut off"],
        writes=INGEST_2025,
    )


def test_a_workbook_cut_in_half(tiny):
    path = tiny.data / "pupils_2025.xlsx"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    fails(tiny, ["pupils_2025.xlsx", "no whole Excel workbook"], writes=INGEST_2025)


def test_the_wrong_encoding(tiny):
    path = tiny.data / "pupils_2023.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Very good", "Très bien").encode("cp1252"))
    says = ["pupils_2023.csv, line ", "byte 0xe8 cannot be utf-8", "set encoding: cp1252"]
    fails(tiny, says, writes=INGEST_2023)


def test_an_encoding_that_reads_but_reads_wrong(tiny):
    path = tiny.data / "pupils_2023.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Very good", "Très bien"), encoding="utf-8")
    replace(tiny.config / "evaluation.yaml", "encoding: utf-8", "encoding: cp1252")
    says = ["pupils_2023.csv, line ", "TrÃ¨s", "set encoding: utf-8"]
    fails(tiny, says, writes=INGEST_2023)


def test_a_column_that_is_missing(tiny):
    path = tiny.data / "pupils_2023.csv"
    pd.read_csv(path, dtype=str).drop(columns="Music").to_csv(path, index=False)
    fails(tiny, ["pupils_2023.csv, header", "no column 'Music' (variable activity_music)"], writes=CLEAN)


def test_a_column_with_another_name(tiny):
    replace(tiny.data / "pupils_2023.csv", "Hours of sleep", "Sleep (hours)")
    says = ["pupils_2023.csv, header", "no column 'Hours of sleep' (variable sleep)", "Sleep (hours)"]
    fails(tiny, says, writes=CLEAN)


def test_an_answer_the_codebook_does_not_know(tiny):
    set_cell(tiny.data / "pupils_2023.csv", 3, "How are you?", "Fine")
    set_cell(tiny.data / "pupils_2023.csv", 5, "Sports", "2")
    says = ["2 problems in the input", "pupils_2023.csv, row 3, ", "How are you?", "'Fine'", "row 5, ", "Sports", "'2'"]
    fails(tiny, says, writes=CLEAN)


def test_two_sheets_and_none_named(tiny):
    path = tiny.data / "pupils_2025.xlsx"
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notes").append(["Called", "twice"])
    book.save(path)
    replace(tiny.config / "evaluation.yaml", "reader: xlsx, sheet: Answers", "reader: xlsx")
    fails(tiny, ["pupils_2025.xlsx", "2 sheets: 'Answers', 'Notes'", "sheet:"], writes=INGEST_2025)


def test_a_sheet_that_is_not_there(tiny):
    replace(tiny.config / "evaluation.yaml", "sheet: Answers", "sheet: Answer")
    fails(tiny, ["pupils_2025.xlsx", "no sheet 'Answer'", "'Answers'"], writes=INGEST_2025)


EMPTY = {
    "no byte": (b"", "the file is empty"),
    "a header only": (b"Key,Status,School\n", "a header but no rows"),
    "blank lines": (b"\n\n", "no header"),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_export(tiny, name):
    content, says = EMPTY[name]
    (tiny.data / "pupils_2023.csv").write_bytes(content)
    fails(tiny, ["pupils_2023.csv", says, "Export it again"], writes=INGEST_2023)
