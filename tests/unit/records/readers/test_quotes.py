"""The quote bank: what is not cleared has no text outside the sheet, and a name in a cleared quote is an error."""

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.readers import quotes

SETTINGS = {"reader": "quotes", "files": [{"file": "q.csv"}], "roles": "role", "columns": {"text": "sitat"}}
HEAD = "id,sitat,role,consent,deidentified,cleared_by\n"


def read(tmp_path, rows, head=HEAD):
    (tmp_path / "codes").mkdir(exist_ok=True)
    (tmp_path / "codes" / "role.csv").write_text("code,label_nb\nuser,Bruker\nstaff,Ansatt\n", encoding="utf-8")
    (tmp_path / "stop_names.csv").write_text("name,scope\nKari,\nAsker,quotes\n", encoding="utf-8")
    (tmp_path / "q.csv").write_text(head + rows, encoding="utf-8")
    return quotes.read(SETTINGS, tmp_path, tmp_path, "nb")


def complaints(tmp_path, rows, head=HEAD):
    with pytest.raises(BadInput) as told:
        read(tmp_path, rows, head)
    return sorted(f"{p.place}: {p.found}" for p in told.value.problems)


def test_only_cleared_quotes_keep_their_text(tmp_path):
    found = read(tmp_path, "a,Ja.,user,Ja,ja,NN\nb,Kari sa nei.,user,ja,nei,\nc,Hm.,staff,venter,ja,NN\n")
    table = found["quotes"].set_index("id")
    assert table["text"].to_dict() == {"a": "Ja.", "b": "", "c": ""}
    assert table["status"].to_dict() == {"a": "cleared", "b": "not_deidentified;not_cleared", "c": "consent_pending"}
    assert table.loc["b", "consent"] == "yes" and table.loc["c", "source_place"] == "row 4"
    assert found["findings"][["kind", "subject", "source_place"]].to_numpy().tolist() == [
        ["not_deidentified", "b", "row 3"],
        ["not_cleared", "b", "row 3"],
        ["consent_pending", "c", "row 4"],
    ]
    assert "Kari" not in found["findings"].to_csv() + found["quotes"].to_csv()


DIALOGUE = '"staff: Har noe endret seg?\nuser: Ja: vi møtes 10:30."'


def test_a_dialogue_is_one_quote_with_several_roles(tmp_path):
    table = read(tmp_path, f"a,{DIALOGUE},staff; user,ja,ja,NN\n")["quotes"]
    assert table["role"].tolist() == ["staff; user"] and "10:30" in table["text"][0]
    assert quotes.turn_of("user: Ja: nå.") == ("user", "Ja: nå.") and quotes.turn_of("Vi sa: nei") == ("", "Vi sa: nei")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (f"a,{DIALOGUE},staff; nobody,ja,ja,NN\n", "unknown role 'nobody'"),
        ('a,"staff: Har noe endret seg?\nJa.",staff; user,ja,ja,NN\n', "a dialogue in which user says nothing"),
        ('a,"staff: Hei.\nuser: Ja.\nAlle ler.",staff; user,ja,ja,NN\n', "a turn of nobody: 'Alle ler.'"),
    ],
)
def test_what_is_wrong_with_a_dialogue(tmp_path, rows, told):
    assert any(told in said for said in complaints(tmp_path, rows))


def test_a_name_in_a_cleared_quote(tmp_path):
    said = complaints(tmp_path, "a,Det var Karis idé i Asker.,user,ja,ja,NN\nb,karies,user,ja,ja,NN\n")
    assert said == sorted(
        [
            "row 2, column sitat: 'Karis' stands in a quote marked de-identified",
            "row 2, column sitat: 'Asker' stands in a quote marked de-identified",
        ]
    )


def test_everything_wrong_at_once(tmp_path):
    said = complaints(tmp_path, "a,,user,ja,ja,NN\na,T,usr,kanskje,ja,NN\n,T,user,ja,tja,NN\n")
    assert said == sorted(
        [
            "row 2, column sitat: an empty cell",
            "row 3, column role: unknown role 'usr'",
            "row 3, column consent: found 'kanskje'",
            "row 4, column id: an empty cell",
            "row 4, column deidentified: found 'tja'",
            "row 3: the quote 'a' stands in q.csv, row 2 too",
        ]
    )
    assert complaints(tmp_path, "a,b,user,,,\n", HEAD.replace("consent", "samtykke")) == [
        "header: column 'consent' is missing"
    ]
