"""The web page as markup: scopes, sections, disclosures, contents, footnotes, and nothing fetched."""

import re

import pytest
from evalreport.files.errors import BadInput
from evalreport.outputs.web_page import contents, exhibits_in, link_problems, read_blocks, web_page
from evalreport.outputs.web_tables import make_tables_readable, text_of, with_class
from lxml import html
from small_report import METADATA, SHARED, blocks


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def made(folder):
    return blocks(folder)[0]


@pytest.fixture(scope="module")
def page(made, folder):
    return web_page(made, METADATA, folder, SHARED / "web")


@pytest.fixture(scope="module")
def tree(page):
    return html.document_fromstring(page)


def test_the_same_report_gives_the_same_page(made, folder, page):
    assert web_page(made, METADATA, folder, SHARED / "web") == page


def test_nothing_is_fetched_and_no_script_runs(tree, page):
    sources = [value for element in tree.iter() for key, value in element.items() if key in ("src", "srcset", "data")]
    assert sources and all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert not [*tree.iter("script", "link", "iframe", "object")]
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert not tree.xpath("//@style") and "url(" not in page.split("</style>")[0]


def test_every_head_of_a_table_says_what_it_is_the_head_of(tree):
    heads = [*tree.iter("th")]
    assert {head.get("scope") for head in heads} == {"col", "row", "rowgroup"}
    assert all(text_of(head) for head in heads)
    for table in tree.iter("table"):
        assert text_of(table.find("caption"))
        for row in table.iterfind("tbody/tr"):
            assert row[0].tag == "th"


def test_a_section_of_a_table_is_a_body_of_its_own(tree):
    table = tree.xpath("//div[@id='tbl-use']//table")[0]
    bodies = [[text_of(row[0]) for row in body] for body in table.iterfind("tbody")]
    assert [body[0] for body in bodies] == ["How often?", "+CMD|’ /C calc’!A0"]
    assert [len(body) for body in bodies] == [5, 5]


def test_headings_over_columns_have_the_scope_of_their_group():
    root = read_blocks(
        "<table><thead><tr><th></th><th colspan='2'>2008</th></tr><tr><th></th><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr class='plain'><td>x</td><td>1</td><td>2</td></tr></tbody></table>"
    )
    make_tables_readable(root, "Table")
    assert [(cell.tag, cell.get("scope")) for cell in root.iterfind(".//thead/tr/*")] == [
        ("td", None),
        ("th", "colgroup"),
        ("td", None),
        ("th", "col"),
        ("th", "col"),
    ]


def test_the_numbers_of_each_figure_stand_behind_it(tree):
    for id, share in (("fig-stack", "73.8%"), ("fig-bars", "33.3%")):
        (exhibit,) = tree.xpath(f"//div[@id='{id}']")
        (details,) = exhibit.iter("details")
        assert text_of(details.find("summary")).startswith("Show the numbers in figure\u00a01.")
        assert share in [text_of(cell) for cell in details.iter("td")]
        assert exhibit.find("figure/figcaption") is not None
        assert exhibit.find("figure//img").get("alt").startswith("What it shows")


def test_contents_and_lists_lead_to_what_they_name(tree):
    ids = set(tree.xpath("//@id"))
    links = [(text_of(link), link.get("href")) for link in tree.xpath("//nav//a")]
    assert {target[1:] for _, target in links} <= ids
    words = [words for words, _ in links]
    assert words[:4] == ["Preface", "1 First", "1.1 Use", "Appendix\u00a01: Last"]
    assert "Figure\u00a01.2 Often" in words and "Table\u00a0A1.1 Mean use" in words


def test_references_lead_to_their_target(tree):
    links = {text_of(link): link.get("href") for link in tree.xpath("//main//a[@href]")}
    assert links["table\u00a01.1"] == "#tbl-use"
    assert links["chapter\u00a01"] == "#ch-one"


def test_footnotes_have_a_heading_and_a_way_back(tree):
    (section,) = tree.xpath("//section[@id='footnotes']")
    assert text_of(section.find("h2")) == "Notes"
    assert [link.get("aria-label") for link in with_class(section, "footnote-back")] == ["Back to the text"]


def test_one_title_and_no_heading_left_out(tree):
    levels = [int(heading.tag[1]) for heading in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert len([*tree.iter("h1")]) == 1
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))


def test_markup_in_the_text_is_text(tree):
    assert "<b>nothing</b>" in text_of(tree.xpath("//main")[0])


def test_title_page_draft_mark_and_language(tree):
    assert tree.get("lang") == "en"
    header = text_of(tree.xpath("//header")[0])
    for words in ("A small report", "With everything", "Ada, Bo", "A directorate", "The data are made up."):
        assert words in header
    assert tree.xpath("//p[@class='draft-mark']")


def test_links_to_nowhere_and_ids_that_are_there_twice_stop_the_page(folder):
    wrong = "<h2 id='a'>A</h2><p id='a'><a href='#b'>b</a></p>"
    assert [(p.place, p.found) for p in link_problems(read_blocks(wrong))] == [
        ("a", "the id is there twice"),
        ("b", "a link leads to this id, which is nowhere"),
    ]
    with pytest.raises(BadInput):
        web_page(wrong, METADATA, folder, SHARED / "web")


def test_exhibits_are_found_with_number_caption_note_and_chapter(made):
    found = exhibits_in(read_blocks(made))
    assert [(each.exhibit, each.kind, each.number) for each in found] == [
        ("use", "table", "Table\u00a01.1"),
        ("stack", "figure", "Figure\u00a01.1"),
        ("bars", "figure", "Figure\u00a01.2"),
        ("means", "table", "Table\u00a0A1.1"),
    ]
    assert found[0].caption == "Use of research. Per cent"
    assert found[0].note.startswith("A note of its own.")
    assert [each.chapter for each in found][::3] == ["1 First", "Appendix\u00a01: Last"]


def test_contents_leave_footnotes_out():
    root = read_blocks("<h2 id='x'><span class='number'>1</span> Title<a href='#fn1' class='footnote-ref'>1</a></h2>")
    assert [(entry.number, entry.title) for entry in contents(root)] == [("1", "Title")]


def test_colours_have_contrast_in_light_and_dark():
    """WCAG 2.1, 1.4.3: 4.5 for text; 1.4.11: 3 for lines that carry meaning."""
    from evalreport.figures.colour import contrast

    style = (SHARED / "web" / "page.css").read_text(encoding="utf-8")
    themes = [dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in style.split(":root {")[1:]]
    assert len(themes) == 3
    for theme in themes:
        for ink in ("ink", "soft", "accent", "link", "warn", "weak"):
            assert min(contrast(theme[ink], theme[ground]) for ground in ("paper", "tint")) >= 4.5, ink
        assert contrast(theme["line"], theme["paper"]) >= 3


def test_the_series_of_a_report_stands_there_once(made, folder):
    numbered = {**METADATA, "series": "Reports", "report_number": "3/2026", "isbn": "978-82-0000-000-0"}
    page = web_page(made[0], numbered, folder, SHARED / "web")
    assert page.count("<li>Reports 3/2026</li>") == 1 and "ISBN 978-82-0000-000-0" in page
