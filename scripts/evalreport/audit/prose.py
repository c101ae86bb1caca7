"""Numbers in the text against the printed cells they are about; links.csv says which, and nothing is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evalreport.audit.findings import PROVEN, SOFT, STRONG, Finding, found
from evalreport.audit.printed import COUNT, EVERYTHING, SIMILAR, Cell, Link, N
from evalreport.audit.rounding import NEAREST, TRUNCATED, exact_values, said, unit
from evalreport.files.errors import Problem, raise_if
from evalreport.words.catalogue import word


@dataclass(frozen=True)
class Said:
    """A number in the text, the printed cells it is about, and how its link reads them."""

    cell: Cell
    about: tuple[Cell, ...]
    link: Link

    @property
    def value(self) -> Fraction:
        """The number in the text."""
        return self.cell.value or Fraction(0)

    @property
    def sum(self) -> Fraction:
        """The sum of the printed cells."""
        return sum((cell.value or Fraction(0) for cell in self.about), Fraction(0))

    def agrees(self, about: Sequence[Cell] = (), rule: str = NEAREST) -> bool:
        """Whether one exact number can print as the text and as the cells; `about`: other cells than its own."""
        cells = about or self.about
        if self.cell.statistic in (COUNT, N):
            return abs(sum((c.value or Fraction(0) for c in cells), Fraction(0)) - self.value) <= self.link.tolerance
        own = [exact_values(c.value, c.decimals) for c in cells if c.value is not None]
        low, high = sum(v.low for v in own), sum(v.high for v in own)
        told = exact_values(self.value, self.cell.decimals, rule)
        return low <= told.high + self.link.tolerance and told.low - self.link.tolerance <= high


def linked(cells: Sequence[Cell], links: Sequence[Link]) -> list[Said]:
    """The numbers in the text with their cells; raises BadInput where a link names what is not printed."""
    places: dict[tuple[str, str, str], Cell] = {}
    for cell in cells:
        places.setdefault((cell.table, cell.row, cell.column), cell)
    found_links, problems = [], []
    for link in links:
        text = places.get(link.said)
        about = [_find(cells, link, row, column) for row in link.rows for column in link.columns]
        if text is None or text.value is None:
            problems.append(Problem("links", ", ".join(link.said), "there is no such printed number in the text"))
        elif any(cell is None for cell in about):
            place = f"{link.table}: {'; '.join(link.rows)} × {'; '.join(link.columns)}"
            problems.append(Problem("links", place, "there is no such printed cell", "Copy the labels from the table"))
        else:
            found_links.append(Said(text, tuple(cell for cell in about if cell is not None), link))
    raise_if(problems)
    return found_links


def _find(cells: Sequence[Cell], link: Link, row: str, column: str) -> Cell | None:
    return next(
        (
            cell
            for cell in cells
            if cell.table == link.table
            and (not link.part or cell.part == link.part)
            and cell.row == row
            and column in (cell.column, EVERYTHING)
            and cell.value is not None
        ),
        None,
    )


def prose(stated: Sequence[Said], language: str) -> list[Finding]:
    """Numbers in the text that the cells they are about do not give."""
    return [_finding(each, language) for each in stated if not each.agrees()]


def _finding(each: Said, language: str) -> Finding:
    cut = not each.link.tolerance and each.agrees(rule=TRUNCATED)
    grade = SOFT if each.link.kind == SIMILAR else STRONG if cut or each.link.tolerance else PROVEN
    key = "audit_prose_cut" if cut else "audit_prose_similar" if each.link.kind == SIMILAR else "audit_prose"
    decimals = max(cell.decimals for cell in each.about)
    statement = word(key, language).format(
        row=each.cell.row,
        column=each.cell.column,
        value=said(each.value, each.cell.decimals, language),
        sum=said(each.sum, decimals, language),
        table=each.link.table,
    )
    terms = " + ".join(said(c.value or 0, c.decimals, language) for c in each.about)
    printed = terms if len(each.about) == 1 else f"{terms} = {said(each.sum, decimals, language)}"
    step = unit(each.cell.decimals)
    nearest = said((each.sum / step + Fraction(1, 2)) // 1 * step, each.cell.decimals, language)
    arithmetic = f"{printed} → {nearest} ≠ {said(each.value, each.cell.decimals, language)}"
    return found("prose", grade, each.cell, f"{each.cell.row}, {each.cell.column}", statement, arithmetic)
