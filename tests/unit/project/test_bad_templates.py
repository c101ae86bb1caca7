"""Slips and attacks in chapter templates and the bibliography: each is told with its line, and none runs without end."""

import pytest
from spoil import (
    EVALUATION,
    TEXT,
    add,
    assert_told,
    both,
    chapter,
    place,
    put,
    stored_as,
    swap,
)
from stages import tiny_stages


def _claim_by_id(work, rows: str):
    """A claim by id in the text, and its table."""
    path = place(work, "claims/wellbeing.csv")
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"id,claim,exhibit,category,group\n{rows}\n", encoding="utf-8")
    add(TEXT, "\n[x]{.claim #c-x}\n")(work)


CASES = {
    "empty": (put(TEXT, ""), "school_life.md.jinja, line 11: section: no 'ch-wellbeing'"),
    "words in another language": (
        swap(EVALUATION, "{id: measures, number: 4}", "{id: measures, number: 4, language: nb}"),
        "measures.md.jinja, line 6: table() prints words in en, the chapter is in nb",
    ),
    "no such language": (
        swap(EVALUATION, "{id: measures, number: 4}", "{id: measures, number: 4, language: klingon}"),
        "language: found 'klingon'",
    ),
    "utf16": (stored_as(TEXT, "utf-16"), "wellbeing.md.jinja: not UTF-8 (the file looks like utf-16)"),
    "cp1252": (
        both(swap(TEXT, "two years", "två år"), stored_as(TEXT, "cp1252")),
        "wellbeing.md.jinja, line 6: not UTF-8 (the file looks like cp1252)",
    ),
    "unclosed div": (
        add(TEXT, "\n::: {.box}\nText without end\n"),
        "wellbeing.md.jinja, line 23: the block '::: {.box}' is not closed",
    ),
    "div too much": (add(TEXT, "\n:::\n"), "wellbeing.md.jinja, line 23: a ::: that closes nothing"),
    "raw html": (
        add(TEXT, "\n<script>alert(1)</script>\n"),
        "wellbeing.md.jinja, line 23: HTML (</script>), which is printed as it stands",
    ),
    "html comment": (
        add(TEXT, "\n<!-- to do -->\n"),
        "wellbeing.md.jinja, line 23: a comment of HTML (<!--), which is printed",
    ),
    "html img": (
        add(TEXT, '\n<img src="http://evil.example/x.png">\n'),
        'wellbeing.md.jinja, line 23: HTML (<img src="http://evil.example/x.png">), which is printed as it stands',
    ),
    "raw attribute": (
        add(TEXT, "\n`<w:p/>`{=openxml}\n"),
        "wellbeing.md.jinja, line 66 of the chapter as printed: a raw format ({=openxml}), which is printed as it",
    ),
    "raw block": (
        add(TEXT, "\n```{=html}\n<b>x</b>\n```\n"),
        "wellbeing.md.jinja, line 66 of the chapter as printed: a raw format ({=html}), which is printed as it",
    ),
    "image remote": (
        add(TEXT, "\n![x](http://evil.example/x.png)\n"),
        "wellbeing.md.jinja, line 23: a picture from the web (http://evil.example/x.png)",
    ),
    "code unclosed": (add(TEXT, "\n```\ncode\n"), "wellbeing.md.jinja, line 23: a block of code is not closed"),
    "control": (add(TEXT, "\nSee\x07 here\n"), "wellbeing.md.jinja, line 23: a control character (U+0007)"),
    "null": (add(TEXT, "\nSee\x00 here\n"), "wellbeing.md.jinja, line 23: a control character (U+0000)"),
    "endless loop": (
        add(TEXT, "\n{% for i in range(10**12) %}x{% endfor %}\n"),
        "wellbeing.md.jinja, line 23: more than a chapter can need: range(1000000000000) has more than 100000",
    ),
    "range": (
        add(TEXT, "\n{{ range(10**9)|list|length }}\n"),
        "wellbeing.md.jinja, line 23: more than a chapter can need: range(1000000000) has more than 100000 numbers",
    ),
    "nested loops": (
        add(TEXT, "\n{% for i in range(90000) %}{% for j in range(90000) %}{{ i * j }}{% endfor %}{% endfor %}\n"),
        "wellbeing.md.jinja, line 23: more than a chapter can need: it was not done after 6 seconds: a loop",
    ),
    "big text": (
        add(TEXT, '\n{{ "x" * 10**10 }}\n'),
        "wellbeing.md.jinja, line 23: more than a chapter can need: a text or list of 10000000000 parts",
    ),
    "format width": (
        add(TEXT, '\n{{ "%9999999999d"|format(1) }}\n'),
        "wellbeing.md.jinja, line 23: more than a chapter can need: the format '%9999999999d', whose width is too",
    ),
    "format method": (
        add(TEXT, '\n{{ "{:9999999999}".format(1) }}\n'),
        "wellbeing.md.jinja, line 23: more than a chapter can need: the format '{:9999999999}', whose width is",
    ),
    "ljust": (
        add(TEXT, '\n{{ "x".ljust(10**10) }}\n'),
        "wellbeing.md.jinja, line 23: more than a chapter can need: a text 10000000000 characters wide",
    ),
    "center": (
        add(TEXT, '\n{{ "x"|center(10**10) }}\n'),
        "wellbeing.md.jinja, line 23: more than a chapter can need: a text 10000000000 characters wide",
    ),
    "indent": (
        add(TEXT, '\n{{ "x\\nx"|indent(10**10) }}\n'),
        "wellbeing.md.jinja, line 23: more than a chapter can need: a text 10000000000 characters wide",
    ),
    "recursion macro": (
        add(TEXT, "\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}\n"),
        "wellbeing.md.jinja, line 23: it includes or calls itself without end",
    ),
    "include self": (
        add(TEXT, '\n{% include "wellbeing.md.jinja" %}\n'),
        "wellbeing.md.jinja, line 23: wellbeing.md.jinja includes itself",
    ),
    "sandbox class": (
        add(TEXT, '\n{{ "".__class__.__mro__[1].__subclasses__() }}\n'),
        "wellbeing.md.jinja, line 23: SecurityError: access to attribute '__class__' of 'str' object is unsafe.",
    ),
    "sandbox func": (
        add(TEXT, "\n{{ pct.__globals__ }}\n"),
        "wellbeing.md.jinja, line 23: SecurityError: access to attribute '__globals__' of 'method' object is",
    ),
    "sandbox attr filter": (
        add(TEXT, '\n{{ ""|attr("__class__") }}\n'),
        "wellbeing.md.jinja, line 23: SecurityError: access to attribute '__class__' of 'str' object is unsafe.",
    ),
    "sandbox cycler": (
        add(TEXT, '\n{{ cycler.__init__.__globals__.os.system("true") }}\n'),
        "wellbeing.md.jinja, line 23: SecurityError: access to attribute '__init__' of 'type' object is unsafe.",
    ),
    "sandbox self": (
        add(TEXT, "\n{{ self.__init__.__globals__ }}\n"),
        "wellbeing.md.jinja, line 23: SecurityError: access to attribute '__init__' of 'TemplateReference' object",
    ),
    "division": (add(TEXT, "\n{{ 1/0 }}\n"), "wellbeing.md.jinja, line 23: ZeroDivisionError: division by zero"),
    "wrong args": (
        add(TEXT, "\n{{ pct() }}\n"),
        "wellbeing.md.jinja, line 23: pct() without the name of an exhibit in quotes",
    ),
    "too many args": (
        add(TEXT, '\n{{ pct("wellbeing", 1, 2, 3, 4, 5, 6, 7, 8) }}\n'),
        "wellbeing.md.jinja, line 23: pct('wellbeing'): no category 1",
    ),
    "exhibit number": (
        add(TEXT, "\n{{ pct(5) }}\n"),
        "wellbeing.md.jinja, line 23: pct() without the name of an exhibit in quotes",
    ),
    "exhibit list": (
        add(TEXT, '\n{{ pct(["wellbeing"], category="good", group="pilot_2025") }}\n'),
        "wellbeing.md.jinja, line 23: pct() without the name of an exhibit in quotes",
    ),
    "exhibit variable": (
        add(TEXT, '\n{% set x = "wellbeing" %}{{ pct(x, category="good", group="pilot_2025") }}\n'),
        "wellbeing.md.jinja, line 23: pct() without the name of an exhibit in quotes",
    ),
    "category number": (
        add(TEXT, '\n{{ pct("wellbeing", category=4, group="pilot_2025") }}\n'),
        "wellbeing.md.jinja, line 23: pct('wellbeing'): no category 4",
    ),
    "decimals": (
        add(TEXT, '\n{{ mean("sleep", group="pilot_2025", decimals="two") }}\n'),
        "wellbeing.md.jinja, line 23: TypeError: bad operand type for unary -: 'str'",
    ),
    "decimals huge": (
        add(TEXT, '\n{{ mean("sleep", group="pilot_2025", decimals=100000) }}\n'),
        "wellbeing.md.jinja, line 23: InvalidOperation: [<class 'decimal.InvalidOperation'>]",
    ),
    "decimals neg": (
        add(TEXT, '\n{{ mean("sleep", group="pilot_2025", decimals=-2) }}\n'),
        "wellbeing.md.jinja, line 23: ValueError: Format specifier missing precision",
    ),
    "k zero": (
        add(TEXT, '\n{{ largest("climate", group="pilot", k=0) }}\n'),
        "wellbeing.md.jinja, line 23: largest('climate'): k=0",
    ),
    "no h1": (
        swap(TEXT, "# Well-being {#ch-wellbeing}", ""),
        "school_life.md.jinja, line 11: section: no 'ch-wellbeing'",
    ),
    "section unknown": (
        add(TEXT, '\n{{ section("sec-nothing") }}\n'),
        "wellbeing.md.jinja, line 23: section: no 'sec-nothing'",
    ),
    "link file": (
        add(TEXT, "\n[See](file:///etc/passwd)\n"),
        "wellbeing.md.jinja, line 23: a link to 'file:///etc/passwd'",
    ),
    "link js": (
        add(TEXT, "\n[See](javascript:alert(1))\n"),
        "wellbeing.md.jinja, line 23: a link to 'javascript:alert(1'",
    ),
    "footnote missing": (add(TEXT, "\nSee[^a].\n"), "wellbeing.md.jinja, line 23: the footnote [^a] has no text"),
    "footnote unused": (
        add(TEXT, "\n[^a]: Nothing.\n"),
        "wellbeing.md.jinja, line 23: the text of the footnote [^a], which nothing calls",
    ),
    "footnote twice": (
        add(TEXT, "\nSee[^a].\n\n[^a]: One.\n\n[^a]: Two.\n"),
        "wellbeing.md.jinja, line 27: the footnote [^a] has a text in line 68 already",
    ),
    "cite unknown": (
        add(TEXT, "\nSee [@nobody2020].\n"),
        "wellbeing.md.jinja, line 23: no reference 'nobody2020' in config/tiny/bibliography.bib",
    ),
    "table twice": (
        add(TEXT, '\n{{ table("sleep") }}\n'),
        "wellbeing.md.jinja, line 23: the exhibit 'sleep' is shown a second time",
    ),
    "figure of table": (
        add(TEXT, '\n{{ figure("sleep") }}\n'),
        "wellbeing.md.jinja, line 23: 'sleep' has display: table",
    ),
    "claim unclosed": (
        add(TEXT, '\n{% claim "majority", "wellbeing" %}x\n'),
        "wellbeing.md.jinja, line 23: template error: Unexpected end of template. Jinja was looking for the",
    ),
    "claim unknown": (
        add(TEXT, '\n{% claim "majorityy", "wellbeing", category="good", group="pilot_2025" %}x{% endclaim %}\n'),
        "wellbeing.md.jinja, line 23: claim: no condition 'majorityy'",
    ),
    "claim by id without a row": (
        add(TEXT, "\n[x]{.claim #c-x}\n"),
        "wellbeing.md.jinja, line 23: no claim 'c-x' in",
    ),
    "claim by id that begins nowhere": (
        add(TEXT, "\nx]{.claim #c-x}\n"),
        "wellbeing.md.jinja, line 23: template error: a claim that ends here begins nowhere",
    ),
    "claim by id of an unknown group": (
        lambda w: _claim_by_id(w, "c-x,majority,wellbeing,good,nobody"),
        "wellbeing.csv, row 2: claim 'majority' of 'wellbeing': no group 'nobody'",
    ),
    "claim by id of no exhibit": (
        lambda w: _claim_by_id(w, "c-x,majority,welbeing,,"),
        "wellbeing.csv, row 2: no exhibit 'welbeing'",
    ),
    "claim by id that no text has": (
        lambda w: _claim_by_id(w, "c-x,majority,wellbeing,good,pilot_2025\nc-y,majority,wellbeing,good,pilot_2025"),
        "wellbeing.csv, row 3: the claim 'c-y' stands in no template",
    ),
    "python undefined": (add(TEXT, "\n{{ nothing }}\n"), "wellbeing.md.jinja, line 23: no function or name 'nothing'"),
    "attr of text": (
        add(TEXT, '\n{{ pct("wellbeing", category="good", group="pilot_2025").nothing }}\n'),
        "wellbeing.md.jinja, line 23: UndefinedError: 'str object' has no attribute 'nothing'",
    ),
    "import missing": (
        add(TEXT, '\n{% import "x.jinja" as x %}\n'),
        "wellbeing.md.jinja, line 23: no template 'x.jinja' to include",
    ),
    "include variable": (
        add(TEXT, '\n{% set n = "about_the_items.md.jinja" %}{% include n %}\n'),
        "wellbeing.md.jinja, line 23: an included template whose name is computed",
    ),
    "include parent": (
        add(TEXT, '\n{% include "../../config/config.yaml" %}\n'),
        "wellbeing.md.jinja, line 23: TemplateNotFound: ../../config/config.yaml",
    ),
    "deep nest": (
        add(TEXT, "\n{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}\n"),
        "wellbeing.md.jinja: brackets or blocks inside one another, more than can be read",
    ),
    "file gone": (lambda w: place(w, TEXT).unlink(), "wellbeing.md.jinja: the template does not exist"),
    "is folder": (lambda w: (place(w, TEXT).unlink(), place(w, TEXT).mkdir()), "wellbeing.md.jinja: this is a folder"),
    "bibliography: broken": (
        put("bibliography.bib", "@article{kish1965, title={Sampling}"),
        "bibliography.bib, line 3: cannot be read: unexpected end of input",
    ),
    "bibliography: twice": (
        lambda w: place(w, "bibliography.bib").write_text(place(w, "bibliography.bib").read_text() * 2),
        "bibliography.bib, kish1965: this key is in bibliography.bib already",
    ),
    "bibliography: utf16": (
        stored_as("bibliography.bib", "utf-16"),
        "bibliography.bib: not UTF-8 (the file looks like utf-16)",
    ),
    "bibliography: empty": (
        put("bibliography.bib", ""),
        "sample.md.jinja, line 11: no reference 'kish1965' in config/tiny/bibliography.bib",
    ),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The tiny evaluation with all its chapters written; cases copy it, and write one of them again."""
    work = tiny_stages(tmp_path_factory.mktemp("written") / "work")
    work.texts()
    return work


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_reads(tmp_path, written, name):
    assert_told(tmp_path, *CASES[name], chapter, start=written)
