"""The objects of evaluation.yaml: texts in the report's language, tuples for lists, enums for words."""

import copy
import pickle
from pathlib import Path

import pytest
from evalreport.evaluation.model import Chapter, Charts, Consequence, Edition, Group, Status
from evalreport.evaluation.objects import evaluation_of

DATA = {
    "title": {"en": "Title", "nb": "Tittel"},
    "language": "nb",
    "commissioner": "C",
    "institution": "I",
    "authors": ["A", "B"],
    "data_note": {"nb": "Et notat.\n"},
    "value_notes": {"prose": {"en": "Prose"}},
    "instruments": {
        "staff": {
            "label": {"nb": "Ansatte"}, "codebook": "c", "cleaning": "r",
            "waves": {"2008": {"file": "f", "skip_rows": 2}},
        }
    },
    "groupings": {
        "arm": {
            "label": {"nb": "Arm"},
            "groups": {"t": {"label": {"nb": "T"}, "where": {"arm": ["t", 1]}, "over": {"nb": "O"}}},
        }
    },
    "significance_levels": [0.1, 0.05],
    "disclosure": {"minimum_cell": 3, "minimum_base": 0},
    "editions": {
        "final": {
            "title": {"nb": "Slutt"}, "date": {"en": "June"}, "status": "final", "waves": {"staff": ["2008"]},
            "chapters": [{"id": "a", "number": 1}, {"id": "b", "template": "c"}],
        }
    },
}  # fmt: skip


def read(**more):
    return evaluation_of("x", Path("config/x"), DATA | more)


def test_texts_are_in_the_language_or_the_first_there_is():
    found = read()
    assert (found.title, found.subtitle, found.data_note) == ("Tittel", "", "Et notat.")
    assert found.value_notes == {"prose": "Prose"} and found.instruments["staff"].label == "Ansatte"


def test_named_entries_know_their_names_and_lists_are_tuples():
    found = read()
    assert found.editions["final"] == Edition(
        "final", "Slutt", "June", Status.FINAL, {"staff": ("2008",)}, (Chapter("a", 1), Chapter("b", template="c"))
    )
    assert found.groupings["arm"].groups == (Group("t", "T", {"arm": ("t", 1)}, over="O"),)
    assert found.instruments["staff"].waves == {"2008": {"file": "f", "skip_rows": 2}}
    assert (found.significance_levels, found.authors) == ((0.05, 0.1), ("A", "B"))


def test_a_condition_is_held_as_written_at_every_depth():
    where = {"any": [{"arm": ["t"]}, {"not": {"age": ["30-39", None]}}], "wave": ["2008"]}
    groups = {"t": {"label": {"nb": "T"}, "where": where}, "all": {"label": {"nb": "All"}, "where": {}}}
    found = read(groupings={"arm": {"label": {"nb": "Arm"}, "groups": groups}}).groupings["arm"]
    held = {"any": ({"arm": ("t",)}, {"not": {"age": ("30-39", None)}}), "wave": ("2008",)}
    assert [group.where for group in found.groups] == [held, {}] and found.variables == {"arm", "age", "wave"}


def test_an_author_is_a_name_that_may_have_a_role():
    found = read(authors=["A", {"name": "B", "role": {"nb": "leder", "en": "leader"}}, {"name": "C"}]).authors
    assert found == ("A", "B", "C") and [author.role for author in found] == ["", "leder", ""]


def test_keys_of_other_names_find_their_fields():
    found = read(
        word={"reference": "own.docx", "charts": "native"},
        literals={"final": "report"},
        claims={"equal_points": 2, "weakened": "refuse"},
    )
    assert (found.reference, found.charts) == (Path("config/x/own.docx"), Charts.NATIVE)
    assert (found.final_literals, found.claims.weakened) == (Consequence.REPORT, Consequence.REFUSE)
    assert found.claims.margins == {"equal_points": 2.0} and isinstance(found.claims.margins["equal_points"], float)
    plain = read()
    assert (plain.reference, plain.charts, plain.final_literals) == (None, Charts.PICTURE, Consequence.REFUSE)
    assert (plain.claims.margins, plain.claims.weakened) == ({}, Consequence.REPORT)


@pytest.mark.parametrize("word", [*Status, *Charts, *Consequence])
def test_a_job_gets_a_word_as_plain_text(word):
    handed = pickle.loads(pickle.dumps(word))
    assert type(handed) is str and handed == word == word.value and repr(word) == repr(word.value)
    assert copy.deepcopy(word) == word
