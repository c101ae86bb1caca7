"""The exhibits of an edition, each checked for itself: one with a mistake keeps no other from being looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from evalreport.chapters.captions import caption_citations, caption_problems
from evalreport.chapters.cited import Citation
from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.asked import Asked
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import Check, edition_problems, exhibit_checks, twice_planned
from evalreport.exhibits.plan.edition import edition_exhibit, edition_statements
from evalreport.exhibits.plan.load import read_plan
from evalreport.exhibits.plan.scope import Scope, scope_of
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.survival.loaded_statements import loaded_statements
from evalreport.exhibits.survival.statements import Statement
from evalreport.exhibits.view import View
from evalreport.files.checking import Checks, Partial
from evalreport.outputs.charts.asked import chart_problems

Books = Mapping[str, Codebook]


@dataclass
class Planned:
    """What an edition knows of its evaluation, and its exhibits as far as they are right.

    plan: chapter -> exhibits; absent: exhibit the edition has not got -> why; captions: exhibit -> what its texts cite; broken:
    exhibit with a mistake -> what has to be right; gap: an exhibit file of which not all ids can be read, or "".
    """

    scope: Scope
    asked: Asked
    plan: dict[str, tuple[Exhibit, ...]] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    statements: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    captions: dict[str, list[Citation]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    gap: str = ""
    places: dict[str, str] = field(default_factory=dict)  # exhibit -> chapter, of all that were looked at

    @property
    def exhibits(self) -> list[Exhibit]:
        """The exhibits of the edition in order."""
        return [exhibit for exhibits in self.plan.values() for exhibit in exhibits]

    @property
    def ground(self) -> Ground:
        """What the exhibits are planned on, as the edition knows it."""
        whose = {exhibit.id: exhibit for exhibit in self.exhibits}
        return Ground(
            self.scope.evaluation,
            self.scope.books,
            self.scope.edition,
            self.statements,
            Partial(self.views, self.broken) if self.broken else self.views,
            whose,
            {name: exhibit.chapter for name, exhibit in whose.items()} | self.chapters_of_broken,
        )

    @property
    def chapters_of_broken(self) -> dict[str, str]:
        """Exhibit with a mistake -> its chapter, as far as it is known."""
        return {name: self.places[name] for name in self.broken if name in self.places}

    @property
    def citable(self) -> Mapping[str, View]:
        """The view of every exhibit, for those who cite them."""
        return Partial(self.views, self.broken, self.gap)


def planned_exhibits(evaluation: Evaluation, edition: Edition, books: Books, checks: Checks, gap: str = "") -> Planned:
    """Read the exhibit files of an edition and check each exhibit as far as what it stands on can be read.

    gap: what is wrong with the list of chapters, so that there may be more exhibits.
    """
    read = read_plan(evaluation, edition, checks, books=books)
    checks.run("the ids of exhibits", partial(twice_planned, evaluation, read.exhibits))
    scope = scope_of(evaluation, edition, books)
    planned = Planned(scope, scope.asked(), broken=dict(read.broken), gap=gap or read.gap)
    chapters = {str(evaluation.exhibit_file(chapter)): chapter for chapter in read.exhibits}
    for name, place in read.broken.items():
        checks.wait(place, place)
        if chapter := chapters.get(place.removesuffix(f", {name}"), ""):
            planned.places[name] = chapter
    for chapter, exhibits in read.exhibits.items():
        planned.plan[chapter] = ()
        for exhibit in exhibits:
            ground = _planned(planned, exhibit, checks)
            planned.broken.update({exhibit.id: ground} if ground else {})
    return planned


def _planned(planned: Planned, exhibit: Exhibit, checks: Checks) -> str:
    """Check an exhibit and enter what is right of it; returns what has to be right first, "" where nothing is wrong."""
    scope, one = planned.scope, {exhibit.chapter: (exhibit,)}
    planned.places[exhibit.id] = exhibit.chapter
    file = str(scope.whole.exhibit_file(exhibit.chapter))
    place = f"{file}, {exhibit.id}"
    captions: Check = partial(caption_problems, one, scope.whole)
    own = [captions, *exhibit_checks(scope.whole, exhibit, scope.whole_books, file)]
    wrong = [checks.run(file, check, place) for check in own]
    if any(wrong):
        return next(filter(None, wrong))
    statements = checks.part(file, place, lambda: loaded_statements(scope.whole, one, scope.whole_books))
    known = checks.part(file, place, lambda: edition_exhibit(scope, exhibit))
    if statements.ground or known.ground:
        return statements.ground or known.ground
    planned.statements |= {name: edition_statements(scope, each) for name, each in statements.value.items()}
    if lost := [name for name in exhibit.of if name in planned.absent]:
        planned.absent[exhibit.id] = f"{lost[0]} has nothing to show: {planned.absent[lost[0]]}"
        return ""
    if isinstance(known.value, str):
        planned.absent[exhibit.id] = known.value
        return ""
    return _entered(planned, known.value, checks, file, place)


def _entered(planned: Planned, exhibit: Exhibit, checks: Checks, file: str, place: str) -> str:
    """Check an exhibit as the edition knows it, and enter it with its view and what its texts cite."""
    evaluation, one = planned.scope.whole, {exhibit.chapter: (exhibit,)}
    captions = checks.part(file, place, lambda: caption_citations(one, evaluation, planned.asked))
    wrong = checks.run(file, partial(edition_problems, planned.ground, one), place) or captions.ground
    if wrong:
        return wrong
    view = checks.part(file, place, lambda: KINDS[exhibit.kind].view(exhibit, planned.ground))
    if view.ground:
        return view.ground
    planned.plan[exhibit.chapter] += (exhibit,)
    planned.views[exhibit.id] = view.value
    planned.captions |= captions.value
    return checks.run(file, partial(chart_problems, one, planned.views, evaluation), place)
