"""The frame of a view: the groups of an exhibit, one panel a grouping, and what is the same in every kind."""

from dataclasses import replace
from typing import Any

from evalreport.codebook.conditions import plain
from evalreport.evaluation.model import Evaluation, Exhibit, Grouping
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import TOTAL
from evalreport.files.schema import text_of
from evalreport.words.catalogue import word


def named_sampling(view: View, exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view with what the weights and the clusters of its exhibit are called; empty where it has none."""
    scheme, design = evaluation.weighting.get(exhibit.weights), evaluation.designs.get(exhibit.design)
    weights = text_of(scheme["label"], evaluation.language) if scheme else ""
    clusters = text_of(design["label"], evaluation.language) if design and "clusters" in design else ""
    rules = dict(evaluation.uncertainty)
    return replace(view, weights=weights, clusters=clusters, designed=design is not None, uncertainty=rules)


def panels_of(exhibit: Exhibit, evaluation: Evaluation) -> tuple[Panel, ...]:
    """The groupings of an exhibit with the groups it shows; the total stands last, in the last panel."""
    everyone = Item(TOTAL, word("total", evaluation.language))
    waves = any(evaluation.groupings[name].of_waves for name in exhibit.by if name not in exhibit.background)
    panels = []
    for name in exhibit.by:
        panel, added = _panel(evaluation.groupings[name], exhibit.groups), name in exhibit.background
        panels.append(replace(panel, added=added, pooled=added and waves))
    if not panels:
        return (Panel("everyone", "", (everyone,)),)
    if exhibit.total:
        last = panels[-1]
        panels[-1] = replace(last, groups=(*last.groups, everyone))
    return tuple(panels)


def _panel(grouping: Grouping, shown: tuple[str, ...]) -> Panel:
    items = {g.id: Item(g.id, g.label, colour=g.colour, over=g.over, prose=g.prose) for g in grouping.groups}
    order = [name for name in shown if name in items] or list(items)
    return Panel(grouping.id, grouping.label, tuple(items[name] for name in order))


def panel_params(exhibit: Exhibit, evaluation: Evaluation) -> list[list[Any]]:
    """Groupings and their groups by id and condition: a new label or colour does not change a number."""
    return [
        [panel.id, [_group_params(evaluation, group.id) for group in panel.groups if group.id != TOTAL]]
        for panel in panels_of(exhibit, evaluation)
    ]


def _group_params(evaluation: Evaluation, group: str) -> dict[str, Any]:
    return {"id": group, "where": plain(evaluation.group(group).where)}


def view_for(
    exhibit: Exhibit,
    evaluation: Evaluation,
    statistic: str,
    variables: tuple[Item, ...],
    panels: tuple[Panel, ...],
    **own: Any,
) -> View:
    """The view of an exhibit: its frame from the plan, its items as given, and what its kind adds."""
    planned = {
        name: getattr(exhibit, name)
        for name in ("chapter", "title", "kind", "display", "decimals", "note", "sort", "sentences")
    }
    items = {"variables": variables, "categories": (), "panels": panels, "percent_from": evaluation.percent_from}
    return View(
        **{"exhibit": exhibit.id, "language": evaluation.language, "statistic": statistic} | planned | items | own
    )
