"""What stands in front of a report: authors with their roles, the series, and the page behind the title page."""

from collections.abc import Mapping
from typing import Any

from evalreport.words.catalogue import word
from evalreport.words.dates import day_in

_NAMED = ("isbn", "issn")
_FRONT = ("report_number", *_NAMED, "imprint", "citation")  # one of them brings the page behind the title page


def author_lines(metadata: Mapping[str, Any]) -> list[str]:
    """The authors as the title page has them: "Kari Nordmann, project leader"."""
    roles = metadata.get("roles") or [""] * len(metadata.get("authors", ()))
    return [f"{name}, {role}" if role else name for name, role in zip(metadata.get("authors", ()), roles, strict=True)]


def series_line(metadata: Mapping[str, Any]) -> str:
    """The series with the number of the report in it; "" where neither is known."""
    return " ".join(filter(None, (metadata.get("series"), metadata.get("report_number"))))


def colophon(metadata: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the page behind the title page: title, series, ISBN, ISSN, imprint, and how to cite the report.

    [] where an edition names none of number, ISBN, ISSN, imprint and citation.
    """
    if not any(metadata.get(key) for key in _FRONT):
        return []
    language = metadata["language"]
    title = ". ".join(filter(None, (metadata["title"], metadata.get("subtitle"))))
    numbers = [f"{key.upper()} {metadata[key]}" for key in _NAMED if metadata.get(key)]
    imprint = [part.strip() for part in (metadata.get("imprint") or "").split("\n\n")]
    cited = f"{word('suggested_citation', language)}: {citation(metadata)}"
    return [part for part in (title, series_line(metadata), *numbers, *imprint, cited) if part]


def citation(metadata: Mapping[str, Any]) -> str:
    """How to cite the report: as the edition says, else authors (year). Title (series and number). Institution."""
    if metadata.get("citation"):
        return str(metadata["citation"])
    names = ", ".join(metadata.get("authors", ()))
    day = day_in(str(metadata.get("date") or ""))
    title = ". ".join(filter(None, (metadata["title"], metadata.get("subtitle"))))
    series, publisher = series_line(metadata), metadata.get("institution")
    parts = [f"{names} ({day[:4]})" if day else names, f"{title} ({series})" if series else title, publisher]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
