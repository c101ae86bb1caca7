"""Exhibits of what people wrote: plan, view and table."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from evalreport.codebook.conditions import variables_in
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.cells import EMPTY, Row
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import ANSWERED, Found, Ground, Kind, Needs
from evalreport.exhibits.panels import panel_params, panels_of, view_for
from evalreport.exhibits.plan.conditions import instrument_problems, question_problems
from evalreport.exhibits.view import Item, View
from evalreport.files.estimates import TOTAL
from evalreport.files.team_tables import table_file
from evalreport.markdown.grid import Grid, escape
from evalreport.records.stop_names import FILE, load_stop_names
from evalreport.words.catalogue import word

SIGN = "[…]"  # in place of what would tell who wrote


def _problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    unknown = [*instrument_problems(exhibit, ground)] or [*question_problems(exhibit, ground)]
    yield from unknown
    if unknown:
        return
    book = ground.codebooks[exhibit.instrument]
    if len(exhibit.variables) != 1:
        yield f"{len(exhibit.variables)} variables", "An exhibit for each open question"
    for variable in map(book.variable, exhibit.variables):
        if variable.type != "text":
            yield f"{variable.name} is of type {variable.type}", "Open answers are of type text"
    if not table_file(ground.evaluation.folder / FILE).is_file():
        expected = (
            f"Write {FILE} beside evaluation.yaml: a column name with names that must not be printed, if there are any"
        )
        yield "open answers without a stop list", expected


def _inputs(exhibit: Exhibit, ground: Ground) -> dict[str, Any]:
    evaluation = ground.evaluation
    names = [asdict(name) for name in load_stop_names(evaluation.folder / FILE)]  # of quotes too: these are quotes
    return {"panels": panel_params(exhibit, evaluation), "stop_names": names, "sign": SIGN}


def _view(exhibit: Exhibit, ground: Ground) -> View:
    evaluation, language = ground.evaluation, ground.evaluation.language
    variable = ground.codebooks[exhibit.instrument].variable(exhibit.variables[0])
    item = Item(variable.name, variable.label(language))
    said = [exhibit.note, word("open_order", language).format(sign=SIGN)]
    said += [word("open_shortest", language).format(n=exhibit.shortest)] if exhibit.shortest else []
    said += [word("open_most", language).format(n=exhibit.most)] if exhibit.most else []
    note = " ".join(each for each in said if each)
    return view_for(
        exhibit,
        evaluation,
        "text",
        (item,),
        panels_of(exhibit, evaluation),
        categories=(item,),
        stem=item.label,
        note=note,
    )


def open_grid(evidence: Evidence) -> Grid:
    """A numbered row an answer, below the name of its group and how many wrote one; a group with few answers keeps them to itself."""
    view, name = evidence.view, evidence.view.variables[0].id
    rows: list[Row] = []
    for group in view.groups:
        n = evidence.base(name, group.id)
        if group.id != TOTAL:
            count = f" ({word('n', view.language)} = {n})" if n is not None else ""
            rows.append((f"**{escape(group.label)}**{escape(count)}",))
        kept = f"*{escape(word('open_withheld', view.language))}*" if n is None else EMPTY
        texts = [escape(cell["text"]) for cell in evidence.texts if cell["heading"] == group.id]
        rows += [(str(number), text) for number, text in enumerate(texts, start=1)] or [("", kept)]
    return Grid(("", escape(view.categories[0].label)), tuple(rows), text_columns=2)


OPEN_ANSWERS = Kind(
    "open_answers",
    ("instrument", "variables", "by", "groups", "shortest", "most"),
    lambda exhibit: Needs(exhibit.instrument),
    _view,
    open_grid,
    note=lambda evidence: [],
    required=("variables",),
    inputs=_inputs,
    problems=_problems,
    limited=lambda exhibit, scope: scope.unknown(exhibit) or scope.grouped(scope.questions(exhibit)),
    used=lambda exhibit, ground: {*exhibit.variables, *variables_in(exhibit.where)},
    worded=True,
    respondents=lambda exhibit: ANSWERED,
)
