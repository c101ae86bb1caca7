"""Findings: what is missing or doubtful in records and no error, named and never guessed."""

FINDINGS = ("kind", "subject", "field", "found", "expected", "source_file", "source_place")


def finding(kind: str, subject: str, field: str, found: str, expected: str, file: str, place: str) -> dict[str, str]:
    """One row of a table of findings; kind: a code, so that a listing can print it as a label of the team's."""
    return dict(zip(FINDINGS, (kind, subject, field, found, expected, file, place), strict=True))
