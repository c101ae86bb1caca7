"""Grid tables, each read by pandoc itself: columns, spans, header rows, alignment and every character of every cell."""

import json
import subprocess

import pypandoc
from evalreport.markdown.grid import LANDSCAPE, PAGE, Grid, escape, markdown
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

PANDOC = pypandoc.get_pandoc_path()


def text_of(node) -> str:
    """The text of a piece of pandoc's JSON, a line break a blank."""
    if isinstance(node, list):
        return "".join(text_of(part) for part in node)
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return content
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Plain", "Para", "Emph", "Strong"):
        return text_of(content)
    if kind == "Span" and content[0][1] == ["bar"]:  # a bar that stands alone
        return text_of(content[1])
    if kind == "Quoted":
        sign = "'" if content[0]["t"] == "SingleQuote" else '"'
        return sign + text_of(content[1]) + sign
    return f"<{kind}>"  # anything else would be markup that nobody wrote


def read(text: str) -> list[dict]:
    """Tables of a Markdown text: header rows, body rows (lists of (text, column span)) and alignments."""
    command = [PANDOC, "--from=markdown", "--to=json"]
    blocks = json.loads(subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout)["blocks"]
    assert [block["t"] for block in blocks] == ["Table"] * len(blocks), [block["t"] for block in blocks]

    def rows(found):
        return [[(text_of(cell[4]), cell[3]) for cell in row[1]] for row in found]

    return [
        {
            "align": [spec[0]["t"] for spec in block["c"][2]],
            "head": rows(block["c"][3][1]),
            "rows": [row for body in block["c"][4] for row in rows(body[3])],
        }
        for block in blocks
    ]


def one(grid: Grid, landscape: bool = False) -> dict:
    (table,) = read(markdown(grid, landscape))
    return table


def texts(row) -> list[str]:
    return [text for text, _ in row]


SIMPLE = Grid(("", "HUSK 2009", "Kontroll 2009"), (("Sjelden", "52,1 %", "57,0 %"), ("*N*", "280", "114")))


def test_a_simple_table():
    table = one(SIMPLE)
    assert texts(table["head"][0]) == ["", "HUSK 2009", "Kontroll 2009"]
    assert [texts(row) for row in table["rows"]] == [["Sjelden", "52,1 %", "57,0 %"], ["N", "280", "114"]]
    assert table["align"] == ["AlignLeft", "AlignRight", "AlignRight"]


def test_several_text_columns():
    grid = Grid(("File", "What it is", "Rows"), (("a.csv", "answers", "3"),), text_columns=2)
    assert one(grid)["align"] == ["AlignLeft", "AlignLeft", "AlignRight"]


def test_headings_above_several_columns():
    grid = Grid(
        ("", "HUSK", "Kontroll", "HUSK", "Kontroll", "Total"),
        (("Kvinne", "1", "2", "3", "4", "5"),),
        over=("", "2008", "2008", "2009", "2009", ""),
    )
    table = one(grid)
    assert [cell for cell in table["head"][0] if cell[0]] == [("2008", 2), ("2009", 2)]
    assert sum(span for _, span in table["head"][0]) == 6
    assert texts(table["head"][1]) == list(grid.head)
    assert len(table["head"]) == 2


def test_neighbours_without_a_heading_are_not_joined():
    grid = Grid(("", "A", "B", "C"), (("x", "1", "2", "3"),), over=("", "", "", "2009"))
    spans = [span for _, span in one(grid)["head"][0]]
    assert spans == [1, 1, 1, 1]


def test_a_long_heading_above_narrow_columns_wraps():
    over = "Arbeider ved et kontor som har blitt en del av den nye forvaltningen"
    grid = Grid(("", "Ja", "Nei"), (("x", "1 %", "2 %"),), over=("", over, over))
    table = one(grid)
    assert table["head"][0][-1] == (over, 2)


def test_no_headings_above_means_one_header_row():
    assert len(one(Grid(SIMPLE.head, SIMPLE.rows, over=("", "", "")))["head"]) == 1


def test_a_row_of_one_cell_goes_across_the_table():
    heading = "Hvor enig er du i at en forskningsbasert praksis kan bidra til følgende"
    table = one(Grid(("", "A", "B"), (("**" + heading + "**",), ("x", "1", "2"), ("**Kort**",), ("y", "3", "4"))))
    assert table["rows"][0] == [(heading, 3)]
    assert [texts(row) for row in table["rows"][1:]] == [["x", "1", "2"], ["Kort"], ["y", "3", "4"]]


SHAPES = ("{}", "a {} b", "{}a{}", "{0}{0}", "1{} x", "{0}{0}{0}", "{} a")
SIGNS = "\\`*_{}[]<>#|~^$@&%!=+-:;.,?/()'\""
LOOKS = (
    "1. Ja", "1) Ja", "(1) Ja", "a. Nei", "- nei", "+ ja", "1-2", "# tittel", "> sitat", ": definisjon", "| linje", "---", "+---+", "~~~",
    "::: note",
    "http://example.org", "<b>fet</b>", "x^2^", "H~2~O", "@smith", "[@smith]", "$x$", "\\alpha", "i.e. word", "A. B", "![bilde](x)",
    "&amp;", "&#38;", "1986", "1986.", "--", "[^1]: note", "§ 5", "<http://example.org>", "(@) x", "{.klasse}",
    "a\\b", "   luft   ", "===", "x = y",
    "12,3 %", "–", "·", "« »", "æøå", "iv. fire", "IV) fire", "- - -", "* * *", "Kontorledelse/-administrasjon", "og -- eller", "a\u00a0b",
)  # fmt: skip


def typographic(text: str) -> str:
    """Without blanks, and with what pandoc's smart dots and quotes do undone."""
    for sign, plain in (("…", "..."), ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(sign, plain)
    return "".join(text.split())


def assert_survive(labels: list[str]) -> None:
    """Each label, in a heading above, a heading and a cell, is read as the text it is, and the table stays a table."""
    grids = [
        Grid(("", escape(label), "N"), ((escape(label), "12", "3"), ("last", "1", "2")), over=("", escape(label), ""))
        for label in labels
    ]
    tables = read("\n\n".join(markdown(grid) for grid in grids))
    assert len(tables) == len(grids)
    for label, table in zip(labels, tables, strict=True):
        rows = [texts(row) for row in table["rows"]]
        assert [typographic(rows[0][0]), *rows[0][1:]] == [typographic(label), "12", "3"], label
        assert rows[1:] == [["last", "1", "2"]], label
        assert [typographic(row[1]) for row in map(texts, table["head"])][-1] == typographic(label)
        if label.strip():
            assert typographic(label) in [typographic(text) for text in texts(table["head"][0])], label
        assert table["align"] == ["AlignLeft", "AlignRight", "AlignRight"], label


def test_special_signs_print_as_themselves():
    assert_survive([shape.format(sign, sign) for sign in SIGNS for shape in SHAPES])


def test_labels_that_look_like_markdown():
    assert_survive(list(LOOKS))


def test_long_labels_wrap_and_stay_whole():
    label = (
        "I hvilken grad er du uenig eller enig i at en forskningsbasert praksis kan bidra til mer treffsikre tiltak for brukerne? "
        * 2
    )
    grid = Grid(
        ("", *("HUSK-kommune, ikke kjennskap til prosjekt",) * 4), ((label.strip(), "1 %", "22 %", "100,0 %", "–"),)
    )
    table = one(grid)
    assert texts(table["rows"][0]) == [label.strip(), "1 %", "22 %", "100,0 %", "–"]
    assert texts(table["head"][0])[1:] == ["HUSK-kommune, ikke kjennskap til prosjekt"] * 4


def test_a_word_longer_than_the_page_is_not_broken():
    word = "x" * 200
    assert texts(one(Grid(("", "N"), ((word, "1"),)))["rows"][0]) == [word, "1"]


def test_the_page_is_kept_where_the_words_allow_it():
    label = "noen få ord " * 20
    narrow = markdown(Grid(("", "HUSK", "Kontroll"), ((label.strip(), "12,3 %", "45,6 %"),)))
    wide = markdown(Grid(("", "HUSK", "Kontroll"), ((label.strip(), "12,3 %", "45,6 %"),)), landscape=True)
    assert max(map(len, narrow.splitlines())) <= PAGE
    assert PAGE < max(map(len, wide.splitlines())) <= LANDSCAPE


def test_all_lines_are_equally_long():
    lines = markdown(SIMPLE).splitlines()
    assert len({len(line) for line in lines}) == 1


def test_empty_cells_and_rows():
    table = one(Grid(("", "A"), (("", ""), ("**Section**", ""), ("x", "1"))))
    assert [texts(row) for row in table["rows"]] == [["", ""], ["Section", ""], ["x", "1"]]


letters = st.sampled_from("ab c1. -+*|\\_#>:~^$@[]{}<>!&%=();'\"–«æøå\u00a0§·½€/?")
label_texts = st.text(st.one_of(letters, st.characters(max_codepoint=0x24F, categories=["L", "N", "P"])), max_size=40)


@given(st.lists(label_texts, min_size=25, max_size=25))
@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
def test_any_text_survives(labels):
    assert_survive(labels)


def test_a_bar_below_the_edge_of_a_column_is_text():
    """A section's heading runs over the edges of the columns: a bar in it, escaped, must not be one of them."""
    for place in range(3, 40):
        heading = f"**{escape('x' * place + '|y')}**"
        table = one(Grid(("", "a", "b"), (("label " * 5, "1", "2"), (heading,), ("more", "3", "4"))))
        assert [len(row) for row in table["rows"]] == [3, 1, 3]
        assert texts(table["rows"][1]) == ["x" * place + "|y"]
