"""Rounding half up and numbers as a reader of Norwegian or English expects them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from evalreport.words.numbers import (
    MINUS,
    NO_BREAK,
    decimal_mark,
    format_number,
    format_p,
    format_percent,
    group_mark,
    held_together,
    percent_gap,
    round_half_up,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1.25, 1, 1.3),
        (73.75, 1, 73.8),
        (6.25, 1, 6.3),
        (2.675, 2, 2.68),  # the float is 2.67499999…: what was meant is 2.675
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (-1.25, 1, -1.3),
        (1.005, 2, 1.01),
        (100 * 59 / 80, 1, 73.8),
        (99.95, 1, 100.0),
        (1234, -2, 1200.0),
    ],
)
def test_half_goes_away_from_zero(value, decimals, expected):
    assert round_half_up(value, decimals) == expected


@given(st.integers(-(10**9), 10**9), st.integers(0, 4), st.integers(0, 4))
def test_rounding_agrees_with_decimal_arithmetic(units, places, decimals):
    exact = Decimal(units).scaleb(-places)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(float(exact), decimals) == float(expected)


@given(st.integers(0, 999), st.integers(1, 999), st.integers(0, 3))
def test_a_share_of_two_counts_rounds_like_long_division(count, base, decimals):
    percent = Decimal(100 * count) / Decimal(base)
    expected = percent.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(100 * (count / base), decimals) == float(expected)


@pytest.mark.parametrize(
    ("value", "decimals", "language", "expected"),
    [
        (1234567.891, 1, "nb", f"1{NO_BREAK}234{NO_BREAK}567,9"),
        (1234567.891, 1, "nn", f"1{NO_BREAK}234{NO_BREAK}567,9"),
        (1234567.891, 1, "en", "1,234,567.9"),
        (999, 0, "nb", "999"),
        (0.05, 2, "nb", "0,05"),
        (-3.25, 1, "nb", f"{MINUS}3,3"),
        (-3.25, 1, "en", f"{MINUS}3.3"),
        (3, 2, "en", "3.00"),
    ],
)
def test_numbers_in_each_language(value, decimals, language, expected):
    assert format_number(value, decimals, language) == expected


@pytest.mark.parametrize("value", [-0.0, -0.04, -1e-12])
def test_what_rounds_to_zero_has_no_minus(value):
    assert format_number(value, 1) == "0,0"


def test_missing_numbers_are_empty_text():
    nan = float("nan")
    assert (format_number(nan), format_percent(nan), format_p(nan), format_number(None), format_percent(None)) == (
        "",
    ) * 5
    assert format_p(None) == ""


@given(st.floats(-1e11, 1e11, allow_nan=False), st.integers(0, 3), st.sampled_from(["nb", "nn", "en"]))
def test_a_formatted_number_reads_back(value, decimals, language):
    text = format_number(value, decimals, language)
    group, mark = {"en": (",", ".")}.get(language, (NO_BREAK, ","))
    read = float(text.replace(group, "").replace(mark, ".").replace(MINUS, "-"))
    assert read == pytest.approx(round_half_up(value, decimals), rel=1e-12, abs=1e-9)


def test_percentages():
    assert format_percent(0.123, 1) == f"12,3{NO_BREAK}%"
    assert format_percent(0.123, 1, "en") == "12.3%"
    assert format_percent(0.7375, 1, "nb", sign=False) == "73,8"
    assert format_percent(1.0, 0, "nn") == f"100{NO_BREAK}%"
    assert format_percent(-0.055) == f"{MINUS}6{NO_BREAK}%"


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (0.0009, "p < 0,001"),
        (0.001, "p = 0,001"),
        (0.0121, "p = 0,012"),
        (0.0499, "p = 0,050"),
        (0.0994, "p = 0,099"),
        (0.0996, "p = 0,10"),
        (0.6774, "p = 0,68"),
        (0.9949, "p = 0,99"),
        (0.9951, "p > 0,99"),  # 1,00 would say more than the test does
        (1.0, "p > 0,99"),
    ],
)
def test_p_values(p, expected):
    assert format_p(p).replace(NO_BREAK, " ") == expected


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("20 000 og over", "20_000 og over"),
        ("5 000–19 999", "5_000–19_999"),
        ("1 234 567 kr", "1_234_567 kr"),
        ("under 2 000", "under 2_000"),
        ("klasse 4 200", "klasse 4_200"),
        ("2009 200 svar", "2009 200 svar"),
        ("12 34", "12 34"),
        ("1 0000", "1 0000"),
    ],
)
def test_grouped_numbers_hold_together(text, held):
    assert held_together(text) == held.replace("_", NO_BREAK)


def test_p_values_never_break_over_a_line():
    assert " " not in format_p(0.04)
    assert format_p(0.04, "en") == f"p{NO_BREAK}={NO_BREAK}0.040"


@pytest.mark.parametrize(
    ("p", "text"), [(0.0004, "< 0,001"), (0.012, "0,012"), (0.5, "0,50"), (0.999, "> 0,99"), (float("nan"), "")]
)
def test_p_in_a_column_of_p_values(p, text):
    assert format_p(p, "nb", named=False).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("language", "decimal", "group", "gap"),
    [("nb", ",", "\u00a0", "\u00a0"), ("nn", ",", "\u00a0", "\u00a0"), ("en", ".", ",", "")],
)
def test_the_signs_of_a_language(language, decimal, group, gap):
    assert (decimal_mark(language), group_mark(language), percent_gap(language)) == (decimal, group, gap)
    assert format_number(-1234.5, 1, language) == f"\u22121{group}234{decimal}5"
    assert format_percent(0.125, 1, language) == f"12{decimal}5{gap}%"
