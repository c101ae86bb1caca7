"""What the jobs of a project read and print, as far as records are concerned."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalreport.exhibits.registry import KINDS
from evalreport.files.writing import content_of
from evalreport.project.layout import RECORDS
from evalreport.records.codes import code_files

if TYPE_CHECKING:
    from evalreport.project.project import Project

FORMED = "annual_reports"  # the reader of forms


@dataclass(frozen=True)
class RecordJobs:
    """The part of a project that knows its records."""

    project: "Project"

    @property
    def folder(self) -> str:
        """Folder of the tables below the results: of an edition in another language than the evaluation's, one of its own."""
        evaluation = self.project.evaluation
        return f"{RECORDS}_{evaluation.language}" if evaluation.in_translation else RECORDS

    def worded(self, exhibits: Iterable[str]) -> list[str]:
        """Those of some exhibits that print text."""
        kinds = {exhibit.id: exhibit.kind for planned in self.project.plan.values() for exhibit in planned}
        return [name for name in exhibits if KINDS[kinds[name]].worded]

    def files(self, name: str, data_folder: str) -> list[str]:
        """The files one source of records is read from."""
        source = self.project.evaluation.records[name]
        return source.reader.raw_files(source.settings, Path(data_folder), self.project.evaluation.folder)

    def raw(self, data_folder: str) -> dict[str, str]:
        """The raw files of the records that the edition shows, by their place in the data folder -> SHA-256."""
        shown = dict.fromkeys(
            name.partition(".")[0] for chapter in self.project.plan for name in self.project.recorded(chapter)
        )
        files = (path for name in shown for path in self.files(name, data_folder))
        raw = sorted({path for path in files if Path(path).is_relative_to(data_folder)})  # no code lists
        return {str(Path(path).relative_to(data_folder)): content_of(path) for path in raw}

    def listed(self, chapter: str, data_folder: str) -> dict[str, dict[str, str]]:
        """The raw files of the records that a chapter lists with inputs(), below the key of its settings."""
        files = self.raw(data_folder) if self.project.calls(chapter, "inputs") else {}
        return {"recorded": files} if files else {}

    def tables(self, name: str) -> list[str]:
        """The tables one source of records gives, as name.table."""
        return [f"{name}.{table}" for table in self.project.evaluation.records[name].tables]

    def forms(self) -> list[str]:
        """Sources of records that are read from a form the team can hand out."""
        return [name for name, source in self.project.evaluation.records.items() if source.settings["reader"] == FORMED]

    def form_files(self) -> list[str]:
        """The code lists whose labels stand in the forms."""
        sources = [self.project.evaluation.records[name] for name in self.forms()]
        return code_files(self.project.evaluation.folder, [n for s in sources for n in s.reader.code_lists(s.settings)])
