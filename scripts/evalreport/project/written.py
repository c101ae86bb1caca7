"""The chapters of an edition, each template checked for itself: what they cite, and whether the exhibits and facts have that."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from evalreport.chapters.bibliography import literature_problems
from evalreport.chapters.captions import unshown_captions, with_captions
from evalreport.chapters.citations import NAMES, Citable, Citation, call_problems, citations, shown_problems
from evalreport.chapters.foreign import untranslated
from evalreport.chapters.leftovers import leftover_problems
from evalreport.chapters.templates import SUFFIX, heading_ids, read_templates, unknown_names
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
    sections: frozenset[str]
    gap: str = ""

    @property
    def paths(self) -> list[Path]:
        """All templates in order, one that several chapters include as often."""
        return [*chain(*self.templates.values())]

    def calls(self, function: str) -> bool:
        """Whether a chapter calls a function."""
        return any(citation.function == function for found in self.cited.values() for citation in found)


def written_chapters(planned: Planned, folders: list[Path], checks: Checks) -> Written:
    """Read the templates of an edition; folders: those of the evaluation, and the shared ones."""
    templates, gaps, asked = dict[str, tuple[Path, ...]](), list[str](), planned.asked
    for chapter in planned.scope.edition.chapters:
        path = folders[0] / f"{chapter.template or chapter.id}{SUFFIX}"
        found, gap = read_templates(path, folders, asked, checks)
        templates[chapter.id] = tuple(found)
        gaps += [gap] if gap else []
    own = {chapter: tuple(citations(paths, asked)) for chapter, paths in templates.items()}
    sections = heading_ids((path for paths in templates.values() for path in paths), asked)
    cited, unshown = with_captions(own, planned.captions), unshown_captions(own, planned.captions)
    return Written(templates, cited, tuple(unshown), frozenset(sections), next(iter(gaps), ""))


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
