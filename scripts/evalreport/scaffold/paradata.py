"""What an export holds about the forms instead of the answers: numbers of forms, seeds, times, and whether a form was finished."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalreport.scaffold.exports import Column, Wave
from evalreport.scaffold.vocabulary import Vocabulary

_WHOLE = re.compile(r"\d{1,15}$")
_FEWEST, _DIGITS = 20, 6


@dataclass(frozen=True)
class Unfinished:
    """Forms of a wave that were not finished: how many, the column that says so and its values ("" alone: the cell is empty)."""

    wave: str
    count: int
    rows: int
    header: str
    values: tuple[str, ...]


def about_forms(columns: Iterable[Column], vocabulary: Vocabulary) -> bool:
    """Whether a column is about the form: by its name, or by numbers that are all different and too long to be an amount."""
    columns = list(columns)
    if any(vocabulary.named("paradata", each.header) or _says_finished(each, vocabulary) for each in columns):
        return True
    amounts = any(each.amount or _is_amount(each, vocabulary) for each in columns)
    return (
        not amounts and not any(each.codes for each in columns) and all(_numbers_of_forms(c.answers) for c in columns)
    )


def _is_amount(column: Column, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.named("amount", text) for text in (column.header, column.label) if text)


def _numbers_of_forms(texts: Sequence[str]) -> bool:
    """Long whole numbers that never come twice and are not rounded, or the numbers of the rows from 0 or 1."""
    if len(texts) < _FEWEST or len(set(texts)) < len(texts) or not all(_WHOLE.match(text) for text in texts):
        return False
    numbers = [int(text) for text in texts]
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] < 2:
        return True
    rounded = sum(number % 10 == 0 for number in numbers)
    return min(map(len, texts)) >= _DIGITS and rounded < 0.5 * len(numbers)


def _sign(column: Column, vocabulary: Vocabulary) -> Mapping[str, Any] | None:
    """How a column tells whether a form was finished, None where it does not."""
    names = [text for text in (column.header, column.label) if text]
    return next(
        (sign for sign in vocabulary.finished if any(vocabulary.fits(sign["names"], text) for text in names)), None
    )


def _says_finished(column: Column, vocabulary: Vocabulary) -> bool:
    sign = _sign(column, vocabulary)
    if sign is None or "unfinished" not in sign:
        return sign is not None
    known = {*sign["unfinished"], *sign["finished"]}
    found = set(column.answers)
    there = "needs" not in sign or sign["needs"] in found
    return bool(found) and there and all(_called(text, column) in known for text in found)


def _called(text: str, column: Column) -> str:
    return column.codes.get(text, text).casefold().strip()


def unfinished(waves: Iterable[Wave], vocabulary: Vocabulary) -> list[Unfinished]:
    """The forms that were not finished, by the first column of each wave that tells."""
    found = []
    for wave in waves:
        told = ((column, _values(column, vocabulary)) for column in wave.columns if _says_finished(column, vocabulary))
        for column, values in [each for each in told if each[1]][:1]:
            count = sum(text in values for text in column.texts)
            found.append(Unfinished(wave.name, count, wave.rows, column.header, tuple(values)))
    return found


def _values(column: Column, vocabulary: Vocabulary) -> list[str]:
    """The cells of forms that were not finished, as they stand in the export."""
    sign = _sign(column, vocabulary) or {}
    cells = sorted(set(column.texts))
    if "below" in sign:
        return [text for text in cells if re.fullmatch(r"\d+(\.\d+)?", text) and float(text) < sign["below"]]
    if "unfinished" in sign:
        return [text for text in cells if text and _called(text, column) in sign["unfinished"]]
    return [""] if "" in cells and column.answers else []


def without_answers(waves: Iterable[Wave], headers: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Wave -> forms in which none of the columns (wave -> headers) is answered, where there are any."""
    counts: dict[str, int] = {}
    for wave in waves:
        wanted = set(headers.get(wave.name, ()))
        columns = [column.texts for column in wave.columns if column.header in wanted]
        empty = sum(not any(cells) for cells in zip(*columns, strict=True)) if columns else 0
        counts |= {wave.name: empty} if empty else {}
    return counts
