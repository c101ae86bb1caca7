"""The contradictions of the published report: each is caught by its own numbers, and the corrected statement holds."""

import pytest
from contradictions import REFUSED, Judge, listing, statements

STATEMENTS = statements()
NAMES = [f"{each.anomaly}-{each.lines.split(',')[0]}" for each in STATEMENTS]


@pytest.fixture(scope="session")
def judge(published_build) -> Judge:
    return Judge(published_build)


def test_there_are_the_proven_and_strong_ones_that_numbers_can_decide():
    found = {each.anomaly for each in STATEMENTS if each.kind in ("proven", "strong")}
    assert found == {"B1", "B2", "B3", "B4", "B5", "B6", "B7", "B16"}
    assert len({each.anomaly for each in STATEMENTS}) >= 10


@pytest.mark.parametrize("statement", STATEMENTS, ids=NAMES)
def test_a_published_statement_is_caught(judge, statement):
    assert statement.expected in ("fails", "weakened", REFUSED)
    assert judge(statement.condition).verdict == statement.expected


@pytest.mark.parametrize("statement", STATEMENTS, ids=NAMES)
def test_the_corrected_statement_holds(judge, statement):
    assert judge(statement.right).verdict == "holds"


def test_the_listing_has_every_statement_with_its_numbers(judge):
    text = listing(judge)
    assert all(each.statement in text and f"lines {each.lines}" in text for each in STATEMENTS)
    assert text.endswith(f"{len(STATEMENTS)} of {len(STATEMENTS)} statements are caught, of 14 anomalies")
