"""A wave more: added by data and configuration only; trends run on, a changed item breaks, earlier editions stay as they are."""

import csv
import random
import re
from pathlib import Path

import pytest
from conftest import Workspace, tiny  # noqa: F401
from evalreport.files.errors import BadInput
from openpyxl import load_workbook
from stages import Stages

TREND = """
  - id: climate_over_time
    title: {en: "What pupils think of their school over the years, share that agrees. Per cent"}
    instrument: pupils
    kind: share
    battery: climate
    collapse: agree3
    counted: [agree]
    by: [programme_wave]
    display: trend
    decimals: 0

  - id: fair_over_time
    title: {en: "The rules are fair, share that agrees. Per cent"}
    instrument: pupils
    kind: share
    variables: [climate_fair]
    collapse: agree3
    counted: [agree]
    by: [programme_wave]
    display: trend
    decimals: 0
"""
GROUPS = """\
      pilot_2027: {label: {en: Pilot}, over: {en: "2027"}, where: {wave: ["2027"], programme: [pilot]}, colour: "#1F4E79"}
      comparison_2027: {label: {en: Comparison}, over: {en: "2027"}, where: {wave: ["2027"], programme: [comparison]}, colour: "#D98324"}
"""
FINAL = """\
  final:
    title: {en: Final report}
    date: {en: June 2027}
    status: final
    waves: {pupils: ["2023", "2025", "2027"]}
    chapters:
      - {id: preface}
      - {id: sample, number: 1}
      - {id: wellbeing, number: 2}
      - {id: school_life, number: 3}
      - {id: appendix, appendix: 1}
"""
REASON = "the question names the rules of the classroom"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def with_trends(workspace: Workspace) -> None:
    """Two trend figures in the chapter on life at school, of two waves so far."""
    plan = workspace.config / "exhibits" / "school_life.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + TREND, encoding="utf-8")
    with (workspace.templates / "school_life.md.jinja").open("a", encoding="utf-8") as chapter:
        chapter.write('\n{{ figure("climate_over_time") }}\n\n{{ figure("fair_over_time") }}\n')


def add_wave(workspace: Workspace) -> None:
    """What docs/waves.md says: the file, the codebook, the wave, its groups and an edition."""
    rng = random.Random(2027)
    sheet = load_workbook(workspace.data / "pupils_2025.xlsx")["Answers"]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    scales = [head.index(name) for name in ("q1", "q4_1", "q4_2", "q4_3")]
    for number, row in enumerate(rows):
        row[0] = 1000 + number
        for k in scales:
            row[k] = rng.randint(1, 5)
    with (workspace.data / "pupils_2027.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])

    book = workspace.config / "codebook" / "pupils.csv"
    names, *variables = list(csv.reader(book.open(encoding="utf-8", newline="")))
    source, note = names.index("source_2025"), names.index("note")
    wide = [[*names[:note], "source_2027", "map_2027", "breaks", "break_note_en", *names[note:]]]
    for row in variables:
        broken = ["2027", REASON] if row[0] == "climate_fair" else ["", ""]
        wide.append([*row[:note], row[source], row[source + 1], *broken, *row[note:]])
    with book.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(wide)

    evaluation = workspace.config / "evaluation.yaml"
    edit(
        evaluation,
        "sheet: Answers}\n",
        'sheet: Answers}\n      "2027": {file: pupils_2027.csv, reader: csv, encoding: utf-8, delimiter: ","}\n',
    )
    text = evaluation.read_text(encoding="utf-8")
    last = text.index("\n", text.index("comparison_2025:")) + 1
    evaluation.write_text(
        (text[:last] + GROUPS + text[last:]).replace("editions:\n", "editions:\n" + FINAL), encoding="utf-8"
    )


def kept(workspace: Workspace) -> dict[str, bytes]:
    """Everything an edition hands over or shows."""
    return {name: content for name, content in workspace.results().items() if "/second/" in name}


@pytest.fixture(scope="module")
def three(program: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict, dict]:
    """A workspace with three waves built as the final edition, and the second edition before and after."""
    from conftest import TINY

    workspace = Workspace(program, TINY).copy_to(tmp_path_factory.mktemp("three"), results=False)
    with_trends(workspace)
    workspace.snakemake()
    before = kept(workspace)
    add_wave(workspace)
    workspace.snakemake()
    after = kept(workspace)
    final = Workspace(program, workspace.folder, edition="final")
    final.snakemake("report", "--config", "edition=final")
    return final, before, after


def test_the_earlier_edition_gives_the_same_bytes(three):
    _, before, after = three
    assert len(before) > 40 and {Path(name).name for name in before} >= {"report.docx", "report.pdf", "summary.md"}
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert set(after) == set(before)


def test_the_final_edition_has_trends_over_three_waves(three):
    text = three[0].texts()["school_life"]
    table = (three[0].build / "figures" / "climate_over_time.csv").read_text(encoding="utf-8")
    assert all(f",{wave}," in table for wave in ("2023", "2025", "2027"))
    alt = next(line for line in text.splitlines() if "climate_over_time" in line)
    assert "2027, Pilot (n = " in alt.replace("\xa0", " ")
    assert "wave_2027" not in text and "2027" in three[0].texts()["appendix"]


def test_the_changed_item_breaks_visibly_and_is_explained(three):
    text = three[0].texts()["school_life"].replace("\xa0", " ")
    notes = re.findall(r"::: note\n(.*?)\n:::", text, re.DOTALL)
    assert f"† Break in the series from 2027: {REASON}. Numbers before and after it cannot be compared." in notes[-1]
    assert f"† Break in the series from 2027 for «The rules are fair»: {REASON}." in notes[-2]
    assert "Break in the series from 2027" in next(line for line in text.splitlines() if "(fair_over_time)" in line)
    svg = (three[0].build / "figures" / "fair_over_time.svg").read_text(encoding="utf-8")
    assert "†" in svg


def test_the_final_edition_bears_no_draft_mark(three):
    words = (three[0].build / "report.docx").read_bytes()
    from io import BytesIO
    from zipfile import ZipFile

    parts = ZipFile(BytesIO(words))
    whole = "".join(parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml"))
    assert "DRAFT" not in whole
    draft = ZipFile(three[0].folder / "results" / "tiny" / "second" / "report.docx")
    assert any(
        "DRAFT" in draft.read(n).decode("utf-8")
        for n in draft.namelist()
        if n.startswith("word/") and n.endswith(".xml")
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("codebook/pupils.csv", "source_2027,map_2027,", "", "no column 'source_2027'. Add it: the headers of the export of 2027"),
        ("evaluation.yaml", '"2025", "2027"]}', '"2025", "2072"]}', "pupils has no wave '2072'. Did you mean '2027'?"),
        ("codebook/pupils.csv", REASON, "", "column break_note_en: empty. Say what was changed"),
        ("evaluation.yaml", '{wave: ["2027"], programme: [pilot]}', '{wave: ["2028"], programme: [pilot]}', "wave is never '2028'"),
    ],
)  # fmt: skip
def test_what_is_forgotten_is_said(tiny, file, old, new, expected):  # noqa: F811
    add_wave(tiny)
    path = tiny.config / file
    if "source_2027" in old:
        rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
        k = rows[0].index("source_2027")
        path.write_text("\n".join(",".join([*row[:k], *row[k + 2 :]]) for row in rows) + "\n", encoding="utf-8")
    else:
        edit(path, old, new)
    with pytest.raises(BadInput) as told:
        assert Stages(tiny.folder, {"edition": "final"}).project
    assert expected in str(told.value)
