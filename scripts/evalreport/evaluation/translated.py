"""An evaluation in several languages: the language of an edition, where its templates lie, and texts that lack its language."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evalreport.evaluation.model import Evaluation
from evalreport.files.errors import Problem
from evalreport.files.schema import languages


def language_of(data: Mapping[str, Any], edition: str) -> str:
    """The language of an edition: its own, else that of the evaluation; data: the content of evaluation.yaml."""
    editions = data.get("editions", {})
    own = editions.get(edition, {}).get("language") if isinstance(editions, Mapping) else None
    return str(own or data["language"])


def template_folder(templates: Path, evaluation: Evaluation) -> Path:
    """Where the templates of an edition lie: below those of the evaluation, in the folder of its language.

    An edition in the evaluation's own language has them beside that folder where there is none of its own.
    """
    own = templates / evaluation.language
    return own if evaluation.in_translation or own.is_dir() else templates


def template_folders(templates: Path) -> list[Path]:
    """Where templates of an evaluation lie in any language: its folder, and those of languages in it."""
    return [templates, *(templates / language for language in languages() if (templates / language).is_dir())]


def untranslated(content: Any, language: str, file: str) -> Iterator[Problem]:
    """Texts of a file that have other languages and not this one, each with its place: print would fall back on another."""
    for place in _lacking(content, language, ()):
        found = f"no text in {language}, the language of this edition"
        yield Problem(file, " > ".join(place), found, f"Write it in {language} too")


def _lacking(content: Any, language: str, place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(content, Mapping):
        if content and set(content) <= set(languages()) and all(map(_is_text, content.values())):
            if language not in content:
                yield place
            return
        for key, value in content.items():
            yield from _lacking(value, language, (*place, str(key)))
    elif isinstance(content, list):
        for number, value in enumerate(content, start=1):
            name = f"[{value['id']}]" if isinstance(value, Mapping) and "id" in value else str(number)
            yield from _lacking(value, language, (*place, name))


def _is_text(content: Any) -> bool:
    """Whether something is what a language has of a text: the text, or one a class."""
    return isinstance(content, str) or (isinstance(content, list) and all(isinstance(text, str) for text in content))
