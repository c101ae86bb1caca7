"""From the content of evaluation.yaml, which fits its schema, to the objects of `model`."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from evalreport.codebook.conditions import frozen
from evalreport.evaluation.background import Background, background_of
from evalreport.evaluation.model import Author, Evaluation, Group, Text
from evalreport.files.schema import text_of

WEAKENED = "weakened"  # the key of `claims` that is no margin
NAMED = ("instruments", "groupings", "editions")  # sections of objects that know their own name


def evaluation_of(id: str, folder: Path, data: Mapping[str, Any], language: str = "") -> Evaluation:
    """The evaluation that stands in a file, without its records; its texts in a language, its own without one.

    data: the content, with everything that must be there. Keys that have no field of their name are told here where they go.
    """
    own = {field.name for field in fields(Evaluation)} - {"records"}
    word, claims = data.get("word", {}), data.get("claims", {})
    content = {key: value for key, value in data.items() if key in own} | {
        "id": id,
        "folder": folder,
        "language": language or data["language"],
        "shared_language": data["language"],
        "claims": {
            "margins": {key: value for key, value in claims.items() if key != WEAKENED},
            **{key: value for key, value in claims.items() if key == WEAKENED},
        },
        "significance_levels": sorted(data["significance_levels"]),
        **{name: _named(data[name]) for name in NAMED},
        **({"charts": word["charts"]} if "charts" in word else {}),
        **({"returns": word["returns"]} if "returns" in word else {}),
        **({"reference": folder / word["reference"]} if "reference" in word else {}),
        **({"slides_template": folder / data["slides"]["template"]} if "slides" in data else {}),
        **({"final_literals": data["literals"]["final"]} if "final" in data.get("literals", {}) else {}),
    }
    content["groupings"] = {
        name: each | {"groups": [*_named(each.get("groups", {})).values()]}
        for name, each in content["groupings"].items()
    }
    return _converter(content["language"]).structure(content, Evaluation)


def _named(section: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The entries of a section, each with its name among its keys."""
    return {name: {"id": name, **content} for name, content in section.items()}


def author_of(author: str | Mapping[str, Any], language: str) -> Author:
    """An author, given as a name or as {name, role}."""
    if isinstance(author, str):
        return Author(author)
    return Author(author["name"], text_of(author.get("role", {}), language).strip())


def _converter(language: str) -> Converter:
    """Makes objects of plain data; a text is taken in a language, else in the first there is."""
    made = Converter(detailed_validation=False)  # the schema has told everything that could be wrong
    made.register_structure_hook(
        Text, lambda texts, _: (texts if isinstance(texts, str) else text_of(texts, language)).strip()
    )
    made.register_structure_hook(Text | None, lambda texts, _: made.structure(texts or "", Text))
    made.register_structure_hook(Author, lambda author, _: author_of(author, language))
    made.register_structure_hook(Background | None, lambda data, _: background_of(data))
    condition = override(struct_hook=lambda data, _: frozen(data))
    made.register_structure_hook(Group, make_dict_structure_fn(Group, made, where=condition))
    return made
