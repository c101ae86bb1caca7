"""What disclosure control depends on: a part of `Project`, computed when the workflow is read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evalreport.disclosure.structure import cleaned, structure_of
from evalreport.exhibits.register.plan import by_unit, column_prefixes
from evalreport.files.schema import load_yaml

if TYPE_CHECKING:
    from evalreport.evaluation.model import Edition, Evaluation, Exhibit
    from evalreport.exhibits.view import View


class DisclosureJobs:
    """The part of a project that knows what may leave the analysis, and what adds up to what."""

    if TYPE_CHECKING:
        evaluation: Evaluation
        edition: Edition
        plan: Mapping[str, tuple[Exhibit, ...]]
        views: Mapping[str, View]

    @property
    def limited(self) -> bool:
        """Whether the evaluation withholds anything."""
        limits = self.evaluation.disclosure
        return bool(limits["minimum_cell"] or limits["minimum_base"])

    def structures(self, chapter: str) -> dict[str, Any]:
        """Exhibit of a chapter -> what adds up in it (`Structure.to_dict`); empty where nothing is withheld."""
        return {e.id: self._structure(e) for e in self.plan[chapter]} if self.limited else {}

    def _structure(self, exhibit: "Exhibit") -> dict[str, Any]:
        groupings = [[group.id for group in panel.groups] for panel in self.views[exhibit.id].panels]
        dropping = self.dropping(exhibit.instrument) if exhibit.kind == "cleaning" else ()
        if exhibit.kind == "response" and not by_unit(exhibit):
            prefixes = tuple(column_prefixes(exhibit, self.evaluation, self.edition).values())
            groupings = [_unprefixed(groups, prefixes) for groups in groupings]
            return structure_of(exhibit, groupings, dropping, prefixes).to_dict()
        return structure_of(exhibit, groupings, dropping, ()).to_dict()

    def dropping(self, instrument: str) -> tuple[str, ...]:
        """The cleaning rules of an instrument that drop forms."""
        file = self.evaluation.folder / self.evaluation.instruments[instrument].cleaning
        return tuple(rule["id"] for rule in load_yaml(file)["rules"] or [] if rule["type"].startswith("drop"))

    def cleaning_limits(self, instruments: list[str]) -> dict[str, Any]:
        """What the summary of the cleaning may say: the smallest count, and instrument -> its structure; empty without limits."""
        if not self.limited:
            return {}
        structures = {name: cleaned(self.dropping(name)).to_dict() for name in instruments}
        return {"minimum_cell": self.evaluation.disclosure["minimum_cell"], "structures": structures}


def _unprefixed(groups: list[str], prefixes: tuple[str, ...]) -> list[str]:
    """Groups without what stands before them in exhibits of several waves, each once."""
    longest = sorted((prefix for prefix in prefixes if prefix), key=len, reverse=True)
    bare = (next((g.removeprefix(p) for p in longest if g.startswith(p)), g) for g in groups)
    return list(dict.fromkeys(bare))
