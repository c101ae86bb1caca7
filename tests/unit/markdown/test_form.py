"""Slips of form in Markdown: what is opened and not closed, what is printed as it stands; and nothing where there is none."""

import pytest
from evalreport.markdown.form import slips

WRONG = {
    "::: {.box}\nText": (1, "the block '::: {.box}' is not closed"),
    "::: a\n\n::: b\n:::": (1, "the block '::: a' is not closed"),
    "Text\n\n:::": (3, "a ::: that closes nothing"),
    "```\ncode": (1, "a block of code is not closed"),
    "~~~\ncode\n```": (1, "a block of code is not closed"),
    "a <br> b": (1, "HTML (<br>), which is printed as it stands"),
    "\n<img src='x.png'>": (2, "HTML (<img src='x.png'>), which is printed as it stands"),
    "<!-- later -->": (1, "a comment of HTML (<!--), which is printed"),
    "`<w:p/>`{=openxml}": (1, "a raw format ({=openxml}), which is printed as it stands"),
    "```{=html}\nx\n```": (1, "a raw format ({=html}), which is printed as it stands"),
    "[x](javascript:alert(1))": (1, "a link to 'javascript:alert(1'"),
    "[x](file:///etc/passwd)": (1, "a link to 'file:///etc/passwd'"),
    "![x](https://a.b/c.png)": (1, "a picture from the web (https://a.b/c.png)"),
    "![x](//a.b/c.png)": (1, "a picture from the web (//a.b/c.png)"),
    "Text[^1].": (1, "the footnote [^1] has no text"),
    'Text.\n![c](x){#fig-x alt="a"}': (2, "the figure 'x' is not alone in its paragraph"),
    '![c](x){#fig-x alt="a"}\nText': (1, "the figure 'x' is not alone in its paragraph"),
    'Text ![c](x){#fig-x alt="a"}': (1, "the figure 'x' is not alone in its paragraph"),
    '![c](x){#fig-x alt="a"}.': (1, "the figure 'x' is not alone in its paragraph"),
    '- ![c](x){#fig-x alt="a"}': (1, "the figure 'x' is not alone in its paragraph"),
    "Text.\n::: {#tbl-x .exhibit}\n: c\n:::": (2, "the table 'x' is not alone in its paragraph"),
    "Text.\n::: note\nx\n:::": (2, "the block '::: note' is not alone in its paragraph"),
    "Text.\n\n[^1]: A note.": (3, "the text of the footnote [^1], which nothing calls"),
}
RIGHT = (
    "::: {.box}\nText\n:::",
    ":::: a\n::: b\n:::\n::::",
    '::: landscape\n![c](x){#fig-x alt="a"}\n:::',
    '# Heading\n![c](x){#fig-x alt="a"}\n\n::: note\nText\n:::',
    "Text.\n\n::: {#tbl-x .exhibit}\n: c\n:::\nText",
    "::: a\n::: {#tbl-x .exhibit}\n: c\n:::\n:::",
    '> ![c](x){#fig-x alt="a"}',
    "```\nText\n::: {#tbl-x .exhibit}\n```",
    "`![c](x){#fig-x}` and `{#fig-y}`",
    "```\n:::\n<br>\n[^1]\n```",
    "`<br>` and ``a ` <b>``",
    "Text[^1].\n\n[^1]: A note.",
    "3 < 4 and 5 > 4",
    "<https://a.b/c> and <mail@a.b>",
    "[x](https://a.b) and [y](#sec-y) and ![z](z.png)",
    "\\<br\\> and \\[^1\\] and \\{=html}",
    "a <- b -> c",
    '![x](y.png){alt="<b> and ![a](http://b.c/d) and \\" {=html} <i>"}',
    "![!\\[y\\](http://a.b/c.png)](drawn.png)",
)


@pytest.mark.parametrize("text", WRONG)
def test_a_slip_is_found_in_its_line(text):
    (slip, *others) = slips(text)
    assert (slip.line, slip.found) == WRONG[text] and slip.expected and not others


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text):
    assert slips(text) == []


def test_several_slips_stand_in_the_order_of_their_lines():
    found = slips("<b>x\n\n::: a\n\n[^1]: x\n\n[^1]: y\n\nz[^1]")
    assert [slip.line for slip in found] == [1, 3, 7]
