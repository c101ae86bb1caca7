"""The exhibits of a report with their numbers, as the outputs read them: views and protected estimates, nothing else."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from evalreport.exhibits.evidence import Evidence, evidence_from
from evalreport.exhibits.printed import grid_of
from evalreport.exhibits.view import PICTURE, TIMELINE, view_from
from evalreport.figures.timeline import Milestone, milestones_of
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT, TEXT_TEXT
from evalreport.files.tables import read_table
from evalreport.markdown.grid import Grid, escape, markdown
from evalreport.words.catalogue import word
from evalreport.words.dates import format_dates

EMPTY = "–"


def read_evidence(views: Mapping[str, Mapping[str, Any]], levels: Iterable[float], folder: Path) -> dict[str, Evidence]:
    """Exhibit -> its evidence; views: exhibit -> `View.to_dict`, folder: that of the protected estimates."""
    return {name: _evidence(name, dict(view), tuple(levels), folder) for name, view in views.items()}


def _evidence(name: str, view: dict[str, Any], levels: tuple[float, ...], folder: Path) -> Evidence:
    estimates = read_table(folder / f"{name}.estimates.csv", ESTIMATE_TEXT)
    tests = read_table(folder / f"{name}.tests.csv", TEST_TEXT)
    texts = folder / f"{name}.texts.csv"
    words = read_table(texts, TEXT_TEXT) if texts.is_file() else None
    return evidence_from(view_from(view), estimates, tests, levels, words)


def data_grid(evidence: Evidence, folder: Path) -> Grid:
    """The numbers behind a figure as a table: the days of milestones, else what the exhibit would be as a table."""
    return DATA.get(evidence.view.display, _as_table)(evidence, folder)


def _as_table(evidence: Evidence, folder: Path) -> Grid:
    return grid_of(evidence)


def _milestones(evidence: Evidence, folder: Path) -> Grid:
    view = evidence.view
    head = tuple(escape(word(f"output_{key}", view.language)) for key in ("milestone", "due", "done", "status"))
    labels = {item.id: item.label for item in (*view.groups, *view.categories)}
    rows: list[tuple[str, ...]] = []
    section = ""
    for each in milestones_of(view, folder / f"{view.exhibit}.texts.csv"):
        if each.section != section:
            section = each.section
            rows.append((f"**{escape(labels.get(section, section))}**",))
        rows.append(_milestone(each, labels, view.language))
    return Grid(head, tuple(rows), text_columns=len(head))


def _milestone(each: Milestone, labels: Mapping[str, str], language: str) -> tuple[str, ...]:
    def days(pair: tuple[Any, Any] | None) -> str:
        if not pair:
            return EMPTY
        words = [format_dates(day.isoformat(), language) for day in pair]
        return escape(words[0] if words[0] == words[1] else "–".join(words))

    return (escape(each.label), days(each.due), days(each.done), escape(labels.get(each.status, each.status)))


# Display -> the data behind the figure, where it is not what the exhibit would be as a table.
DATA: dict[str, Callable[[Evidence, Path], Grid]] = {TIMELINE: _milestones}


def data_tables(found: Mapping[str, Evidence], folder: Path) -> dict[str, str]:
    """Figure -> the numbers behind it as a Markdown table; a picture of the team's own has none."""
    drawn = {n: each for n, each in found.items() if each.view.shown_by == "figure" and each.view.display != PICTURE}
    return {name: markdown(data_grid(each, folder)) for name, each in drawn.items()}
