"""What a chapter of changes needs."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalreport.changes.compare import compare_content
from evalreport.changes.frozen import CLAIMS, compared_exhibits, plain_title, shown_otherwise
from evalreport.files.errors import BadInput, Problem
from evalreport.project.needs.content import edition_content
from evalreport.releases.causes import rows_of
from evalreport.releases.releases import CONTENT, INDEX, Release, required_release

if TYPE_CHECKING:
    from evalreport.chapters.cited import Citation
    from evalreport.evaluation.model import Edition, Evaluation
    from evalreport.project.project import Project

FUNCTION = "changes"  # the template function


def previous_release(
    evaluation: "Evaluation", edition: "Edition", cited: Mapping[str, tuple["Citation", ...]], folder: Path
) -> Release | None:
    """The release that the edition's chapter of changes compares with; None where no chapter calls changes().

    folder: releases/<evaluation>. Raises BadInput where the edition names no previous one, or it is not frozen.
    """
    calls = [c for found in cited.values() for c in found if c.function == FUNCTION]
    if not calls:
        return None
    file = str(evaluation.folder / "evaluation.yaml")
    if not edition.previous:
        found = f"changes() needs an edition to compare with, and {edition.id!r} names none"
        how = f"Write previous: under editions > {edition.id} in {file}"
        raise BadInput([Problem(calls[0].file, calls[0].place, found, how)])
    return required_release(folder, edition.previous, Problem(file, f"editions > {edition.id} > previous", ""))


def changes_params(project: "Project", chapter: str) -> dict[str, Any]:
    """What `changes()` prints in a chapter besides numbers; {} for a chapter that does not call it."""
    previous = project.previous
    if previous is None or not project.calls(chapter, FUNCTION):
        return {}
    content, compared = edition_content(project), compared_exhibits(previous, project.exhibits)
    old_views, views = previous.content["views"], project.views
    added = {name: plain_title(views[name].title) for name in project.exhibits if name not in old_views}
    newly, no_longer = shown_otherwise(previous.content.get("shown"), content["shown"], compared)
    return {
        "newly_shown": {name: plain_title(views[name].title) for name in newly},
        "no_longer_shown": {name: plain_title(views[name].title) for name in no_longer},
        "previous": {key: previous.index[key] for key in ("title", "date")},
        "exhibits": compared,
        "added": added,
        "gone": {name: plain_title(old_views[name]["title"]) for name in old_views if name not in views},
        "shown": {name: how for name, how in content["shown"].items() if name in compared or name in added},
        "content": [asdict(change) for change in compare_content(previous.content, content)],
        "data": {
            Path(name).name: {"sha256": entry["sha256"], "rows": rows_of(entry)}
            for name, entry in previous.index["inputs"]["data"].items()
            if entry["sources"]
        },
        "minimum": max(project.evaluation.disclosure[each] for each in ("minimum_cell", "minimum_base")),
        "levels": list(project.evaluation.significance_levels),
    }


def release_files(project: "Project", chapter: str) -> list[str]:
    """The files of the previous release that a chapter reads."""
    previous = project.previous
    if previous is None or not project.calls(chapter, FUNCTION):
        return []
    compared = compared_exhibits(previous, project.exhibits)
    tables = [f"exhibits/{name}.{part}.csv" for name in compared for part in ("estimates", "tests")]
    claims = [CLAIMS] if CLAIMS in previous.index["files"] else []
    return [str(previous.folder / name) for name in (INDEX, CONTENT, *tables, *claims)]


def claiming_chapters(project: "Project", chapter: str) -> list[str]:
    """The chapters whose claims a chapter compares with those of the previous edition; none where that has none."""
    previous = project.previous
    if previous is None or not project.calls(chapter, FUNCTION) or CLAIMS not in previous.index["files"]:
        return []
    return [each.id for each in project.chapters if not project.calls(each.id, FUNCTION)]
