"""Pairs in one sentence ("44 and 57 per cent respectively"): numbers that agree with the other group's cell and not with their own."""

from collections.abc import Sequence
from itertools import combinations

from evalreport.audit.findings import STRONG, Finding, found
from evalreport.audit.prose import Said
from evalreport.audit.rounding import said
from evalreport.words.catalogue import word


def pairs(stated: Sequence[Said], language: str) -> tuple[list[Finding], list[Said]]:
    """Findings of exchanged pairs, and the numbers in the text that no such pair explains."""
    findings, explained = [], set()
    for first, second in combinations(stated, 2):
        if not _one_pair(first, second) or (first.agrees() and second.agrees()):
            continue
        if first.agrees(second.about) and second.agrees(first.about):
            findings.append(_finding(first, second, language))
            explained |= {first, second}
    return findings, [each for each in stated if each not in explained]


def _one_pair(first: Said, second: Said) -> bool:
    """Two numbers of one statement, about the same rows of one table in different columns."""
    same = first.cell.table == second.cell.table and first.cell.row == second.cell.row
    about = (first.link.table, first.link.rows) == (second.link.table, second.link.rows)
    return same and about and first.link.columns != second.link.columns


def _finding(first: Said, second: Said, language: str) -> Finding:
    def number(each: Said) -> str:
        return said(each.value, each.cell.decimals, language)

    def printed(each: Said) -> str:
        return said(each.sum, max(cell.decimals for cell in each.about), language)

    statement = word("audit_pair", language).format(
        row=first.cell.row, one=first.cell.column, other=second.cell.column, first=number(first), second=number(second)
    )
    arithmetic = "; ".join(
        f"{each.cell.column}: {number(each)} – {each.link.table}: {printed(each)}" for each in (first, second)
    )
    place = f"{first.cell.row}, {first.cell.column} / {second.cell.column}"
    return found("pairs", STRONG, first.cell, place, statement, arithmetic)
