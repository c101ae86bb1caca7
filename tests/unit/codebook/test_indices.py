"""Indices: turned items, the minimum of answers, slips in the configuration, and Cronbach's alpha."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.clean.derive import derive
from evalreport.codebook.codebook import Battery, Codebook, Index, Variable
from evalreport.codebook.indices import index_errors, index_of
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.exhibits.answers.alpha import alpha_row
from evalreport.files.errors import BadInput
from evalreport.files.estimates import ALPHA, EVERYTHING
from evalreport.survey.reliability import cronbach_alpha, feldt_interval
from evalreport.survey.samplings import sampling_of, simple_sampling


def scale(name: str, top: int) -> ValueSet:
    valid = tuple(Choice(code, {"en": str(code)}) for code in range(1, top + 1))
    return ValueSet(name, (*valid, Choice(9, {"en": "?"}, "dont_know")))


def item(name: str, **changes) -> Variable:
    return replace(Variable(name, "scale", {"en": name}, "five", "b", waves=("1", "2")), **changes)


BOOK = Codebook(
    "staff",
    "staff.csv",
    ("1", "2"),
    (
        item("a"),
        item("b"),
        item("c", reversed=True),
        item("seven", value_set="seven", battery=""),
        item("late", waves=("2",), battery=""),
        Variable("age", "number", {"en": "Age"}, waves=("1", "2")),
    ),
    {"five": scale("five", 5), "seven": scale("seven", 7)},
    {},
    {},
    {"b": Battery("b", {"en": "B"})},
)
ROWS = {"a": [1, 5, None, 2, 4], "b": [2, 4, 3, None, 4], "c": [5, 1, 3, None, 3]}
DATA = pd.DataFrame({name: pd.array(values, dtype="Int64") for name, values in ROWS.items()}).assign(wave="1")
INDEX = {"type": "number", "label": {"en": "Index"}, "index": {"battery": "b", "minimum": 2}}


def test_an_index_is_the_mean_of_enough_answers_with_turned_items():
    made = derive(DATA, BOOK, {"index": INDEX})["index"]
    # c is turned to 6 - c: 1, 5, 3, none, 3.
    assert made.dropna().tolist() == pytest.approx([4 / 3, 14 / 3, 3, 11 / 3]) and made.isna().tolist()[3]
    assert str(made.dtype) == "Float64"
    strict = derive(DATA, BOOK, {"index": INDEX | {"index": {"items": ["a", "b", "c"], "minimum": 3}}})["index"]
    assert strict.isna().tolist() == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"items": ["a", "bb"], "minimum": 1}, "unknown item 'bb'"),
        ({"battery": "x", "minimum": 1}, "no battery 'x'"),
        ({"battery": "b", "items": ["a", "b"], "minimum": 1}, "either items or a battery"),
        ({"items": ["a", "seven"], "minimum": 1}, "'seven' goes from 1 to 7, 'a' from 1 to 5"),
        ({"items": ["a", "age"], "minimum": 1}, "'age' is no scale"),
        ({"items": ["a", "b"], "minimum": 3}, "minimum 3 of 2 items"),
        ({"items": ["a", "a"], "minimum": 1}, "'a' stands there twice"),
        ({"items": ["a", "late"], "minimum": 1}, "1 did not ask 'late'"),
    ],
)
def test_slips_are_named(changes, expected):
    assert expected in " ".join(found for found, _ in index_errors(INDEX | {"index": changes}, BOOK))
    with pytest.raises(BadInput) as caught:
        derive(DATA, BOOK, {"index": INDEX | {"index": changes}})
    assert "derived > staff > index" in str(caught.value) and expected in str(caught.value)


def test_a_wave_that_did_not_ask_an_item_may_be_left_out_and_the_type_is_number():
    assert index_errors(INDEX | {"index": {"items": ["a", "late"], "minimum": 1}, "waves": ["2"]}, BOOK) == []
    assert "type 'scale'" in str(index_errors(INDEX | {"type": "scale"}, BOOK))
    assert index_of(INDEX["index"], BOOK) == Index(("a", "b", "c"), 2)


def many(n=60):
    draw = np.random.default_rng(2)
    level = draw.normal(3, 1, n)
    answers = np.clip(np.round(level[:, None] + draw.normal(0, 0.8, (n, 3))), 1, 5)
    answers[:, 2] = 6 - answers[:, 2]
    data = pd.DataFrame(answers, columns=["a", "b", "c"]).astype("Int64")
    return data.assign(wave="1", respondent=[f"r{i}" for i in range(n)], office=[f"o{i % 12}" for i in range(n)])


VARIABLE = Variable("index", "number", {"en": "Index"}, waves=("1",), index=Index(("a", "b", "c"), 2))


def test_alpha_counts_those_who_answered_every_item_and_turns_items():
    data = many()
    data.loc[0, "a"] = pd.NA
    rows = np.arange(60) < 50
    row = alpha_row(VARIABLE, data, BOOK, rows, simple_sampling(60))
    used = data[["a", "b", "c"]].to_numpy(dtype=float, na_value=np.nan)[1:50]
    used[:, 2] = 6 - used[:, 2]
    variances, total = used.var(axis=0, ddof=1).sum(), used.sum(axis=1).var(ddof=1)
    assert row[:4] == ("index", ALPHA, EVERYTHING, 49)
    assert row[5] == pytest.approx(3 / 2 * (1 - variances / total)) and row[5] > 0.7
    assert row[7:9] == pytest.approx(feldt_interval(row[5], 49, 3)) and row[7] < row[5] < row[8]


def test_alpha_under_a_design_has_the_jackknifes_interval_and_under_weights_alone_none():
    data, everybody = many(), np.ones(60, dtype=bool)
    weights = pd.DataFrame({"respondent": data["respondent"], "weight": 1.0 + np.arange(60) % 3})
    clustered = alpha_row(VARIABLE, data, BOOK, everybody, sampling_of(data, {"clusters": "office"}, weights))
    plain = alpha_row(VARIABLE, data, BOOK, everybody, sampling_of(data, None, weights))
    items = data[["a", "b", "c"]].to_numpy(dtype=float)
    items[:, 2] = 6 - items[:, 2]
    assert clustered[5] == plain[5] == pytest.approx(cronbach_alpha(items, weights["weight"].to_numpy()))
    assert clustered[7] < clustered[5] < clustered[8] < 1 and clustered[6] > 0
    assert np.isnan([plain[6], plain[7], plain[8]]).all()
    assert np.isnan(alpha_row(VARIABLE, data, BOOK, ~everybody, simple_sampling(60))[5])


def test_feldts_interval_against_his_formula_turned_round():
    low, high = feldt_interval(0.8, 100, 5)
    assert 0.73 < low < 0.74 and 0.85 < high < 0.86  # Feldt, Woodruff & Salih (1987): F(99, 396)
