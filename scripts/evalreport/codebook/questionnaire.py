"""The questionnaire as it reads, from the codebook."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.jumps import Jump
from evalreport.codebook.value_sets import parse_codes
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number
from evalreport.words.sentences import join_words

Question = tuple[Variable, ...]  # one variable, or the items of a battery


def questionnaire(book: Codebook, language: str) -> list[dict[str, Any]]:
    """The questions in order: number (its own, else counted), label, answers, items of a battery, waves (only where not all asked
    it), asked_of.

    Identifiers, variables in no export (derived ones), and boxes and lines beside a question are not questions. A jump stands at the
    first of the questions behind it.
    """
    questions = questions_of(book)
    own = [items[0].printed.number or str(number) for number, items in enumerate(questions, start=1)]
    numbers = {item.name: number for number, items in zip(own, questions, strict=True) for item in items}
    entries = [_entry(number, items, book, language) for number, items in zip(own, questions, strict=True)]
    for entry, led in zip(entries, _led_here(questions), strict=True):
        parts = [
            _asked_if(jumps, entry["number"], own[last - 1], numbers, book, language) for last, jumps in led.items()
        ]
        entry["asked_of"] = entry["asked_of"] or "; ".join(part for part in parts if part)
    return entries


def questions_of(book: Codebook) -> list[Question]:
    """The questions: a variable each, or the items of a battery; what stands beside a question is none of its own."""
    found: dict[str, Question] = {}
    for variable in book.variables:
        if variable.type != "id" and variable.sources and not variable.printed.beside:
            own = book.battery(variable.battery) if variable.battery else (variable,)
            own = tuple(item for item in own if not item.printed.beside)
            found.setdefault(variable.battery and f"battery {variable.battery}" or variable.name, own)
    return list(found.values())


def _jumps(items: Question) -> tuple[Jump, ...]:
    """The conditions that all items have: those of single items are no jump past the question."""
    return tuple(jump for jump in items[0].jumps if all(jump in item.jumps for item in items))


def _led_here(questions: Sequence[Question]) -> Iterable[dict[int, list[Jump]]]:
    """A mapping a question: number of the last question in a row that a jump leads to -> the jumps that begin to lead here."""
    behind = [_jumps(items) for items in questions]
    for number, jumps in enumerate(behind, start=1):
        led: dict[int, list[Jump]] = {}
        for jump in jumps:
            if number == 1 or jump not in behind[number - 2]:
                last = next((n for n in range(number, len(behind)) if jump not in behind[n]), len(behind))
                led.setdefault(last, []).append(jump)
        yield led


def _asked_if(
    jumps: Iterable[Jump], first: str, last: str, numbers: Mapping[str, str], book: Codebook, language: str
) -> str:
    """`dem som svarte «Ja» på spørsmål 13 (spørsmål 14 til 17)`; a gate that the waves shown did not ask is left out."""
    who = [
        _condition(book.variable(jump.gate), jump, numbers[jump.gate], book, language)
        for jump in jumps
        if jump.gate in numbers
    ]
    said = join_words(who, language) if who else ""
    if not who or first == last:
        return said
    return word("asked_if_questions", language).format(who=said, first=first, last=last)


def _condition(gate: Variable, jump: Jump, number: str, book: Codebook, language: str) -> str:
    answers = join_words(_opening(gate, jump, book, language), language, "or")
    if gate.battery:
        return word("asked_if_item", language).format(answers=answers, item=gate.label(language), question=number)
    return word("asked_if", language).format(answers=answers, question=number)


def _opening(gate: Variable, jump: Jump, book: Codebook, language: str) -> list[str]:
    """The answers that lead on, in quotes; of a number what it must be."""
    if gate.is_coded:
        valid = book.value_set(gate.value_set).valid
        quote = word("alt_quote", language)
        return [quote.format(text=choice.label(language)) for choice in valid if jump.opens(choice.code)]
    return [_range(low, high, language) for low, high in parse_codes(jump.codes)[0]]


def _range(low: float, high: float, language: str) -> str:
    least, most = (
        format_number(end, 0 if float(end).is_integer() else 2, language) if abs(end) < float("inf") else ""
        for end in (low, high)
    )
    if least == most:
        return least
    key = "between" if least and most else "at_least" if least else "at_most"
    return word(key, language).format(least=least, most=most)


def _entry(number: str, items: Question, book: Codebook, language: str) -> dict[str, Any]:
    variable = items[0]
    return {
        "number": number,
        "label": book.batteries[variable.battery].label(language) if variable.battery else variable.label(language),
        "items": [_item(item, items, language) for item in items] if variable.battery else [],
        "answers": [*_answers(variable, book, language), *_beside(items, book, language)],
        "waves": _waves(items, book),
        "asked_of": variable.asked_of,
    }


def _item(item: Variable, items: Question, language: str) -> str:
    """The item, with its waves where not all items of the battery have the same."""
    alike = len({other.waves for other in items}) == 1
    return item.label(language) + ("" if alike else f" ({', '.join(item.waves)})")


def _waves(items: Question, book: Codebook) -> list[str]:
    alike = len({item.waves for item in items}) == 1
    return list(items[0].waves) if alike and len(items[0].waves) < len(book.waves) else []


def _beside(items: Question, book: Codebook, language: str) -> list[str]:
    """The boxes and open answers beside a question that have a wording of their own."""
    names = [item.name for item in items]
    return [v.label(language) for v in book.variables if v.printed.beside in names and v.labels.get(language)]


def _answers(variable: Variable, book: Codebook, language: str) -> list[str]:
    if not variable.is_coded or variable.type == "tick":
        return []
    choices = book.value_set(variable.value_set).choices
    return [f"{c.code} = {c.label(language)}" if c.label(language) != str(c.code) else str(c.code) for c in choices]
