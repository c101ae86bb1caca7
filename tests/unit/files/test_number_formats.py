"""Number formats of workbooks: when a saved number is seen times a hundred."""

import pytest
from evalreport.files.number_formats import shows_per_cent


@pytest.mark.parametrize("number_format", ["0%", "0.00%", '0" of "%', "[Red]-0%;0%", "0\\ %", "* %0"])
def test_shown_as_per_cent(number_format):
    assert shows_per_cent(number_format)


@pytest.mark.parametrize("number_format", [None, "", "General", '0" %"', "0\\%", "0_%", "0.0_%;-0.0_%", "*%0"])
def test_a_sign_that_stands_for_itself_or_for_a_gap_changes_no_number(number_format):
    assert not shows_per_cent(number_format)
