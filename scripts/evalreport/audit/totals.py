"""Totals against the groups beside them: their bases, and the persons behind each of their percentages."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from evalreport.audit.findings import PROVEN, SOFT, STRONG, Finding, found
from evalreport.audit.grim import counts_of
from evalreport.audit.lines import PARTIAL, Line, groups_and_total
from evalreport.audit.printed import Cell
from evalreport.audit.rounding import NEAREST, TRUNCATED, Counts, exact_values, said
from evalreport.words.catalogue import word


def totals(lines: Sequence[Line], language: str) -> list[Finding]:
    """Findings of totals."""
    findings: list[Finding] = []
    for _, own in groupby(lines, key=lambda line: (line.table, line.part)):
        for groups, total in groups_and_total(list(own)):
            findings += _total(groups, total, language)
    return findings


def _total(groups: Sequence[Line], total: Line, language: str) -> list[Finding]:
    if total.weighted or any(group.weighted for group in groups):
        return []
    bases = [group.n for group in groups]
    if not total.n or not all(bases):
        return _between(groups, total, language)
    known = [int(n or 0) for n in bases]
    hidden = total.n - sum(known)
    about_bases = [_bases(groups, total, known, hidden, language)] if hidden else []
    if hidden < 0:
        return about_bases  # the groups overlap, or a base is wrong: nothing can be said of the rows
    rows = [_row(groups, total, cell, hidden, language) for cell in total.printed]
    return [*about_bases, *(finding for finding in rows if finding)]


def _bases(groups: Sequence[Line], total: Line, known: Sequence[int], hidden: int, language: str) -> Finding:
    """The base of the total is not the sum of the bases of its groups."""
    key = "audit_total_overlap" if hidden < 0 else "audit_total_wider" if total.wider else "audit_total_hidden"
    grade = STRONG if hidden < 0 else SOFT if total.wider else PROVEN
    statement = word(key, language).format(line=total.label, hidden=abs(hidden), n=total.n, sum=sum(known))
    arithmetic = f"{' + '.join(map(str, known))} = {sum(known)}; {total.n} − {sum(known)} = {hidden}".replace("-", "−")
    held = _held(groups, total, hidden) if hidden > 0 else []
    if held and all(c.low == c.high for c in held) and sum(c.low for c in held) == hidden:
        parts = ", ".join(f"{total.name_of(cell)} {c.low}" for cell, c in zip(total.printed, held, strict=True))
        arithmetic += f"; {word('audit_held', language)}: {parts}"
    return found("totals", grade, total.cells[0], total.label, statement, arithmetic)


def _of_group(group: Line, name: str) -> Cell | None:
    return next((cell for cell in group.cells if group.name_of(cell) == name), None)


def _held(groups: Sequence[Line], total: Line, hidden: int) -> list[Counts]:
    """By answer, how many persons of the total are in none of the groups; empty where a percentage is impossible."""
    held = []
    for cell in total.printed:
        own = _counts(groups, total.name_of(cell))
        whole = counts_of(cell, total.n or 0)
        if own is None or not whole:
            return []
        held.append(Counts(max(whole.low - own.high, 0), min(whole.high - own.low, hidden)))
    return held


def _counts(groups: Iterable[Line], name: str, rule: str = NEAREST) -> Counts | None:
    """What the counts of an answer add up to over the groups; None where one of them cannot be known."""
    low = high = 0
    for group in groups:
        cell = _of_group(group, name)
        counts = None if cell is None or cell.value is None else counts_of(cell, group.n or 0, rule)
        if not counts:
            return None
        low, high = low + counts.low, high + counts.high
    return Counts(low, high)


def _row(groups: Sequence[Line], total: Line, cell: Cell, hidden: int, language: str) -> Finding | None:
    """An answer of the total against the same answer of its groups; `hidden` persons of the total are in no group."""
    name = total.name_of(cell)
    own, whole = _counts(groups, name), counts_of(cell, total.n or 0)
    if own is None or not whole or _agree(own, whole, hidden):
        return None
    cut_own, cut = _counts(groups, name, TRUNCATED), counts_of(cell, total.n or 0, TRUNCATED)
    if_cut = cut_own is not None and bool(cut) and _agree(cut_own, cut, hidden)
    terms = " + ".join(_share(group, name, language) for group in groups)
    statement = word("audit_total_row_wider" if hidden else "audit_total_row", language).format(
        line=total.label, answer=name, own=_range(own), whole=_range(whole), hidden=hidden
    )
    arithmetic = (
        f"{terms} = {_range(own)}; {said(cell.value or 0, cell.decimals, language)} % × {total.n} → {_range(whole)}"
    )
    listed = total.complete == PARTIAL and len(total.cells) > 1 and not total.multiple  # items may differ in base
    return found(
        "totals", STRONG if listed or if_cut else PROVEN, cell, f"{name}, {total.label}", statement, arithmetic
    )


def _agree(own: Counts, whole: Counts, hidden: int) -> bool:
    """Whether the groups and at most `hidden` others can be the whole."""
    return whole.low <= own.high + hidden and own.low <= whole.high


def _share(group: Line, name: str, language: str) -> str:
    cell = _of_group(group, name)
    assert cell is not None and cell.value is not None and group.n
    return f"{_range(counts_of(cell, group.n))} ({said(cell.value, cell.decimals, language)} % × {group.n})"


def _range(counts: Counts) -> str:
    return str(counts.low) if counts.low == counts.high else f"{counts.low}–{counts.high}"


def _between(groups: Sequence[Line], total: Line, language: str) -> list[Finding]:
    """Where no bases are printed, a percentage of the total that lies outside those of all its groups."""
    findings = []
    for cell in total.printed:
        name = total.name_of(cell)
        own = [_of_group(group, name) for group in groups]
        values = [exact_values(c.value, c.decimals) for c in own if c is not None and c.value is not None]
        if len(values) < len(groups) or cell.value is None:
            continue
        whole, low, high = exact_values(cell.value, cell.decimals), min(values), max(v.high for v in values)
        if low.low <= whole.high and whole.low <= high:
            continue
        shown = ", ".join(said(c.value, c.decimals, language) for c in own if c is not None and c.value is not None)
        value = said(cell.value, cell.decimals, language)
        statement = word("audit_total_outside", language).format(line=total.label, answer=name, value=value)
        findings.append(found("totals", STRONG, cell, f"{name}, {total.label}", statement, f"{shown}; {value}"))
    return findings
