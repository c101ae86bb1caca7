"""The exhibit plan, the groups, designs and indices held against the codebooks: every name and code must be known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import variables_in
from evalreport.codebook.made_sets import WAYS
from evalreport.evaluation.conditions import condition_problems
from evalreport.evaluation.derived import derived_problems
from evalreport.evaluation.model import SIMPLE_DESIGN, Evaluation, Exhibit
from evalreport.exhibits.kind import Found, Ground
from evalreport.exhibits.plan.conditions import known_samplings
from evalreport.exhibits.plan.designs import drawn_problems, replicate_columns
from evalreport.exhibits.plan.imputations import imputation_problems, imputed_columns
from evalreport.exhibits.registry import KINDS, owners
from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.weighting.nonresponse import response_variables
from evalreport.weighting.schemes import scheme_problems
from evalreport.weighting.totals import calibrated_variables

Plan = Mapping[str, Iterable[Exhibit]]


Check = Callable[[], Iterable[Problem]]


def plan_problems(evaluation: Evaluation, plan: Plan, codebooks: Mapping[str, Codebook]) -> list[Problem]:
    """Everything in the plan that the codebooks and groupings do not know, each with file and exhibit."""
    planned = [
        (evaluation.exhibit_file(chapter), exhibit) for chapter, exhibits in plan.items() for exhibit in exhibits
    ]
    checks = [check for file, e in planned for check in exhibit_checks(evaluation, e, codebooks, str(file))]
    checks += [check for _, check in settings_checks(evaluation, codebooks)]
    return [*twice_planned(evaluation, plan), *(problem for check in checks for problem in check())]


def twice_planned(evaluation: Evaluation, plan: Plan) -> Iterator[Problem]:
    """Exhibits with the id of another one."""
    seen: dict[str, str] = {}
    for chapter, exhibits in plan.items():
        file = str(evaluation.exhibit_file(chapter))
        for exhibit in exhibits:
            if exhibit.id in seen:
                found = f"the exhibit {exhibit.id!r} stands in {seen[exhibit.id]} too"
                yield Problem(file, exhibit.id, found, "Ids are unique in the evaluation")
            seen[exhibit.id] = file


def settings_checks(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> Iterator[tuple[str, Check]]:
    """Place in evaluation.yaml -> a check of it against the codebooks, each by itself: designs, groups, indices, weighting schemes."""
    file = str(evaluation.folder / "evaluation.yaml")
    for name in evaluation.designs:
        yield f"{file}, designs > {name}", partial(_design_problems, evaluation, name, codebooks)
    yield f"{file}, response", partial(_response_problems, evaluation)
    yield f"{file}, analysis_defaults", partial(_default_problems, evaluation)
    for name in evaluation.groupings:
        yield f"{file}, groupings > {name}", partial(_group_problems, evaluation, name, codebooks)
    for name in evaluation.derived:
        yield f"{file}, derived > {name}", partial(derived_problems, evaluation, name, codebooks)
    for name in evaluation.weighting:
        yield f"{file}, weighting > {name}", partial(scheme_problems, evaluation, name, codebooks)
    yield f"{file}, imputations", partial(_imputation_problems, evaluation, codebooks)


def exhibit_checks(
    evaluation: Evaluation, exhibit: Exhibit, codebooks: Mapping[str, Codebook], file: str
) -> list[Check]:
    """Checks of one exhibit, each by itself: its keys, the groups it names, what its codebook has to know; file: where it stands."""
    kind, ground = KINDS[exhibit.kind], Ground(evaluation, codebooks)

    def told(check: Callable[[], Iterable[Found]]) -> Check:
        return lambda: (Problem(file, exhibit.id, *text) for text in check())

    form, names = partial(kind.form_problems, exhibit, owners()), partial(_name_problems, evaluation, exhibit)
    return [told(form), told(names), told(partial(kind.problems, exhibit, ground))]


def exhibit_problems(
    evaluation: Evaluation, exhibit: Exhibit, codebooks: Mapping[str, Codebook], file: str
) -> list[Problem]:
    """What one exhibit names that its codebook and the groupings do not know."""
    return [problem for check in exhibit_checks(evaluation, exhibit, codebooks, file) for problem in check()]


def _name_problems(evaluation: Evaluation, exhibit: Exhibit) -> Iterator[Found]:
    """Groupings, editions and groups that the evaluation does not have."""
    for name in exhibit.by:
        if name not in evaluation.groupings:
            yield f"unknown grouping {name!r}", suggestion(name, evaluation.groupings)
    for name in exhibit.editions:
        if name not in evaluation.editions:
            yield f"unknown edition {name!r}", suggestion(name, evaluation.editions)
    groups = [g.id for name in exhibit.by if name in evaluation.groupings for g in evaluation.groupings[name].groups]
    for name in {*exhibit.groups, *(g for pair in exhibit.test_groups for g in pair)} - set(groups):
        yield f"unknown group {name!r}", suggestion(name, groups)
    yield from _test_problems(exhibit)


def _test_problems(exhibit: Exhibit) -> Iterator[Found]:
    """A test of nothing, and groups that are tested against each other twice."""
    if exhibit.test not in ("", "none") and not exhibit.by:
        yield f"test: {exhibit.test} without `by`", "Name the groupings whose groups are compared, or take the test out"
    families = [frozenset(groups) for groups in exhibit.test_groups]
    for groups in dict.fromkeys(each for each in families if families.count(each) > 1):
        yield f"test_groups: {' and '.join(sorted(groups))} twice", "Keep one of them"


def edition_problems(ground: Ground, plan: Plan) -> list[Problem]:
    """What is wrong with exhibits as an edition knows them; ground: the same."""
    return [
        Problem(str(ground.evaluation.exhibit_file(chapter)), exhibit.id, *text)
        for chapter, exhibits in plan.items()
        for exhibit in exhibits
        for text in KINDS[exhibit.kind].edition_problems(exhibit, ground)
    ]


def _group_problems(evaluation: Evaluation, name: str, codebooks: Mapping[str, Codebook]) -> Iterator[Problem]:
    """Groups of a grouping whose condition names a variable or a code no codebook has."""
    file, grouping = str(evaluation.folder / "evaluation.yaml"), evaluation.groupings[name]
    waves = dict.fromkeys(wave for instrument in evaluation.instruments.values() for wave in instrument.waves)
    for group in grouping.groups:
        for found, expected in condition_problems(group.where, list(codebooks.values()), list(waves)):
            yield Problem(file, f"groupings > {grouping.id} > {group.id}", found, expected)


def _response_problems(evaluation: Evaluation) -> Iterator[Problem]:
    """Groups that the response is counted for and no grouping has."""
    file, response = str(evaluation.folder / "evaluation.yaml"), evaluation.response
    known = [group.id for grouping in evaluation.groupings.values() for group in grouping.groups]
    named = {"response > groups": response.get("groups", ())}
    named |= {
        f"response > waves > {wave} > groups": spec.get("groups", ())
        for wave, spec in response.get("waves", {}).items()
    }
    for place, groups in named.items():
        for name in groups:
            if name not in known:
                yield Problem(file, place, f"unknown group {name!r}", suggestion(name, known))


def _imputation_problems(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> Iterator[Problem]:
    """Imputed variables that no codebook has, or whose columns are unlike them."""
    file = str(evaluation.folder / "evaluation.yaml")
    for told in imputation_problems(evaluation, codebooks):
        yield Problem(file, *told)


def _design_problems(evaluation: Evaluation, name: str, codebooks: Mapping[str, Codebook]) -> Iterator[Problem]:
    """A design that names an instrument or a variable that there is not."""
    file, place, design = str(evaluation.folder / "evaluation.yaml"), f"designs > {name}", evaluation.designs[name]
    if design["instrument"] not in codebooks:
        found = f"unknown instrument {design['instrument']!r}"
        yield Problem(file, place, found, suggestion(design["instrument"], codebooks))
        return
    if name == SIMPLE_DESIGN:
        yield Problem(file, place, "simple is the program's own design", "Choose another name")
    for found, expected in drawn_problems(design, codebooks[design["instrument"]]):
        yield Problem(file, place, found, expected)


def _default_problems(evaluation: Evaluation) -> Iterator[Problem]:
    """Defaults that name weights or a design that there are not."""
    file = str(evaluation.folder / "evaluation.yaml")
    for key, known in known_samplings(evaluation).items():
        name = evaluation.analysis_defaults.get(key, known[-1])
        if name not in known:
            yield Problem(file, "analysis_defaults", f"{key}: no {name!r}", suggestion(name, known))


def unused_variables(ground: Ground, plan: Plan) -> list[Problem]:
    """Codebook variables that no exhibit, group or derived variable uses: worth a notice, not an error."""
    evaluation, codebooks = ground.evaluation, ground.codebooks
    used: dict[str, set[str]] = {name: set() for name in codebooks}
    everywhere = {
        name for g in evaluation.groupings.values() for group in g.groups for name in variables_in(group.where)
    }
    for exhibit in (exhibit for exhibits in plan.values() for exhibit in exhibits):
        if exhibit.instrument in codebooks:
            used[exhibit.instrument] |= KINDS[exhibit.kind].used(exhibit, ground)
    for instrument, derived in evaluation.derived.items():
        used[instrument] |= {item for v in codebooks[instrument].variables if v.index for item in v.index.items}
        for data in derived.values():
            used[instrument] |= {name for case in data.get("cases", ()) for name in variables_in(case["when"])}
            used[instrument] |= _words([data[way] for way in WAYS if way in data]) & set(codebooks[instrument].names)
            if "lookup" in data:
                used[instrument].add(data["lookup"]["key"])
                used[data["lookup"]["instrument"]] |= {data["lookup"]["key"], data["lookup"]["value"]}
    sampled = _words(evaluation.weighting) | _words(evaluation.designs) | calibrated_variables(evaluation)
    sampled |= response_variables(evaluation)
    for book in codebooks.values():
        sampled |= {v for name, columns in imputed_columns(evaluation, book).items() for v in (name, *columns)}
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
