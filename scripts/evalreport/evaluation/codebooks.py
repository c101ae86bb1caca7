"""What the codebooks of an evaluation are read from, as plain data: a job that gets it needs no evaluation.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable, load_codebook
from evalreport.codebook.indices import index_of
from evalreport.codebook.made_sets import made_errors, set_of, with_made_sets
from evalreport.evaluation.codings import coding_problems, codings_of, with_codings
from evalreport.evaluation.model import Evaluation
from evalreport.files.checking import Checks
from evalreport.files.errors import Problem, raise_if

Derived = Mapping[str, Mapping[str, Any]]  # name of a derived variable -> how it is made


@dataclass(frozen=True)
class CodebookSource:
    """What the codebook of an instrument is read from: a file below the evaluation's folder, its waves, and its derived variables."""

    folder: str
    file: str
    waves: tuple[str, ...]
    language: str
    derived: Derived = field(default_factory=dict)
    codings: Derived = field(
        default_factory=dict
    )  # how open answers are coded; codes: code -> label, none where no list has them

    def read(self, instrument: str) -> Codebook:
        """The codebook, derived variables after its own; raises BadInput with every problem."""
        book = load_codebook(Path(self.folder), instrument, self.file, tuple(self.waves), [self.language])
        place = f"{self.folder}/evaluation.yaml"
        raise_if(coding_problems(place, Path(self.folder), instrument, self.codings, self.derived, book))
        book = with_codings(self.codings, book, self.language)
        raise_if(_derived_problems(place, self.derived, book))
        return with_made_sets(book, self.derived).extended(_derived(self.derived, self.waves, book))


def codebook_source(evaluation: Evaluation, instrument: str) -> CodebookSource:
    """What the codebook of an instrument of an evaluation is read from."""
    known = evaluation.instruments[instrument]
    derived = evaluation.derived.get(instrument, {})
    codings = codings_of(evaluation, instrument)
    return CodebookSource(
        str(evaluation.folder), known.codebook, tuple(known.waves), evaluation.language, derived, codings
    )


def codebook_settings(evaluation: Evaluation) -> dict[str, dict[str, Any]]:
    """Instrument -> the fields of its source, for `books_of`."""
    return {name: asdict(codebook_source(evaluation, name)) for name in evaluation.instruments}


def books_of(settings: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Codebook]:
    """The codebook of every instrument; raises BadInput with the problems of all of them. settings: those of `codebook_settings`."""
    checks = Checks()
    sources = {name: CodebookSource(**each) for name, each in settings.items()}
    books = checks.each(sources, lambda name: sources[name].file, lambda name: sources[name].read(name))
    checks.finish()
    return books


def _derived_problems(file: str, derived: Derived, book: Codebook) -> list[Problem]:
    """What is wrong with classes, periods and ages, before the first job."""
    types = {variable.name: variable.type for variable in book.variables}
    problems = []
    for name, spec in derived.items():
        place = f"derived > {book.instrument} > {name}"
        problems += [Problem(file, place, *found) for found in made_errors(name, spec, types, book)]
        types[name] = spec["type"]
    return problems


def _derived(derived: Derived, waves: Iterable[str], book: Codebook) -> list[Variable]:
    """The derived variables of an instrument, as variables of its codebook."""
    return [
        Variable(
            name=name,
            type=data["type"],
            labels=data["label"],
            value_set=set_of(name, data),
            waves=tuple(data.get("waves", waves)),
            index=index_of(data["index"], book) if "index" in data else None,
        )
        for name, data in derived.items()
    ]
