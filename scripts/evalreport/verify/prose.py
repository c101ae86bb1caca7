"""Numbers that stand in the sentences of a printed report, held against ours as its cells are.

`prose.csv` beside the published tables has a row a number: what was printed, the bound it is said with, and the number of an exhibit that
it is held against. A row that is known not to agree says our number and why; that list is checked both ways too.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from evalreport.claims.cells import Cell, cell_of
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.statistics import POINTS, SHARE
from evalreport.exhibits.view import View
from evalreport.files.errors import Problem
from evalreport.files.estimates import BASE
from evalreport.files.spreadsheets import ConfigTable, Row, read_config_table, suggestion
from evalreport.verify.reproduction import AGREES, COLUMNS, DIFFERS, EXPLAINED, STALE, UNMATCHED
from evalreport.words.in_words import ABOUT, NEARLY
from evalreport.words.numbers import round_half_up

FILE = "prose.csv"
COUNT = "n"  # the measure of a number of respondents; without it, the number that the exhibit shows
NEEDED = ("id", "value", "exhibit")
# Bound -> whether ours (unrounded) is what a printed number with it says; room: how far off it may be, nearly and about.
BOUNDS: dict[str, Callable[[float, float, tuple[float, float]], bool]] = {
    "over": lambda ours, printed, room: ours > printed,
    "under": lambda ours, printed, room: ours < printed,
    "at_least": lambda ours, printed, room: ours >= printed,
    "at_most": lambda ours, printed, room: ours <= printed,
    "nearly": lambda ours, printed, room: printed - room[0] <= ours < printed,
    "about": lambda ours, printed, room: abs(ours - printed) <= room[1] + 1e-9,
}
OF_NUMBERS = 0.05  # nearly and about, of what is no share: this part of the printed number


@dataclass(frozen=True)
class ProseNumber:
    """A printed number: its id, the words around it, bound and value, and the number of ours that it is held against.

    measure: `n` for respondents; ours, reason: of a number that is known to be another.
    """

    id: str
    value: str
    exhibit: str
    printed: str = ""
    bound: str = ""
    variable: str = ""
    category: str = ""
    group: str = ""
    measure: str = ""
    ours: str = ""
    reason: str = ""
    source_line: str = ""
    note: str = ""

    @property
    def number(self) -> float:
        """The value; NaN where it is none."""
        return float(self.value) if _NUMBER.fullmatch(self.value) else math.nan

    @property
    def decimals(self) -> int:
        """How many it is printed with."""
        return len(self.value.partition(".")[2])


_NUMBER, _THOUSANDS = re.compile(r"-?\d+(\.\d+)?"), re.compile(r"-?\d{1,3}(,\d{3})+")
_COLUMNS = [field.name for field in fields(ProseNumber)]


def read_prose(path: Path) -> list[ProseNumber]:
    """The numbers of a prose.csv whose columns are right (`prose_problems`)."""
    return [_number_of(row) for row in _table(path).rows]


def _table(path: Path) -> ConfigTable:
    return read_config_table(path, str(path), NEEDED, [name for name in _COLUMNS if name not in NEEDED])


def _number_of(row: Row) -> ProseNumber:
    """A row with its numbers as `9.5`, also where a spreadsheet has written `9,5`; `1,234` may be either and stays as it is."""
    cells = {key: row[key] for key in _COLUMNS}
    return ProseNumber(**cells | {key: _pointed(cells[key]) for key in ("value", "ours")})


def _pointed(text: str) -> str:
    return text if _THOUSANDS.fullmatch(text) else text.replace(",", ".")


def prose_problems(path: Path, views: Mapping[str, View]) -> Iterator[Problem]:
    """Columns, ids, values and bounds of a prose.csv that cannot be, and numbers that no exhibit has; each with its row."""
    table = _table(path)
    yield from table.problems
    if set(NEEDED) - set(table.columns):
        return
    seen: dict[str, int] = {}
    for row in table.rows:
        number = _number_of(row)
        first = seen.setdefault(number.id, row.number)
        if not number.id:
            yield table.problem(row, "id", "empty", "A name of the number, unique in the table")
        elif first != row.number:
            yield table.problem(row, "", f"the id {number.id!r} stands in row {first} too", "Ids are unique")
        for found, expected in _row_problems(number, views):
            yield table.problem(row, "", found, expected)


def _row_problems(row: ProseNumber, views: Mapping[str, View]) -> Iterator[tuple[str, str]]:
    if math.isnan(row.number):
        yield (
            f"value {row.value!r}",
            "A number, 9.5 or 9,5, without a mark between thousands; what was printed stands in `printed`",
        )
    if row.bound and row.bound not in BOUNDS:
        yield f"bound {row.bound!r}", suggestion(row.bound, BOUNDS)
    if row.measure not in ("", COUNT):
        yield f"measure {row.measure!r}", f"{COUNT}, or nothing for the number that the exhibit shows"
    if bool(row.ours) != bool(row.reason):
        yield "ours and reason belong together", "Our number as it is rounded, and why it is another"
    if row.exhibit not in views:
        yield f"no exhibit {row.exhibit!r} in this edition", suggestion(row.exhibit, views)
        return
    view = views[row.exhibit]
    answers = [item.id for items in (view.categories, *view.categories_of.values()) for item in items]
    known = {
        "variable": [item.id for item in view.variables],
        "category": [*dict.fromkeys(answers), view.measure.category, BASE],
        "group": [group.id for group in view.groups],
    }
    for key, ids in known.items():
        said = getattr(row, key)
        if said and said not in ids:
            yield f"{row.exhibit} has no {key} {said!r}", suggestion(said, ids)
        elif not said and key != "category" and len(ids) > 1 and not (key == "group" and view.usual_group == "total"):
            yield f"{row.exhibit} has several: which {key}?", f"One of {', '.join(ids)}"
    if answers and not row.category and row.measure != COUNT:
        yield f"{row.exhibit} has several: which category?", f"One of {', '.join(dict.fromkeys(answers))}"


def compare_prose(numbers: Iterable[ProseNumber], evidence: Mapping[str, Evidence]) -> pd.DataFrame:
    """A row a printed number, as `reproduction.compare` has them: with ours, rounded as the print is, and whether they agree."""
    return pd.DataFrame([_judged(number, evidence[number.exhibit]) for number in numbers], columns=COLUMNS)


def _judged(number: ProseNumber, evidence: Evidence) -> tuple[str, ...]:
    found = _ours(number, evidence)
    ours = "" if math.isnan(found) else f"{round_half_up(found, number.decimals):.{number.decimals}f}"
    agrees = not math.isnan(found) and _agrees(number, found, _is_share(number, evidence))
    if number.reason:
        status = EXPLAINED if not agrees and ours == number.ours else STALE
    else:
        status = UNMATCHED if math.isnan(found) else AGREES if agrees else DIFFERS
    said = f"{number.bound} {number.value}".strip()
    return (Path(FILE).stem, number.id, number.printed, number.measure, said, ours, status, number.reason)


def _agrees(number: ProseNumber, ours: float, share: bool) -> bool:
    if not number.bound:
        return round_half_up(ours, number.decimals) == number.number
    part = OF_NUMBERS * abs(number.number)
    room = (100 * NEARLY, 100 * ABOUT) if share else (part, part)
    return BOUNDS[number.bound](ours, number.number, room)


def _is_share(number: ProseNumber, evidence: Evidence) -> bool:
    """Whether a number is in per cent or percentage points: of these, nearly and about are told in points."""
    return number.measure != COUNT and _cell(number, evidence).unit in (SHARE, POINTS)


def _cell(number: ProseNumber, evidence: Evidence) -> Cell:
    return cell_of(evidence, {key: getattr(number, key) or None for key in ("variable", "category", "group")})


def _ours(number: ProseNumber, evidence: Evidence) -> float:
    """Our number in the reader's unit: per cent, count or mean; NaN where it is withheld."""
    cell = _cell(number, evidence)
    if number.measure != COUNT:
        return cell.value
    n = (
        evidence.cell(cell.variable, number.category, cell.group)["n"]
        if number.category
        else evidence.base(cell.variable, cell.group)
    )
    return math.nan if n is None or pd.isna(n) else float(n)
