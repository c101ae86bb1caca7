"""The numbers of exhibits in one that prints them beside each other: what their variables and groups are called there."""

from collections.abc import Mapping

import pandas as pd

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.view import View
from evalreport.files.estimates import ESTIMATES

SIGN = ":"  # between a part and its group


def renamed(exhibit: Exhibit, views: Mapping[str, View]) -> dict[str, dict[str, str]]:
    """Part -> its variable -> what that is called here: the first part's name, by `items` or where a name is the same.

    One question in each part needs no `items`.
    """
    first, *others = exhibit.of
    own = [item.id for item in views[first].variables]
    found = {first: {name: name for name in own}}
    for place, part in enumerate(others, start=1):
        names = [item.id for item in views[part].variables]
        said = {str(each["of"][place]): str(each["of"][0]) for each in exhibit.items if place < len(each["of"])}
        alone = {names[0]: own[0]} if len(names) == len(own) == 1 and not said else {}
        found[part] = {name: said.get(name) or alone.get(name) or name for name in names}
    return found


def joined_table(
    exhibit: str, names: Mapping[str, Mapping[str, str]], protected: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """The protected rows of the parts as rows of the exhibit; names: `renamed`. What a note tells of a part alone stays with it."""
    parts = []
    for part, known in names.items():
        table = protected[part]
        own = table[table["variable"].isin(list(known))]
        groups = f"{part}{SIGN}" + own["group"].astype(str)
        parts.append(own.assign(exhibit=exhibit, variable=own["variable"].map(known), group=groups))
    return pd.concat(parts, ignore_index=True)[[*ESTIMATES]]
