"""The views of exhibits about response and weighting: flow, representativeness, weights, and units by name."""

from collections.abc import Mapping
from typing import Any

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.view import Item, Panel, View
from evalreport.exhibits.weights.plan import bin_labels
from evalreport.files.schema import text_of
from evalreport.weighting.measures import (
    BINS,
    BOUNDS,
    COVERAGE,
    DIFFERENCES,
    EFFECT,
    EVERYBODY,
    NONRESPONSE,
    SHOWN,
    UNKNOWN,
    bins,
    measured,
)
from evalreport.weighting.nonresponse import CELLS, class_ids
from evalreport.weighting.schemes import scheme_waves
from evalreport.weighting.totals import labelled_margins
from evalreport.words.catalogue import word

Spec = Mapping[str, Any]
GROUPED = {"coverage": COVERAGE, "bounds": BOUNDS}  # parts by the groups that divide the frame, and their columns


def weighting_view(exhibit: Exhibit, evaluation: Evaluation, part: str, shown: tuple[str, ...]) -> View:
    """The view of a part of the diagnostics; shown: the columns of the margins."""
    scheme, language = evaluation.weighting[exhibit.weights], evaluation.language
    waves = scheme_waves(scheme, exhibit)
    if part == "spread":
        items = tuple(
            Item(name, word(f"weight_{name}", language)) for name in measured([scheme["waves"][wave] for wave in waves])
        )
        return view_for(exhibit, evaluation, "rate", items, (_waves(waves),))
    if part == "histogram":
        classes = tuple(Item(*pair) for pair in zip(bins(), bin_labels(language, BINS), strict=True))
        weight = Item("weight", word("weight_relative", language))
        return view_for(exhibit, evaluation, "share", (weight,), (_waves(waves, evaluation),), categories=classes)
    if part == "effect":
        items = tuple(Item(r["id"], text_of(r["label"], language)) for r in scheme.get("key_results", ()))
        return view_for(exhibit, evaluation, "rate", items, (_columns(waves, EFFECT, language),))
    if part == "nonresponse":
        items = tuple(dict.fromkeys(item for wave in waves for item in _classes(scheme["waves"][wave], evaluation)))
        items = (*items, Item(EVERYBODY, word("total", language)))
        return view_for(exhibit, evaluation, "rate", items, (_columns(waves, NONRESPONSE, language),))
    if part in GROUPED:
        items = tuple(Item(f"{m}:{item.id}", item.label) for m, item in _grouped(scheme, waves, evaluation))
        return view_for(exhibit, evaluation, "rate", items, (_columns(waves, GROUPED[part], language),))
    return _margins_view(exhibit, scheme, waves, evaluation, shown)


def _classes(spec: Spec, evaluation: Evaluation) -> list[Item]:
    """The classes of a wave's adjustment for non-response, those of a propensity by number, from the lowest."""
    of, language = spec.get("nonresponse"), evaluation.language
    if of is None:
        return []
    if "propensity" in of:
        count = of["propensity"].get("classes", SHOWN)
        label = word("weight_propensity_class", language)
        return [Item(f"class_{k}", label.format(number=k, count=count)) for k in range(1, count + 1)]
    names = {
        cell: " / ".join(evaluation.group(g).label for g in cell.split(CELLS)) for cell in class_ids(evaluation, of)
    }
    return [Item(*pair) for pair in names.items()] + [Item(UNKNOWN, word("weight_unknown_class", language))]


def _grouped(scheme: Spec, waves: tuple[str, ...], evaluation: Evaluation) -> list[tuple[str, Item]]:
    """(margin, category) of the margins that divide the frame, and of those typed in, each once."""
    specs = [scheme["waves"][wave] for wave in waves]
    margins = [m for spec in specs for m in labelled_margins(evaluation, spec) if "groups" in m or "totals" in spec]
    return list(dict.fromkeys((m["id"], item) for m in margins for item in _categories(m, evaluation)))


def _margins_view(
    exhibit: Exhibit, scheme: Spec, waves: tuple[str, ...], evaluation: Evaluation, shown: tuple[str, ...]
) -> View:
    """Margins headed, a row a category; the margins of all waves shown, each once."""
    language = evaluation.language
    specs = [scheme["waves"][wave] for wave in waves]
    margins = {margin["id"]: margin for spec in specs for margin in labelled_margins(evaluation, spec)}
    variables = tuple(Item(name, text_of(margin["label"], language)) for name, margin in margins.items())
    categories = {name: _categories(margin, evaluation) for name, margin in margins.items()}
    panel = _columns(waves, shown, language)
    return view_for(exhibit, evaluation, "share", variables, (panel,), categories_of=categories, scale="sequential")


def _categories(margin: Spec, evaluation: Evaluation) -> tuple[Item, ...]:
    if "groups" in margin:
        return tuple(Item(name, evaluation.group(name).label) for name in margin["groups"])
    return tuple(Item(c["id"], text_of(c["label"], evaluation.language)) for c in margin["categories"])


def _columns(waves: tuple[str, ...], columns: tuple[str, ...], language: str) -> Panel:
    """A column a wave and measure, the wave above where there are several."""
    over = {wave: wave if len(waves) > 1 else "" for wave in waves}
    items = [
        Item(f"{wave}:{name}", word(f"weight_column_{name}", language), over=over[wave], points=name in DIFFERENCES)
        for wave in waves
        for name in columns
    ]
    return Panel("weighting", "", tuple(items))


def _waves(waves: tuple[str, ...], evaluation: Evaluation | None = None) -> Panel:
    """A column a wave, in the colour that a group of that whole wave has elsewhere."""
    colours = {}
    if evaluation:
        groups = [group for grouping in evaluation.groupings.values() for group in grouping.groups]
        colours = {g.where["wave"][0]: g.colour for g in groups if set(g.where) == {"wave"} and g.colour}
    return Panel("wave", "", tuple(Item(wave, wave, colour=colours.get(wave, "")) for wave in waves))
