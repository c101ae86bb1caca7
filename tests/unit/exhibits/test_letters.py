"""Letters of groups that are compared two by two, and the note that explains them."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.precision import asked_problems, precision_rows
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.letters import letters, letters_of, pairs, pairwise_note
from evalreport.exhibits.printed import grid_of
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import ESTIMATES, TESTS
from evalreport.words.catalogue import word

NAN = float("nan")
GROUPS = ("a", "b", "c")
VIEW = View(
    "e", "c", "en", "E", "mean", "table", "mean", (Item("q", "Question"),), (),
    (Panel("g", "", tuple(Item(name, name.upper()) for name in GROUPS)),), pairwise=True,
    precision=("design_effect", "effective_n", "standard_error"), weights="w",
)  # fmt: skip


def evidence(p, view=VIEW, suppressed=0):
    estimates = pd.DataFrame(
        [("e", "q", "mean", g, 100, 100.0, 3.0 + k, 0.25, NAN, NAN, 2.0, suppressed) for k, g in enumerate(GROUPS)],
        columns=ESTIMATES,
    )
    tests = [
        ("e", "q", f"{a}|{b}", "design_t", 1.0, 9, NAN, p[k], p[k], "", NAN, "")
        for k, (a, b) in enumerate(combinations(GROUPS, 2))
    ]
    return evidence_from(view, estimates, pd.DataFrame(tests, columns=TESTS), (0.05, 0.1))


@pytest.mark.parametrize("seed", range(30))
def test_two_groups_share_a_letter_just_where_they_do_not_differ(seed):
    draw = np.random.default_rng(seed)
    groups = [f"g{k}" for k in range(draw.integers(2, 8))]
    differing = [pair for pair in combinations(groups, 2) if draw.random() < 0.4]
    made = letters(groups, differing)
    for pair in combinations(groups, 2):
        shared = set(made[pair[0]]) & set(made[pair[1]])
        assert bool(shared) != (pair in differing)
    assert all(made.values())


def test_the_first_group_has_the_first_letter():
    assert letters(GROUPS, [("a", "c")]) == {"a": "a", "b": "ab", "c": "b"}
    assert letters(GROUPS, []) == dict.fromkeys(GROUPS, "a")


def test_pairs_of_a_family():
    assert pairs([("g", GROUPS)]) == [("a|b", ("a", "b")), ("a|c", ("a", "c")), ("b|c", ("b", "c"))]


def test_letters_stand_in_the_table_and_groups_that_were_not_compared_have_none():
    assert letters_of(evidence((0.2, 0.01, 0.3)), "q") == {"a": "a", "b": "ab", "c": "b"}
    assert letters_of(evidence((0.01, NAN, NAN)), "q") == {"a": "a", "b": "b"}
    row = grid_of(evidence((0.2, 0.01, 0.3))).rows[0]
    assert row == ("Question", "3.0^a^", "4.0^ab^", "5.0^b^")


def test_the_note_tells_level_test_and_number_of_comparisons():
    said = pairwise_note(evidence((0.2, 0.01, NAN)))
    assert (
        said
        == "Groups without a common letter differ at the 5% level (design-based t test; p values adjusted for 2 comparisons, Holm)."
    )
    assert "not tested" in pairwise_note(evidence((NAN, NAN, NAN)))


def test_precision_stands_in_rows_below_the_item():
    assert precision_rows(evidence((1, 1, 1)), "q") == [
        ("*Design effect*", "2.00", "2.00", "2.00"),
        ("*Effective n*", "50", "50", "50"),
        ("*Standard error*", "0.25", "0.25", "0.25"),
    ]


def test_precision_of_a_withheld_number_is_withheld():
    assert {cell for row in precision_rows(evidence((1, 1, 1), suppressed=1), "q") for cell in row[1:]} == {
        word("suppressed_sign", "en")
    }
    assert letters_of(evidence((0.01, 0.2, 0.3), suppressed=1), "q") == {}


EXHIBIT = Exhibit(
    id="e", chapter="c", title="", kind="mean", instrument="s", variables=("q",), by=("g",), test="t", weights="w"
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"precision": ("design_effect",), "kind": "quantile"}, "precision in an exhibit of kind quantile"),
        ({"precision": ("design_effect",), "weights": "none"}, "precision of a simple random sample"),
        ({"pairwise": True, "kind": "distribution"}, "pairwise in an exhibit of kind distribution"),
        ({"pairwise": True, "test": "none"}, "pairwise without a test"),
        ({"pairwise": True, "by": ()}, "pairwise in 0 families"),
        ({"pairwise": True, "by": ("g", "h")}, "pairwise in 2 families"),
    ],
)
def test_what_cannot_be_asked_for_is_told(changes, message):
    assert message in str(list(asked_problems(replace(EXHIBIT, **changes))))
    assert not list(asked_problems(replace(EXHIBIT, pairwise=True, precision=("design_effect",))))
