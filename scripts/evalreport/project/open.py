"""Opening the project of a working directory: everything is checked, and one Project comes out.

The checks do not stop each other (`evalreport.files.checking`): all that is wrong is told in one message, with what could not be looked at.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from evalreport.chapters.alone import chosen_chapter
from evalreport.chapters.captions import shown_exhibits, waves_asked_by
from evalreport.chapters.foreign import foreign_templates
from evalreport.chapters.literals.typed import literal_notice, literal_problems, typed_numbers
from evalreport.chapters.quotations import load_quotations
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import Codebook
from evalreport.docx.reference import reference_problems
from evalreport.evaluation.facts import FILE as FACTS
from evalreport.evaluation.facts import load_facts
from evalreport.evaluation.load import EvaluationRead, read_codebooks, read_evaluation
from evalreport.evaluation.model import FILE, Edition, Evaluation
from evalreport.evaluation.translated import template_folder, template_folders, untranslated
from evalreport.evaluation.value_groups import with_value_groups
from evalreport.exhibits.plan.checks import settings_checks, unused_variables
from evalreport.files.checking import Checks, NotChecked, Partial
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import load_yaml
from evalreport.files.spreadsheets import suggestion
from evalreport.outputs.slides.asked import slide_problems
from evalreport.outputs.slides.template import template_problems
from evalreport.project.config import MAIN, read_main_config
from evalreport.project.missing_inputs import INPUT_CHECKS
from evalreport.project.needs.changes import previous_release
from evalreport.project.planned import Planned, planned_exhibits
from evalreport.project.project import Project
from evalreport.project.written import Facts, check_chapters, written_chapters
from evalreport.releases.releases import FOLDER as RELEASES
from evalreport.releases.releases import required_release

Books = Mapping[str, Codebook]


@dataclass(frozen=True)
class Folders:
    """Where a project lies: config/, report_templates/ and the shared templates, data/ (None: not looked into)."""

    config: Path
    templates: Path
    shared: Path
    data: Path | None = None

    def own_templates(self, evaluation: Evaluation) -> Path:
        """The templates of an evaluation in the language of the edition."""
        return template_folder(self.templates / evaluation.id, evaluation)

    def all_templates(self, evaluation: Evaluation) -> list[Path]:
        """The folders of the templates of an evaluation in all its languages."""
        return template_folders(self.templates / evaluation.id)

    def releases(self, evaluation: str) -> Path:
        """The frozen editions of an evaluation."""
        return self.config.parent / RELEASES / evaluation


def open_project(config: Mapping[str, Any], shared: Path) -> Project:
    """The project of the working directory; ends the program with the message when there is something wrong with it."""
    checks = Checks()
    try:
        asked = read_main_config(config, checks)
        return _project(asked, Folders(Path("config"), Path("report_templates"), shared, Path("data")), checks)
    except BadInput as error:
        sys.exit(str(error))


def load_project(config: Mapping[str, Any], config_folder: Path, templates_folder: Path, shared: Path) -> Project:
    """The project that config.yaml asks for, its raw files not looked for; raises BadInput with every problem there is."""
    return _project(config, Folders(config_folder, templates_folder, shared), Checks())


def _project(asked: Mapping[str, Any], folders: Folders, checks: Checks) -> Project:
    """The project asked for; raises BadInput with every problem, and with what could not be checked."""
    name = str(asked.get("evaluation", ""))
    file = str(folders.config / name / FILE) if name else MAIN
    read = checks.part("the evaluation", file, lambda: _read(asked, folders, checks))
    edition = checks.part("the edition", f"{file}, editions", lambda: _edition(read.value.evaluation, asked))
    books = checks.part("the codebooks", file, lambda: _codebooks(read.value, checks))
    read = checks.part("the groups", file, lambda known=read: _grouped(known.value, books.value, checks))  # type: ignore[misc]
    planned = checks.part("the exhibits", file, lambda: _planned(read.value, edition.value, books.value, checks))
    if "release" in asked:
        asker = Problem("--config", "release", "")
        checks.part("the release", file, partial(required_release, folders.releases(name), asked["release"], asker))
    project = checks.part("the chapters", file, lambda: _whole(asked, folders, read.value, planned.value, checks))
    checks.finish()
    return project.value


def _read(asked: Mapping[str, Any], folders: Folders, checks: Checks) -> EvaluationRead:
    """The evaluation that config.yaml names, as far as it can be used."""
    if "evaluation" not in asked:
        raise NotChecked(MAIN)
    return read_evaluation(folders.config, str(asked["evaluation"]), checks, edition=str(asked.get("edition", "")))


def _edition(evaluation: Evaluation, asked: Mapping[str, Any]) -> Edition:
    """The edition that config.yaml names; raises BadInput where the evaluation has none of that name."""
    if "edition" not in asked:
        raise NotChecked(MAIN)
    name = str(asked["edition"])
    if name not in evaluation.editions:
        file = str(evaluation.folder / FILE)
        raise BadInput([Problem(file, "editions", f"no edition {name!r}", suggestion(name, evaluation.editions))])
    return evaluation.editions[name]


def _codebooks(read: EvaluationRead, checks: Checks) -> Books:
    """The codebooks that can be read, with the cleaning rules held against them."""
    evaluation, books = read.evaluation, read_codebooks(read, checks)
    for instrument in evaluation.instruments.values():
        path = evaluation.folder / instrument.cleaning
        if lost := read.lost("instruments", instrument.id, "cleaning"):
            checks.wait(lost, f"the cleaning of {instrument.id}")
        else:
            checks.part(str(path), str(path), partial(_cleaning, path, instrument.id, books, evaluation))
    return books


def _grouped(read: EvaluationRead, books: Books, checks: Checks) -> EvaluationRead:
    """The evaluation with the groups that its codebooks give it, and its settings held against these."""
    evaluation = with_value_groups(read.evaluation, books, checks)
    for place, check in settings_checks(evaluation, books):
        checks.run(place, check)
    return replace(read, evaluation=evaluation)


def _cleaning(path: Path, instrument: str, books: Books, evaluation: Evaluation) -> object:
    """The rules of a cleaning file, long before the first of them is applied; raises BadInput with every problem."""
    content, language = load_yaml(path), evaluation.language
    rules = parse_rules(content, str(path), books[instrument], language)
    if evaluation.in_translation:
        raise_if(untranslated(content, language, str(path)))
    return rules


def _planned(read: EvaluationRead, edition: Edition, books: Books, checks: Checks) -> Planned:
    """The exhibits of the edition as far as they are right."""
    return planned_exhibits(read.evaluation, edition, books, checks, read.lost_chapters(edition.id))


def _whole(
    asked: Mapping[str, Any], folders: Folders, read: EvaluationRead, planned: Planned, checks: Checks
) -> Project:
    """The project of the exhibits that are right and the templates that can be read, with everything about them checked."""
    evaluation, edition, file = read.evaluation, planned.scope.edition, str(read.evaluation.folder / FACTS)
    facts = checks.part(file, file, partial(load_facts, evaluation.folder / FACTS, evaluation.language))
    written = written_chapters(
        planned, [folders.own_templates(evaluation), folders.shared], folders.all_templates(evaluation), checks
    )
    known: Facts = Partial({}, {}, facts.ground) if facts.ground else facts.value
    check_chapters(written, planned, known, read, folders.shared, checks)
    if evaluation.reference:
        checks.run(str(evaluation.reference), partial(reference_problems, evaluation.reference))
    if evaluation.slides_template:
        checks.run(str(evaluation.slides_template), partial(template_problems, evaluation.slides_template))
    project = Project(
        evaluation=evaluation,
        edition=edition,
        codebooks=planned.scope.books,
        plan=planned.plan,
        views=planned.views,
        statements=planned.statements,
        facts=known,
        templates=written.templates,
        template_folder=folders.own_templates(evaluation),
        cited=written.cited,
        named_claims=written.named,
        sections=written.sections,
        conditions=planned.asked,
    )

    def of_slides() -> list[Problem]:  # an exhibit with a slip is told with it, not as one that is not shown
        return slide_problems(evaluation, edition, Partial(project.shown_views(), planned.broken, planned.gap))

    checks.run(str(evaluation.folder / FILE), of_slides)
    if folders.data:
        for check in INPUT_CHECKS:
            checks.run("the files in data/", partial(check, project, folders.data / evaluation.id))
    return _told(asked, folders, project, planned, checks)


def _told(asked: Mapping[str, Any], folders: Folders, project: Project, planned: Planned, checks: Checks) -> Project:
    """The project with what its chapters quote, compare with and have typed by hand, each checked."""
    evaluation, edition, cited = project.evaluation, project.edition, project.cited
    templates = [*chain(*project.templates.values())]
    raw, releases = folders.config.parent / "data" / evaluation.id, folders.releases(evaluation.id)
    quotations = checks.part("quotes", "quotes", partial(load_quotations, cited, planned.scope.evaluation, raw))
    previous = checks.part("changes", "changes", partial(previous_release, evaluation, edition, cited, releases))
    chapter, language = asked.get("chapter") or None, evaluation.language
    alone = checks.part("chapter", "chapter", partial(chosen_chapter, chapter, edition.chapters, language))
    shown = shown_exhibits(cited)
    foreign = foreign_templates(edition.chapters, project.templates, language)
    numbers = partial(typed_numbers, evaluation, templates, project.plan, shown, foreign)
    typed = checks.part("literals", "literals", numbers)
    checks.run("literals", lambda: literal_problems(typed.value[0], evaluation, edition.status))
    checks.finish()
    literals, unused = typed.value
    notice = literal_notice(literals, str(project.template_folder))
    return replace(
        project,
        notices=(*unused_variables(planned.ground, project.plan), *unused, *notice),
        alone=alone.value,
        literals=literals,
        quotations=quotations.value,
        asked=waves_asked_by(project.templates, cited, project.plan),
        previous=previous.value,
    )
