"""The groups that tests compare, and the places whose verdicts `verdicts()` says in one phrase."""

from collections.abc import Iterator
from typing import Any

from evalreport.exhibits.view import View
from evalreport.files.spreadsheets import suggestion


def family_of(view: View, name: str) -> list[str]:
    """The groups that a test compares: those of a panel, or those that `a|b` names; [] for the name "None"."""
    panels = {panel.id: [group.id for group in panel.groups] for panel in view.panels}
    return panels.get(name) or ([] if name == "None" else name.split("|"))


def place_problems(view: View, places: Any) -> Iterator[tuple[str, str]]:
    """(found, expected) of what is wrong with the places of verdicts(): two or more, each with groups that the exhibit has."""
    call = f"verdicts({view.exhibit!r})"
    if not isinstance(places, dict) or len(places) < 2:
        yield f"{call} without places", 'Write places={"in the north": "a|b", "in the south": "c|d"}'
        return
    known = [group.id for group in view.groups]
    for group in (group for groups in places.values() for group in family_of(view, str(groups))):
        if group not in known:
            yield f"{call}: no group {group!r}", suggestion(group, known)
