"""Variables that were imputed several times (`imputations`): what is wrong with them, and which an exhibit rests on."""

from collections.abc import Iterator, Mapping, Sequence

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import variables_in
from evalreport.evaluation.model import Evaluation, Exhibit, items_of
from evalreport.exhibits.kind import Found, Ground
from evalreport.files.spreadsheets import suggestion
from evalreport.survey.replicate_columns import replicate_variables

KINDS = ("distribution", "share", "mean", "total", "ratio", "contrast", "regression")  # those with numbers to combine


def imputed_columns(evaluation: Evaluation, book: Codebook) -> dict[str, list[str]]:
    """Variable of an instrument -> the variables with its completed answers."""
    return {
        name: replicate_variables(spec, book.names)
        for name, spec in evaluation.imputations.items()
        if spec["instrument"] == book.instrument
    }


def imputed_of(exhibit: Exhibit, ground: Ground) -> dict[str, Sequence[str]]:
    """Variable -> its completed columns, of those that an exhibit shows, explains by or groups by."""
    book = ground.codebooks[exhibit.instrument]
    known = imputed_columns(ground.evaluation, book)
    used = {v.name for v in items_of(exhibit, book)} | {each["variable"] for each in exhibit.covariates}
    used |= {*variables_in(exhibit.where), exhibit.denominator}
    groups = [g for name in exhibit.by for g in ground.evaluation.groupings[name].groups]
    used |= {name for group in groups for name in variables_in(group.where)}
    return {name: columns for name, columns in known.items() if name in used}


def imputed_problems(exhibit: Exhibit, ground: Ground) -> Iterator[Found]:
    """What an exhibit asks for that completed data sets cannot be combined to."""
    if not ground.evaluation.imputations or any(name not in ground.evaluation.groupings for name in exhibit.by):
        return
    imputed = imputed_of(exhibit, ground)
    if not imputed:
        return
    names = ", ".join(imputed)
    if exhibit.kind not in KINDS:
        yield (
            f"kind {exhibit.kind} of {names}, which is imputed",
            f"Kinds {', '.join(KINDS)} are combined by Rubin's rules",
        )
    asked = [
        key for key in ("stated", "pairwise", "precision", "range") if getattr(exhibit, key) not in (None, False, ())
    ]
    asked += [f"test: {exhibit.test}"] * (exhibit.test != "none")
    for key in asked:
        yield (
            f"{key} of {names}, which is imputed",
            "Compare groups with kind contrast or regression, which are combined",
        )
    if len({len(columns) for columns in imputed.values()}) > 1:
        yield f"{names} are not imputed as many times", "Every variable of an exhibit comes from the same data sets"
    if ground.evaluation.disclosure.get("scope") == "report":
        yield (
            f"{names} imputed under scope: report",
            "The plan of what the report withholds counts answers; use scope: exhibit",
        )
    if exhibit.small_samples:
        yield (
            f"small_samples of {names}, which is imputed",
            "Leave it out: Rubin's rules need the design's degrees of freedom",
        )


def imputation_problems(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> Iterator[tuple[str, str, str]]:
    """(place, found, expected) of what is wrong with `imputations` themselves."""
    for name, spec in evaluation.imputations.items():
        place = f"imputations > {name}"
        if spec["instrument"] not in codebooks:
            yield place, f"unknown instrument {spec['instrument']!r}", suggestion(spec["instrument"], codebooks)
            continue
        book = codebooks[spec["instrument"]]
        if name not in book.names:
            yield place, f"the codebook of {book.instrument} has no variable {name!r}", suggestion(name, book.names)
            continue
        columns = replicate_variables(spec, book.names)
        unknown = [column for column in columns if column not in book.names]
        for column in unknown:
            yield place, f"the codebook of {book.instrument} has no variable {column!r}", suggestion(column, book.names)
        if len(columns) < 2:
            yield place, f"{len(columns)} variables fit {spec['variables']!r}", "Two or more, with a number for *"
        for column in (column for column in columns if column not in unknown):
            one, other = book.variable(name), book.variable(column)
            if (one.type, one.value_set) != (other.type, other.value_set):
                found = f"{column} is of type {other.type} {other.value_set}".rstrip()
                yield place, found, f"As {name}: {one.type} {one.value_set}".rstrip()
