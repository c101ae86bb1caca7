"""Words for bounds: `over 70 per cent`, `nearly half`, at and beside each boundary, in every language."""

import math

import pytest
from evalreport.chapters.of_tests import HIDDEN
from evalreport.words.in_words import FRACTIONS, bound_in_words, bound_problem

SPACE = "\u00a0"
OVER = {"nb": "over", "nn": "over", "en": "over", "sv": "över"}
NEARLY = {"nb": "nesten", "nn": "nesten", "en": "nearly", "sv": "nästan"}
HALF = {"nb": "halvparten", "nn": "halvparten", "en": "half", "sv": "hälften"}
LANGUAGES = pytest.mark.parametrize("language", list(OVER))


def percent(number, language):
    return f"{number}%" if language == "en" else f"{number}{SPACE}%"


@LANGUAGES
@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.6499, None),
        (0.65, NEARLY),
        (0.6949, NEARLY),
        (0.695, ""),
        (0.705, ""),
        (0.7051, OVER),
        (0.80, OVER),
        (0.8001, None),
    ],
)
def test_each_boundary_of_a_number_that_is_named(language, share, word):
    named = percent(70, language)
    expected = "" if word is None else f"{word[language]} {named}" if word else named
    assert bound_in_words(share, language, 70) == expected


@LANGUAGES
def test_halves_and_thirds(language):
    assert bound_in_words(0.47, language, "1/2") == f"{NEARLY[language]} {HALF[language]}"
    assert bound_in_words(0.5049, language, "1/2") == HALF[language]
    assert bound_in_words(0.56, language, "1/2") == f"{OVER[language]} {HALF[language]}"
    assert bound_in_words(2 / 3, language, "2/3") in {bound_in_words(0.664, language, "2/3")}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.755, "nearly 80%"), (0.75, "over 70%"), (0.70, "70%"), (0.05, "nearly 10%"), (0.0499, ""), (0.955, "over 90%"),
        (1.0, "over 90%"), (0.0, ""), (0.8, "80%"), (0.3, "30%"), (0.7 - 1e-12, "70%"), (math.nan, ""),
    ],
)  # fmt: skip
def test_the_nearest_ten_without_a_number(share, expected):
    assert bound_in_words(share, "en") == expected


@pytest.mark.parametrize("permille", range(50, 1001))
def test_what_is_said_is_true(permille):
    share, said = permille / 1000, bound_in_words(permille / 1000, "en")
    number = int(said.rstrip("%").split()[-1]) / 100
    true = {"over": share > number, "nearly": number - 0.0501 < share < number}
    assert true.get(said.split()[0], abs(share - number) <= 0.0051)


def test_decimals_and_slips():
    assert bound_in_words(0.67, "nb", 66.7) == f"66,7{SPACE}%"
    assert [bound_problem(at) for at in (70, "1/2", None, 0.7, 100, "half", True)] == [
        "",
        "",
        "",
        "0.7",
        "100",
        "'half'",
        "True",
    ]
    assert HIDDEN == "[…]" and "1/2" in FRACTIONS
