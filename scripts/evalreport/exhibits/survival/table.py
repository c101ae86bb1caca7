"""The table of statements of significance and what becomes of them, and the note under it."""

import math

from evalreport.exhibits.cells import EMPTY, Row, framed
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.parts import inside_sentence
from evalreport.exhibits.notes.sampling import sampling_notes
from evalreport.exhibits.survival.outcomes import METHODS, OUTCOME, PUBLISHED, outcome
from evalreport.files.estimates import BASE, EVERYTHING, TOTAL
from evalreport.markdown.grid import Grid, escape
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number, format_p


def statement_grid(evidence: Evidence) -> Grid:
    """A row a statement under the headings of its sections: the level it was published at, its p values and the outcome."""
    rows: list[Row] = []
    heading = ""
    for statement in evidence.view.variables:
        if statement.over != heading:
            heading = statement.over
            rows.append((f"**{escape(heading)}**",))
        cells = (_verdict(evidence, statement.id, group.id) for group in evidence.view.groups)
        rows.append((escape(statement.label), *cells))
    return framed(evidence, rows)


def _verdict(evidence: Evidence, statement: str, column: str) -> str:
    """One cell of a statement: what was published, a p value, or what the last of its tests makes of it."""
    language = evidence.view.language
    published = evidence.value(statement, PUBLISHED, PUBLISHED)
    p_of = {test["groups"]: float(test["p"]) for test in evidence.tests if test["variable"] == statement}
    if column == PUBLISHED:
        level = f"p\u00a0<\u00a0{format_number(published, 2, language)}"
        return escape(level) if published < 1 else word("survival_not", language)
    if column == OUTCOME:
        last = [p_of.get(group.id, math.nan) for group in evidence.view.groups if group.id in METHODS][-1]
        return word(f"survival_{outcome(published if published < 1 else None, last, evidence.levels)}", language)
    return escape(format_p(p_of.get(column, math.nan), language, named=False)) or EMPTY


def statement_note(evidence: Evidence) -> list[str]:
    """How the p values of a table of statements came about."""
    view = evidence.view
    count = format_number(evidence.value(EVERYTHING, BASE, TOTAL), 0, view.language)
    said = [word("survival_note", view.language).format(count=count, clusters=view.clusters)]
    if view.weights:
        weights = inside_sentence(view.weights)
        said.append(word("survival_weights_note", view.language).format(weights=weights))
    return [*said, *sampling_notes(evidence)]
