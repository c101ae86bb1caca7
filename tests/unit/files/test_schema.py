"""Settings held against their schemas, which may lie in several files."""

import pytest
from evalreport.files.schema import check, load_yaml


def test_a_schema_may_refer_to_several_files_and_these_to_others(tmp_path):
    written = {
        "whole": "properties: {a: {$ref: 'parts.yaml#/$defs/a'}, b: {$ref: 'more/b.yaml'}, c: {$ref: '#/$defs/c'}}\n"
        "$defs: {c: {type: string}}",
        "parts": "$defs: {a: {type: integer}}",
        "more/b": "items: {$ref: '../far.yaml'}\ntype: array",
        "far": "type: boolean",
    }
    for name, text in written.items():
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = check({"a": "x", "b": [True, 1], "c": 2}, tmp_path / "whole.yaml", "f")
    assert [problem.place for problem in found] == ["a", "b > 1", "c"]
    assert check({"a": 1, "b": [True], "c": "x"}, tmp_path / "whole.yaml", "f") == []


@pytest.mark.parametrize("word", ["no", "No", "yes", "on", "off", "y", "true", "nb"])
def test_a_key_is_the_word_that_stands_there(tmp_path, word):
    path = tmp_path / "a.yaml"
    path.write_text(f"texts: {{{word}: Tittel, 'quoted': no}}\n", encoding="utf-8")
    assert load_yaml(path) == {"texts": {word: "Tittel", "quoted": False}}


def test_a_word_that_yaml_takes_for_false_is_told_where_a_text_should_stand(tmp_path):
    (tmp_path / "s.yaml").write_text(
        "properties: {a: {type: string}, b: {items: {type: [string, integer]}}}", encoding="utf-8"
    )
    (tmp_path / "a.yaml").write_text("a: No\nb: [yes, x]\n", encoding="utf-8")
    found = check(load_yaml(tmp_path / "a.yaml"), tmp_path / "s.yaml", "f")
    assert [(p.place, p.found, p.expected) for p in found] == [
        ("a", "found false", "Write a text in quotes: without them YAML reads off, no and false so."),
        ("b > 0", "found true", "Write a text in quotes: without them YAML reads on, yes and true so."),
    ]
