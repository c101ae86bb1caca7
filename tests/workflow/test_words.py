"""Words and numbers of the report as a reader meets them: typed numbers told, captions with numbers, one switch for the language."""

import csv
import re
import zipfile
from pathlib import Path

import pytest
from evalreport.words.catalogue import LANGUAGES, language_tag, word
from numbers_in_words import SLEEP, cell, numbers_missing, replace, say_numbers

WRITTEN = "en"  # the tiny evaluation's own language; its build is looked at by all other tests
# A caption in the chapter on well-being that cites an exhibit of the chapter on the sample.
COUNTED = """title: {en: 'Hours of sleep (of {{ n("response", variable="handed_out", group="total") }} asked). Mean'}"""


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


def test_one_switch_for_numbers_captions_notes_and_alt_texts(built):
    """English here; the other languages below."""
    say_numbers(built, "en")
    built.snakemake()
    assert numbers_missing(built, "en") == []


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
    say_numbers(tiny, language)
    tiny.snakemake()
    assert numbers_missing(tiny, language) == []
    with zipfile.ZipFile(tiny.build / "report.docx") as package:
        document, styles = (package.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", document))
    for key in ("received", "forms_dropped", "total", "checksum", "coverage_report", "contents"):
        assert word(key, language) in text, key
    assert f"{word('table', language).capitalize()}\u00a0" in text or f"{word('table', language).capitalize()} " in text
    assert f'w:lang w:val="{language_tag(language)}"' in styles
    assert (tiny.build / "report.pdf").stat().st_size > 0
