"""What a condition of a claim is asked with: the evidence, the arguments, the margins of the evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evalreport.claims.cells import NEAR, Cell, cell_of
from evalreport.claims.verdicts import FAILS, HOLDS, WEAKENED
from evalreport.exhibits.evidence import Evidence

FRACTIONS = {
    "one_in_ten": 1 / 10, "one_in_five": 1 / 5, "one_in_four": 1 / 4, "one_third": 1 / 3, "two_in_five": 2 / 5, "half": 1 / 2,
    "three_in_five": 3 / 5, "two_thirds": 2 / 3, "three_in_four": 3 / 4, "four_in_five": 4 / 5, "nine_in_ten": 9 / 10,
}  # fmt: skip
PARTS = {"variables": "variable", "categories": "category", "groups": "group"}


@dataclass(frozen=True)
class Margins:
    """The evaluation's margins: how near is about equal (percentage points, points of a scale), how near is about a share."""

    equal_points: float = 5.0
    equal_scale: float = 0.25
    about_points: float = 3.0


@dataclass(frozen=True)
class Ask:
    """A condition as it is asked: all evidence, the exhibit, the arguments, the margins, the decimals in print (None: usual)."""

    others: Mapping[str, Evidence]
    exhibit: str
    given: Mapping[str, Any]
    margins: Margins = Margins()
    decimals: int | None = None

    @property
    def evidence(self) -> Evidence:
        """The exhibit's own evidence."""
        return self.others[self.exhibit]

    @cached_property
    def cell(self) -> Cell:
        """The cell the claim is about."""
        return cell_of(self.evidence, self.given)

    @property
    def places(self) -> int | None:
        """Decimals in print: the condition's own, else those of the numbers in the sentence."""
        own = self.given.get("decimals")
        return self.decimals if own is None else int(own)

    def numbers(self, cells: Iterable[Cell], parts: Iterable[str]) -> tuple[str, ...]:
        """Cells as text, each once."""
        parts = tuple(parts)
        return tuple(dict.fromkeys(cell.named(parts, self.places) for cell in cells))

    def above(self, first: Cell, second: Cell, sign: int = 1) -> str:
        """Whether the first value is above the second (sign -1: below it); weakened where print shows them equal."""
        if sign * (first.value - second.value) <= NEAR:
            return FAILS
        return WEAKENED if first.rounded(self.places) == second.rounded(self.places) else HOLDS
