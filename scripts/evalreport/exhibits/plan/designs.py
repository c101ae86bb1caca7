"""What a design says of populations, stages and replicate weights, held against the codebook and against itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Evaluation
from evalreport.files.spreadsheets import suggestion
from evalreport.survey.replicate_columns import NEEDS, replicate_variables

Spec = Mapping[str, Any]
Found = tuple[str, str]  # what was found, what would be right
NUMBERS = ("scale", "number", "year")
WAVE = "wave"
OF_CLUSTERS = (
    "clusters", "strata", "population", "census", "stages", "without_cluster", "lonely", "variance", "minimum_clusters",
)  # fmt: skip


def drawn_problems(design: Spec, book: Codebook) -> Iterator[Found]:
    """(found, expected) of what is wrong with a design, beyond its instrument."""
    if "replicates" in design:
        beside = [key for key in OF_CLUSTERS if key in design]
        if beside:
            yield f"replicates beside {', '.join(beside)}", "The replicate weights tell how the sample was drawn"
        yield from _replicate_problems(design["replicates"], book)
        return
    if not {"clusters", "strata", "population"} & set(design):
        yield (
            "neither clusters, strata, population nor replicates",
            "Say how the respondents were drawn, or use design: simple",
        )
    if "clusters" not in design:
        for key in ("census", "stages", "without_cluster", "variance", "minimum_clusters"):
            if key in design:
                yield f"{key} without clusters", "Only a sample of clusters has it"
    if design.get("census") and "population" in design:
        yield "census beside population", "With census: true all clusters of the population are in the sample"
    if design.get("census") and "stages" not in design:
        yield "census: true without stages", "Say how respondents were drawn inside clusters: stages: [{population: …}]"
    if "stages" in design and design.get("variance") != "linearised":
        yield (
            "stages without variance: linearised",
            "A jackknife over clusters knows nothing of what is drawn inside them",
        )
    stages = design.get("stages", ())
    if stages and not design.get("census") and "population" not in design:
        yield (
            "stages without population or census",
            "Without a finite population of clusters what is drawn inside adds nothing",
        )
    for number, stage in enumerate(stages, start=2):
        if number < len(stages) + 1 and "clusters" not in stage:
            yield f"stage {number} draws respondents, but another follows", "Only the last stage is without clusters"
    for at, part in (("", design), *((f"stage {k}: ", stage) for k, stage in enumerate(stages, start=2))):
        for found, expected in _variable_problems(part, book):
            yield at + found, expected


def _variable_problems(part: Spec, book: Codebook) -> Iterator[Found]:
    for key in ("clusters", "strata", "population"):
        name = part.get(key)
        if not isinstance(name, str) or name == WAVE and key == "strata":
            continue
        if name not in book.names:
            yield f"{key}: the codebook of {book.instrument} has no variable {name!r}", suggestion(name, book.names)
        elif key == "population" and book.variable(name).type not in NUMBERS:
            yield f"population: {name} is of type {book.variable(name).type}", "Give it the type number in the codebook"


def _replicate_problems(spec: Spec, book: Codebook) -> Iterator[Found]:
    names = replicate_variables(spec, book.names)
    unknown = [name for name in names if name not in book.names]
    for name in unknown:
        yield f"replicates: the codebook of {book.instrument} has no variable {name!r}", suggestion(name, book.names)
    wrong = [n for n in names if n not in unknown and book.variable(n).type not in NUMBERS]
    if wrong:
        yield f"replicates: {', '.join(wrong)} are no numbers", "Give them the type number in the codebook"
    if len(names) < 2:
        yield f"replicates: {len(names)} variables fit {spec['variables']!r}", "Two or more, with a number for *"
    for key in NEEDS.get(spec["kind"], ()):
        if key not in spec:
            yield (
                f"replicates of kind {spec['kind']} without {key}",
                f"Add {key}:, the producer's documentation tells it",
            )
    if "rho" in spec and spec["kind"] != "fay":
        yield f"rho in replicates of kind {spec['kind']}", "Only kind fay has it"
    rscales = spec.get("rscales")
    if isinstance(rscales, list) and len(rscales) != len(names):
        yield f"{len(rscales)} rscales for {len(names)} replicates", "One a replicate, in the order of the variables"


def replicate_weight_problems(design: Spec, scheme: Spec | None) -> Iterator[Found]:
    """An exhibit under replicate weights whose own weights are not those of the data."""
    if "replicates" not in design:
        return
    if scheme is None:
        yield "replicate weights without weights", "Name a scheme with the weight of the data (weight: …)"
    elif any("weight" not in spec for spec in scheme["waves"].values()):
        yield (
            "replicate weights with weights that are not made from the data's",
            "Replicates vary the weight of the data",
        )


def replicate_columns(evaluation: Evaluation, codebooks: Mapping[str, Codebook]) -> set[str]:
    """The variables that hold replicate weights of some design."""
    designs = [d for d in evaluation.designs.values() if "replicates" in d and d["instrument"] in codebooks]
    return {v for d in designs for v in replicate_variables(d["replicates"], codebooks[d["instrument"]].names)}
