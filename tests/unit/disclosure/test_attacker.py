"""The attacker finds what is planted: each kind of print that could give a withheld number away, one after the other."""

import numpy as np
import pandas as pd
import pytest
from attack import Attacker, after_test, read_alt, read_estimates, read_figure, small_differences
from scipy.stats import kruskal

GROUPS = {"a": {"group": ["a"]}, "b": {"group": ["b"]}, "total": {}}
ANSWERS = {"*": {"1", "2", "3"}, "low": {"1"}, "high": {"2", "3"}}
LABELS = {"School A": "a", "School B": "b", "Total": "total", "Low": "low", "High": "high"}
TRUTH = np.array([2, 5, 9, 8, 6, 12], dtype=float)  # group a: 2, 5, 9; group b: 8, 6, 12
SMALL = {"group": ["a"], "answer": ["1"]}
MINIMUM = 3


def estimates(withheld: set[tuple[str, str]]) -> pd.DataFrame:
    """Low and high by group and total, with what is withheld left out."""
    counts = {"a": (2, 14), "b": (8, 18), "total": (10, 32)}
    rows = []
    for group, (low, high) in counts.items():
        for category, n in (("*", low + high), ("low", low), ("high", high)):
            gone = (category, group) in withheld
            share = np.nan if category == "*" or gone else n / (low + high)
            rows.append(("x", "q", category, group, np.nan if gone else n, share, int(gone)))
    columns = ["exhibit", "variable", "category", "group", "n", "estimate", "suppressed"]
    return pd.DataFrame(rows, columns=columns)


PROTECTED = {(category, group) for category in ("low", "high") for group in "ab"}


@pytest.fixture
def attacker() -> Attacker:
    """One who has read the protected table, and found nothing in it."""
    made = Attacker({"group": ["a", "b"], "answer": ["1", "2", "3"]})
    read_estimates(made, estimates(PROTECTED), GROUPS, ANSWERS)
    assert not made.finds(SMALL, MINIMUM) and made.contradicted(TRUTH) == []
    return made


def test_a_table_that_withholds_the_small_cell_alone_gives_it():
    made = Attacker({"group": ["a", "b"], "answer": ["1", "2", "3"]})
    read_estimates(made, estimates({("low", "a")}), GROUPS, ANSWERS)
    assert made.ends(SMALL) == (2, 2)


def test_a_per_cent_in_the_data_of_a_figure_is_found(attacker):
    table = pd.DataFrame({"group": ["b"], "category": ["high"], "base": [26], "printed": ["69"]})
    read_figure(attacker, table, GROUPS, ANSWERS)
    assert attacker.finds(SMALL, MINIMUM) and attacker.contradicted(TRUTH) == []


def test_a_per_cent_in_an_alt_text_is_found(attacker):
    read_alt(attacker, "Bars. Largest answer: School B ‘High’ 69%.", GROUPS, LABELS, ANSWERS)
    assert attacker.finds(SMALL, MINIMUM) and attacker.contradicted(TRUTH) == []


def test_a_number_of_respondents_in_a_note_or_an_alt_text_is_found():
    """All of a small group is withheld, its base too; the total and the other group's n give it."""
    made = Attacker({"group": ["a", "b"], "answer": ["1", "2", "3"]})
    gone = {(category, group) for category in ANSWERS for group in "ab"}
    read_estimates(made, estimates(gone), GROUPS, ANSWERS)
    assert not made.finds(GROUPS["a"], 20)
    read_alt(made, "Bars of the answers of 2025, School B (n = 26).", GROUPS, LABELS, ANSWERS)
    assert made.ends(GROUPS["a"]) == (16, 16) and made.contradicted(TRUTH) == []


def test_rounded_means_give_the_sizes_of_their_groups():
    values = [str(v) for v in range(1, 6)]
    made = Attacker({"group": ["a", "b"], "value": values})
    truth = np.array([[0, 0, 0, 1, 2], [10, 9, 6, 3, 1]], dtype=float)
    means = (truth @ np.arange(1, 6)) / truth.sum(axis=1)
    whole = (truth.sum(axis=0) @ np.arange(1, 6)) / truth.sum()
    made.count({}, truth.sum())
    for group, mean in zip("ab", means, strict=True):
        made.mean({"group": [group]}, "value", round(mean, 2), 0.005)
    assert made.ends({"group": ["a"]})[1] > 5
    made.mean({}, "value", round(whole, 2), 0.005)
    assert made.finds({"group": ["a"]}, 5) and made.contradicted(truth.ravel()) == []


def test_the_chi_square_under_a_table_gives_its_cells():
    made = Attacker({"group": ["a", "b"], "answer": ["1", "2"]})
    truth = np.array([[2, 14], [8, 18]], dtype=float)
    for group, n in (("a", 16), ("b", 26)):
        made.count({"group": [group]}, n)
    made.count({"answer": ["1"]}, 10)
    assert not made.finds({"group": ["a"], "answer": ["1"]}, MINIMUM)
    expected = np.outer(truth.sum(axis=1), truth.sum(axis=0)) / truth.sum()
    printed = round(((truth - expected) ** 2 / expected).sum(), 2)
    left = {table[0] for table in after_test(made, "group", "answer", printed, 0.005)}
    assert left == {2.0}


def test_two_editions_that_differ_by_one_respondent_tell_of_that_respondent():
    then, now = estimates(PROTECTED), estimates(PROTECTED)
    now["n"] = now["n"] - (now["group"] == "b")
    assert ("q", "*", "b") in small_differences(then, now, MINIMUM)
    assert small_differences(then, then, MINIMUM) == []


def test_a_rank_test_under_answers_put_together_gives_the_answers_withheld_elsewhere():
    """One table withholds answers 1 and 2, another prints them put together, with a rank test of all answers."""
    counts = np.array([[1, 9, 12, 11, 7], [8, 6, 10, 9, 9]])

    def statistic(first: int, second: int) -> float:
        whole = counts.copy()
        whole[:, 0], whole[:, 1] = (first, second), (10 - first, 14 - second)
        return float(kruskal(*(np.repeat(np.arange(1, 6), row) for row in whole)).statistic)

    printed = statistic(1, 8)
    fits = {(x, y) for x in range(11) for y in range(15) if abs(statistic(x, y) - printed) < 1e-9}
    assert fits == {(1, 8)}
