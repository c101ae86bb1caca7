"""Conditions that the configuration writes, held against the codebooks: every variable and value must be known."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import Condition, date_range, is_date, number_ranges, parts
from evalreport.files.spreadsheets import suggestion

Found = tuple[str, str]  # what was found, what would be right


def condition_problems(where: Condition, books: Sequence[Codebook], waves: Sequence[str]) -> Iterator[Found]:
    """Variables and values that do not exist; a code that never occurs would give an empty group."""
    names = {name for book in books for name in book.names} | {"wave"}
    for name, wanted in parts(where):
        if name not in names:
            yield f"unknown variable {name!r}", suggestion(name, names)
            continue
        known = list(waves) if name == "wave" else _answers(name, books)
        for value in wanted:
            if value is None and name == "wave":
                yield "wave is never nothing", "Every respondent has one"
            elif value is not None:
                yield from _coded(name, value, known) if known else _uncoded(name, value, books)


def _coded(name: str, value: Any, known: Sequence[Any]) -> Iterator[Found]:
    """A value that is no code, and no range with one among its own."""
    if value in known:
        return
    codes = [code for code in known if isinstance(code, int)]
    named = str(value).strip() in map(str, known)  # a number in quotes, "-1" say, is meant as that code
    ranges = number_ranges(value) if codes and isinstance(value, str) and not named else ()
    if ranges:
        if not any(low <= code <= high for low, high in ranges for code in codes):
            yield f"{name} is never {value!r}", "Its codes are " + ", ".join(map(str, known))
        return
    yield f"{name} is never {value!r}", _meant(value, known)


def _uncoded(name: str, value: Any, books: Sequence[Codebook]) -> Iterator[Found]:
    """A value that no number or date can be."""
    types = {book.variable(name).type for book in books if name in book.names}
    check = CHECKS.get(next(iter(types))) if len(types) == 1 else None
    if check and (expected := check(value)):
        yield f"{name} is never {value!r}", expected


def _number(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    ranges = number_ranges(value)
    if not ranges:
        return 'Write a number, or a range in quotes: "30-39", "67-", "-17", "-5..5"'
    back = [(low, high) for low, high in ranges if low > high]
    return f'Write it the other way round: "{back[0][1]:g}-{back[0][0]:g}"' if back else ""


def _date(value: Any) -> str:
    text = str(value)
    if not is_date(text) and date_range(text) is None:
        return 'Write a day in quotes, "2024-06-30", or a range: "2024-01-01..2024-06-30", "2024-01-01.."'
    span = date_range(text) or ("", "")
    return f'Write it the other way round: "{span[1]}..{span[0]}"' if span[1] and span[0] > span[1] else ""


CHECKS: dict[str, Callable[[Any], str]] = {"number": _number, "year": _number, "date": _date}  # by type of variable


def _meant(code: Any, known: Sequence[Any]) -> str:
    """What would be right for a code that there is not: texts stand in quotes, numbers do not."""
    same = next((each for each in known if str(each) == str(code)), None)
    if same is None:
        return suggestion(str(code), map(str, known))
    return f"Write it in quotes: {same!r}" if isinstance(same, str) else f"Write the number without quotes: {same}"


def _answers(name: str, books: Sequence[Codebook]) -> list[Any]:
    """The codes a variable can have as an answer, in any of the codebooks; none when it is not coded."""
    variables = [(book, book.variable(name)) for book in books if name in book.names]
    coded = [book.value_set(v.value_set) for book, v in variables if v.is_coded and v.value_set in book.value_sets]
    return [choice.code for value_set in coded for choice in value_set.valid] if len(coded) == len(variables) else []
