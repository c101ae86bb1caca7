"""A chapter in another language than the report's: its numbers are printed as that language writes them, its words are its own."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evalreport.chapters.cited import RANKING, SHOWING, Citation
from evalreport.evaluation.model import Chapter
from evalreport.files.errors import Problem

# What prints labels, notes or blocks, which are loaded in the report's language only
IN_THE_REPORTS_LANGUAGE = (
    *SHOWING, *RANKING, "questionnaire", "questionnaire_form", "inputs", "software", "data_note", "changes", "quote",
    "audit_findings",
)  # fmt: skip


def untranslated(found: Iterable[Citation], language: str, report: str) -> list[Problem]:
    """Calls of a chapter in another language than the report's that would print words of the report's."""
    expected = (
        f"Words of your own in {language}; numbers (pct, n, mean, diff, p, …) are printed as {language} writes them"
    )
    return [
        Problem(c.file, c.place, f"{c.function}() prints words in {report}, the chapter is in {language}", expected)
        for c in found
        if c.function in IN_THE_REPORTS_LANGUAGE
    ]


def foreign_templates(
    chapters: Iterable[Chapter], templates: Mapping[str, Iterable[Path]], report: str
) -> dict[str, str]:
    """Template -> its language, of chapters in another than the report's; what other chapters include too is in the report's.

    templates: chapter -> its template and all it includes.
    """
    languages = {chapter.id: chapter.language or report for chapter in chapters}
    at_home = {path for name, paths in templates.items() if languages[name] == report for path in paths}
    return {str(path): languages[name] for name, paths in templates.items() for path in paths if path not in at_home}


def in_language(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What the text of a chapter depends on (`Project.chapter_params`), in its own language where it has one."""
    if not language:
        return dict(params)
    views = {name: {**view, "language": language} for name, view in params["views"].items()}
    return {**params, "language": language, "views": views}
