"""A questionnaire as it was printed, as Markdown: parts, questions with their numbers, boxes, grids and lines to write on."""

from collections.abc import Mapping, Sequence
from typing import Any

from evalreport.markdown.grid import Grid, escape, markdown
from evalreport.words.catalogue import word

BOX = "\u25fb"  # white medium square: narrow, and in the fonts of the report
LINE = "…" * 24
SHORT = "…" * 8
GRID = "grid"


def form_block(entries: Sequence[Mapping[str, Any]], language: str) -> str:
    """The form; entries: of `codebook.printed_form`."""
    return "\n\n".join(part for entry in entries for part in (*_heading(entry), *_question(entry, language)))


def _heading(entry: Mapping[str, Any]) -> list[str]:
    part = entry["part"]
    if not part or not part["label"]:
        return []
    heading = [f"## {escape(part['label'])} {{.unnumbered .unlisted}}"]
    return heading + ([f"*{escape(part['instruction'])}*"] if part["instruction"] else [])


def _question(entry: Mapping[str, Any], language: str) -> list[str]:
    waves = f" ({', '.join(entry['waves'])})" if entry["waves"] else ""
    parts = [f"**{escape(entry['number'])}.** {escape(entry['label'])}{escape(waves)}"]
    if entry["asked_of"]:
        parts.append(f"*{word('asked_of', language)}: {escape(entry['asked_of'])}*")
    if entry["instruction"]:
        parts.append(f"*{escape(entry['instruction'])}*")
    asked = "\\\n".join(parts)  # lines of one paragraph, which stays with what is below
    return [f"::: lead\n{asked}\n:::" if entry["kind"] == GRID else asked, *BELOW[entry["kind"]](entry)]


def _on_a_line(entry: Mapping[str, Any]) -> list[str]:
    """A line to write on with the boxes beside it; of a battery a line an item."""
    boxes = "".join(f"   {BOX} {escape(label)}" for label, box in entry["beside"] if box)
    lines = [f"{_lettered(label, letter)} {SHORT}" for label, letter, _ in entry["rows"]] or [LINE + boxes]
    return [_lines(lines), *_written_below(entry)]


def _boxes(entry: Mapping[str, Any]) -> list[str]:
    """A box an answer, with a line to write on where one follows."""
    rows = [f"{BOX} {_lettered(label, letter)}{f' {SHORT}' if line else ''}" for label, letter, line in entry["rows"]]
    return [_lines(rows), *_written_below(entry)]


def _grid(entry: Mapping[str, Any]) -> list[str]:
    """The items down, the answers across, a box where they meet."""
    head = ("", *(escape(answer) for answer in entry["columns"]))
    rows = tuple(
        (f"{_lettered(label, letter)}{f' {SHORT}' if line else ''}", *(BOX for _ in entry["columns"]))
        for label, letter, line in entry["rows"]
    )
    return [markdown(Grid(head, rows))]


def _written_below(entry: Mapping[str, Any]) -> list[str]:
    return [f"{escape(label)} {LINE}".strip() for label, box in entry["beside"] if not box]


def _lettered(label: str, letter: str) -> str:
    return escape(f"{letter}) {label}" if letter else label)


def _lines(lines: Sequence[str]) -> str:
    """Lines of one paragraph, none of them joined to the next (a line block of pandoc)."""
    return "\n".join(f"| {line}" for line in lines)


BELOW = {"line": _on_a_line, "choices": _boxes, "boxes": _boxes, GRID: _grid}
