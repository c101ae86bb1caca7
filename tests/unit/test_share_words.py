"""Shares in words: the nearest fraction, said plainly only when it is near."""

import pytest
from evalreport.share_words import FRACTIONS, share_in_words
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.02, "svært få"),
        (0.0499, "svært få"),
        (0.05, "litt under en av ti"),
        (0.1, "en av ti"),
        (0.109, "en av ti"),
        (0.193, "en av fem"),
        (0.215, "litt over en av fem"),
        (0.24, "en av fire"),
        (0.521, "litt over halvparten"),
        (0.5, "halvparten"),
        (0.48, "litt under halvparten"),
        (0.66, "to tredeler"),
        (0.735, "litt under tre av fire"),
        (0.95, "litt over ni av ti"),
        (0.951, "nesten alle"),
        (1.0, "nesten alle"),
    ],
)
def test_the_stated_rule(share, words):
    assert share_in_words(share, "nb") == words


def test_languages():
    assert share_in_words(0.34, "en") == "one third"
    assert share_in_words(0.3, "en") == "just under one third"
    assert share_in_words(0.66, "nn") == "to tredelar"


def test_a_missing_share_has_no_words():
    assert share_in_words(float("nan"), "nb") == ""


@given(st.floats(0.05, 0.95), st.sampled_from(["nb", "nn", "en"]))
def test_the_fraction_named_is_the_nearest_and_on_the_right_side(share, language):
    text = share_in_words(share, language)
    named = [fraction for fraction, words in FRACTIONS[language] if text.endswith(words)]
    nearest = min(abs(fraction - share) for fraction, _ in FRACTIONS[language])
    assert any(abs(fraction - share) == nearest for fraction in named)
    if text.startswith(("litt over", "just over")):
        assert share > min(named)
    if text.startswith(("litt under", "just under")):
        assert share < max(named)
