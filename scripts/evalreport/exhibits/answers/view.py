"""From an exhibit's plan and the codebook to its View: what is shown, in which order, under which labels."""

from collections.abc import Mapping
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.indices import index_ends
from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.breaks import with_breaks
from evalreport.exhibits.panels import named_sampling, panels_of
from evalreport.exhibits.view import CHANGE, DIFFERENCE, QUANTILE, SHARE_DIFFERENCE, Item, Panel, View
from evalreport.files.estimates import BETTER, NET, SAME, WORSE, quantile_id
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

STATISTIC = {
    "distribution": "share",
    "share": "share",
    "mean": "mean",
    "total": "total",
    "ratio": "ratio",
    "quantile": QUANTILE,
    "change": CHANGE,
    "contrast": DIFFERENCE,
    "valid_n": "count",
    "response": "rate",
    "cleaning": "count",
}


def view_of(exhibit: Exhibit, evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> View:
    """The view of an exhibit whose plan has been checked."""
    book = codebooks.get(exhibit.instrument)
    variables = items_of(exhibit, book) if book and (exhibit.variables or exhibit.battery) else ()
    language = evaluation.language
    categories_of = {v.name: _categories(exhibit, v, book, language) for v in variables} if book else {}
    alike = len(set(categories_of.values())) == 1
    view = View(
        exhibit=exhibit.id,
        chapter=exhibit.chapter,
        language=language,
        title=exhibit.title,
        display=exhibit.display,
        statistic=SHARE_DIFFERENCE if exhibit.kind == "contrast" and exhibit.counted else STATISTIC[exhibit.kind],
        variables=tuple(Item(v.name, _label(v, variables, book, language)) for v in variables),
        categories=next(iter(categories_of.values())) if alike else (),
        panels=_contrast_panel(exhibit) if exhibit.contrasts else panels_of(exhibit, evaluation),
        decimals=exhibit.decimals,
        scale=exhibit.scale or _scale(exhibit, variables, book),
        scale_ends=_scale_ends(exhibit, variables, book),
        categories_of={} if alike else categories_of,
        stem=_stem(exhibit, variables, book, language),
        note=exhibit.note,
        sort=exhibit.sort,
        positive_first=exhibit.positive_first,
        intervals=exhibit.intervals,
        pairwise=exhibit.pairwise,
        precision=exhibit.precision,
        indices={v.name: _index(v, book) for v in variables if book and v.index},
    )
    return with_breaks(named_sampling(view, exhibit, evaluation), exhibit, evaluation, book)


def _index(variable: Variable, book: Codebook) -> tuple[int, int, int]:
    """Number of items of an index, how many must be answered, and how many are turned."""
    assert variable.index is not None
    items = variable.index.items
    return len(items), variable.index.minimum, sum(book.variable(name).reversed for name in items)


def _label(variable: Variable, shown: tuple[Variable, ...], book: Codebook | None, language: str) -> str:
    """The wording of a variable; where items of several batteries stand together, with the stem of its battery."""
    label = variable.label(language)
    if book is None or not variable.battery or len({v.battery for v in shown}) == 1:
        return label
    return f"{book.batteries[variable.battery].label(language)} {label}"


def _contrast_panel(exhibit: Exhibit) -> tuple[Panel, ...]:
    return (Panel("contrasts", "", tuple(Item(each["id"], each["label"]) for each in exhibit.contrasts)),)


def _categories(exhibit: Exhibit, variable: Variable, book: Codebook, language: str) -> tuple[Item, ...]:
    if exhibit.kind == "quantile":
        return tuple(Item(quantile_id(p), quantile_label(p, language)) for p in exhibit.quantiles)
    if exhibit.kind == "change":
        labels = [_change_label(exhibit, side, book, language) for side in (BETTER, WORSE)]
        same = word("change_same", language)
        return (
            Item(BETTER, labels[0]),
            Item(SAME, same),
            Item(WORSE, labels[1]),
            Item(NET, word("change_net", language)),
        )
    if exhibit.kind != "distribution":
        return ()
    if exhibit.collapse:
        items = [Item(c.id, c.label(language)) for c in book.collapse(exhibit.collapse).categories]
    else:
        items = [Item(str(c.code), c.label(language)) for c in book.value_set(variable.value_set).valid]
    shown = [str(category) for category in exhibit.categories]
    return tuple(item for item in items if not shown or item.id in shown)


def quantile_label(probability: float, language: str) -> str:
    """Median, quartiles and percentiles by name."""
    named = {0.25: "quartile_lower", 0.5: "median", 0.75: "quartile_upper"}
    if probability in named:
        return word(named[probability], language)
    percent = 100 * probability
    number = format_number(percent, 0 if abs(percent - round(percent)) < 1e-9 else 1, language)
    return word("percentile", language).format(number=number)


def _change_label(exhibit: Exhibit, side: str, book: Codebook, language: str) -> str:
    """What the better or worse answers are called: their category's own label where they are one, else the program's word."""
    answers = exhibit.better if side == BETTER else exhibit.worse
    if exhibit.collapse and len(answers) == 1:
        named = {category.id: category.label(language) for category in book.collapse(exhibit.collapse).categories}
        return named[str(answers[0])]
    return word(f"change_{side}", language)


def _scale(exhibit: Exhibit, variables: tuple[Variable, ...], book: Codebook | None) -> str:
    """How answers are coloured: a collapse with a middle or a scale is diverging, other codes are nominal."""
    if exhibit.kind != "distribution" or book is None or not variables:
        return "nominal"
    if exhibit.collapse:
        return "diverging" if len(book.collapse(exhibit.collapse).categories) == 3 else "sequential"
    return "diverging" if variables[0].type == "scale" else "nominal" if variables[0].type == "tick" else "sequential"


def _scale_ends(exhibit: Exhibit, variables: tuple[Variable, ...], book: Codebook | None) -> tuple[float, float] | None:
    if exhibit.kind != "mean" or book is None or not variables:
        return None
    if variables[0].index:
        return index_ends(variables[0].index, book)
    if not variables[0].is_coded:
        return None
    codes = [float(choice.code) for choice in book.value_set(variables[0].value_set).valid]
    return min(codes), max(codes)


def _stem(exhibit: Exhibit, variables: tuple[Variable, ...], book: Codebook | None, language: str) -> str:
    if exhibit.battery and book:
        return book.batteries[exhibit.battery].label(language)
    return variables[0].label(language) if len(variables) == 1 else ""


def for_drawing(view: View) -> dict[str, Any]:
    """What a figure depends on: the view without caption, stem and note, which are not in the picture."""
    data = view.to_dict() | {"title": "", "note": "", "stem": "", "weights": "", "clusters": "", "indices": {}}
    return data | {"breaks": {name: each | {"reason": ""} for name, each in data["breaks"].items()}}


def for_text(view: View, shown: bool, ranked: bool) -> dict[str, Any]:
    """What a chapter's text depends on: no colours; labels and caption only where the exhibit is shown or its labels are named.

    shown: the chapter shows it as a table or figure; ranked: it names the largest or smallest of its items.
    """
    data = view.to_dict() | {"stem": "", "scale": "nominal", "positive_first": False}
    if not shown:
        data |= {
            "title": "",
            "note": "",
            "decimals": 0,
            "scale_ends": None,
            "weights": "",
            "clusters": "",
            "designed": False,
            "precision": (),
            "intervals": False,
            "indices": {},
            "breaks": {},
            "across_break": False,
        }
    blank = {"colour": ""} if shown or ranked else {"colour": "", "label": "", "short": "", "over": "", "mark": ""}
    # The answers to one question stand without its wording, which is in no caption, table or alt text.
    alone = len(view.variables) == 1 and bool(view.categories) and view.display in ("table", "stacked")
    return {
        **data,
        "variables": [item | blank | ({"label": "", "short": ""} if alone else {}) for item in data["variables"]],
        "categories": [item | blank for item in data["categories"]],
        "categories_of": {name: [item | blank for item in items] for name, items in data["categories_of"].items()},
        "panels": [
            {**p, "groups": [group | blank for group in p["groups"]], "label": p["label"] if shown else ""}
            for p in data["panels"]
        ],
    }
