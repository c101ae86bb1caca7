"""How Word's pages are measured: the styles of a reference document in points, what they take over, and when nothing can be known."""

from pathlib import Path

import pytest
from evalreport.assemble.word_pages import MEASURED, measurable, styles_of
from evalreport.docx.xml import read_package, write_package

REFERENCE = Path(__file__).parents[3] / "report_templates" / "shared" / "reference.docx"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NEEDED = ("body text", "heading 1", "heading 2", "caption", "table text", "table end", "note", "toc 1")


def style(name: str, inside: str = "", base: str = "") -> str:
    """A paragraph style as word/styles.xml has it."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>{based}{inside}</w:style>'


def font(size: int, more: str = "") -> str:
    return f'<w:rPr><w:rFonts w:ascii="Calibri"/>{more}<w:sz w:val="{size}"/></w:rPr>'


@pytest.fixture
def styles(tmp_path):
    def styles(*written: str) -> dict:
        parts = read_package(REFERENCE)
        parts["word/styles.xml"] = f"<w:styles {W}>{''.join(written)}</w:styles>".encode()
        write_package(parts, tmp_path / "r.docx")
        return styles_of(tmp_path / "r.docx")

    return styles


def test_sizes_are_half_points_and_distances_twentieths(styles):
    spacing = '<w:pPr><w:spacing w:before="130" w:after="50" w:line="249" w:lineRule="exact"/></w:pPr>'
    found = styles(style("body text", spacing + font(19)))["body text"]
    assert found == {"font": "Calibri", "size": 9.5, "bold": False, "line": 12.45, "before": 6.5, "after": 2.5}


def test_a_style_takes_over_what_it_does_not_say(styles):
    found = styles(
        style("body text", font(21, "<w:b/>")), style("note", '<w:rPr><w:sz w:val="17"/></w:rPr>', "bodytext")
    )
    assert (found["note"]["size"], found["note"]["font"], found["note"]["bold"]) == (8.5, "Calibri", True)


@pytest.mark.parametrize(
    ("mark", "bold"),
    [("<w:b/>", True), ('<w:b w:val="1"/>', True), ('<w:b w:val="0"/>', False), ('<w:b w:val="false"/>', False)],
)
def test_bold_may_be_taken_back(styles, mark, bold):
    assert styles(style("a", font(20, "<w:b/>")), style("b", font(20, mark), "a"))["b"]["bold"] is bold


def test_only_lines_of_a_fixed_height_are_known(styles):
    spaced = styles(style("a", '<w:pPr><w:spacing w:line="276" w:lineRule="auto"/></w:pPr>' + font(20)))
    assert spaced["a"]["line"] == 0


@pytest.mark.parametrize(
    ("face", "size", "line", "known"),
    [("Calibri", 20, 12.5, 12.5), ("Calibri", 20, 12, 0), ("Cambria", 22, 14.5, 14.5), ("Papyrus", 20, 50, 0)],
)
def test_lines_of_at_least_so_much_are_known_where_the_letters_need_less(styles, face, size, line, known):
    spacing = f'<w:pPr><w:spacing w:line="{round(line * 20)}" w:lineRule="atLeast"/></w:pPr>'
    letters = f'<w:rPr><w:rFonts w:ascii="{face}"/><w:sz w:val="{size}"/></w:rPr>'
    assert styles(style("a", spacing + letters))["a"]["line"] == known


def test_fonts_are_those_of_the_theme(styles):
    letters = '<w:rPr><w:rFonts w:ascii="Papyrus" w:asciiTheme="{}HAnsi"/></w:rPr>'
    found = styles(style("a", letters.format("major")), style("b", letters.format("minor")))
    assert (found["a"]["font"], found["b"]["font"]) == ("Calibri", "Cambria")


def test_our_own_design_is_measured_whole():
    found = styles_of(REFERENCE)
    assert measurable(found)
    unknown = {name for name in NEEDED if not found[name]["line"]}
    assert unknown == set()


def test_pages_are_counted_only_where_all_styles_are_measured():
    known = dict.fromkeys(NEEDED, {"font": min(MEASURED), "line": 12.0})
    assert measurable(known)
    for name in NEEDED:
        assert not measurable({key: value for key, value in known.items() if key != name})
        assert not measurable(known | {name: {"font": "Papyrus", "line": 12.0}})
        assert not measurable(known | {name: {"font": min(MEASURED), "line": 0.0}})
