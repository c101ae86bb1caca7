"""The conditions of claims: each a function of the numbers that answers holds, weakened, fails or unknown.

Estimates are compared unrounded. What only just holds is weakened: the direction is right, but the numbers are equal as they are
printed, the distance asked for is not reached, or the test does not confirm it. A number that is withheld or missing leaves
a claim unknown.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evalreport.claims.ask import FRACTIONS, PARTS, Ask, Margins
from evalreport.claims.cells import (
    COUNT,
    NEAR,
    SCALE,
    Cell,
    along,
    differing,
    dimensions,
    other_cell,
    p_of,
    p_text,
    said,
    test_of,
)
from evalreport.claims.verdicts import FAILS, HOLDS, UNKNOWN, WEAKENED, Outcome, together, worst
from evalreport.exhibits.view import View

__all__ = ["CHECKS", "FRACTIONS", "PARTS", "Ask", "Margins", "competing"]

TREND = "linear_by_linear"  # how estimates name the test of trend


def _tested(ask: Ask, compared: tuple[str, ...]) -> float:
    return p_of(test_of(ask.evidence, ask.given, compared))


def _level(ask: Ask) -> float:
    return float(ask.given.get("level") or min(ask.evidence.levels, default=0.05))


def _confirmed(ask: Ask, compared: tuple[str, ...]) -> Outcome:
    """What the test says of a direction: it is confirmed, or only weakly there."""
    p = _tested(ask, compared)
    verdict = UNKNOWN if math.isnan(p) else HOLDS if p < _level(ask) else WEAKENED
    return Outcome(verdict, (p_text(ask.evidence, p, ask.cell.variable),))


def _compared(ask: Ask, sign: int) -> Outcome:
    first, second = ask.cell, other_cell(ask.cell, ask.others, ask.given)
    numbers = ask.numbers((first, second), differing(first, second))
    if first.unknown or second.unknown:
        return Outcome(UNKNOWN, numbers)
    found = [Outcome(ask.above(first, second, sign), numbers)]
    high, low = (first.value, second.value) if sign > 0 else (second.value, first.value)
    if high - low < float(ask.given.get("by", 0)) - NEAR or high < float(ask.given.get("times", 0)) * low - NEAR:
        found.append(Outcome(WEAKENED))
    if ask.given.get("significant"):
        found.append(_confirmed(ask, (first.group, second.group)))
    return together(found)


def higher(ask: Ask) -> Outcome:
    """A value is higher than another; `by`: at least so many points, `times`: at least so many times."""
    return _compared(ask, 1)


def lower(ask: Ask) -> Outcome:
    """A value is lower than another."""
    return _compared(ask, -1)


def _margin(ask: Ask, cell: Cell) -> float:
    usual = {SCALE: ask.margins.equal_scale, COUNT: 0.0}.get(cell.unit, ask.margins.equal_points)
    return float(ask.given.get("margin", usual))


def about_equal(ask: Ask) -> Outcome:
    """Values lie within the margin of each other; weakened when they do not and the difference is not significant."""
    if "among" in ask.given:
        part, ids = competing(ask.evidence.view, ask.given)
        cells = along(ask.cell, part, ids)
        parts: tuple[str, ...] = (part,)
    else:
        cells = [ask.cell, other_cell(ask.cell, ask.others, ask.given)]
        parts = differing(*cells)
    numbers = ask.numbers(cells, parts)
    if any(cell.unknown for cell in cells):
        return Outcome(UNKNOWN, numbers)
    values = [cell.value for cell in cells]
    if max(values) - min(values) <= _margin(ask, cells[0]) + NEAR:
        return Outcome(HOLDS, numbers)
    p = _tested(ask, tuple(cell.group for cell in cells) if parts == ("group",) else ())
    weakly = parts == ("group",) and not math.isnan(p) and p >= max(ask.evidence.levels, default=0.05)
    return Outcome(WEAKENED if weakly else FAILS, (*numbers, *((p_text(ask.evidence, p),) if weakly else ())))


def times_about(ask: Ask) -> Outcome:
    """A value is about so many times another: within a tenth of it, weakened within a quarter."""
    first, second = ask.cell, other_cell(ask.cell, ask.others, ask.given)
    numbers = ask.numbers((first, second), differing(first, second))
    if first.unknown or second.unknown:
        return Outcome(UNKNOWN, numbers)
    if second.value <= 0:
        return Outcome(FAILS, numbers)
    off = abs(first.value / second.value / float(ask.given["times"]) - 1)
    margin = float(ask.given.get("margin", 0.1))
    return Outcome(HOLDS if off <= margin + NEAR else WEAKENED if off <= 2.5 * margin + NEAR else FAILS, numbers)


def _against(ask: Ask, bound: float, sign: int, strictly: bool) -> Outcome:
    """A value above (sign 1) or below a bound; weakened where it is so in print only, or only before rounding."""
    cell = ask.cell
    numbers = ask.numbers((cell,), said(ask.given))
    if cell.unknown:
        return Outcome(UNKNOWN, numbers)
    exact, printed = sign * (cell.value - bound), sign * (cell.rounded(ask.places) - bound)
    if strictly:
        return Outcome(_on_side(ask, cell, bound, sign), numbers)
    return Outcome(HOLDS if exact >= -NEAR else WEAKENED if printed >= -NEAR else FAILS, numbers)


def _beside(ask: Ask, cells: Iterable[Cell]) -> list[Outcome]:
    """Whether all cells lie on the stated side of a neutral value (`above`, `below`); weakened where print shows one on it."""
    sides = [(sign, float(ask.given[key])) for key, sign in (("above", 1), ("below", -1)) if key in ask.given]
    return [Outcome(_on_side(ask, cell, bound, sign)) for cell in cells for sign, bound in sides]


def _on_side(ask: Ask, cell: Cell, bound: float, sign: int) -> str:
    if sign * (cell.value - bound) <= NEAR:
        return FAILS
    return WEAKENED if sign * (cell.rounded(ask.places) - bound) <= NEAR else HOLDS


def majority(ask: Ask) -> Outcome:
    """More than half."""
    return _against(ask, 50, 1, strictly=True)


def minority(ask: Ask) -> Outcome:
    """Less than half."""
    return _against(ask, 50, -1, strictly=True)


def _bound(ask: Ask) -> float:
    return 100 * float(ask.given["share"]) if "share" in ask.given else float(ask.given["value"])


def at_least(ask: Ask) -> Outcome:
    """A share (`share`, 0 to 1) or another value (`value`) of at least so much."""
    return _against(ask, _bound(ask), 1, strictly=False)


def at_most(ask: Ask) -> Outcome:
    """A share or another value of at most so much."""
    return _against(ask, _bound(ask), -1, strictly=False)


def above(ask: Ask) -> Outcome:
    """A value above a neutral one (`value`, or `share` from 0 to 1)."""
    return _against(ask, _bound(ask), 1, strictly=True)


def below(ask: Ask) -> Outcome:
    """A value below a neutral one."""
    return _against(ask, _bound(ask), -1, strictly=True)


def share_about(ask: Ask) -> Outcome:
    """A share near one that is said in a number or in words; weakened within twice the margin."""
    cell = ask.cell
    numbers = ask.numbers((cell,), said(ask.given))
    if cell.unknown:
        return Outcome(UNKNOWN, numbers)
    share = FRACTIONS[ask.given["words"]] if "words" in ask.given else float(ask.given["share"])
    margin, off = float(ask.given.get("margin", ask.margins.about_points)), abs(cell.value - 100 * share)
    return Outcome(HOLDS if off <= margin + NEAR else WEAKENED if off <= 2 * margin + NEAR else FAILS, numbers)


def _zero(ask: Ask, sign: int) -> Outcome:
    found = [_against(ask, 0, sign, strictly=True)]
    if ask.given.get("significant"):
        found.append(_confirmed(ask, (ask.cell.group,)))
    return together(found)


def above_zero(ask: Ask) -> Outcome:
    """A difference (exhibit of kind contrast or paired_change) is positive."""
    return _zero(ask, 1)


def below_zero(ask: Ask) -> Outcome:
    """A difference (exhibit of kind contrast or paired_change) is negative."""
    return _zero(ask, -1)


def competing(view: View, given: Mapping[str, Any]) -> tuple[str, list[str]]:
    """What is ranked or compared: the part (variable, category or group) and its ids; ("", []) when that cannot be told.

    `among` names the part or lists ids; `order` lists ids; else it is the only part the exhibit has several of, its
    variables where a variable is named. Groups compete with those of their own panel, without the total.
    """
    known = dimensions(view, given.get("variable"))
    among = given.get("among", given.get("order"))
    if isinstance(among, list | tuple):
        ids = [str(name) for name in among]
        part = next((part for part, names in known.items() if set(ids) <= set(names)), "")
        return part, list(dict.fromkeys([*ids, *([str(given[part])] if part and given.get(part) else [])]))
    several = [part for part, ids in known.items() if len(ids) > 1]
    part = PARTS.get(str(among), "") or ("variable" if "variable" in several and given.get("variable") else "")
    if len(several) > 1 and view.usual_group == "total":  # everybody is meant where no group is named
        several = [each for each in several if each != "group"]
    part = part or (several[0] if len(several) == 1 else "")
    return (part, _rivals(view, known, part, given.get(part))) if part else ("", [])


def _rivals(view: View, known: Mapping[str, list[str]], part: str, own: Any) -> list[str]:
    if part != "group":
        return known[part]
    panel = next((panel for panel in view.panels if own in [group.id for group in panel.groups]), view.panels[0])
    return [group.id for group in panel.groups if group.id != "total" or own == "total"]


def _extreme(ask: Ask, sign: int) -> Outcome:
    part, ids = competing(ask.evidence.view, ask.given)
    own = {"variable": ask.cell.variable, "category": ask.cell.categories[0], "group": ask.cell.group}[part]
    rivals = along(ask.cell, part, [name for name in ids if name != own])
    place = int(ask.given.get("k", 1)) - 1
    if ask.cell.unknown or any(rival.unknown for rival in rivals):
        return Outcome(UNKNOWN, ask.numbers((ask.cell,), (part,)))
    ordered = sorted(rivals, key=lambda rival: -sign * rival.value)[place : place + 1]
    first = Outcome(
        worst(ask.above(ask.cell, rival, sign) for rival in ordered), ask.numbers((ask.cell, *ordered), (part,))
    )
    return together([first, *_beside(ask, [ask.cell])])


def largest(ask: Ask) -> Outcome:
    """The largest of what is compared; with `k`, one of the k largest."""
    return _extreme(ask, 1)


def smallest(ask: Ask) -> Outcome:
    """The smallest of what is compared; with `k`, one of the k smallest."""
    return _extreme(ask, -1)


def largest_difference(ask: Ask) -> Outcome:
    """Of all variables, the one in which the first value is furthest above the other; with `k`, one of the k furthest."""
    ids = ask.given.get("among") or [item.id for item in ask.evidence.view.variables]
    firsts = along(ask.cell, "variable", [ask.cell.variable, *(name for name in ids if name != ask.cell.variable)])
    pairs = [(first, other_cell(first, ask.others, ask.given)) for first in firsts]
    gaps = [first.value - second.value for first, second in pairs]
    if any(math.isnan(gap) for gap in gaps):
        return Outcome(UNKNOWN, ask.numbers(pairs[0], ("group",)))
    place = int(ask.given.get("k", 1)) - 1
    rivals = sorted(zip(gaps[1:], pairs[1:], strict=True), key=lambda rival: -rival[0])[place : place + 1]
    numbers = ask.numbers((*pairs[0], *(cell for _, pair in rivals for cell in pair)), ("variable", "group"))
    if gaps[0] <= NEAR or any(gap >= gaps[0] - NEAR for gap, _ in rivals):
        return Outcome(FAILS, numbers)
    seen = [ask.cell.printed(gap, ask.places) for gap in (gaps[0], *(gap for gap, _ in rivals))]
    return Outcome(WEAKENED if len(set(seen)) < len(seen) else HOLDS, numbers)


def _steps(ask: Ask, cells: list[Cell], part: str, sign: int) -> Outcome:
    """Each cell above the next (sign -1: below)."""
    numbers = ask.numbers(cells, (part,))
    if any(cell.unknown for cell in cells):
        return Outcome(UNKNOWN, numbers)
    pairs = zip(cells, cells[1:], strict=False)
    return Outcome(worst(ask.above(first, second, sign) for first, second in pairs), numbers)


def ranked(ask: Ask) -> Outcome:
    """Items are the first in this order; with in_order=false, the first in any order."""
    part, ids = competing(ask.evidence.view, {key: ask.given.get(key) for key in ("order", "variable")})
    sign = -1 if ask.given.get("smallest_first") else 1
    known = _rivals(ask.evidence.view, dimensions(ask.evidence.view, ask.given.get("variable")), part, ids[0])
    cells, rest = along(ask.cell, part, ids), along(ask.cell, part, [name for name in known if name not in ids])
    if any(cell.unknown for cell in (*cells, *rest)):
        return Outcome(UNKNOWN, ask.numbers(cells, (part,)))
    best = sorted(rest, key=lambda cell: -sign * cell.value)[:1]
    if ask.given.get("in_order", True):
        return together([_steps(ask, [*cells, *best], part, sign), *_beside(ask, cells)])
    last = sorted(cells, key=lambda cell: sign * cell.value)[:1]
    order = Outcome(_steps(ask, [*last, *best], part, sign).verdict, ask.numbers((*cells, *best), (part,)))
    return together([order, *_beside(ask, cells)])


def follows_order(ask: Ask) -> Outcome:
    """Values rise (or fall) from one of the groups in `order` to the next."""
    part, ids = competing(ask.evidence.view, {key: ask.given.get(key) for key in ("order", "variable")})
    cells = along(ask.cell, part, ids)
    order = _steps(ask, cells, part, -1 if ask.given["direction"] == "rising" else 1)
    return together([order, *(_beside(ask, cells) if order.verdict != UNKNOWN else [])])


def _test(ask: Ask) -> tuple[float, tuple[str, ...]]:
    contrast = ask.evidence.view.measure.contrast
    pair = tuple(str(ask.given[key]) for key in ("group", "than") if ask.given.get(key))
    p = _tested(ask, (ask.cell.group,) if contrast else pair)
    return p, (p_text(ask.evidence, p, ask.cell.variable, ask.cell.group if contrast else ""),)


def significant(ask: Ask) -> Outcome:
    """The test is significant at `level`; weakened when it is so only at another level of the evaluation."""
    p, numbers = _test(ask)
    if math.isnan(p):
        return Outcome(UNKNOWN, numbers)
    weakly = p < max(ask.evidence.levels, default=0)
    return Outcome(HOLDS if p < _level(ask) else WEAKENED if weakly else FAILS, numbers)


def not_significant(ask: Ask) -> Outcome:
    """The test is not significant; weakened when it is so at another level of the evaluation."""
    p, numbers = _test(ask)
    if math.isnan(p):
        return Outcome(UNKNOWN, numbers)
    weakly = p < max(ask.evidence.levels, default=0)
    return Outcome(FAILS if p < _level(ask) else WEAKENED if weakly else HOLDS, numbers)


def trend(ask: Ask) -> Outcome:
    """Answers rise (or fall) over the groups in their order, by a significant test of trend; weakened where it is not significant."""
    test = test_of(ask.evidence, ask.given)
    p = p_of(test)
    numbers = (p_text(ask.evidence, p, ask.cell.variable),)
    if test is None or math.isnan(p):  # withheld, or not to be made
        return Outcome(UNKNOWN, numbers)
    if test["test"] != TREND:
        raise ValueError(f"the exhibit {ask.exhibit!r} has no test of trend: give it `test: trend`")
    r = float(test["effect_size"])
    if (r > 0) != (ask.given["direction"] == "rising"):
        return Outcome(FAILS, numbers)
    return Outcome(HOLDS if p < _level(ask) else WEAKENED, numbers)


CHECKS: dict[str, Callable[[Ask], Outcome]] = {
    "higher": higher,
    "lower": lower,
    "increase": higher,
    "decrease": lower,
    "about_equal": about_equal,
    "unchanged": about_equal,
    "times_about": times_about,
    "majority": majority,
    "minority": minority,
    "share_about": share_about,
    "at_least": at_least,
    "at_most": at_most,
    "above": above,
    "below": below,
    "above_zero": above_zero,
    "below_zero": below_zero,
    "largest": largest,
    "smallest": smallest,
    "largest_difference": largest_difference,
    "ranked": ranked,
    "follows_order": follows_order,
    "significant": significant,
    "not_significant": not_significant,
    "trend": trend,
}
