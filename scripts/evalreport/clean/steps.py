"""The rules that act on rows and texts of one wave, each a pure function: wave in, wave and its changes out."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pandas as pd

from evalreport.clean.rules import Rule
from evalreport.clean.spelling import key_of
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion

ROW, TEXT, CODE, FLAG, EMPTIED = "row", "text", "code", "flag", "emptied"  # what a change acts on
ALL = "*"  # the variable of a change to a whole row
DROPPED = "dropped"
_EXCEL_EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's 1900 system, its leap-year error included
_LAST_EXCEL_DAY = 2958465
_TIMES = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")  # beside ISO 8601


@dataclass(frozen=True)
class Change:
    """One changed or dropped value: where, from what to what, by which rule and why."""

    wave: str
    row: int
    variable: str
    old: str
    new: str
    rule: str
    reason: str
    stage: str


@dataclass(frozen=True)
class WaveTable:
    """One wave while it is cleaned.

    raw: the export's columns as text; cells: the codebook's variables as stripped text, "" where empty or not asked.
    Both have the source's row number as index.
    """

    wave: str
    file: str
    raw: pd.DataFrame
    cells: pd.DataFrame

    def without(self, rows: Iterable[int]) -> "WaveTable":
        """The wave without some rows."""
        kept = ~self.raw.index.isin(list(rows))
        return replace(self, raw=self.raw[kept], cells=self.cells[kept])

    def with_texts(self, variable: str, texts: pd.Series) -> "WaveTable":
        """The wave with other texts of one variable."""
        cells = self.cells.copy()
        cells[variable] = texts
        return replace(self, cells=cells)

    def column(self, name: str, rule: Rule) -> pd.Series:
        """A column of the export as stripped text; BadInput with the closest header when there is none."""
        if name not in self.raw.columns:
            found = f"no column {name!r}, which rule {rule.id!r} needs"
            raise BadInput([Problem(self.file, "header", found, suggestion(name, self.raw.columns))])
        return self.raw[name].fillna("").str.strip()


Step = tuple[WaveTable, list[Change]]


def drop_where(table: WaveTable, rule: Rule) -> Step:
    """Drop rows whose column (or variable) has one of the values."""
    texts = table.column(rule["column"], rule) if "column" in rule.settings else table.cells[rule.variables[0]]
    return _drop(table, rule, texts.index[texts.isin([_plain(value) for value in rule["values"]])])


def drop_duplicates(table: WaveTable, rule: Rule) -> Step:
    """Keep one row of those with the same keys; rows without a key are nobody's duplicate."""
    keys = pd.DataFrame({name: table.column(name, rule) for name in rule["keys"]})
    keys = keys[(keys != "").all(axis=1)]
    order = _order(table, rule).loc[keys.index]
    ranked = keys.loc[order.sort_values(kind="stable").index]
    kept = ranked.index[~ranked.duplicated(keep="first" if rule["keep"] == "first" else "last")]
    return _drop(table, rule, keys.index.difference(kept))


def _order(table: WaveTable, rule: Rule) -> pd.Series:
    """What rows are ordered by: time or number in `order_by`, number of answers, or their place in the file."""
    if rule["keep"] == "most_answers":
        # The first of equals is kept, as somebody who counts by hand would; `keep last` below needs it last.
        return _answers(table, rule) - pd.Series(range(len(table.raw)), table.raw.index) / (len(table.raw) + 1)
    if "order_by" not in rule.settings:
        return pd.Series(table.raw.index, table.raw.index)
    texts = table.column(rule["order_by"], rule)
    if texts.str.fullmatch(r"\d+(\.\d+)?").all():
        return texts.astype(float)
    times = texts.map(_moment)
    if times.isna().any():
        row = times.index[times.isna()][0]
        place = f"row {row}, column {rule['order_by']!r}"
        raise BadInput([Problem(table.file, place, f"{texts[row]!r} is no time to order by", f"Rule {rule.id!r}")])
    return times


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return next((moment for form in _TIMES if (moment := _strptime(text, form))), None)


def _strptime(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _answers(table: WaveTable, rule: Rule) -> pd.Series:
    names = list(rule.variables or table.cells.columns)
    return (table.cells[names] != "").sum(axis=1)


def drop_if_answers_below(table: WaveTable, rule: Rule) -> Step:
    """Drop rows with fewer answers than the minimum among the variables (all when none are named)."""
    answers = _answers(table, rule)
    return _drop(table, rule, answers.index[answers < rule["minimum"]])


def _drop(table: WaveTable, rule: Rule, rows: Sequence[int] | pd.Index) -> Step:
    changes = [Change(table.wave, int(row), ALL, "", DROPPED, rule.id, rule.reason, ROW) for row in sorted(rows)]
    return table.without(rows), changes


def replace_texts(table: WaveTable, rule: Rule) -> Step:
    """Other texts for certain texts."""
    new = {_plain(old): _plain(value) for old, value in rule["values"].items()}
    return _map_texts(table, rule, lambda text: new.get(text, text))


def set_missing(table: WaveTable, rule: Rule) -> Step:
    """Empty cells with one of the values."""
    values = {_plain(value) for value in rule["values"]}
    return _map_texts(table, rule, lambda text: "" if text in values else text)


def spelling(table: WaveTable, rule: Rule) -> Step:
    """Names in other capitals or with other blanks as they are written rightly; others stay for the final check."""
    changes: list[Change] = []
    for variable in rule.variables:
        right = rule["names"][variable]
        new = table.cells[variable].map(lambda text, right=right: right.get(key_of(text), text) if text else text)
        table, found = _changed(table, rule, variable, new)
        changes += found
    return table, changes


def parse_date(table: WaveTable, rule: Rule) -> Step:
    """Dates written in one of the formats, tried in order, as ISO dates or years; others stay for the final check."""
    cut = 4 if rule["as"] == "year" else 10

    def iso(text: str) -> str:
        found = next((day for day in (_date(text, form) for form in rule["formats"]) if day), None)
        return found.isoformat()[:cut] if found else text

    return _map_texts(table, rule, iso)


def _date(text: str, form: str) -> date | None:
    if form == "iso":
        return _date(text[:10], "%Y-%m-%d")
    if form == "excel_serial":
        days = int(text.split(".")[0]) if re.fullmatch(r"\d+(\.\d+)?", text) else 0
        return (_EXCEL_EPOCH + timedelta(days=days)).date() if 0 < days <= _LAST_EXCEL_DAY else None
    moment = _strptime(text, form)
    return moment.date() if moment else None


def fill_from(table: WaveTable, rule: Rule) -> Step:
    """Fill an empty variable from what another says."""
    values = {_plain(old): _plain(new) for old, new in rule["values"].items()}
    source = table.cells[rule["from"]].map(values).fillna("")
    old = table.cells[rule.variables[0]]
    return _changed(table, rule, rule.variables[0], old.where(old != "", source))


def correct(table: WaveTable, rule: Rule) -> Step:
    """One cell, by its row in the source; BadInput when the cell no longer holds what the rule says it holds."""
    variable, row, old = rule.variables[0], rule["row"], _plain(rule["old"])
    if row not in table.cells.index:
        raise BadInput([Problem(table.file, f"row {row}", "no such row (or dropped before)", f"Rule {rule.id!r}")])
    found = table.cells.at[row, variable]
    if found != old:
        place = f"row {row}, {variable}"
        raise BadInput(
            [Problem(table.file, place, f"{found!r}, not {old!r} as rule {rule.id!r} says", "Correct the rule")]
        )
    texts = table.cells[variable].copy()
    texts[row] = _plain(rule["new"])
    return _changed(table, rule, variable, texts)


def _map_texts(table: WaveTable, rule: Rule, change: Callable[[str], str]) -> Step:
    changes: list[Change] = []
    for variable in rule.variables:
        old = table.cells[variable]
        new = {text: change(text) for text in old.unique() if text}
        table, found = _changed(table, rule, variable, old.map(lambda text, new=new: new.get(text, text)))
        changes += found
    return table, changes


def _changed(table: WaveTable, rule: Rule, variable: str, new: pd.Series) -> Step:
    old = table.cells[variable]
    rows = old.index[old != new]
    if not len(rows):
        return table, []
    changes = [Change(table.wave, int(row), variable, old[row], new[row], rule.id, rule.reason, TEXT) for row in rows]
    return table.with_texts(variable, new), changes


def _plain(value: object) -> str:
    """A value of a rule as the text of a cell: YAML gives 7 for 7, the export "7"."""
    return "" if value is None else str(value).strip()


STEPS: dict[str, Callable[[WaveTable, Rule], Step]] = {
    "drop_where": drop_where,
    "drop_duplicates": drop_duplicates,
    "drop_if_answers_below": drop_if_answers_below,
    "replace": replace_texts,
    "set_missing": set_missing,
    "spelling": spelling,
    "parse_date": parse_date,
    "fill_from": fill_from,
    "correct": correct,
}
