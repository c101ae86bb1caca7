"""What the jobs of the audit depend on: a part of `Project`, computed when the workflow is read."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalreport.audit.own import statistic_of
from evalreport.exhibits.registry import KINDS
from evalreport.files.errors import BadInput, Problem
from evalreport.verify.prose import FILE as PROSE
from evalreport.verify.prose import read_prose

if TYPE_CHECKING:
    from evalreport.project.project import Project

QUOTING_AUDIT = ("audit_findings", "audit_count")  # functions of templates
NOT_PRINTED = ("labels.csv", "explained.csv", PROSE)  # lists beside the published tables that hold no printed numbers
PUBLISHED, BROUGHT = "audit", "audit/tables"  # folders of the results


@dataclass(frozen=True)
class AuditJobs:
    """The part of a project that knows printed tables: published, brought along, and its own."""

    project: "Project"

    def published_tables(self, data_folder: str) -> list[str]:
        """The published tables of the edition, CSV files."""
        folder = Path(data_folder) / self.project.edition.published
        return (
            sorted(str(p) for p in folder.glob("*.csv") if p.name not in NOT_PRINTED)
            if self.project.edition.published
            else []
        )

    def published_list(self, data_folder: str, name: str) -> list[str]:
        """labels.csv, explained.csv or prose.csv beside the published tables, where there is one."""
        path = Path(data_folder) / self.project.edition.published / name
        return [path.as_posix()] if self.project.edition.published and path.is_file() else []

    def prose(self, data_folder: str) -> list[str]:
        """The printed numbers of running text, where there are any."""
        return self.published_list(data_folder, PROSE)

    def compared(self, data_folder: str) -> list[str]:
        """The exhibits whose numbers are held against published ones, in tables or in running text."""
        quoted = {number.exhibit for path in self.prose(data_folder) for number in read_prose(Path(path))}
        return sorted(self.project.reproduced() | quoted & set(self.project.views))

    def tables(self, folder: str, data_folder: str, brought: Any) -> list[str]:
        """The tables of an audit, in order; ends the program with the message where there are none."""
        found = brought_tables(brought) if folder == BROUGHT else self._published(data_folder)
        if not found:
            sys.exit(str(BadInput([_nothing(brought if folder == BROUGHT else "", data_folder)])))
        return found

    def _published(self, data_folder: str) -> list[str]:
        root = Path(data_folder) / self.project.edition.published
        names = sorted(root.rglob("*.csv")) if self.project.edition.published else []
        return [str(path) for path in names if path.name not in NOT_PRINTED]

    def exhibits(self) -> dict[str, str]:
        """Exhibits whose printed tables the audit can check -> what their numbers are."""
        kinds = {exhibit.id: exhibit.kind for exhibits in self.project.plan.values() for exhibit in exhibits}
        found = {
            name: statistic_of(view, KINDS[kinds[name]].weighed) for name, view in sorted(self.project.views.items())
        }
        return {name: statistic for name, statistic in found.items() if statistic}

    def printed(self, chapter: str, build: str) -> list[str]:
        """The findings of the published tables, for a chapter that prints them."""
        prints = any(citation.function in QUOTING_AUDIT for citation in self.project.cited[chapter])
        return [f"{build}/{PUBLISHED}/findings.csv"] if prints and self.project.edition.published else []


def brought_tables(brought: Any) -> list[str]:
    """The files behind --config tables=…: a path, a pattern, several with commas between them, or a list."""
    patterns = brought if isinstance(brought, list) else str(brought or "").split(",")
    return list(dict.fromkeys(path for each in patterns for path in _matching(str(each).strip())))


def _matching(pattern: str) -> list[str]:
    """Files by name or pattern, from the working directory or from the root of the disk."""
    path = Path(pattern)
    if not pattern or path.is_file():
        return [pattern] if pattern else []
    root = Path(path.anchor)
    return sorted(str(each) for each in root.glob(str(path.relative_to(root))) if each.is_file())


def _nothing(brought: Any, data_folder: str) -> Problem:
    hint = "Write for example: snakemake audit --config tables=my_tables/*.csv"
    if brought:
        return Problem("--config", "tables", f"no file is called {brought}", hint)
    return Problem(data_folder, "", "the edition has no published tables to audit", hint)
