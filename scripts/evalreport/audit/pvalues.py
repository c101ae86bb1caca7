"""Stated significance against Pearson's chi-square test of the printed cells, with every count that rounding allows.

Of a report from elsewhere never proven: it may have used another test, other categories or weights. Of our own tables the test and
what it used is known.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from evalreport.audit.bases import group_key, largest_bases
from evalreport.audit.findings import PROVEN, SOFT, STRONG, Finding, found
from evalreport.audit.grim import counts_of, joint
from evalreport.audit.lines import PARTIAL, Line, is_total, normal
from evalreport.audit.printed import BELOW, EVERYTHING, NOT_BELOW, TESTED, Cell
from evalreport.audit.rounding import exact_values, said, unit
from evalreport.survey.textbook import pearson_chi2
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_p

NEAR = 1e-9  # what floats leave between a p and its rounding
CORNERS = 4096  # more tables than this are not tried; the test is then not made


def pvalues(lines: Sequence[Line], cells: Sequence[Cell], language: str, test_known: bool = False) -> list[Finding]:
    """Statements of significance that no table behind the printed cells gives; test_known: they are of this test, of these cells."""
    largest = largest_bases(cells)
    findings = []
    for cell in cells:
        if cell.statistic not in TESTED or cell.value is None:
            continue
        chosen = [line for line in lines if line.table == cell.table and _wanted(line.label, cell.column)]
        chosen = [line for line in chosen if not is_total(line.label) and (not cell.part or line.part == cell.part)]
        counted, known = _counted(chosen, cell, largest, test_known)
        if len(counted) > 1:
            finding = _judge(cell, counted, known, test_known, language)
            findings += [finding] if finding else []
    return findings


def _wanted(label: str, chosen: str) -> bool:
    return chosen in ("", EVERYTHING) or normal(label) in {normal(part) for part in chosen.split(";")}


def _counted(
    lines: Sequence[Line], cell: Cell, largest: Mapping[frozenset[str], int], exactly: bool
) -> tuple[list[list[tuple[float, ...]]], bool]:
    """By group, the rows of counts that may stand behind its percentages; and whether every base is printed.

    Of a group without a printed base, the base is the one that fits, or else the largest printed anywhere for it.
    Empty where something is not known.
    """
    groups, known = [], True
    for line in lines:
        n = line.n
        if n is None:
            known, n = False, _likely(line, largest.get(group_key(line.label), 0))
        options = _options(line, cell.row, n, exactly) if n and not line.weighted else []
        if not options:
            return [], False
        groups.append(options)
    return groups, known


def _likely(line: Line, most: int) -> int | None:
    """The largest fitting base; for an answer alone the largest base of its group."""
    if line.complete == PARTIAL:
        return most or None
    fits = [n for n in range(5, (most or 400) + 1) if n in joint(line, n)]
    return fits[-1] if fits and (most or len(fits) == 1) else None


def _options(line: Line, rows: str, n: int, exactly: bool) -> list[tuple[float, ...]]:
    """Rows of counts: of one answer, it and the rest at both ends of what rounding leaves; of all answers, the counts.

    exactly: the base is surely that of the answer, so that the counts are whole.
    """
    wanted = [c for c in line.printed if rows in ("", EVERYTHING) or normal(line.name_of(c)) == normal(rows)]
    if rows not in ("", EVERYTHING):
        if len(wanted) != 1 or wanted[0].value is None:
            return []
        if exactly:
            counts = counts_of(wanted[0], n)
            return [(float(k), float(n - k)) for k in range(counts.low, counts.high + 1)]
        ends = exact_values(wanted[0].value, wanted[0].decimals)
        shares = sorted({max(ends.low, Fraction(0)), min(ends.high, Fraction(100))})
        return [(float(share * n / 100), float((100 - share) * n / 100)) for share in shares]
    if line.complete == PARTIAL:
        return []
    ranges = [counts_of(c, n) for c in line.cells]
    if not all(ranges) or np.prod([c.high - c.low + 1 for c in ranges], dtype=float) > CORNERS:
        return []
    tables = product(*(range(c.low, c.high + 1) for c in ranges))
    return [tuple(map(float, counts)) for counts in tables if sum(counts) == n]


def _judge(
    cell: Cell, groups: Sequence[Sequence[tuple[float, ...]]], known: bool, test_known: bool, language: str
) -> Finding | None:
    if np.prod([len(options) for options in groups], dtype=float) > CORNERS:
        return None
    tests = [pearson_chi2(np.array(rows)) for rows in product(*groups)]
    values = sorted(test.p for test in tests if not np.isnan(test.p))
    if not values:
        return None
    low, high, stated = values[0], values[-1], cell.value or Fraction(0)
    if not _contradicts(cell, low, high, known):
        return None
    key = {BELOW: "audit_p_below", NOT_BELOW: "audit_p_not_below"}.get(cell.statistic, "audit_p")
    level = said(stated, max(cell.decimals, 2), language)
    rows = cell.part if cell.row == EVERYTHING and cell.part else cell.row
    statement = word(key, language).format(table=cell.table, rows=rows, level=level)
    middle = tests[len(tests) // 2]
    interval = format_p(low, language) if low == high else f"{format_p(low, language)} – {format_p(high, language)}"
    bases = ", ".join(said(round(sum(options[0])), 0, language) for options in groups)
    arithmetic = f"χ²({middle.df1:.0f}); N = {bases}: {interval}"
    if not known:
        statement += " " + word("audit_p_assumed", language)
    grade = SOFT if not known else PROVEN if test_known else STRONG
    return found("pvalues", grade, cell, f"{rows}, {cell.column}", statement, arithmetic)


def _contradicts(cell: Cell, low: float, high: float, known: bool) -> bool:
    """Whether no table behind the print gives what is stated; without printed bases a large p proves nothing."""
    stated = float(cell.value or 0)
    if cell.statistic == BELOW:
        return low >= stated
    if cell.statistic == NOT_BELOW:
        return known and high < stated
    half = float(unit(cell.decimals)) / 2 + NEAR
    return known and (low > stated + half or high < stated - half)
