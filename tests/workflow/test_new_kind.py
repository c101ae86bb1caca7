"""A kind of exhibit that a contributor adds: its face and numbers beside those of its family, its name in the schema; then it goes
through a whole build, as a table, as a figure, in the text and in a claim, and no other file of the program knows of it."""

import csv
import re
import zipfile

import pytest
from conftest import TINY, Workspace, copy_program
from pypdf import PdfReader

FACE = """

def _forms_view(exhibit, ground):
    from evalreport.exhibits.panels import view_for
    from evalreport.exhibits.view import Item, Panel

    waves = tuple(Item(wave, wave) for wave in ground.evaluation.instruments[exhibit.instrument].waves)
    return view_for(exhibit, ground.evaluation, "count", (Item("forms", "Forms"),), (Panel("wave", "", waves),))


KINDS = (
    *KINDS,
    Kind(
        "forms",
        ("instrument",),
        lambda exhibit: Needs(log=exhibit.instrument),
        _forms_view,
        _count_grid,
        lambda evidence: [f"Forms of {len(evidence.view.groups)} waves."],
        required=("instrument",),
        displays=("table", "bars"),
        problems=instrument_problems,
    ),
)
"""
NUMBERS = """

def _forms(exhibit, inputs, sources):
    received = sources.received[exhibit.instrument]
    rows = [_row("forms", BASE, wave, n, n) for wave, n in received.items()]
    return Tables(estimates_table(rows, exhibit.id))


NUMBERS = NUMBERS | {"forms": _forms}
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="20mm" viewBox="0 0 60 20">
<rect x="2" y="2" width="20" height="16" fill="#9CC2E5"/><rect x="38" y="2" width="20" height="16" fill="none" stroke="#1F4E79"/>
<path d="M22 10 H38" stroke="#1F4E79"/><text x="4" y="12" font-size="5">Town</text></svg>
"""
OWN = """
  - {id: organisation, title: {en: Who leads whom}, kind: picture, file: pictures/organisation.svg, alt: {en: The town leads the schools.}}
"""
PLAN = """
  - {id: forms_table, title: {en: Forms by wave}, kind: forms, instrument: pupils, decimals: 0}
  - {id: forms_bars, title: {en: Forms by wave as bars}, kind: forms, instrument: pupils, decimals: 0, display: bars}
"""
TEXT = """
{{ table("forms_table") }}

{{ figure("forms_bars") }}

{{ figure("organisation") }}

{{ Ref("organisation") }} is drawn by hand. In 2023 there were {{ n("forms_table", group="2023") }} forms.
{% claim "about_equal", "forms_table", among="groups", margin=1000 %}The waves are alike.{% endclaim %}
"""


def append(path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def extended(tmp_path) -> Workspace:
    """The tiny evaluation with exhibits of a kind that its copy of the program has besides."""
    program = copy_program(tmp_path / "program")
    family, schema = program / "scripts/evalreport/exhibits/register", program / "config/schemas/exhibits.yaml"
    append(family / "kinds.py", FACE)
    append(family / "numbers.py", NUMBERS)
    text = schema.read_text(encoding="utf-8")
    assert "enum: [distribution, " in text
    schema.write_text(text.replace("enum: [distribution, ", "enum: [forms, distribution, ", 1), encoding="utf-8")
    work = Workspace(program, TINY).copy_to(tmp_path / "tiny", results=False)
    append(work.config / "exhibits/sample.yaml", PLAN + OWN)
    (work.config / "pictures").mkdir()
    (work.config / "pictures/organisation.svg").write_text(DRAWING, encoding="utf-8")
    append(work.templates / "sample.md.jinja", TEXT)
    return Workspace(program, work.folder)


def test_a_kind_is_added_with_its_face_its_numbers_and_its_name(extended):
    extended.snakemake()
    text = (extended.build / "chapters/sample.md").read_text(encoding="utf-8")
    with (extended.build / "exhibits/forms_table.estimates.csv").open(encoding="utf-8", newline="") as stream:
        forms = {row["group"]: row["n"] for row in csv.DictReader(stream)}
    assert sorted(forms) == ["2023", "2025"] and all(int(n) > 0 for n in forms.values())
    assert f"In 2023 there were {forms['2023']} forms." in text
    assert "#tbl-forms_table" in text and "#fig-forms_bars" in text and text.count("Forms of 2 waves.") == 2
    assert forms["2023"] in text.split("{#fig-forms_bars")[1].split("}")[0]  # the alt text
    for end in ("svg", "png", "csv"):
        assert (extended.build / f"figures/forms_bars.{end}").stat().st_size > 0
    with (extended.build / "claims.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["verdict"] for row in csv.DictReader(stream) if row["sentence"] == "The waves are alike."} == {
            "holds"
        }
    assert (extended.build / "report.docx").is_file() and (extended.build / "report.pdf").is_file()

    assert_a_picture_of_ones_own_is_a_figure(extended, text)


def assert_a_picture_of_ones_own_is_a_figure(work: Workspace, chapter: str) -> None:
    """With number, caption, note, alt text and its place in the list, in Word and PDF."""
    assert '![Who leads whom](organisation){#fig-organisation alt="The town leads the schools."}' in chapter
    with zipfile.ZipFile(work.build / "report.docx") as archive:
        document = archive.read("word/document.xml").decode()
    number = re.search(r'descr="The town leads the schools\."', document)
    listed = [text for text in re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", document) if "Who leads whom" in text]
    assert number and len(listed) == 2  # the caption and the entry of the list
    pages = " ".join(page.extract_text() for page in PdfReader(work.build / "report.pdf").pages)
    words = " ".join(pages.split())  # with the no-break spaces of references as plain ones
    assert len(re.findall(r"Figure 1\.\d+\.? Who leads whom", words)) == 2
    assert re.search(r"Figure 1\.\d+ is drawn by hand", words)


def test_a_kind_that_is_unknown_is_told(tiny):
    append(tiny.config / "exhibits/sample.yaml", PLAN)
    output = tiny.snakemake(good=False).output
    assert "sample.yaml" in output and "'forms'" in output and "representativeness" in output
