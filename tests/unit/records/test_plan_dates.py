"""Dates of plans: each way of writing gives its interval, and what cannot be read is not guessed."""

from datetime import date, timedelta

import pytest
from evalreport.records.plan_dates import NO_YEAR, UNREADABLE, Interval, Reading, read_dates
from hypothesis import given
from hypothesis import strategies as st


def days(first, last, precision):
    return Reading((Interval(date.fromisoformat(first), date.fromisoformat(last), precision),))


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("08.09.06|", 2006, days("2006-09-08", "2006-09-08", "day")),
        ("18,12,08", 2008, days("2008-12-18", "2008-12-18", "day")),
        ("3.5.2007", None, days("2007-05-03", "2007-05-03", "day")),
        ("2009-01-09 00:00:00", None, days("2009-01-09", "2009-01-09", "day")),
        ("16.-17.04.", 2007, days("2007-04-16", "2007-04-17", "days")),
        ("05.&06.11", 2007, days("2007-11-05", "2007-11-06", "days")),
        ("1.-2.12.08", 2006, days("2008-12-01", "2008-12-02", "days")),
        ("17. og 18.\n09.07", 2007, days("2007-09-17", "2007-09-18", "days")),
        ("03.-04. / 05.07", 2007, days("2007-05-03", "2007-05-04", "days")),
        ("17.09.07\n18.09.07", 2007, days("2007-09-17", "2007-09-18", "days")),
        ("30.11.–01.12.08", None, days("2008-11-30", "2008-12-01", "days")),
        ("16.-17. oktober", 2008, days("2008-10-16", "2008-10-17", "days")),
        ("8. sept. 2009", None, days("2009-09-08", "2009-09-08", "day")),
        ("U.17&18", 2007, days("2007-04-23", "2007-05-06", "week")),
        ("Uke 22-24.", 2007, days("2007-05-28", "2007-06-17", "week")),
        ("Juni 09", 2008, days("2009-06-01", "2009-06-30", "month")),
        ("Nov 09", None, days("2009-11-01", "2009-11-30", "month")),
        ("mars-april", 2008, days("2008-03-01", "2008-04-30", "month")),
        ("2. kvartal 2008", None, days("2008-04-01", "2008-06-30", "quarter")),
        ("2011", None, days("2011-01-01", "2011-12-31", "year")),
        ("", 2007, Reading()),
        ("16.-17.04.", None, Reading(trouble=NO_YEAR)),
        ("etter ferien", 2007, Reading(trouble=UNREADABLE)),
        ("31.02.07", 2007, Reading(trouble=UNREADABLE)),
        ("18.-17.04.", 2007, Reading(trouble=UNREADABLE)),
        ("uke 54", 2007, Reading(trouble=UNREADABLE)),
        ("j 09", None, Reading(trouble=UNREADABLE)),
        ("04.12.06 / snart", 2006, Reading(trouble=UNREADABLE)),
    ],
)
def test_ways_of_writing(text, year, expected):
    assert read_dates(text, year) == expected


def test_two_dates_apart_stay_two():
    found = read_dates("10.12.06/04.10.06", 2006).intervals
    assert [each.first for each in found] == [date(2006, 10, 4), date(2006, 12, 10)]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 20)), st.integers(1, 6))
def test_what_is_written_is_read(day, further):
    last = day + timedelta(days=further)
    assert read_dates(f"{day:%d.%m.%y}").intervals == (Interval(day, day, "day"),)
    assert read_dates(f"{day:%d.%m.%y} - {last:%d.%m.%Y}").intervals == (Interval(day, last, "days"),)
