"""What is frozen of an edition, known when the workflow is read."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalreport.files.settings import Settings
from evalreport.project.layout import Layout
from evalreport.project.needs.content import edition_content
from evalreport.releases.releases import INDEX

if TYPE_CHECKING:
    from evalreport.project.project import Project

FIGURE_ENDINGS = ("svg", "png", "csv")


def frozen_outputs(project: "Project", paths: Layout) -> list[str]:
    """Figures and chapters of an edition, beside its products and exhibits; what an earlier plan left in results/ is not named."""
    drawn = [name for chapter in project.plan for name in project.drawn(chapter)]
    figures = [path for ending in FIGURE_ENDINGS for path in paths.figures(drawn, ending)]
    return figures + paths.chapters(chapter.id for chapter in project.chapters)


def release_params(project: "Project", paths: Layout, data_folder: str) -> Settings:
    """about, content, data and previous, for `take_snapshot`."""
    edition = project.edition
    about = {
        "evaluation": project.evaluation.id,
        "edition": edition.id,
        "title": edition.title,
        "date": edition.date,
        "status": edition.status,
        "language": project.evaluation.language,
    }
    sources = _sources(project, paths)
    published = [
        *project.audit.published_tables(data_folder),
        *project.audit.published_list(data_folder, "labels.csv"),
        *project.audit.published_list(data_folder, "explained.csv"),
        *project.audit.prose(data_folder),
    ]
    names = {table.partition(".")[0] for chapter in project.plan for table in project.recorded(chapter)}
    records = [path for name in names for path in project.records.files(name, data_folder)]
    others = [path for path in (*published, *records) if Path(path).is_relative_to(data_folder)]
    files = {*(source["file"] for source in sources), *(_below(path, data_folder) for path in others)}
    data = {"folder": data_folder, "files": sorted(files), "sources": sources}
    previous = str(project.previous.folder / INDEX) if project.previous else ""
    return Settings(about=about, content=edition_content(project), data=data, previous=previous)


def _below(path: str, folder: str) -> str:
    return Path(path).relative_to(folder).as_posix()


def _sources(project: "Project", paths: Layout) -> Sequence[dict[str, Any]]:
    """Every raw export: its file, instrument and wave, the headers of its columns of type id, and its ingested table."""
    found = []
    for instrument, wave in project.sources():
        ids = [v.sources[wave] for v in project.codebooks[instrument].variables if v.type == "id" and wave in v.sources]
        (table,) = paths.ingested([(instrument, wave)])
        file = project.evaluation.instruments[instrument].waves[wave]["file"]
        found.append({"file": file, "instrument": instrument, "wave": wave, "ids": ids, "table": table})
    return found
