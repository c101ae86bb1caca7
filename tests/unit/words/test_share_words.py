"""Shares in words: the nearest fraction; plainly, about, over or under by how near it is."""

import math

import pytest
from evalreport.words.catalogue import LANGUAGES, catalogue
from evalreport.words.in_words import FRACTIONS, share_in_words
from hypothesis import given
from hypothesis import strategies as st

EDGE = 1e-6


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "svært få"),
        (0.0499, "svært få"),
        (0.05, "under en av ti"),
        (0.1, "en av ti"),
        (0.105, "en av ti"),
        (0.109, "om lag en av ti"),
        (0.193, "om lag en av fem"),
        (0.215, "om lag en av fem"),
        (0.225, "over en av fem"),
        (0.25, "en av fire"),
        (0.23, "om lag en av fire"),
        (0.5, "halvparten"),
        (0.48, "om lag halvparten"),
        (0.521, "over halvparten"),
        (0.479, "under halvparten"),
        (0.66, "om lag to tredeler"),
        (0.735, "om lag tre av fire"),
        (0.95, "over ni av ti"),
        (0.951, "nesten alle"),
        (1.0, "nesten alle"),
    ],
)
def test_the_stated_rule(share, words):
    assert share_in_words(share, "nb") == words


def test_languages():
    assert share_in_words(0.333, "en") == "one third"
    assert share_in_words(0.3, "en") == "under one third"
    assert share_in_words(0.66, "nn") == "om lag to tredelar"


def test_a_missing_share_has_no_words():
    assert share_in_words(float("nan"), "nb") == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("index", range(len(FRACTIONS)))
def test_every_boundary_of_every_fraction(language, index):
    """Plain up to half a point, about up to two, over and under to the middle between two fractions, and no further."""
    fractions = [0.0, *FRACTIONS.values(), 1.0]
    known = catalogue(language).numbers
    name, here = list(FRACTIONS.items())[index]
    words = known["fractions"][name]
    about, over, under = (f"{known[sign]} {words}" for sign in ("about", "over", "under"))
    for side, further in ((1, over), (-1, under)):
        reach = abs(fractions[index + 1 + side] - here) / 2
        said = {
            0.005 - EDGE: words,
            0.005 + EDGE: about,
            0.02 - EDGE: about,
            0.02 + EDGE: further,
            reach - EDGE: further,
        }
        for distance, expected in said.items():
            assert share_in_words(here + side * distance, language) == expected
        assert words not in share_in_words(here + side * (reach + EDGE), language)


@given(st.floats(0, 1), st.sampled_from(LANGUAGES))
def test_no_word_is_said_of_a_share_outside_its_range(share, language):
    text, known = share_in_words(share, language), catalogue(language).numbers
    if text in (known["few"], known["nearly_all"]):
        assert share < 0.05 if text == known["few"] else share > 0.95
        return
    assert 0.05 - EDGE <= share <= 0.95 + EDGE
    named = ((FRACTIONS[name], words) for name, words in known["fractions"].items())
    (fraction, words), *others = [entry for entry in named if text.endswith(entry[1])]
    assert not others
    distance = abs(share - fraction)
    assert distance <= min(abs(f - share) for f in FRACTIONS.values()) + EDGE
    low, high, sides = {
        "": (0, 0.005, (-1, 1)),
        known["about"]: (0.005, 0.02, (-1, 1)),
        known["over"]: (0.02, 0.05, (1,)),
        known["under"]: (0.02, 0.05, (-1,)),
    }[text.removesuffix(words).strip()]
    assert low - EDGE <= distance <= high + EDGE
    assert math.copysign(1, share - fraction) in sides
