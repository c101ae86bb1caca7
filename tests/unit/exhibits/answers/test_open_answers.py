"""What people wrote as an exhibit: whose, which, in which order, and what is kept back."""

from types import SimpleNamespace

import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.disclosure.protection import protect, texts_left
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.open_answers import OPEN_ANSWERS, open_grid
from evalreport.exhibits.answers.open_numbers import open_tables, told
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE
from evalreport.records.stop_names import StopName

BOOK = Codebook(
    "s",
    "s.csv",
    ("1",),
    (Variable("why", "text", {"en": "Why?"}, waves=("1",)), Variable("sex", "number", {})),
    {},
    {},
    {},
    {},
)
TEXTS = ["the pay", "  Too\nfar away ", None, "I asked Ola Nordmann", "Write to kari@example.org", "no"]
DATA = pd.DataFrame(
    {
        "respondent": pd.array([f"1-{i}" for i in range(1, 7)], dtype="string"),
        "wave": pd.array(["1"] * 6, dtype="string"),
        "sex": pd.array([1, 1, 1, 1, 2, 2], dtype="Int64"),
        "why": pd.array(TEXTS, dtype="string"),
    }
)
SEX = [["sex", [{"id": "women", "where": {"sex": [1]}}, {"id": "men", "where": {"sex": [2]}}]]]
NAMES = [{"name": "Ola Nordmann", "scope": "quotes", "exact": False, "row": 2}]


def tables(panels=(), **keys):
    exhibit = Exhibit("e", "c", "", "open_answers", "s", variables=("why",), **keys)
    inputs = {"panels": panels, "stop_names": NAMES, "sign": "[…]"}
    return open_tables(exhibit, inputs, SimpleNamespace(data={"s": DATA}, books={"s": BOOK}))


def texts(found):
    return [tuple(row) for row in found.texts[["heading", "text"]].itertuples(index=False)]


def test_answers_stand_in_alphabetical_order_without_names():
    assert texts(tables()) == [
        ("total", "I asked […]"), ("total", "no"), ("total", "the pay"), ("total", "Too far away"), ("total", "Write to […]")
    ]  # fmt: skip


def test_groups_filters_and_the_shortest_answer():
    found = tables(SEX, by=("sex",), shortest=3)
    assert [heading for heading, _ in texts(found)] == ["women"] * 3 + ["men"]
    bases = found.estimates.set_index("group")["n"]
    assert (bases["women"], bases["men"]) == (3, 2)  # whoever wrote something counts, however short it is
    assert texts(tables(where={"sex": (2,)}, shortest=3)) == [("total", "Write to […]")]


def test_a_lot_decides_where_there_are_many_and_falls_alike_every_time():
    once, again = tables(most=2), tables(most=2)
    assert texts(once) == texts(again) and len(texts(once)) == 2
    assert texts(once) == sorted(texts(once), key=lambda each: each[1].casefold())
    data = DATA.iloc[::-1].reset_index(drop=True)  # the order of the file decides nothing
    exhibit = Exhibit("e", "c", "", "open_answers", "s", variables=("why",), most=2)
    inputs = {"panels": (), "stop_names": NAMES, "sign": "[…]"}
    turned = open_tables(exhibit, inputs, SimpleNamespace(data={"s": data}, books={"s": BOOK}))
    assert texts(turned) == texts(once)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ring 22 33 44 55 or +47 99887766.", "Ring […] or […]."),
        ("born 010180 12345, card 1234 5678 9012 3456", "born […], card […]"),
        ("from 2008-2009 to 2012, 1 000 000 kr, 17 of 20", "from 2008-2009 to 2012, 1 000 000 kr, 17 of 20"),
        ("call 22-33-44-55, 555-123-4567 or (555) 123-4567", "call […], […] or […]"),
        ("+47 22-33-44-55; 900101-1234; 22\u201133\u201144\u201155", "[…]; […]; […]"),
        (
            "on 2024-06-30, in 2008-2010-2012 and 2008 – 2009, 10-12 of 20",
            "on 2024-06-30, in 2008-2010-2012 and 2008 – 2009, 10-12 of 20",
        ),
        ("2024-06-30 22334455", "2024-06-30 […]"),
        ("OLA  NORDMANNs boss, not Olav Nordmann", "[…] boss, not Olav Nordmann"),
    ],
)
def test_what_tells_who_wrote_is_replaced(text, kept):
    assert told(text, [StopName("Ola Nordmann")], "[…]") == kept


def evidence(found, minimum):
    protected = protect(found.estimates, 0, minimum)
    groups = tuple(Item(name, name.title()) for name in ("women", "men"))
    item = Item("why", "Why?")
    view = View("e", "c", "en", "", "open_answers", "table", "text", (item,), (item,), (Panel("sex", "", groups),))
    return evidence_from(view, protected, found.tests, (), texts_left(found.texts, protected))


def test_a_group_in_which_few_wrote_keeps_its_texts():
    found = tables(SEX, by=("sex",))
    grid = open_grid(evidence(found, 3))
    flat = "\n".join(cell for row in grid.rows for cell in row)
    assert "**Women** (N = 3)" in flat and "the pay" in flat
    assert "Write to" not in flat and "Withheld to protect respondents" in flat and "**Men**" in flat
    assert "N = 2" not in flat
    every = open_grid(evidence(found, 0))
    assert "Write to" in "\n".join(cell for row in every.rows for cell in row)


def test_texts_of_everybody_go_with_the_base_of_everybody():
    found = tables()
    protected = protect(found.estimates, 0, 10)
    assert protected.loc[protected["category"] == BASE, "suppressed"].tolist() == [1]
    assert texts_left(found.texts, protected).empty
    listed = found.texts.assign(heading="")  # a listing of records without headings
    assert texts_left(listed, protected).empty and len(texts_left(listed, protect(found.estimates, 0, 0))) == 5


def test_a_stop_list_and_a_text_are_needed(tmp_path):
    evaluation = SimpleNamespace(folder=tmp_path, instruments={"s": SimpleNamespace(waves={"1": {}})})
    ground = SimpleNamespace(evaluation=evaluation, codebooks={"s": BOOK})

    def complaints(*variables):
        return [
            found
            for found, _ in OPEN_ANSWERS.problems(
                Exhibit("e", "c", "", "open_answers", "s", variables=variables), ground
            )
        ]

    assert complaints("why") == ["open answers without a stop list"]
    (tmp_path / "stop_names.csv").write_text("name\n", encoding="utf-8")
    assert complaints("why") == []
    assert complaints("sex") == ["sex is of type number"]
    assert complaints("why", "sex")[0] == "2 variables"
