"""The table of an exhibit with the numbers themselves in its cells, laid out exactly as it is printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.printed import grid_of
from evalreport.markdown.grid import Grid
from evalreport.words.numbers import NO_BREAK, format_number, format_percent, taking_numbers

# Private-use letters around the place of a number in the list of all: no label of an evaluation can hold such a thing by chance.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# `2,3 (1,9; 2,7)` or `0,61 (0,09)`
_BRACKETED = re.compile(rf"^(.*?)[ {NO_BREAK}]\({_PLACE.pattern}(?:; ?{NO_BREAK}?{_PLACE.pattern})?\)$")


@dataclass(frozen=True)
class Number:
    """A number as it was before it was printed: a share (0-1) where `percent`, else in its own unit."""

    value: float
    decimals: int
    percent: bool

    def printed(self, language: str) -> str:
        """The number as the report prints it."""
        formatted = format_percent if self.percent else format_number
        return formatted(self.value, self.decimals, language)


@dataclass(frozen=True)
class Cell:
    """One cell: its printed text; the number it consists of, with words or marks around it; the numbers in brackets behind it.

    Two numbers in brackets are the ends of an interval, one is what the note says.
    A cell whose text holds several numbers that are no interval (`276–282`), or a limit (`< 0,001`), has no number: it is text.
    """

    text: str
    number: Number | None = None
    before: str = ""
    after: str = ""
    bracketed: tuple[Number, ...] = ()
    strong: bool = False
    emphasised: bool = False


@dataclass(frozen=True)
class NumberGrid:
    """A grid of cells; `over`, `head` and a row of one cell mean what they mean in `grid.Grid`."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    over: tuple[str, ...] = ()
    text_columns: int = 1

    def numbers(self) -> Iterator[Number]:
        """Every number in the cells, those in brackets included."""
        for row in self.rows:
            for cell in row:
                yield from (*((cell.number,) if cell.number else ()), *cell.bracketed)


@dataclass
class _Taken:
    """The numbers taken so far; an equal number has the same place, so that code which compares texts still sees them equal."""

    numbers: dict[Number, int] = field(default_factory=dict)

    def __call__(self, value: float, decimals: int, percent: bool) -> str:
        number = Number(value, decimals, percent)
        return f"{_OPEN}{self.numbers.setdefault(number, len(self.numbers))}{_CLOSE}"


def number_grid(evidence: Evidence) -> NumberGrid:
    """The table of an exhibit, from its protected estimates: what is withheld there is a sign here too, and has no number."""
    taken = _Taken()
    with taking_numbers(taken):
        grid = grid_of(evidence)
    numbers, language = list(taken.numbers), evidence.view.language
    return _read(grid, numbers, language)


def _read(grid: Grid, numbers: list[Number], language: str) -> NumberGrid:
    def cells(row: tuple[str, ...]) -> tuple[Cell, ...]:
        return tuple(_cell(text, numbers, language) for text in row)

    over = tuple(cell.text for cell in cells(grid.over))
    return NumberGrid(cells(grid.head), tuple(cells(row) for row in grid.rows), over, grid.text_columns)


def _cell(markdown: str, numbers: list[Number], language: str) -> Cell:
    """A cell of Markdown (as `grid.escape` and the exhibit tables write it) as text and number."""
    inside, strong, emphasised = _unwrapped(markdown)
    text = _ESCAPED.sub(r"\1", inside)
    printed = _PLACE.sub(lambda found: numbers[int(found[1])].printed(language), text)
    bracketed: tuple[Number, ...] = ()
    if inside_brackets := _BRACKETED.match(text):
        text = inside_brackets[1]
        bracketed = tuple(numbers[int(place)] for place in inside_brackets.groups()[1:] if place)
    places = _PLACE.findall(text)
    before, _, rest = text.partition(_OPEN)
    after = rest.partition(_CLOSE)[2]
    if len(places) != 1 or any(sign in before for sign in "<>"):
        return Cell(printed, strong=strong, emphasised=emphasised)
    return Cell(printed, numbers[int(places[0])], before, after, bracketed, strong, emphasised)


def _unwrapped(markdown: str) -> tuple[str, bool, bool]:
    """The inside of **strong** or *emphasised* text, and which it is."""
    for sign in ("**", "*"):
        if markdown.startswith(sign) and markdown.endswith(sign) and len(markdown) > 2 * len(sign):
            return markdown[len(sign) : -len(sign)], sign == "**", sign == "*"
    return markdown, False, False
