"""A chapter in another language than the report's: its numbers are printed as that language writes them, its words are its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from evalreport.chapters.cited import RANKING, SHOWING, Citation
from evalreport.files.errors import Problem

# What prints labels, notes or blocks, which are loaded in the report's language only
IN_THE_REPORTS_LANGUAGE = (
    *SHOWING, *RANKING, "lost_words", "questionnaire", "questionnaire_form", "inputs", "software", "data_note", "changes", "quote",
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


def in_language(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What the text of a chapter depends on (`Project.chapter_params`), in its own language where it has one."""
    if not language:
        return dict(params)
    views = {name: {**view, "language": language} for name, view in params["views"].items()}
    return {**params, "language": language, "views": views}
