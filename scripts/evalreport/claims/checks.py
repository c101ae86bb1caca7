"""Claims as they are written, checked before the first job: names, arguments, and that every id is of the exhibit."""

from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.claims.conditions import FRACTIONS, PARTS, competing
from evalreport.claims.table import CONDITIONS, Written, expanded
from evalreport.exhibits.comparable import comparable
from evalreport.exhibits.view import View
from evalreport.files.estimates import TOTAL
from evalreport.files.spreadsheets import suggestion

Found = tuple[str, str]  # what was found, what would be right
OF_TESTS = ("significant", "not_significant", "trend")  # decided by a test alone
YES_NO = ("significant", "in_order", "smallest_first")
ANY = 1e12
RANGES = {
    "share": (0, 1),
    "level": (0, 1),
    "margin": (0, ANY),
    "by": (0, ANY),
    "times": (0, ANY),
    "value": (-ANY, ANY),
    "above": (-ANY, ANY),
    "below": (-ANY, ANY),
    "k": (1, 1000),
    "decimals": (0, 6),
}


WHOLE = ("k", "decimals")


class Computed:
    """An argument that is not written as a plain value."""


def claim_problems(
    args: tuple[Any, ...], given: Mapping[str, Any], views: Mapping[str, View], tests: Mapping[str, str] | None = None
) -> Iterator[Found]:
    """What is wrong with one condition of a claim; `Computed` stands for an argument that is computed.

    tests: exhibit -> its test, "" for none; of those without one no significance can be claimed, and a trend of those with a test of it.
    """
    computed = [key for key, value in given.items() if value is Computed]
    if Computed in args or computed:
        yield f"a claim with a computed {computed[0] if computed else 'name'}", "Write the value itself"
    elif len(args) != 2 or not all(isinstance(arg, str) for arg in args):
        yield (
            "a claim without condition and exhibit in quotes",
            'Write for example {% claim "majority", "…", group="…" %}',
        )
    elif args[0] not in CONDITIONS:
        yield f"claim: no condition {args[0]!r}", suggestion(args[0], CONDITIONS)
    elif args[1] not in views:
        yield f"no exhibit {args[1]!r}", suggestion(args[1], views)
    elif views[args[1]].measure.worded:
        yield f"a claim about {args[1]!r}, which prints text", "Claim something of an exhibit with numbers"
    else:
        yield from _of_condition(Written(args[0], args[1], given), views)
        test = (tests or {}).get(args[1])
        if test == "" and _asks_for_a_test(args, given):
            right = "Give the exhibit a test, or claim no more than a direction"
            yield f"a claim of significance, and {args[1]!r} has no test", right
        elif test not in (None, "trend") and "trend" in (args[0], given.get("condition")):
            yield f"a claim of a trend, and {args[1]!r} has no test of trend", "Give the exhibit `test: trend`"


def _of_condition(written: Written, views: Mapping[str, View]) -> Iterator[Found]:
    condition, label = CONDITIONS[written.name], f"claim {written.name!r} of {written.exhibit!r}"
    if condition.repeats:
        yield from _repeated(written, label, views)
        return
    for key in written.given:
        if key not in condition.arguments:
            yield f"{label}: no argument {key!r}", suggestion(key, condition.arguments)
    view = views[written.exhibit]
    than = views.get(str(written.given.get("than_exhibit")), view)
    unsaid = [names for names in condition.needs if not any(name in written.given for name in names)]
    found = [(f"{label} does not say {' or '.join(names)}", f"Add {names[0]}=…") for names in unsaid]
    found += [*_ids(written, label, view, than, views), *_values(written, label)]
    yield from found or [*_missing(written, label, view), *_missing_than(written, label, view, than)]
    than_group = written.given.get("than")
    if (
        than is view
        and than_group
        and not comparable(view, _variable(written, view), str(written.given.get("group")), str(than_group))
    ):
        yield f"{label} compares before and after a break in the series", "Compare groups on one side of it"


def _variable(written: Written, view: View) -> str:
    return str(written.given.get("variable") or (view.variables[0].id if view.variables else ""))


def _repeated(written: Written, label: str, views: Mapping[str, View]) -> Iterator[Found]:
    """A condition for every group or variable: its own arguments, then each of the conditions it stands for."""
    part = CONDITIONS[written.name].repeats
    inner, listed = written.given.get("condition"), written.given.get(f"{part}s")
    simple = [name for name, c in CONDITIONS.items() if not c.repeats]
    if inner not in simple:
        yield f"{label}: no condition {inner!r}", suggestion(str(inner), simple)
    elif listed != "all" and not (isinstance(listed, list | tuple) and listed):
        yield f"{label} does not say {part}s", f'Add {part}s=["…", "…"] or {part}s="all"'
    else:
        found = [
            problem for each in expanded(written, views[written.exhibit]) for problem in _of_condition(each, views)
        ]
        yield from dict.fromkeys(found)


def _ids(written: Written, label: str, view: View, than: View, views: Mapping[str, View]) -> Iterator[Found]:
    known = {
        "variable": (view, "variable"),
        "category": (view, "category"),
        "group": (view, "group"),
        "than": (than, "group"),
        "than_variable": (than, "variable"),
        "than_category": (than, "category"),
    }
    for key, (owner, part) in known.items():
        value = written.given.get(key)
        for each in value if isinstance(value, list | tuple) else [] if value is None else [value]:
            if str(each) not in [*_all_ids(owner, part), *(owner.aliases if part == "group" else ())]:
                yield f"{label}: no {key} {each!r}", suggestion(str(each), _all_ids(owner, part))
    exhibit = written.given.get("than_exhibit")
    if exhibit is not None and exhibit not in views:
        yield f"{label}: no exhibit {exhibit!r}", suggestion(str(exhibit), views)
    panel = written.given.get("panel")
    if panel is not None and panel not in [p.id for p in view.panels]:
        yield f"{label}: no panel {panel!r}", suggestion(str(panel), [p.id for p in view.panels])
    yield from _listed(written, label, view)


def _listed(written: Written, label: str, view: View) -> Iterator[Found]:
    """Lists of ids: groups of a test, what is compared or ranked."""
    groups = written.given.get("groups")
    for each in groups.split("|") if isinstance(groups, str) else groups or ():
        if str(each) not in _all_ids(view, "group"):
            yield f"{label}: no group {each!r}", suggestion(str(each), _all_ids(view, "group"))
    for key in ("among", "order"):
        value = written.given.get(key)
        if isinstance(value, str) and (value not in PARTS or written.name == "largest_difference"):
            yield f"{label}: {key}={value!r}", suggestion(value, PARTS)
        elif written.name == "largest_difference" and not set(value or ()) <= set(_all_ids(view, "variable")):
            yield f"{label}: {key} lists what is no variable", suggestion("", _all_ids(view, "variable"))
        elif isinstance(value, list | tuple) and not competing(view, {**written.given, "among": value})[0]:
            everything = [name for part in PARTS.values() for name in _all_ids(view, part)]
            wrong = [str(each) for each in value if str(each) not in everything]
            found = f"{label}: no {wrong[0]!r}" if wrong else f"{label}: {key} mixes variables, categories and groups"
            yield found, suggestion(wrong[0], everything) if wrong else "List one kind"


def _all_ids(view: View, part: str) -> list[str]:
    if part == "variable":
        return [item.id for item in view.variables]
    if part == "group":
        return [group.id for group in view.groups]
    everywhere = [*view.categories, *(item for items in view.categories_of.values() for item in items)]
    return list(dict.fromkeys(item.id for item in everywhere))


def _values(written: Written, label: str) -> Iterator[Found]:
    """Numbers, yes or no, words."""
    for key, value in written.given.items():
        if key in RANGES:
            low, high = RANGES[key]
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                expected = (
                    "A number from 0 to 1" if high == 1 else f"A number of at least {low:g}" if low >= 0 else "A number"
                )
                yield f"{label}: {key}={value!r}", expected
            elif key in WHOLE and not isinstance(value, int):
                yield f"{label}: {key}={value!r}", "A whole number"
        elif key in YES_NO and not isinstance(value, bool):
            yield f"{label}: {key}={value!r}", "Write true or false, without quotes"
    words, direction = written.given.get("words"), written.given.get("direction")
    if words is not None and words not in FRACTIONS:
        yield f"{label}: words={words!r}", suggestion(str(words), FRACTIONS)
    if direction not in (None, "rising", "falling"):
        yield f"{label}: direction={direction!r}", suggestion(str(direction), ("rising", "falling"))


def _missing(written: Written, label: str, view: View) -> Iterator[Found]:
    """Parts of the cell that must be named because the exhibit has several."""
    if written.name in OF_TESTS:
        yield from _missing_test(written, label, view)
        return
    given = written.given
    part = ""
    if {"among", "order"} & set(CONDITIONS[written.name].arguments) and not any(
        key.startswith("than") for key in given
    ):
        part, _ = competing(view, given)
        if not part:
            yield (
                f"{label} does not say what is compared",
                'Add among="groups", among="variables", among="categories" or a list',
            )
            return
    several = {
        "variable": len(view.variables) > 1,
        "group": len(view.groups) > 1 and (view.usual_group != TOTAL or part == "group" or "than" in given),
        "category": bool(_all_ids(view, "category")),
    }
    several["category"] &= not view.measure.own
    listed = written.name in ("ranked", "follows_order", "about_equal")
    missing = [key for key, many in several.items() if many and key not in given and not (listed and key == part)]
    if missing:
        yield (
            f"{label} does not say which {' and which '.join(missing)}",
            f"Add {', '.join(key + '=…' for key in missing)}",
        )


def _missing_than(written: Written, label: str, view: View, than: View) -> Iterator[Found]:
    """Parts of the other side of a comparison that another exhibit does not share with the first."""
    if than is view:
        return
    given = written.given
    for key, part in (("than", "group"), ("than_variable", "variable"), ("than_category", "category")):
        ids = _all_ids(than, part)
        own = given.get(part)
        if key in given or len(ids) < 2 or (own is not None and str(own) in ids):
            continue
        yield f"{label} does not say which {part} of {than.exhibit!r}", f"Add {key}=…"


def _missing_test(written: Written, label: str, view: View) -> Iterator[Found]:
    given = written.given
    contrasts = view.measure.contrast
    if len(view.variables) > 1 and "variable" not in given:
        yield f"{label} does not say which variable", "Add variable=…"
    if contrasts and len(view.groups) > 1 and "group" not in given:
        yield f"{label} does not say which group", "Add group=…"
    if not contrasts and not view.usual_panel and not {"panel", "groups", "than"} & set(given):
        yield f"{label} does not say which panel", 'Add panel=… or groups=["…", "…"]'


def _asks_for_a_test(args: tuple[Any, ...], given: Mapping[str, Any]) -> bool:
    """Whether a condition can only be decided by a test."""
    names = (*args[:1], given.get("condition"))
    return given.get("significant") is True or any(name in OF_TESTS for name in names)
