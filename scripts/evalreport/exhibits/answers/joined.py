"""Exhibits beside each other in one: the same questions, or questions that answer each other, of several questionnaires.

It has no numbers of its own. Its parts are exhibits that stand before it, and what is protected of them is what it prints: nothing
leaves through it that does not leave through them. Its groups are called `<part>:<group>`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.across import ACROSS, across_grid, across_problems
from evalreport.exhibits.answers.table import item_grid
from evalreport.exhibits.answers.view import counted_labels
from evalreport.exhibits.beside import beside_problems
from evalreport.exhibits.cells import answer_rows, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.joining import SIGN, renamed
from evalreport.exhibits.kind import Found, Ground, Kind, Needs
from evalreport.exhibits.notes.parts import usual_note
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid

_KINDS = ("distribution", "share", "mean")
_ALIKE = {"kind": "kind", "base": "base", "scale_ends": "scale", "percent_from": "percent_from"}


def joined_view(exhibit: Exhibit, ground: Ground) -> View:
    """The view of the first part with the groups of all of them."""
    parts = [ground.views[name] for name in exhibit.of]
    first, labels = parts[0], _labels(exhibit)
    groups = tuple(item for part in parts for item in _groups(part, _called(part, parts, ground)))
    variables = tuple(replace(item, label=labels.get(item.id, item.label), mark="") for item in first.variables)
    same = ("categories", "scale", "scale_ends", "categories_of", "stem", "positive_first", "base")
    return view_for(
        exhibit,
        ground.evaluation,
        first.statistic,
        variables,
        (Panel("parts", "", groups),),
        **{name: getattr(first, name) for name in same},
        beside=exhibit.counts or (first.beside if first.statistic == "mean" else ""),
        across=exhibit.answers == ACROSS,
    )


def _labels(exhibit: Exhibit) -> dict[str, str]:
    return {str(each["of"][0]): each["label"] for each in exhibit.items if each["label"]}


def _called(part: View, parts: Sequence[View], ground: Ground) -> str:
    """What a part is called: as its questionnaire, or by its title where another part is of the same."""
    if part in _titled(parts, ground):
        return part.title
    return ground.evaluation.instruments[ground.exhibits[part.exhibit].instrument].label


def _titled(parts: Sequence[View], ground: Ground) -> list[View]:
    """The parts whose titles stand above their columns: those of which another is of the same questionnaire."""
    whose = [ground.exhibits[each.exhibit].instrument for each in parts]
    return [part for part, own in zip(parts, whose, strict=True) if whose.count(own) > 1]


def _groups(part: View, whose: str) -> Iterator[Item]:
    """The groups of a part below its name; a part without groups has it alone."""
    for group in part.groups:
        id = f"{part.exhibit}{SIGN}{group.id}"
        if len(part.groups) == 1:
            yield replace(group, id=id, label=whose, prose="")
        else:
            yield replace(group, id=id, over=": ".join(filter(None, (whose, group.over))))


def joined_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Parts that are not there, that show unlike numbers, or whose questions and answers do not answer each other."""
    yield from beside_problems(exhibit)
    known = [name for name, of in ground.chapters.items() if of == exhibit.chapter]
    lacking = [name for name in exhibit.of if name not in known]
    for name in lacking:
        hint = suggestion(name, known)
        hint = f"{hint}{'' if hint.endswith('?') else '.'} A part stands before it in the same file"
        yield f"of: no exhibit {name!r}", hint
    if lacking:
        return
    parts = [ground.views[name] for name in exhibit.of]
    for part in parts:
        yield from _part_problems(part)
    for key, word in _ALIKE.items():
        if len({repr(getattr(part, key)) for part in parts}) > 1:
            yield f"of: parts with another {word}", "They stand in one table, so they are numbers of one sort"
    if len({part.beside for part in parts if part.statistic == "mean"}) > 1:
        yield "of: parts with other columns beside their means", "Give all of them `sd` and `range`, or none"
    yield from _shown_problems(exhibit, parts)
    yield from _title_problems(_titled(parts, ground))
    yield from _item_problems(exhibit, ground)


def _title_problems(titled: Sequence[View]) -> Iterator[Found]:
    """Titles that cannot stand above columns: with functions, which are run in captions only, or the same one twice."""
    titles = [part.title for part in titled]
    for part in titled:
        if "{{" in part.title or "{%" in part.title:
            found = f"of: the title of {part.exhibit} has a function in it, and stands above its columns here"
            yield found, "Give it a title of words alone; what changes can stand in its note"
    if len({*titles}) < len(titles):
        names = ", ".join(part.exhibit for part in titled if titles.count(part.title) > 1)
        yield f"of: {names} have the same title, which stands above their columns here", "Give each a title of its own"


def _shown_problems(exhibit: Exhibit, parts: Sequence[View]) -> Iterator[Found]:
    """Counts of what is no share, and answers as columns of what has none, or not the same."""
    if exhibit.counts and any(part.statistic == "mean" for part in parts):
        yield f"counts: {exhibit.counts} beside means", "Counts stand beside shares; give the parts `sd` or `range`"
    if exhibit.answers and (other := [part for part in parts if part.kind != "distribution"]):
        found = f"answers: {exhibit.answers} of {other[0].exhibit}, which is of kind {other[0].kind}"
        yield found, "Leave `answers` out: only distributions have answers to put across"
    else:
        yield from across_problems(
            exhibit, [[answer for answer, _ in _answers(parts[0], item.id)] for item in parts[0].variables]
        )


def _part_problems(part: View) -> Iterator[Found]:
    """A part whose note would have to say what the others' need not."""
    if part.kind not in _KINDS:
        yield f"of: {part.exhibit} is of kind {part.kind}", f"Choose {', '.join(_KINDS)}"
    if part.weights or part.designed or part.breaks or part.stated is not None or part.intervals:
        found = f"of: {part.exhibit} has weights, a design, intervals, a stated number or a break in a series"
        yield found, "Such numbers stand in a table of their own, whose note tells of it"


def _item_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """Items without a counterpart, wordings that differ, and answers that do: those shown, and those that a share counts."""
    views = ground.views
    first, *others = exhibit.of
    for each in exhibit.items:
        if len(each["of"]) != len(exhibit.of):
            yield f"items: {', '.join(each['of'])}", f"One variable of each part: {', '.join(exhibit.of)}"
        for part, name in zip(exhibit.of, each["of"], strict=False):
            known = [item.id for item in views[part].variables]
            if name not in known:
                yield f"items: {part} has no {name!r}", suggestion(name, known)
    names, labels = renamed(exhibit, views), _labels(exhibit)
    own = {item.id: item for item in views[first].variables}
    for part in others:
        there = {names[part][item.id]: item for item in views[part].variables}
        if set(there) != set(own):
            odd = sorted({*own} ^ {*there})
            yield f"of: {', '.join(odd)} not in both {first} and {part}", "Say with `items` which answers which"
            continue
        for name, item in there.items():
            if item.label != own[name].label and name not in labels and _printed(views[first]):
                found = f"of: {name} reads {own[name].label!r} in {first} and {item.label!r} in {part}"
                yield found, "Give it one wording: items: [{of: [...], label: {...}}]"
            if _answers(views[first], name) != _answers(views[part], item.id):
                found = f"of: {name} has other answers in {first} than {item.id} in {part}"
                yield found, "Put them together with a `collapse` in both, with the same categories and labels"
            one, two = (_counted(ground, *each) for each in ((first, name), (part, item.id)))
            if one != two and not nearly_alike(one, two):
                yield (
                    f"of: {name} counts {_quoted(one.values())} in {first}, and {item.id} {_quoted(two.values())} in {part}",
                    "Let `counted` name the same answers in both",
                )


def _printed(view: View) -> bool:
    """Whether the wordings of the items stand in the table."""
    return len(view.variables) > 1 or not view.categories


def _counted(ground: Ground, part: str, variable: str) -> dict[str, str]:
    """The answers that a part counts of a variable -> what they are called; none where it shows each by itself."""
    exhibit = ground.exhibits[part]
    book = ground.codebooks[exhibit.instrument]
    if not exhibit.counted or variable not in book.names:
        return {}
    return counted_labels(exhibit, book.variable(variable), book, ground.evaluation.language)


def nearly_alike(one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    """Whether answers are the same but for a label: the same codes, most of them called alike. A scale that is turned is not."""
    alike = sum(label == two.get(code) for code, label in one.items())
    return one.keys() == two.keys() and 2 * alike > len(one)


def _quoted(labels: Iterable[str]) -> str:
    return ", ".join(map(repr, labels)) or "nothing"


def _answers(view: View, variable: str) -> list[tuple[str, str]]:
    return [(item.id, item.label) for item in view.categories_of.get(variable, view.categories)]


def joined_grid(evidence: Evidence) -> Grid:
    """The table that its parts have."""
    view = evidence.view
    if view.across:
        return across_grid(evidence)
    shares = view.categories or view.categories_of
    return framed(evidence, answer_rows(evidence)) if shares else item_grid(evidence)


JOINED = Kind(
    "joined",
    ("of", "items", "answers", "counts"),
    lambda exhibit: Needs(),
    joined_view,
    joined_grid,
    lambda evidence: usual_note(evidence),
    required=("of",),
    displays=("table", "stacked", "bars"),
    edition_problems=joined_problems,
    limited=lambda exhibit, scope: exhibit,
    tested=lambda exhibit: False,
    limits=lambda exhibit, cell, base: (0, 0),
    usual_test="none",
)
