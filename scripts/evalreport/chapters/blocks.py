"""Blocks a template puts on the page: tables, figures, the questionnaire, the files and software used."""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from evalreport.chapters.references import reference_functions
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.breakdown import breakdown
from evalreport.exhibits.printed import grid_of, note
from evalreport.files.estimates import TOTAL
from evalreport.markdown.grid import Grid, escape, markdown, quoted
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number
from evalreport.words.sentences import join_words


def references_block(evidence: Evidence) -> str:
    """The references as citeproc wrote them, each in the form of an entry of the bibliography; a part without any has no heading."""
    view = evidence.view
    parts: list[str] = []
    number = count(1)
    for group in view.groups:
        heading = "" if group.id == TOTAL else group.id
        own = [cell for cell in evidence.texts if cell["heading"] == heading]
        if own and heading:
            parts.append(f"### {escape(group.label)} {{.unnumbered}}")
        for kind in [*((item.id, item.label) for item in view.categories), ("", "")]:
            entries = [cell["text"] for cell in own if cell["column"] == kind[0]]
            if entries and kind[1]:
                parts.append(f"*{escape(kind[1])}*")
            parts += [f"::: {{#{view.exhibit}-{next(number)} .csl-entry}}\n{entry}\n:::" for entry in entries]
    return "\n\n".join(parts)


_PARAGRAPHS = re.compile(r"\n\s*\n")


def note_block(text: str, behind: str = "") -> str:
    """A note as the assembly expects it, its paragraphs apart; "" for no text. behind: Markdown that ends it."""
    paragraphs = [escape(part.strip()) for part in _PARAGRAPHS.split(text) if part.strip()]
    if behind:
        paragraphs = [*paragraphs[:-1], " ".join([*paragraphs[-1:], behind])]
    return "::: note\n{}\n:::".format("\n\n".join(paragraphs)) if paragraphs else ""


NAMED = 3  # items named in a note that others test too; more would be a list of their own


def retested_note(others: Mapping[str, Sequence[str]], displays: Mapping[str, str], language: str) -> str:
    """That earlier exhibits test the same on answers put together otherwise, as Markdown; "" where none does.

    others: earlier exhibit -> labels of what is tested there too, [] for all of it; displays: exhibit -> table or figure.
    """
    refer = reference_functions(displays)["ref"]
    many = len({label for labels in others.values() for label in labels}) > NAMED
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for exhibit, labels in others.items():
        key = "retested" if not labels else "retested_some" if many else "retested_items"
        alike.setdefault((key, () if many else tuple(labels)), []).append(refer(exhibit))
    return " ".join(_retested(key, labels, found, language) for (key, labels), found in alike.items())


def _retested(key: str, labels: Sequence[str], references: Sequence[str], language: str) -> str:
    items = join_words([word("alt_quote", language).format(text=label) for label in labels], language) if labels else ""
    before, after = word(key, language).replace("{items}", items).split("{references}")
    return escape(before) + join_words(references, language) + escape(after)


def table_block(evidence: Evidence, values_note: str, landscape: bool, behind: str = "") -> str:
    """An exhibit as a captioned grid table with its note; behind: Markdown that ends the note."""
    view = evidence.view
    body = markdown(grid_of(evidence), landscape)
    table = f"::: {{#tbl-{view.exhibit} .exhibit}}\n{body}\n\n: {escape(view.title)}\n:::"
    parts = [table, note_block(note(evidence, values_note), behind)]
    if landscape:
        parts = ["::: landscape", *parts, ":::"]
    parts.append(_breakdown_block(evidence))
    return "\n\n".join(part for part in parts if part)


def figure_block(evidence: Evidence, alt: str, values_note: str, behind: str = "") -> str:
    """An exhibit as a captioned figure with alt text and its note; behind: Markdown that ends the note."""
    view = evidence.view
    figure = f'![{escape(view.title)}]({view.exhibit}){{#fig-{view.exhibit} alt="{quoted(alt)}"}}'
    parts = (figure, note_block(note(evidence, values_note), behind), _breakdown_block(evidence))
    return "\n\n".join(part for part in parts if part)


def _breakdown_block(evidence: Evidence) -> str:
    """What the background of an exhibit shows, as a paragraph; "" where its plan does not ask for it."""
    return escape(" ".join(breakdown(evidence))) if evidence.view.sentences else ""


def questionnaire_block(entries: Sequence[Mapping[str, Any]], language: str) -> str:
    """The questionnaire: question wording, answers, and the waves that asked it.

    entries: number, label, answers (list of `code = label`), waves, asked_of, items (labels of a battery's items).
    """
    return "\n\n".join(_question(entry, language) for entry in entries)


def _question(entry: Mapping[str, Any], language: str) -> str:
    waves = f" ({', '.join(entry['waves'])})" if entry["waves"] else ""
    lines = [f"**{escape(str(entry['number']))}.** {escape(entry['label'])}{escape(waves)}"]
    if entry["asked_of"]:
        lines.append(f"*{word('asked_of', language)}: {escape(entry['asked_of'])}*")
    if entry["items"]:
        lines.append("\n".join(f"- {escape(item)}" for item in entry["items"]))
    if entry["answers"]:
        lines.append("::: answers\n" + escape("; ".join(entry["answers"])) + "\n:::")
    return "\n\n".join(lines)


def inputs_block(manifests: Sequence[Mapping[str, Any]], language: str, rows_told: bool = True) -> str:
    """The raw files with rows, columns (of exports of answers) and the start of their checksum.

    rows_told: not where they could give a withheld number away.
    """
    head = tuple(word(key, language) for key in ("file", "rows", "columns", "checksum"))
    rows = tuple(
        (
            escape(str(m["file"])),
            "–"
            if "rows" not in m
            else format_number(m["rows"], 0, language)
            if rows_told
            else word("suppressed_sign", language),
            format_number(m["columns"], 0, language) if "columns" in m else "–",
            f"`{m['sha256'][:16]}`",
        )
        for m in sorted(manifests, key=lambda m: str(m["file"]))
    )
    return _plain_table("inputs", Grid(head, rows), word("inputs_caption", language))


def software_block(versions: Mapping[str, str], language: str) -> str:
    """Programs and their versions."""
    head = (word("program", language), word("version", language))
    rows = tuple((escape(name), escape(version)) for name, version in sorted(versions.items()))
    return _plain_table("software", Grid(head, rows), word("software_caption", language))


def _plain_table(name: str, grid: Grid, caption: str) -> str:
    return f"::: {{#tbl-{name} .exhibit}}\n{markdown(grid)}\n\n: {escape(caption)}\n:::"
