"""What disclosure control depends on: a part of `Project`, computed when the workflow is read."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalreport.chapters.cited import SHOWING
from evalreport.disclosure.possible import named_in
from evalreport.disclosure.structure import cleaned, structure_of
from evalreport.exhibits.joining import renamed
from evalreport.exhibits.kind import FORMS, RESPONSE
from evalreport.exhibits.register.plan import column_prefixes
from evalreport.exhibits.registry import KINDS
from evalreport.files.errors import BadInput, Problem
from evalreport.files.schema import load_yaml

REPORT = "report"  # the scope of a plan for the whole report

if TYPE_CHECKING:
    from evalreport.evaluation.model import Exhibit
    from evalreport.project.project import Project


@dataclass(frozen=True)
class DisclosureJobs:
    """The part of a project that knows what may leave the analysis, and what adds up to what."""

    project: "Project"

    @property
    def limited(self) -> bool:
        """Whether the evaluation withholds anything."""
        limits = self.project.evaluation.disclosure
        return bool(limits["minimum_cell"] or limits["minimum_base"])

    @property
    def planned(self) -> bool:
        """Whether one plan for the whole report says what is withheld."""
        return self.limited and self.project.evaluation.disclosure.get("scope") == REPORT

    def disclosed(self, files: list[str]) -> list[str]:
        """The files of the register; ends the program with the message where no plan is made for the report."""
        if not self.planned:
            file = str(self.project.evaluation.folder / "evaluation.yaml")
            found = (
                f"{dict(self.project.evaluation.disclosure)}: no plan is made for the report, so there is no register"
            )
            right = "`disclosure: {minimum_cell: 5, minimum_base: 10, scope: report}`, see docs/disclosure.md"
            sys.exit(str(BadInput([Problem(file, "disclosure", found, right)])))
        return files

    def counted(self) -> list[str]:
        """The instruments whose respondents the plan counts, with those of the frame and the answers of the response."""
        surveyed = {
            name
            for chapter in self.project.plan
            for name in (*self.project.surveyed(chapter), *self.project.logged(chapter))
        }
        waves = (
            self.project.evaluation.response.get("waves", {}).values()
            if any(map(self.project.responds, self.project.plan))
            else ()
        )
        surveyed |= {spec[part]["instrument"] for spec in waves for part in ("frame", "answers")}
        return [name for name in self.project.evaluation.instruments if name in surveyed]

    def frozen_tables(self, releases: Path) -> list[str]:
        """The estimates of this evaluation's frozen editions, which readers have."""
        return sorted(str(path) for path in (releases / self.project.evaluation.id).glob("*/exhibits/*.estimates.csv"))

    def params(self) -> dict[str, Any]:
        """What the plan for the report depends on besides the numbers."""
        disclosure = self.project.evaluation.disclosure
        dominance = disclosure.get("dominance")
        return {
            "plans": {chapter: self.project.analysis_params(chapter) for chapter in self.project.plan},
            "limits": {name: limit for chapter in self.project.plan for name, limit in self.limits(chapter).items()},
            "structures": {
                name: each for chapter in self.project.plan for name, each in self.structures(chapter).items()
            },
            "worth": self._worth(),
            "group_disclosure": bool(disclosure.get("group_disclosure", False)),
            "dominance": [dominance["largest"], dominance["share"]] if dominance else [],
            "exceptions": [dict(each) for each in disclosure.get("exceptions", ())],
            "surveyed": self.counted(),
            "weighted": sorted({name for chapter in self.project.plan for name in self.project.weighted(chapter)}),
            "waves": {name: list(self.project.waves(name)) for name in self.counted()},
            "codebooks": self.project.codebook_params(),
            "file": str(self.project.evaluation.folder / "evaluation.yaml"),
            "response": self.project.evaluation.response,
            "ties": {name: self._ties(name) for name in self.counted()},
            "moved": {name: self._moved(name) for name in self.counted()},
        }

    def titles(self) -> dict[str, str]:
        """Exhibit -> its title."""
        return {e.id: e.title for exhibits in self.project.plan.values() for e in exhibits}

    def _ties(self, instrument: str) -> list[list[str]]:
        """Variables of an instrument that a definition or a filter joins."""
        book = self.project.codebooks[instrument]
        derived = self.project.evaluation.derived.get(instrument, {})
        ties = [{name, *named_in(spec, book.names)} for name, spec in derived.items()]
        variables = [book.variable(name) for name in book.names]
        ties += [{v.name, *named_in(v.asked_of, book.names), *(jump.gate for jump in v.jumps)} for v in variables]
        ties += [{v.name, *v.index.items} for v in variables if v.index]
        return sorted(sorted(tie) for tie in ties if len(tie) > 1)

    def _moved(self, instrument: str) -> list[str]:
        """Questions of an instrument that no group, condition, unit or weight is made of."""
        book = self.project.codebooks[instrument]
        evaluation = self.project.evaluation
        settings = [evaluation.response, evaluation.weighting, evaluation.designs]
        conditions = [g.where for grouping in evaluation.groupings.values() for g in grouping.groups]
        conditions += [e.where for exhibits in self.project.plan.values() for e in exhibits]
        gates = {jump.gate for name in book.names for jump in book.variable(name).jumps}
        stay = named_in([*settings, *conditions], book.names) | gates | {"wave", "respondent"}
        return [name for name in book.names if name not in stay]

    def _worth(self) -> dict[str, int]:
        """Exhibit -> 2 where the text quotes its numbers, 1 where it is shown; those of no template are lost first."""
        found: dict[str, int] = {}
        for citation in (each for cited in self.project.cited.values() for each in cited):
            if citation.first:
                quoted = 1 if citation.function in SHOWING else 2
                found[citation.first] = max(found.get(citation.first, 0), quoted)
        exhibits = [e for exhibits in self.project.plan.values() for e in exhibits]
        for part, whole in ((part, e.id) for e in exhibits for part in e.of):  # whose numbers another exhibit prints
            found[part] = max(found.get(part, 0), found.get(whole, 0))
        return {e.id: found.get(e.id, 0) for e in exhibits}

    def joined(self, chapter: str) -> dict[str, dict[str, dict[str, str]]]:
        """Exhibit of a chapter that prints others' numbers -> these -> their variable -> what it is called there."""
        return {e.id: renamed(e, self.project.views) for e in self.project.plan[chapter] if e.of}

    def limits(self, chapter: str) -> dict[str, tuple[int, int]]:
        """Exhibit of a chapter -> smallest cell and smallest base that may leave the analysis."""
        limits = self.project.evaluation.disclosure
        cell, base = limits["minimum_cell"], limits["minimum_base"]
        return {exhibit.id: KINDS[exhibit.kind].limits(exhibit, cell, base) for exhibit in self.project.plan[chapter]}

    def structures(self, chapter: str) -> dict[str, Any]:
        """Exhibit of a chapter -> what adds up in it (`Structure.to_dict`); empty where nothing is withheld."""
        return {e.id: self._structure(e) for e in self.project.plan[chapter]} if self.limited else {}

    def _structure(self, exhibit: "Exhibit") -> dict[str, Any]:
        groupings = [[group.id for group in panel.groups] for panel in self.project.views[exhibit.id].panels]
        of = KINDS[exhibit.kind].respondents(exhibit)
        dropping = self.dropping(exhibit.instrument) if of == FORMS else ()
        if of == RESPONSE:
            prefixes = tuple(column_prefixes(exhibit, self.project.evaluation, self.project.edition).values())
            groupings = [_unprefixed(groups, prefixes) for groups in groupings]
            return structure_of(exhibit, groupings, dropping, prefixes).to_dict()
        return structure_of(exhibit, groupings, dropping, KINDS[exhibit.kind].prefixes).to_dict()

    def dropping(self, instrument: str) -> tuple[str, ...]:
        """The cleaning rules of an instrument that drop forms."""
        file = self.project.evaluation.folder / self.project.evaluation.instruments[instrument].cleaning
        return tuple(rule["id"] for rule in load_yaml(file)["rules"] or [] if rule["type"].startswith("drop"))

    def cleaning_limits(self, instruments: list[str]) -> dict[str, Any]:
        """What the summary of the cleaning may say: the smallest count, and instrument -> its structure; empty without limits."""
        if not self.limited:
            return {}
        structures = {name: cleaned(self.dropping(name)).to_dict() for name in instruments}
        return {"minimum_cell": self.project.evaluation.disclosure["minimum_cell"], "structures": structures}


def _unprefixed(groups: list[str], prefixes: tuple[str, ...]) -> list[str]:
    """Groups without what stands before them in exhibits of several waves, each once."""
    longest = sorted((prefix for prefix in prefixes if prefix), key=len, reverse=True)
    bare = (next((g.removeprefix(p) for p in longest if g.startswith(p)), g) for g in groups)
    return list(dict.fromkeys(bare))
