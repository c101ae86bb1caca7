"""Where everything lies below results/: the only place that knows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RECORDS = "records"  # folder of the tables of records


def first_existing(*folders: str | Path) -> Path:
    """The first folder that is there, else the last."""
    return next((Path(folder) for folder in folders if Path(folder).is_dir()), Path(folders[-1]))


@dataclass(frozen=True)
class Layout:
    """Paths of one evaluation and edition, relative to the working directory."""

    evaluation: str
    edition: str
    records_folder: str = RECORDS

    @property
    def root(self) -> str:
        """Folder of the evaluation: what all editions share."""
        return f"results/{self.evaluation}"

    @property
    def private(self) -> str:
        """Folder of what must not be handed on: respondents, numbers before protection, which numbers are small."""
        return f"{self.root}/confidential"

    @property
    def confidential(self) -> str:
        """The edition's part of it."""
        return f"{self.private}/{self.edition}"

    @property
    def build(self) -> str:
        """Folder of the edition."""
        return f"{self.root}/{self.edition}"

    def revision(self, commit: str) -> str:
        """The index of the edition's report as a revision of git has it, kept as a release."""
        return f"{self.root}/revisions/{commit}/{self.edition}/release.json"

    def manifests(self, sources: Iterable[tuple[str, str]]) -> list[str]:
        """Manifests of (instrument, wave)."""
        return [f"{self.private}/ingest/{instrument}_{wave}.manifest.json" for instrument, wave in sources]

    def ingested(self, sources: Iterable[tuple[str, str]]) -> list[str]:
        """Ingested tables of (instrument, wave)."""
        return [f"{self.private}/ingest/{instrument}_{wave}.parquet" for instrument, wave in sources]

    def clean(self, instruments: Iterable[str]) -> list[str]:
        """Clean tables."""
        return [f"{self.private}/clean/{instrument}.parquet" for instrument in instruments]

    def cleaning_logs(self, instruments: Iterable[str]) -> list[str]:
        """Cleaning logs."""
        return [f"{self.private}/clean/{instrument}.log.csv" for instrument in instruments]

    def cleaning_notices(self, instruments: Iterable[str]) -> list[str]:
        """What a person should know of clean tables."""
        return [f"{self.private}/clean/{instrument}.notices.csv" for instrument in instruments]

    def weights(self, schemes: Iterable[str]) -> list[str]:
        """Weights of respondents, a file a weighting scheme."""
        return [f"{self.private}/weight/{scheme}.parquet" for scheme in schemes]

    @property
    def response(self) -> str:
        """Response rates."""
        return f"{self.private}/respond/response.csv"

    def diagnostics(self, schemes: Iterable[str]) -> list[str]:
        """What weighting did, by scheme."""
        return [f"{self.private}/weight/{scheme}.diagnostics.csv" for scheme in schemes]

    def blank_forms(self, instruments: Iterable[str]) -> list[str]:
        """Questionnaires as blank forms."""
        return [f"{self.root}/blank_forms/{name}.docx" for name in instruments]

    def forms(self, names: Iterable[str]) -> list[str]:
        """Empty report forms of sources of records."""
        return [f"{self.root}/forms/{name}.docx" for name in names]

    def records(self, tables: Iterable[str]) -> list[str]:
        """Tables of records, given as name.table."""
        return [f"{self.private}/{self.records_folder}/{name.replace('.', '/')}.csv" for name in tables]

    def exhibits(self, names: Iterable[str], parts: tuple[str, ...] = ("estimates", "tests")) -> list[str]:
        """Protected tables of exhibits."""
        return [f"{self.build}/exhibits/{name}.{part}.csv" for name in names for part in parts]

    def masks(self, names: Iterable[str]) -> list[str]:
        """Which rows of exhibits the plan for the report withholds, and why."""
        return [f"{self.confidential}/masks/{name}.mask.csv" for name in names]

    def figures(self, names: Iterable[str], ending: str) -> list[str]:
        """Figure files of one kind: svg, png, or csv (the data behind the figure)."""
        return [f"{self.build}/figures/{name}.{ending}" for name in names]

    def products(self, names: Iterable[str]) -> list[str]:
        """What a build hands over."""
        return [f"{self.build}/{name}" for name in names]

    def alone(self, chapter: str) -> list[str]:
        """A chapter on its own."""
        return [f"{self.build}/chapters/{chapter}.{ending}" for ending in ("docx", "pdf")]

    def chapter_claims(self, names: Iterable[str]) -> list[str]:
        """The claims of chapters."""
        return [f"{self.build}/chapters/{name}.claims.csv" for name in names]

    def traces(self, names: Iterable[str]) -> list[str]:
        """Where in its templates each sign of a chapter comes from."""
        return [f"{self.build}/chapters/{name}.trace.json" for name in names]

    def chapters(self, names: Iterable[str]) -> list[str]:
        """Chapters as Markdown."""
        return [f"{self.build}/chapters/{name}.md" for name in names]


def one_of(names: Iterable[str]) -> str:
    """A pattern for a wildcard that is one of some names, the longest first, so that none is read as the beginning of another."""
    known = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(map(re.escape, known)) or "none"
