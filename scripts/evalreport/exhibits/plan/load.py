"""The exhibit plan of an edition, read from the files of its chapters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.exhibits.registry import KINDS
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.schema import SCHEMAS, load_checked, text_of


def load_plan(evaluation: Evaluation, edition: Edition, schemas: Path = SCHEMAS) -> dict[str, tuple[Exhibit, ...]]:
    """The exhibits of an edition by chapter, from exhibits/<chapter>.yaml; chapters without such a file have none."""
    problems: list[Problem] = []
    plan: dict[str, tuple[Exhibit, ...]] = {}
    for chapter in edition.chapters:
        file = evaluation.exhibit_file(chapter.id)
        if not file.is_file():
            continue
        try:
            data = load_checked(file, schemas / "exhibits.yaml")
            plan[chapter.id] = tuple(_exhibit(item, chapter.id, evaluation) for item in data["exhibits"])
        except BadInput as error:
            problems += error.problems
    raise_if(problems)
    return plan


def _exhibit(data: Mapping[str, Any], chapter: str, evaluation: Evaluation) -> Exhibit:
    lists = (
        "precision",
        "variables",
        "categories",
        "counted",
        "by",
        "groups",
        "quantiles",
        "better",
        "worse",
        "order",
        "editions",
    )
    language = evaluation.language
    values = {
        "decimals": KINDS[data["kind"]].decimals,
        **KINDS[data["kind"]].defaults(data, evaluation),
        **data,
        "title": text_of(data["title"], language),
        "note": text_of(data.get("note", {}), language).strip(),
        "alt": text_of(data.get("alt", {}), language).strip(),
        "where": {variable: tuple(codes) for variable, codes in data.get("where", {}).items()},
        "test_groups": tuple(tuple(groups) for groups in data.get("test_groups", ())),
        "contrasts": tuple({**each, "label": text_of(each["label"], language)} for each in data.get("contrasts", ())),
        "columns": tuple({**each, "label": text_of(each["label"], language)} for each in data.get("columns", ())),
        "covariates": tuple(
            {"per": 1, **each, "label": text_of(each.get("label", {}), language)} for each in data.get("covariates", ())
        ),
        "published": (data["published"],)
        if isinstance(data.get("published"), str)
        else tuple(data.get("published", ())),
        **{key: tuple(data[key]) for key in lists if key in data},
    }
    return Exhibit(chapter=chapter, **values)
