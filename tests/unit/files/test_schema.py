"""Settings held against their schemas, which may lie in several files."""

from evalreport.files.schema import check


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
