"""Sums: percentages that should add up to 100 or to their printed sum, their counts to N, and counts to their printed total."""

from collections.abc import Sequence
from fractions import Fraction

from evalreport.audit.findings import PROVEN, SOFT, STRONG, Finding, found
from evalreport.audit.grim import counts_of, impossible, joint
from evalreport.audit.lines import PARTIAL, STATED, Line, count_cells, is_sum, is_total
from evalreport.audit.printed import Cell
from evalreport.audit.rounding import NEAREST, TRUNCATED, Counts, exact_values, said
from evalreport.words.catalogue import word


def sums(lines: Sequence[Line], cells: Sequence[Cell], language: str) -> list[Finding]:
    """Findings of sums."""
    whole = {(line.table, line.part) for line in lines if line.complete != PARTIAL}
    by_line = [check(line, language) for line in lines for check in (_counts, _percentages, _blank)]
    by_line += [_over_hundred(line, (line.table, line.part) in whole, language) for line in lines]
    return [*(finding for finding in by_line if finding), *_totals_of_counts(cells, language)]


def _counts(line: Line, language: str) -> Finding | None:
    """Counts that the percentages stand for, against the printed N of the same line."""
    n = line.n
    if not n or line.weighted or line.complete == PARTIAL or impossible(line, n):
        return None  # an impossible percentage is a finding of its own
    added = joint(line, n)
    if n in added:
        return None
    grade = PROVEN if line.complete == STATED and n not in joint(line, n, TRUNCATED) else STRONG
    statement = word("audit_sum_counts", language).format(line=line.label, sum=_range(added), n=n)
    return found("sums", grade, line.cells[0], line.label, statement, _added(line, n, language))


def _added(line: Line, n: int, language: str) -> str:
    """`7 + 11 + 7 + 172 + 86 = 283`, ranges where a percentage leaves several counts."""
    counts = [counts_of(cell, n) for cell in line.cells]
    terms = " + ".join(_range(c) for c in counts)
    return f"{terms} = {_range(joint(line, n))}; N = {n}"


def _range(counts: Counts) -> str:
    return str(counts.low) if counts.low == counts.high else f"{counts.low}–{counts.high}"


def _percentages(line: Line, language: str) -> Finding | None:
    """Percentages against their printed sum, or against 100 where it is clear that they hold all answers."""
    if line.total is None or line.total.value is None or len(line.printed) < len(line.cells) or line.multiple:
        return None
    stated, total = line.total.value, line.total
    if any(_meets(line, stated, total.decimals, rule) for rule in (NEAREST, TRUNCATED)) or line.sum == stated:
        return _odd_sum(line, total, language)
    if line.n and not line.weighted and (impossible(line, line.n) or joint(line, line.n)) and _counts(line, language):
        return None  # said with the counts
    statement = word("audit_sum_pct", language).format(
        line=line.label, sum=_said(line.sum, line, language), stated=said(stated, total.decimals, language)
    )
    return found("sums", PROVEN, line.cells[0], line.label, statement, _slack(line, language))


def _meets(line: Line, stated: Fraction, decimals: int, rule: str) -> bool:
    """Whether exact percentages exist that print as the line and whose sum prints as `stated`."""
    values = [exact_values(cell.value, cell.decimals, rule) for cell in line.printed if cell.value is not None]
    low, high = sum(v.low for v in values), sum(v.high for v in values)
    whole = exact_values(stated, decimals, rule)
    return low <= whole.high and whole.low <= high


def _odd_sum(line: Line, total: Cell, language: str) -> Finding | None:
    """A printed sum other than 100 that rounding explains."""
    assert total.value is not None
    if total.value == 100:
        return None
    reachable = abs(total.value - 100) <= line.slack
    statement = word("audit_sum_odd" if reachable else "audit_sum_not_100", language).format(
        line=line.label, stated=said(total.value, total.decimals, language)
    )
    return found("sums", SOFT if reachable else STRONG, total, line.label, statement, _slack(line, language))


def _over_hundred(line: Line, whole: bool, language: str) -> Finding | None:
    """Percentages of a distribution that come to more than 100 though no sum is printed.

    That it is a distribution is told by another line of the table that adds up (whole); without one it may be a list of items, which
    are no answers to one question and add up to anything: a remark.
    """
    unsummed = line.total is None or line.total.value is None or len(line.printed) < len(line.cells)
    if line.multiple or not unsummed or len(line.printed) < 3 or line.complete != PARTIAL:
        return None
    if not line.slack < line.sum - 100 <= 8:  # further off it is a list of items, not a distribution
        return None
    statement = word("audit_sum_over", language).format(line=line.label, sum=_said(line.sum, line, language))
    return found("sums", STRONG if whole else SOFT, line.cells[0], line.label, statement, _slack(line, language))


def _blank(line: Line, language: str) -> Finding | None:
    """What must stand in the one cell of a distribution where nothing is printed."""
    blank = [cell for cell in line.cells if cell.value is None]
    if len(blank) != 1 or line.multiple or len(line.printed) < 2 or not line.slack < 100 - line.sum <= 8:
        return None
    low, high = (100 - line.sum - line.slack, 100 - line.sum + line.slack)
    decimals = max(cell.decimals for cell in line.printed)
    statement = word("audit_blank", language).format(
        line=line.label,
        answer=line.name_of(blank[0]),
        low=said(low, decimals, language),
        high=said(high, decimals, language),
    )
    return found("sums", SOFT, blank[0], line.label, statement, _slack(line, language))


def _slack(line: Line, language: str) -> str:
    """`2,5 + 3,9 + … = 99,8; rounding: at most 0,25`."""
    terms = " + ".join(said(cell.value, cell.decimals, language) for cell in line.printed if cell.value is not None)
    decimals = max(cell.decimals for cell in line.printed)
    slack = said(line.slack, decimals + 2, language).rstrip("0").rstrip(",.")
    return f"{terms} = {_said(line.sum, line, language)}; {word('audit_slack', language).format(slack=slack)}"


def _said(value: Fraction, line: Line, language: str) -> str:
    return said(value, max(cell.decimals for cell in line.printed), language)


def _totals_of_counts(cells: Sequence[Cell], language: str) -> list[Finding]:
    """Printed counts against their printed total, across and down; counts are not rounded, so they must agree exactly."""
    findings = []
    for own in count_cells(cells).values():
        for along, across in (("row", "column"), ("column", "row")):
            by_label: dict[str, list[Cell]] = {}
            for cell in own:
                by_label.setdefault(getattr(cell, along), []).append(cell)
            for label, members in by_label.items():
                totals = [c for c in members if is_total(getattr(c, across)) and c.value is not None]
                terms = [c for c in members if c not in totals]
                if len(totals) == 1 and len(terms) > 1:
                    findings += _one_total(label, terms, totals[0], language)
    return findings


def _one_total(label: str, terms: Sequence[Cell], total: Cell, language: str) -> list[Finding]:
    assert total.value is not None
    known = [int(cell.value) for cell in terms if cell.value is not None]
    added, stated = sum(known), int(total.value)
    if added == stated or not known:
        return []
    short = added < stated and len(known) < len(terms)  # a cell without a number may hold the rest
    statement = word("audit_sum_blank" if short else "audit_sum_whole", language).format(
        line=label, sum=added, stated=stated
    )
    arithmetic = f"{' + '.join(map(str, known))} = {added}; {total.row}, {total.column}: {stated}"
    named = is_sum(total.row) or is_sum(total.column)  # a `total` may count units that have several codes once
    return [found("sums", SOFT if short else PROVEN if named else STRONG, total, label, statement, arithmetic)]
