import pytest
from evalreport.words.catalogue import LANGUAGES
from evalreport.words.dates import format_dates, month_numbers, months


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2009-03-31", "nb", "31. mars 2009"),
        ("2009-12-01", "nn", "1. desember 2009"),
        ("2009-05-04", "en", "4 May 2009"),
        ("2009-02-30", "nb", "2009-02-30"),  # no day
        ("2009-03", "nb", "2009-03"),
        ("før 2009-03-31", "nb", "før 2009-03-31"),
        ("", "en", ""),
    ],
)
def test_a_day_in_words(text, language, shown):
    assert format_dates(text, language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_months_of_its_own_that_are_read_back(language):
    names = months(language)
    assert len(set(names)) == 12
    assert [month_numbers()[name.lower()] for name in names] == list(range(1, 13))
    assert format_dates("2009-03-31", language).split()[1] == names[2]


def test_months():
    assert months("nb") == months("nn")
    assert months("nb")[4] == "mai" and months("en")[4] == "May"
