"""The views of exhibits about response and weighting: flow, representativeness, weights, and units by name."""

from collections.abc import Mapping
from typing import Any

from evalreport.codebook import Codebook
from evalreport.config import text_of
from evalreport.evaluation import Evaluation, Exhibit
from evalreport.language import word
from evalreport.register_views import RECEIVED
from evalreport.view import Item, Panel, View
from evalreport.views import panels_of
from evalreport.weighting_plan import (
    AGAINST,
    BINS,
    BOUNDS,
    COVERAGE,
    EFFECT,
    SPREAD,
    bin_labels,
    bins,
    part_of,
    scheme_waves,
)

Spec = Mapping[str, Any]
SHOWN = {"representativeness": ("sample", "weighted", "population", "difference"), "weights": AGAINST[:4]}
GROUPED = {"coverage": COVERAGE, "bounds": BOUNDS}  # parts by the groups that divide the frame, and their columns
UNITS_OF = {"municipalities": "flow_areas", "offices": "flow_units"}  # how names of response quantities end


def flow_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """Steps down the page from the invited to the usable, a column a group; headed by what is counted."""
    language = evaluation.language
    variables = tuple(Item(name, _step(name, language), over=_unit(name, language)) for name in exhibit.variables)
    return _view(exhibit, language, "count", variables, panels_of(exhibit, evaluation))


def _step(name: str, language: str) -> str:
    return word(RECEIVED if name == RECEIVED else f"response_{name}", language)


def _unit(name: str, language: str) -> str:
    return word(UNITS_OF.get(name.rpartition("_")[2], "flow_persons"), language)


def units_view(exhibit: Exhibit, evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> View:
    """Rows of a register by name, with a coded variable (a reason, say) and their group.

    The names themselves are data: they come with the estimates, not with the view.
    """
    language, book = evaluation.language, codebooks[exhibit.instrument]
    name, coded = (book.variable(variable) for variable in exhibit.variables)
    items = (Item(name.name, name.label(language)), Item(coded.name, coded.label(language)))
    answers = tuple(Item(str(c.code), c.label(language)) for c in book.value_set(coded.value_set).valid)
    return _view(exhibit, language, "units", items, panels_of(exhibit, evaluation), answers)


def weighting_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of an exhibit of kind representativeness, or weights by its source."""
    scheme, language = evaluation.weighting[exhibit.weights], evaluation.language
    part = part_of(exhibit)
    waves = scheme_waves(scheme, exhibit)
    if part == "spread":
        items = tuple(Item(name, word(f"weight_{name}", language)) for name in SPREAD)
        return _view(exhibit, language, "rate", items, (_waves(waves),))
    if part == "histogram":
        classes = tuple(Item(*pair) for pair in zip(bins(), bin_labels(language, BINS), strict=True))
        weight = Item("weight", word("weight_relative", language))
        return _view(exhibit, language, "share", (weight,), (_waves(waves, evaluation),), classes)
    if part == "effect":
        items = tuple(Item(r["id"], text_of(r["label"], language)) for r in scheme.get("key_results", ()))
        return _view(exhibit, language, "rate", items, (_columns(waves, EFFECT, language),))
    if part in GROUPED:
        items = tuple(Item(f"{m}:{g}", evaluation.group(g).label) for m, g in _framed_groups(scheme, waves))
        return _view(exhibit, language, "rate", items, (_columns(waves, GROUPED[part], language),))
    return _margins_view(exhibit, scheme, waves, evaluation)


def _framed_groups(scheme: Spec, waves: tuple[str, ...]) -> list[tuple[str, str]]:
    """(margin, group) of the margins that divide the frame, each once."""
    margins = [margin for wave in waves for margin in scheme["waves"][wave]["margins"]]
    return list(dict.fromkeys((m["id"], group) for m in margins for group in m.get("groups", ())))


def _margins_view(exhibit: Exhibit, scheme: Spec, waves: tuple[str, ...], evaluation: Evaluation) -> View:
    """Margins headed, a row a category; the margins of all waves shown, each once."""
    language = evaluation.language
    margins = {margin["id"]: margin for wave in waves for margin in scheme["waves"][wave]["margins"]}
    variables = tuple(Item(name, text_of(margin["label"], language)) for name, margin in margins.items())
    categories = {name: _categories(margin, evaluation) for name, margin in margins.items()}
    panel = _columns(waves, SHOWN[exhibit.kind], language)
    return _view(exhibit, language, "share", variables, (panel,), (), categories)


def _categories(margin: Spec, evaluation: Evaluation) -> tuple[Item, ...]:
    if "groups" in margin:
        return tuple(Item(name, evaluation.group(name).label) for name in margin["groups"])
    return tuple(Item(c["id"], text_of(c["label"], evaluation.language)) for c in margin["categories"])


def _columns(waves: tuple[str, ...], columns: tuple[str, ...], language: str) -> Panel:
    """A column a wave and measure, the wave above where there are several."""
    over = {wave: wave if len(waves) > 1 else "" for wave in waves}
    items = [Item(f"{w}:{c}", word(f"weight_column_{c}", language), over=over[w]) for w in waves for c in columns]
    return Panel("weighting", "", tuple(items))


def _waves(waves: tuple[str, ...], evaluation: Evaluation | None = None) -> Panel:
    """A column a wave, in the colour that a group of that whole wave has elsewhere."""
    colours = {}
    if evaluation:
        groups = [group for grouping in evaluation.groupings.values() for group in grouping.groups]
        colours = {g.where["wave"][0]: g.colour for g in groups if set(g.where) == {"wave"} and g.colour}
    return Panel("wave", "", tuple(Item(wave, wave, colour=colours.get(wave, "")) for wave in waves))


def _view(
    exhibit: Exhibit,
    language: str,
    statistic: str,
    variables: tuple[Item, ...],
    panels: tuple[Panel, ...],
    categories: tuple[Item, ...] = (),
    categories_of: dict[str, tuple[Item, ...]] | None = None,
) -> View:
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
