"""Those who were asked: 200 numbered municipalities in 19 numbered counties, and the counties themselves."""

from dataclasses import dataclass
from random import Random

COUNTIES = 19
SENT = (44, 54, 44, 34, 24)  # by class of size
ANSWERED = (30, 36, 30, 22, 16)
INHABITANTS = ((450, 1999), (2000, 4999), (5000, 9999), (10000, 19999), (20000, 68000))


@dataclass(frozen=True)
class Municipality:
    """name, county: as the forms have them, in block letters; size: class of inhabitants from 0."""

    name: str
    county: str
    inhabitants: int
    size: int
    answered: bool


def county_name(number: int) -> str:
    return f"FYLKE {number:02d}"


def draw_frame() -> list[Municipality]:
    """The sample in the order of its numbers; counties have ten or eleven municipalities each."""
    lot = Random("the sample of municipalities")
    kinds = [(size, i < ANSWERED[size]) for size, count in enumerate(SENT) for i in range(count)]
    lot.shuffle(kinds)
    counties = sorted(1 + i % COUNTIES for i in range(len(kinds)))
    return [
        Municipality(f"KOMMUNE {i:03d}", county_name(county), lot.randint(*INHABITANTS[size]), size, answered)
        for i, (county, (size, answered)) in enumerate(zip(counties, kinds, strict=True), 1)
    ]
