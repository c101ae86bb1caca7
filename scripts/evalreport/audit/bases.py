"""Bases: one group with different Ns in different tables, bases that are not printed, and tables whose base is not the stated one."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from evalreport.audit.findings import SOFT, STRONG, Finding, found
from evalreport.audit.grim import counts_of, fits, joint
from evalreport.audit.lines import APPARENT, STATED, Line, groups_and_total, is_total, normal
from evalreport.audit.printed import WIDER, Cell, N
from evalreport.audit.rounding import HALF_EVEN, HALF_UP, Counts
from evalreport.words.catalogue import recognised, word

SMALLEST = 5  # bases below it fit nearly anything
LARGEST = 1000  # where no base is printed anywhere
COMBINATIONS = 50_000  # of bases of groups that are tried


def bases(lines: Sequence[Line], cells: Sequence[Cell], language: str) -> list[Finding]:
    """Findings of bases."""
    printed = largest_bases(cells)
    sought = {line: _sought(line, _most(line, printed)) for line in lines if _is_sought(line)}
    alone = {line: found_n[0] for line, found_n in sought.items() if len(found_n) == 1}
    unique = alone | _together(lines, sought)
    return [
        *_differing(cells, language),
        *_more_than_groups(lines, cells, language),
        *_unprinted(unique, alone, printed, language),
        *_elsewhere(lines, unique, language),
    ]


def largest_bases(cells: Iterable[Cell]) -> dict[frozenset[str], int]:
    """The largest base printed anywhere for a group; of everybody under no words."""
    most: dict[frozenset[str], int] = {}
    for cell in cells:
        if cell.statistic in (N, WIDER) and cell.value is not None:
            for key in (group_key(cell.column), frozenset[str]()):
                most[key] = max(most.get(key, 0), int(cell.value))
    return most


def _most(line: Line, printed: Mapping[frozenset[str], int]) -> int:
    """The largest plausible base: that of groups with a word in common with the line, else the largest anywhere."""
    key = group_key(line.label)
    related = [n for words, n in printed.items() if {word for word in words & key if not word.isdigit()}]
    return max(related, default=printed.get(frozenset(), LARGEST))


def _is_sought(line: Line) -> bool:
    return line.n is None and not line.weighted and (line.complete in (STATED, APPARENT) or _nearly(line))


def _nearly(line: Line) -> bool:
    """One blank cell, nothing in it: `0,0` that was not printed."""
    return len(line.printed) >= 3 and len(line.cells) - len(line.printed) == 1 and abs(line.sum - 100) <= line.slack


def _sought(line: Line, largest: int) -> list[int]:
    return [n for n in range(SMALLEST, largest + 1) if n in joint(line, n)]


def group_key(label: str) -> frozenset[str]:
    """The words of a group's label without those for everybody: `2009 | North` and `North 2009` are one group."""
    words = [part for part in normal(label).split() if part not in recognised("total", "sum", "base")]
    return frozenset(words)


def _differing(cells: Sequence[Cell], language: str) -> list[Finding]:
    """Groups of one name whose base differs between tables."""
    by_group: dict[frozenset[str], list[Cell]] = {}
    for cell in cells:
        if cell.statistic in (N, WIDER) and cell.value is not None and group_key(cell.column):
            by_group.setdefault(group_key(cell.column), []).append(cell)
    findings = []
    for own in by_group.values():
        known = sorted({int(cell.value or 0) for cell in own}, reverse=True)
        if len({cell.table for cell in own}) < 2 or len(known) < 2:
            continue
        listed = "; ".join(f"{n}: {', '.join(_tables(own, n))}" for n in known)
        statement = word("audit_bases", language).format(
            group=own[0].column, count=len(known), low=known[-1], high=known[0]
        )
        findings.append(found("bases", SOFT, own[0], own[0].column, statement, listed))
    return findings


def _tables(cells: Iterable[Cell], n: int) -> list[str]:
    return list(dict.fromkeys(cell.table for cell in cells if cell.value == n))


def _more_than_groups(lines: Sequence[Line], cells: Sequence[Cell], language: str) -> list[Finding]:
    """More persons in a table than the table has that distributes everybody over the groups: some are in none of them."""
    groups = {normal(line.label) for line in lines}
    findings = []
    for line in lines:
        answers = {normal(line.name_of(cell)) for cell in line.cells}
        if (
            not line.n
            or line.complete != STATED
            or len(answers) < 2
            or not answers <= groups
            or not group_key(line.label)
        ):
            continue
        same = [c for c in cells if c.statistic == N and c.value and group_key(c.column) == group_key(line.label)]
        most = max(same, key=lambda cell: cell.value or 0, default=None)
        if most is None or most.value is None or most.value <= line.n:
            continue
        extra = int(most.value) - line.n
        statement = word("audit_bases_more", language).format(group=line.label, extra=extra, table=line.table)
        arithmetic = f"{int(most.value)} ({most.table}) > {line.n} ({line.table})"
        findings.append(found("bases", STRONG, most, most.column, statement, arithmetic))
    return findings


def _together(lines: Sequence[Line], sought: Mapping[Line, Sequence[int]]) -> dict[Line, int]:
    """Bases that are the only ones once the groups have to add up to their total, answer by answer."""
    unique: dict[Line, int] = {}
    for place in dict.fromkeys((line.table, line.part) for line in sought):
        beside = [line for line in lines if (line.table, line.part) == place]
        for groups, total in groups_and_total(beside):
            own = [sought.get(line, []) for line in (*groups, total)]
            if prod(len(each) for each in own) > COMBINATIONS:
                continue
            fit = [ns for ns in product(*own) if sum(ns[:-1]) == ns[-1] and _add_up((*groups, total), ns)]
            if len(fit) == 1:
                unique |= dict(zip((*groups, total), fit[0], strict=True))
    return unique


def _add_up(lines: Sequence[Line], bases: Sequence[int]) -> bool:
    """Whether the counts of the groups (all but the last line) can be those of the total, for every answer."""
    for cells in zip(*(line.cells for line in lines), strict=True):
        counts = [counts_of(cell, n) for cell, n in zip(cells, bases, strict=True)]
        low, high = sum(c.low for c in counts[:-1]), sum(c.high for c in counts[:-1])
        if low > counts[-1].high or counts[-1].low > high:
            return False
    return True


def _unprinted(
    unique: Mapping[Line, int], alone: Mapping[Line, int], printed: Mapping[frozenset[str], int], language: str
) -> list[Finding]:
    """The only base that gives a line, where its base is not printed; and whether only halves rounded up give it."""
    findings = []
    for line, n in unique.items():
        counts = " + ".join(_said(counts_of(cell, n)) for cell in line.printed)
        key = "audit_base_unique" if line in alone else "audit_base_together"
        statement = word(key, language).format(line=line.label, n=n, most=_most(line, printed))
        if fits(line, n, HALF_UP) and not fits(line, n, HALF_EVEN):
            statement += " " + word("audit_half_up_too", language)
        findings.append(found("bases", SOFT, line.cells[0], line.label, statement, f"{counts} = {n}"))
    return findings


def _said(counts: Counts) -> str:
    return str(counts.low) if counts.low == counts.high else f"{counts.low}–{counts.high}"


def _elsewhere(lines: Sequence[Line], unique: Mapping[Line, int], language: str) -> list[Finding]:
    """Groups with more persons than another table leaves them: the table's base is another than that column."""
    tables: dict[tuple[str, str], dict[str, int]] = {}
    for line, n in unique.items():
        if not is_total(line.label):
            tables.setdefault((line.table, line.part), {})[normal(line.label)] = n
    findings = []
    for place, own in tables.items():
        if len(own) < 3:
            continue
        columns = [line for line in lines if line.n and {normal(line.name_of(c)) for c in line.cells} == set(own)]
        room = {line: _room(line, own) for line in columns}
        small = [line for line in columns if not room[line]]
        if small and len({line.table for line in columns}) and place != (small[0].table, small[0].part):
            first = next(line for line in unique if (line.table, line.part) == place)
            findings.append(_too_small(first, own, small, [x for x in columns if room[x]], language))
    return findings


def _room(line: Line, own: dict[str, int]) -> bool:
    return all(counts_of(cell, line.n or 0).high >= own[normal(line.name_of(cell))] for cell in line.printed)


def _too_small(
    first: Line, own: dict[str, int], small: Sequence[Line], enough: Sequence[Line], language: str
) -> Finding:
    def counts(line: Line) -> str:
        return ", ".join(f"{line.name_of(c)} {_said(counts_of(c, line.n or 0))}" for c in line.printed)

    needed = ", ".join(str(n) for n in own.values())
    statement = word("audit_base_other", language).format(
        small=", ".join(line.label for line in small), table=small[0].table
    )
    if enough:
        statement += " " + word("audit_base_enough", language).format(enough=", ".join(line.label for line in enough))
    arithmetic = f"N = {needed}; " + "; ".join(f"{line.label}: {counts(line)}" for line in (*small, *enough))
    return found("bases", STRONG, first.cells[0], first.table, statement, arithmetic)
