"""Text that comes from data is text: odd and hostile strings through every function that prints text, in every output.

A chapter is rendered twice, once with harmless words and once with hostile strings in their places. Pandoc must read the same
document, word for word, with the one in the place of the other: then nothing in a string was markup, and nothing of it is lost.
"""

import json
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pypandoc
import pytest
from evalreport.assemble.report import MARKDOWN, assemble_docx, assemble_pdf, chapter_sources
from evalreport.chapters.chapter import Given, render
from evalreport.docx.xml import w
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, ESTIMATES, TESTS
from evalreport.words.sentences import lower_first
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

TEMPLATES = Path(__file__).parents[3] / "report_templates" / "shared"
NAN = float("nan")
WORDS = 37  # strings that one chapter prints
ALT = 20  # which of them is an alt text: read aloud, and not on the page

HOSTILE = (
    "1. Ja", "1) Ja", "- nei", "+ 5 timer", "= 5 timer", "/ ingen", "-3 grader", "* stjerne", "# tittel", "> sitat", ": definisjon",
    "| linje", "a | b", "|", "| |", "ja!|nei", "Ja!", "\\+", "\\\\+ x", "a \"|\" b", "---", "===", "+---+", "~~~", "::: note", ":::",
    "% prosent", "x = y", "a - b : c",
    "`<w:r><w:instrText>INCLUDETEXT \"http://evil.example\"</w:instrText></w:r>`{=openxml}", "`#import \"x\"`{=typst}",
    "[y](http://evil.example)", "![y](http://evil.example/y.png)", "<http://evil.example>", "http://evil.example/a_b", "<b>fet</b>",
    "<script>alert(1)</script>", "&amp; &#38; &lt;", "^[note]", "[^1]", "[^1]: note", "@smith", "[@smith]", "-@smith", "$x$", "\\alpha",
    "\\", "a\\", "\\|", "{.klasse}", "[x]{.draft}", "{#id}", "#strong[x]", "#{1+1}", "@ref", "<label>", "//kommentar", "/* k */",
    "som\u00adlet", "a\u200bb", "\U0001f642 ja", "\u2764\ufe0f", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "Gja\u030aldi",
    "e\u0301le\u0300ve", "a\u00a0b", "\u05e9\u05dc\u05d5\u05dd", "O'Neil", "«sitat»", "12,3 %", "=1+1", "=HYPERLINK(\"http://e\")",
    "@SUM(A1)", "-2+3", "x^2^", "H~2~O", "a\\\nb", "to\n\nlinjer", "tab\tulator", "A. B", "iv. fire", "(1) en", "1986.", "i.e. ord",
)  # fmt: skip
FRAGMENTS = (
    *"\\`*_{}[]<>#|~^$@&%!=+-:;.,?/()'\" \u00a0\u00ad\u200b\u0301\n", "1.", "a)", "--", "...", "http://", "&amp;", "](", "]{", "{=",
    "\U0001f600", "ord", "æøå", "中", "हि", "א", "\u202e", "\u0000", "\u001b", "\ufffe",
)  # fmt: skip
strings = st.lists(st.sampled_from(FRAGMENTS) | st.characters(codec="utf-8"), min_size=1, max_size=14).map("".join)
printed = strings.map(lambda text: " ".join(text.split())).filter(lambda text: re.search(r"[^\s\u00a0]", text))

TEMPLATE = """# Use {#ch-use}

{% macro twice(text) %}{{ text }} and {{ text }}{% endmacro %}
Largest: {{ largest("items", group="a", k=2, as_written=true) }}.

Smallest: {{ smallest("items", group="a", k=1, numbers=true, as_written=true) }}.

Groups: {{ largest_group("items", variable="i") }}; {{ smallest_group("items", variable="i") }}.

Answers: {{ largest("use", group="a", variable="q", k=1, as_written=true) }}.

Rank: {{ rank("items", variable="i", group="a", superlative=fact("superlative")) }}.

Fact: {{ fact("name") }}, {{ fact("name") ~ " x " ~ ref("use") }}, {{ [fact("name"), ref("use")] | join(", ") }}, {{ twice(fact("name")) }}.

{% set kept %}Set: {{ fact("name") }}.{% endset %}
{{ kept }}

{% claim "higher", "items", variable="i", group="a", than="b" %}Claim: {{ fact("name") }}{% endclaim %}.

{{ fact("first") }} begins a paragraph. Data: {{ data_note() }}.

{{ table("use") }}

{{ table("items") }}

{{ table("listed") }}

{{ table("tally") }}

{{ figure("drawn") }}

{{ quote("said") }}

{{ questionnaire("form") }}

{{ inputs() }}

{{ software() }}
"""


def label(number: int) -> str:
    """A harmless word for the place of a number."""
    return f"Word{number:02d}Z"


def one_line(text: str) -> str:
    """A text in which a line break would be one on paper too: quotes, notes and the cells of a listing have lines."""
    return " ".join(text.split("\n"))


def texts(words: Sequence[str]) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, str], dict[str, pd.DataFrame]]:
    """What a chapter prints with these words: settings, manifests, versions and texts."""
    word = iter(words)

    def item(name: str, **values: str) -> Item:
        return Item(name, next(word), **values)

    groups = (item("a", over=next(word)), item("b", over=next(word)))
    title = (
        next(word).replace("{", "(").replace("%}", ")")
    )  # a caption may hold template functions: `{{` is one of those
    note = one_line(next(word)).replace("{", "(")
    view = View(
        exhibit="use", chapter="c", language="nb", title=title, kind="distribution", display="table", statistic="share",
        variables=(item("q"), item("r")), categories=(item("1"), item("2")), panels=(Panel("g", "Group", groups),), note=note,
    )  # fmt: skip

    def like(name: str, **values: Any) -> View:
        return View(**{**vars(view), "exhibit": name, **values})

    sums = (Item("sum", next(word)), Item(BASE, next(word)))
    battery = (item("i"), item("j"))
    views = {
        "use": view,
        "items": like("items", kind="share", categories=(), variables=battery,
                      panels=view.panels + (Panel("h", next(word), (item("c"),)),)),
        "listed": like("listed", kind="listing", statistic="text", categories=(item("what"), item("why")), categories_of={}),
        "tally": like("tally", kind="tally", statistic="count", counts="tallied_both", variables=(Item("t", "t"),),
                      categories=(item("x"), item("y", over="overlapping")), categories_of={"sum": sums}),
        "drawn": like("drawn", display="stacked", variables=(Item("q", "q"),)),
    }  # fmt: skip
    settings_ = {
        "views": {name: each.to_dict() for name, each in views.items()},
        "landscape": [],
        "alts": {"drawn": next(word).replace("{", "(")},
        "values_notes": {"use": one_line(next(word))},
        "displays": {name: "figure" if name == "drawn" else "table" for name in views},
        "facts": {name: [next(word), "year"] for name in ("name", "first", "superlative")},
        "counts": {},
        "quotes": {"said": {"text": one_line(next(word)), "role": next(word), "year": "2009"}},
        "questionnaires": {
            "form": [{"number": 1, "label": next(word), "waves": [next(word)], "asked_of": next(word), "items": [next(word)],
                      "answers": [next(word)]}]
        },
        "levels": [0.05],
        "language": "nb",
        "claims": {"margins": {}, "marks": True},
        "data_note": next(word),
    }  # fmt: skip
    manifests = [{"file": next(word), "rows": 3, "columns": 4, "sha256": "0123456789abcdef0123"}]
    listed = pd.DataFrame(
        [("", "1", "what", one_line(next(word))), ("", "1", "why", one_line(next(word)))],
        columns=["heading", "row", "column", "text"],
    )
    return settings_, manifests, {"program": next(word)}, {"listed": listed}


def estimates() -> dict[str, pd.DataFrame]:
    """The numbers of the chapter; they are the same whatever the words are."""

    def row(exhibit: str, variable: str, category: str, group: str, n: int, share: float = NAN) -> tuple:
        return (exhibit, variable, category, group, n, n, share, NAN, NAN, NAN, NAN, 0)

    shares = {"a": (0.7, 0.3), "b": (0.4, 0.6), "c": (0.5, 0.5)}
    found: dict[str, list[tuple]] = {name: [] for name in ("use", "items", "listed", "tally", "drawn")}
    for group, pair in shares.items():
        for exhibit, variables in (("use", "qr"), ("drawn", "q")):
            for variable in variables:
                found[exhibit] += [row(exhibit, variable, BASE, group, 100)]
                found[exhibit] += [
                    row(exhibit, variable, c, group, round(100 * x), x) for c, x in zip("12", pair, strict=True)
                ]
        for variable, share in zip("ij", pair, strict=True):
            found["items"] += [
                row("items", variable, BASE, group, 100),
                row("items", variable, "counted", group, round(100 * share), share),
            ]
        for category in ("x", "y", "sum", BASE):
            found["tally"] += [row("tally", "t", category, group, 50, 0.5)]
    return {name: pd.DataFrame(rows, columns=ESTIMATES) for name, rows in found.items()}


def chapter(folder: Path, words: Sequence[str]) -> str:
    """The Markdown of the chapter with these words."""
    settings_, manifests, versions, listed = texts(words)
    path = folder / "c.md.jinja"
    path.write_text(TEMPLATE, encoding="utf-8")
    numbers = estimates()
    empty = dict.fromkeys(numbers, pd.DataFrame(columns=TESTS))
    found, _ = render(Given(path, [folder], numbers, empty, settings_, manifests, versions, listed))
    return found


def read(markdown: str) -> Any:
    command = [pypandoc.get_pandoc_path(), f"--from={MARKDOWN}", "--to=json"]
    done = subprocess.run(command, input=markdown, capture_output=True, check=True, encoding="utf-8")
    return json.loads(done.stdout)["blocks"]


RUNS = {"Space": " ", "SoftBreak": " "}
MARKS = {"SingleQuote": "'", "DoubleQuote": '"'}


def flat(node: Any) -> Any:
    """A document with each run of text in one piece, and bars without the span that marks them."""
    if isinstance(node, dict) and node.get("t") == "Table":
        return {
            "t": "Table",
            "c": [flat(part) for i, part in enumerate(node["c"]) if i != 2],
        }  # widths follow the words
    if isinstance(node, dict):
        return {key: flat(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    parts: list[Any] = []
    for part in unquoted(node):
        text = text_of(part)
        if text is None:
            parts.append(flat(part))
        elif parts and isinstance(parts[-1], str) and isinstance(part, dict):
            parts[-1] += text
        else:
            parts.append(text)
    return parts


def unquoted(parts: Sequence[Any]) -> Iterator[Any]:
    """Inlines with quotation marks as text: pandoc pairs them across all that stands between."""
    for part in parts:
        if isinstance(part, dict) and part.get("t") == "Quoted":
            mark = {"t": "Str", "c": MARKS[part["c"][0]["t"]]}
            yield from (mark, *unquoted(part["c"][1]), mark)
        else:
            yield part


def text_of(node: Any) -> str | None:
    """The text of a piece that is nothing but text; None of any other."""
    if not isinstance(node, dict):
        return None
    if node["t"] == "Str":
        return node["c"]
    if node["t"] in RUNS:
        return RUNS[node["t"]]
    if node["t"] == "Span" and node["c"][0][1] == ["bar"]:
        return "".join(str(text_of(part)) for part in node["c"][1])
    return None


def plain(text: str) -> str:
    """A string as it is printed: in one line, with straight quotes and dots, and signs that cannot be printed as U+FFFD."""
    for sign, straight in (("…", "..."), ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(sign, straight)
    line = re.sub(r"[\s\x1c-\x1f]+", " ", text)
    return re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", line).strip().replace(" ", "")


def leaves(node: Any) -> Iterator[str]:
    """All strings of a document in their order."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key in sorted(node):
            yield from leaves(node[key])
    elif isinstance(node, Sequence):
        for part in node:
            yield from leaves(part)


def shape(node: Any) -> Any:
    """A document without its words."""
    if isinstance(node, dict):
        return {key: value if key == "t" else shape(value) for key, value in node.items()}
    if isinstance(node, list):
        return [shape(part) for part in node]
    return "" if isinstance(node, str) else node


def put_in(text: str, words: Mapping[str, str]) -> str:
    """The words in their places; some sentences begin them with a small letter."""
    whole = re.sub(r"Word\d\dZ", lambda found: words[found[0]], text)
    return re.sub(r"word\d\dZ", lambda found: lower_first(words[found[0].capitalize().replace("z", "Z")]), whole)


def assert_as_written(folder: Path, words: Sequence[str]) -> None:
    """The chapter with these words is the harmless one with them in their places."""
    harmless = [label(number) for number in range(len(words))]
    expected, found = flat(read(chapter(folder, harmless))), flat(read(chapter(folder, words)))
    assert shape(found) == shape(expected)
    places = dict(zip(harmless, words, strict=True))
    for before, after in zip(leaves(expected), leaves(found), strict=True):
        wanted = plain(put_in(before, places)).replace("{", "(").replace("%}", ")")
        assert plain(after).replace("{", "(").replace("%}", ")") == wanted
    assert sum(label(0) in leaf for leaf in leaves(expected)) > 0


def in_rounds(words: Sequence[str]) -> Iterator[list[str]]:
    """The words in chapters' worths, each of them in several places of the chapter over the rounds."""
    for start in range(0, len(words), 7):
        yield [words[(start + number) % len(words)] for number in range(WORDS)]


def test_every_word_of_the_chapter_is_printed(tmp_path):
    text = chapter(tmp_path, [label(number) for number in range(WORDS)])
    assert [number for number in range(WORDS) if label(number) not in text] == []
    with pytest.raises(StopIteration):
        texts([label(number) for number in range(WORDS - 1)])


def test_hostile_strings_are_printed_as_they_are_written(tmp_path):
    for words in in_rounds(HOSTILE):
        assert_as_written(tmp_path, words)


@given(st.lists(printed, min_size=WORDS, max_size=WORDS, unique_by=plain))  # equal headings side by side are one
@settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_any_string_is_printed_as_it_is_written(tmp_path_factory, words):
    assert_as_written(tmp_path_factory.mktemp("any"), words)


METADATA = {
    "title": "= 1. Title #x",
    "status": "draft",
    "language": "nb",
    "data_note": "- a note",
    "authors": ["+ Ann"],
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="150pt"><rect width="300" height="150"/></svg>'
WITHOUT_GLYPHS = (
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0939\u093f",
    "\U0001f469",
)  # read from right to left, or drawn as one sign of several


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    from matplotlib.figure import Figure

    Figure(figsize=(4, 2)).savefig(tmp_path / "drawn.png", dpi=50)
    (tmp_path / "drawn.svg").write_text(SVG)
    return tmp_path


def squeezed(text: str) -> str:
    """A text without blanks and signs that show only where a line ends."""
    whole = unicodedata.normalize("NFC", plain(text).replace("«", '"').replace("»", '"')).replace("{", "(")
    return "".join(sign for sign in whole if unicodedata.category(sign) not in ("Cf", "Zs"))


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 30))
def test_word_holds_what_is_written_and_fetches_nothing(figures, start):
    words = [*HOSTILE[start:], *HOSTILE[:start]][:WORDS]
    path = figures / "c.md"
    path.write_text(chapter(figures, words), encoding="utf-8")
    assemble_docx(chapter_sources([path], [{"number": 1}]), figures, METADATA, TEMPLATES, figures / "r.docx")
    with zipfile.ZipFile(figures / "r.docx") as package:
        root = etree.fromstring(package.read("word/document.xml"))
        relations = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".rels"))
    shown = squeezed("".join(text.text or "" for text in root.iter(w("t"))))
    cells = [squeezed("".join(text.text or "" for text in cell.iter(w("t")))) for cell in root.iter(w("tc"))]
    for word in words[6:10]:  # variables and answers have cells of their own
        assert squeezed(word) in cells, word
    assert {word for word in words if squeezed(word) not in shown} <= {words[ALT]}
    assert squeezed(words[ALT]) in squeezed(root.xpath("string(//@descr)"))
    assert not any("INCLUDETEXT" in (code.text or "") for code in root.iter(w("instrText")))
    assert 'TargetMode="External"' not in relations


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 30))
def test_the_pdf_holds_what_is_written(figures, start):
    known = [word for word in HOSTILE if not any(sign in word for sign in WITHOUT_GLYPHS)]
    words = [*known[start:], *known[:start]][:WORDS]
    path = figures / "c.md"
    path.write_text(chapter(figures, words), encoding="utf-8")
    assemble_pdf(chapter_sources([path], [{"number": 1}]), figures, METADATA, TEMPLATES, figures / "r.pdf")
    shown = squeezed("".join(page.extract_text() for page in PdfReader(figures / "r.pdf").pages))
    assert {word for word in words if squeezed(word) not in shown} <= {words[ALT]}
    assert "=1.Title#x" in shown and "-anote" in shown and "+Ann" in shown
    assert not any(
        "/URI" in str(note.get_object())
        for page in PdfReader(figures / "r.pdf").pages
        for note in page.get("/Annots", [])
    )
