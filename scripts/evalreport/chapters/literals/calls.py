"""Which function of a template would give a number that somebody typed: found among the estimates of an edition."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.files.estimates import BASE, MEAN, TOLD
from evalreport.words.numbers import decimal_mark, group_mark, round_half_up

COLUMNS = ["file", "line", "literal", "kind", "context", "suggestion"]
_SHARES, _QUANTITIES = ("share", "rate"), ("rate", "count")  # statistics of exhibits


def literal_table(
    literals: Sequence[Sequence[Any]],
    estimates: Sequence[pd.DataFrame],
    statistics: Mapping[str, str],
    quoted: Mapping[str, Sequence[str]],
    language: str,
    languages: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """literals.csv: the typed numbers, each with a call that gives the same number at the same rounding, where there is one.

    literals: file, line, text, kind, context; estimates: the protected tables; statistics: exhibit -> its statistic;
    quoted: file -> exhibits its chapter cites, tried first; languages: file -> its language, of those in another than the report's.
    """
    cells_of = (table[~table["variable"].isin(TOLD)] for table in estimates if len(table))
    known = [table for table in cells_of if len(table)]
    cells = pd.concat(known, ignore_index=True) if known else pd.DataFrame()
    other = languages or {}
    rows = [
        [
            *map(str, (file, line, text, kind, context)),
            suggested(text, cells, statistics, quoted.get(file, ()), other.get(file, language)),
        ]
        for file, line, text, kind, context in literals
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def suggested(text: str, cells: pd.DataFrame, statistics: Mapping[str, str], near: Sequence[str], language: str) -> str:
    """The call that gives a typed number, from a cited exhibit where one does; "" where none does."""
    number = re.match(r"[−-]?[\d.,\s\u00a0\u202f]*\d", text)
    if number is None or cells.empty or "poeng" in text or "point" in text:
        return ""
    value, decimals = _parsed(number[0], language)
    function, found = _alike(value, decimals, bool(re.search(r"%|prosent|cent", text)), cells, statistics)
    if found.empty:
        return ""
    order = found["exhibit"].map(lambda name: near.index(name) if name in near else len(near))
    best = found.loc[order.sort_values(kind="stable").index[0]]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return _call(function, best, cells[cells["exhibit"] == best["exhibit"]], decimals) + more


def _parsed(text: str, language: str) -> tuple[float, int]:
    """A number as it is written in the language, and its decimals."""
    plain = re.sub(r"\s", "", text.replace("−", "-"))
    if group_mark(language).strip():
        plain = plain.replace(group_mark(language), "")
    whole, _, decimals = plain.partition(decimal_mark(language))
    try:
        return float(f"{whole}.{decimals or 0}"), len(decimals)
    except ValueError:  # 3.4.2, or a mark of another language
        return math.nan, 0


def _alike(
    value: float, decimals: int, percent: bool, cells: pd.DataFrame, statistics: Mapping[str, str]
) -> tuple[str, pd.DataFrame]:
    """The function that prints such a number, and the cells that come out as it."""
    statistic = cells["exhibit"].map(statistics)
    shown = cells["suppressed"] == 0
    if percent:
        wanted = statistic.isin(_SHARES) & (cells["category"] != BASE)
        return "pct", _equal(cells[shown & wanted], 100 * cells["estimate"], value, decimals)
    if decimals:
        return "mean", _equal(cells[shown & (statistic == "mean")], cells["estimate"], value, decimals)
    bases = shown & cells["category"].isin([BASE, MEAN])
    counts = cells["n"].where(~statistic.isin(_QUANTITIES), cells["estimate"])
    return "n", _equal(cells[bases & statistic.notna()], counts, value, 0)


def _equal(chosen: pd.DataFrame, values: pd.Series, value: float, decimals: int) -> pd.DataFrame:
    near = values.loc[chosen.index]
    known = near[(near - value).abs() <= 10.0**-decimals]  # rounding one by one is slow; few are near
    return chosen.loc[[i for i, x in known.items() if round_half_up(x, decimals) == value]]


def _call(function: str, cell: pd.Series, exhibit: pd.DataFrame, decimals: int) -> str:
    """The call as an author writes it, with the arguments that the exhibit needs."""
    given = {}
    if exhibit["variable"].nunique() > 1:
        given["variable"] = cell["variable"]
    if function == "pct" and cell["category"] not in ("counted", "rate"):
        given["category"] = cell["category"]
    if exhibit["group"].nunique() > 1:
        given["group"] = cell["group"]
    words = "".join(f', {key}="{value}"' for key, value in given.items())
    usual = {"pct": 0, "n": 0, "mean": 2}[function]
    return f'{function}("{cell["exhibit"]}"{words}{f", decimals={decimals}" if decimals != usual else ""})'
