import pytest
from evalreport.words.dates import format_dates


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
