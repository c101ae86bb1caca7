"""The conditions an author may write and their arguments: the one table that checks, documentation and errors read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalreport.exhibits.view import View

CELL = ("variable", "category", "group")
THAN = ("than", "than_variable", "than_category", "than_exhibit")
TEST = ("panel", "groups", "level")


@dataclass(frozen=True)
class Condition:
    """How a condition is written: what it says, what it needs (one of each tuple), what it may have besides, an example."""

    meaning: str
    example: str
    needs: tuple[tuple[str, ...], ...] = ()
    may: tuple[str, ...] = ()
    decimals: bool = True  # whether values decide, which are printed with decimals
    repeats: str = ""  # the argument that it repeats another condition for: groups or variables

    @property
    def arguments(self) -> tuple[str, ...]:
        """Every argument that it takes."""
        return tuple(
            dict.fromkeys(
                [*(name for names in self.needs for name in names), *self.may, *(["decimals"] if self.decimals else [])]
            )
        )


_COMPARES = (*CELL, "by", "times", "significant", *TEST)
_SIDE = ("above", "below")
_RANKS = (*CELL, "among", "k", *_SIDE)

CONDITIONS: dict[str, Condition] = {
    "higher": Condition(
        "a value is higher than another: `than=` another group, `than_variable=`, `than_category=` or `than_exhibit=`; "
        "`by=` at least so many points, `times=` at least so many times, `significant=true` the test of the two agrees",
        '{% claim "higher", "barriers", variable="no_time", group="control", than="project", significant=true %}',
        (THAN,),
        _COMPARES,
    ),
    "lower": Condition(
        "a value is lower than another",
        '{% claim "lower", "use", category=["rarely", "never"], group="project", than="control" %}',
        (THAN,),
        _COMPARES,
    ),
    "increase": Condition(
        "higher than before",
        '{% claim "increase", "use", category="often", group="y2009", than="y2008" %}',
        (("than",),),
        _COMPARES,
    ),
    "decrease": Condition(
        "lower than before",
        '{% claim "decrease", "use", category="often", group="y2009", than="y2008", by=5 %}',
        (("than",),),
        _COMPARES,
    ),
    "about_equal": Condition(
        "values lie within a margin of each other: two (`than…=`) or several (`among=`); `margin=` in percentage points or "
        "points of the scale",
        '{% claim "about_equal", "use", category="often", among=["project", "control", "before"], margin=4 %}',
        ((*THAN, "among"),),
        (*CELL, "margin", "panel", "groups"),
    ),
    "unchanged": Condition(
        "about equal to before",
        '{% claim "unchanged", "use", category="often", group="y2009", than="y2008" %}',
        (("than",),),
        (*CELL, "margin", "panel", "groups"),
    ),
    "times_about": Condition(
        "about so many times another, within a tenth of it (`margin=0.1`)",
        '{% claim "times_about", "use", category="never", group="north", than="south", times=2 %}',
        (THAN, ("times",)),
        (*CELL, "margin"),
    ),
    "majority": Condition(
        "more than half", '{% claim "majority", "use", category="often", group="project" %}', (), CELL
    ),
    "minority": Condition(
        "less than half", '{% claim "minority", "use", category="often", group="project" %}', (), CELL
    ),
    "share_about": Condition(
        "a share near `share=0.6` or near one in words: `words=` one_in_ten, one_in_five, one_in_four, one_third, two_in_five, half, "
        "three_in_five, two_thirds, three_in_four, four_in_five, nine_in_ten",
        '{% claim "share_about", "use", category="often", group="project", words="two_thirds" %}',
        (("share", "words"),),
        (*CELL, "margin"),
    ),
    "at_least": Condition(
        "at least `share=` (0 to 1) or `value=` (means, counts)",
        '{% claim "at_least", "use", category="often", group="project", share=0.75 %}',
        (("share", "value"),),
        CELL,
    ),
    "at_most": Condition(
        "at most so much",
        '{% claim "at_most", "reading", variable="books", group="project", value=2.5 %}',
        (("share", "value"),),
        CELL,
    ),
    "above": Condition(
        "above a neutral value: `value=` (means, counts) or `share=` (0 to 1)",
        '{% claim "above", "reading", variable="books", group="project", value=3 %}',
        (("share", "value"),),
        CELL,
    ),
    "below": Condition(
        "below a neutral value",
        '{% claim "below", "reading", variable="books", group="project", value=3 %}',
        (("share", "value"),),
        CELL,
    ),
    "above_zero": Condition(
        "a difference of an exhibit of kind contrast or paired_change is positive",
        '{% claim "above_zero", "gaps", variable="books", group="gap_2009", significant=true %}',
        (),
        ("variable", "group", "significant", "level"),
    ),
    "below_zero": Condition(
        "a difference is negative",
        '{% claim "below_zero", "gaps", variable="books", group="gap_2009" %}',
        (),
        ("variable", "group", "significant", "level"),
    ),
    "largest": Condition(
        'the largest of the variables, or of `among="groups"`, `among="categories"`, a list of ids; '
        "`k=3`: one of the three largest; `above=3` (`below=3`): and it lies above (below) the neutral value of the scale, "
        "shares in per cent",
        '{% claim "largest", "use", category="often", group="north", among="groups" %}',
        (CELL,),
        _RANKS,
    ),
    "smallest": Condition(
        "the smallest, as `largest`",
        '{% claim "smallest", "barriers", variable="no_interest", group="project" %}',
        (CELL,),
        _RANKS,
    ),
    "largest_difference": Condition(
        "of all variables (or of `among=[…]`) the one in which a group is furthest above another: the largest gap, "
        "or the largest increase; `k=3`: one of the three",
        '{% claim "largest_difference", "barriers", variable="no_time", group="control", than="project" %}',
        (("variable",), ("than",)),
        ("category", "group", "among", "k"),
    ),
    "ranked": Condition(
        "these are the first, in this order; `in_order=false` in any order, `smallest_first=true` from below; `above=`, `below=`: and "
        "all of them lie above (below) the neutral value",
        '{% claim "ranked", "barriers", order=["no_time", "no_money"], group="project" %}',
        (("order",),),
        (*CELL, "in_order", "smallest_first", *_SIDE),
    ),
    "follows_order": Condition(
        'values rise (`direction="rising"`) or fall from each to the next; `above=`, `below=` as in `ranked`',
        '{% claim "follows_order", "use", category="often", order=["control", "knows", "takes_part"], direction="rising" %}',
        (("order",), ("direction",)),
        (*CELL, *_SIDE),
    ),
    "significant": Condition(
        "the test is significant at `level=` (the evaluation's first); `panel=`, or `groups=` where there are several tests",
        '{% claim "significant", "use", panel="region" %}',
        (),
        ("variable", "group", "than", *TEST),
        decimals=False,
    ),
    "trend": Condition(
        'the exhibit\'s test of trend (`test: trend`) says that answers rise (`direction="rising"`) or fall over '
        "the groups in their order",
        '{% claim "trend", "use_by_size", direction="rising" %}',
        (("direction",),),
        ("variable", *TEST),
        decimals=False,
    ),
    "not_significant": Condition(
        "the test is not significant",
        '{% claim "not_significant", "use", groups=["north", "south"] %}',
        (),
        ("variable", "group", "than", *TEST),
        decimals=False,
    ),
    "in_every_group": Condition(
        'another condition, in every one of `groups=[…]` (or `groups="all"`)',
        '{% claim "in_every_group", "use", condition="majority", category="often", groups="all" %}',
        (("condition",), ("groups",)),
        repeats="group",
    ),
    "for_every_variable": Condition(
        'another condition, for every one of `variables=[…]` (or `variables="all"`)',
        '{% claim "for_every_variable", "benefits", condition="higher", variables="all", group="project", than="control" %}',
        (("condition",), ("variables",)),
        repeats="variable",
    ),
}


# Of these a sentence may say which is first, and nothing of whether it has grown, unless `above` or `below` is stated.
ORDERS = frozenset(name for name, condition in CONDITIONS.items() if "above" in condition.arguments)


@dataclass(frozen=True)
class Written:
    """A condition as it stands in a template: its name, its exhibit and its arguments."""

    name: str
    exhibit: str
    given: Mapping[str, Any]

    def __str__(self) -> str:
        """`higher: barriers, variable no_time, group control, than project`, for a reader of claims.csv."""
        parts = [key if value is True else f"{key} {_said(value)}" for key, value in self.given.items()]
        return f"{self.name}: {', '.join([self.exhibit, *parts])}"


def _said(value: Any) -> str:
    return "+".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)


def expanded(written: Written, view: View) -> list[Written]:
    """The conditions that one stands for: itself, or the one it repeats for every group or variable."""
    repeats = CONDITIONS[written.name].repeats
    if not repeats:
        return [written]
    listed = written.given[f"{repeats}s"]
    ids = _all(view, repeats) if listed == "all" else [str(name) for name in listed]
    rest = {key: value for key, value in written.given.items() if key not in ("condition", f"{repeats}s")}
    return [Written(str(written.given["condition"]), written.exhibit, {**rest, repeats: name}) for name in ids]


def _all(view: View, part: str) -> Sequence[str]:
    items = view.variables if part == "variable" else view.groups
    return [item.id for item in items if part == "variable" or item.id != "total"]


def conditions_table() -> str:
    """The conditions as the Markdown table of docs/templates.md."""
    rows = [
        f"| `{name}` | {c.meaning} | `{c.example}` | {', '.join(f'`{a}`' for a in c.arguments)} |"
        for name, c in CONDITIONS.items()
    ]
    return "\n".join(["| condition | says | for example | arguments |", "| --- | --- | --- | --- |", *rows])
