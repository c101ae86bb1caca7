"""Editions that are out: what they print is known, and a small difference from them is as small as a small number."""

import numpy as np
import pandas as pd
import pytest
from evalreport.disclosure.blocks import secrets_of
from evalreport.disclosure.ledger import Ledger, LedgerMaker
from evalreport.disclosure.plan import Secret, audit, plan
from evalreport.disclosure.primary import EDITION, Case, Limits, primary
from evalreport.disclosure.structure import grouped

KEY = ("q", "1", "a")


def case_of(n: int, then: float) -> Case:
    table = pd.DataFrame(
        [("q", "*", "a", 40), (*KEY, n), ("q", "2", "a", 40 - n)], columns=["variable", "category", "group", "n"]
    )
    return Case(table.assign(estimate=np.nan), Limits(5, 10), grouped([["a"]], False), {}, {KEY: (then,)})


@pytest.mark.parametrize(("n", "then", "small"), [(12, 11, True), (11, 14, True), (12, 12, False), (12, 17, False)])
def test_a_number_that_differs_by_few_is_treated_as_small(n, then, small):
    found = primary(case_of(n, then))
    assert (found.get(1) == EDITION) == small


def test_one_that_grew_must_be_able_to_have_grown_by_the_limit_and_one_that_fell_to_have_fallen():
    (grown,) = secrets_of(case_of(12, 11), KEY, 12, EDITION, [(1, 0)], ("x", *KEY))
    assert not grown.kept(0, 15.9) and grown.kept(12, 16)
    (fell,) = secrets_of(case_of(11, 14), KEY, 11, EDITION, [(1, 0)], ("x", *KEY))
    assert not fell.kept(9.1, 40) and fell.kept(9, 12)


def ledger_of(known: set[str]) -> tuple[Ledger, dict[str, int]]:
    """Four answers of 40 respondents and their base; known: answers that an edition has printed."""
    answer = np.repeat(["a", "b", "c", "d"], [2, 10, 12, 16])
    maker = LedgerMaker(np.zeros(40, dtype=int))
    segment = maker.segment(maker.classes, np.ones(40, dtype=np.int64))
    for name in ("*", *"abcd"):
        inside = np.ones(40, bool) if name == "*" else answer == name
        maker.add(
            ("x", "q", name, "g"), int(inside.sum()), [segment.vector(inside.astype(np.int64))], known=name in known
        )
    return maker.made(), {name: i for i, name in enumerate(("*", *"abcd"))}


def test_a_number_that_is_out_protects_nothing_any_longer():
    """Without the edition the next smallest number goes with the small one; where that is out, another has to."""
    ledger, at = ledger_of(set())
    secret = Secret(ledger.rows[at["a"]].vectors[0], 5, ledger.rows[at["a"]].key)
    assert set(plan(ledger, {at["a"]: "cell"}, [secret])) == {at["a"], at["b"]}
    ledger, at = ledger_of({"b"})
    found = plan(ledger, {at["a"]: "cell"}, [secret])
    assert set(found) - {at["b"]} == {at["a"], at["c"]}
    assert not any(each.breached for each in audit(ledger, found, [secret]))


def test_a_small_number_that_is_out_is_a_breach():
    ledger, at = ledger_of({"a"})
    secret = Secret(ledger.rows[at["a"]].vectors[0], 5, ledger.rows[at["a"]].key)
    found = plan(ledger, {at["a"]: "cell"}, [secret])
    assert [each.breached for each in audit(ledger, found, [secret])] == [True]


def test_a_difference_is_hidden_by_withholding_more():
    ledger, at = ledger_of(set())
    place = ledger.rows[at["c"]].vectors[0]
    secret = Secret(place, 16, ledger.rows[at["c"]].key)  # 12 now, 11 in the edition that is out, the limit being 5
    found = plan(ledger, {at["c"]: EDITION}, [secret])
    (told,) = audit(ledger, found, [secret])
    assert len(found) >= 2 and told.high >= 16 and not told.breached


def test_a_group_of_one_mind_is_hidden_by_the_answers_nobody_gave():
    """All 12 of a group gave one answer. Their base can stay where an empty answer is withheld too, which loses less."""
    maker = LedgerMaker(np.zeros(12, dtype=int))
    kinds = np.repeat([0, 1, 2], [12, 1, 1])  # the answers that somebody of the wave gave
    segment = maker.segment(np.zeros(14, dtype=int), (np.arange(14) < 12).astype(np.int64))
    maker.add(("x", "q", "*", "g"), 12, [segment.vector(np.ones(14, dtype=np.int64))])
    for code, n in enumerate((12, 0, 0)):
        maker.add(("x", "q", str(code), "g"), n, [segment.vector((kinds == code).astype(np.int64))])
    ledger = maker.made()
    secret = Secret(ledger.rows[1].vectors[0], 5, ledger.rows[1].key)
    found = plan(ledger, {1: "one_mind"}, [secret])
    assert 0 not in found and len(found) == 2
    (told,) = audit(ledger, found, [secret])
    assert told.low < 12 and not told.breached
