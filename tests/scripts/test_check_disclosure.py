"""A final edition stops where its register has a breach."""

import pandas as pd
import pytest
from check_disclosure import check_disclosure
from evalreport.disclosure.register import BREACH, COLUMNS, WITHHELD
from evalreport.files.errors import BadInput
from evalreport.files.tables import write_table


def register(path, statuses):
    told = {
        "exhibit": "x",
        "variable": "q",
        "category": "1",
        "group": "a",
        "rule": "cell",
        "at_least": 2,
        "at_most": 2,
        "limit": 5,
    }
    told |= {"lost": 1, "numbers": 4}
    rows = [dict.fromkeys(COLUMNS, "") | told | {"category": str(i), "status": s} for i, s in enumerate(statuses)]
    write_table(pd.DataFrame(rows, columns=COLUMNS), path)
    return path


def test_it_counts_what_is_withheld(tmp_path):
    check_disclosure(register(tmp_path / "register.csv", [WITHHELD, WITHHELD]), tmp_path / "checked.txt")
    assert (tmp_path / "checked.txt").read_text(encoding="utf-8") == "withheld: 2\n"


def test_it_stops_at_every_breach_with_what_can_be_told(tmp_path):
    path = register(tmp_path / "register.csv", [BREACH, WITHHELD, BREACH])
    with pytest.raises(BadInput) as stopped:
        check_disclosure(path, tmp_path / "checked.txt")
    assert str(stopped.value).count("from 2 to 2, the limit being 5") == 2 and not (tmp_path / "checked.txt").exists()
