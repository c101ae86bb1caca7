"""The questions that a person wants all tables and figures divided by: found among the columns, or refused."""

from collections.abc import Sequence

from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.scaffold.answers import Answers
from evalreport.scaffold.asked import PLACE
from evalreport.scaffold.questions import Question

LARGEST = 8  # groups that stand beside each other in a table


def dividing(by: Sequence[str], questions: Sequence[Question], answers: Answers) -> tuple[str, ...]:
    """The questions named, by their name in the codebook, their column or their wording, whatever the capitals.

    Raises BadInput for one that is not there, that two have, or that does not divide the respondents into 2 to LARGEST groups.
    """
    possible = [q for q in questions if q.is_coded and 2 <= len(answers.sets[answers.of[q.name]].valid) <= LARGEST]
    named = {name: _called(name, questions) for name in by}
    known = [question.name for question in possible]
    problems = []
    for name, found in named.items():
        if not found:
            problems.append(Problem(PLACE, "by", f"no column {name!r}", suggestion(name, known)))
        elif len(found) > 1:
            columns = ", ".join(q.name for q in found)
            problems.append(Problem(PLACE, "by", f"{name!r} is the wording of {columns}", "Name one of them"))
        elif found[0] not in possible:
            expected = f"A question with 2 to {LARGEST} answers: {', '.join(known)}. Numbers are first put into classes"
            problems.append(Problem(PLACE, "by", f"{name!r} does not divide the respondents into groups", expected))
    raise_if(problems)
    return tuple(dict.fromkeys(found[0].name for found in named.values()))


def _called(name: str, questions: Sequence[Question]) -> list[Question]:
    """The question of that name or column, else those of that wording."""
    wanted = name.casefold()
    for own in (lambda q: (q.name, q.header), lambda q: (q.label,)):
        found = [q for q in questions if wanted in [text.casefold() for text in own(q)]]
        if found:
            return found
    return []
