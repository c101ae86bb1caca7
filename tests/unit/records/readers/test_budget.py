"""Budgets: amounts as people write them, and totals held against their posts."""

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.readers import budget

SHEET = """Post,Budsjett,Brukt
a,kr 900 000,"870.500,-"
b,8 500 000,
Sum,9 400 000,870 501
c,3 655 000,mye
Sum,3 655 000,
Totalt,13 055 001,
"""


@pytest.fixture
def read(tmp_path):
    def reader(sheet=SHEET, **settings):
        (tmp_path / "b.csv").write_text(sheet, encoding="utf-8")
        (tmp_path / "codes").mkdir(exist_ok=True)
        (tmp_path / "codes" / "post.csv").write_text("code,label_nb\na,A\nb,B\nc,C\n", encoding="utf-8")
        keys = {
            "files": [{"file": "b.csv", "year": "2008"}],
            "columns": {"post": "Post"},
            "amounts": {"budget": "Budsjett", "used": "Brukt"},
            "codes": "post",
            "total": ["Sum", "Totalt"],
        }
        return budget.read(keys | settings, tmp_path, tmp_path, "nb")

    return reader


def test_amounts_become_numbers_and_totals_are_marked(read):
    rows = read()["rows"]
    assert rows["budget"].tolist() == ["900000", "8500000", "9400000", "3655000", "3655000", "13055001"]
    assert rows["level"].tolist() == ["post", "post", "total", "post", "total", "total"]
    assert set(rows["year"]) == {"2008"}


def test_a_total_that_does_not_add_up_is_named_with_the_arithmetic(read):
    found = read()["findings"]
    told = list(zip(found["kind"], found["field"], found["found"], found["source_place"], strict=True))
    assert told == [
        ("sum", "budget", "9400000 + 3655000 = 13055000 ≠ 13055001", "row 7"),
        ("sum", "used", "870500 + 0 = 870500 ≠ 870501", "row 4"),
        ("no_amount", "used", "mye", "row 5"),
    ]


def test_a_right_total_is_no_finding(read):
    found = read(SHEET.replace("13 055 001", "13 055 000").replace("870 501", "870 500").replace("mye", ""))
    assert found["findings"].empty


def test_an_unknown_post_is_an_error_with_its_place(read):
    with pytest.raises(BadInput, match="row 5: unknown post 'd'"):
        read(SHEET.replace("c,3", "d,3"))
