"""Changes inside files, named by place."""

from evalreport.releases.text_changes import text_changes

PLAN = "exhibits:\n  - {id: a, decimals: 1, total: true}\n  - {id: b, by: [x, y]}\n"


def test_keys_of_yaml_by_id():
    new = "exhibits:\n  - {id: a, decimals: 2, total: true}\n  - {id: b, by: [x]}\n"
    assert text_changes("plan.yaml", PLAN, new) == [
        "exhibits > [a] > decimals: 1, now 2",
        "exhibits > [b] > by: ['x', 'y'], now ['x']",
    ]


def test_keys_added_and_removed():
    found = text_changes("plan.yaml", "a: {b: 1, c: true}\n", "a: {c: false, d: word}\n")
    assert found == ["a > b: 1 removed", "a > c: true, now false", "a > d: 'word' added"]


def test_only_the_order_of_entries():
    new = "exhibits:\n  - {id: b, by: [x, y]}\n  - {id: a, decimals: 1, total: true}\n"
    assert text_changes("plan.yaml", PLAN, new) == ["exhibits > order: ['a', 'b'], now ['b', 'a']"]


def test_a_comment_in_yaml_is_no_change_of_content():
    assert text_changes("plan.yaml", PLAN, f"# a remark\n{PLAN}") == ["written differently, with the same content"]


def test_broken_yaml_is_compared_by_line():
    assert text_changes("plan.yaml", "a: 1\n", "a: [1\n") == ["line 1: 'a: 1', now 'a: [1'"]


def test_cells_of_a_table_by_row_and_column():
    old = "variable,label_en,note\nage,Age,\nsex,Sex,\n"
    new = "variable,label_en,note\nage,How old?,\nheight,Height,\n"
    assert text_changes("book.csv", old, new) == [
        "age, label_en: 'Age', now 'How old?'",
        "sex removed",
        "height added",
    ]


def test_rows_that_share_their_first_cell_are_known_by_two():
    old, new = "set,code,label\nyesno,1,Yes\nyesno,2,No\n", "set,code,label\nyesno,1,Yes\nyesno,2,Nope\n"
    assert text_changes("sets.csv", old, new) == ["yesno 2, label: 'No', now 'Nope'"]


def test_lines_of_a_template():
    old, new = "# Title\n\nOne word.\nLast.\n", "# Title\n\nAnother word.\nLast.\nAdded.\n"
    assert text_changes("a.md.jinja", old, new) == [
        "line 3: 'One word.', now 'Another word.'",
        "line 5: 'Added.' added",
    ]


def test_long_texts_are_cut():
    (found,) = text_changes("a.md", "x" * 200, "y" * 200)
    assert len(found) < 160 and "…" in found
