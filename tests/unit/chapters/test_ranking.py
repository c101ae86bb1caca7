import math

import pytest
from evalreport.chapters.ranking import Ranked, first_places


def labels(values, k, descending=True, suppressed=()):
    found = [Ranked(value, name, name in suppressed) for name, value in values.items()]
    return [one.label for one in first_places(found, k, descending)]


VALUES = {"a": 0.3, "b": 0.1 + 0.2, "c": 0.5, "d": 0.1, "e": math.nan}


@pytest.mark.parametrize(
    ("k", "descending", "expected"),
    [
        (1, True, ["c"]),
        (2, True, ["c", "b", "a"]),  # 0.1 + 0.2 is no other share than 0.3
        (3, True, ["c", "b", "a"]),
        (4, True, ["c", "b", "a", "d"]),
        (9, True, ["c", "b", "a", "d"]),
        (1, False, ["d"]),
        (2, False, ["d", "a", "b"]),
        (0, True, []),
    ],
)
def test_equals_share_a_place(k, descending, expected):
    assert labels(VALUES, k, descending) == expected


def test_a_withheld_value_competes():
    assert labels(VALUES, 1, suppressed=("e",)) == []


def test_nothing_to_rank():
    assert labels({}, 3) == [] == labels({"e": math.nan}, 3)
