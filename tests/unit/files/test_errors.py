"""Messages about bad input: every problem once, in a fixed order, with its address."""

import pytest
from evalreport.files.errors import BadInput, Problem, in_rows, listed, plainly, raise_if


def test_a_problem_says_file_place_finding_and_remedy():
    assert str(Problem("a.csv", "row 3", "found 77", "Codes: 1, 2")) == "a.csv, row 3: found 77. Codes: 1, 2."


def test_place_and_remedy_may_be_missing():
    assert str(Problem("a.csv", "", "the file does not exist")) == "a.csv: the file does not exist."


def test_a_remedy_that_is_a_question_gets_no_full_stop():
    assert str(Problem("a", "b", "no 'x'", "Did you mean 'y'?")) == "a, b: no 'x'. Did you mean 'y'?"


def test_all_problems_are_said_once_and_sorted():
    error = BadInput([Problem("b", "", "two"), Problem("a", "", "one"), Problem("b", "", "two")])
    assert str(error) == "2 problems in the input:\n  - a: one.\n  - b: two."


def test_one_problem_is_not_plural():
    assert str(BadInput([Problem("a", "", "one")])).startswith("1 problem in the input:\n")


def test_raise_if_raises_only_when_there_is_something():
    raise_if([])
    with pytest.raises(BadInput):
        raise_if(iter([Problem("a", "", "one")]))


def test_a_script_ends_on_bad_input_with_the_message_alone(tmp_path, capsys):
    log = tmp_path / "job.log"
    with pytest.raises(SystemExit) as caught, plainly([str(log)]):
        raise_if([Problem("a", "", "one")])
    assert caught.value.code == 1
    assert "a: one." in log.read_text() and "a: one." in capsys.readouterr().err


def test_other_errors_keep_their_traceback():
    with pytest.raises(ZeroDivisionError), plainly():
        1 / 0  # noqa: B018


def test_many_names_and_rows_are_told_by_number():
    assert listed([]) == "" and listed(range(5)) == "0, 1, 2, 3, 4" and listed(range(7)) == "0, 1, 2, 3, 4 and 2 more"
    assert in_rows([4]) == "row 4" and in_rows([4, 9], "Sex") == "rows 4, 9, column 'Sex'"
