"""The exhibit plan of an edition, read from the files of its chapters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import frozen
from evalreport.evaluation.background import Background, background_of
from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.evaluation.translated import untranslated
from evalreport.exhibits.plan.background import broken_down
from evalreport.exhibits.registry import KINDS
from evalreport.files.checking import Checks
from evalreport.files.errors import Problem
from evalreport.files.schema import SCHEMAS, breaks, load_yaml, text_of
from evalreport.files.spreadsheets import suggestion


def load_plan(
    evaluation: Evaluation,
    edition: Edition,
    schemas: Path = SCHEMAS,
    books: Mapping[str, Codebook] | None = None,
) -> dict[str, tuple[Exhibit, ...]]:
    """The exhibits of an edition by chapter, from exhibits/<chapter>.yaml; chapters without such a file have none.

    books: codebooks of the instruments, which tell the exhibits that a background can divide; all can without them. Raises BadInput with
    every problem.
    """
    checks = Checks()
    plan = read_plan(evaluation, edition, checks, schemas, books).exhibits
    checks.finish()
    return plan


@dataclass(frozen=True)
class PlanRead:
    """The exhibits of an edition by chapter, as far as they can be read.

    broken: id of an exhibit with a mistake in its form -> its place; gap: the first file of which not even all ids can be read, or "".
    """

    exhibits: dict[str, tuple[Exhibit, ...]]
    broken: dict[str, str] = field(default_factory=dict)
    gap: str = ""


def read_plan(
    evaluation: Evaluation,
    edition: Edition,
    checks: Checks,
    schemas: Path = SCHEMAS,
    books: Mapping[str, Codebook] | None = None,
) -> PlanRead:
    """Read the exhibit files of an edition, each exhibit for itself."""
    plan, broken, gaps = dict[str, tuple[Exhibit, ...]](), dict[str, str](), list[str]()
    for chapter in edition.chapters:
        file = evaluation.exhibit_file(chapter.id)
        if not file.is_file():
            continue
        part = checks.part(str(file), str(file), partial(load_yaml, file))
        if part.ground:
            gaps.append(str(file))
            continue
        wrong = breaks(part.value, schemas / "exhibits.yaml", str(file))
        checks.problems += [problem for _, problem in wrong]
        items = part.value.get("exhibits") if isinstance(part.value, Mapping) else None
        if not isinstance(items, list):
            gaps.append(str(file))
            continue
        unfit = {keys[1] for keys, _ in wrong if keys[:1] == ("exhibits",) and len(keys) > 1}
        fit = [item for number, item in enumerate(items) if number not in unfit]
        own = None if any(keys[:1] == ("background",) for keys, _ in wrong) else part.value.get("background")
        checks.problems += _background_problems(own, fit, evaluation, str(file))
        if evaluation.in_translation:
            checks.problems += untranslated({"exhibits": fit}, evaluation.language, str(file))
        background = background_of(own) or edition.background or evaluation.background
        plan[chapter.id] = tuple(
            broken_down(_exhibit(item, chapter.id, evaluation), item, background, evaluation, books or {})
            for item in fit
        )
        names = [items[number].get("id") if isinstance(items[number], Mapping) else None for number in sorted(unfit)]
        broken |= {name: f"{file}, {name}" for name in names if isinstance(name, str)}
        gaps += [str(file)] if not all(isinstance(name, str) for name in names) else []
    return PlanRead(plan, broken, next(iter(gaps), ""))


def _background_problems(
    chapter: Any, items: list[Mapping[str, Any]], evaluation: Evaluation, file: str
) -> Iterator[Problem]:
    """A background of a chapter or an exhibit with groupings that there are not, or of an exhibit that it cannot divide."""
    for place, said in [("", {"background": chapter}), *((item["id"], item) for item in items)]:
        background, own = background_of(said.get("background")) or Background(), bool(place and said.get("background"))
        for name in background.by:
            if name not in evaluation.groupings:
                hint = suggestion(name, evaluation.groupings)
                yield Problem(file, place, f"background: unknown grouping {name!r}", hint)
        if own and not KINDS[said["kind"]].usual_test:
            possible = ", ".join(name for name, kind in KINDS.items() if kind.usual_test)
            yield Problem(file, place, f"background in an exhibit of kind {said['kind']}", f"It divides {possible}")
        if own and (said.get("pairwise") or said.get("display") == "trend"):
            found = "background in an exhibit of pairwise comparisons or of lines over time"
            yield Problem(file, place, found, "Give it a table or figure of its own")


def _exhibit(data: Mapping[str, Any], chapter: str, evaluation: Evaluation) -> Exhibit:
    lists = (
        "precision",
        "variables",
        "categories",
        "counted",
        "by",
        "groups",
        "quantiles",
        "bins",
        "better",
        "worse",
        "order",
        "editions",
        "waves",
        "of",
    )
    language = evaluation.language
    values = {
        "decimals": KINDS[data["kind"]].decimals,
        **KINDS[data["kind"]].defaults(data, evaluation),
        **data,
        "background": (),
        "title": text_of(data["title"], language),
        "note": text_of(data.get("note", {}), language).strip(),
        "alt": text_of(data.get("alt", {}), language).strip(),
        "where": frozen(data.get("where", {})),
        "test_groups": tuple(tuple(groups) for groups in data.get("test_groups", ())),
        "contrasts": tuple({**each, "label": text_of(each["label"], language)} for each in data.get("contrasts", ())),
        "items": tuple({**each, "label": text_of(each.get("label", {}), language)} for each in data.get("items", ())),
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
