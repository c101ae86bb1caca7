"""ISBN and ISSN by their check digits: published ones are taken, one digit wrong or two exchanged are not."""

import pytest
from evalreport.files.identifiers import is_isbn, is_issn

ISBN = [
    "978-0-306-40615-7",
    "9780306406157",
    "978 3 16 148410 0",
    "0-306-40615-2",
    "0-8044-2957-X",
    "979-10-90636-07-1",
]
ISSN = ["0378-5955", "2434-561X", "1050-124X", "0317\u20118471"]


@pytest.mark.parametrize("text", ISBN)
def test_isbn_that_were_given_out(text):
    assert is_isbn(text)


@pytest.mark.parametrize("text", ISSN)
def test_issn_that_were_given_out(text):
    assert is_issn(text)


@pytest.mark.parametrize(("known", "check"), [*((t, is_isbn) for t in ISBN), *((t, is_issn) for t in ISSN)])
def test_one_wrong_digit_is_found(known, check):
    for place, letter in enumerate(known):
        if letter.isdigit():
            assert not check(f"{known[:place]}{(int(letter) + 1) % 10}{known[place + 1 :]}"), place


@pytest.mark.parametrize(
    "text", ["", "978", "977-0-306-40615-7", "0378595", "03785955", "X378-5955", "a978-0-306-40615-7"]
)
def test_what_has_another_form_is_none(text):
    assert not is_isbn(text) and not is_issn(text)
