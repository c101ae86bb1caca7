"""Possible respondents: what a definition joins stays joined, what groups are made of stays where it is."""

import numpy as np
import pandas as pd
from evalreport.disclosure.elimination import PRIME, projected, published
from evalreport.disclosure.possible import REAL, blocks, named_in, with_possible


def test_questions_joined_by_a_definition_move_together_and_others_stay():
    data = pd.DataFrame(
        {"wave": ["1"] * 20 + ["2"] * 20, "region": [0, 1] * 20, "a": range(40), "index": range(40), "b": range(40)}
    )
    table = with_possible(data, ["a", "index", "b"], [["a", "index"]], numbers=100)
    made = table[~table[REAL]]
    assert len(table[table[REAL]]) == 40 and len(made) >= 200
    assert (made["a"] == made["index"]).all() and (made["a"] != made["b"]).any()
    assert made.groupby("wave")["a"].max().tolist() == [19, 39]  # nobody answers in another wave
    assert (made["region"].to_numpy() == np.tile(data["region"], len(made) // 40)).all()


def test_a_question_tied_to_what_groups_are_made_of_does_not_move():
    assert blocks({"a", "b", "c"}, [["a", "region"], ["b", "c"]]) == [["b", "c"]]


def test_a_definition_names_variables_wherever_it_does():
    spec = {"cases": [{"code": 1, "when": {"q1": [1]}}], "lookup": {"key": "office"}}
    assert named_in(spec, ["q1", "q2", "office"]) == {"q1", "office"}


def test_elimination_refuses_the_number_that_would_give_the_secret():
    parts = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [1, 1, 0]])
    told = [[3], [2], [1], [4]]  # the sum, the third, the second, the first two together
    assert published(projected(parts), told, [0]) == [True, True, False, True]


def test_elimination_is_exact_where_sums_are_large():
    draw = np.random.default_rng(5)
    rows = draw.integers(0, 10**9, (6, 300))
    secret = rows.sum(axis=0)
    vectors = projected(np.vstack([rows, secret]))
    assert (vectors < PRIME).all()
    assert published(vectors, [[i] for i in range(6)], [6]) == [True] * 5 + [False]
