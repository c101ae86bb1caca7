"""The new report as a Word file in which everything that differs is a tracked change.

Pandoc writes spans of class insertion and deletion as Word's own tracked changes, so chapters are merged as Markdown, tables cell by
cell as pandoc's JSON, and put together like any report: numbers, cross-references and figures are those of the new one. What cannot be
tracked (a figure, a table that is new or has another head) has a comment at its caption.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalreport.assemble.report import MARKDOWN, assemble_docx, chapter_sources
from evalreport.docx.validity import number_revisions
from evalreport.docx.xml import Element, properties, put, read_package, to_bytes, w, write_package
from evalreport.files.writing import writing
from evalreport.programs.pandoc import run_pandoc
from evalreport.review.figures import LOOK, VALUES, WORDS, FigureFiles, figure_change
from evalreport.review.word.parts import captions, tables
from evalreport.review.word.tables import Json, merged_table
from evalreport.review.word.text import AUTHOR, DATE, Earlier, tracked_chapter
from evalreport.words.catalogue import counted_word, word


def tracked_report(
    old: Mapping[str, str],
    old_figures: Mapping[str, FigureFiles],
    chapters: Sequence[str],
    numbering: Sequence[Mapping[str, Any]],
    figures: str,
    metadata: Mapping[str, Any],
    templates: str,
    reference: str,
    output: Path,
) -> None:
    """Write `output`. old: chapter -> its Markdown in the earlier build; old_figures: exhibit -> the files of its figure there; the
    others as `scripts/assemble_docx.py` has them.

    Raises BadInput as assembling does.
    """
    new = {Path(path).stem: Path(path).read_text(encoding="utf-8") for path in chapters}
    with tempfile.TemporaryDirectory() as folder:
        merged = tracked_chapters(old, old_figures, new, Path(figures), metadata["language"], Path(folder))
        ready = Path(folder) / "report.docx"
        sources = chapter_sources(merged, numbering)
        assemble_docx(sources, Path(figures), metadata, Path(templates), ready, Path(reference))
        with writing(output) as temporary:
            write_package(_with_whole_changes(read_package(ready)), temporary)


def tracked_chapters(
    old: Mapping[str, str],
    old_figures: Mapping[str, FigureFiles],
    new: Mapping[str, str],
    figures: Path,
    language: str,
    folder: Path,
) -> list[Path]:
    """Write the merged chapters to `folder`: their files, in the order of `new`. A chapter that is new is left as it is."""
    earlier, now = _everywhere(old), _everywhere({name: text for name, text in new.items() if name in old})
    merged = _merged_tables(_all_tables(old), _all_tables({name: new[name] for name in new if name in old}))
    comments = {
        **_table_comments(earlier, now, merged, language),
        **_figure_comments(earlier, now, old_figures, figures, language),
    }
    numbered = {id: (number, comments[id]) for number, id in enumerate(sorted(comments), start=1)}
    paths = []
    for name, text in new.items():
        known = Earlier(old[name], language, earlier, numbered) if name in old else None
        marked = tracked_chapter(known, text) if known else text
        here = {id: merged[id] for id in tables(text) if merged.get(id) is not None} if known else {}
        path = folder / f"{name}.{'json' if here else 'md'}"
        path.write_text(_with_tables(marked, here) if here else marked, encoding="utf-8")
        paths.append(path)
    return paths


def _everywhere(chapters: Mapping[str, str]) -> dict[str, str]:
    """Table or figure -> its caption, of all chapters."""
    return {id: caption for text in chapters.values() for id, caption in captions(text).items()}


def _all_tables(chapters: Mapping[str, str]) -> dict[str, str]:
    return {id: table for text in chapters.values() for id, table in tables(text).items()}


def _merged_tables(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Json | None]:
    """Table -> both versions as one, None where that cannot be; of those in both builds that are not the same."""
    names = [id for id in new if id in old and old[id] != new[id]]
    before, after = (_read_tables([side[id] for id in names]) for side in (old, new))
    return {id: merged_table(was, now) for id, was, now in zip(names, before, after, strict=True)}


def _read_tables(texts: Sequence[str]) -> list[Json]:
    return [_table_in(block) for block in _pandoc("\n\n".join(texts))["blocks"] if block["t"] == "Div"] if texts else []


def _table_in(div: Json) -> Json:
    return next(block for block in div["c"][1] if block["t"] == "Table")


def _pandoc(text: str) -> Json:
    done = run_pandoc(MARKDOWN, "json", text=text)
    done.check_returncode()
    return json.loads(done.stdout)


def _with_tables(text: str, merged: Mapping[str, Json]) -> str:
    """A chapter as JSON with tables put into their fences; their captions are those of the text."""
    document = _pandoc(text)

    def put(blocks: list[Json]) -> None:
        for block in blocks:
            if block["t"] == "Div" and block["c"][0][0] in merged:
                table = _table_in(block)
                table["c"] = [*table["c"][:2], *merged[block["c"][0][0]]["c"][2:]]
            elif block["t"] == "Div":
                put(block["c"][1])

    put(document["blocks"])
    return json.dumps(document, ensure_ascii=False)


def _table_comments(
    old: Mapping[str, str], new: Mapping[str, str], merged: Mapping[str, Json | None], language: str
) -> dict[str, str]:
    added = {id: word("tracked_new_table", language) for id in new if id.startswith("tbl-") and id not in old}
    return {**added, **{id: word("tracked_other_head", language) for id, table in merged.items() if table is None}}


def _figure_comments(
    old: Mapping[str, str], new: Mapping[str, str], files: Mapping[str, FigureFiles], figures: Path, language: str
) -> dict[str, str]:
    found = {}
    for id in (id for id in new if id.startswith("fig-")):
        name = id.removeprefix("fig-")
        if id not in old:
            found[id] = word("tracked_new_figure", language)
        elif name in files:
            change, count = figure_change(files[name], FigureFiles.of(figures, name))
            if change == VALUES:
                found[id] = counted_word("tracked_values", count, language).format(n=count)
            elif change:
                found[id] = word({WORDS: "tracked_words", LOOK: "tracked_look"}[change], language)
    return found


_TEXTS = ("word/document.xml", "word/footnotes.xml")  # where changes are tracked


def _with_whole_changes(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Rows and paragraphs of which every word is gone, or new, are gone or new themselves: accepting or rejecting takes them away."""
    from lxml import etree

    roots = {name: etree.fromstring(parts[name]) for name in _TEXTS if name in parts}
    root = roots["word/document.xml"]
    for element in [*root.iter(w("tr"), w("p"))]:
        kind, marks = _kind_of(element), _marks_of(element)
        if kind and marks is not None:
            mark = etree.SubElement(marks, w(kind))
            for key, value in (("id", "0"), ("author", AUTHOR), ("date", DATE)):
                mark.set(w(key), value)
    number_revisions(roots.values())
    return {**parts, **{name: to_bytes(each) for name, each in roots.items()}}


def _marks_of(element: Element) -> Element | None:
    """Where a row or a paragraph says that it is gone or new; a paragraph that ends a cell or a section stays."""
    if element.tag == w("tr"):
        return properties(element, "trPr")
    about = properties(element, "pPr")
    held = element.getparent().tag == w("tc") or about.find(w("sectPr")) is not None
    return None if held else put(about, "rPr")


def _kind_of(element: Element) -> str:
    """del | ins where all the text of a row or paragraph is deleted, or inserted, else nothing."""
    gone = any((text.text or "").strip() for text in element.iter(w("delText")))
    here = [text for text in element.iter(w("t")) if (text.text or "").strip()]
    if not here:
        return "del" if gone else ""
    return "" if gone or not all(any(up.tag == w("ins") for up in t.iterancestors()) for t in here) else "ins"
