"""Findings: what a reader of records saw that is missing or doubtful; named with its place, never corrected."""

from evalreport.records.sheets import FILE, PLACE
from evalreport.words.catalogue import word

TABLE = "findings"
COLUMNS = ("kind", "subject", "field", "found", "expected")


def finding(kind: str, source: tuple[str, str], language: str, subject: str, field: str, found: str) -> dict[str, str]:
    """A row of `findings`; kind: a word `right_<kind>` says what would be right; source: file and place."""
    expected = word(f"right_{kind}", language)
    told = {"kind": kind, "subject": subject, "field": field, "found": found, "expected": expected}
    return told | {FILE: source[0], PLACE: source[1]}
