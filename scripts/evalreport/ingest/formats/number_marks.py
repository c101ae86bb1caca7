"""Numbers as people write them: a mark between thousands, a decimal mark, a unit behind; what cannot be told is asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evalreport.files.errors import Problem
from evalreport.ingest.formats.export import Export
from evalreport.ingest.formats.several import may_be_several

BLANK = " "
SPOKEN = {",": "comma", ".": "point", BLANK: "blank", "'": "apostrophe"}  # the words for marks on a command line
THOUSANDS = (BLANK, ",", ".", "'")
_BLANKS = "[ \u00a0\u2009\u202f]"
_UNITS = ("%", "kr", "kr.", "NOK", "€", "$", "£", "USD", "EUR", ",-")
_MOST = 0.8  # of the cells of a column of numbers are numbers
_ANSWERS = 11  # a column with no more different cells with units holds answers to choose between


def plain_numbers(export: Export, thousands: str, decimal: str, units: Sequence[str]) -> Export:
    """The export with marks between thousands and units left out of the numbers, in columns that hold numbers."""
    if not thousands and not units:
        return export
    columns = []
    for place in range(len(export.header)):
        cells = [row[place] for _, row in export.rows]
        plain = [_plain(cell, thousands, decimal, units) for cell in cells]
        filled = sum(bool(cell.strip()) for cell in cells)
        numbers = sum(number is not None for number in plain)
        most = filled and numbers >= _MOST * filled
        columns.append([n if most and n is not None else cell for n, cell in zip(plain, cells, strict=True)])
    rows = [(row, list(cells)) for (row, _), cells in zip(export.rows, zip(*columns, strict=True), strict=True)]
    return replace(export, rows=rows)


def _plain(cell: str, thousands: str, decimal: str, units: Sequence[str]) -> str | None:
    """The number in a cell without marks between thousands and units, None for a cell that holds none."""
    text = cell.strip()
    for unit in units:
        text = text.removesuffix(unit).removeprefix(unit).strip()
    mark = re.escape(decimal or ".")
    if re.fullmatch(rf"-?\d+({mark}\d+)?(e-?\d+)?", text):
        return text
    between = {BLANK: _BLANKS, "'": "['’]"}.get(thousands, re.escape(thousands))
    if thousands and re.fullmatch(rf"-?\d{{1,3}}({between}\d{{3}})+({mark}\d+)?", text):
        return re.sub(between, "", text)
    return None


@dataclass(frozen=True)
class Marks:
    """What was found: settings for the source, what is told of them, and what has to be asked."""

    settings: Mapping[str, Any]
    notices: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Seen:
    decimal: dict[str, list[str]]  # mark -> columns in which it can be nothing but a decimal mark
    thousands: dict[str, list[str]]
    either: dict[str, list[tuple[str, str]]]  # mark -> column and a cell in which it may be both
    units: list[tuple[str, str]]
    several: list[tuple[str, str]]


def find_marks(file: str, columns: Mapping[str, Sequence[str]], said: Mapping[str, Any]) -> Marks:
    """The settings decimal, thousands and units of columns (name -> cells); said: what a person said of them.

    Groups of three digits behind a mark may be decimals as well as thousands: other columns decide, or it is asked.
    """
    seen = _Seen({",": [], ".": []}, {mark: [] for mark in THOUSANDS}, {",": [], ".": []}, [], [])
    for name, cells in columns.items():
        _look(seen, name, [cell.strip() for cell in cells if cell.strip()], str(said.get("decimal", "")))
    decimal, thousands = str(said.get("decimal", "")), str(said.get("thousands", ""))
    problems: list[Problem] = []
    problems += [_asks_several(file, name, cell) for name, cell in seen.several if not decimal]
    if seen.decimal[","] and seen.decimal["."] and not decimal:
        found = f"',' is the decimal mark in {seen.decimal[','][0]!r} and '.' in {seen.decimal['.'][0]!r}"
        problems.append(
            Problem(file, "numbers", found, "Write both alike in the export, or say decimal=comma or point")
        )
    for mark in (",", "."):
        other = "." if mark == "," else ","
        if seen.decimal[mark] and seen.thousands[mark] and not (decimal or thousands):
            found = f"{mark!r} is a decimal mark in {seen.decimal[mark][0]!r} and stands between thousands in {seen.thousands[mark][0]!r}"
            problems.append(Problem(file, "numbers", found, "Write both alike in the export"))
        elif seen.either[mark] and not (
            decimal or thousands or seen.decimal[other] or seen.thousands[mark] or seen.decimal[mark]
        ):
            problems += [_asks_marks(file, name, cell, mark) for name, cell in seen.either[mark]]
    if not decimal:
        decimal = next((mark for mark in (",", ".") if seen.decimal[mark]), "")
    if not thousands:
        grouped = [mark for mark in THOUSANDS if mark != decimal and (seen.thousands[mark] or seen.either.get(mark))]
        thousands = grouped[0] if grouped else ""
        if thousands in (",", ".") and not decimal:
            decimal = "." if thousands == "," else ","
    units = list(dict.fromkeys(unit for _, unit in seen.units))
    settings = {"decimal": decimal, "thousands": thousands, "units": units}
    notices = []
    if thousands:
        where = seen.thousands[thousands] or [name for name, _ in seen.either.get(thousands, [])]
        notices = [f"column {name!r}: {_called(thousands)} stands between thousands" for name in where]
    notices += [f"column {name!r}: {unit} behind its numbers is left out" for name, unit in seen.units]
    return Marks({key: value for key, value in settings.items() if value}, tuple(notices), tuple(problems))


def _called(mark: str) -> str:
    return "a blank" if mark == BLANK else repr(mark)


def _asks_marks(file: str, name: str, cell: str, mark: str) -> Problem:
    other = "." if mark == "," else ","
    found = f"{cell!r} may be a number with thousands or with three decimals"
    right = f"Say thousands={SPOKEN[mark]} decimal={SPOKEN[other]}, or decimal={SPOKEN[mark]}"
    return Problem(file, f"column {name!r}", found, right)


def _asks_several(file: str, name: str, cell: str) -> Problem:
    found = f"{cell!r} may be two answers or a number with a decimal comma"
    return Problem(file, f"column {name!r}", found, f'Say several="{name}", or decimal=comma')


def _look(seen: _Seen, name: str, texts: Sequence[str], decimal: str) -> None:
    bare, units = _without_units(texts)
    if not texts or not any(re.search(r"\d", text) for text in texts):
        return
    if units and len(set(texts)) > _ANSWERS:
        seen.units += [(name, unit) for unit in units]
        texts = bare
    numbers = [text for text in texts if re.fullmatch(rf"-?\d+(({_BLANKS}|[.,'’])\d+)*(e-?\d+)?", text)]
    if len(numbers) < _MOST * len(texts):
        return
    if any(re.fullmatch(rf"-?\d{{1,3}}({_BLANKS}\d{{3}})+([.,]\d+)?", text) for text in numbers):
        seen.thousands[BLANK].append(name)
        numbers = [re.sub(_BLANKS, "", text) for text in numbers]
    if any(re.fullmatch(r"-?\d{1,3}(['’]\d{3})+([.,]\d+)?", text) for text in numbers):
        seen.thousands["'"].append(name)
        numbers = [re.sub("['’]", "", text) for text in numbers]
    for mark, other in ((",", "."), (".", ",")):
        _look_at_mark(seen, name, numbers, mark, other, decimal)


def _look_at_mark(seen: _Seen, name: str, numbers: Sequence[str], mark: str, other: str, decimal: str) -> None:
    with_mark = [text for text in numbers if mark in text]
    if not with_mark:
        return
    m, o = re.escape(mark), re.escape(other)
    if any(
        re.fullmatch(rf"-?\d{{1,3}}({m}\d{{3}})+{o}\d+|-?[1-9]\d{{0,2}}({m}\d{{3}}){{2,}}", text) for text in with_mark
    ):
        seen.thousands[mark].append(name)
        return
    if any(re.fullmatch(rf"-?\d{{1,3}}({o}\d{{3}})+{m}\d+", text) for text in with_mark):
        seen.decimal[mark].append(name)
        return
    single = [text for text in with_mark if re.fullmatch(rf"-?[1-9]\d{{0,2}}{m}\d{{3}}", text)]
    fitting = [text for text in with_mark if re.fullmatch(rf"-?\d+{m}\d+(e-?\d+)?", text)]
    if mark == "," and decimal != "," and may_be_several(numbers):
        seen.several.append((name, with_mark[0]))
    elif len(single) == len(with_mark):
        seen.either[mark].append((name, with_mark[0]))
    elif len(fitting) >= _MOST * len(with_mark):
        seen.decimal[mark].append(name)


def _without_units(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts without what stands behind or before their numbers, and which units that are; all texts must have numbers."""
    found: list[str] = []
    bare = []
    for text in texts:
        unit = next((u for u in sorted(_UNITS, key=len, reverse=True) if text.endswith(u) or text.startswith(u)), "")
        rest = text.removesuffix(unit).removeprefix(unit).strip() if unit else text
        bare.append(rest if rest[:1].isdigit() or rest[:1] == "-" else text)
        found += [unit] if unit and bare[-1] == rest else []
    enough = found and len(found) >= _MOST * len(texts)
    return (bare, list(dict.fromkeys(found))) if enough else (list(texts), [])


def named(columns: Iterable[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Column -> its cells."""
    return {name: [row[i] for row in rows] for i, name in enumerate(columns)}
