"""The questionnaire as it was printed: parts, own numbers, instructions, boxes, grids of answers and lines to write on, as plain data."""

from collections.abc import Sequence
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.printed import OPEN
from evalreport.codebook.questionnaire import Question, questionnaire, questions_of

LINE, CHOICES, BOXES, GRID = "line", "choices", "boxes", "grid"  # what stands below a question


def printed_form(book: Codebook, language: str) -> list[dict[str, Any]]:
    """The questions in order, each with the heading of the part that begins there.

    A question has number, label, asked_of and waves as in `questionnaire`, part ({label, instruction} or {}), instruction, kind (line |
    choices | boxes | grid), rows (choices, boxes: [label, letter, whether a line to write on follows]; grid: the same of the items),
    columns (grid: the answers) and beside (labels of boxes beside a line, and of lines below it).
    """
    entries, section = [], ""
    for told, items in zip(questionnaire(book, language), questions_of(book), strict=True):
        first = items[0]
        part = book.parts.get(first.section) if first.section != section else None
        section = first.section
        heading = (
            {"label": part.labels.get(language, ""), "instruction": part.instructions.get(language, "")} if part else {}
        )
        kept = {key: told[key] for key in ("number", "label", "asked_of", "waves")}
        instruction = first.printed.instructions.get(language, "")
        entries.append(kept | {"part": heading, "instruction": instruction} | _below(items, book, language))
    return entries


def _below(items: Question, book: Codebook, language: str) -> dict[str, Any]:
    first = items[0]
    beside = [v for v in book.variables if v.printed.beside in [item.name for item in items]]
    if first.type in OPEN and not first.battery:
        return {"kind": LINE, "rows": [], "columns": [], "beside": _labels(beside, language)}
    if not first.battery and first.type != "tick":
        rows = [
            [choice.label(language), "", any(v.printed.answer == str(choice.code) for v in beside)]
            for choice in book.value_set(first.value_set).choices
        ]
        below = [v for v in beside if not v.printed.answer]
        return {"kind": CHOICES, "rows": rows, "columns": [], "beside": _labels(below, language)}
    lines = {v.printed.beside for v in beside}
    rows = [[item.label(language), item.printed.letter, item.name in lines] for item in items]
    grid = first.type in ("single", "scale")
    columns = [choice.label(language) for choice in book.value_set(first.value_set).choices] if grid else []
    kind = GRID if grid else BOXES if first.type == "tick" else LINE
    return {"kind": kind, "rows": rows, "columns": columns, "beside": []}


def _labels(variables: Sequence[Variable], language: str) -> list[list[Any]]:
    """[label, whether it is a box] of what stands beside; a line without a wording has none."""
    return [[variable.labels.get(language, ""), variable.type == "tick"] for variable in variables]
