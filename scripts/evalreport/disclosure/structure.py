"""Which numbers of one exhibit add up to which: its groupings with their totals, and counts that are parts of another count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.kind import FORMS
from evalreport.exhibits.register.view import RECEIVED, USABLE
from evalreport.exhibits.registry import KINDS
from evalreport.files.estimates import TOTAL


@dataclass(frozen=True)
class Panel:
    """The groups of one grouping; closed: what they add up to is printed, as a total or by another grouping beside it."""

    groups: tuple[str, ...]
    total: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Structure:
    """What adds up in an exhibit besides the answers of a group; parts: variables that with `usable` make up `received`."""

    panels: tuple[Panel, ...] = ()
    parts: tuple[str, ...] = ()
    cleaning: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for a rule's params."""
        panels = [{"groups": list(p.groups), "total": p.total, "closed": p.closed} for p in self.panels]
        return {"panels": panels, "parts": list(self.parts), "cleaning": self.cleaning}


def structure_from(data: Mapping[str, Any]) -> Structure:
    """The structure that `Structure.to_dict` wrote."""
    panels = tuple(Panel(tuple(p["groups"]), p["total"], p["closed"]) for p in data["panels"])
    return Structure(panels, tuple(data["parts"]), data["cleaning"])


def grouped(groupings: Iterable[Iterable[str]], total: bool, prefixes: Iterable[str] = ("",)) -> Structure:
    """The structure of groupings side by side: each adds up to the total where it is printed, and to what the others add up to.

    prefixes: what stands before the ids of the groups, a wave each, where an exhibit shows several.
    """
    panels = [tuple(group for group in groups if group != TOTAL) for groups in groupings]
    panels = [groups for groups in panels if groups]
    closed = total or len(panels) > 1
    return Structure(
        tuple(
            Panel(tuple(prefix + group for group in groups), prefix + TOTAL if total else "", closed)
            for prefix in prefixes
            for groups in panels
        )
    )


def cleaned(dropping: Iterable[str]) -> Structure:
    """The structure of an exhibit of cleaning: forms received are those usable and those that each rule dropped."""
    return Structure(parts=(USABLE, *dropping), cleaning=True)


def total_of_parts(structure: Structure) -> str:
    """The variable that the parts of a structure add up to; "" without parts."""
    return RECEIVED if structure.parts else ""


def structure_of(
    exhibit: Exhibit, groupings: Iterable[Iterable[str]], dropping: Iterable[str], prefixes: Iterable[str]
) -> Structure:
    """The structure of an exhibit; groupings: its groups by grouping; dropping: cleaning rules that drop forms."""
    if KINDS[exhibit.kind].respondents(exhibit) == FORMS:
        return cleaned(dropping)
    return grouped(groupings, exhibit.total, tuple(prefixes) or ("",))
