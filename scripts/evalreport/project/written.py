"""The chapters of an edition, each template checked for itself: what they cite, and whether the exhibits and facts have that."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from evalreport.chapters.bibliography import literature_problems
from evalreport.chapters.captions import unshown_captions, with_captions
from evalreport.chapters.citations import Citable, call_problems, shown_problems
from evalreport.chapters.cited import NAMES, Citation, citations, claims_by_id
from evalreport.chapters.foreign import untranslated
from evalreport.chapters.leftovers import leftover_problems
from evalreport.chapters.templates import SUFFIX, heading_ids, read_templates, unknown_names
from evalreport.claims.named import Named, Used, claims_file, named_problems, read_named
from evalreport.evaluation.load import EvaluationRead
from evalreport.exhibits.registry import KINDS
from evalreport.files.checking import Checks, Partial
from evalreport.project.planned import Planned

Facts = Mapping[str, dict[str, str]]


@dataclass(frozen=True)
class Written:
    """The templates of an edition that can be read, by chapter, and what they and the captions of exhibits they show cite.

    gap: the first template that cannot be read, or "".
    """

    templates: Mapping[str, tuple[Path, ...]]
    cited: Mapping[str, tuple[Citation, ...]]
    unshown: tuple[Citation, ...]  # in captions of exhibits that no chapter shows
    named: Mapping[str, Named]  # chapter -> its claims by id
    sections: frozenset[str]
    gap: str = ""

    @property
    def paths(self) -> list[Path]:
        """All templates in order, one that several chapters include as often."""
        return [*chain(*self.templates.values())]

    def calls(self, function: str) -> bool:
        """Whether a chapter calls a function."""
        return any(citation.function == function for found in self.cited.values() for citation in found)


def written_chapters(planned: Planned, folders: list[Path], everywhere: list[Path], checks: Checks) -> Written:
    """Read the templates of an edition; folders: those of the evaluation, and the shared ones; everywhere: of all its languages."""
    templates, gaps, asked = dict[str, tuple[Path, ...]](), list[str](), planned.asked
    named = dict[str, Named]()
    for chapter in planned.scope.edition.chapters:
        path = folders[0] / f"{chapter.template or chapter.id}{SUFFIX}"
        found, gap = read_templates(path, folders, asked, checks)
        templates[chapter.id] = tuple(found)
        gaps += [gap] if gap else []
        used = _used_claims(path, gap, folders, everywhere)
        named[chapter.id] = _named_claims(path, found, used, planned, checks)
    own = {chapter: tuple(citations(paths, asked, named[chapter])) for chapter, paths in templates.items()}
    sections = heading_ids((path for paths in templates.values() for path in paths), asked)
    cited, unshown = with_captions(own, planned.captions), unshown_captions(own, planned.captions)
    return Written(templates, cited, tuple(unshown), named, frozenset(sections), next(iter(gaps), ""))


def _used_claims(path: Path, gap: str, folders: list[Path], everywhere: list[Path]) -> Used:
    """The claims by id of a chapter's template, with the branches of other editions, and those of its translations."""
    others, lost = read_templates(path, folders, None, Checks())
    translated = (folder / path.name for folder in everywhere if folder != folders[0])
    read = [read_templates(each, [each.parent, folders[1]], None, Checks()) for each in translated if each.is_file()]
    elsewhere = claims_by_id(each for paths, _ in read for each in paths)
    return Used(claims_by_id(others), {*elsewhere}, not (gap or lost or any(gone for _, gone in read)))


def _named_claims(path: Path, found: list[Path], used: Used, planned: Planned, checks: Checks) -> Named:
    """The claims by id of a chapter that it uses in this edition; each must be in its table, and each row of that in a template."""
    table = claims_file(planned.scope.whole.folder, path.name.removesuffix(SUFFIX))
    named, wrong = read_named(table)
    told = wrong or named_problems(used, named, table)
    checks.problems += [problem for problem in told if problem not in checks.problems]
    own = claims_by_id(found, planned.asked)
    return {name: conditions for name, conditions in named.items() if name in own}


def check_chapters(
    written: Written, planned: Planned, facts: Facts, read: EvaluationRead, shared: Path, checks: Checks
) -> None:
    """Hold the chapters against what they cite; facts: of the evaluation, or Partial where they cannot be read."""
    evaluation, edition, asked = planned.scope.whole, planned.scope.edition, planned.asked
    for chapter, paths in written.templates.items():
        checks.run(f"the names in {chapter}", partial(unknown_names, paths, NAMES, asked))
    for each in edition.chapters:
        if each.language not in ("", evaluation.language):
            own = written.cited[each.id]
            checks.run(f"the words of {each.id}", partial(untranslated, own, each.language, evaluation.language))
    _check_citations(written, planned, facts, read, checks)
    checks.run(
        "what a draft left", lambda: leftover_problems(evaluation, edition, written.paths, planned.plan, shared, asked)
    )
    listed = written.calls("bibliography") or bool(written.gap)
    checks.run("the literature", lambda: literature_problems(written.paths, evaluation.folder, listed))


def _check_citations(written: Written, planned: Planned, facts: Facts, read: EvaluationRead, checks: Checks) -> None:
    """Hold every citation against the exhibit, fact, section or instrument that it names."""
    known = planned.scope.evaluation.instruments
    waves = {name: list(instrument.waves) for name, instrument in known.items() if instrument.waves}
    gap = read.lost_chapters(planned.scope.edition.id) or written.gap
    sections: Container[str] = Partial(dict.fromkeys(written.sections), {}, gap)
    tests = {e.id: e.test if KINDS[e.kind].tested(e) else "" for e in planned.exhibits}
    citable = Citable(planned.citable, facts, sections, waves, planned.absent, tests)
    chapters = {**{chapter: list(found) for chapter, found in written.cited.items()}, "": list(written.unshown)}
    for citation in chain(*chapters.values()):
        checks.run(citation.file, partial(call_problems, citation, citable))
    if gap:
        checks.wait(gap, "where exhibits are shown")
    else:
        checks.run("where exhibits are shown", partial(shown_problems, chapters, planned.citable))
