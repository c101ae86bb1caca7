"""Small numbers in words."""

import pytest
from evalreport.words.in_words import in_words


@pytest.mark.parametrize(
    ("printed", "language", "words"),
    [
        ("3", "nb", "tre"),
        ("12", "nb", "tolv"),
        ("13", "nb", "13"),
        ("1", "nn", "éin"),
        ("7", "en", "seven"),
        (4, "en", "four"),
        ("4,5", "nb", "4,5"),
        ("1 500", "nb", "1 500"),
        ("012", "nb", "012"),
        ("[…]", "nb", "[…]"),
    ],
)
def test_whole_numbers_up_to_twelve_are_words(printed, language, words):
    assert in_words(printed, language) == words


def test_one_may_have_another_gender():
    assert in_words("1", "nb", one="ett") == "ett"
    assert in_words("2", "nb", one="ett") == "to"


@pytest.mark.parametrize(
    ("printed", "of", "language", "words"),
    [
        ("0", "29", "nb", "ingen"),
        ("29", "29", "nb", "alle 29"),
        ("3", "3", "nn", "alle tre"),
        ("3", "29", "nb", "tre"),
        ("0", "7", "sv", "inget"),
        ("7", 7, "en", "all seven"),
        ("1", "1", "nb", "én"),
        ("[…]", "[…]", "nb", "[…]"),
        ("[…]", "29", "nb", "[…]"),
        ("0", "0", "en", "none"),
    ],
)
def test_none_and_all_of_them_have_words_of_their_own(printed, of, language, words):
    assert in_words(printed, language, of=of) == words
