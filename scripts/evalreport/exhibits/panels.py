"""The groups of an exhibit: one panel a grouping."""

from dataclasses import replace

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
    panels = [_panel(evaluation.groupings[name], exhibit.groups) for name in exhibit.by]
    if not panels:
        return (Panel("everyone", "", (everyone,)),)
    if exhibit.total:
        last = panels[-1]
        panels[-1] = Panel(last.id, last.label, (*last.groups, everyone))
    return tuple(panels)


def _panel(grouping: Grouping, shown: tuple[str, ...]) -> Panel:
    items = {g.id: Item(g.id, g.label, colour=g.colour, over=g.over) for g in grouping.groups}
    order = [name for name in shown if name in items] or list(items)
    return Panel(grouping.id, grouping.label, tuple(items[name] for name in order))


def framed_view(
    exhibit: Exhibit,
    language: str,
    statistic: str,
    variables: tuple[Item, ...],
    panels: tuple[Panel, ...],
    categories: tuple[Item, ...] = (),
    categories_of: dict[str, tuple[Item, ...]] | None = None,
) -> View:
    """The view of an exhibit that shows the program's own quantities: its frame from the plan, its items as given."""
    return View(
        exhibit=exhibit.id,
        chapter=exhibit.chapter,
        language=language,
        title=exhibit.title,
        display=exhibit.display,
        statistic=statistic,
        variables=variables,
        categories=categories,
        panels=panels,
        decimals=exhibit.decimals,
        scale="sequential" if categories_of else "nominal",
        note=exhibit.note,
        sort=exhibit.sort,
        categories_of=categories_of or {},
    )
