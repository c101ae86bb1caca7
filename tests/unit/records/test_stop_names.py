"""Names that must not be printed: found as words, never inside others, wherever Markdown breaks them."""

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.stop_names import StopName, hits, load_stop_names, problems_in


def found(text: str, name: str, exact: bool = False) -> list[str]:
    return [hit.found for hit in hits(text, [StopName(name, exact=exact)])]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ås ligger her", "ås", ["Ås"]),
        ("Åsa måste til Åsane", "Ås", []),
        ("i ÅS.", "Ås", ["ÅS"]),
        ("Granås, blås og l_Ås", "Ås", ["Ås"]),
        ("Torhilds sak, Torhild's og Torhild’s", "Torhild", ["Torhilds", "Torhild's", "Torhild’s"]),
        ("Ås’ kontor", "Ås", ["Ås’"]),
        ("Torhildsen", "Torhild", []),
        ("Torhild2", "Torhild", []),
        ("_Torhild_ og **Torhild**", "Torhild", ["Torhild", "Torhild"]),
        ("Kari\nNordmann", "Kari Nordmann", ["Kari\nNordmann"]),
        ("Kari\u00a0Nordmanns, Kari **Nordmann** og Kari-Nordmann", "Kari Nordmann", 3),
        ("Kar\u00adi", "Kari", ["Kari"]),
        ("A\u030as", "Ås", ["Ås"]),  # the same letter, written as two signs
        ("trondhjemsk og Trondhjemmere", "Trondhjem*", ["trondhjemsk", "Trondhjemmere"]),
        ("Steinkjer (kommune)", "Steinkjer (kommune)", ["Steinkjer (kommune)"]),
    ],
)
def test_words(text, name, expected):
    assert found(text, name) == expected if isinstance(expected, list) else len(found(text, name)) == expected


def test_a_name_that_is_a_word_too():
    assert found("Et liv til. Livs sak, og LIV", "Liv", exact=True) == ["Livs"]


def test_a_name_broken_over_the_lines_of_a_cell():
    table = "+------+-----+\n| Kari | ja  |\n| Nord | nei |\n+------+-----+\n| mann | x   |\n+------+-----+"
    assert len(problems_in(table, [StopName("Kari Nord")], "f")) == 1
    assert problems_in(table, [StopName("Kari ja"), StopName("Nord mann")], "f") == []


def test_the_problem_says_where():
    (problem,) = problems_in("Først.\n\nDet var Kari som sa det.", [StopName("Kari", row=4)], "chapter.md.jinja")
    assert (problem.file, problem.found) == ("chapter.md.jinja", "the name 'Kari' of the stop list (row 4)")
    assert "Det var Kari som sa det." in problem.place and "Først" not in problem.place


def test_the_list(tmp_path):
    path = tmp_path / "stop_names.csv"
    path.write_text("name,scope,match,note\nKari,,,x\nLiv,quotes,exact,\n", encoding="utf-8")
    assert load_stop_names(path) == [StopName("Kari", "report", False, 2), StopName("Liv", "quotes", True, 3)]


def test_everything_wrong_with_the_list(tmp_path):
    path = tmp_path / "stop_names.csv"
    path.write_text("name,scope,match\n*,,\nKari,quote,Exact\n", encoding="utf-8")
    with pytest.raises(BadInput) as told:
        load_stop_names(path)
    assert {problem.place for problem in told.value.problems} == {
        "row 2, column name",
        "row 3, column scope",
        "row 3, column match",
    }
    with pytest.raises(BadInput, match="does not exist"):
        load_stop_names(tmp_path / "none.csv")
