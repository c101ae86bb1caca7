"""Which items or groups have the highest or lowest values."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ranked:
    """An item or group with its value, NaN where there is none; suppressed: the value is withheld; unit: what it is printed in."""

    value: float
    label: str
    suppressed: bool = False
    unit: str = ""


def first_places(found: Iterable[Ranked], k: int, descending: bool) -> list[Ranked]:
    """The k first, and those that share the last of these places: which of two equals is named must not be chance.

    None where a competing value is withheld: it could be the first, and to be left out would tell that it is not.
    """
    competing = list(found)
    if any(one.suppressed for one in competing):
        return []
    ordered = sorted(
        (one for one in competing if not math.isnan(one.value)), key=lambda one: -one.value if descending else one.value
    )
    last = ordered[min(k, len(ordered)) - 1].value if ordered and k > 0 else math.nan
    return [one for place, one in enumerate(ordered) if place < k or math.isclose(one.value, last, rel_tol=1e-12)]
