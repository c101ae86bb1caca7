"""Chapters (Markdown) and figures become one report: report.docx and report.pdf.

Pandoc (inside pypandoc) reads a job with `report_templates/shared/report.lua`, which numbers headings, tables and
figures and resolves every cross-reference; what pandoc writes is finished by `docx_finish` or printed by `typst_pdf`.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from evalreport.assemble.front import author_lines, colophon, series_line
from evalreport.assemble.word_pages import count_pages, measurable, styles_of
from evalreport.chapters.bibliography import load_bibliography
from evalreport.docx.finish import Geometry, finish_docx, geometry_of
from evalreport.docx.gate import problems_in_docx
from evalreport.docx.reference import complete_reference, reference_problems
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.writing import writing
from evalreport.programs.pandoc import run_pandoc
from evalreport.programs.typst import GEOMETRY, print_pdf
from evalreport.words.catalogue import LANGUAGES, about, citation_style, language_tag, word
from evalreport.words.dates import NO_DAY, day_in
from evalreport.words.numbers import decimal_mark

# No automatic ids: "Oppsummering" stands in every chapter. No raw formats: they would reach one output only.
MARKDOWN = (
    "markdown-auto_identifiers-implicit_header_references-yaml_metadata_block"
    "-tex_math_dollars-raw_tex-raw_html-raw_attribute-markdown_in_html_blocks-native_divs-native_spans-pandoc_title_block"
)

CHARACTERS_PER_CM = {"docx": 6.3, "typst": 5.9, "html": 5.9}  # table text: 9 pt Calibri, 8.5 pt Open Sans
FIGURE_FORMAT = {"docx": "png", "typst": "svg", "html": "svg"}
REQUIRED = ("title", "language", "status")


@dataclass(frozen=True)
class ChapterSource:
    """A chapter file (Markdown, or pandoc's JSON) and its place: a number, an appendix number, or neither (preface, summary).

    A chapter that is not `shown` is counted and may be referred to, but is not printed. language: of one in another than the report's.
    """

    path: Path
    number: int | None = None
    appendix: int | None = None
    shown: bool = True
    part: str = ""  # the heading of the part that begins with it
    language: str = ""


def chapter_sources(paths: Sequence[str | Path], numbering: Sequence[Mapping[str, Any]]) -> list[ChapterSource]:
    """Chapter files with their places, in the same order: numbering holds {"number": 8}, {"appendix": 3} or neither, a "part" and a
    "language"."""
    return [
        ChapterSource(
            Path(path),
            place.get("number"),
            place.get("appendix"),
            part=place.get("part", ""),
            language=place.get("language", ""),
        )
        for path, place in zip(paths, numbering, strict=True)
    ]


def lone_chapter(
    path: Path, order: Sequence[Mapping[str, Any]], outlines: Mapping[str, str], folder: Path
) -> list[ChapterSource]:
    """All chapters of an edition, of which only the one in `path` is printed.

    order: {"id", "number", "appendix"} a chapter; outlines: the other chapters (`one_chapter.outline`), written to `folder`.
    """
    sources = []
    for place in order:
        shown = place["id"] not in outlines
        file = path if shown else folder / f"{place['id']}.md"
        if not shown:
            file.write_text(outlines[place["id"]], encoding="utf-8")
        language = place.get("language", "")
        sources.append(ChapterSource(file, place["number"], place["appendix"], shown, language=language))
    return sources


def assemble_docx(
    chapters: Sequence[ChapterSource],
    figures: Path,
    metadata: Mapping[str, Any],
    templates: Path,
    output: Path,
    reference: Path | None = None,
    alone: bool = False,
    measured: Sequence[ChapterSource] | None = None,
) -> None:
    """Write report.docx; `figures` holds <exhibit>.png, `reference` replaces templates/reference.docx.

    measured: the chapters as a reader sees them, for the page numbers, where `chapters` hold marks that go before
    the file is read. Raises BadInput with every unresolved reference, repeated id, missing figure, caption or alt text.
    """
    _check_metadata(metadata)
    ours = Path(templates) / "reference.docx"
    with _completed(reference, ours) as ready:
        _write_docx(chapters, figures, metadata, templates, output, ready, alone, measured or chapters)


@contextmanager
def _completed(reference: Path | None, ours: Path) -> Iterator[Path]:
    """The reference.docx to use: ours as it is, one of a team with what it lacks."""
    if reference is None or Path(reference).resolve() == ours.resolve():
        yield ours
        return
    raise_if(reference_problems(Path(reference)))
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "reference.docx"
        complete_reference(Path(reference), ours, ready)
        yield ready


def _write_docx(
    chapters: Sequence[ChapterSource],
    figures: Path,
    metadata: Mapping[str, Any],
    templates: Path,
    output: Path,
    reference: Path,
    alone: bool,
    measured: Sequence[ChapterSource],
) -> None:
    geometry = geometry_of(reference)
    job = _job("docx", chapters, figures, metadata, geometry, templates, alone)
    printed = {**job, "chapters": [_chapter(chapter) for chapter in measured]}
    job["pages"] = [] if alone else _pages(printed, reference, Path(figures), Path(templates))
    with writing(output) as temporary:
        _pandoc(job, templates, "docx", ["--reference-doc", str(reference), "--output", str(temporary)])
        finish_docx(temporary, job["title"], metadata["language"], not (job["pages"] or alone), titled=not alone)
        raise_if(problems_in_docx(temporary, str(output)))


def assemble_pdf(
    chapters: Sequence[ChapterSource],
    figures: Path,
    metadata: Mapping[str, Any],
    templates: Path,
    output: Path,
    alone: bool = False,
) -> None:
    """Write report.pdf (tagged: PDF/UA-1, PDF/A-2a); `figures` holds <exhibit>.svg. Raises BadInput as for Word."""
    _check_metadata(metadata)
    job = _job("typst", chapters, figures, metadata, GEOMETRY, templates, alone)
    source = _pandoc(job, templates, "typst", ["--wrap", "none"])
    with writing(output) as temporary:
        print_pdf(source, job, Path(figures), Path(templates), temporary, seconds_of(job["title"]["day"]))


def html_blocks(
    chapters: Sequence[ChapterSource],
    figures: Path,
    metadata: Mapping[str, Any],
    templates: Path,
    data: Mapping[str, str],
) -> str:
    """All chapters as HTML blocks, without a page around them; `figures` holds <exhibit>.svg.

    data: figure -> its numbers as a grid table (`grid.markdown`), printed under it. Raises BadInput as for Word.
    """
    _check_metadata(metadata)
    job = _job("html", chapters, figures, metadata, GEOMETRY, templates, False)
    words = {**job["words"], "numbers_of": word("output_numbers_of", metadata["language"])}
    options = ["--wrap", "none", "--section-divs=false"]
    return _pandoc({**job, "words": words, "data": dict(data)}, templates, "html5", options)


def _pages(job: Mapping[str, Any], reference: Path, figures: Path, templates: Path) -> list[int]:
    """Page numbers for Word's contents; none where they cannot be known, so that none is wrong."""
    styles = styles_of(reference)
    if not measurable(styles):
        return []
    source = _pandoc({**job, "format": "typst"}, templates, "typst", ["--wrap", "none"])
    return count_pages(source, job, styles, figures, templates)


def _check_metadata(metadata: Mapping[str, Any]) -> None:
    """Title, language and status are there, and the last two are of the known ones."""
    problems = [Problem("report metadata", key, "is missing", "A text") for key in REQUIRED if not metadata.get(key)]
    known = {"language": LANGUAGES, "status": ("draft", "final")}
    for key, values in known.items():
        if metadata.get(key) and metadata[key] not in values:
            problems.append(Problem("report metadata", key, f"is {metadata[key]!r}", f"One of {', '.join(values)}"))
    raise_if(problems)


def _job(
    format: str,
    chapters: Sequence[ChapterSource],
    figures: Path,
    metadata: Mapping[str, Any],
    geometry: Geometry,
    templates: Path,
    alone: bool,
) -> dict[str, Any]:
    """Everything the Lua reader needs, as plain data."""
    language = metadata["language"]
    lone = {"alone": chapter_line(next(chapter for chapter in chapters if chapter.shown), metadata)} if alone else {}
    return {
        **lone,
        "literature": literature(metadata.get("bibliography", ()), templates, language),
        "format": format,
        "markdown": MARKDOWN,
        "status": metadata["status"],
        "language": language,
        "figures": str(Path(figures).resolve()),
        "figure_format": FIGURE_FORMAT[format],
        "characters_per_cm": CHARACTERS_PER_CM[format],
        "portrait": {"width": geometry.width, "height": geometry.height},
        "landscape": {"width": geometry.landscape_width, "height": geometry.landscape_height},
        "words": _words(language),
        "quotes": about(language)["quotes"],
        "decimal_mark": decimal_mark(language),
        "title": title_page(metadata),
        "chapters": [_chapter(chapter) for chapter in chapters],
    }


def _chapter(chapter: ChapterSource) -> dict[str, Any]:
    place = {"number": chapter.number, "appendix": chapter.appendix}
    known: dict[str, Any] = {key: value for key, value in place.items() if value is not None}
    if chapter.part:
        known |= {"part": chapter.part}
    if chapter.language:
        known |= {"lang": language_tag(chapter.language), "words": _words(chapter.language)}
    return {"path": str(chapter.path), "shown": chapter.shown, **known}


def _words(language: str) -> dict[str, str]:
    """The program's words in the report's language; a capital key has a capital word."""
    names = ("table", "figure", "section", "chapter", "appendix", "contents", "and", "references", "continued")
    plain = {key: word(key, language) for key in names}
    capital = {key.capitalize(): plain[key].capitalize() for key in ("table", "figure", "appendix")}
    lists = {
        "tables": "list_of_tables",
        "figures": "list_of_figures",
        "abstract": "abstract",
        "findings": "key_findings",
    }
    return {**plain, **capital, **{key: word(name, language) for key, name in lists.items()}}


def literature(files: Sequence[str | Path], templates: Path, language: str) -> dict[str, Any]:
    """What citeproc needs: bibliographies, the keys in them, the CSL style and the language."""
    paths = [Path(path).resolve() for path in files]
    keys = sorted({key for folder in {path.parent for path in paths} for key in load_bibliography(folder)})
    name, locale = citation_style(language)
    style = Path(templates).resolve() / "csl" / name
    return {"files": [str(path) for path in paths], "keys": keys, "style": str(style), "lang": locale}


def chapter_line(chapter: ChapterSource, metadata: Mapping[str, Any]) -> str:
    """The line over a chapter on its own: "Chapter 8, draft"; the report's title for a chapter without a number."""
    language = metadata["language"]
    place = ("chapter", chapter.number) if chapter.number else ("appendix", chapter.appendix)
    parts = [f"{word(place[0], language)} {place[1]}" if place[1] else metadata["title"]]
    if metadata["status"] == "draft":
        parts.append(word("draft", language).lower())
    line = ", ".join(parts)
    return line[0].upper() + line[1:]


def title_page(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The words of the title page in their order; what is not known is left out."""
    language = metadata["language"]
    commissioner = metadata.get("commissioner")
    details = (
        metadata.get("edition"),
        series_line(metadata),
        metadata.get("institution"),
        f"{word('commissioner', language)}: {commissioner}" if commissioner else None,
        metadata.get("date"),
    )
    abstract = metadata.get("abstract")
    return {
        "title": metadata["title"],
        "subtitle": metadata.get("subtitle") or None,
        "authors": [*metadata.get("authors", [])],
        "author_lines": author_lines(metadata),
        "colophon": colophon(metadata),
        "details": [str(detail) for detail in details if detail],
        "data_note": metadata.get("data_note") or None,
        "draft": word("draft", language) if metadata["status"] == "draft" else None,
        "abstract": [part.strip() for part in abstract.split("\n\n")] if abstract else None,
        "keywords": [*metadata.get("keywords", [])],
        "status": word(metadata["status"], language).capitalize(),
        "company": metadata.get("institution") or None,
        "day": day_in(str(metadata.get("date") or "")),
    }


def seconds_of(day: str | None) -> int:
    """When a file says that it was made, in seconds since 1970: the start of the edition's day (ISO 8601, UTC), never the build's time."""
    return int(datetime.fromisoformat(f"{day or NO_DAY}T00:00:00+00:00").timestamp())


def _pandoc(job: Mapping[str, Any], templates: Path, target: str, options: Sequence[str]) -> str:
    """What pandoc writes for the job; problems found by the reader are raised as BadInput."""
    known = {**job, "title": {key: value for key, value in job["title"].items() if value is not None}}
    reader = Path(templates).resolve() / "report.lua"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(seconds_of(job["title"]["day"]))}
    text = json.dumps(known, ensure_ascii=False)
    done = run_pandoc(str(reader), target, *options, text=text, environment=environment)
    problems = [_problem(line) for line in done.stderr.splitlines() if line.startswith("PROBLEM\t")]
    raise_if(problems)
    if done.returncode:
        raise BadInput([Problem("report", target, f"pandoc stopped: {done.stderr.strip()}")])
    return done.stdout


def _problem(line: str) -> Problem:
    """`PROBLEM <tab> file <tab> place <tab> found <tab> expected` as the reader prints it."""
    _, file, place, found, expected = line.split("\t")
    return Problem(file, place, found, expected[:1].upper() + expected[1:])
