"""Why two builds differ, by kind of input."""

from evalreport.releases.causes import DETAILS, KINDS, causes
from evalreport.releases.row_digests import RowChanges

EXPORT = {"sha256": "1", "sources": [{"instrument": "staff", "wave": "2008", "rows": 5, "columns": 3}]}


def index(**inputs):
    return {"inputs": inputs}


def said(old, new, **known):
    return [str(cause) for cause in causes(old, new, **known)]


def test_nothing_differs():
    same = index(data={"a.csv": EXPORT}, packages={"pandas": "2"})
    assert causes(same, same) == []


def test_every_kind_of_input_is_named():
    old, new = (index(**{kind: {"a": {"sha256": mark, "sources": []}} for kind in KINDS}) for mark in "12")
    assert [cause.kind for cause in causes(old, new)] == list(KINDS)


def test_added_and_removed():
    assert said(index(program={"a.py": "1"}), index(program={"b.py": "1"})) == [
        "program a.py removed",
        "program b.py added",
    ]


def test_a_package_with_its_versions():
    assert said(index(packages={"pandas": "2.3"}), index(packages={"pandas": "3.0"})) == [
        "package pandas changed: 2.3, now 3.0"
    ]


def test_inside_a_file_whose_text_is_known():
    old, new = (index(config={"plan.yaml": mark}) for mark in "12")
    texts = ({"plan.yaml": "a: 1\n"}, {"plan.yaml": "a: 2\n"})
    assert said(old, new, texts=texts) == ["configuration plan.yaml changed: a: 1, now 2"]
    assert said(old, new) == ["configuration plan.yaml changed"]


def test_rows_where_they_can_be_told():
    old, new = index(data={"a.csv": EXPORT}), index(data={"a.csv": EXPORT | {"sha256": "2"}})
    rows = {("staff", "2008"): RowChanges(1, 0, 2, columns_changed=("q1",))}
    assert said(old, new, rows=rows) == ["data file a.csv changed: 1 row added; 2 rows changed; answers differ in q1"]
    assert said(old, new, rows={("staff", "2008"): RowChanges(0, 0, 0)}) == [
        "data file a.csv changed: the same answers"
    ]


def test_without_them_the_number_of_rows_is_told():
    more = {"sha256": "2", "sources": [EXPORT["sources"][0] | {"rows": 7}]}
    assert said(index(data={"a.csv": EXPORT}), index(data={"a.csv": more})) == [
        "data file a.csv changed: 5 rows, now 7"
    ]


def test_many_differences_are_counted():
    old, new = (index(templates={"a.md": mark}) for mark in "12")
    texts = tuple({"a.md": "".join(f"{word}\n\nsame {i}\n\n" for i in range(9))} for word in ("one", "two"))
    (line,) = said(old, new, texts=texts)
    assert line.endswith(f"; and {9 - DETAILS} more")
