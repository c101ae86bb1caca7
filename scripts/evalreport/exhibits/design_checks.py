"""What exhibits and the evaluation say about weights, designs and statements, held against what there is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import NO_WEIGHTS, SIMPLE_DESIGN, Evaluation, Exhibit
from evalreport.exhibits.checks import exhibit_problems
from evalreport.exhibits.depends import ANSWERED
from evalreport.exhibits.drawn_checks import drawn_problems, replicate_weight_problems
from evalreport.exhibits.precision import asked_problems
from evalreport.exhibits.survival.statements import Statement, load_statements
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.spreadsheets import suggestion

Books = Mapping[str, Codebook]
SURVIVAL = "survival"
SOURCES = ("statements", "counts")


def design_problems(evaluation: Evaluation, plan: Mapping[str, Iterable[Exhibit]], codebooks: Books) -> list[Problem]:
    """Designs, defaults and exhibits that name a design, weights, a variable or an instrument that there is not."""
    file = str(evaluation.folder / "evaluation.yaml")
    problems = [*_designs(evaluation, codebooks, file), *_defaults(evaluation, file)]
    for chapter, exhibits in plan.items():
        place = str(evaluation.folder / "exhibits" / f"{chapter}.yaml")
        for exhibit in exhibits:
            problems += [
                Problem(place, exhibit.id, found, expected) for found, expected in _exhibit(exhibit, evaluation)
            ]
    return problems


def _designs(evaluation: Evaluation, codebooks: Books, file: str) -> Iterator[Problem]:
    for name, design in evaluation.designs.items():
        place = f"designs > {name}"
        if design["instrument"] not in codebooks:
            found = f"unknown instrument {design['instrument']!r}"
            yield Problem(file, place, found, suggestion(design["instrument"], codebooks))
            continue
        if name == SIMPLE_DESIGN:
            yield Problem(file, place, "simple is the program's own design", "Choose another name")
        for found, expected in drawn_problems(design, codebooks[design["instrument"]]):
            yield Problem(file, place, found, expected)


def _defaults(evaluation: Evaluation, file: str) -> Iterator[Problem]:
    for key, known in _known(evaluation).items():
        name = evaluation.analysis_defaults.get(key, known[-1])
        if name not in known:
            yield Problem(file, "analysis_defaults", f"{key}: no {name!r}", suggestion(name, known))


def _known(evaluation: Evaluation) -> dict[str, list[str]]:
    """Key of an exhibit -> what may stand there, the program's own word last."""
    return {"weights": [*evaluation.weighting, NO_WEIGHTS], "design": [*evaluation.designs, SIMPLE_DESIGN]}


def _exhibit(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """(found, expected) of one exhibit."""
    specs = {"weights": evaluation.weighting, "design": evaluation.designs}
    for key, known in _known(evaluation).items() if exhibit.kind in ANSWERED else ():
        name = getattr(exhibit, key)
        made_for = specs[key].get(name, {}).get("instrument", exhibit.instrument)
        if name not in known:
            yield f"{key}: no {name!r}", suggestion(name, known)
        elif made_for != exhibit.instrument:
            yield f"{key}: {name!r} is made for {made_for}", f"Write {key}: {known[-1]}"
    if exhibit.kind in ANSWERED:
        design, scheme = (specs[key].get(getattr(exhibit, key)) for key in ("design", "weights"))
        yield from replicate_weight_problems(design or {}, scheme)
    yield from asked_problems(exhibit)
    drawn = exhibit.display in ("bars", "stacked", "trend") and exhibit.kind in ("distribution", "share", "mean")
    if exhibit.intervals and not drawn and (exhibit.kind, exhibit.display) != ("mean", "table"):
        found = f"intervals in an exhibit of kind {exhibit.kind} with display: {exhibit.display}"
        yield found, "Only figures of shares and means (bars, stacked, trend), and tables of means, show them"
    if exhibit.kind == SURVIVAL:
        yield from _survival(exhibit)
    elif exhibit.statements:
        yield f"statements in an exhibit of kind {exhibit.kind}", f"Only kind {SURVIVAL} reads them"


def _survival(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    if not exhibit.statements:
        yield "kind survival without `statements`", "Name the table of statements"
    if exhibit.source not in SOURCES:
        yield f"source: {exhibit.source!r}", suggestion(exhibit.source, SOURCES)
    if exhibit.design == SIMPLE_DESIGN:
        yield "kind survival without `design`", "Name the design that the statements are tested under"
    if exhibit.display != "table":
        yield f"kind survival with display: {exhibit.display}", "It is a table"


def loaded_statements(
    evaluation: Evaluation, plan: Mapping[str, Iterable[Exhibit]], codebooks: Books
) -> dict[str, tuple[Statement, ...]]:
    """The statements of every survival exhibit; raises BadInput with the problems of all of their tables."""
    problems: list[Problem] = []
    statements = {}
    for exhibit in (e for exhibits in plan.values() for e in exhibits if e.kind == SURVIVAL):
        try:
            statements[exhibit.id] = load_statements(exhibit, evaluation, codebooks[exhibit.instrument])
        except BadInput as error:
            problems += error.problems
            continue
        problems += _statement_problems(evaluation, exhibit, statements[exhibit.id], codebooks)
    raise_if(problems)
    return statements


def _statement_problems(
    evaluation: Evaluation, exhibit: Exhibit, statements: Sequence[Statement], codebooks: Books
) -> Iterator[Problem]:
    """What the statements name and nobody knows, at their rows."""
    file = str(evaluation.folder / exhibit.statements)
    for statement in statements:
        for problem in exhibit_problems(evaluation, statement.exhibit, codebooks, file):
            yield Problem(file, statement.line, f"{statement.id}: {problem.found}", problem.expected)
