"""Configuration files: every slip said at once, with its place and the closest right word."""

from pathlib import Path

import pytest
import yaml
from evalreport.files.errors import BadInput
from evalreport.files.schema import SCHEMAS, check, languages, load_checked, load_yaml, text_of
from evalreport.words.catalogue import LANGUAGES

SCHEMA = """\
type: object
additionalProperties: false
required: [title, language, exhibits]
properties:
  title: {type: string, description: Title of the report.}
  language: {enum: [nb, nn, en]}
  levels: {type: array, minItems: 1, items: {type: number}, description: "Levels, smallest first."}
  exhibits:
    type: array
    items:
      type: object
      additionalProperties: false
      required: [id, kind]
      properties:
        id: {type: string, pattern: "^[a-z_]+$", description: Unique name.}
        kind: {enum: [share, mean]}
        decimals: {type: integer}
"""
GOOD = "title: T\nlanguage: nb\nexhibits:\n  - {id: a, kind: share}\n"


@pytest.fixture
def schema(tmp_path):
    path = tmp_path / "schema.yaml"
    path.write_text(SCHEMA, encoding="utf-8")
    return path


@pytest.fixture
def load(tmp_path, schema):
    def load(text: str):
        path = tmp_path / "plan.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_checked(path, schema)

    return load


def message(load, text) -> str:
    with pytest.raises(BadInput) as caught:
        load(text)
    return str(caught.value)


def test_a_good_file(load):
    assert load(GOOD)["exhibits"] == [{"id": "a", "kind": "share"}]


def test_a_slip_in_a_key_names_the_closest_one(load):
    text = message(load, GOOD.replace("title:", "titel:"))
    assert "plan.yaml, top level: unknown key 'titel'. Did you mean 'title'?" in text
    assert "plan.yaml, top level: the key 'title' is missing. Title of the report." in text


def test_a_key_that_resembles_nothing_lists_what_is_possible(load):
    assert "unknown key 'zzz'. Known: exhibits, language, levels, title." in message(load, GOOD + "zzz: 1\n")


def test_items_of_a_list_are_named_by_their_id(load):
    text = message(load, GOOD.replace("kind: share", "kind: share, decimal: 1"))
    assert "plan.yaml, exhibits > [a]: unknown key 'decimal'. Did you mean 'decimals'?" in text


def test_items_without_an_id_are_numbered(load):
    text = message(load, GOOD.replace("id: a, ", ""))
    assert "plan.yaml, exhibits > 0: the key 'id' is missing. Unique name." in text


def test_a_value_outside_the_list_is_said_with_the_list(load):
    assert "plan.yaml, language: found 'no'. Possible: nb, nn, en." in message(load, GOOD.replace("nb", "'no'"))


def test_the_norwegian_problem(load):
    """Unquoted, `no` is the truth value false in YAML."""
    assert "language: found False. Possible: nb, nn, en." in message(load, GOOD.replace("nb", "no"))


def test_wrong_types_patterns_and_empty_lists(load):
    text = message(load, GOOD.replace("title: T", "title: 3").replace("id: a", "id: A-1") + "levels: []\n")
    assert (
        "plan.yaml, title: found 3. Write a text, in quotes where it looks like a number. Title of the report." in text
    )
    assert "exhibits > [A-1] > id: found 'A-1'. Write a name of a-z and _. Unique name." in text
    assert "plan.yaml, levels: found [], which is empty. Write at least one. Levels, smallest first." in text
    assert text.startswith("3 problems in the input:")


def test_everything_at_once(load):
    text = message(
        load, "titel: T\nlanguage: no\nexhibits:\n  - {id: a, kind: shares}\n  - {kind: mean, decimals: x}\n"
    )
    assert text.startswith("6 problems in the input:")
    assert len(text.splitlines()) == 7


def test_an_empty_file(load):
    assert "plan.yaml, top level: found nothing. Write keys with values" in message(load, "")


def test_a_list_instead_of_keys(load):
    assert "plan.yaml, top level: found ['a']. Write keys with values" in message(load, "- a\n")


def test_a_key_written_twice_names_its_line(load):
    text = message(load, GOOD + "title: again\n")
    assert "plan.yaml, line 5: the key 'title' is written twice." in text


def test_a_key_written_twice_deep_inside(load):
    text = message(load, GOOD.replace("kind: share", "kind: share, kind: mean"))
    assert "plan.yaml, line 4: the key 'kind' is written twice." in text


@pytest.mark.parametrize(
    "text",
    [
        "title: [a\nlanguage: nb\n",
        "title: a: b\n",
        "a:\n\t- b\n",
        "title: 'a\n",
        "x: {{ y }}\n",
        "? [a]\n: b\n",
        "x: \x00\n",
    ],
)
def test_what_is_no_yaml_names_its_line(load, text):
    assert "plan.yaml, line " in message(load, text)


def test_not_utf8(load):
    told = message(load, "id: a\ntitle: Å\n".encode("cp1252"))
    assert "plan.yaml, line 2: not UTF-8 (the file looks like cp1252). Save it as UTF-8." in told


def test_a_byte_order_mark_is_no_part_of_the_first_key(load):
    assert load(GOOD.encode("utf-8-sig"))["title"] == "T"


def test_a_missing_file_names_its_neighbour(tmp_path, schema):
    (tmp_path / "staff_survey.yaml").write_text(GOOD)
    with pytest.raises(BadInput) as caught:
        load_checked(tmp_path / "staff_survy.yaml", schema)
    assert "staff_survy.yaml: the file does not exist. Did you mean staff_survey.yaml" in str(caught.value)


def test_a_missing_folder(tmp_path):
    with pytest.raises(BadInput, match="the file does not exist"):
        load_yaml(tmp_path / "nowhere" / "a.yaml")


def test_check_says_nothing_of_good_data(schema):
    assert check(yaml.safe_load(GOOD), schema, "plan.yaml") == []


def test_text_in_the_report_s_language_or_the_first_there_is():
    assert text_of({"nb": "Ja", "en": "Yes"}, "en") == "Yes"
    assert text_of({"nb": "Ja"}, "en") == "Ja"
    assert text_of({}, "en") == ""


def test_the_languages_of_texts_are_those_with_words():
    assert set(languages()) == set(LANGUAGES)


def defining_texts() -> list[Path]:
    """The schemas that have texts per language."""
    contents = {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.rglob("*.yaml"))}
    return [path for path, schema in contents.items() if "text" in schema.get("$defs", {})]


@pytest.mark.parametrize("schema", defining_texts(), ids=lambda path: path.stem)
def test_a_text_is_defined_once(schema):
    own = yaml.safe_load(schema.read_text(encoding="utf-8"))["$defs"]["text"]
    assert (schema.parent / own["$ref"]).resolve() == SCHEMAS / "text.yaml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ({"nb": "Ja", "en": "Yes"}, []),
        ({"xx": "Ja"}, ["f, top level: unknown key 'xx'. Known: " + ", ".join(sorted(LANGUAGES)) + "."]),
        ({"nb": ""}, ["f, nb: found '', which is empty. Write at least one."]),
        ({"nb": 1}, ["f, nb: found 1. Write a text, in quotes where it looks like a number."]),
        ({}, ["f, top level: found {}, which is empty. Write at least one. A text per language."]),
    ],
)
def test_a_text_per_language(text, said):
    assert [str(problem) for problem in check(text, SCHEMAS / "text.yaml", "f")] == said


def test_a_language_without_words_is_refused():
    problems = [str(problem) for problem in check({"language": "xx"}, SCHEMAS / "evaluation.yaml", "f")]
    assert f"f, language: found 'xx'. Possible: {', '.join(sorted(LANGUAGES))}." in problems
