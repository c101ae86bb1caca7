"""Two versions of a chapter, paragraph by paragraph and word by word; what only moved is told from what was written anew.

Chapters are Markdown as the build writes them. Tables and figures are no text: their numbers are compared by key elsewhere.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CHANGED, NEW, GONE, MOVED, SAME = "changed", "new", "gone", "moved", "same"
ALIKE = 0.5  # share of words in common from which a paragraph is a new version of another
MOVED_ALIKE = 0.8  # the same, where it stands in another place
_WORD = re.compile(
    r"!?\[[^\]]*\](?:\([^)]*\))?(?:\{[^}]*\})?[^ \t\n]*|\*{1,2}[^*\n]+\*{1,2}[^ \t\n]*|[ \t\n]+|[^ \t\n]+"
)  # a link is one word, and so are emphasised ones
_REFERENCE = re.compile(r"\[\]\(#(?:ch|sec|tbl|fig)-(\w+)\)\{[^}]*\}")
_SPAN = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\)(?:\{[^}]*\})?)")
_ATTRIBUTES = re.compile(r"\s*\{#[^}]*\}\s*$")
_EMPHASIS = re.compile(r"(?<![\\\w])\*{1,2}(?=\S)|(?<=[\w.,:;!?)])\*{1,2}(?!\w)")
_ESCAPED = re.compile(r"\\([^\w\s])")

Piece = tuple[str, str]  # same | new | gone, and the text


@dataclass(frozen=True)
class TextChange:
    """A paragraph that differs: below which heading, how, and its pieces in reading order.

    moved says where it went or came from: the heading it stood under.
    """

    chapter: str
    heading: str
    change: str  # changed | new | gone | moved
    pieces: tuple[Piece, ...]
    moved: str = ""

    @property
    def numbers(self) -> bool:
        """Whether a number in it is another."""
        return self.change == CHANGED and any(kind != SAME and re.search(r"\d", text) for kind, text in self.pieces)


def paragraphs(text: str) -> list[str]:
    """The blocks of a chapter that are text: headings and paragraphs, without tables and figures."""
    return [block for block, is_text in blocks(text) if is_text]


def blocks(text: str) -> list[tuple[str, bool]]:
    """What blank lines part in a chapter, in order, and whether it is text; a fenced block is in as many parts as it has."""
    found, inside = [], 0
    for block in re.split(r"\n\s*\n", text):
        opened, closed = fences(block)
        is_text = not (inside or opened or closed) and bool(block.strip()) and not _is_table(block)
        found.append((block.strip("\n") if not is_text else block.strip(), is_text))
        inside += opened - closed
    return [pair for pair in found if pair[0]]


def fences(block: str) -> tuple[int, int]:
    """How many fences (`::: note`, `:::`) a block opens and closes."""
    lines = [line for line in block.splitlines() if line.startswith(":::")]
    opened = sum(bool(line.strip(": \t")) for line in lines)
    return opened, len(lines) - opened


def _is_table(block: str) -> bool:
    return block.lstrip().startswith(("+-", "+=", "| ", "![")) or bool(
        re.match(r"\s*-{3,}(\s+-{3,})+\s*$", block.split("\n")[0])
    )


def words(text: str) -> list[str]:
    """Words and the spaces between them; a link or a span with attributes is one word."""
    return _WORD.findall(text)


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """What was taken out and put in, word by word; what lies between two changes and is only a space goes with them."""
    before, after = words(old), words(new)
    found: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        was, now = "".join(before[i:j]), "".join(after[k:m])
        found += [(SAME, was)] if tag == "equal" else [(GONE, was), (NEW, now)]
    return tuple(_joined([piece for piece in found if piece[1]]))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Changes with nothing but a space between them become one: `two | words` reads better than two changes of one word."""
    gone = new = ""
    for index, (kind, text) in enumerate(pieces):
        bridge = kind == SAME and not text.strip() and (gone or new) and index + 1 < len(pieces)
        if kind == GONE or bridge:
            gone += text
        if kind == NEW or bridge:
            new += text
        if kind == SAME and not bridge:
            yield from ((k, t) for k, t in ((GONE, gone), (NEW, new)) if t)
            gone = new = ""
            yield kind, text
    yield from ((k, t) for k, t in ((GONE, gone), (NEW, new)) if t)


def readable(text: str) -> str:
    """Markdown as a reader of the page sees it: references by name, emphasis and attributes left out."""
    plain = _ATTRIBUTES.sub("", _REFERENCE.sub(r"[\1]", text))
    plain = re.sub(r"^#+ +", "", _SPAN.sub(r"\1", plain), flags=re.MULTILINE) if plain else plain
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub("", plain))


def compare_texts(chapter: str, old: str, new: str) -> list[TextChange]:
    """The paragraphs in which two versions of a chapter differ, in the order of the new one; what is gone stands where it stood."""
    before, after = paragraphs(old), paragraphs(new)
    pairs, moved = matched(before, after)
    headings = _headings(before), _headings(after)
    found: list[tuple[float, TextChange]] = []
    for k, block in enumerate(after):
        i = pairs.get(k)
        if i is None:
            found.append((k, TextChange(chapter, headings[1][k], NEW, ((NEW, block),))))
        elif k in moved:
            found.append((k, TextChange(chapter, headings[1][k], MOVED, word_pieces(before[i], block), headings[0][i])))
        elif before[i] != block:
            found.append((k, TextChange(chapter, headings[1][k], CHANGED, word_pieces(before[i], block))))
    placed = {i: k for k, i in pairs.items()}
    for i in range(len(before)):
        if i not in placed:
            at = max((placed[j] for j in range(i) if j in placed and placed[j] not in moved), default=-1) + 0.5
            found.append((at, TextChange(chapter, headings[0][i], GONE, ((GONE, before[i]),))))
    return [change for _, change in sorted(found, key=lambda pair: pair[0])]


def _headings(blocks: Sequence[str]) -> list[str]:
    """For every block the last heading at or above it."""
    found, current = [], ""
    for block in blocks:
        if re.match(r"#+ ", block):
            current = readable(block.split("\n")[0])
        found.append(current)
    return found


def matched(before: Sequence[str], after: Sequence[str]) -> tuple[dict[int, int], set[int]]:
    """(new index -> old index of the same paragraph, new indices that stand elsewhere)."""
    pairs: dict[int, int] = {}
    left: list[tuple[list[int], list[int]]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs |= dict(zip(range(k, m), range(i, j), strict=True))
        else:
            left.append((list(range(i, j)), list(range(k, m))))
    moved = _pair(pairs, [i for old, _ in left for i in old], [k for _, new in left for k in new], before, after, 1.0)
    for old, new in left:
        _pair(
            pairs, [i for i in old if i not in pairs.values()], [k for k in new if k not in pairs], before, after, ALIKE
        )
    rest = [i for old, _ in left for i in old if i not in pairs.values()]
    moved |= _pair(pairs, rest, [k for _, new in left for k in new if k not in pairs], before, after, MOVED_ALIKE)
    return pairs, moved


def _pair(
    pairs: dict[int, int],
    old: Sequence[int],
    new: Sequence[int],
    before: Sequence[str],
    after: Sequence[str],
    alike: float,
) -> set[int]:
    """Put into `pairs` the paragraphs that are alike enough, the most alike first; the new indices paired."""
    if alike == 1.0:
        scores = [(1.0, i, k) for k in new for i in old if before[i] == after[k]]
    else:
        scores = [(score, i, k) for k in new for i in old if (score := _likeness(before[i], after[k])) >= alike]
    done: set[int] = set()
    used: set[int] = set()
    for _, i, k in sorted(scores, key=lambda s: (-s[0], s[2], s[1])):
        if i not in used and k not in done:
            pairs[k] = i
            used.add(i)
            done.add(k)
    return done


def _likeness(old: str, new: str) -> float:
    if old.startswith("#") != new.startswith("#"):
        return 0.0
    matcher = difflib.SequenceMatcher(a=old.split(), b=new.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
