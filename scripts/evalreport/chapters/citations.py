"""What is wrong with what a chapter template cites: ids, answers and groups that the exhibits have not, exhibits shown twice or nowhere."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evalreport.chapters.cited import CLAIM, EXHIBIT_FUNCTIONS, REFERRING, SHOWING, STATISTIC_OF, Citation
from evalreport.chapters.places import family_of, place_problems
from evalreport.claims.checks import Computed, claim_problems
from evalreport.claims.spans import SIGN
from evalreport.exhibits.beside import MEASURES
from evalreport.exhibits.comparable import comparable
from evalreport.exhibits.statistics import COUNT
from evalreport.exhibits.view import Item, View
from evalreport.files.errors import Problem
from evalreport.files.estimates import BASE, TOTAL, quantile_id
from evalreport.files.spreadsheets import suggestion
from evalreport.words.in_words import bound_problem


@dataclass(frozen=True)
class Citable:
    """What chapters of an edition can cite.

    views: by exhibit; instruments: instrument -> its waves in the edition; absent: exhibit the edition has not got -> why; tests:
    exhibit -> its test, "" for none.
    """

    views: Mapping[str, View]
    facts: Mapping[str, Any]
    sections: Container[str]
    instruments: Mapping[str, Iterable[str]]
    absent: Mapping[str, str] = field(default_factory=dict)
    tests: Mapping[str, str] = field(default_factory=dict)

    def names(self, function: str) -> Any:
        """The names that the first argument of a function has to be one of; None where it takes an exhibit or nothing."""
        if function in ("section", "Section"):
            return self.sections
        if function in ("wave_count", "questionnaire", "questionnaire_form"):
            return self.instruments
        return self.facts if function == "fact" else None


def citation_problems(
    chapters: Mapping[str, list[Citation]],
    views: Mapping[str, View],
    facts: Mapping[str, Any],
    sections: Container[str],
    instruments: Mapping[str, Iterable[str]],
    absent: Mapping[str, str] | None = None,
    tests: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Citations of an edition's chapters that cannot be fulfilled: unknown ids, answers, groups, exhibits not shown.

    The arguments are those of `Citable`.
    """
    citable = Citable(views, facts, sections, instruments, absent or {}, tests or {})
    each = (problem for found in chapters.values() for c in found for problem in call_problems(c, citable))
    return [*each, *shown_problems(chapters, views)]


def call_problems(citation: Citation, citable: Citable) -> Iterator[Problem]:
    """What is wrong with one citation by itself."""
    known, name = citable.names(citation.function), citation.first
    if known is not None and not isinstance(name, str):
        yield _problem(citation, f"{citation.function}() without a name in quotes", "Write the name itself")
    elif known is not None and name not in known:
        yield _problem(citation, f"{citation.function}: no {name!r}", suggestion(str(name), known))
    elif citation.function == "wave_count":
        yield from _wave_citation(citation, citable.instruments)
    if citation.function == CLAIM and str(citation.args[:1]).startswith(f"('{SIGN}"):
        yield _problem(
            citation, f"a claim by id, {citation.args[0]}, in a caption", "Write its condition beside it: {% claim … %}"
        )
    elif citation.function == CLAIM and name not in citable.absent:
        for found in claim_problems(citation.args, citation.kwargs, citable.views, citable.tests):
            yield _problem(citation, *found)
    elif citation.function in (*EXHIBIT_FUNCTIONS, CLAIM):
        yield from _exhibit_citation(citation, citable.views, citable.absent)


def shown_problems(chapters: Mapping[str, list[Citation]], views: Container[str]) -> list[Problem]:
    """Exhibits that the chapters of an edition show a second time, or refer to and show nowhere."""
    problems: list[Problem] = []
    shown: dict[str, Citation] = {}
    cited = [
        c for found in chapters.values() for c in found if c.function in (*SHOWING, *REFERRING) and c.first in views
    ]
    for citation in (c for c in cited if c.function in SHOWING):
        if citation.first in shown:
            first = shown[citation.first]
            found_text = f"the exhibit {citation.first!r} is shown a second time"
            problems.append(_problem(citation, found_text, f"It is in {first.file}, {first.place}; use ref() here"))
        shown[citation.first] = citation
    return problems + [
        _problem(
            c, f"{c.first!r} is referred to but shown in no chapter of this edition", "Show it with table() or figure()"
        )
        for c in cited
        if c.function in REFERRING and c.first not in shown
    ]


def _problem(citation: Citation, found: str, expected: str = "") -> Problem:
    return Problem(citation.file, citation.place, found, expected)


def _wave_citation(citation: Citation, instruments: Mapping[str, Iterable[str]]) -> list[Problem]:
    wave = citation.args[1] if len(citation.args) > 1 else citation.kwargs.get("wave", Computed)
    waves = list(instruments[str(citation.first)])
    if wave is Computed or wave in waves:
        return []
    found = f"wave_count: {citation.first!r} has no wave {wave!r} in this edition"
    return [_problem(citation, found, suggestion(str(wave), waves))]


def _exhibit_citation(citation: Citation, views: Mapping[str, View], absent: Mapping[str, str]) -> list[Problem]:
    if not isinstance(citation.first, str):
        found = f"{citation.function}() without the name of an exhibit in quotes"
        return [_problem(citation, found, f'Write for example {citation.function}("…")')]
    if citation.first in absent:
        found = f"the exhibit {citation.first!r} has nothing to show in this edition: {absent[citation.first]}"
        return [
            _problem(
                citation, found, 'Put it inside {% if wave("instrument", "wave") %} … {% endif %}, or cite another'
            )
        ]
    if citation.first not in views:
        return [_problem(citation, f"no exhibit {citation.first!r}", suggestion(citation.first, views))]
    view = views[citation.first]
    problems = []
    right = view.shown_by
    if right == "references" and citation.function in REFERRING:
        found = f"{citation.function}({citation.first!r}): a list of references has no number"
        problems.append(_problem(citation, found, "Refer to the section it stands in, with section()"))
    elif citation.function in SHOWING and citation.function != right:
        problems.append(_problem(citation, f"{citation.first!r} has display: {view.display}", f"Use {right}() here"))
    if not view.measure.unit and citation.function not in (*SHOWING, *REFERRING, "n"):
        found = f"{citation.function}({citation.first!r}): the exhibit prints text"
        problems.append(_problem(citation, found, f"It has {right}() and n()"))
    allowed = {
        "variable": [item.id for item in view.variables],
        "of": [item.id for item in view.variables],
        "category": _category_ids(view),
        "group": [*(group.id for group in view.groups), *([TOTAL] if not view.groups else []), *view.aliases],
        "than": [*(group.id for group in view.groups), *view.aliases],
        "panel": [panel.id for panel in view.panels],
        "part": list(MEASURES.get(view.beside, ())),
        "among": ["groups"],
    }
    if citation.function == "correlation":  # either of two may be named first
        allowed["group"] = allowed["variable"]
    problems += _kind_problems(citation, view)
    if citation.function == "verdicts":
        problems += [_problem(citation, *found) for found in place_problems(view, citation.named.get("places"))]
    for key, value in citation.named.items():
        if key in allowed and value is not None and value is not Computed and str(value) not in allowed[key]:
            found = f"{citation.function}({citation.first!r}): no {key} {value!r}"
            problems.append(_problem(citation, found, suggestion(str(value), allowed[key])))
    return problems + _needed(citation, view) + ([] if problems else _across_break(citation, view))


def _across_break(citation: Citation, view: View) -> list[Problem]:
    """A difference or a test between groups that did not answer the same question."""
    named = citation.named
    variable = named.get("variable") or (view.variables[0].id if len(view.variables) == 1 else "")
    compared: list[list[Any]]
    if citation.function == "diff":
        compared = [[named.get("group"), named.get("than")]]
    elif citation.function in ("p", "significance") and isinstance(named.get("groups"), list | tuple):
        compared = [list(named["groups"])]
    elif citation.function in ("p", "significance"):
        compared = [family_of(view, str(named.get("groups") or named.get("panel")))]
    elif citation.function == "verdicts":
        compared = [family_of(view, str(groups)) for groups in named["places"].values()]
    else:
        return []
    if view.across_break or all(comparable(view, str(variable), *map(str, groups)) for groups in compared):
        return []
    found = f"{citation.function}({citation.first!r}): {variable} was changed between these groups"
    reason = view.breaks[str(variable)].reason
    return [_problem(citation, found, f"They cannot be compared ({reason.rstrip('.')})")]


def _kind_problems(citation: Citation, view: View) -> list[Problem]:
    """Functions of an exhibit that shows nothing of the kind, and quantiles that it does not have."""
    name, call = citation.function, f"{citation.function}({citation.first!r})"
    if name in STATISTIC_OF and view.measure.function != name:
        return [
            _problem(
                citation, f"{call}: the exhibit is not of kind {STATISTIC_OF[name]}", "Use the function for its numbers"
            )
        ]
    if name == "alpha" and not set(view.indices) & {citation.named.get("variable", ""), *_only(view.variables)}:
        return [_problem(citation, f"{call}: no index", "Name the index it shows with variable=…")]
    if name in ("pct", "share_words", "bound_words") and (
        view.measure.unit == COUNT or view.measure.plain and not view.measure.contrast
    ):
        return [_problem(citation, f"{call}: the exhibit shows numbers, not shares", "Use the function for its kind")]
    places = citation.named.get("k")
    if name in ("largest", "smallest") and isinstance(places, int) and places < 1:
        return [_problem(citation, f"{call}: k={places}", "Write how many are named, 1 or more")]
    if name == "bound_words" and (wrong := bound_problem(citation.named.get("at"))):
        return [_problem(citation, f"{call}: at={wrong}", 'Per cent from 1 to 99, or a fraction in quotes: "1/2"')]
    wanted = citation.named.get("probability")
    if name == "quantile" and isinstance(wanted, int | float):
        known = [category.id for category in view.categories]
        if quantile_id(wanted) not in known:
            return [_problem(citation, f"{call}: no quantile {wanted:g}", "Add it to the exhibit's `quantiles`")]
    return []


def _only(items: Iterable[Item]) -> tuple[str, ...]:
    """The id of the one item there is, nothing where there are several."""
    ids = tuple(item.id for item in items)
    return ids if len(ids) == 1 else ()


def _needed(citation: Citation, view: View) -> list[Problem]:
    """Arguments that must be there because the exhibit holds more than one number."""
    needs = {
        "pct": ("variable", "group", "category"),
        "share_words": ("variable", "group", "category"),
        "bound_words": ("variable", "group", "category"),
        "ci": ("variable", "group", "category"),
        "rank": ("variable", "group", "category"),
        "lost_words": ("variable", "of", "group"),
        "n": ("variable", "group"),
        "mean": ("variable", "group"),
        "total": ("variable", "group"),
        "ratio": ("variable", "group"),
        "net": ("variable", "group"),
        "nps": ("variable", "group"),
        "correlation": ("variable", "group"),
        "alpha": ("variable",),
        "agreement": ("group", "variable"),
        "quantile": ("probability", "variable", "group"),
        "diff": ("variable", "group", "than", "category"),
        "largest": ("group",),
        "smallest": ("group",),
        "p": ("variable", "panel"),
        "significance": ("variable", "panel"),
        "verdicts": ("variable",),
        "effect": ("variable", "panel"),
    }
    sizes = {
        "variable": len(view.variables),
        "of": len(view.variables),
        "probability": 2,
        "group": 1 if _everybody(citation, view) else len(view.groups),
        "than": 1 if view.measure.contrast else 2,
        "panel": 1 if view.usual_panel else len(view.panels),
        "category": 2 if view.categories or view.categories_of else 1,
    }
    given = {*citation.named, *({"panel"} if "groups" in citation.named else ())}
    missing = [key for key in needs.get(citation.function, ()) if sizes[key] > 1 and key not in given]
    found = f"{citation.function}({citation.first!r}) does not say which {' and which '.join(missing)}"
    return [_problem(citation, found, f"Add {', '.join(key + '=…' for key in missing)}")] if missing else []


def _everybody(citation: Citation, view: View) -> bool:
    """Whether a number that names no group is that of everybody: they are shown, and no groups are compared."""
    compared = citation.function == "diff" or citation.named.get("among") == "groups"
    return view.usual_group == TOTAL and not compared


def _category_ids(view: View) -> list[str]:
    everywhere = [*view.categories, *(item for items in view.categories_of.values() for item in items)]
    return [*dict.fromkeys(item.id for item in everywhere), BASE]
