"""The questionnaire as it reads, from the codebook."""

from typing import Any

from evalreport.codebook.codebook import Codebook, Variable


def questionnaire(book: Codebook, language: str) -> list[dict[str, Any]]:
    """The questions in order: number, label, answers, items of a battery, waves (only where not all asked it), asked_of.

    Identifiers, and variables in no export (derived ones), are not questions.
    """
    entries: list[dict[str, Any]] = []
    done: set[str] = set()
    for variable in book.variables:
        if variable.type == "id" or not variable.sources or variable.battery in done:
            continue
        items = book.battery(variable.battery) if variable.battery else (variable,)
        done |= {variable.battery} - {""}
        entries.append(_entry(len(entries) + 1, variable, items, book, language))
    return entries


def _entry(
    number: int, variable: Variable, items: tuple[Variable, ...], book: Codebook, language: str
) -> dict[str, Any]:
    return {
        "number": number,
        "label": book.batteries[variable.battery].label(language) if variable.battery else variable.label(language),
        "items": [_item(item, items, language) for item in items] if variable.battery else [],
        "answers": _answers(variable, book, language),
        "waves": _waves(items, book),
        "asked_of": variable.asked_of,
    }


def _item(item: Variable, items: tuple[Variable, ...], language: str) -> str:
    """The item, with its waves where not all items of the battery have the same."""
    alike = len({other.waves for other in items}) == 1
    return item.label(language) + ("" if alike else f" ({', '.join(item.waves)})")


def _waves(items: tuple[Variable, ...], book: Codebook) -> list[str]:
    alike = len({item.waves for item in items}) == 1
    return list(items[0].waves) if alike and len(items[0].waves) < len(book.waves) else []


def _answers(variable: Variable, book: Codebook, language: str) -> list[str]:
    if not variable.is_coded or variable.type == "tick":
        return []
    choices = book.value_set(variable.value_set).choices
    return [f"{c.code} = {c.label(language)}" if c.label(language) != str(c.code) else str(c.code) for c in choices]
