"""The claims of the demonstration report: many, and none that the exhibits do not support."""

import pytest
from contradictions import Judge
from evalreport.chapters.cited import CLAIM
from evalreport.claims.collect import judged
from evalreport.claims.conditions import Margins
from evalreport.claims.table import Written

LEAST = 60


@pytest.fixture(scope="session")
def judge(published_build) -> Judge:
    return Judge(published_build)


@pytest.fixture(scope="session")
def conditions(judge):
    """Every condition of the edition's claims whose exhibits are built here."""
    claims = [c for found in judge.project.cited.values() for c in found if c.function == CLAIM]
    return [c for c in claims if all((judge.folder / f"{name}.estimates.csv").is_file() for name in c.exhibits)]


def test_there_are_many(conditions):
    assert len({(c.file, c.line, c.kwargs.get("group"), c.first) for c in conditions}) >= LEAST


def test_none_fails(judge, conditions):
    wrong = []
    for c in conditions:
        written = Written(c.args[0], c.args[1], c.kwargs)
        outcome = judged([written], judge.evidence(c.exhibits), Margins())
        if outcome.verdict in ("fails", "unknown"):
            wrong.append(f"{c.file}, line {c.line}: {written} ({'; '.join(outcome.numbers)})")
    assert wrong == []
