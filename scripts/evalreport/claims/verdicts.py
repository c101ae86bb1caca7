"""What a claim can come to, and what two of them come to together."""

from collections.abc import Iterable
from dataclasses import dataclass

HOLDS, WEAKENED, UNKNOWN, FAILS = "holds", "weakened", "unknown", "fails"
VERDICTS = (FAILS, UNKNOWN, WEAKENED, HOLDS)  # the worst first


@dataclass(frozen=True)
class Outcome:
    """The verdict of a condition and the numbers that decided, as text."""

    verdict: str
    numbers: tuple[str, ...] = ()


def worst(verdicts: Iterable[str]) -> str:
    """Several conditions together are as good as the worst of them; `holds` of none."""
    return min(verdicts, key=VERDICTS.index, default=HOLDS)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Several conditions that must all hold; a number that several of them name is named once."""
    found = list(outcomes)
    numbers = dict.fromkeys(number for outcome in found for number in outcome.numbers)
    return Outcome(worst(outcome.verdict for outcome in found), tuple(numbers))
