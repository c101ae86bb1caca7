"""Paragraphs as tokens (a word, a blank, a sign, or what is bound), and where each of them stands in the chapter's Markdown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from itertools import groupby
from operator import or_

from evalreport.returns.blocks import HEADING, ITEM, QUOTE, Block, Stretch
from evalreport.returns.part import PREFIX, Base, BaseParagraph
from evalreport.returns.reading import BOLD, BREAK, ITALIC, Paragraph, Sign

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "\n": " "})


@dataclass(frozen=True)
class Token:
    """A token: its text, what it is bound to, its look; a break has the signs that begin the next paragraph in Markdown as `lead`."""

    text: str
    bound: int = 0
    look: int = 0
    lead: str = ""

    @property
    def key(self) -> tuple[str, int, int]:
        """What two tokens are compared by; of blanks the look does not show, and of what is bound only what it is."""
        return (self.text, self.bound, 0 if self.text.isspace() else self.look)

    @property
    def strange(self) -> bool:
        """Whether no template says this look: raised, struck, underlined, a symbol of a font."""
        return bool(self.look & ~(BOLD | ITALIC)) and not self.text.isspace()


@dataclass(frozen=True)
class Place:
    """A token of the build with its stretch [start, end) of the chapter, None where it has none of its own."""

    token: Token
    span: tuple[int, int] | None
    block: int


def tokens(signs: Iterable[Sign]) -> list[Token]:
    """The tokens of a paragraph; bold and italics of what is bound are the program's."""
    found = list[Token]()
    for (bound, look), run in groupby(signs, key=lambda sign: (sign.bound, 0 if sign.bound else sign.look)):
        own = [*run]
        text = "".join(sign.text for sign in own)
        if bound:
            found.append(Token(text, bound, reduce(or_, (sign.look for sign in own)) & ~(BOLD | ITALIC)))
        else:
            found += [
                Token(" " if part.isspace() and part != "\u00a0" else part, 0, look) for part in _TOKEN.findall(text)
            ]
    return found


def new_tokens(paragraphs: Sequence[Paragraph], before: Sequence[BaseParagraph]) -> list[Token]:
    """The tokens of what a group has become; numbers of headings and values without a control are told again."""
    found = list[Token]()
    for i, each in enumerate(paragraphs):
        if i:
            found.append(Token(BREAK, lead=each.lead))
        found += tokens(each.signs)
    known = [token for paragraph in before for token in tokens(paragraph.signs)]
    return _trimmed(_bound_again(found, known))


def _trimmed(found: list[Token]) -> list[Token]:
    """Without blanks at the ends of paragraphs."""
    kept = list[Token]()
    for i, token in enumerate(found):
        ends = i + 1 == len(found) or found[i + 1].text == BREAK
        begins = not kept or kept[-1].text == BREAK
        if not (token.text.isspace() and not token.bound and token.text != BREAK and (ends or begins)):
            kept.append(token)
    while kept and kept[-1].text in (" ", "\n"):
        kept.pop()
    return kept


def _bound_again(found: list[Token], known: Sequence[Token]) -> list[Token]:
    """Values whose control is gone, where the words beside them are as they were; and what stands before a heading's words."""
    there = {token.bound for token in found}
    for i, token in enumerate(known):
        if not token.bound or token.bound in there and token.bound != PREFIX:
            continue
        parts = tokens(Sign(each) for each in token.text)
        sides = _words(known[:i])[-1:], _words(known[i + 1 :])[:1]
        for at in range(len(found) - len(parts) + 1):
            same = [each.text for each in found[at : at + len(parts)]] == [each.text for each in parts]
            if not same or any(each.bound for each in found[at : at + len(parts)]):
                continue
            if token.bound == PREFIX:
                if at:
                    break
            elif _words(found[:at])[-1:] != sides[0] and _words(found[at + len(parts) :])[:1] != sides[1]:
                continue
            found = [*found[:at], token, *found[at + len(parts) :]]
            break
    return found


def _words(found: Sequence[Token]) -> list[str]:
    return [token.text for token in found if not token.text.isspace()]


def places(base: Base, numbers: Sequence[int]) -> list[Place]:
    """The tokens of some blocks that follow each other, with their places in the chapter."""
    printed, found = base.printed(), list[Place]()
    for i, number in enumerate(numbers):
        block = base.blocks[number]
        if i:
            last = base.blocks[numbers[i - 1]]
            lead = base.texts[block.chapter][block.lead : block.start]
            found.append(
                Place(
                    Token(BREAK, lead=lead.lstrip() if block.kind in (HEADING, ITEM, QUOTE) else ""),
                    (last.end, block.start),
                    number,
                )
            )
        if number in printed:
            found += _block_places(base, block, printed[number])
    return found


def _block_places(base: Base, block: Block, printed: BaseParagraph) -> list[Place]:
    found, at = list[Place](), _signs_at(base, block, printed.signs)
    sign = 0
    known = {s.bound: (s.start, s.end) for s in block.stretches if s.bound}
    raw = tokens(printed.signs)
    for token in raw:
        spans = [at[i] for i in range(sign, sign + len(token.text))]
        sign += len(token.text)
        if token.bound:
            found.append(Place(token, known.get(token.bound), block.number))
        elif spans[0] is None or spans[-1] is None:
            found.append(Place(token, None, block.number))
        else:
            found.append(Place(token, (spans[0], spans[-1] + 1), block.number))
    return found


def _signs_at(base: Base, block: Block, signs: Sequence[Sign]) -> list[int | None]:
    """Where each sign of a printed paragraph stands in the chapter; None for what is bound, and where pandoc changed it."""
    text = base.texts[block.chapter]
    shown = {sign.bound for sign in signs}
    found: list[int | None] = [None] * len(signs)
    ends = [s for s in block.stretches if s.bound in shown and s.bound]
    start, at = 0, block.start
    for stretch in [*ends, None]:
        stop = next((i for i in range(start, len(signs)) if stretch and signs[i].bound == stretch.bound), len(signs))
        free = [i for i in range(start, stop) if signs[i].bound == 0]
        words = _free(block.stretches, at, stretch.start if stretch else block.end)
        _align(signs, free, text, words, found)
        if stretch:
            at = stretch.end
            start = next((i for i in range(stop, len(signs)) if signs[i].bound != stretch.bound), len(signs))
    return found


def _free(stretches: Iterable[Stretch], start: int, end: int) -> list[int]:
    """The places between two that hold a template's own words."""
    own = (s for s in stretches if not s.bound and s.start < end and s.end > start)
    return [i for s in own for i in range(max(s.start, start), min(s.end, end))]


def _align(signs: Sequence[Sign], free: list[int], text: str, words: list[int], found: list[int | None]) -> None:
    shown = "".join(signs[i].text for i in free).translate(_ALIKE)
    written = "".join(text[i] for i in words).translate(_ALIKE)
    for a, b, size in SequenceMatcher(None, shown, written, autojunk=False).get_matching_blocks():
        for i in range(size):
            found[free[a + i]] = words[b + i]


def trimmed_places(found: list[Place]) -> list[Place]:
    """Without blanks at the ends of paragraphs, as `new_tokens` has them."""
    kept = _trimmed([each.token for each in found])
    left = list[Place]()
    for each in found:
        if len(left) < len(kept) and each.token == kept[len(left)]:
            left.append(each)
    return left
