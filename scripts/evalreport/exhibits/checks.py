"""What the exhibit plan and the groups name, held against the codebooks: every name and code must be known."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.indices import index_errors
from evalreport.evaluation.model import SIMPLE_DESIGN, Evaluation, Exhibit, Where, items_of
from evalreport.exhibits.answers.plan import quantity_problems
from evalreport.exhibits.breaks import broken
from evalreport.exhibits.drawn_checks import replicate_columns
from evalreport.exhibits.records.plan import RECORDED, record_problems
from evalreport.exhibits.register.plan import response_problems
from evalreport.exhibits.weights.plan import KINDS, flow_problems, units_problems, weight_exhibit_problems
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.weighting.schemes import weighting_problems
from evalreport.weighting.totals import calibrated_variables


def plan_problems(
    evaluation: Evaluation, plan: Mapping[str, Iterable[Exhibit]], codebooks: Mapping[str, Codebook]
) -> list[Problem]:
    """Everything in the plan that the codebooks and groupings do not know, each with file and exhibit."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for chapter, exhibits in plan.items():
        file = str(evaluation.folder / "exhibits" / f"{chapter}.yaml")
        for exhibit in exhibits:
            if exhibit.id in seen:
                found = f"the exhibit {exhibit.id!r} stands in {seen[exhibit.id]} too"
                problems.append(Problem(file, exhibit.id, found, "Ids are unique in the evaluation"))
            seen[exhibit.id] = file
            problems += exhibit_problems(evaluation, exhibit, codebooks, file)
    problems += _group_problems(evaluation, codebooks) + _index_problems(evaluation, codebooks)
    return problems + weighting_problems(evaluation, codebooks)


def _index_problems(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> list[Problem]:
    """Indices that cannot be made, before the first job."""
    file = str(evaluation.folder / "evaluation.yaml")
    return [
        Problem(file, f"derived > {instrument} > {name}", found, expected)
        for instrument, variables in evaluation.derived.items()
        for name, spec in variables.items()
        if "index" in spec
        for found, expected in index_errors(spec, codebooks[instrument])
    ]


def _group_problems(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> list[Problem]:
    """Groups whose condition names a variable or a code no codebook has."""
    file = str(evaluation.folder / "evaluation.yaml")
    waves = dict.fromkeys(wave for instrument in evaluation.instruments.values() for wave in instrument.waves)
    return [
        Problem(file, f"groupings > {grouping.id} > {group.id}", found, expected)
        for grouping in evaluation.groupings.values()
        for group in grouping.groups
        for found, expected in _condition_problems(group.where, list(codebooks.values()), list(waves))
    ]


def _condition_problems(where: Where, books: Sequence[Codebook], waves: Sequence[str]) -> list[tuple[str, str]]:
    """(found, expected) of variables and codes that do not exist; a code that never occurs would give an empty group."""
    problems = []
    names = {name for book in books for name in book.names} | {"wave"}
    for name, codes in where.items():
        if name not in names:
            problems.append((f"unknown variable {name!r}", suggestion(name, names)))
            continue
        known = list(waves) if name == "wave" else _answers(name, books)
        for code in codes:
            if known and code not in known:
                quoted = (
                    f"Write it in quotes: {str(code)!r}"
                    if str(code) in known
                    else suggestion(str(code), map(str, known))
                )
                problems.append((f"{name} is never {code!r}", quoted))
    return problems


def _answers(name: str, books: Sequence[Codebook]) -> list[Any]:
    """The codes a variable can have as an answer, in any of the codebooks; none when it is not coded."""
    variables = [(book, book.variable(name)) for book in books if name in book.names]
    coded = [book.value_set(v.value_set) for book, v in variables if v.is_coded and v.value_set in book.value_sets]
    return [choice.code for value_set in coded for choice in value_set.valid] if len(coded) == len(variables) else []


def exhibit_problems(
    evaluation: Evaluation, exhibit: Exhibit, codebooks: Mapping[str, Codebook], file: str
) -> list[Problem]:
    """What one exhibit names that its codebook and the groupings do not know."""
    problems: list[Problem] = []

    def add(found: str, expected: str = "") -> None:
        problems.append(Problem(file, exhibit.id, found, expected))

    for name in exhibit.by:
        if name not in evaluation.groupings:
            add(f"unknown grouping {name!r}", suggestion(name, evaluation.groupings))
    for name in exhibit.editions:
        if name not in evaluation.editions:
            add(f"unknown edition {name!r}", suggestion(name, evaluation.editions))
    groups = [g.id for name in exhibit.by if name in evaluation.groupings for g in evaluation.groupings[name].groups]
    for name in {*exhibit.groups, *(g for pair in exhibit.test_groups for g in pair)} - set(groups):
        add(f"unknown group {name!r}", suggestion(name, groups))
    if exhibit.kind in RECORDED:
        return problems + list(record_problems(exhibit, evaluation, file))
    if exhibit.kind in ("response", "flow"):
        problems += flow_problems(exhibit, evaluation, file) if exhibit.kind == "flow" else []
        return problems or response_problems(exhibit, evaluation, codebooks, file)
    if exhibit.kind in KINDS:
        return problems + weight_exhibit_problems(exhibit, evaluation, file)
    if exhibit.instrument not in codebooks:
        add(f"unknown instrument {exhibit.instrument!r}", suggestion(exhibit.instrument, codebooks))
        return problems
    if exhibit.kind in ("cleaning", "survival"):
        return problems
    book = codebooks[exhibit.instrument]
    if exhibit.battery and exhibit.battery not in book.batteries:
        add(f"no codebook has the battery {exhibit.battery!r}", suggestion(exhibit.battery, book.batteries))
    for name in exhibit.variables:
        if name not in book.names:
            add(f"the codebook of {exhibit.instrument} has no variable {name!r}", suggestion(name, book.names))
    for found, expected in _condition_problems(
        exhibit.where, [book], list(evaluation.instruments[exhibit.instrument].waves)
    ):
        add(f"where: {found}", expected)
    if exhibit.collapse and exhibit.collapse not in book.collapses:
        add(f"unknown collapse {exhibit.collapse!r}", suggestion(exhibit.collapse, book.collapses))
    if not exhibit.variables and not exhibit.battery:
        add("neither variables nor battery", "Name the variables to show")
    if exhibit.kind == "contrast" or exhibit.contrasts:
        problems += _contrast_problems(exhibit, groups, file)
    if exhibit.kind == "share" and not exhibit.counted:
        add("kind share without `counted`", "Name the answers to count together")
    problems += [Problem(file, exhibit.id, *text) for text in quantity_problems(exhibit, book)]
    if not problems and exhibit.kind == "units":
        problems += units_problems(exhibit, book, file)
    if not problems:
        problems += _category_problems(exhibit, book, file)
        problems += _collapse_problems(exhibit, book, file)
        problems += _break_problems(exhibit, evaluation, book, file)
    return problems


def _break_problems(exhibit: Exhibit, evaluation: Evaluation, book: Codebook, file: str) -> list[Problem]:
    """Differences across a break in a series that the exhibit does not own up to."""
    if not exhibit.contrasts or exhibit.across_break:
        return []
    return [
        Problem(
            file,
            exhibit.id,
            f"{name}: {variable.name} was changed from {', '.join(variable.breaks)}, and the difference is across that break",
            "Leave the item or the difference out, or write across_break: true: then it stands with a footnote",
        )
        for variable, columns in broken(exhibit, evaluation, book)
        for name, stretches in columns.items()
        if len(stretches) > 1
    ]


def _contrast_problems(exhibit: Exhibit, groups: list[str], file: str) -> list[Problem]:
    """What is wrong with the differences of an exhibit."""

    def problem(found: str, expected: str) -> Problem:
        return Problem(file, exhibit.id, found, expected)

    if exhibit.kind != "contrast":
        return [problem("`contrasts` in an exhibit of another kind", "Choose kind contrast")]
    problems = (
        [] if exhibit.contrasts else [problem("kind contrast without `contrasts`", "Name the differences to show")]
    )
    if exhibit.display != "table":
        problems.append(problem(f"kind contrast as {exhibit.display}", "Differences are shown in a table"))
    if exhibit.design == SIMPLE_DESIGN:
        problems.append(problem("kind contrast without a design", "Choose one of the evaluation's `designs`"))
    for each in exhibit.contrasts:
        if len(each["plus"]) != len(each["minus"]):
            problems.append(problem(f"{each['id']}: unlike numbers of groups", "As many are added as subtracted"))
        for name in sorted({*each["plus"], *each["minus"]} - set(groups)):
            problems.append(problem(f"{each['id']}: unknown group {name!r}", suggestion(name, groups)))
    return problems


def _category_problems(exhibit: Exhibit, book: Codebook, file: str) -> list[Problem]:
    """Answer categories named in an exhibit that its variables do not have."""
    problems = []
    for variable in items_of(exhibit, book):
        known = known_categories(exhibit, variable, book)
        for category in (*exhibit.categories, *exhibit.counted, *exhibit.better, *exhibit.worse):
            if str(category) not in known:
                found = f"{variable.name} has no answer {category!r}"
                problems.append(Problem(file, exhibit.id, found, suggestion(str(category), known)))
        if not variable.is_coded and not exhibit.collapse and _by_answers(exhibit):
            found = f"{variable.name} is of type {variable.type} and has no answer categories"
            problems.append(Problem(file, exhibit.id, found, "Add a collapse, or choose kind mean"))
    return problems


def _collapse_problems(exhibit: Exhibit, book: Codebook, file: str) -> list[Problem]:
    """Categories of a collapse that none of a variable's answers is in, and answers that are in no category.

    An answer that shall not be shown has a category too; `categories` says which of them the exhibit shows.
    """
    if not exhibit.collapse:
        return []
    collapse = book.collapse(exhibit.collapse)
    found: dict[str, list[str]] = {}
    for variable in items_of(exhibit, book):
        if not variable.is_coded or variable.value_set in found:
            continue
        codes = {
            choice.code: collapse.category_of(choice.code) for choice in book.value_set(variable.value_set).choices
        }
        valid = [choice.code for choice in book.value_set(variable.value_set).valid]
        empty = [each.id for each in collapse.categories if each.id not in codes.values()]
        left = [str(code) for code in valid if codes[code] is None]
        found[variable.value_set] = [
            *(f"category {id!r} of collapse {collapse.id!r} has none of {variable.name}'s answers" for id in empty),
            *(
                [f"collapse {collapse.id!r} has no category for {', '.join(left)} of {variable.value_set}"]
                if left
                else []
            ),
        ]
    expected = (
        f"Put every code in a category, as 1-3 or 1 2 3, in {(Path(book.file).parent / 'collapses.csv').as_posix()}"
    )
    return [Problem(file, exhibit.id, text, expected) for texts in found.values() for text in texts]


def _by_answers(exhibit: Exhibit) -> bool:
    """Whether an exhibit counts answers, and so needs answer categories."""
    return exhibit.kind in ("distribution", "share", "change") or (exhibit.kind == "total" and bool(exhibit.counted))


def known_categories(exhibit: Exhibit, variable: Variable, book: Codebook) -> dict[str, str]:
    """Category id -> label in display order, of a variable as this exhibit shows it: collapse or valid codes."""
    if exhibit.collapse:
        return {c.id: c.id for c in book.collapse(exhibit.collapse).categories}
    if variable.is_coded:
        return {str(choice.code): str(choice.code) for choice in book.value_set(variable.value_set).valid}
    return {}


def unused_variables(
    evaluation: Evaluation, plan: Mapping[str, Iterable[Exhibit]], codebooks: Mapping[str, Codebook]
) -> list[Problem]:
    """Codebook variables that no exhibit, group or derived variable uses: worth a notice, not an error."""
    used: dict[str, set[str]] = {name: set() for name in codebooks}
    everywhere = {name for g in evaluation.groupings.values() for group in g.groups for name in group.where}
    for exhibits in plan.values():
        for exhibit in exhibits:
            if exhibit.kind == "flow":
                continue  # its variables are steps of the response
            if exhibit.instrument in codebooks and (exhibit.variables or exhibit.battery):
                names = {variable.name for variable in items_of(exhibit, codebooks[exhibit.instrument])}
                used[exhibit.instrument] |= names | set(exhibit.where) | {exhibit.denominator}
    for instrument, derived in evaluation.derived.items():
        used[instrument] |= {item for v in codebooks[instrument].variables if v.index for item in v.index.items}
        for data in derived.values():
            used[instrument] |= {name for case in data.get("cases", ()) for name in case["when"]}
            if "lookup" in data:
                used[instrument].add(data["lookup"]["key"])
                used[data["lookup"]["instrument"]] |= {data["lookup"]["key"], data["lookup"]["value"]}
    sampled = _words(evaluation.weighting) | _words(evaluation.designs) | calibrated_variables(evaluation)
    sampled |= replicate_columns(evaluation, codebooks)
    response = _words(evaluation.response) | sampled
    return [
        Problem(book.file, variable.name, "no exhibit uses this variable", "Use it, or leave it: it is only cleaned")
        for instrument, book in codebooks.items()
        for variable in book.variables
        if variable.name not in used[instrument] | everywhere | response and variable.type not in ("id", "text", "date")
    ]


def _words(data: Any) -> set[str]:
    if isinstance(data, Mapping):
        return {word for value in data.values() for word in _words(value)}
    if isinstance(data, list | tuple):
        return {word for value in data for word in _words(value)}
    return {data} if isinstance(data, str) else set()
