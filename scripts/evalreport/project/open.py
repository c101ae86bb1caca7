"""Opening the project of a working directory: everything is checked, and one Project comes out."""

import sys
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from evalreport.chapters.alone import chosen_chapter
from evalreport.chapters.bibliography import literature_problems
from evalreport.chapters.captions import (
    caption_citations,
    caption_problems,
    shown_exhibits,
    unshown_captions,
    waves_asked_by,
    with_captions,
)
from evalreport.chapters.citations import NAMES, citation_problems, citations
from evalreport.chapters.leftovers import leftover_problems
from evalreport.chapters.literals.typed import literal_notice, literal_problems, typed_numbers
from evalreport.chapters.quotations import load_quotations
from evalreport.chapters.templates import SUFFIX, heading_ids, templates_of, unknown_names
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import Codebook
from evalreport.docx.reference import reference_problems
from evalreport.evaluation.facts import load_facts
from evalreport.evaluation.load import load_codebooks, load_evaluation
from evalreport.evaluation.model import Evaluation
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import edition_problems, plan_problems, unused_variables
from evalreport.exhibits.plan.edition import edition_plan, edition_statements
from evalreport.exhibits.plan.load import load_plan
from evalreport.exhibits.plan.scope import scope_of
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.survival.loaded_statements import loaded_statements
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import load_yaml
from evalreport.files.spreadsheets import suggestion
from evalreport.outputs.charts.asked import chart_problems
from evalreport.project.config import load_main_config
from evalreport.project.missing_inputs import missing_inputs
from evalreport.project.needs.changes import previous_release
from evalreport.project.project import Project
from evalreport.releases.releases import FOLDER as RELEASES
from evalreport.releases.releases import required_release


def check_cleaning_rules(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> None:
    """Raise BadInput with the problems of all cleaning files, long before the first of them is applied."""
    problems: list[Problem] = []
    for instrument in evaluation.instruments.values():
        path = evaluation.folder / instrument.cleaning
        try:
            parse_rules(load_yaml(path), str(path), codebooks[instrument.id], evaluation.language)
        except BadInput as error:
            problems += error.problems
    raise_if(problems)


def open_project(config: Mapping[str, Any], shared: Path) -> Project:
    """The project of the working directory; ends the program with the message when there is something wrong with it."""
    try:
        project = load_project(load_main_config(config), Path("config"), Path("report_templates"), shared)
        raise_if(missing_inputs(project, Path("data") / project.evaluation.id))
        return project
    except BadInput as error:
        sys.exit(str(error))


def load_project(config: Mapping[str, Any], config_folder: Path, templates_folder: Path, shared: Path) -> Project:
    """The project that config.yaml asks for; raises BadInput with every problem there is."""
    evaluation = load_evaluation(config_folder, str(config["evaluation"]))
    name = str(config["edition"])
    if name not in evaluation.editions:
        file = str(evaluation.folder / "evaluation.yaml")
        raise BadInput([Problem(file, "editions", f"no edition {name!r}", suggestion(name, evaluation.editions))])
    edition, releases = evaluation.editions[name], config_folder.parent / RELEASES / evaluation.id
    if "release" in config:
        required_release(releases, str(config["release"]), Problem("--config", "release", ""))
    codebooks = load_codebooks(evaluation)
    check_cleaning_rules(evaluation, codebooks)
    plan = load_plan(evaluation, edition)
    raise_if([*caption_problems(plan, evaluation), *plan_problems(evaluation, plan, codebooks)])
    scope = scope_of(evaluation, edition, codebooks)
    statements = {
        name: edition_statements(scope, s) for name, s in loaded_statements(evaluation, plan, codebooks).items()
    }
    known, books = scope.evaluation, scope.books
    plan, absent = edition_plan(scope, plan)
    ground, exhibits = Ground(known, books, edition, statements), [*chain(*plan.values())]
    raise_if(edition_problems(ground, plan))
    views = {exhibit.id: KINDS[exhibit.kind].view(exhibit, ground) for exhibit in exhibits}
    raise_if(chart_problems(plan, views, evaluation))
    facts = load_facts(evaluation.folder / "facts.csv")
    asked = scope.asked()
    folders = [templates_folder / evaluation.id, shared]
    templates = {
        c.id: tuple(templates_of(folders[0] / f"{c.template or c.id}{SUFFIX}", folders, asked))
        for c in edition.chapters
    }
    raise_if(leftover_problems(evaluation, edition, chain(*templates.values()), plan, shared, asked))
    cited = {chapter: tuple(citations(paths, asked)) for chapter, paths in templates.items()}
    sections = heading_ids((path for paths in templates.values() for path in paths), asked)
    captions = caption_citations(plan, evaluation, asked)
    cited, unshown = with_captions(cited, captions), unshown_captions(cited, captions)
    checked = {**{k: list(v) for k, v in cited.items()}, "": unshown}
    waves = {name: list(i.waves) for name, i in known.instruments.items() if i.waves}
    untested = [exhibit.id for exhibit in exhibits if not KINDS[exhibit.kind].tested(exhibit)]
    unknown = [problem for paths in templates.values() for problem in unknown_names(paths, NAMES, asked)]
    raise_if([*unknown, *citation_problems(checked, views, facts, sections, waves, absent, untested)])
    listed = any(c.function == "bibliography" for found in cited.values() for c in found)
    raise_if(literature_problems((path for paths in templates.values() for path in paths), evaluation.folder, listed))
    raise_if(reference_problems(evaluation.reference) if evaluation.reference else ())
    quotations = load_quotations(cited, known, config_folder.parent / "data" / evaluation.id)
    alone = chosen_chapter(config.get("chapter") or None, edition.chapters, evaluation.language)
    literals, unused = typed_numbers(evaluation, chain(*templates.values()), plan, shown_exhibits(cited))
    raise_if(literal_problems(literals, evaluation, edition.status))
    typed = literal_notice(literals, str(templates_folder / evaluation.id))
    notices = (*unused_variables(ground, plan), *unused, *typed)
    ids, waves_asked = frozenset(sections), waves_asked_by(templates, cited, plan)
    parts = (evaluation, edition, books, plan, views, facts, templates, cited, ids, notices, statements)
    previous = previous_release(evaluation, edition, cited, releases)
    return Project(*parts, alone, literals, quotations, asked, waves_asked, previous)
