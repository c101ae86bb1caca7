"""What an edition knows: the evaluation and its exhibits without the waves that the edition has not got.

Data, cleaning and weights are shared by all editions; what an edition shows of them is decided here, before anything runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import can_hold
from evalreport.evaluation.asked import Asked
from evalreport.evaluation.model import Edition, Evaluation, Exhibit, Where, items_of
from evalreport.exhibits.breaks import shown_groups
from evalreport.files.checking import chosen, mapped

Books = Mapping[str, Codebook]


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

    def unknown(self, exhibit: Exhibit) -> str:
        """Why the edition does not know an exhibit of an instrument; "" where it does."""
        name = exhibit.instrument
        if not self.evaluation.instruments[name].waves:
            return f"the edition knows no wave of {name}"
        if self._unmet(exhibit.where, name):
            return "it is about a wave, or about a question of a wave, that the edition does not know"
        return ""

    def questions(self, exhibit: Exhibit, every: bool = False) -> Exhibit | str:
        """The exhibit with the questions that the edition's waves asked; every: it needs them all."""
        names = self.books[exhibit.instrument].names
        left = replace(exhibit, variables=tuple(name for name in exhibit.variables if name in names))
        asked = items_of(left, self.books[exhibit.instrument])
        lacking = every and len(asked) < len(exhibit.variables)
        others = {name for name in (exhibit.denominator, exhibit.compared_with) if name}
        others |= {each["variable"] for each in exhibit.covariates}
        if not asked or lacking or not others <= set(names):
            return "none of its questions was asked in a wave that the edition knows"
        return left

    def grouped(self, exhibit: Exhibit | str) -> Exhibit | str:
        """The exhibit with the groups, tests and differences that are left; the reason where there is none already."""
        if isinstance(exhibit, str):
            return exhibit
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
        """Whether only answers of unknown waves meet a condition: it names these waves, or an answer to a question only they asked."""
        unasked = dict.fromkeys(set(self.whole_books[instrument].names) - set(self.books[instrument].names))
        whole, known = (e.instruments[instrument].waves for e in (self.whole, self.evaluation))
        if not any(can_hold(where, {"wave": wave}) for wave in whole):  # it names waves of another instrument
            return not can_hold(where, unasked)
        return not any(can_hold(where, {**unasked, "wave": wave}) for wave in known)


def scope_of(evaluation: Evaluation, edition: Edition, codebooks: Books) -> Scope:
    """What an edition knows of an evaluation and its codebooks."""
    waves = {name: edition.waves.get(name, tuple(i.waves)) for name, i in evaluation.instruments.items()}
    books = mapped(codebooks, lambda name, book: book.limited(waves[name]))
    instruments = {
        name: replace(i, waves={wave: source for wave, source in i.waves.items() if wave in waves[name]})
        for name, i in evaluation.instruments.items()
    }
    known = replace(
        evaluation,
        instruments=instruments,
        records=evaluation.records if edition.records is None else chosen(evaluation.records, edition.records),
        weighting=mapped(evaluation.weighting, lambda name, s: _scheme(s, waves.get(s["instrument"], ()))),
    )
    return Scope(edition, evaluation, known, codebooks, books)


def _scheme(scheme: Mapping[str, Any], waves: Iterable[str]) -> dict[str, Any]:
    known = set(waves)
    return {**scheme, "waves": {wave: spec for wave, spec in scheme["waves"].items() if wave in known}}
