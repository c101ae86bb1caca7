"""Two versions of a table as one: what is matched with what, and what cannot be."""

import pytest
from evalreport.markdown.grid import Grid, markdown
from evalreport.review.word.document import _read_tables
from evalreport.review.word.tables import merged_table, plain


def table(head, *rows, over=()):
    return _read_tables([f"::: {{#tbl-a .exhibit}}\n{markdown(Grid(head, rows, over))}\n\n: A\n:::"])[0]


def shown(found):
    """The rows of a table; -was- and +is+."""
    return [[" ".join(map(_marked, cell[4])) for cell in row[1]] for row in [*found["c"][3][1], *found["c"][4][0][3]]]


def _marked(block):
    return "".join(map(_said, block["c"]))


def _said(inline):
    if inline["t"] in ("Strong", "Emph"):
        return "".join(map(_said, inline["c"]))
    if inline["t"] != "Span":
        return plain([inline]) or " "
    kind, inside = inline["c"][0][1][0], inline["c"][1]
    return "/" if inside[0]["t"] == "Span" else f"-{plain(inside)}-" if kind == "deletion" else f"+{plain(inside)}+"


def test_cells_rows_and_columns():
    old = table(("", "A", "B"), ("one", "1", "2"), ("two", "3", "4"), ("*N*", "5", "6"))
    new = table(("", "B", "C"), ("one", "2", "9"), ("three", "3", "4"), ("*N*", "7", "8"))
    assert shown(merged_table(old, new)) == [
        ["", "-A-", "B", "+C+"],
        ["one", "-1-", "2", "+9+"],
        ["-two-", "-3-", "-4-", ""],
        ["+three+", "", "+3+", "+4+"],
        ["N", "-5-", "-6-/+7+", "+8+"],
    ]


def test_rows_of_the_same_label_are_those_of_their_section_in_order():
    old = table(("", "A"), ("**First**",), ("*N*", "1"), ("**Second**",), ("*N*", "2"), ("*N*", "3"))
    new = table(("", "A"), ("**Second**",), ("*N*", "2"), ("*N*", "4"))
    assert shown(merged_table(old, new)) == [
        ["", "A"],
        ["-First-"],
        ["-N-", "-1-"],
        ["Second"],
        ["N", "2"],
        ["N", "-3-/+4+"],
    ]


def test_a_row_with_the_same_numbers_has_another_label():
    old = table(("", "A", "B"), ("one", "1", "2"), ("two", "3", "4"))
    new = table(("", "A", "B"), ("the first", "1", "2"), ("two", "3", "4"))
    assert shown(merged_table(old, new))[1] == ["-one-/+the first+", "1", "2"]
    same = table(("", "A"), ("one", "–"), ("two", "–"))
    other = table(("", "A"), ("three", "–"), ("two", "–"))
    assert ["-one-", "-–-"] in shown(merged_table(same, other))  # signs say nothing of whose they are


def test_headings_above_columns_stand_over_those_that_are_left_and_new():
    old = table(("", "A", "B"), ("one", "1", "2"), over=("", "2008", "2008"))
    new = table(("", "A", "C", "A"), ("one", "1", "3", "4"), over=("", "2008", "2008", "2009"))
    found = merged_table(old, new)
    assert shown(found)[0] == ["", "2008", "+2009+"]
    assert [cell[3] for cell in found["c"][3][1][0][1]] == [1, 3, 1]
    assert shown(found)[1] == ["", "A", "-B-", "+C+", "+A+"]


def test_tables_of_text_have_their_columns_by_heading_too():
    old = _read_tables(["::: {#tbl-a .exhibit}\n+---+---+\n| a | b |\n+:==+:==+\n| x | y |\n+---+---+\n\n: A\n:::"])[0]
    new = _read_tables(
        ["::: {#tbl-a .exhibit}\n+---+---+---+\n| a | c | b |\n+:==+:==+:==+\n| x | z | y |\n+---+---+---+\n\n: A\n:::"]
    )[0]
    assert shown(merged_table(old, new)) == [["a", "+c+", "b"], ["x", "+z+", "y"]]


def test_formatting_alone_is_no_change():
    old = table(("", "A"), ("one", "1"))
    assert merged_table(old, table(("", "A"), ("**one**", "1"))) is not None
    assert shown(merged_table(old, table(("", "A"), ("**one**", "1")))) == [["", "A"], ["one", "1"]]


@pytest.mark.parametrize(
    "new",
    [
        table(("", "B"), ("one", "1")),
        table(("", "A"), ("one", "1"), over=("", "2008")),
        table(("", "A", *(f"C{i}" for i in range(11))), ("one", *"123456789012")),
    ],
    ids=["no column in common", "headings of another kind", "more columns than a page has room for"],
)
def test_what_cannot_be_told_cell_by_cell(new):
    old = table(("", "A", "Gone"), ("one", "1", "2"))
    assert merged_table(old, new) is None


def test_a_table_with_cells_over_several_rows_is_not_merged():
    spans = "+---+---+\n| a | b |\n+===+==:+\n| x | 1 |\n|   +---+\n|   | 2 |\n+---+---+"
    old, new = (
        _read_tables([f"::: {{#tbl-a .exhibit}}\n{text}\n\n: A\n:::"])[0] for text in (spans, spans.replace("2", "3"))
    )
    assert merged_table(old, new) is None
