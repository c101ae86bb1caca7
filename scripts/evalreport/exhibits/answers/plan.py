"""What exhibits of totals, ratios, quantiles and change ask for, held against the codebook."""

from collections.abc import Iterator

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.files.spreadsheets import suggestion

OF_KIND = {
    "denominator": "ratio",
    "quantiles": "quantile",
    "better": "change",
    "worse": "change",
}  # key -> its only kind
TABLES = ("total", "ratio", "quantile", "change")
NUMBERS = ("scale", "number", "year")  # types of variables with a total and a quantile


def quantity_problems(exhibit: Exhibit, book: Codebook) -> Iterator[tuple[str, str]]:
    """(found, expected) of what is wrong with an exhibit of one of these kinds, or with their keys in another."""
    for key, kind in OF_KIND.items():
        if getattr(exhibit, key) and exhibit.kind != kind:
            yield f"`{key}` in an exhibit of kind {exhibit.kind}", f"Only kind {kind} has it"
        if exhibit.kind == kind and not getattr(exhibit, key):
            yield f"kind {kind} without `{key}`", f"Add {key}:"
    if exhibit.nonresponse != "left_out" and exhibit.kind != "total":
        yield f"`nonresponse` in an exhibit of kind {exhibit.kind}", "Only kind total has it"
    if exhibit.kind not in TABLES:
        return
    if exhibit.display != "table":
        yield f"kind {exhibit.kind} as {exhibit.display}", "It is shown in a table"
    allowed = ("t", "anova", "none") if exhibit.kind == "change" else ("none",)
    if exhibit.test not in allowed:
        yield f"kind {exhibit.kind} with test: {exhibit.test}", f"Choose {' or '.join(allowed)}"
    yield from _variable_problems(exhibit, book)
    both = sorted({str(code) for code in exhibit.better} & {str(code) for code in exhibit.worse})
    if both:
        yield f"better and worse both have {', '.join(both)}", "Each answer is one of them, or neither"


def _variable_problems(exhibit: Exhibit, book: Codebook) -> Iterator[tuple[str, str]]:
    if exhibit.denominator and exhibit.denominator not in book.names:
        yield f"denominator: no variable {exhibit.denominator!r}", suggestion(exhibit.denominator, book.names)
        return
    if exhibit.kind == "change":
        return
    known = set(exhibit.variables) <= set(book.names) and (not exhibit.battery or exhibit.battery in book.batteries)
    variables = list(items_of(exhibit, book)) if known else []
    variables += [book.variable(exhibit.denominator)] if exhibit.denominator else []
    for variable in variables:
        if exhibit.nonresponse == "adjusted" and variable.asked_of and not exhibit.where:
            found = f"nonresponse: adjusted, but {variable.name} was asked of {variable.asked_of!r} only"
            yield found, "Say with `where` who was asked: others have not failed to answer"
        if variable.type not in NUMBERS and not exhibit.counted:
            hint = (
                "Count answers with `counted`"
                if exhibit.kind == "total"
                else f"Choose a variable of type {', '.join(NUMBERS)}"
            )
            yield f"{variable.name} is of type {variable.type} and has no {exhibit.kind}", hint
