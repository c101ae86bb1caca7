"""Quotes in a report: only cleared ones get there, and no name of the stop list stands in a report that has any."""

from pathlib import Path

import pytest
from evalreport.chapters.chapter import Given, render
from evalreport.chapters.cited import citations
from evalreport.chapters.quotations import Quotations, load_quotations, quote_block
from evalreport.files.errors import BadInput
from evalreport.files.schema import SCHEMAS
from evalreport.records.codes import load_code_lists
from evalreport.records.registry import sources_of

HEAD = "id,text,role,year,consent,deidentified,cleared_by\n"
CLEAR = "a,I was *heard*.,user,2009,yes,yes,NN\n"
NAMES = "name,scope\nKari,report\nOslo,quotes\n"


class Evaluation:
    """What of an evaluation the quotes need."""

    def __init__(self, folder: Path, records=("bank",)):
        settings = {"reader": "quotes", "label": {"en": "Bank"}, "files": [{"file": "q.csv"}], "roles": "role"}
        self.folder, self.language = folder, "en"
        self.records = sources_of({name: settings for name in records}, "evaluation.yaml", SCHEMAS)
        self.codes = load_code_lists(folder, ["role"], "en")


@pytest.fixture
def quoted(tmp_path):
    def quoted(rows=CLEAR, text='{{ quote("a") }}\n', names=NAMES, records=("bank",)) -> Quotations:
        (tmp_path / "codes").mkdir(exist_ok=True)
        (tmp_path / "codes" / "role.csv").write_text("code,label_en\nuser,A user\n", encoding="utf-8")
        (tmp_path / "q.csv").write_text(HEAD + rows, encoding="utf-8")
        (tmp_path / "stop_names.csv").write_text(names, encoding="utf-8")
        (tmp_path / "c.md.jinja").write_text(text, encoding="utf-8")
        cited = {"c": citations([tmp_path / "c.md.jinja"])}
        found = load_quotations(cited, Evaluation(tmp_path, records), tmp_path)
        quoted.params = found.params(cited["c"])
        return found

    return quoted


def complaints(quoted, **changed) -> list[str]:
    with pytest.raises(BadInput) as told:
        quoted(**changed)
    return [f"{Path(p.file).name}, {p.place}: {p.found}. {p.expected}" for p in told.value.problems]


def test_a_cleared_quote_with_its_role(quoted):
    found = quoted()
    assert dict(found.texts["a"]) == {"text": "I was *heard*.", "role": "A user", "year": "2009"}
    assert [stop.name for stop in found.stop_names] == ["Kari"]  # Oslo must not stand in quotes only
    assert quote_block(found.texts["a"]) == "> I was \\*heard\\*.\\\n> — A user, 2009"


def test_a_dialogue_prints_who_says_what(quoted, tmp_path):
    asked = 'a,"user: Has *it* changed?\nstaff: Yes: we meet.",user; staff,2009,yes,yes,NN\n'
    codes = "code,label_en\nuser,A user\nstaff,An employee\n"
    quoted()
    (tmp_path / "codes" / "role.csv").write_text(codes, encoding="utf-8")
    (tmp_path / "q.csv").write_text(HEAD + asked, encoding="utf-8")
    cited = {"c": citations([tmp_path / "c.md.jinja"])}
    found = load_quotations(cited, Evaluation(tmp_path), tmp_path)
    assert quote_block(found.texts["a"]) == (
        "> A user: Has \\*it\\* changed?\n>\n> An employee: Yes: we meet.\\\n> — A user and An employee, 2009"
    )


def test_a_chapter_has_the_quotes_it_prints_and_no_others(quoted):
    quoted(rows=CLEAR + CLEAR.replace("a,", "b,", 1))
    assert list(quoted.params["quotes"]) == ["a"]


def test_without_quotes_nothing_is_opened(quoted):
    assert quoted(rows="nonsense", text="Text.", names="nonsense") == Quotations()
    assert quoted.params == {}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a,T,user,,pending,yes,NN\n", "consent is pending"),
        ("a,T,user,,,yes,NN\n", "there is no consent"),
        ("a,T,user,,yes,no,NN\n", "it is not de-identified"),
        ("a,T,user,,yes,yes,\n", "nobody has cleared it"),
        ("a,T,user,,Venter,nei,\n", "consent is pending and it is not de-identified and nobody has cleared it"),
    ],
)
def test_what_is_not_cleared_is_told_with_template_and_row(quoted, row, why):
    assert complaints(quoted, rows=row, text='Text.\n\n{{ quote("a") }}\n') == [
        f"c.md.jinja, line 3: the quote 'a' is not cleared: {why} (q.csv, row 2). "
        "Take it out of the text, or clear it in the sheet"
    ]


def test_consent_withdrawn_later(quoted):
    assert quoted().texts
    (said,) = complaints(quoted, rows=CLEAR.replace(",yes,yes", ",trukket,yes"))
    assert "consent was withdrawn (q.csv, row 2). Take it out of the text; reports built before still have it" in said


def test_slips_in_the_template(quoted):
    assert complaints(quoted, text='{{ quote("aa") }}') == ["c.md.jinja, line 1: no quote 'aa'. Did you mean 'a'?"]
    assert "without an id" in complaints(quoted, text="{{ quote(x) }}")[0]
    assert "the evaluation has no quotes" in complaints(quoted, records=())[0]
    assert "stands in q.csv too" in complaints(quoted, records=("bank", "other"))[0]


def settings(params):
    empty = dict.fromkeys(("views", "displays", "facts", "alts", "values_notes"), {})
    return {
        **empty,
        "levels": [],
        "language": "en",
        "edition": "e",
        "waves": {},
        "claims": {"marks": False, "margins": {}},
        **params,
    }


def test_a_name_anywhere_in_the_finished_text_stops_the_build(quoted, tmp_path):
    page = '# Kari was here\n\n{{ quote("a") }}\n\nIn Oslo.\n'
    quoted(text=page)
    with pytest.raises(BadInput) as told:
        render(Given(tmp_path / "c.md.jinja", [tmp_path], {}, {}, settings(quoted.params)))
    (problem,) = told.value.problems
    assert "'Kari' of the stop list (row 2)" in problem.found and problem.file.endswith("c.md.jinja")
    quoted(text=page.replace("Kari", "She"))
    text, _ = render(Given(tmp_path / "c.md.jinja", [tmp_path], {}, {}, settings(quoted.params)))
    assert text == "# She was here\n\n> I was \\*heard\\*.\\\n> — A user, 2009\n\nIn Oslo.\n"
