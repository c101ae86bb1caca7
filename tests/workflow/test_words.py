"""Words and numbers of the report as a reader meets them: typed numbers told, captions with numbers, one switch for the language."""

import csv
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from evalreport.words.catalogue import LANGUAGES, language_tag, word
from evalreport.words.numbers import format_number

SLEEP = "title: {en: Hours of sleep. Mean}"
# A caption in the chapter on well-being that cites an exhibit of the chapter on the sample.
COUNTED = """title: {en: 'Hours of sleep (of {{ n("response", variable="handed_out", group="total") }} asked). Mean'}"""


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cell(work, exhibit, variable, group):
    """The first row of an exhibit for a variable and group."""
    table = pd.read_csv(work.build / "exhibits" / f"{exhibit}.estimates.csv")
    return table[(table["variable"] == variable) & (table["group"] == group)].iloc[0]


def ran(work, build):
    """The chapters that a build wrote."""
    marks = work.chapters()
    build()
    return sorted(name for name, mark in work.chapters().items() if marks.get(name) != mark)


def test_a_number_in_a_caption_changes_with_its_exhibit_and_runs_only_its_chapters(built):
    replace(built.config / "exhibits" / "wellbeing.yaml", SLEEP, COUNTED)
    asked = int(cell(built, "response", "handed_out", "total")["estimate"])
    assert ran(built, built.snakemake) == ["wellbeing"]
    assert f": Hours of sleep (of {asked} asked). Mean\n" in built.texts()["wellbeing"]
    replace(built.data / "schools.csv", "101,Ash Lane,Northby,pilot,12", "101,Ash Lane,Northby,pilot,13")
    assert ran(built, built.snakemake) == ["appendix", "sample", "wellbeing"]  # the appendix lists the file
    assert f"(of {asked + 1} asked)" in built.texts()["wellbeing"]


def test_typed_numbers_are_told_and_listed_with_the_function_that_gives_them(built):
    count = int(cell(built, "sleep", "sleep", "pilot_2025")["n"])
    replace(built.templates / "wellbeing.md.jinja", "The pupils slept", f"The {count} pupils and half of them slept")
    run = built.snakemake()
    assert "1 number is typed by hand. See literals.csv among the results." in run.output
    rows = list(csv.DictReader((built.build / "literals.csv").open(encoding="utf-8")))
    # The sentence is a claim: its condition decides about the words, but not about the number.
    assert [(row["line"], row["literal"], row["kind"]) for row in rows] == [("17", str(count), "number")]
    assert rows[0]["suggestion"].startswith("n(")
    assert f"| 17 | {count} | number |" in (built.build / "summary.md").read_text(encoding="utf-8")


def test_a_final_edition_with_typed_numbers_does_not_begin(tiny):
    replace(tiny.config / "evaluation.yaml", "status: draft", "status: final")
    replace(tiny.templates / "wellbeing.md.jinja", "The pupils slept", "The 24 pupils slept")
    replace(tiny.templates / "sample.md.jinja", "Girls are", "Of 41 % girls")
    run = tiny.snakemake(good=False)
    assert "2 problems in the input:" in run.output
    assert "sample.md.jinja, line 17: the number '41 %' is typed by hand" in run.output
    assert "wellbeing.md.jinja, line 17: the number '24'" in run.output
    assert not (tiny.folder / "results").exists()


def in_language(work, language):
    """The tiny evaluation with another language: the switch, and columns of labels in the codebook."""
    replace(work.config / "evaluation.yaml", "language: en", f"language: {language}")
    for path in sorted([*(work.config / "codebook").glob("*.csv"), *(work.config / "codes").glob("*.csv")]):
        rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
        if language != "en" and "label_en" in rows[0]:
            at = rows[0].index("label_en")
            rows = [[*row, row[at] if index else f"label_{language}"] for index, row in enumerate(rows)]
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize(
    ("language", "says", "contents"),
    [
        (
            "nb",
            ["timer i snitt", "12 345", "kjikvadrat", "Stablede søyler", "to tredeler", "nest størst", "95 % KI"],
            "Innhold",
        ),
        (
            "nn",
            ["timar i snitt", "12 345", "khikvadrat", "Stabla søyler", "to tredelar", "nest størst", "95 % KI"],
            "Innhald",
        ),
        (
            "en",
            ["hours on average", "12,345", "chi-square", "Stacked bars", "two thirds", "second largest", "95% CI"],
            "Contents",
        ),
    ],
)
def test_one_switch_for_numbers_captions_notes_alt_texts_and_headings(tiny, language, says, contents):
    in_language(tiny, language)
    mean = '{{ mean("sleep", group="pilot_2025") }}'
    title = ", ".join(
        f"{key}: '{text}'"
        for key, text in {
            "nb": f"Søvn: {mean} timer i snitt",
            "nn": f"Søvn: {mean} timar i snitt",
            "en": f"Sleep: {mean} hours on average",
        }.items()
    )
    replace(tiny.config / "exhibits" / "wellbeing.yaml", SLEEP, f"title: {{{title}}}")
    replace(tiny.config / "facts.csv", "lessons,12", "lessons,12345")
    words = (
        '{{ fact("lessons") }}; {{ share_words("climate", variable="climate_safe", group="pilot") }}; '
        '{{ ci("sleep", group="pilot_2025") }}; {{ rank("climate", variable="climate_safe", group="pilot") }}.\n\n'
    )
    replace(tiny.templates / "wellbeing.md.jinja", "The pupils slept", words + "The pupils slept")
    tiny.snakemake()
    text = tiny.texts()["wellbeing"].replace("\u00a0", " ")
    mean = format_number(cell(tiny, "sleep", "sleep", "pilot_2025")["estimate"], 2, language)
    assert f": {mean} " in text and ("," in mean) == (language != "en")
    missing = [said for said in says if said not in text]
    assert not missing, f"{missing} not in\n{text}"
    document = zipfile.ZipFile(tiny.build / "report.docx").read("word/document.xml").decode()
    assert f">{contents}<" in document


WRITTEN = "en"  # the tiny evaluation's own language; its build is looked at by all other tests


def translate_keys(folder: Path, language: str) -> None:
    """Every text of a configuration put under another language, and the evaluation in it: what it says stays English."""
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(rf"(?<![\w-]){WRITTEN}: ", f"{language}: ", text)
        path.write_text(re.sub(rf"^language: {WRITTEN}$", f"language: {language}", text, flags=re.M), encoding="utf-8")
    for path in sorted(folder.rglob("*.csv")):
        head, _, rows = path.read_text(encoding="utf-8-sig").partition("\n")
        path.write_text(re.sub(rf"_{WRITTEN}(?=,|\r|$)", f"_{language}", head) + "\n" + rows, encoding="utf-8")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != WRITTEN])
def test_the_tiny_evaluation_is_built_in_every_language(tiny, language):
    translate_keys(tiny.config, language)
    tiny.snakemake()
    with zipfile.ZipFile(tiny.build / "report.docx") as package:
        document, styles = (package.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", document))
    for key in ("received", "forms_dropped", "total", "checksum", "coverage_report", "contents"):
        assert word(key, language) in text, key
    assert f"{word('table', language).capitalize()}\u00a0" in text or f"{word('table', language).capitalize()} " in text
    assert f'w:lang w:val="{language_tag(language)}"' in styles
    assert (tiny.build / "report.pdf").stat().st_size > 0
