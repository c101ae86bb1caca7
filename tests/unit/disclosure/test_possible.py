"""Possible respondents: what a definition joins stays joined, what groups are made of stays where it is."""

import numpy as np
import pandas as pd
from evalreport.disclosure.elimination import PRIME, Published, projected, published
from evalreport.disclosure.ledger import LedgerMaker, classes_of
from evalreport.disclosure.possible import REAL, blocks, named_in, with_possible


def test_every_class_may_have_given_any_answer_of_its_wave_to_a_block_and_what_stays_stays():
    data = pd.DataFrame(
        {
            "wave": ["1"] * 20 + ["2"] * 20,
            "region": [0, 1] * 20,
            "a": [*range(4)] * 5 + [*range(10, 15)] * 4,
            "other": range(40),
        }
    )
    data["index"] = data["a"]
    classes = classes_of([data["wave"].eq("2").to_numpy(dtype=np.int64), data["region"].to_numpy()], len(data))
    table, rows = with_possible(data, classes, ["a", "index"])
    of = classes[rows]
    made = table[~table[REAL]]
    assert len(table[table[REAL]]) == 40 and len(table) == len(of)
    assert (made["a"] == made["index"]).all()
    pairs = made.groupby(["wave", "region"])["a"].agg(["min", "max", "nunique"])
    assert pairs.values.tolist() == [[0, 3, 4], [0, 3, 4], [10, 14, 5], [10, 14, 5]]  # nobody answers in another wave
    assert (pd.Series(of).groupby([table["wave"], table["region"]]).nunique() == 1).all()
    assert len(with_possible(data, classes, [])[0]) == 40


def test_of_many_possible_respondents_some_are_drawn_always_the_same(monkeypatch):
    monkeypatch.setattr("evalreport.disclosure.possible.MOST", 50)
    data = pd.DataFrame({"wave": ["1"] * 40, "a": range(40)})
    table, _ = with_possible(data, np.arange(40), ["a"])
    assert len(table) == 90
    pd.testing.assert_frame_equal(table, with_possible(data, np.arange(40), ["a"])[0])


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


def test_a_number_that_the_class_decides_is_one_whichever_question_tells_it():
    maker = LedgerMaker(np.array([0, 0, 1, 1, 1]))
    everybody = np.ones(5, dtype=np.int64)
    first, second = (maker.segment(maker.classes, everybody) for _ in "ab")
    group = np.array([0, 0, 1, 1, 1])
    answer = np.array([0, 1, 0, 1, 1])
    assert first.vector(group) == second.vector(group) == maker.of_classes(group)
    own = first.vector(answer)
    maker.add(("x", "q", "*", "g"), 3, [first.vector(group)])
    maker.add(("x", "q", "1", "total"), 3, [own])
    ledger = maker.made()
    assert own[0] == 1 and ledger.value(own) == 3 and ledger.counts(own)
    assert len(ledger.segments[1].counts) == 4 and len(ledger.segments[2].counts) == 2  # alike ones are put together
    assert ledger.segments[1].links().toarray().sum(axis=0).tolist() == [1] * 4


def test_a_secret_that_follows_all_the_same_is_none_any_longer():
    """A number known from elsewhere is taken whatever it gives away; the other secrets are still kept."""
    vectors = projected(np.eye(3, dtype=np.int64))
    state = Published(vectors[[0, 1]])
    state.take(state.step(vectors[[0]]))
    assert len(state.secrets) == 1 and not state.accept(vectors[[1]]) and state.accept(vectors[[2]])
