"""What an edition knows: the evaluation and its exhibits without the waves that the edition has not got.

Data, cleaning and weights are shared by all editions; what an edition shows of them is decided here, before anything runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.asked import Asked
from evalreport.evaluation.model import Edition, Evaluation, Exhibit, Where, items_of
from evalreport.exhibits.breaks import shown_groups
from evalreport.exhibits.records.plan import RECORDED
from evalreport.exhibits.register.plan import column_prefixes
from evalreport.exhibits.survival.statements import Statement
from evalreport.exhibits.weights.plan import KINDS, of_edition

RESPONSE = ("response", "flow")
Books = Mapping[str, Codebook]
Plan = Mapping[str, tuple[Exhibit, ...]]


@dataclass(frozen=True)
class Scope:
    """An evaluation and its codebooks as an edition knows them, beside the whole of them."""

    edition: Edition
    whole: Evaluation
    evaluation: Evaluation
    whole_books: Books
    books: Books

    def asked(self) -> Asked:
        """What templates may ask of the edition."""
        known, whole = (
            {name: tuple(i.waves) for name, i in e.instruments.items()} for e in (self.evaluation, self.whole)
        )
        return Asked(self.edition.id, tuple(self.whole.editions), known, whole)

    def plan(self, plan: Plan) -> tuple[dict[str, tuple[Exhibit, ...]], dict[str, str]]:
        """The exhibits of the edition by chapter, and why others are not there: exhibit -> reason."""
        found = {chapter: [(e.id, self.exhibit(e)) for e in exhibits] for chapter, exhibits in plan.items()}
        shown = {chapter: tuple(e for _, e in pairs if isinstance(e, Exhibit)) for chapter, pairs in found.items()}
        absent = {name: reason for pairs in found.values() for name, reason in pairs if isinstance(reason, str)}
        return shown, absent

    def exhibit(self, exhibit: Exhibit) -> Exhibit | str:
        """The exhibit without the groups and questions of unknown waves; the reason where nothing is left of it."""
        if exhibit.editions and self.edition.id not in exhibit.editions:
            return f"it is made for {', '.join(exhibit.editions)}"
        if exhibit.kind in RECORDED:
            source = exhibit.records.partition(".")[0]
            return exhibit if source in self.evaluation.records else f"the edition does not know the records {source!r}"
        if exhibit.kind in KINDS:
            return self._weighting(exhibit)
        if exhibit.kind in RESPONSE:
            known = column_prefixes(exhibit, self.whole, self.edition)
            return exhibit if known else "the response is that of a wave the edition does not know"
        name = exhibit.instrument
        if not self.evaluation.instruments[name].waves:
            return f"the edition knows no wave of {name}"
        if self._unmet(exhibit.where, name):
            return "it is about a wave, or about a question of a wave, that the edition does not know"
        if exhibit.kind in ("cleaning", "survival"):
            return exhibit
        questions = self._questions(exhibit)
        return questions if isinstance(questions, str) else self._grouped(questions)

    def statements(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """Statements of significance with the groups that the edition knows; one without any stays, and is not tested."""
        found = [(s, self.exhibit(s.exhibit)) for s in statements]
        return tuple(s if isinstance(e, str) else replace(s, exhibit=e) for s, e in found)

    def _weighting(self, exhibit: Exhibit) -> Exhibit | str:
        """An exhibit of a weighting scheme, with the waves that the edition knows."""
        limited = of_edition(exhibit, self.whole, self.edition)
        return limited if limited.where["wave"] else "the edition knows none of the waves it shows"

    def _questions(self, exhibit: Exhibit) -> Exhibit | str:
        """The exhibit with the questions that the edition's waves asked."""
        names = self.books[exhibit.instrument].names
        left = replace(exhibit, variables=tuple(name for name in exhibit.variables if name in names))
        asked = items_of(left, self.books[exhibit.instrument])
        whole = exhibit.kind == "units" and len(asked) < len(exhibit.variables)
        if not asked or whole or (exhibit.denominator and exhibit.denominator not in names):
            return "none of its questions was asked in a wave that the edition knows"
        return left

    def _grouped(self, exhibit: Exhibit) -> Exhibit | str:
        """The exhibit with the groups, tests and differences that are left."""
        shown = {name: shown_groups(exhibit, self.whole, name) for name in exhibit.by}
        left = {name: [group for group in groups if self._known(group, exhibit)] for name, groups in shown.items()}
        named = {*exhibit.groups, *(g for each in exhibit.contrasts for g in (*each["plus"], *each["minus"]))}
        known = {group for groups in left.values() for group in groups} | {g for g in named if self._known(g, exhibit)}
        if left == shown and named <= known:
            return exhibit
        contrasts = tuple(c for c in exhibit.contrasts if {*c["plus"], *c["minus"]} <= known)
        if not any(left.values()) or (exhibit.contrasts and not contrasts):
            return "none of its groups is of a wave that the edition knows"
        families = [tuple(group for group in family if group in known) for family in exhibit.test_groups]
        tested = tuple(family for family in families if len(family) > 1)
        several = tested if exhibit.test_groups else [groups for groups in left.values() if len(groups) > 1]
        return replace(
            exhibit,
            by=tuple(name for name, groups in left.items() if groups),
            groups=self._order(exhibit, left),
            test=exhibit.test if several else "none",
            test_groups=tested,
            contrasts=contrasts,
        )

    def _order(self, exhibit: Exhibit, left: Mapping[str, list[str]]) -> tuple[str, ...]:
        """All groups that are left by name: a grouping of which none were named would else show all it has."""
        known = [group for groups in left.values() for group in groups]
        return tuple(dict.fromkeys([*(g for g in exhibit.groups if g in known), *known]))

    def _known(self, group: str, exhibit: Exhibit) -> bool:
        return not self._unmet(self.whole.group(group).where, exhibit.instrument)

    def _unmet(self, where: Where, instrument: str) -> bool:
        """Whether only answers of unknown waves meet a condition: it names these waves, or a question only they asked."""
        asked = set(self.whole_books[instrument].names) - set(self.books[instrument].names)
        whole, known = (set(e.instruments[instrument].waves) for e in (self.whole, self.evaluation))
        wanted = set(where.get("wave", ())) & whole
        return bool(set(where) & asked) or bool(wanted and not wanted & known)


def scope_of(evaluation: Evaluation, edition: Edition, codebooks: Books) -> Scope:
    """What an edition knows of an evaluation and its codebooks."""
    waves = {name: edition.waves.get(name, tuple(i.waves)) for name, i in evaluation.instruments.items()}
    books = {name: book.limited(waves[name]) for name, book in codebooks.items()}
    instruments = {
        name: replace(i, waves={wave: source for wave, source in i.waves.items() if wave in waves[name]})
        for name, i in evaluation.instruments.items()
    }
    known = replace(
        evaluation,
        instruments=instruments,
        records={
            name: r for name, r in evaluation.records.items() if edition.records is None or name in edition.records
        },
        weighting={name: _scheme(s, waves.get(s["instrument"], ())) for name, s in evaluation.weighting.items()},
    )
    return Scope(edition, evaluation, known, codebooks, books)


def _scheme(scheme: Mapping[str, Any], waves: Iterable[str]) -> dict[str, Any]:
    known = set(waves)
    return {**scheme, "waves": {wave: spec for wave, spec in scheme["waves"].items() if wave in known}}
