"""Alt texts: what a figure shows, in a few sentences written from its values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from evalreport.exhibits.comparable import comparable
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.statistics import SCALE
from evalreport.exhibits.view import TIMELINE, Item, View
from evalreport.figures.data import (
    ABSENT,
    SHOWN,
    WITHHELD,
    Cell,
    Cells,
    as_counts,
    categories_of,
    cells_of,
    percent_scale,
    quantiles_of,
    scale_of,
    sorted_view_variables,
)
from evalreport.figures.outline import n_words, with_n
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number, format_percent
from evalreport.words.sentences import join_words

MAX_LENGTH = 700
LABEL_LENGTH = 60
Phrase = tuple[str, dict[str, str], list[str]]  # key of the phrase, its fixed words, and the list it ends on


def _say(key: str, view: View, **words: str) -> str:
    return word(f"alt_{key}", view.language).format(**words)


def _clean(text: str) -> str:
    """One line without the characters that would end or break an attribute in Markdown."""
    return text.translate(str.maketrans('"“”\\\n\r', "'''/  "))


def _quoted(view: View, label: str) -> str:
    short = label
    if len(label) > LABEL_LENGTH:
        short = label[:LABEL_LENGTH].rsplit(" ", 1)[0].rstrip(",;: ") + " …"
    return _say("quote", view, text=short)


def _value(view: View, value: float) -> str:
    if percent_scale(view) == 100:
        return format_percent(value, view.decimals, view.language)
    return format_number(value, view.decimals, view.language)


def _said(view: View, cell: Cell) -> str:
    """A cell as the figure prints it: a share of few as counts, "1 of 3"."""
    return as_counts(view, cell) or _value(view, cell.value)


def _plain(item: Item) -> str:
    """A label without its mark: the note explains the mark, the alt text does not."""
    return item.short or item.label


def _joined(view: View, parts: Sequence[str]) -> str:
    return (
        "; ".join(parts) if any("," in part for part in parts) and len(parts) > 1 else join_words(parts, view.language)
    )


def _shortened(view: View, parts: Sequence[str], keep: int, between: str = "; ") -> str:
    left = len(parts) - keep
    more = [_say("more", view, count=str(left))] if left > 0 else []
    return between.join([*parts[:keep], *more])


def _name(group: Item) -> str:
    return f"{group.over}, {_plain(group)}" if group.over else _plain(group)


def _full_name(view: View, group: Item) -> str:
    """A group's name, with its panel where several panels might have a group of that name."""
    panel = next(p for p in view.panels if group in p.groups)
    return f"{panel.label}: {_name(group)}" if len(view.panels) > 1 and panel.label else _name(group)


def _groups(view: View, cells: Cells, variables: tuple[Item, ...]) -> str:
    blocks = []
    for panel in view.panels:
        names = [with_n(_name(g), n_words(view, cells, variables, g)) for g in panel.groups]
        head = f"{panel.label}: " if len(view.panels) > 1 and panel.label else ""
        blocks.append(head + _joined(view, names))
    return "; ".join(blocks)


def _opening(view: View, cells: Cells, variables: tuple[Item, ...]) -> str:
    return _say(view.display, view, groups=_groups(view, cells, variables))


def _flow_opening(view: View, cells: Cells, variables: tuple[Item, ...]) -> str:
    return _say("flow", view, groups=_joined(view, [_name(group) for group in view.groups]))


def _bars_opening(view: View, cells: Cells, variables: tuple[Item, ...]) -> str:
    groups = _groups(view, cells, variables)
    if view.measure.unit != SCALE:
        return _say("bars" if percent_scale(view) == 100 else "counts", view, groups=groups)
    low, high = (format_number(end, 0, view.language) for end in view.scale_ends or (0.0, 0.0))
    return _say("means", view, groups=groups, scale=_say("scale", view, low=low, high=high) if view.scale_ends else "")


def _first(pairs: Sequence[tuple[Item, Cell]], view: View, largest: bool = True) -> list[tuple[Item, Cell]]:
    """Those with the largest (smallest) value as it is printed, all that share it: which of two equals is named must not be chance."""
    end = (max if largest else min)(cell.value for _, cell in pairs)
    return [(item, cell) for item, cell in pairs if _value(view, cell.value) == _value(view, end)]


def _leading(view: View, cells: Cells, variable: Item, group: Item) -> list[tuple[Item, Cell]] | None:
    """The largest answer, or those that share the first place; None where a withheld one might be larger."""
    categories = categories_of(view, variable)
    own = [cells[(variable.id, c.id, group.id)] for c in categories]
    if any(cell.status == WITHHELD for cell in own) or all(cell.status == ABSENT for cell in own):
        return None
    shown = [(c, cell) for c, cell in zip(categories, own, strict=True) if cell.status == SHOWN]
    return _first(shown, view)


def _answer(view: View, best: Sequence[tuple[Item, Cell]]) -> str:
    return f"{join_words([_quoted(view, _plain(item)) for item, _ in best], view.language)} {_shared(view, best)}"


def _shared(view: View, tied: Sequence[tuple[Item, Cell]]) -> str:
    """The value of answers that share a place; of counts of few, which weights may make alike, each that there is."""
    return " / ".join(dict.fromkeys(_said(view, cell) for _, cell in tied))


def _stacked(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    """Phrase, its fixed words, and the list it ends on."""
    found = [(v, g, best) for v in variables for g in view.groups if (best := _leading(view, cells, v, g))]
    answers = {tuple(item.id for item, _ in best) for _, _, best in found}
    if len(variables) == 1 and len(answers) == 1 and len(found) == len(view.groups) > 1:
        values = [f"{_full_name(view, g)} {_shared(view, best)}" for _, g, best in found]
        names = [_quoted(view, _plain(item)) for item, _ in found[0][2]]
        return "same_answer", {"answer": join_words(names, view.language)}, values
    if len(variables) > 1:
        first = view.groups[0]
        named = [(_quoted(view, _plain(v)), best) for v, group, best in found if group == first]
        values = [f"{name}: {_answer(view, best)}" for name, best in named]
        return "largest_answers_in", {"group": _full_name(view, first)}, values
    return "largest_answers", {}, [f"{_full_name(view, g)}: {_answer(view, best)}" for _, g, best in found]


def _bars(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    """The highest and the lowest value of each group in which no withheld one might be either."""
    items = [(v, c) for v in variables for c in categories_of(view, v)]

    def shown(group: Item) -> list[tuple[Item, Cell]]:
        pairs = [(c if _plain(c) else v, cells[(v.id, c.id, group.id)]) for v, c in items]
        return [(item, cell) for item, cell in pairs if cell.status == SHOWN]

    if len(items) == 1:
        values = [f"{_full_name(view, g)} {_said(view, own[0][1])}" for g in view.groups if (own := shown(g))]
        return "values", {}, values
    parts = []
    for group in view.groups:
        if not (own := shown(group)) or any(cells[(v.id, c.id, group.id)].status == WITHHELD for v, c in items):
            continue
        top, low = (_end(view, _first(own, view, largest)) for largest in (True, False))
        parts.append(f"{_full_name(view, group)}: " + _say("and", view, first=top, second=low))
    return "extremes", {}, parts


def _end(view: View, tied: Sequence[tuple[Item, Cell]]) -> str:
    """Those that share an end with its value; each with its own where equal shares are of several bases, as counts."""
    said = [_said(view, cell) for _, cell in tied]
    names = [_quoted(view, _plain(item)) for item, _ in tied]
    if len(set(said)) == 1:
        return f"{_shortened(view, names, 3, ', ')} ({said[0]})"
    return _shortened(view, [f"{name} ({value})" for name, value in zip(names, said, strict=True)], 3, ", ")


def _trend(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    parts = []
    for panel in view.panels:
        for group_label, groups in _lines(panel.groups).items():
            for variable in variables:
                for category in categories_of(view, variable):
                    label = _plain(category) or _plain(variable)
                    many = len(variables) * len(categories_of(view, variable)) > 1
                    name = ", ".join([group_label] * bool(group_label) + [label] * (many or not group_label))
                    shown = [g for g in groups if cells[(variable.id, category.id, g.id)].status == SHOWN]
                    for stretch in _stretches(view, variable, shown):
                        points = [_said(view, cells[(variable.id, category.id, g.id)]) for g in stretch]
                        parts.append(_course(view, name, stretch, points, len(stretch) < len(shown)))
    return "changes", {}, parts


def _stretches(view: View, variable: Item, groups: Sequence[Item]) -> list[list[Item]]:
    """The points of a line in stretches of the same question."""
    found: list[list[Item]] = []
    for group in groups:
        if found and comparable(view, variable.id, found[-1][-1].id, group.id):
            found[-1].append(group)
        else:
            found.append([group])
    return found


def _course(view: View, name: str, groups: Sequence[Item], points: Sequence[str], part: bool) -> str:
    """From the first point of a stretch to its last; of a part of a line with the names of these points."""
    if not part:
        return _say("from_to", view, name=_quoted(view, name), first=points[0], last=points[-1])
    at = [f"{point} ({group.over or _plain(group)})" for group, point in zip(groups, points, strict=True)]
    if len(at) == 1:
        return f"{_quoted(view, name)} {at[0]}"
    return _say("from_to", view, name=_quoted(view, name), first=at[0], last=at[-1])


def _breaks(view: View) -> list[str]:
    """A sentence for the breaks in the series, the items named where there are several."""
    named = [(_quoted(view, _plain(v)), view.breaks[v.id].waves) for v in view.variables if v.id in view.breaks]
    several = len(view.variables) > 1
    alike: dict[tuple[str, ...], list[str]] = {}
    for label, waves in named:
        alike.setdefault(waves, []).append(label)
    return [
        _say(
            "break_of" if several else "break",
            view,
            waves=_joined(view, list(waves)),
            items=_shortened(view, labels, 3),
        )
        for waves, labels in alike.items()
    ]


def _box(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    """The median of each group, with the ends of its box in brackets."""
    parts = []
    for variable in variables:
        name = f"{_quoted(view, _plain(variable))}, " if len(variables) > 1 else ""
        for group in view.groups:
            box = [cells[(variable.id, category.id, group.id)] for category in quantiles_of(view, variable)][1:4]
            if all(cell.status == SHOWN for cell in box):
                low, middle, high = (_value(view, cell.value) for cell in box)
                parts.append(f"{name}{_full_name(view, group)} {middle} ({low}–{high})")
    return "medians", {}, parts


def _flow(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    """The number of each step, a group after the other."""
    parts = []
    for group in view.groups:
        own = [(_plain(v), cells[(v.id, categories_of(view, v)[0].id, group.id)]) for v in variables]
        steps = ", ".join(f"{label.lower()} {_value(view, c.value)}" for label, c in own if c.status == SHOWN)
        parts.append(f"{_name(group)}: {steps}")
    return "values", {}, parts


def _effects_opening(view: View, cells: Cells, variables: tuple[Item, ...]) -> str:
    several = len(view.groups) > 1
    outcomes = [_quoted(view, _plain(group)) for group in view.groups] if several else []
    said = _say(f"effects_{view.statistic}", view)
    return f"{said} {_say('effects_of', view, outcomes=_joined(view, outcomes))}" if several else said


def _effects(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    """The effect of each term with its interval, an outcome after the other; reference groups are what others are measured from."""
    parts = []
    for group in view.groups:
        for item in variables:
            cell = cells[(item.id, categories_of(view, item)[0].id, group.id)]
            if cell.status == SHOWN and cell.value != view.measure.neutral:
                known = [scale_of(view) * x for x in (cell.value, cell.ci_low, cell.ci_high) if x == x]
                numbers = [format_number(x, view.decimals, view.language) for x in known]
                interval = f" ({numbers[1]}; {numbers[2]})" if len(numbers) == 3 else ""
                of = f"{_quoted(view, _plain(group))}, " if len(view.groups) > 1 else ""
                parts.append(f"{of}{_quoted(view, _plain(item))} {numbers[0]}{interval}")
    return "values", {}, parts


def _timeline(view: View, cells: Cells, variables: tuple[Item, ...]) -> Phrase:
    """How many have each status, a section after the other."""
    parts = []
    for group in view.groups:
        own = [(_plain(c), cells[(variables[0].id, c.id, group.id)].n) for c in view.categories]
        counts = ", ".join(f"{label.lower()} {format_number(n, 0, view.language)}" for label, n in own if n)
        parts += [f"{_name(group)}: {counts}"] if counts else []
    return "values", {}, parts


def _lines(groups: tuple[Item, ...]) -> dict[str, list[Item]]:
    """Groups by label where they stand under waves, else all of them as the points of one line."""
    overs = {group.over for group in groups}
    if "" in overs or not 1 < len(overs) < len(groups):
        return {"": list(groups)}
    return {label: [g for g in groups if g.label == label] for label in dict.fromkeys(g.label for g in groups)}


def _missing(view: View, cells: Cells, signs: tuple[str, ...]) -> list[str]:
    counts = {status: sum(cell.status == status for cell in cells.values()) for status in signs}
    return [_say(status, view, count=str(count)) for status, count in counts.items() if count]


@dataclass(frozen=True)
class Alt:
    """How a display is put into words: its findings, its opening, and the signs of missing values that it shows."""

    findings: Callable[[View, Cells, tuple[Item, ...]], Phrase]
    opening: Callable[[View, Cells, tuple[Item, ...]], str] = _opening
    signs: tuple[str, ...] = (WITHHELD, ABSENT)


ALTS = {
    "stacked": Alt(_stacked),
    "bars": Alt(_bars, _bars_opening),
    "trend": Alt(_trend),
    "box": Alt(_box),
    "histogram": Alt(_stacked),
    "flow": Alt(_flow, _flow_opening, (WITHHELD,)),  # a flow leaves out what nobody counts
    TIMELINE: Alt(_timeline),
    "coefficients": Alt(_effects, _effects_opening),
}


def describe(view: View, estimates: pd.DataFrame) -> str:
    """The alt text of a figure: kind and groups with n, the largest (and smallest) values, breaks, what is missing.

    Up to six sentences in the view's language, fewer than MAX_LENGTH characters, no line breaks, no double quotes.
    Lists are cut from the end ("and 3 more") where the text would become too long.
    """
    cells = cells_of(view, estimates)
    variables = sorted_view_variables(view, cells)
    alt = ALTS[view.display]
    phrase, words, parts = alt.findings(view, cells, variables)
    opening, closing = alt.opening(view, cells, variables), [*_breaks(view), *_missing(view, cells, alt.signs)]
    closing = [interval_word("alt_intervals", view), *closing] if view.intervals else closing
    for keep in range(len(parts), 0, -1):
        finding = _say(phrase, view, values=_shortened(view, parts, keep), **words)
        text = _clean(" ".join([opening, finding, *closing]))
        if len(text) < MAX_LENGTH:
            return text
    return _cut(_clean(" ".join([opening, *closing])))


def _cut(text: str) -> str:
    """A text that is too long even without its finding, cut at a word."""
    return text if len(text) < MAX_LENGTH else text[: MAX_LENGTH - 3].rsplit(" ", 1)[0] + " …"
