"""What colleagues do to a Word file, as XML: typing, tracking, splitting, joining, moving, commenting, overtyping of numbers."""

import copy
import random
from collections.abc import Callable

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

AUTHOR, DATE = "Kari Nordmann", "2026-03-01T10:00:00Z"
WORDS = ("clearly", "perhaps", "rather", "hopefully", "again", "often", "mostly")


def paragraphs(document) -> list:
    """The paragraphs of the chapters that have an anchor."""
    marked = (
        p
        for p in document.element.body.iter(qn("w:p"))
        if any("_er_b" in m.get(qn("w:name")) for m in p.iter(qn("w:bookmarkStart")))
    )
    return [p for p in marked if p.getparent().tag == qn("w:body")]


def runs(paragraph, least: int = 3) -> list:
    """Free runs with some words."""
    own = (run for run in paragraph.findall(qn("w:r")) if run.find(qn("w:t")) is not None)
    return [run for run in own if len((run.find(qn("w:t")).text or "").split()) >= least]


def cut(run, *places: int) -> list:
    """A run as several, cut at places of its text."""
    text = run.find(qn("w:t")).text
    ends, made = [0, *places, len(text)], []
    for a, b in zip(ends, ends[1:], strict=False):
        if a < b:
            new = copy.deepcopy(run)
            word = new.find(qn("w:t"))
            word.text = text[a:b]
            word.set(qn("xml:space"), "preserve")
            run.addprevious(new)
            made.append(new)
    run.getparent().remove(run)
    return made


def blanks(run) -> list[int]:
    text = run.find(qn("w:t")).text
    return [i for i, sign in enumerate(text) if sign == " " and 0 < i < len(text) - 1]


def marked(kind: str):
    mark = OxmlElement(f"w:{kind}")
    for name, value in (("id", "9000"), ("author", AUTHOR), ("date", DATE)):
        mark.set(qn(f"w:{name}"), value)
    return mark


def a_run(text: str):
    run, word = OxmlElement("w:r"), OxmlElement("w:t")
    word.text = text
    word.set(qn("xml:space"), "preserve")
    run.append(word)
    return run


def _text_edit(change: Callable[[random.Random, str], str]):
    def edit(chance: random.Random, document, paragraph) -> bool:
        if not runs(paragraph):
            return False
        word = chance.choice(runs(paragraph)).find(qn("w:t"))
        word.text = change(chance, word.text)
        return True

    return edit


def _at_word(chance: random.Random, text: str, new: Callable[[str], str]) -> str:
    words = text.split(" ")
    at = chance.choice([i for i, word in enumerate(words) if word])
    return " ".join([*words[:at], new(words[at]), *words[at + 1 :]])


replace_word = _text_edit(lambda chance, text: _at_word(chance, text, lambda word: chance.choice(WORDS)))
insert_words = _text_edit(lambda chance, text: _at_word(chance, text, lambda word: f"{chance.choice(WORDS)} {word}"))
delete_word = _text_edit(lambda chance, text: " ".join(_at_word(chance, text, lambda word: "").split("  ")))
quotes = _text_edit(lambda chance, text: _at_word(chance, text, lambda word: f"“{word}”"))
signs = _text_edit(
    lambda chance, text: _at_word(chance, text, lambda word: f"{word} *a_b* [x] <y> #1 2. $5 @z {chance.choice(WORDS)}")
)
braces = _text_edit(lambda chance, text: _at_word(chance, text, lambda word: f"{word} {{{{ pct }}}}"))


def track_insert(chance: random.Random, document, paragraph) -> bool:
    if not runs(paragraph):
        return False
    run = chance.choice(runs(paragraph))
    first = cut(run, chance.choice(blanks(run)))[0]
    mark = marked("ins")
    mark.append(a_run(f" {chance.choice(WORDS)}"))
    first.addnext(mark)
    return True


def track_delete(chance: random.Random, document, paragraph) -> bool:
    own = [run for run in runs(paragraph) if len(blanks(run)) > 1]
    if not own:
        return False
    run = chance.choice(own)
    at = chance.randrange(len(blanks(run)) - 1)
    pieces = cut(run, blanks(run)[at], blanks(run)[at + 1])
    gone = pieces[1]
    mark = marked("del")
    gone.addprevious(mark)
    mark.append(gone)
    gone.find(qn("w:t")).tag = qn("w:delText")
    return True


def _look(name: str, value: str = ""):
    def edit(chance: random.Random, document, paragraph) -> bool:
        own = [run for run in runs(paragraph) if len(blanks(run)) > 1]
        if not own:
            return False
        run = chance.choice(own)
        at = chance.randrange(len(blanks(run)) - 1)
        piece = cut(run, blanks(run)[at] + 1, blanks(run)[at + 1])[1]
        about = piece.find(qn("w:rPr"))
        if about is None:
            about = OxmlElement("w:rPr")
            piece.insert(0, about)
        flag = OxmlElement(f"w:{name}")
        if value:
            flag.set(qn("w:val"), value)
        about.append(flag)
        return True

    return edit


bold, italic = _look("b"), _look("i")
raised, struck, underlined = _look("vertAlign", "superscript"), _look("strike"), _look("u", "single")


def symbol(chance: random.Random, document, paragraph) -> bool:
    """A sign of a font that has its own numbers, as Word makes of -->."""
    run, sign = OxmlElement("w:r"), OxmlElement("w:sym")
    sign.set(qn("w:font"), "Wingdings")
    sign.set(qn("w:char"), "F0E0")
    run.append(sign)
    return _at_a_blank(chance, paragraph, run)


def note(chance: random.Random, document, paragraph) -> bool:
    """A reference to a note; each has another number."""
    run, sign = OxmlElement("w:r"), OxmlElement("w:endnoteReference")
    sign.set(qn("w:id"), str(chance.randrange(10**6)))
    run.append(sign)
    return _at_a_blank(chance, paragraph, run)


def _at_a_blank(chance: random.Random, paragraph, new) -> bool:
    if not runs(paragraph):
        return False
    run = chance.choice(runs(paragraph))
    cut(run, chance.choice(blanks(run)))[0].addnext(new)
    return True


def link(chance: random.Random, document, paragraph) -> bool:
    """Words that lead to an address."""
    if not runs(paragraph):
        return False
    run = chance.choice(runs(paragraph))
    address = f"https://example.org/{chance.randrange(10**6)}"
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), document.part.relate_to(address, RT.HYPERLINK, is_external=True))
    run.addprevious(around)
    around.append(run)
    return True


def strike_number(chance: random.Random, document, paragraph) -> bool:
    if not _controls(paragraph):
        return False
    for run in chance.choice(_controls(paragraph)).iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:strike"))
    return True


def split(chance: random.Random, document, paragraph) -> bool:
    if not runs(paragraph) or _heading(paragraph):
        return False
    run = chance.choice(runs(paragraph))
    pieces = cut(run, chance.choice(blanks(run)))
    new = OxmlElement("w:p")
    if paragraph.find(qn("w:pPr")) is not None:
        new.append(copy.deepcopy(paragraph.find(qn("w:pPr"))))
    for each in [pieces[1], *pieces[1].itersiblings()]:
        new.append(each)
    paragraph.addnext(new)
    return True


def join(chance: random.Random, document, paragraph) -> bool:
    following = paragraph.getnext()
    if (
        _heading(paragraph)
        or following is None
        or following.tag != qn("w:p")
        or _heading(following)
        or following not in paragraphs(document)
    ):
        return False
    paragraph.append(a_run(" "))
    for each in [child for child in following if child.tag != qn("w:pPr")]:
        paragraph.append(each)
    following.getparent().remove(following)
    return True


def move(chance: random.Random, document, paragraph) -> bool:
    others = [p for p in paragraphs(document) if p is not paragraph and p.getnext() is not paragraph]
    if _heading(paragraph):
        return False
    chance.choice(others).addnext(paragraph)
    return True


def move_two(chance: random.Random, document, paragraph) -> bool:
    """A paragraph and the one behind it, which stay together."""
    own = paragraphs(document)
    second = paragraph.getnext()
    if second not in own or _heading(paragraph) or _heading(second):
        return False
    place = chance.choice([p for p in own if p not in (paragraph, second) and p.getnext() is not paragraph])
    place.addnext(paragraph)
    paragraph.addnext(second)
    return True


def paragraph_with_a_call(chance: random.Random, document, paragraph) -> bool:
    new = OxmlElement("w:p")
    new.append(a_run(chance.choice(['Says {{ pct("good_pilot") }} here.', "{% raw %}", "A {# remark."])))
    paragraph.addnext(new)
    return True


def delete(chance: random.Random, document, paragraph) -> bool:
    if _heading(paragraph):
        return False
    paragraph.getparent().remove(paragraph)
    return True


def new_paragraph(chance: random.Random, document, paragraph) -> bool:
    new = OxmlElement("w:p")
    new.append(a_run(f"A new paragraph says {chance.choice(WORDS)} something {chance.randrange(1000)}."))
    paragraph.addnext(new)
    return True


def _controls(paragraph) -> list:
    return paragraph.findall(qn("w:sdt"))


def overtype(chance: random.Random, document, paragraph) -> bool:
    if not _controls(paragraph):
        return False
    word = next(chance.choice(_controls(paragraph)).iter(qn("w:t")))
    word.text = f"{word.text}9"
    return True


def retype(chance: random.Random, document, paragraph) -> bool:
    """The control goes, another number is typed in its place."""
    if not _controls(paragraph):
        return False
    control = chance.choice(_controls(paragraph))
    control.addprevious(a_run(str(chance.randrange(100, 999))))
    control.getparent().remove(control)
    return True


def lose_control(chance: random.Random, document, paragraph) -> bool:
    """The control goes, its value stays, as after pasting as text."""
    if not _controls(paragraph):
        return False
    control = chance.choice(_controls(paragraph))
    control.addprevious(a_run("".join(word.text for word in control.iter(qn("w:t")))))
    control.getparent().remove(control)
    return True


def beside_number(chance: random.Random, document, paragraph) -> bool:
    if not _controls(paragraph):
        return False
    control = chance.choice(_controls(paragraph))
    if chance.random() < 0.5:
        control.addnext(a_run(f" {chance.choice(WORDS)}"))
    else:
        control.addprevious(a_run(f"{chance.choice(WORDS)} "))
    return True


def lose_anchor(chance: random.Random, document, paragraph) -> bool:
    """The bookmark goes, the words stay."""
    for mark in [m for m in paragraph.iter(qn("w:bookmarkStart")) if "_er_b" in m.get(qn("w:name"))]:
        for end in [e for e in paragraph.iter(qn("w:bookmarkEnd")) if e.get(qn("w:id")) == mark.get(qn("w:id"))]:
            end.getparent().remove(end)
        mark.getparent().remove(mark)
    return True


def comment(chance: random.Random, document, paragraph) -> bool:
    own = [run for run in docx.text.paragraph.Paragraph(paragraph, document._body).runs if run.text.strip()]
    if not own:
        return False
    document.add_comment(own, text=f"Is this so? {chance.randrange(10_000)}", author=AUTHOR, initials="KN")
    return True


def _heading(paragraph) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(qn("w:val")).startswith("Heading")


SMALL = (  # those that can be taken in twice as often as those that cannot
    *2 * (replace_word, insert_words, delete_word, quotes, signs, braces, track_insert, track_delete, bold, italic),
    *(overtype, retype, lose_control, beside_number, comment),
    *(raised, struck, underlined, symbol, note, link, strike_number),
)
LARGE = (split, join, move, move_two, delete, new_paragraph, paragraph_with_a_call, lose_anchor)
LOOKS = ("raised", "struck", "underlined", "symbol", "strike_number")  # each is listed for its look
ASIDES = ("note", "link")  # each is listed beside the text


def edit_at_random(document, chance: random.Random, count: int) -> list[str]:
    """Make some edits, two of them at most to whole paragraphs; their names."""
    done, small = list[str](), paragraphs(document)
    chance.shuffle(small)
    large = chance.randrange(3)
    while small and len(done) < count - large:
        edit = chance.choice(SMALL)
        if edit(chance, document, small.pop()):
            done.append(
                edit.__name__ if edit.__name__ != "edit" else next(k for k, v in globals().items() if v is edit)
            )
    for _ in range(20):
        if len(done) >= count:
            break
        edit, own = chance.choice(LARGE), paragraphs(document)
        if edit(chance, document, chance.choice(own)):
            done.append(edit.__name__)
    return done
