"""Percentages and means that no whole number of persons gives (GRIM: Brown and Heathers 2017), and what base would give them."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from evalreport.audit.findings import PROVEN, SOFT, STRONG, Finding, found
from evalreport.audit.lines import PARTIAL, STATED, Line
from evalreport.audit.printed import MEAN, WIDER, Cell, N
from evalreport.audit.rounding import HALF_EVEN, HALF_UP, NEAREST, PERCENT, TRUNCATED, Counts, counts_for, said
from evalreport.words.catalogue import counted_word, word

FITTING = 6  # how many other bases are named
AROUND = 20  # they are sought within n/AROUND of the printed one


def counts_of(cell: Cell, n: int, rule: str = NEAREST) -> Counts:
    """The counts of n that print as the cell; every count where nothing is printed."""
    return Counts(0, n) if cell.value is None else counts_for(cell.value, cell.decimals, n, rule)


def impossible(line: Line, n: int, rule: str = NEAREST) -> list[Cell]:
    """The cells of a line that no count of n gives."""
    return [cell for cell in line.printed if not counts_of(cell, n, rule)]


def joint(line: Line, n: int, rule: str = NEAREST) -> Counts:
    """What the counts of a line can add up to; none where one of its cells is impossible.

    The counts of a cell follow each other without gaps, so every number between the ends is a sum of some of them.
    """
    low = high = 0
    for cell in line.cells:
        counts = counts_of(cell, n, rule)
        if not counts:
            return Counts(1, 0)
        low, high = low + counts.low, high + counts.high
    return Counts(low, high)


def fits(line: Line, n: int, rule: str = NEAREST) -> bool:
    """Whether counts exist that give every printed percentage of the line and, where it holds all answers, add up to n."""
    sums = joint(line, n, rule)
    return bool(sums) and (line.complete == PARTIAL or n in sums)


def fitting(line: Line, candidates: Iterable[int], rule: str = NEAREST) -> list[int]:
    """The bases that fit a line."""
    return [n for n in candidates if n > 0 and fits(line, n, rule)]


def grim(lines: Sequence[Line], cells: Sequence[Cell], language: str) -> list[Finding]:
    """Findings of impossible percentages, a line of a table each, and of impossible means."""
    shares = [_percentages(line, line.n, language) for line in lines if line.n and not line.weighted]
    return [*(finding for finding in shares if finding), *_halves(lines, language), *_means(cells, language)]


def _percentages(line: Line, n: int, language: str) -> Finding | None:
    wrong = impossible(line, n)
    if not wrong:
        return None
    cut = not impossible(line, n, TRUNCATED)
    # Items of a list may each have a base of their own.
    listed = line.complete == PARTIAL and len(line.cells) > 1 and not line.multiple
    grade = STRONG if cut or listed else PROVEN
    shown = "; ".join(f"{line.name_of(cell)}: {_neighbours(cell, n, language)}" for cell in wrong)
    around = range(max(1, n - n // AROUND - 2), n + n // AROUND + 3)
    statement = counted_word("audit_grim", len(wrong), language).format(
        wrong=len(wrong), all=len(line.printed), line=line.label, n=said(n, 0, language)
    )
    statement += word("audit_grim_cut", language) if cut else ""
    return found("grim", grade, wrong[0], line.label, statement, shown + _elsewhere(line, around, language))


def _neighbours(cell: Cell, n: int, language: str) -> str:
    """`131/171 = 76,6; 132/171 = 77,2; 76,7 …`: the counts on either side of the printed percentage."""
    assert cell.value is not None
    below = int(cell.value * n / PERCENT)
    parts = [
        f"{k}/{n} = {said(PERCENT * Fraction(k, n), cell.decimals, language)}" for k in (below, below + 1) if k <= n
    ]
    return word("audit_neighbours", language).format(
        near=f" {word('and', language)} ".join(parts), value=said(cell.value, cell.decimals, language)
    )


def _elsewhere(line: Line, around: Iterable[int], language: str) -> str:
    """The bases nearby that fit the line, or that fit it with one person whose answer is not printed."""
    others, key = fitting(line, around), "audit_fitting"
    if not others and line.complete == STATED:
        others, key = [n for n in around if n - 1 in joint(line, n)], "audit_fitting_less_one"
    if not others:
        return ""
    listed = ", ".join(str(n) for n in others[:FITTING]) + (" …" if len(others) > FITTING else "")
    return ". " + word(key, language).format(n=listed)


def _halves(lines: Sequence[Line], language: str) -> list[Finding]:
    """Lines that halves rounded up give, and halves rounded to even do not: what convention the report used."""
    findings = []
    for line in lines:
        if not line.n or line.weighted or line.complete == PARTIAL:
            continue
        if fits(line, line.n, HALF_UP) and not fits(line, line.n, HALF_EVEN):
            tie = next((c for c in line.printed if not counts_of(c, line.n, HALF_EVEN)), line.cells[0])
            statement = word("audit_half_up", language).format(line=line.label)
            findings.append(found("grim", SOFT, tie, line.label, statement, _tie(tie, line.n, language)))
    return findings


def _tie(cell: Cell, n: int, language: str) -> str:
    assert cell.value is not None
    k = counts_of(cell, n, HALF_UP).low
    exact = said(PERCENT * Fraction(k, n), cell.decimals + 1, language)
    return f"{k}/{n} = {exact} → {said(cell.value, cell.decimals, language)}"


def _means(cells: Sequence[Cell], language: str) -> list[Finding]:
    """Means of whole numbers that no sum of n of them gives; the base stands in the same column."""
    bases = {
        (c.table, c.part, c.column): int(c.value) for c in cells if c.statistic in (N, WIDER) and c.value is not None
    }
    findings = []
    for cell in cells:
        n = bases.get((cell.table, cell.part, cell.column), 0)
        if cell.statistic != MEAN or cell.value is None or not n or counts_for(cell.value, cell.decimals, n, whole=1):
            continue
        low = int(cell.value * n)
        near = f" {word('and', language)} ".join(
            f"{k}/{n} = {said(Fraction(k, n), cell.decimals, language)}" for k in (low, low + 1)
        )
        value = said(cell.value, cell.decimals, language)
        statement = word("audit_grim_mean", language).format(value=value, n=said(n, 0, language))
        arithmetic = word("audit_neighbours", language).format(near=near, value=value)
        findings.append(found("grim", STRONG, cell, f"{cell.row}, {cell.column}", statement, arithmetic))
    return findings
