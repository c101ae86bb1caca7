"""Tables with the numbers in them: laid out as printed, unrounded, and nothing of what is withheld."""

from dataclasses import replace

import pytest
from evalreport.exhibits.printed import grid_of
from evalreport.outputs.number_grid import Cell, Number, _cell, number_grid
from evalreport.words.numbers import format_number, format_percent, taking_numbers
from small_report import evidence


@pytest.mark.parametrize("name", evidence())
def test_every_cell_prints_what_the_report_prints(name):
    found = evidence()[name]
    printed, numbers = grid_of(found), number_grid(found)
    plain = [[text.replace("\\", "").strip("*") for text in row] for row in printed.rows]
    assert [[cell.text.strip("*") for cell in row] for row in numbers.rows] == plain
    assert len(list(numbers.numbers())) >= 6


def test_a_share_is_the_share_and_not_what_is_printed_of_it():
    grid = number_grid(evidence()["use"])
    assert grid.rows[1][1] == Cell("73.8%", Number(59 / 80, 1, True))


def test_a_withheld_cell_has_a_sign_and_no_number():
    grid = number_grid(evidence()["use"])
    assert [row[3].number for row in grid.rows if len(row) > 1] == [None] * 8
    assert {row[3].text for row in grid.rows if len(row) > 1} <= {"·", "–"}


def test_an_interval_is_two_numbers_behind_the_first():
    one = number_grid(evidence()["means"]).rows[0][1]
    assert one.number == Number(2.345, 2, False)
    assert one.bracketed == (Number(1.9, 2, False), Number(2.81, 2, False))


def test_a_range_and_a_limit_are_text():
    numbers = [Number(276, 0, False), Number(0.001, 3, False)]
    assert _cell("\ue0f00\ue0f1–\ue0f00\ue0f1", numbers, "nb") == Cell("276–276")
    assert _cell("<\u00a0\ue0f01\ue0f1", numbers, "nb") == Cell("<\u00a00,001")


def test_a_mark_and_words_stay_around_the_number():
    cell = _cell("ca.\u00a0\ue0f00\ue0f1\\*", [Number(12.25, 1, False)], "nb")
    assert (cell.text, cell.before, cell.after) == ("ca.\u00a012,3*", "ca.\u00a0", "*")


def test_numbers_are_printed_again_after_the_block_also_when_it_fails():
    with pytest.raises(ZeroDivisionError), taking_numbers(lambda value, decimals, percent: "x"):
        assert format_number(1.5, 1) + format_percent(0.5) == "xx"
        raise ZeroDivisionError
    assert format_number(1.5, 1) + format_percent(0.5) == "1,5" + "50\u00a0%"


def test_equal_numbers_look_equal_to_code_that_compares_them():
    found = evidence()["bars"]
    same = replace(found, estimates={**found.estimates})
    assert number_grid(same) == number_grid(found)
