"""The attacker: an independent search for withheld numbers, in another formulation than the plan's.

The plan knows who answered what and eliminates in a finite field over the patterns that occur. The attacker knows only what is printed and
how the report is built: its unknowns are the cells of the full cross-classification of all questions and groupings, occurring or
not, in floating point.
"""

from itertools import product

import numpy as np
import pytest
from evalreport.disclosure.ledger import Ledger, LedgerMaker
from evalreport.disclosure.plan import Secret, audit, plan
from scipy.optimize import linprog

SHAPE = {"g": 3, "h": 2, "q": 3, "r": 3}  # two groupings, two questions: how many codes each has
POINTS = np.array(list(product(*(range(size) for size in SHAPE.values()))))
COLUMN = {name: i for i, name in enumerate(SHAPE)}
MINIMUM = 4

Condition = dict[str, int]
Cell = tuple[str, Condition]  # exhibit, codes


def cells() -> list[Cell]:
    """Each question by each grouping, with total, and the groupings crossed: bases and answers."""
    found: list[Cell] = []
    for question, by in product("qr", ("g", "h", "gh")):
        groups = [dict(zip(by, codes, strict=True)) for codes in product(*(range(SHAPE[name]) for name in by))]
        for group in [*groups, {}]:
            found += [(question + by, group), *((question + by, group | {question: code}) for code in range(3))]
    return found


def inside(points: np.ndarray, condition: Condition) -> np.ndarray:
    return np.logical_and.reduce(
        [np.ones(len(points), dtype=bool), *(points[:, COLUMN[k]] == v for k, v in condition.items())]
    )


def ledger_of(people: np.ndarray) -> tuple[Ledger, list[Cell]]:
    maker = LedgerMaker(people[:, COLUMN["g"]] * SHAPE["h"] + people[:, COLUMN["h"]])
    listed = cells()
    classes = np.array(list(product(range(SHAPE["g"]), range(SHAPE["h"]))))
    places = {}
    for question in "qr":
        kinds = np.array([(*g, a) for a in range(3) for g in classes])
        points = np.zeros((len(kinds), len(SHAPE)), dtype=int)
        points[:, [COLUMN["g"], COLUMN["h"], COLUMN[question]]] = kinds
        answered = np.concatenate([people, points])
        real = np.arange(len(answered)) < len(people)
        of = answered[:, COLUMN["g"]] * SHAPE["h"] + answered[:, COLUMN["h"]]
        segment = maker.segment(of[np.isin(of, maker.classes)], real[np.isin(of, maker.classes)].astype(np.int64))
        shown = answered[np.isin(of, maker.classes)]
        for i, (exhibit, condition) in enumerate(listed):
            if exhibit[0] == question:
                places[i] = segment.vector(inside(shown, condition).astype(np.int64))
    for i, (exhibit, condition) in enumerate(listed):
        question = exhibit[0]
        category = str(condition[question]) if question in condition else "*"
        group = ",".join(f"{k}{v}" for k, v in condition.items() if k != question) or "total"
        maker.add((exhibit, question, category, group), int(inside(people, condition).sum()), [places[i]])
    return maker.made(), listed


def planned(people: np.ndarray) -> tuple[Ledger, list[Cell], dict[int, str], list[Secret]]:
    ledger, listed = ledger_of(people)
    small = {i: "cell" for i, row in enumerate(ledger.rows) if 0 < row.n < MINIMUM}
    secrets = [Secret(ledger.rows[i].vectors[0], MINIMUM, ledger.rows[i].key) for i in small]
    return ledger, listed, plan(ledger, small, secrets), secrets


def attack(people: np.ndarray, listed: list[Cell], published: list[int], wanted: Condition) -> tuple[float, float]:
    """The smallest and largest a withheld number can be, for a reader of the published ones."""
    told = np.array([inside(POINTS, listed[i][1]).astype(float) for i in published])
    values = np.array([inside(people, listed[i][1]).sum() for i in published], dtype=float)
    number = inside(POINTS, wanted).astype(float)
    ends = [linprog(sign * number, A_eq=told, b_eq=values, bounds=(0, None), method="highs-ds") for sign in (1, -1)]
    assert all(end.success for end in ends)
    return ends[0].fun, -ends[1].fun


def people_of(seed: int, size: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return np.column_stack([draw.choice(n, size, p=draw.dirichlet(np.full(n, 0.8))) for n in SHAPE.values()])


@pytest.mark.parametrize("seed", range(100))
def test_the_attacker_finds_no_small_number(seed):
    people = people_of(seed, 60 + 5 * seed)
    ledger, listed, withheld, _ = planned(people)
    published = [i for i in range(len(listed)) if i not in withheld]
    for i, reason in withheld.items():
        if reason == "cell":
            low, high = attack(people, listed, published, listed[i][1])
            assert high - low > 1e-6, f"{listed[i]} is known"
            assert high >= MINIMUM - 1e-6, f"{listed[i]} is known to be at most {high}"


def test_the_attacker_finds_what_is_planted():
    """Without complementary suppression there is something to find, so that finding nothing means something."""
    found = 0
    for seed in range(5):
        people = people_of(seed, 200)
        ledger, listed = ledger_of(people)
        small = [i for i, row in enumerate(ledger.rows) if 0 < row.n < MINIMUM]
        published = [i for i in range(len(listed)) if i not in small]
        found += sum(attack(people, listed, published, listed[i][1])[1] < MINIMUM for i in small)
    assert found > 5
    people = people_of(3, 200)
    _, listed, withheld, _ = planned(people)
    leaked = next(i for i, reason in withheld.items() if reason == "cell")
    published = [i for i in range(len(listed)) if i not in withheld]
    low, high = attack(people, listed, [*published, leaked], listed[leaked][1])
    assert high - low < 1e-6


def test_the_audit_agrees_that_nothing_is_found_and_finds_what_is_given_back():
    ledger, _, withheld, secrets = planned(people_of(7, 150))
    assert secrets and not any(found.breached for found in audit(ledger, withheld, secrets))
    given = {i: reason for i, reason in withheld.items() if reason == "cell"}  # all that protected them is printed
    assert any(found.breached for found in audit(ledger, given, secrets))


def test_the_same_report_gives_the_same_plan_and_few_programs_withhold_more():
    people = people_of(11, 150)
    ledger, _, withheld, secrets = planned(people)
    assert planned(people)[2] == withheld
    small = {i: "cell" for i, row in enumerate(ledger.rows) if 0 < row.n < MINIMUM}
    assert set(plan(ledger, small, secrets, work=0)) >= set(withheld)


def test_without_small_numbers_nothing_is_withheld():
    people = np.repeat(POINTS, 10, axis=0)
    assert planned(people)[2] == {}


def test_what_a_person_quotes_stays_where_another_can_go():
    maker = LedgerMaker(np.zeros(40, dtype=int))
    answer = np.repeat(["a", "b", "c", "d"], [2, 12, 12, 14])
    segment = maker.segment(maker.classes, np.ones(40, dtype=np.int64))
    maker.add(("x", "q", "*", "total"), 40, [segment.vector(np.ones(40, dtype=np.int64))], worth=2)
    for code, worth in zip("abcd", (0, 2, 0, 2), strict=True):
        place = segment.vector((answer == code).astype(np.int64))
        maker.add(("x", "q", code, "total"), int((answer == code).sum()), [place], worth)
    ledger = maker.made()
    found = plan(ledger, {1: "cell"}, [Secret(ledger.rows[1].vectors[0], 5, ledger.rows[1].key)])
    assert set(found) == {1, 3}
