"""The Lua programs that make one report of its chapters, each through pandoc on a small input, its blocks compared as JSON."""

import base64
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from evalreport.assemble.report import MARKDOWN

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
# one pixel; 72 dots an inch, so that a pixel is 2.54 / 72 cm
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WORDS = {
    "table": "tabell", "figure": "figur", "section": "avsnitt", "chapter": "kapittel", "appendix": "vedlegg", "Table": "Tabell",
    "Figure": "Figur", "Appendix": "Vedlegg", "contents": "Innhold", "tables": "Tabeller", "figures": "Figurer", "and": "og",
    "references": "Referanser", "abstract": "Sammendrag",
}  # fmt: skip
TABLE = """::: {{#tbl-{name} .exhibit}}
+-------+--------+--------+
|       | A      | B      |
+:======+=======:+=======:+
{rows}

: {caption}
:::
"""


def table(name: str = "t", rows: str = "| x | 1 | 2 |", caption: str = "Caption") -> str:
    """An exhibit of three columns; a row a line, its cells between bars."""
    lines = []
    for row in rows.split("\n"):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        widths = (5, 6, 6) if len(cells) == 3 else (23,)
        lines.append("| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |")
        lines.append("+-------+--------+--------+")
    return TABLE.format(name=name, rows="\n".join(lines), caption=caption)


class Report:
    """Chapters as pandoc's JSON, or what is wrong with them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def run(self, chapters: list[tuple[str, dict]], format: str = "typst", **job: Any) -> subprocess.CompletedProcess:
        """chapters: (Markdown, place); job: what differs from the usual one."""
        listed = []
        for number, (text, place) in enumerate(chapters):
            path = self.folder / f"c{number}.md"
            path.write_text(text, encoding="utf-8")
            listed.append({"path": str(path), "shown": True, **place})
        whole = {
            "format": format, "markdown": MARKDOWN, "status": "draft", "language": "nb", "figures": str(self.folder),
            "figure_format": "png", "characters_per_cm": 6.0, "portrait": {"width": 16.0, "height": 24.0},
            "landscape": {"width": 24.0, "height": 15.0}, "words": WORDS, "decimal_mark": ",", "pages": [],
            "quotes": {"double": ["«", "»"], "single": ["‘", "’"]},
            "title": {"title": "T", "authors": [], "details": [], "keywords": []},
            "literature": {"files": [], "keys": [], "style": "", "lang": "nb-NO"}, "chapters": listed,
        } | job  # fmt: skip
        command = [pypandoc.get_pandoc_path(), "--from", str(SHARED / "report.lua"), "--to", "json"]
        return subprocess.run(command, input=json.dumps(whole), capture_output=True, encoding="utf-8")

    def blocks(self, text: str, place: dict | None = None, format: str = "typst", **job: Any) -> list[dict]:
        """The blocks of one chapter."""
        done = self.run([(text, {"number": 8} if place is None else place)], format, **job)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["blocks"]

    def code(self, text: str, place: dict | None = None, format: str = "typst", **job: Any) -> str:
        """All of it as a reader of the source would see it: raw code and words in turn, a block a line."""
        return "\n".join(flat(block) for block in self.blocks(text, place, format, **job))

    def problems(self, *texts: str, **job: Any) -> list[list[str]]:
        """(line, found, expected) of each problem."""
        done = self.run([(text, {"number": number}) for number, text in enumerate(texts, start=1)], **job)
        assert done.returncode != 0
        return [line.split("\t")[2:] for line in done.stderr.splitlines() if line.startswith("PROBLEM")]


def flat(node: Any) -> str:
    """Words and raw code of a piece of pandoc's JSON; a paragraph of Word with the name of its style."""
    if isinstance(node, list):
        return "".join(map(flat, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return content
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind in ("RawInline", "RawBlock"):
        return content[1]
    if kind == "Div":
        style = dict(content[0][2]).get("custom-style", "")
        return f"<{style}>{flat(content[1])}" if style else flat(content[1])
    if kind in ("Span", "Link", "Image"):
        return flat(content[1])
    if kind == "Header":
        return f"<H{content[0]}>{flat(content[2])}"
    if kind == "Table":
        return "".join(flat(row_text(part)) for part in (content[3][1], *(body[3] for body in content[4])))
    return flat(content)


def row_text(rows: list) -> list:
    return [cell[4] for row in rows for cell in row[1]]


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "p.png").write_bytes(PNG)
    return Report(tmp_path)


# --- numbering.lua ---


def titles(code: str) -> list[tuple[str, str, str]]:
    """(level, number, title) of each heading in Typst's source."""
    return re.findall(r"#title\((\d), (.*?), (?:none|label\(.*?\)), \[(.*?)\]\)", code)


HEADINGS = "# One\n\n## A\n\n### B\n\n### C\n\n## D\n\n### E\n\n#### F\n\n## G {.unnumbered}\n\n## H\n"


def test_headings_are_numbered_to_the_third_level(report):
    numbers = [(level, number) for level, number, _ in titles(report.code(HEADINGS))]
    assert numbers == [
        ("1", '"8"'), ("2", '"8.1"'), ("3", '"8.1.1"'), ("3", '"8.1.2"'), ("2", '"8.2"'), ("3", '"8.2.1"'), ("4", "none"), ("2", "none"),
        ("2", '"8.3"'),
    ]  # fmt: skip


def test_an_appendix_has_its_word_and_letter(report):
    assert titles(report.code("# One\n\n## A\n", {"appendix": 3})) == [
        ("1", "none", "Vedlegg\u00a03: One"),
        ("2", '"V3.1"', "A"),
    ]


def test_a_chapter_without_a_number_has_none(report):
    assert [number for _, number, _ in titles(report.code("# One\n\n## A\n", {}))] == ["none", "none"]


def exhibits(code: str) -> list[tuple[str, str]]:
    return re.findall(r'#(table|figure)-exhibit\("(.*?)"', code)


FIGURE = '![Bars](p){#fig-f alt="Two bars"}\n'


def test_tables_and_figures_are_counted_apart(report):
    text = f"# One\n\n{table('a')}\n{FIGURE}\n{table('b')}"
    assert exhibits(report.code(text)) == [("table", "8.1"), ("figure", "8.1"), ("table", "8.2")]
    assert exhibits(report.code(text, {"appendix": 2})) == [("table", "V2.1"), ("figure", "V2.1"), ("table", "V2.2")]


def test_exhibits_of_chapters_without_numbers_are_counted_through(report):
    done = report.run(
        [(f"# One\n\n{table('a')}", {}), (f"# Two\n\n{table('b')}", {"number": 1}), (f"# Three\n\n{table('c')}", {})]
    )
    assert exhibits("\n".join(map(flat, json.loads(done.stdout)["blocks"]))) == [
        ("table", "1"),
        ("table", "1.1"),
        ("table", "2"),
    ]


def test_a_chapter_that_is_not_shown_is_counted(report):
    hidden = {"shown": False}
    done = report.run([(f"# One\n\n{table('a')}", hidden), (f"# Two\n\nSee [](#tbl-a){{.ref}}.\n\n{table('b')}", {})])
    code = "\n".join(map(flat, json.loads(done.stdout)["blocks"]))
    assert exhibits(code) == [("table", "2")] and "tabell\u00a01." in code and "#link(<tbl-a>)" not in code


def test_what_is_wrong_with_a_chapter(report):
    wrong = (
        "No title\n\n::: {#tbl-x .exhibit}\nno table\n:::\n\n"
        + table("y").replace("\n: Caption\n", "")
        + "\n![Same](p){#fig-z}\n"
    )
    found = report.problems(wrong)
    assert [(place, what) for place, what, _ in found] == [
        ("line 3", "the exhibit tbl-x holds no table"),
        ("line 7", "the table tbl-y has no caption"),
        ("line 15", "the figure p has no alt text"),
        ("", "the chapter has no title"),
    ]


def test_ids_and_titles_are_there_once(report):
    found = report.problems("# One {#a}\n\n## B {#b}\n", "# Two {#a}\n\n# Three\n")
    assert [(place, what.split(" (")[0]) for place, what, _ in found] == [
        ("line 1", "the id a is used a second time"),
        ("line 3", "a second first-level heading"),
    ]


def test_a_bar_in_a_cell_is_a_torn_grid_unless_it_is_marked(report):
    torn = table(rows="| a \\| | 1 | 2 |".replace("\\|", "BAR")).replace("BAR", "\\| ")
    assert [what for _, what, _ in report.problems(f"# One\n\n{torn}")] == [
        "the grid of tbl-t is torn: a cell holds a |"
    ]
    assert "a | b" in report.code(f"# One\n\n{table(caption='a [x]{.bar} b').replace('[x]', '[|]')}")
    assert exhibits(report.code(f"# One\n\n{table(caption='a | b')}")) == [
        ("table", "8.1")
    ]  # a caption is no part of the grid


# --- references.lua ---


@pytest.mark.parametrize("format", ["typst", "docx", "html"])
def test_parts_stand_before_their_first_chapter(report, format):
    parts = ["", "Del I. Få år, éin plan", "", "Del II"]
    texts = [
        (f"# Title{n} {{#ch-{n}}}\n\nText.", {"number": n + 1} | ({"part": part} if part else {}))
        for n, part in enumerate(parts)
    ]
    done = report.run(texts, format)
    assert done.returncode == 0, done.stderr
    code = "\n".join(flat(block) for block in json.loads(done.stdout)["blocks"])
    expected = ["Title0", "DEL I. FÅ ÅR, ÉIN PLAN", "Title1", "Title2", "DEL II", "Title3"]
    found = re.findall(r"Title\d|DEL I\b[^\]<]*PLAN|DEL II", code)
    assert found == expected * (2 if format == "docx" else 1)  # Word's contents are written with their lines


def test_a_chapter_on_its_own_has_no_part(report):
    done = report.run([("# A\n\nText.", {"number": 1, "part": "Del I"})], "docx", alone="Kapittel 1")
    assert "DEL I" not in done.stdout and done.returncode == 0


UNNUMBERED = table(caption="Roles").replace("{#tbl-t .exhibit}", "{.unnumbered}")


@pytest.mark.parametrize("format", ["typst", "docx", "html"])
def test_a_table_of_ones_own_without_a_number(report, format):
    code = report.code("# A\n\n" + UNNUMBERED + "\n" + table(), format=format)
    assert "Roles" in code and "8.2" not in code and ("8.1" in code or format == "html")
    if format == "typst":
        assert (
            "#list-intro[Roles" in code.replace("*", "")
            and code.count("#table-exhibit") == 1
            and "#plain-table" in code
        )
    bare = report.code("# A\n\n" + UNNUMBERED.replace(": Roles\n", ""), format=format)
    assert "Roles" not in bare and "x" in bare


def test_what_is_wrong_with_a_table_without_a_number(report):
    two = "# A\n\n::: {.unnumbered}\nText\n:::\n"
    assert report.problems(two)[0][1] == "a block without a number holds more than a table"
    torn = UNNUMBERED.replace("| x     |", "| a | b |")
    assert "torn" in report.problems("# A\n\n" + torn)[0][1]


def test_references_have_the_word_and_number_of_their_target(report):
    headings = "# One {#ch}\n\n## S {#s}\n\n## U {#u .unnumbered}\n\n"
    text = f"{headings}[](#ch){{.ref}} [](#s){{.ref .cap}} [](#u){{.ref}} [](#tbl-t){{.ref .cap}} [w](#s)\n\n{table()}"
    line = report.code(text).split("\n")[3]
    assert line == (
        "#link(<ch>)[kapittel\u00a08] #link(<s>)[Avsnitt\u00a08.1] #link(<u>)[U] #link(<tbl-t>)[Tabell\u00a08.1] #link(<s>)[w]"
    )


def test_references_in_word_are_fields(report):
    code = report.code("# One {#ch}\n\nSee [](#ch){.ref}.\n", format="docx")
    assert 'kapittel\u00a0</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/>' in code and " REF _ch \\r \\h " in code


def test_a_reference_to_nothing_is_a_problem(report):
    assert [(place, what) for place, what, _ in report.problems("# One\n\nx\n[](#no){.ref}\n")] == [
        ("line 4", "a reference to no, which is nowhere in the report")
    ]


def test_quotes_and_marks(report):
    code = report.code(
        "# One\n\n\"a\" 'b' [c]{.draft} [d]{.claim_fails} [e]{.claim_unknown} [f]{.claim_weakened} [g]{.other}\n"
    )
    assert code.split("\n")[1] == "«a» ‘b’ #remark[c] #claim-fails[d] #claim-fails[e] #claim-weakened[f] g"


def test_a_draft_remark_is_a_problem_in_a_final_edition(report):
    found = report.problems("# One\n\n[check]{.draft}\n", status="final")
    assert [(place, what) for place, what, _ in found] == [
        ("line 3", "the draft remark «check» stands in a final edition")
    ]


# --- literature.lua ---

BOOK = '[{"id": "k", "type": "book", "title": "T", "author": [{"family": "Rao"}, {"family": "Scott"}], "issued": {"date-parts": [[1984]]}}]'


@pytest.fixture
def literature(tmp_path):
    (tmp_path / "b.json").write_text(BOOK)
    return {
        "files": [str(tmp_path / "b.json")],
        "keys": ["k"],
        "style": str(SHARED / "csl" / "apa.csl"),
        "lang": "en-GB",
    }


def test_citations_link_to_their_entry(report, literature):
    code = report.code("# One\n\n@k says [@k].\n\n::: {#refs}\n:::\n", literature=literature)
    assert "\nRao og Scott (#link(<ref-k>)[1984]) says" in code and "(#link(<ref-k>)[Rao & Scott, 1984])" in code
    assert '#reference-entry(label("ref-k"), [Rao, & Scott. (1984). T.])' in code


def test_works_that_are_unknown_or_listed_nowhere(report, literature):
    assert [what for _, what, _ in report.problems("# One\n\n@no\n", literature=literature)] == [
        "no reference no in the bibliography"
    ]
    assert [what for _, what, _ in report.problems("# One\n\n@k\n", literature=literature)] == [
        "works are cited, but nowhere is the list of references"
    ]


def test_a_chapter_on_its_own_ends_with_what_it_cites(report, literature):
    code = report.code("# One\n\n@k\n", literature=literature, alone="Chapter 8")
    assert "[Referanser]" in code and '#reference-entry(label("ref-k")' in code
    assert "Referanser" not in report.code("# One\n\nNothing.\n", literature=literature, alone="Chapter 8")


# --- layout.lua ---

NOTE = "\n::: note\nWhy.\n:::\n"


def test_a_note_goes_with_the_exhibit_above_it_and_else_alone(report):
    code = report.code(f"# One\n\n{table()}{NOTE}{NOTE}\n{FIGURE}{NOTE}\nWords.\n{NOTE}")
    assert len(re.findall(r"\[Caption\], \[Why\.\]", code)) == 1
    assert len(re.findall(r"\[Bars\], \[Why\.\]", code)) == 1
    assert code.count("#small-note[Why.]") == 2


def test_what_leads_into_a_list_stays_with_it(report):
    code = report.code("# One\n\nLead:\n\n- a\n\nLead:\n\n1. a\n\nAsk:\n\n::: answers\nyes\n:::\n\nPlain.\n\nLast.\n")
    assert code.count("#list-intro[") == 3 and "#answers[yes]" in code and "\nPlain.\nLast." in code


def test_neighbouring_landscape_pages_are_joined_with_their_notes(report):
    side = f"::: landscape\n{table('{}')}:::\n"
    text = f"# One\n\n{side.replace('{}', 'a')}\n{side.replace('{}', 'b')}{NOTE}\nBetween.\n\n{side.replace('{}', 'c')}"
    code = report.code(text)
    assert code.count("#landscape[") == 1 and "[Caption], [Why.]" in code


SIDE = "::: landscape\n{}:::\n"


def test_turned_pages_stand_at_the_end_of_their_chapter_and_are_numbered_there(report):
    turned = SIDE.format(table("wide"))
    text = f"# One\n\n## A\n\nFirst.\n\n{turned}{NOTE}\nSecond.\n\n{table('next')}\n## B\n\nThird.\n"
    code = report.code(text + "\nSee [](#tbl-wide){.ref}.\n")
    assert re.findall(r'#table-exhibit\("([\d.]+)", label\("(tbl-\w+)"\)', code) == [
        ("8.1", "tbl-next"),
        ("8.2", "tbl-wide"),
    ]
    assert code.index("Second.") < code.index("Third.") < code.index("#landscape[") < code.index("[Why.]")
    assert "tabell\u00a08.2" in code
    word = report.code(text, format="docx")
    assert word.index("Third.") < word.index('w:orient="landscape"')
    assert "tabell\u00a08.2" in report.code(
        text + "\nSee [](#tbl-wide){.ref}.\n", format="html"
    )  # where there are no pages


def test_a_turned_page_that_is_its_whole_section_stays_with_its_heading(report):
    turned = SIDE.format(table("wide"))
    code = report.code(f"# One\n\n## A\n\n{turned}{NOTE}\n## B\n\nThird.\n")
    assert code.index("[Why.]") < code.index("Third.")
    last = report.code(f"# One\n\nText.\n\n{SIDE.format(table('early'))}\nMore.\n\n## B\n\n{turned}")
    assert re.findall(r'label\("(tbl-\w+)"\)', last) == ["tbl-wide", "tbl-early"] and last.count("#landscape[") == 1


# --- widths.lua and decimals.lua ---


def shares(code: str) -> list[list[float]]:
    return [
        [float(share) for share in re.findall(r"([\d.]+)%", found)]
        for found in re.findall(r"columns: \(0pt, (.*?),\)", code)
    ]


def test_a_table_of_little_text_is_narrower_than_the_page(report):
    ((label, *numbers),) = shares(report.code(f"# One\n\n{table()}"))
    assert numbers[0] == numbers[1] and label > numbers[0]
    assert label + sum(numbers) == pytest.approx(60, abs=0.05)  # no narrower than that


def test_a_table_of_much_text_fills_the_page(report):
    words = ("mange ord " * 8).ljust(86)
    between = f"+{'-' * 88}+{'-' * 12}+{'-' * 5}+"
    rows = (f"| {words} | {first} | 2   |" for first in ("1234567890", " " * 10))
    head = f"{between}\n|{' ' * 88}| A          | B   |\n{between.replace('-', '=')}\n".replace("=+=====+", ":+====:+")
    grid = f"::: {{#tbl-w .exhibit}}\n{head}" + "\n".join(rows) + f"\n{between}\n\n: C\n:::\n"
    ((label, first, second),) = shares(report.code(f"# One\n\n{grid}"))
    assert label + first + second == pytest.approx(100, abs=0.05)
    assert first == pytest.approx(100 * 12.1 / 96, abs=0.01)  # ten signs and the padding, of 16 cm * 6
    assert second == pytest.approx(100 * 5.1 / 96, abs=0.01)  # at least three signs


def test_columns_of_numbers_are_even_where_there_is_room(report):
    ((label, first, second),) = shares(report.code(f"# One\n\n{table(rows='| x | 1234 | 2 |')}"))
    assert first == second and label + first + second == pytest.approx(60, abs=0.05)


def test_a_table_that_states_its_widths_has_them(report):
    stated = table().replace(".exhibit}", '.exhibit widths="50 20 10"}')
    assert shares(report.code(f"# One\n\n{stated}")) == [[50, 20, 10]]
    unlike = table().replace(".exhibit}", '.exhibit widths="50 50"}')
    assert shares(report.code(f"# One\n\n{unlike}")) == shares(report.code(f"# One\n\n{table()}"))


ROWS = "| **Sex** |\n| a | 1 | 2 |\n| *Sum* | 1 | 2 |\n| *N* | 1 | 2 |\n| **Age** |\n| b | 1 | 2 |"


def test_rows_have_the_roles_of_their_looks(report):
    code = report.code(f"# One\n\n{table(rows=ROWS)}")
    assert re.findall(r"\[#(\w+)-cell\[(?:|#[a-z]+\[)?([A-Za-z]+)", code) == [
        ("head", "A"), ("head", "B"), ("section", "Sex"), ("plain", "a"), ("base", "Sum"), ("base", "N"), ("section", "Age"),
        ("plain", "b"),
    ]  # fmt: skip


def test_sections_are_kept_together_and_sums_have_one_rule(report):
    code = report.code(f"# One\n\n{table(rows=ROWS)}")
    assert re.findall(r"keep\((\d+)( \+ more)?\)", code) == [("1", ""), ("4", ""), ("2", " + more")]  # and a note below
    assert code.count("table.hline(stroke: thin),") == 1 and code.count("table.hline(stroke: thin)),") == 1
    long = "| **Sex** |\n" + "\n".join(["| a | 1 | 2 |"] * 14)
    assert re.findall(r"keep\((\d+)(?: \+ more)?\)", report.code(f"# One\n\n{table(rows=long)}")) == ["1"] * 16
    fits = "| **Sex** |\n" + "\n".join(["| a | 1 | 2 |"] * 13)
    assert re.findall(r"keep\((\d+)(?: \+ more)?\)", report.code(f"# One\n\n{table(rows=fits)}")) == ["1", "14"]


def gaps(code: str) -> list[tuple[str, str]]:
    """What follows the whole part of each number, and the different ones of its column."""
    columns = re.findall(r'\(((?:"[^"]*", )*"[^"]*"),\)', re.search(r"tails: \((.*)\), \(gap, more\) => \(", code)[1])
    return [(tail, columns[int(place)]) for place, tail in re.findall(r'#gap\((\d+), "(.*?)"', code)]


def test_decimal_marks_stand_below_each_other_where_numbers_look_unlike(report):
    rows = "| a | 1,5 | 2 |\n| b | 12,25* | 3 |\n| c | – | 4 |"
    both = '",5", ",25*"'
    assert gaps(report.code(f"# One\n\n{table(rows=rows)}")) == [(",5", both), (",25*", both), ("", both)]


SUMMED = """::: {#tbl-t .exhibit}
+------------+--------+--------+
|            | A      | B      |
+:===========+=======:+=======:+
| a          | 1,5    | 2      |
+------------+--------+--------+
| b          | 2,5    | 3,25   |
+------------+--------+--------+
| [c]{.total}| 12,25  | 4,5    |
+------------+--------+--------+

: Caption
:::
"""


def test_each_tail_of_a_column_is_measured_once_and_sums_in_their_own_letters(report):
    code = report.code(f"# One\n\n{SUMMED}")
    assert 'tails: ((",5", ",25",), ("", ",25", ",5",),), (gap, more) => (' in code
    assert re.findall(r"#gap\((.*?)\)", code) == [
        '0, ",5"', '1, ""', '0, ",5"', '1, ",25"', '0, ",25", bold: true', '1, ",5", bold: true',
    ]  # fmt: skip
    assert "gap(" not in report.code(f"# One\n\n{table(rows='| a | 1 | 2 |')}")


def test_spaces_and_commas_inside_a_whole_part(report):
    rows = "| a | 1\u00a0234 | 1 |\n| b | 1\u00a02 % | 1 |"
    assert [tail for tail, _ in gaps(report.code(f"# One\n\n{table(rows=rows)}".replace("1\u00a02 %", "12 % ")))] == [
        "",
        " %",
    ]
    english = "| a | 1,234.5 | 1 |\n| b | 12 | 1 |"
    assert [
        tail
        for tail, _ in gaps(
            report.code(f"# One\n\n{table(rows=english.replace('1,234.5', '1,234.'))}", decimal_mark=".")
        )
    ] == [".", ""]


# --- typst.lua ---


def test_words_that_would_be_markup_at_the_beginning_of_an_argument(report):
    rows = "| \\+ a | 1 | 2 |\n| \\- a | 1 | 2 |\n| = a | 1 | 2 |\n| / a | 1 | 2 |\n| 1\\. a | 1 | 2 |\n| a-3 | 1 | 2 |\n| a-b | 1 | 2 |"
    code = report.code(f"# One\n\n{table(rows=rows)}")
    assert re.findall(r"plain-cell\[(\D.*?)\]\]", code) == [
        '#"+"; a', '#"-"; a', '#"="; a', '#"/"; a', '#"1."; a', '#"a-3";', "a-b",
    ]  # fmt: skip


def test_cells_are_aligned_and_headings_over_columns_stand_in_their_middle(report):
    over = TABLE.replace(
        "|       | A      | B      |",
        "|       | O               |\n+-------+--------+--------+\n|       | A      | B      |",
    )
    rows = "| x     | 1      | 2      |\n+-------+--------+--------+"
    code = report.code("# One\n\n" + over.format(name="t", rows=rows, caption="C"))
    assert "table.cell(colspan: 2, align: center + bottom)[#head-cell[O" in code
    assert "table.cell(align: right + bottom)[#head-cell[A" in code
    assert "table.cell(align: left)[#plain-cell[x" in code and "table.cell(align: right)[#plain-cell[1" in code
    assert re.findall(r"spanner\((\d), (\d), (\d)\)", code) == [("1", "2", "4")]
    assert re.search(r"\], 1, note => grid-table\(", code)  # rows below the head


def test_rows_without_text_do_not_make_a_table_long(report):
    rows = "| a | 1 | 2 |\n|  |  |  |\n|  | 3 |  |"
    assert re.findall(r"filled: (\d+)", report.code(f"# One\n\n{table(rows=rows)}")) == ["3"]  # with the head


# --- pictures.lua ---


def test_pictures_keep_their_size_and_shape_and_are_never_enlarged(report):
    (found,) = re.findall(
        r'image\("figures/p\.png", width: ([\d.]+)cm, height: ([\d.]+)cm, alt: "(.*?)"\)',
        report.code(f"# One\n\n{FIGURE}"),
    )
    assert found[2] == "Two bars" and found[0] == found[1] and float(found[0]) < 0.05


def test_a_picture_larger_than_the_page_is_made_smaller(report, tmp_path):
    from PIL import Image

    Image.new("L", (2000, 1000)).save(tmp_path / "p.png", dpi=(100, 100))
    text = f"# One\n\n{FIGURE}"
    pattern = r"width: ([\d.]+)cm, height: ([\d.]+)cm"
    assert [tuple(map(float, size)) for size in re.findall(pattern, report.code(text))] == [(16.0, 8.0)]
    small = {"width": 16.0, "height": 5.0}
    assert [tuple(map(float, size)) for size in re.findall(pattern, report.code(text, portrait=small))] == [(8.2, 4.1)]


def test_a_picture_that_is_not_there_is_a_problem(report):
    found = report.problems('# One\n\n![Bars](q){#fig-f alt="x"}\n')
    assert [(place, what) for place, what, _ in found] == [("line 3", "the figure q has no file q.png")]


# --- docx.lua ---


def test_captions_in_word_are_numbered_fields_that_start_again_in_each_chapter(report):
    text = f"# One\n\n{table('a')}\n{table('b')}"
    code = report.code(text, format="docx")
    fields = re.findall(r" ((?:SEQ|STYLEREF) [^<]*?) </w:instrText>", code)
    first, second = "SEQ Tabell \\* ARABIC \\s 1 \\r 1", "SEQ Tabell \\* ARABIC \\s 1"
    assert fields == ["STYLEREF 1 \\s", first, "STYLEREF 1 \\s", second]
    through = report.code(text, {}, format="docx")
    fields = re.findall(r" ((?:SEQ|STYLEREF) [^<]*?) </w:instrText>", through)
    assert fields == ["SEQ Tabell \\* ARABIC \\r 1", "SEQ Tabell \\* ARABIC"]


def test_headings_in_word_have_a_mark_for_the_list_they_count_in(report):
    code = report.code("# One\n\n## Two\n\n## Bare {.unnumbered}\n", format="docx")
    assert re.findall(r"<w:headingNumber [^>]*>", code) == [
        '<w:headingNumber w:val="8" w:type="chapter"/>',
        '<w:headingNumber w:val="8.1" w:type="chapter"/>',
    ]
    code = report.code("# One\n\n## Two\n", {"appendix": 3}, format="docx")
    assert re.findall(r"<w:headingNumber [^>]*>", code) == [
        '<w:headingNumber w:val="3" w:type="appendix"/>',
        '<w:headingNumber w:val="3.1" w:type="appendix"/>',
    ]


def test_names_of_bookmarks_are_such_as_word_takes(report):
    long = "tbl-" + "a" * 50
    code = report.code(f"# One {{#ch__x}}\n\n{table(long[4:])}", format="docx")
    names = re.findall(r'bookmarkStart w:id="\d+" w:name="(.*?)"', code)
    assert all(len(name) <= 40 and re.fullmatch(r"\w+", name) for name in names) and len(set(names)) == len(names)
    numbers = re.findall(r'bookmark(Start|End) w:id="(\d+)"', code)
    assert sorted(n for kind, n in numbers if kind == "Start") == sorted(n for kind, n in numbers if kind == "End")


def test_the_lists_of_word_have_pages_and_anchors_in_the_order_of_the_report(report):
    code = report.code(f"# One\n\n## A\n\n{table()}\n{FIGURE}", format="docx", pages=[3, 4, 5, 6])
    lines = re.findall(r'<w:hyperlink w:anchor="(.*?)".*?</w:hyperlink>', code)
    assert lines == ["_Toc000001", "_Toc000002", "_Toc000003", "_Toc000004"]
    pages = re.findall(r'PAGEREF (_Toc\d+) .*?separate"/></w:r><w:r><w:t xml:space="preserve">(\d*)<', code)
    assert pages == [("_Toc000001", "3"), ("_Toc000002", "4"), ("_Toc000003", "5"), ("_Toc000004", "6")]
    assert [word in code for word in ("Innhold", "Tabeller", "Figurer")] == [True] * 3
    assert "Figurer" not in report.code(f"# One\n\n{table()}", format="docx")


def test_the_title_page_and_a_chapter_on_its_own(report):
    title = {"title": "T", "authors": ["Ann"], "details": ["D"], "keywords": [], "draft": "Utkast", "abstract": ["Abs"]}
    code = report.code("# One\n", format="docx", title=title)
    assert [line for line in code.split("\n") if line.startswith("<") and line[1:2].isupper()] == [
        "<Draft Mark>Utkast", "<Title>T", "<Author>Ann", "<Title Details>D", "<Abstract Title>Sammendrag",
        next(line for line in code.split("\n") if line.startswith("<H1>")),
    ]  # fmt: skip
    alone = report.code("# One\n", format="docx", title=title | {"data_note": "N"}, alone="Kapittel 8")
    assert alone.startswith("<Chapter Line>Kapittel 8\n<Chapter Data Note>N\n<H1>") and "<Title>" not in alone


def test_paragraphs_of_cells_have_the_style_of_their_row(report):
    (found,) = [
        block for block in report.blocks(f"# One\n\n{table(rows=ROWS)}", format="docx") if block["t"] == "Table"
    ]
    rows = [*found["c"][3][1], *(row for body in found["c"][4] for row in body[3])]
    styles = [[dict(cell[4][0]["c"][0][2])["custom-style"] for cell in row[1]] for row in rows]
    assert [row[0] for row in styles] == [
        "Table Head", "Table Section", "Table Text", "Table Base", "Table Base", "Table Section", "Table Text",
    ]  # fmt: skip


def test_landscape_in_word_lies_between_sections(report):
    code = report.code(f"# One\n\n::: landscape\n{table()}:::\n", format="docx")
    turned = 'w:w="16838" w:h="11906" w:orient="landscape"'
    assert code.count("<w:sectPr>") == 3 and code.count(turned) == 1 and code.rindex("<w:sectPr>") < code.index(turned)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. One.\n2. Two.\n", ["1.", "2."]),
        ("3. One.\n\n   More.\n\n4. Two.\n", ["3.", None, "4."]),
        ("b) One.\nc) Two.\n", ["b)", "c)"]),
        ("(ii) One.\n(iii) Two.\n", ["(ii)", "(iii)"]),
        ("- One.\n- Two.\n", [None, None]),
        ("1. One.\n    - Below.\n2. Two.\n", ["1.", None, "2."]),
        ("1. > Said.\n2. Two.\n", ["1.", None, "2."]),
    ],
)
def test_numbered_findings_keep_their_numbers_in_word(report, text, numbers):
    words = {**WORDS, "findings": "Hovedfunn"}
    blocks = report.blocks(f"# A\n\n::: findings\n{text}:::\n", {"number": 1}, "docx", words=words)
    lines = [line for line in map(flat, blocks) if line.startswith("<Key Finding>")]
    begun = [line.removeprefix("<Key Finding>").partition("\u2002") for line in lines]
    assert [number if gap or number[:-1].isdigit() else None for number, gap, _ in begun] == numbers
