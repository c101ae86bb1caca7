"""All problems of a configuration are told in one message; a check whose ground is missing says so there."""

from pathlib import Path
from random import Random

import pytest
from evalreport.files.errors import BadInput
from evalreport.project.open import open_project

WAITING = "Not checked before this is right:"
ROOT = Path(__file__).parents[3]

# name -> file, text there, what a slip makes of it, what the message says of it
SLIPS = {
    "a key of the evaluation": ("evaluation.yaml", "commissioner:", "comissioner:", "unknown key 'comissioner'"),
    "a key of a wave": ("evaluation.yaml", "staff_2009.csv, reader", "staff_2009.csv, raeder", "unknown key 'raeder'"),
    "a limit": ("evaluation.yaml", "minimum_cell: 0,", "minimum_cel: 0,", "the key 'minimum_cell' is missing"),
    "a colour": ("evaluation.yaml", '"#112233"', '"112233"', "found '112233'. Write a colour as #1F4E79"),
    "a label of a group": ("evaluation.yaml", "label: {en: Control}", "label: {xx: Control}", "unknown key 'xx'"),
    "a condition of a group": ("evaluation.yaml", "{arm: [c]}", "{arrm: [c]}", "unknown variable 'arrm'"),
    "a status": ("evaluation.yaml", "status: draft", "status: drft", "found 'drft'. Possible: draft, final"),
    "a wave of an edition": ("evaluation.yaml", 'staff: ["2008", "2009"]', 'staff: ["2008", "2019"]', "has no wave '2019'"),
    "a key of a chapter": ("evaluation.yaml", "appendix: 1", "apendix: 1", "unknown key 'apendix'"),
    "a reference.docx": ("evaluation.yaml", "authors:", "word: {reference: gone.docx}\nauthors:", "gone.docx: the file does not"),
    "a reader": ("evaluation.yaml", "data_note:", "records: {docs: {reader: tabel}}\ndata_note:", "found 'tabel'"),
    "a design": (
        "evaluation.yaml", "language: en", "designs: {d: {label: {en: D}, instrument: stuff}}\nlanguage: en",
        "designs > d: unknown instrument 'stuff'",
    ),
    "a scheme": ("evaluation.yaml", "institution:", "weighting: {w: {label: {en: W}}}\ninstitution:", "weighting > w: the key"),
    "a type in the codebook": ("codebook/staff.csv", "age,number", "age,nmber", "'nmber'"),
    "a column of the value sets": ("value_sets.csv", "code,label_en,missing", "code,label_en,mising", "unknown column 'mising'"),
    "a battery": ("batteries.csv", "staff,barriers", "staff,bariers", "unknown battery 'barriers'"),
    "a cleaning rule": ("cleaning/staff.yaml", 'values: ["55"]', 'vals: ["55"]', "unknown key 'vals'"),
    "a key of an exhibit": ("exhibits/results.yaml", "decimals: 2", "decimal: 2", "[barrier_means]: unknown key 'decimal'"),
    "a variable of an exhibit": ("exhibits/results.yaml", "[age]", "[agge]", "has no variable 'agge'"),
    "a grouping of an exhibit": ("exhibits/results.yaml", "[group, year]", "[group, yeer]", "unknown grouping 'yeer'"),
    "a caption": ("exhibits/results.yaml", "{en: Barriers}", '{en: "{{ tabel() }}"}', "'tabel' cannot stand in a caption"),
    "an exhibit file": ("exhibits/methods.yaml", "exhibits:", "exhibits: [", "exhibits/methods.yaml, line"),
    "a table": ("results.md.jinja", 'table("satisfaction")', 'table("satisfacton")', "no exhibit 'satisfacton'"),
    "an answer": ("results.md.jinja", 'category="high"', 'category="hihg"', "no category 'hihg'"),
    "a fact": ("results.md.jinja", 'fact("offices")', 'fact("ofices")', "fact: no 'ofices'"),
    "a function": ("results.md.jinja", 'p("satisfaction")', 'pp("satisfaction")', "no function or name 'pp'"),
    "an include": ("results.md.jinja", "shared_part", "shared_prt", "no template 'shared_prt.md.jinja' to include"),
    "braces": ("methods.md.jinja", "{{ inputs() }}", "{{ inputs( }}", "methods.md.jinja, line 11: template error"),
    "a section": ("methods.md.jinja", 'section("ch-results")', 'section("ch-result")', "section: no 'ch-result'"),
    "a work": ("methods.md.jinja", "answers;", "answers [@nobody];", "no reference 'nobody'"),
    "a column of the facts": ("facts.csv", "id,value", "id,vaule", "unknown column 'vaule'"),
}  # fmt: skip
BOOKS = ("a type in the codebook", "a column of the value sets", "a battery")
# slip -> those that hide it, because what it would be held against, or what it stands in, cannot be read then
HIDDEN = {
    "a condition of a group": BOOKS,
    "a cleaning rule": BOOKS,
    "a variable of an exhibit": BOOKS,
    "a table": ("an exhibit file",),
    "an answer": BOOKS,
    "a fact": ("a column of the facts",),
    "a section": ("braces", "an include"),
    "a work": ("braces",),
}

SECOND = """  register:
    label: {en: Register}
    codebook: codebook/register.csv
    cleaning: cleaning/register.yaml
    waves:
      "2008": {file: register_2008.csv, reader: csv}
      "2009": {file: register_2009.csv, reader: csv}
groupings:"""


def told(small, slips) -> str:
    for name in slips:
        small.change(*SLIPS[name][:3])
    with pytest.raises(BadInput) as caught:
        small.project()
    return str(caught.value)


def complete(text: str, slips) -> None:
    """Every slip is told; one that another one hides is not, and the message says that something waits."""
    problems, _, waiting = text.partition(WAITING)
    for name in slips:
        if hiding := {*HIDDEN.get(name, ())} & {*slips}:
            assert waiting, f"nothing says that {hiding} hides {name}:\n{text}"
        else:
            assert SLIPS[name][3] in problems, f"{name} is not told:\n{text}"


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_told(small, name):
    complete(told(small, [name]), [name])


@pytest.mark.parametrize("seed", range(24))
def test_any_slips_are_told_in_one_message(small, seed):
    """Some 40 pairs of slips in each of the mixtures: together nearly all there are."""
    chance = Random(seed)
    slips = chance.sample(sorted(SLIPS), chance.randint(2, 16))
    complete(told(small, slips), slips)


def test_what_waits_is_said_in_one_line_a_ground(small):
    text = told(small, ["a type in the codebook", "a variable of an exhibit", "a table", "a cleaning rule"])
    (line,) = text.partition(WAITING)[2].strip().splitlines()
    assert line.startswith("- codebook/staff.csv: ")
    assert all(
        name in line
        for name in ("cleaning/staff.yaml", "exhibits/results.yaml", "groupings > group", "results.md.jinja")
    )
    assert line.count("exhibits/results.yaml") == 1


def test_nothing_waits_where_nothing_rests_on_what_is_wrong(small):
    assert WAITING not in told(small, ["a table", "a fact", "a condition of a group", "a cleaning rule"])


def test_an_exhibit_with_a_slip_is_known_to_those_who_cite_it(small):
    small.change("exhibits/results.yaml", "{id: barriers, title", "{id: barriers, titel")
    small.change("results.md.jinja", 'table("barriers")', 'table("barrier")')
    with pytest.raises(BadInput) as caught:
        small.project()
    text = str(caught.value)
    assert "exhibits > [barriers]: unknown key 'titel'. Did you mean 'title'?" in text
    assert "no exhibit 'barrier'. Did you mean 'barriers'?" in text
    assert text.partition(WAITING)[2].strip().endswith("exhibits/results.yaml, barriers: the rest of it.")


def test_a_codebook_with_a_slip_keeps_no_other_from_being_held_against(small):
    """Two instruments: the exhibits of the one whose codebook is right are checked against it."""
    small.change("evaluation.yaml", "groupings:", SECOND)
    for name in ("codebook/register.csv", "cleaning/register.yaml"):
        text = (small.config / "small" / name.replace("register", "staff")).read_text(encoding="utf-8")
        (small.config / "small" / name).write_text(text.replace(",barriers,", ",,"), encoding="utf-8")
    small.change("methods.yaml", "kind: valid_n, instrument: staff", "kind: valid_n, instrument: register")
    small.change("methods.yaml", "[satisfied, nav]", "[satisfied, naav]")
    text = told(small, ["a type in the codebook", "a variable of an exhibit"])
    assert "the codebook of register has no variable 'naav'" in text
    assert "'agge'" not in text and "codebook/staff.csv: " in text.partition(WAITING)[2]


def test_without_an_evaluation_everything_else_waits(small):
    small.change("evaluation.yaml", "language: en", "language: xx")
    text = told(small, ["a table"])
    assert "found 'xx'" in text and text.startswith("1 problem in the input:")
    assert text.endswith("evaluation.yaml: the edition, the codebooks, the groups, the exhibits, the chapters.")


def test_without_an_edition_the_rest_of_the_evaluation_is_checked(small):
    small.change("evaluation.yaml", "final:", "finall:")
    text = told(small, ["a cleaning rule", "a condition of a group", "a table"])
    assert "no edition 'final'" in text and "unknown key 'vals'" in text and "'arrm'" in text
    assert text.endswith("evaluation.yaml, editions: the exhibits, the chapters.")


def test_an_edition_whose_chapters_are_lost_says_what_waits(small):
    small.change("evaluation.yaml", "{id: methods, appendix: 1}", "{appendix: 1}")
    text = told(small, ["a section", "a fact"])
    assert "the key 'id' is missing" in text and "fact: no 'ofices'" in text
    assert "editions > final > chapters > 1 > id: " in text.partition(WAITING)[2]
    assert "referred to" not in text


def test_config_raw_files_and_chapters_are_told_together(small, monkeypatch):
    (small.folder / "data/small").mkdir(parents=True)
    (small.folder / "data/small/staff_2008.csv").write_text("Key\n1\n", encoding="utf-8")
    monkeypatch.chdir(small.folder)
    small.change("results.md.jinja", 'fact("offices")', 'fact("ofices")')
    asked = {"evaluation": "small", "edition": "final", "chaptr": "1"}
    with pytest.raises(SystemExit) as caught:
        open_project(asked, Path("report_templates/shared"))
    text = str(caught.value)
    assert "config/config.yaml, top level: unknown key 'chaptr'. Did you mean 'chapter'?" in text
    assert "waves > 2009 > file: data/small/staff_2009.csv does not exist" in text
    assert "fact: no 'ofices'" in text and text.startswith("3 problems in the input:") and WAITING not in text


def test_a_config_without_an_edition_waits_for_it(small, monkeypatch):
    monkeypatch.chdir(small.folder)
    small.change("cleaning/staff.yaml", 'values: ["55"]', 'vals: ["55"]')
    with pytest.raises(SystemExit) as caught:
        open_project({"evaluation": "small", "edtion": "final"}, Path("report_templates/shared"))
    assert "unknown key 'vals'" in str(caught.value)
    assert str(caught.value).endswith("config/config.yaml: the edition, the exhibits, the chapters.")


def test_the_message_of_the_readme_is_the_one_that_is_told(small):
    """Both problems of README's example in the words of README, in files of other names."""
    shown = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("2 problems in the input:\n")[2].partition("```")[0]
    )
    small.change("exhibits/results.yaml", "title: {en: Barriers}", "title: {en: Barriers}, titel: {en: B}")
    small.change("results.md.jinja", 'table("barriers")', 'table("barrier")')
    small.change("methods.md.jinja", "{{ inputs() }}", '{{ pct("barriers", variable="time", group="treated") }}')
    with pytest.raises(BadInput) as caught:
        small.project()
    said = str(caught.value).replace("report_templates/small/methods", "report_templates/husk/discussion")
    told = [line.partition(": ")[2].replace(f"{small.folder}/", "") for line in said.splitlines()[1:]]
    assert told == [line.partition(": ")[2] for line in shown.strip().splitlines()]
