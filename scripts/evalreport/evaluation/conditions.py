"""Conditions that the configuration writes, held against the codebooks: every variable and code must be known."""

from collections.abc import Iterator, Sequence
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Where
from evalreport.files.spreadsheets import suggestion

Found = tuple[str, str]  # what was found, what would be right


def condition_problems(where: Where, books: Sequence[Codebook], waves: Sequence[str]) -> Iterator[Found]:
    """Variables and codes that do not exist; a code that never occurs would give an empty group."""
    names = {name for book in books for name in book.names} | {"wave"}
    for name, codes in where.items():
        if name not in names:
            yield f"unknown variable {name!r}", suggestion(name, names)
            continue
        known = list(waves) if name == "wave" else _answers(name, books)
        for code in codes:
            if known and code not in known:
                yield f"{name} is never {code!r}", _meant(code, known)


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
