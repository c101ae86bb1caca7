"""What the workflow builds: the chosen edition, checked as a whole, and what each job of it depends on.

Everything here is computed when the workflow is read, before the first job; no data are opened.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from evalreport.changes.frozen import compared_exhibits
from evalreport.chapters.alone import no_chapter, outlines
from evalreport.chapters.bibliography import bibliography_files
from evalreport.chapters.cited import CLAIM, RANKING, SHOWING, Citation, exhibits_quoted
from evalreport.chapters.foreign import in_language
from evalreport.chapters.literals.found import Literal
from evalreport.chapters.quotations import Quotations
from evalreport.claims.named import Named
from evalreport.codebook.codebook import Codebook
from evalreport.codebook.printed_form import printed_form
from evalreport.codebook.questionnaire import questionnaire
from evalreport.evaluation.asked import Asked
from evalreport.evaluation.codebooks import codebook_settings
from evalreport.evaluation.model import FILE, Chapter, Charts, Edition, Evaluation, Exhibit, Status
from evalreport.exhibits.kind import FORMS, Ground, Needs
from evalreport.exhibits.plan.depends import for_drawing, for_text, without_words
from evalreport.exhibits.plan.retested import retested
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.survival.statements import Statement
from evalreport.exhibits.view import PICTURE, View
from evalreport.files.errors import Problem
from evalreport.files.team_tables import tables_in
from evalreport.outputs.charts.asked import native_charts
from evalreport.outputs.slides.asked import no_slides, slides_key
from evalreport.project.needs.audit import AuditJobs
from evalreport.project.needs.disclosure import DisclosureJobs
from evalreport.project.needs.records import RecordJobs
from evalreport.project.numbering import numbering, with_figure_data
from evalreport.releases.releases import Release


@dataclass(frozen=True, kw_only=True)
class Project:
    """An edition of an evaluation, ready to build."""

    evaluation: Evaluation
    edition: Edition
    codebooks: Mapping[str, Codebook]
    plan: Mapping[str, tuple[Exhibit, ...]]
    views: Mapping[str, View]
    facts: Mapping[str, dict[str, str]]
    templates: Mapping[str, tuple[Path, ...]]  # chapter -> its template and what it includes
    template_folder: Path  # where the templates of the edition's language lie
    cited: Mapping[str, tuple[Citation, ...]]
    sections: frozenset[str]
    named_claims: Mapping[str, Named] = field(default_factory=dict)  # chapter -> its claims by id
    notices: tuple[Problem, ...] = ()
    statements: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)  # exhibit of kind survival -> its own
    alone: str = ""  # the chapter asked for with --config chapter=…
    literals: tuple[Literal, ...] = ()  # numbers typed by hand
    quotations: Quotations = field(default_factory=Quotations)
    conditions: Asked | None = None  # what templates may ask of the edition
    asked: tuple[tuple[str, str, str], ...] = ()  # (chapter, instrument, wave) that templates ask the edition for
    previous: Release | None = None  # the frozen edition that a chapter of changes compares with

    @property
    def records(self) -> RecordJobs:
        """What the jobs of its records depend on."""
        return RecordJobs(self)

    @property
    def audit(self) -> AuditJobs:
        """What the jobs of the audit depend on."""
        return AuditJobs(self)

    @property
    def disclosure(self) -> DisclosureJobs:
        """What disclosure control depends on."""
        return DisclosureJobs(self)

    @property
    def exhibits(self) -> dict[str, Exhibit]:
        """All exhibits of the edition by id."""
        return {exhibit.id: exhibit for exhibits in self.plan.values() for exhibit in exhibits}

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters in order."""
        return self.edition.chapters

    def sources(self) -> list[tuple[str, str]]:
        """(instrument, wave) of every raw file the edition reads."""
        return [(name, wave) for name in self.instruments() for wave in self.waves(name)]

    def instruments(self) -> list[str]:
        """The instruments that the edition knows a wave of."""
        return [name for name in self.evaluation.instruments if self.waves(name)]

    def waves(self, instrument: str) -> tuple[str, ...]:
        """The waves of an instrument that the edition knows of."""
        return self.edition.waves.get(instrument, tuple(self.evaluation.instruments[instrument].waves))

    def quoted(self, chapter: str) -> list[str]:
        """Exhibits whose numbers a chapter prints."""
        cited = exhibits_quoted(self.cited[chapter])
        return list(dict.fromkeys([*cited, *self._counting_exhibits(chapter), *self.compared(chapter)]))

    def compared(self, chapter: str) -> list[str]:
        """Exhibits that a chapter compares with those of the previous edition."""
        return compared_exhibits(self.previous, self.exhibits) if self.calls(chapter, "changes") else []

    def _counting_exhibits(self, chapter: str) -> list[str]:
        """Cleaning exhibits behind wave_count(instrument, wave)."""
        wanted = {c.first for c in self.cited[chapter] if c.function == "wave_count"}
        return [e.id for e in self._counting() if e.instrument in wanted]

    def _counting(self) -> list[Exhibit]:
        """Exhibits that count the forms of an instrument."""
        return [exhibit for exhibit in self.exhibits.values() if KINDS[exhibit.kind].respondents(exhibit) == FORMS]

    def calls(self, chapter: str, function: str) -> bool:
        """Whether a chapter calls a template function."""
        return any(citation.function == function for citation in self.cited[chapter])

    def drawn(self, chapter: str) -> list[str]:
        """The figures of a chapter's exhibit file that some chapter of the edition shows."""
        shown = {c.first for found in self.cited.values() for c in found if c.function == "figure"}
        return [exhibit.id for exhibit in self.plan[chapter] if exhibit.id in shown]

    def pictures(self, chapter: str) -> dict[str, str]:
        """Exhibit -> file, of the drawn figures of a chapter's exhibit file that are a picture of the team's own."""
        files = {name: self.exhibits[name].file for name in self.drawn(chapter)}
        return {name: (self.evaluation.folder / file).as_posix() for name, file in files.items() if file}

    def shown(self, chapter: str) -> list[str]:
        """The figures a chapter shows."""
        return list(dict.fromkeys(c.first for c in self.cited[chapter] if c.function == "figure"))

    def shown_views(self) -> dict[str, dict[str, Any]]:
        """Exhibit -> its view, of those that some chapter of the edition shows, in the order of the report."""
        return {name: self.views[name].to_dict() for name in self._shown_names()}

    def _shown_names(self) -> list[str]:
        """The exhibits that some chapter shows as a table or figure, in the order of the report."""
        cited = (citation for chapter in self.chapters for citation in self.cited[chapter.id])
        names = dict.fromkeys(str(c.first) for c in cited if c.function in ("table", "figure"))
        return [name for name in names if name in self.views]  # what is cited and not there is told with its line

    @cached_property
    def retested(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Exhibit -> earlier exhibit of the report that tests the same on answers put together otherwise -> labels (`plan.retested`)."""
        return retested([self.exhibits[name] for name in self._shown_names()], self.ground)

    @property
    def returns(self) -> bool:
        """Whether the Word report carries what `take_in` needs to bring its edits back; what is final is edited no more."""
        return self.evaluation.returns and self.edition.status == "draft"

    def native_charts(self) -> dict[str, dict[str, Any]]:
        """Exhibit -> its view, of the figures shown that Word shall draw itself."""
        names = native_charts(self.exhibits.values(), self.views, self.evaluation)
        return {name: view for name, view in self.shown_views().items() if name in names}

    def deck(self) -> dict[str, Any]:
        """What the slides show and look like, with the exhibits whose plan asks for a picture."""
        edition, evaluation = self.edition, self.evaluation
        pictures = [slide.exhibit for slide in edition.slides if self.exhibits[slide.exhibit].charts == Charts.PICTURE]
        return {
            "slides": [{"exhibit": slide.exhibit, "finding": slide.finding} for slide in edition.slides],
            "template": str(evaluation.slides_template or ""),
            "pictures": pictures,
            "foreign": [each.id for each in self.chapters if each.language not in ("", evaluation.language)],
            "place": f"{evaluation.folder / FILE}, {slides_key(edition)}",
        }

    def figure_data(self) -> dict[str, dict[str, Any]]:
        """Figure -> its view, of those whose numbers an appendix of Word and PDF has; none without such an appendix.

        A picture of the team's own has no numbers.
        """
        asked = self.edition.figure_data
        if not (self.edition.status == Status.FINAL if asked is None else asked):
            return {}
        own = {name: self.views[name] for name in self.shown_views()}
        drawn = [name for name, view in own.items() if view.shown_by == "figure" and view.display != PICTURE]
        return {name: own[name].to_dict() for name in drawn}

    def numbering(self) -> list[dict[str, Any]]:
        """The numbers of the chapters, the part that begins with one, and the language of one in another than the report's."""
        return numbering(self.chapters)

    def printed_numbering(self) -> list[dict[str, Any]]:
        """The numbers of the chapters that Word and PDF have, the appendix with the numbers behind figures last."""
        return with_figure_data(self.numbering()) if self.figure_data() else self.numbering()

    def the_slides(self) -> list[str]:
        """The figures that the slides show; ends the program with the message when the edition names no slides."""
        if not self.edition.slides:
            sys.exit(str(no_slides(self.evaluation, self.edition)))
        named = [slide.exhibit for slide in self.edition.slides]
        return [name for name in named if self.views[name].shown_by == "figure"]

    def the_chapter(self) -> str:
        """The chapter asked for; ends the program with the message when none was."""
        if not self.alone:
            sys.exit(str(no_chapter(self.chapters, self.evaluation.language)))
        return self.alone

    def outlines(self, chapter: str) -> dict[str, str]:
        """The other chapters without their numbers: what a chapter on its own needs for its references to them."""
        turned = [exhibit.id for exhibit in self.exhibits.values() if exhibit.landscape]
        return outlines(chapter, self.templates, turned, self.conditions)

    def bibliography(self) -> list[str]:
        """The files with the literature of the evaluation."""
        return [str(path) for path in bibliography_files(self.evaluation.folder)]

    def analysed(self, chapter: str) -> list[str]:
        """The exhibits of a chapter's exhibit file."""
        return [exhibit.id for exhibit in self.plan[chapter]]

    def owner(self, exhibit: str) -> str:
        """The chapter whose exhibit file has the exhibit."""
        return self.exhibits[exhibit].chapter

    @property
    def ground(self) -> Ground:
        """What the exhibits are planned on."""
        return Ground(self.evaluation, self.codebooks, self.edition, self.statements)

    def _needs(self, chapter: str) -> list[Needs]:
        return [KINDS[exhibit.kind].needs(exhibit) for exhibit in self.plan[chapter]]

    def surveyed(self, chapter: str) -> list[str]:
        """Instruments whose clean tables the exhibits of a chapter need."""
        return _each(needs.clean for needs in self._needs(chapter))

    def weighted(self, chapter: str) -> list[str]:
        """Weighting schemes that the answers in a chapter are weighted by."""
        return sorted(_each(needs.weights for needs in self._needs(chapter)))

    def logged(self, chapter: str) -> list[str]:
        """Instruments whose cleaning logs the exhibits of a chapter need."""
        return _each(needs.log for needs in self._needs(chapter))

    def received(self, chapter: str) -> list[tuple[str, str]]:
        """(instrument, wave) of the raw files whose rows the exhibits of a chapter count."""
        return [(name, wave) for name in self.logged(chapter) for wave in self.waves(name)]

    def responds(self, chapter: str) -> bool:
        """Whether a chapter shows response rates."""
        return any(needs.response for needs in self._needs(chapter))

    def diagnosed(self, chapter: str) -> list[str]:
        """Weighting schemes that the exhibits of a chapter show."""
        return _each(needs.diagnostics for needs in self._needs(chapter))

    def recorded(self, chapter: str) -> list[str]:
        """Tables of records that the exhibits of a chapter show, as name.table."""
        return _each(needs.records for needs in self._needs(chapter))

    def _designs(self, chapter: str) -> dict[str, dict[str, Any]]:
        """The designs that the exhibits of a chapter use, without their words."""
        used = sorted(_each(needs.design for needs in self._needs(chapter)))
        return {name: {k: v for k, v in self.evaluation.designs[name].items() if k != "label"} for name in used}

    def listed(self, chapter: str) -> list[tuple[str, str]]:
        """(instrument, wave) of the raw files a chapter lists with inputs()."""
        return self.sources() if self.calls(chapter, "inputs") or self.calls(chapter, "changes") else []

    def codebook_files(self) -> list[str]:
        """Every file of the codebooks."""
        folders = {self.evaluation.folder / Path(i.codebook).parent for i in self.evaluation.instruments.values()}
        return sorted(str(path) for folder in folders for path in tables_in(folder))

    def codebook_params(self) -> dict[str, dict[str, Any]]:
        """What is needed to read the codebooks again inside a job, by instrument (`evaluation.codebooks`)."""
        return codebook_settings(self.evaluation)

    def analysis_params(self, chapter: str) -> dict[str, Any]:
        """What the analysis of a chapter depends on, without captions, notes and other words."""
        instruments = dict.fromkeys([*self.surveyed(chapter), *self.logged(chapter)])
        return {
            "exhibits": [without_words(exhibit) for exhibit in self.plan[chapter]],
            "inputs": {e.id: KINDS[e.kind].inputs(e, self.ground) for e in self.plan[chapter]},
            "waves": {name: list(self.waves(name)) for name in instruments},
            "designs": self._designs(chapter),
            "uncertainty": self.evaluation.uncertainty,
        }

    def drawing_params(self, chapter: str) -> list[dict[str, Any]]:
        """The views of a chapter's figures, without what is not in the picture."""
        return [for_drawing(self.views[name]) for name in self.drawn(chapter)]

    def chapter_params(self, chapter: str) -> dict[str, Any]:
        """What the text of a chapter depends on besides its template and the exhibits it quotes."""
        cited = self.cited[chapter]
        references = {c.first for c in cited if c.function in ("ref", "Ref")}
        wanted = {c.first for c in cited if c.function == "fact"}
        quoted = self.quoted(chapter)
        instruments = {c.first for c in cited if c.function == "questionnaire"}
        forms = sorted({c.first for c in cited if c.function == "questionnaire_form"})
        shown = {c.first for c in cited if c.function in SHOWING} | set(self.compared(chapter))
        language = next((each.language for each in self.chapters if each.id == chapter), "")
        ranked = {c.first for c in cited if c.function in RANKING}
        retested = {name: self.retested[name] for name in quoted if name in shown and name in self.retested}
        references |= {other for others in retested.values() for other in others}
        params = {
            "views": {name: for_text(self.views[name], name in shown, name in ranked) for name in quoted},
            "alts": {name: self.exhibits[name].alt for name in quoted if name in shown and self.exhibits[name].alt},
            "landscape": [name for name in quoted if self.exhibits[name].landscape],
            "values_notes": {
                name: self._values_note(name) for name in quoted if name in shown and self._values_note(name)
            },
            "retested": {
                name: {other: list(labels) for other, labels in others.items()} for name, others in retested.items()
            },
            "displays": {n: self.views[n].shown_by for n in sorted(references)},
            "facts": {name: [self.facts[name]["value"], self.facts[name].get("unit", "")] for name in sorted(wanted)},
            "counts": {e.instrument: e.id for e in self._counting() if e.id in quoted},
            "questionnaires": {
                name: questionnaire(self.codebooks[name], self.evaluation.language) for name in sorted(instruments)
            },
            **(
                {"forms": {n: printed_form(self.codebooks[n], self.evaluation.language) for n in forms}}
                if forms
                else {}
            ),
            "levels": list(self.evaluation.significance_levels) if self._tested(quoted) else [],
            "language": self.evaluation.language,
            "edition": self.edition.id,
            "claims": self._claims(chapter),
            "waves": self._waves_asked(chapter),
            "data_note": self.edition.noted(self.evaluation) if self.calls(chapter, "data_note") else "",
            **({"rows_told": False} if self.disclosure.limited and self.calls(chapter, "inputs") else {}),
            **self.quotations.params(cited),
        }
        return in_language(params, language)

    def _waves_asked(self, chapter: str) -> dict[str, list[str]]:
        """Of the waves that a chapter asks for with wave(), those the edition knows."""
        known = [(i, wave) for name, i, wave in self.asked if name == chapter and wave in self.waves(i)]
        return {instrument: [wave for i, wave in known if i == instrument] for instrument, _ in known}

    def _claims(self, chapter: str) -> dict[str, Any]:
        """What the claims of a chapter depend on: the margins, and whether one that does not hold is marked."""
        if not self.calls(chapter, CLAIM):
            return {"margins": {}, "marks": False}
        named = {name: [each.plain() for each in own] for name, own in self.named_claims.get(chapter, {}).items()}
        own = {"margins": self.evaluation.claims.margins, "marks": self.edition.status == "draft"}
        return own | ({"named": named} if named else {})

    def _tested(self, exhibits: Iterable[str]) -> bool:
        return any(KINDS[self.exhibits[name].kind].tested(self.exhibits[name]) for name in exhibits)

    def _values_note(self, exhibit: str) -> str:
        return self.evaluation.value_notes.get(self.exhibits[exhibit].values, "")

    def published_by(self) -> dict[str, str]:
        """Published table -> the exhibit that regenerates it."""
        return {table: exhibit.id for exhibit in self.exhibits.values() for table in exhibit.published}

    def reproduced(self) -> set[str]:
        """Exhibits with published numbers to compare with."""
        return set(self.published_by().values()) if self.edition.published else set()

    def metadata(self) -> dict[str, Any]:
        """The title page and the document's properties."""
        evaluation, edition = self.evaluation, self.edition
        return {
            "title": evaluation.title,
            "subtitle": edition.subtitle or evaluation.subtitle,
            "edition": edition.title,
            "series": edition.series,
            "authors": [str(author) for author in evaluation.authors],
            **_front_of(evaluation, edition),
            "institution": evaluation.institution,
            "commissioner": evaluation.commissioner,
            "date": edition.date,
            "status": edition.status,
            "data_note": self.edition.noted(evaluation),
            "language": evaluation.language,
            "keywords": list(evaluation.keywords),
            "bibliography": self.bibliography(),
        }


def _front_of(evaluation: Evaluation, edition: Edition) -> dict[str, Any]:
    """What only some editions print in front: roles of authors, number, ISBN, ISSN, imprint, citation."""
    found = {key: str(getattr(edition, key)) for key in ("report_number", "isbn", "issn", "imprint", "citation")}
    roles = [author.role for author in evaluation.authors]
    return {key: value for key, value in found.items() if value} | ({"roles": roles} if any(roles) else {})


def _each(names: Iterable[str]) -> list[str]:
    """Names, each once, without those that are nothing."""
    return list(dict.fromkeys(filter(None, names)))
