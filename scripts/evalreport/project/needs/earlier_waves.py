"""Sentences that speak of earlier waves alone: what to look at when a wave has come."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evalreport.chapters.cited import CLAIM, QUOTING
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.breaks import waves_of
from evalreport.exhibits.joining import SIGN
from evalreport.exhibits.kind import ANSWERED
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import View
from evalreport.files.estimates import TOTAL

if TYPE_CHECKING:
    from evalreport.chapters.cited import Citation
    from evalreport.project.project import Project

GROUPS = ("group", "than", "groups", "among", "order", "places")  # arguments that name groups
EVERY = "groups"  # what `among` says where all of them are compared

Line = tuple[str, str, str]  # file, place, instrument


def earlier_waves(project: "Project") -> list[list[str]]:
    """File, place, exhibits, the waves spoken of and the newest, of each line whose numbers are of earlier waves than the newest alone.

    The newest is the last wave of the edition in which the exhibit's questions were asked. A line that names it too, and a line of numbers
    over several waves, speak of it.
    """
    found: dict[Line, tuple[dict[str, None], dict[str, None], str]] = {}
    for citation in (each for cited in project.cited.values() for each in cited):
        for exhibit, groups in _answered(project, citation):
            newest = _newest(project, exhibit)
            said = _spoken_of(project, exhibit, groups)
            names, waves, _ = found.setdefault((*citation.read_at, exhibit.instrument), ({}, {}, newest))
            names[exhibit.id] = None
            waves.update(dict.fromkeys(said))
    return [
        [file, place, ", ".join(names), ", ".join(waves), newest]
        for (file, place, _), (names, waves, newest) in found.items()
        if waves and newest and newest not in waves
    ]


def _answered(project: "Project", citation: "Citation") -> Iterator[tuple[Exhibit, list[str]]]:
    """The exhibits of answers whose numbers a citation takes, of questionnaires with several waves, with their groups among these.

    An exhibit that prints others beside each other has the numbers of those of them whose groups are named, or of all.
    """
    for name in citation.exhibits if citation.function in (*QUOTING, CLAIM) else ():
        if name not in project.exhibits:
            continue
        groups = _taken(citation, project.views[name])
        for part in project.exhibits[name].of or (name,):
            exhibit, sign = project.exhibits[part], f"{part}{SIGN}" if part != name else ""
            own = [group.removeprefix(sign) for group in groups if group.startswith(sign)]
            answered = KINDS[exhibit.kind].respondents(exhibit) == ANSWERED
            if own and answered and len(project.waves(exhibit.instrument)) > 1:
                yield exhibit, own


def _taken(citation: "Citation", view: View) -> list[str]:
    """The groups that a citation takes numbers of: those it names or that are in the panel it names, else all that the exhibit shows."""
    shown = [group.id for group in view.groups] or [TOTAL]
    named = [text for key in GROUPS for text in _texts(citation.named.get(key)) if text in shown]
    panels = [panel for panel in view.panels if panel.id == citation.named.get("panel")]
    named += [group.id for panel in panels for group in panel.groups]
    return shown if citation.named.get("among") == EVERY else named or shown


def _newest(project: "Project", exhibit: Exhibit) -> str:
    """The last wave of the edition that asked any question of an exhibit, "" for none."""
    asked = items_of(exhibit, project.codebooks[exhibit.instrument])
    waves = [wave for wave in project.waves(exhibit.instrument) if any(v.asked_in(wave) for v in asked)]
    return waves[-1] if waves else ""


def _spoken_of(project: "Project", exhibit: Exhibit, groups: list[str]) -> list[str]:
    """The waves that the numbers of some groups of an exhibit come from."""
    evaluation = project.evaluation
    conditions = [{} if name == TOTAL else evaluation.group(name).where for name in groups if _is_group(project, name)]
    edition = project.waves(exhibit.instrument)
    return [wave for where in conditions for wave in waves_of(exhibit, evaluation, where) if wave in edition]


def _is_group(project: "Project", name: str) -> bool:
    groupings = project.evaluation.groupings.values()
    return name == TOTAL or any(group.id == name for grouping in groupings for group in grouping.groups)


def _texts(value: Any) -> list[str]:
    """The ids in an argument: one, several, or two joined by | as those of a test."""
    if isinstance(value, str):
        return value.split("|")
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list | tuple) else []
