"""What the jobs of a project read, print and may let out, as far as records are concerned."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.registry import KINDS
from evalreport.files.writing import content_of
from evalreport.records.codes import code_files

FORMED = "annual_reports"  # the reader of forms


class RecordJobs:
    """The part of a project that knows its records."""

    evaluation: Evaluation
    plan: Mapping[str, tuple[Exhibit, ...]]

    if TYPE_CHECKING:

        def recorded(self, chapter: str) -> list[str]:
            """See `Project`."""

    def worded(self, exhibits: Iterable[str]) -> list[str]:
        """Those of some exhibits that print text."""
        kinds = {exhibit.id: exhibit.kind for planned in self.plan.values() for exhibit in planned}
        return [name for name in exhibits if KINDS[kinds[name]].worded]

    def record_files(self, name: str, data_folder: str) -> list[str]:
        """The files one source of records is read from."""
        source = self.evaluation.records[name]
        return source.reader.raw_files(source.settings, Path(data_folder), self.evaluation.folder)

    def raw_records(self, data_folder: str) -> dict[str, str]:
        """The raw files of the records that the edition shows, by their place in the data folder -> SHA-256."""
        shown = dict.fromkeys(name.partition(".")[0] for chapter in self.plan for name in self.recorded(chapter))
        files = (path for name in shown for path in self.record_files(name, data_folder))
        raw = sorted({path for path in files if Path(path).is_relative_to(data_folder)})  # no code lists
        return {str(Path(path).relative_to(data_folder)): content_of(path) for path in raw}

    def record_tables(self, name: str) -> list[str]:
        """The tables one source of records gives, as name.table."""
        return [f"{name}.{table}" for table in self.evaluation.records[name].tables]

    def forms(self) -> list[str]:
        """Sources of records that are read from a form the team can hand out."""
        return [name for name, source in self.evaluation.records.items() if source.settings["reader"] == FORMED]

    def form_files(self) -> list[str]:
        """The code lists whose labels stand in the forms."""
        sources = [self.evaluation.records[name] for name in self.forms()]
        return code_files(self.evaluation.folder, [n for s in sources for n in s.reader.code_lists(s.settings)])

    def limits(self, chapter: str) -> dict[str, tuple[int, int]]:
        """Exhibit of a chapter -> smallest cell and smallest base that may leave the analysis."""
        cell, base = self.evaluation.disclosure["minimum_cell"], self.evaluation.disclosure["minimum_base"]
        return {exhibit.id: KINDS[exhibit.kind].limits(exhibit, cell, base) for exhibit in self.plan[chapter]}
