"""What a reader sees of one exhibit, without the numbers: what is shown, in which order, under which words.

A view is made from the exhibit's specification and the codebook before anything runs (see `exhibits.kind.Kind.view`);
tables, figures, alt texts, notes and prose all take their labels and order from it, never from the data.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from evalreport.exhibits.statistics import STATISTICS, Statistic
from evalreport.files.estimates import TOTAL

TIMELINE, LIST = "timeline", "list"  # displays of exhibits of records with a form of their own
PICTURE = "picture"  # display of a picture of the team's own


@dataclass(frozen=True)
class Item:
    """One variable, answer category or group: its id in the estimates and its label for the reader."""

    id: str
    label: str
    short: str = ""  # a shorter label for figures, where there is one
    colour: str = ""  # groups: the colour kept throughout the report, as #rrggbb
    over: str = ""  # groups: the heading above several columns (a wave, say)
    mark: str = ""  # variables: a mark such as * (values reconstructed), printed after the label
    prose: str = ""  # what running text calls it, where that is not the label
    aside: bool = False  # answers: on no scale, such as "don't know"
    points: bool = False  # groups: differences of shares, in percentage points


@dataclass(frozen=True)
class Panel:
    """One grouping of an exhibit; several stand side by side (knowledge | region | NAV office)."""

    id: str
    label: str
    groups: tuple[Item, ...]
    added: bool = False  # it stands there because the whole plan is broken down by it
    pooled: bool = False  # so that its groups hold the waves that stand beside them together


@dataclass(frozen=True)
class Break:
    """A break in the series of a variable: the waves from which it changed, why, and the stretches behind each group."""

    waves: tuple[str, ...]
    reason: str
    stretches: dict[str, tuple[int, ...]]  # group -> stretches between breaks its answers come from


@dataclass(frozen=True)
class View:
    """The labelled and ordered frame of one exhibit."""

    exhibit: str
    chapter: str
    language: str
    title: str
    kind: str  # of exhibit, one of `exhibits.registry.KINDS`
    display: str  # table | stacked | bars | trend | flow | timeline | list | picture
    statistic: str  # what its numbers are, one of `exhibits.statistics.STATISTICS`
    variables: tuple[Item, ...]
    categories: tuple[Item, ...]  # answer categories shown, in display order; empty for means
    panels: tuple[Panel, ...]
    decimals: int = 1
    scale: str = "nominal"  # nominal | sequential | diverging: how answer categories are coloured
    scale_ends: tuple[float, float] | None = None  # smallest and largest code, for means
    categories_of: dict[str, tuple[Item, ...]] = field(default_factory=dict)  # per variable, where they differ
    stem: str = ""  # wording of the question or battery stem
    note: str = ""  # a note from the plan, printed before the program's own
    positive_first: bool = False  # the first answer is the favourable end of a diverging scale
    sort: str = "plan"  # plan | descending: items by the first group's value
    weights: str = ""  # what the weights are called; none without
    clusters: str = ""  # what the clusters of the design are called, in the plural; none without
    intervals: bool = False  # a figure shows confidence intervals
    indices: dict[str, tuple[int, int, int]] = field(
        default_factory=dict
    )  # index -> items, fewest answered, items turned
    counts: str = ""  # a table prints counts, not shares: how units with several codes count (each | first | only)
    breaks: dict[str, Break] = field(default_factory=dict)  # variable -> break that lies among the groups shown
    across_break: bool = False  # the plan compares across them all the same
    pairwise: bool = False  # groups are compared two by two and marked by letters
    stated: float | None = None  # the number that each of its own is tested against
    compared: str = ""  # what the other coding of a kappa is called
    waves: tuple[str, ...] = ()  # what the two waves of a change of the same persons are called
    beside: str = ""  # beside shares, counts (brackets | columns), or these only; beside means, deviations and ends (sd | range | sd_range)
    across: bool = False  # answers are columns, an item or group a row
    bins: tuple[float, ...] = ()  # edges of the classes of a histogram
    method: str = ""  # how variables are correlated: pearson | spearman
    precision: tuple[str, ...] = ()  # design effect and the like, a row each below an item
    designed: bool = False  # its numbers rest on a design of the evaluation
    sentences: bool = False  # what its background shows is told in words below it
    base: str = ""  # whom shares of several answers are of: named | all; "" for those who answered the question
    percent_from: int = 0  # smallest base of a share that is printed in per cent, not as counts
    uncertainty: dict[str, Any] = field(default_factory=dict)  # level of intervals, kind for shares, rule of quantiles

    aliases: dict[str, str] = field(default_factory=dict)  # what a group may be called too -> its id

    @property
    def level(self) -> float:
        """The level of its intervals, in per cent."""
        return float(self.uncertainty.get("level", 95))

    @property
    def measure(self) -> Statistic:
        """What its numbers are."""
        return STATISTICS[self.statistic]

    @property
    def shown_by(self) -> str:
        """The template function that puts it on the page: table, figure or references."""
        return {"table": "table", LIST: "references"}.get(self.display, "figure")

    @property
    def groups(self) -> tuple[Item, ...]:
        """All groups of all panels, in order."""
        return tuple(group for panel in self.panels for group in panel.groups)

    @property
    def usual_group(self) -> str:
        """The group of a number that names none: everybody where they are shown, else the first group; "" without groups."""
        ids = [group.id for group in self.groups]
        return TOTAL if TOTAL in ids else next(iter(ids), "")

    @property
    def usual_panel(self) -> str:
        """The panel of a test that names none: the only one the exhibit has of its own, or has at all; "" where there are several."""
        own = [panel.id for panel in self.panels if not panel.added] or [panel.id for panel in self.panels]
        return own[0] if len(own) == 1 else ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for a rule's params."""
        return asdict(self)


def _items(values: Any) -> tuple[Item, ...]:
    return tuple(Item(**value) for value in values)


def view_from(data: dict[str, Any]) -> View:
    """The view that `View.to_dict` wrote, or an earlier version of it, which may lack kind, indices and breaks."""
    known = {
        "variables": _items(data["variables"]),
        "categories": _items(data["categories"]),
        "panels": tuple(
            Panel(p["id"], p["label"], _items(p["groups"]), p.get("added", False), p.get("pooled", False))
            for p in data["panels"]
        ),
        "scale_ends": tuple(data["scale_ends"]) if data["scale_ends"] else None,
        "categories_of": {name: _items(values) for name, values in data["categories_of"].items()},
        "indices": {name: tuple(of) for name, of in data.get("indices", {}).items()},
        "precision": tuple(data.get("precision", ())),
        "bins": tuple(data.get("bins", ())),
        "waves": tuple(data.get("waves", ())),
        "breaks": {name: _break(values) for name, values in data.get("breaks", {}).items()},
    }
    return View(**{"kind": ""} | data | known)


def _break(data: dict[str, Any]) -> Break:
    return Break(tuple(data["waves"]), data["reason"], {name: tuple(own) for name, own in data["stretches"].items()})
