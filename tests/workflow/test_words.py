"""Words and numbers of the report as a reader meets them: typed numbers told, captions with numbers, one switch for the language."""

import csv
import dataclasses
import re
import zipfile

import yaml
from evalreport.files.schema import load_yaml
from evalreport.words.catalogue import LANGUAGES, language_tag, word
from numbers_in_words import HOURS, SLEEP, cell, numbers_missing, replace, say_numbers

MEAN = '{{ mean("sleep", group="pilot_2025") }}'
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


OTHERS = [each for each in LANGUAGES if each != WRITTEN]


def translated(content):
    """A configuration with each of its texts in the other languages too; what it says stays English, but for the caption of numbers."""
    if isinstance(content, dict) and set(content) == {WRITTEN}:
        if content[WRITTEN].startswith("Sleep: "):
            return {each: HOURS[each].format(mean=MEAN) for each in LANGUAGES}
        return dict.fromkeys(LANGUAGES, content[WRITTEN])
    if isinstance(content, dict):
        return {key: translated(value) for key, value in content.items()}
    return [translated(value) for value in content] if isinstance(content, list) else content


def in_every_language(work) -> None:
    """The tiny evaluation with an edition a language: texts and labels in each, and a folder of templates for those beside its own."""
    for path in sorted(work.config.rglob("*.yaml")):
        content = translated(load_yaml(path))
        if path.name == "evaluation.yaml":
            content["institution"] = {WRITTEN: "The institute", **dict.fromkeys(OTHERS, "Instituttet")}
            second = content["editions"][work.edition]
            content["editions"] |= {f"{work.edition}_{each}": second | {"language": each} for each in OTHERS}
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for path in sorted([*(work.config / "codebook").glob("*.csv"), *(work.config / "codes").glob("*.csv")]):
        rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
        if f"label_{WRITTEN}" in rows[0]:
            at = rows[0].index(f"label_{WRITTEN}")
            rows = [[*row, *(row[at] if n else f"label_{each}" for each in OTHERS)] for n, row in enumerate(rows)]
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows(rows)
    for language in OTHERS:
        (work.templates / language).mkdir()
        for path in sorted(work.templates.glob("*.jinja")):
            text = path.read_text(encoding="utf-8").replace("The pupils slept", f"This is {language}. The pupils slept")
            (work.templates / language / path.name).write_text(text, encoding="utf-8")


def shared_results(work) -> dict[str, int]:
    """What all editions share -> what tells one writing of it from the next."""
    parts = ("ingest", "clean", "respond", "weight", "records")
    files = (path for part in parts for path in (work.private.parent / part).rglob("*") if path.is_file())
    return {str(path): path.stat().st_mtime_ns for path in files}


def test_one_evaluation_gives_a_report_in_every_language(tiny):
    say_numbers(tiny, WRITTEN)
    in_every_language(tiny)
    tiny.snakemake()
    shared = shared_results(tiny)
    assert shared and numbers_missing(tiny, WRITTEN) == []
    for language in OTHERS:
        work = dataclasses.replace(tiny, edition=f"{tiny.edition}_{language}")
        work.snakemake("report", "--config", f"edition={work.edition}")
        assert numbers_missing(work, language) == [] and f"This is {language}." in work.texts()["wellbeing"]
        with zipfile.ZipFile(work.build / "report.docx") as package:
            document, styles = (package.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
        text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", document))
        for key in ("received", "forms_dropped", "total", "checksum", "coverage_report", "contents"):
            assert word(key, language) in text, (language, key)
        table = word("table", language).capitalize()
        assert f"{table}\u00a0" in text or f"{table} " in text
        assert "Instituttet" in text and "The institute" not in text
        assert f'w:lang w:val="{language_tag(language)}"' in styles
        assert (work.build / "report.pdf").stat().st_size > 0
    assert shared_results(tiny) == shared and tiny.snakemake().jobs == (0, 0)
