"""The tables of statements of significance that exhibits name, read and held against the codebooks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.plan.checks import exhibit_problems
from evalreport.exhibits.survival.statements import Statement, load_statements
from evalreport.files.errors import BadInput, Problem, raise_if

Books = Mapping[str, Codebook]


def loaded_statements(
    evaluation: Evaluation, plan: Mapping[str, Iterable[Exhibit]], codebooks: Books
) -> dict[str, tuple[Statement, ...]]:
    """The statements of every exhibit that names a table of them; raises BadInput with the problems of all of their tables."""
    problems: list[Problem] = []
    statements = {}
    for exhibit in (e for exhibits in plan.values() for e in exhibits if e.statements):
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
