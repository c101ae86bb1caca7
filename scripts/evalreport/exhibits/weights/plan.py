"""Checks of planned exhibits of weights."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evalreport.evaluation.model import Edition, Evaluation, Exhibit
from evalreport.exhibits.kind import Found, Ground
from evalreport.files.spreadsheets import suggestion
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

MARGINS = "margins"
SOURCES = (
    "spread",
    MARGINS,
    "coverage",
    "bounds",
    "histogram",
    "effect",
    "nonresponse",
)  # what an exhibit of kind weights shows


def scheme_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """What is wrong with an exhibit that shows a weighting scheme."""
    schemes = ground.evaluation.weighting
    if exhibit.weights not in schemes:
        hint = suggestion(exhibit.weights, schemes)
        yield f"unknown weighting scheme {exhibit.weights!r}", f"Key `weights`. {hint}"
        return
    waves = schemes[exhibit.weights]["waves"]
    for wave in set(exhibit.where.get("wave", ())) - set(waves):
        found = f"where: the scheme {exhibit.weights!r} does not weight the wave {wave!r}"
        yield found, suggestion(str(wave), waves)
    for name in set(exhibit.where) - {"wave"}:
        yield f"where: {name!r}", "Only the wave can be chosen here"


def of_edition(exhibit: Exhibit, evaluation: Evaluation, edition: Edition) -> Exhibit:
    """An exhibit of a scheme with only those of its waves that the edition knows of."""
    scheme = evaluation.weighting[exhibit.weights]
    known = edition.waves.get(scheme["instrument"], tuple(scheme["waves"]))
    wanted = exhibit.where.get("wave", tuple(scheme["waves"]))
    # A wave that the scheme does not weight stays, to be told of.
    kept = tuple(wave for wave in wanted if wave in known or wave not in scheme["waves"])
    return replace(exhibit, where={**exhibit.where, "wave": kept})


def bin_labels(language: str, ends: Iterable[float]) -> list[str]:
    """Words for classes of weights between ends given as multiples of the mean, the first and last open."""
    numbers = [format_number(end, 2, language) for end in ends]
    between = [f"{low}–{high}" for low, high in zip(numbers, numbers[1:], strict=False)]
    under, over = (word(key, language) for key in ("weight_under", "weight_over"))
    return [under.format(number=numbers[0]), *between, over.format(number=numbers[-1])]
