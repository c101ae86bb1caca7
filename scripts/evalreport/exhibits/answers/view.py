"""From the plan of an exhibit of answers and the codebook to its view: items, answers, and what is around them."""

from dataclasses import replace
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.indices import index_ends
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.beside import beside_of
from evalreport.exhibits.bins import bin_ids, bin_labels
from evalreport.exhibits.breaks import with_breaks
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.panels import named_sampling, panels_of, view_for
from evalreport.exhibits.statistics import POINTS, SHARE, STATISTICS
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BETTER, NET, SAME, WORSE, quantile_id
from evalreport.words.catalogue import recognised, word
from evalreport.words.numbers import format_number


def answers_view(exhibit: Exhibit, ground: Ground, statistic: str, panels: tuple[Panel, ...] = (), **own: Any) -> View:
    """The view of an exhibit of answers whose plan has been checked; panels: instead of its groups; own: what its kind adds."""
    evaluation, book = ground.evaluation, ground.codebooks[exhibit.instrument]
    variables = items_of(exhibit, book)
    view = view_for(
        exhibit,
        evaluation,
        statistic,
        tuple(_item(v, variables, book, evaluation.language) for v in variables),
        panels or panels_of(exhibit, evaluation),
        stem=_stem(exhibit, variables, book, evaluation.language),
        intervals=exhibit.intervals,
        pairwise=exhibit.pairwise,
        stated=exhibit.stated,
        precision=exhibit.precision,
        beside=beside_of(exhibit),
        indices={v.name: _index(v, book) for v in variables if v.index},
        **{"base": _base(exhibit, statistic)} | own,
    )
    return with_breaks(named_sampling(view, exhibit, evaluation), exhibit, evaluation, book)


def _base(exhibit: Exhibit, statistic: str) -> str:
    """Whom the shares of an exhibit are of, where that is not those who answered; counts are of nobody but those they count."""
    shares = STATISTICS[statistic].unit in (SHARE, POINTS)
    return exhibit.base if exhibit.base == "named" or (exhibit.base == "all" and shares) else ""


def _index(variable: Variable, book: Codebook) -> tuple[int, int, int]:
    """Number of items of an index, how many must be answered, and how many are turned."""
    assert variable.index is not None
    items = variable.index.items
    return len(items), variable.index.minimum, sum(book.variable(name).reversed for name in items)


def _item(variable: Variable, shown: tuple[Variable, ...], book: Codebook, language: str) -> Item:
    return Item(variable.name, _label(variable, shown, book, language), prose=variable.prose.get(language, ""))


def _label(variable: Variable, shown: tuple[Variable, ...], book: Codebook, language: str) -> str:
    """The wording of a variable; where items of several batteries stand together, with the stem of its battery."""
    label = variable.label(language)
    if not variable.battery or len({v.battery for v in shown}) == 1:
        return label
    return f"{book.batteries[variable.battery].label(language)} {label}"


def _stem(exhibit: Exhibit, variables: tuple[Variable, ...], book: Codebook, language: str) -> str:
    if exhibit.battery:
        return book.batteries[exhibit.battery].label(language)
    return variables[0].label(language) if len(variables) == 1 else ""


def contrast_panel(exhibit: Exhibit) -> tuple[Panel, ...]:
    """The differences as columns."""
    return (Panel("contrasts", "", tuple(Item(each["id"], each["label"]) for each in exhibit.contrasts)),)


def share_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """A share of one answer says in its title whom it is of."""
    several = len(items_of(exhibit, book)) > 1
    return {} if several else {"base": ""}


def answer_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """The answers shown of the variables, common to them where they are alike, and how they are coloured."""
    variables = items_of(exhibit, book)
    found = {v.name: _answers(exhibit, v, book, language) for v in variables}
    alike = len(set(found.values())) == 1
    return {
        "categories": next(iter(found.values())) if alike else (),
        "categories_of": {} if alike else found,
        "scale": exhibit.scale or _scale(exhibit, variables[0], book, language),
        "positive_first": exhibit.positive_first,
        "across": exhibit.answers == "columns",
    }


def _aside(label: str) -> bool:
    """Whether an answer lies on no scale: those who say that they do not know."""
    return label.strip().casefold().replace("’", "'") in recognised("undecided")


def _answers(exhibit: Exhibit, variable: Variable, book: Codebook, language: str) -> tuple[Item, ...]:
    if exhibit.collapse:
        named = [(c.id, c.label(language)) for c in book.collapse(exhibit.collapse).categories]
    else:
        named = [(str(c.code), c.label(language)) for c in book.value_set(variable.value_set).valid]
    items = [Item(name, label, aside=_aside(label)) for name, label in named]
    shown = [str(category) for category in exhibit.categories]
    return tuple(item for item in items if not shown or item.id in shown)


def counted_labels(exhibit: Exhibit, variable: Variable, book: Codebook, language: str) -> dict[str, str]:
    """The answers of a variable that an exhibit counts -> what they are called."""
    counted = {str(category) for category in exhibit.counted}
    everything = _answers(replace(exhibit, categories=()), variable, book, language)
    return {item.id: item.label for item in everything if item.id in counted}


def _scale(exhibit: Exhibit, variable: Variable, book: Codebook, language: str) -> str:
    """How answers are coloured: a collapse with a middle or a scale is diverging, other codes are nominal."""
    if exhibit.collapse:
        scaled = [c for c in book.collapse(exhibit.collapse).categories if not _aside(c.label(language))]
        return "diverging" if len(scaled) == 3 else "sequential"
    return {"scale": "diverging", "tick": "nominal"}.get(variable.type, "sequential")


def quantile_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """The quantiles as rows."""
    return {"categories": tuple(Item(quantile_id(p), quantile_label(p, language)) for p in exhibit.quantiles)}


def bin_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """The classes of a histogram, and their edges."""
    labels = zip(bin_ids(exhibit.bins), bin_labels(exhibit.bins, language), strict=True)
    return {"categories": tuple(Item(id, label) for id, label in labels), "bins": exhibit.bins, "scale": "sequential"}


def quantile_label(probability: float, language: str) -> str:
    """Median, quartiles and percentiles by name."""
    named = {0.25: "quartile_lower", 0.5: "median", 0.75: "quartile_upper"}
    if probability in named:
        return word(named[probability], language)
    percent = 100 * probability
    number = format_number(percent, 0 if abs(percent - round(percent)) < 1e-9 else 1, language)
    return word("percentile", language).format(number=number)


def kappa_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """What the other coding is called."""
    return {"compared": book.variable(exhibit.compared_with).label(language)}


def change_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """Better, the same, worse, and the net of better and worse."""
    labels = {side: _change_label(exhibit, side, book, language) for side in (BETTER, WORSE)}
    labels |= {name: word(f"change_{name}", language) for name in (SAME, NET)}
    return {"categories": tuple(Item(name, labels[name]) for name in (BETTER, SAME, WORSE, NET))}


def nps_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """Those who recommend, the passive, those who do not, and the score."""
    names = {BETTER: "promoters", SAME: "passives", WORSE: "detractors", NET: "score"}
    return {"categories": tuple(Item(name, word(f"nps_{key}", language)) for name, key in names.items())}


def _change_label(exhibit: Exhibit, side: str, book: Codebook, language: str) -> str:
    """What the better or worse answers are called: their category's own label where they are one, else the program's word."""
    answers = exhibit.better if side == BETTER else exhibit.worse
    if exhibit.collapse and len(answers) == 1:
        named = {category.id: category.label(language) for category in book.collapse(exhibit.collapse).categories}
        return named[str(answers[0])]
    return word(f"change_{side}", language)


def scale_settings(exhibit: Exhibit, book: Codebook, language: str) -> dict[str, Any]:
    """The smallest and largest value that the first variable can have, where that is known."""
    variable = items_of(exhibit, book)[0]
    if variable.index:
        return {"scale_ends": index_ends(variable.index, book)}
    codes = [float(c.code) for c in book.value_set(variable.value_set).valid] if variable.is_coded else []
    return {"scale_ends": (min(codes), max(codes))} if codes else {}
