"""Regressions of answers: their plan held against the codebook, their terms as rows, their table and note."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.answers.plan import NUMBERS, answer_problems, collapse_problems
from evalreport.exhibits.answers.view import answers_view
from evalreport.exhibits.breaks import broken
from evalreport.exhibits.cells import EMPTY, Row, framed
from evalreport.exhibits.evidence import Evidence, decisive, mark_of, test_sentence
from evalreport.exhibits.kind import Found, Ground
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.notes.parts import inside_sentence, percent, usual_note
from evalreport.exhibits.panels import panels_of
from evalreport.exhibits.statistics import POINTS
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, CONSTANT, LEFT_OUT, MEAN, MODEL
from evalreport.files.spreadsheets import suggestion
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_percent

LINEAR, LOGISTIC = "linear", "logistic"
COEFFICIENT, MARGINAL, ODDS_RATIO = "coefficient", "marginal", "odds_ratio"
CR2 = "cr2"
# Effect -> models that have it.
MODELS = {COEFFICIENT: (LINEAR, LOGISTIC), MARGINAL: (LINEAR, LOGISTIC), ODDS_RATIO: (LOGISTIC,)}


def model_defaults(data: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """Of shares a logistic regression with effects in percentage points, of means a linear one with its coefficients."""
    counted = "counted" in data
    effect = data.get("effect", MARGINAL if counted else COEFFICIENT)
    chosen = {"model": LOGISTIC if counted else LINEAR, "effect": effect}
    return chosen | ({"decimals": 2} if effect == ODDS_RATIO else {})


def model_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """What a regression lacks, or names that is not there."""
    yield from _predictor_problems(exhibit, ground)
    book = ground.codebooks[exhibit.instrument]
    if exhibit.counted:
        yield from answer_problems(exhibit, book, by_answers=True)
        yield from collapse_problems(exhibit, book) if exhibit.collapse else ()
    else:
        for variable in items_of(exhibit, book):
            if variable.type not in NUMBERS and not variable.index:
                found = f"{variable.name} is of type {variable.type} and is no number to explain"
                yield found, "Name the answers to explain the share of with `counted`"
    if exhibit.model == LOGISTIC and not exhibit.counted:
        yield "model: logistic without `counted`", "Name the answers whose share is explained"
    if exhibit.effect == MARGINAL and not exhibit.counted:
        yield "effect: marginal without `counted`", "Percentage points are of a share; choose effect: coefficient"
    if exhibit.model not in MODELS[exhibit.effect]:
        yield f"effect: {exhibit.effect} of a {exhibit.model} regression", "Choose model: logistic"
    if exhibit.small_samples:
        yield from _small_problems(exhibit, ground)
    for variable, columns in broken(exhibit, ground.evaluation, book):
        if any(len(stretches) > 1 for stretches in columns.values()) or len(set(columns.values())) > 1:
            found = f"{variable.name} was changed from {', '.join(variable.breaks)}, and the regression is across that break"
            yield found, "Limit it to one side with `where`"


def _predictor_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    evaluation, book = ground.evaluation, ground.codebooks[exhibit.instrument]
    if not exhibit.by and not exhibit.covariates:
        yield "kind regression without `by` or `covariates`", "Name groupings or numbers that explain"
    names = [each["variable"] for each in exhibit.covariates]
    for name in names:
        if name not in book.names:
            yield f"covariates: no variable {name!r}", suggestion(name, book.names)
        elif book.variable(name).type not in NUMBERS and not book.variable(name).index:
            found = f"covariates: {name} is of type {book.variable(name).type}"
            yield found, "Numbers only; answers are made into groups by a grouping, in `by`"
    known = [name for name in exhibit.by if name in evaluation.groupings]
    for panel in panels_of(exhibit, evaluation) if known == list(exhibit.by) and known else ():
        if len(panel.groups) < 2:
            yield f"{panel.id} with one group", "A grouping explains by two groups or more, the first is the reference"
        names += [group.id for group in panel.groups]
    for name in sorted({name for name in names if names.count(name) > 1} | ({CONSTANT} & set(names))):
        yield f"two rows are called {name!r}", "Choose another id for the group"


def _small_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """CR2 is for least squares, one stage of clusters, and weights that were not made to fit the population."""
    design = ground.evaluation.designs.get(exhibit.design, {})
    scheme = ground.evaluation.weighting.get(exhibit.weights, {"waves": {}})
    if exhibit.model != LINEAR:
        yield (
            "small_samples: cr2 of a logistic regression",
            "Add model: linear, for differences in percentage points too",
        )
    if "clusters" not in design or "stages" in design:
        yield "small_samples: cr2 without a design of one stage of clusters", "Name a design with clusters"
    if any(set(spec) - {"weight", "without_weight"} for spec in scheme["waves"].values()):
        yield "small_samples: cr2 under weights made from totals", "It knows nothing of them: leave the key out"


def model_view(exhibit: Exhibit, ground: Ground) -> View:
    """Terms down, outcomes across."""
    language = ground.evaluation.language
    statistic = statistic_of(exhibit)
    base = answers_view(exhibit, ground, statistic, panels=(_outcomes(exhibit, ground, statistic),))
    shown = exhibit.display != "table"  # a figure of effects has no constant, which is none
    constant = [Item(CONSTANT, word("model_constant", language))] if exhibit.effect == COEFFICIENT and not shown else []
    numbers = [Item(each["variable"], _covariate(each, exhibit, ground)) for each in exhibit.covariates]
    panels = panels_of(exhibit, ground.evaluation) if exhibit.by else ()
    groups = [_group(panel, place, language) for panel in panels for place in range(len(panel.groups))]
    settings = {"variables": (*constant, *numbers, *groups), "intervals": shown, "stem": base.stem, "indices": {}}
    return View(**{name: getattr(base, name) for name in View.__dataclass_fields__} | settings)


def statistic_of(exhibit: Exhibit) -> str:
    """What the numbers are: percentage points of a share, odds ratios, log odds or coefficients."""
    if exhibit.model == LOGISTIC:
        return {MARGINAL: "marginal", COEFFICIENT: "log_odds", ODDS_RATIO: "odds_ratio"}[exhibit.effect]
    return "points" if exhibit.counted else "coefficient"


def _outcomes(exhibit: Exhibit, ground: Ground, statistic: str) -> Panel:
    """The outcomes as columns; a single one stands under what its numbers are."""
    language, items = ground.evaluation.language, items_of(exhibit, ground.codebooks[exhibit.instrument])
    head = word(f"model_head_{statistic}", language)
    single = len(items) == 1
    return Panel("outcomes", "", tuple(Item(v.name, head if single else v.label(language)) for v in items))


def _covariate(each: Mapping[str, Any], exhibit: Exhibit, ground: Ground) -> str:
    language = ground.evaluation.language
    label = str(each["label"] or ground.codebooks[exhibit.instrument].variable(each["variable"]).label(language))
    per = float(each.get("per", 1))
    if per == 1:
        return label
    number = format_number(per, 0 if per.is_integer() else 2, language)
    return word("model_per", language).format(label=label, per=number)


def _group(panel: Panel, place: int, language: str) -> Item:
    group = panel.groups[place]
    label = group.label if place else word("model_reference", language).format(label=group.label)
    return Item(group.id, label, colour=group.colour, over=panel.label)


def model_grid(evidence: Evidence) -> Grid:
    """A row a term under the heading of its grouping, an outcome a column, and N."""
    view = evidence.view
    marks = {(t["variable"], t["groups"]): mark_of(decisive(t), evidence.levels) for t in _of_terms(evidence)}
    rows: list[Row] = []
    heading = ""
    for item in view.variables:
        if item.over != heading:
            heading = item.over
            rows.append((f"**{escape(heading)}**",))
        cells = (term_cell(evidence, item.id, g.id, marks.get((item.id, g.id), "")) for g in view.groups)
        rows.append((escape(item.label), *cells))
    rows.append((f"*{word('n', view.language)}*", *(_used(evidence, group.id) for group in view.groups)))
    return framed(evidence, rows)


def term_cell(evidence: Evidence, term: str, outcome: str, mark: str = "") -> str:
    """The effect of a term, its mark and its interval."""
    view, cell = evidence.view, evidence.cell(term, MEAN, outcome)
    if cell["suppressed"]:
        return word("suppressed_sign", view.language)
    value = evidence.value(term, MEAN, outcome)
    if math.isnan(value):
        return EMPTY
    unit = 100 if view.measure.unit == POINTS else 1
    number = format_number(unit * value, view.decimals, view.language) + mark
    if pd.isna(cell["ci_low"]):
        return escape(number)
    low, high = (format_number(unit * cell[end], view.decimals, view.language) for end in ("ci_low", "ci_high"))
    return escape(f"{number} ({low}; {high})").replace(" ", NO_BREAK)


def _used(evidence: Evidence, outcome: str) -> str:
    cell = evidence.cell(MODEL, BASE, outcome)
    if cell["suppressed"] or cell["n"] is None:
        return word("suppressed_sign", evidence.view.language)
    return format_number(float(cell["n"]), 0, evidence.view.language)


def model_note(evidence: Evidence) -> list[str]:
    """What the numbers are in plain words, who is left out, what marks mean, and the groups of each grouping tested together."""
    view = evidence.view
    said = [interval_word(f"model_note_{view.statistic}", view)]
    said += [] if view.weights or view.designed else [word("model_robust", view.language)]
    return usual_note(evidence, *said, *_left_out(evidence), *_marks_explained(evidence), *_joint(evidence))


def _left_out(evidence: Evidence) -> list[str]:
    """How many of those asked are left out, as they lack an answer to some question of the model."""
    language = evidence.view.language
    rows = [evidence.cell(MODEL, LEFT_OUT, group.id) for group in evidence.view.groups]
    known = [row for row in rows if not row["suppressed"] and row["n"]]
    if not known:
        return []
    most = max(known, key=lambda row: row["n"])
    share = format_percent(float(most["estimate"]), 1, language)
    key = "model_left_out" if len(rows) == 1 else "model_left_out_most"
    return [word(key, language).format(count=format_number(float(most["n"]), 0, language), share=share)]


def _of_terms(evidence: Evidence) -> list[Mapping[str, Any]]:
    """The tests of single terms; those of a whole grouping stand at its reference group and have a second number of degrees."""
    return [test for test in evidence.tests if pd.isna(test["df2"])]


def _marks_explained(evidence: Evidence) -> list[str]:
    language, levels, tests = evidence.view.language, evidence.levels, _of_terms(evidence)
    used = {mark_of(decisive(test), levels) for test in tests}
    marks = [
        word("difference_mark", language).format(mark=sign, level=percent(level, language))
        for sign, level in zip(("*", "(*)"), (*levels[:1], *levels[-1:]), strict=False)
        if sign in used
    ]
    name = inside_sentence(word("test_" + tests[0]["test"], language)) if tests else ""
    return [f"{'; '.join(marks)} ({name})."] if marks else []


def _joint(evidence: Evidence) -> list[str]:
    """The tests of all groups of a grouping at once."""
    view, found = evidence.view, []
    columns, headings = ({item.id: item for item in items} for items in (view.groups, view.variables))
    for test in evidence.tests:
        if not pd.isna(test["df2"]) and not pd.isna(test["p"]):
            of = f", {columns[test['groups']].label}" if len(columns) > 1 else ""
            found.append(f"{headings[test['variable']].over}{of}: {test_sentence(test, evidence)}")
    return [word("model_joint", view.language).format(tests="; ".join(found))] if found else []
