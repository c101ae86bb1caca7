"""What the codebooks of an evaluation are read from, as plain data: a job that gets it needs no evaluation.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable, load_codebook
from evalreport.codebook.indices import index_of
from evalreport.evaluation.model import Evaluation
from evalreport.files.checking import Checks

Derived = Mapping[str, Mapping[str, Any]]  # name of a derived variable -> how it is made


@dataclass(frozen=True)
class CodebookSource:
    """What the codebook of an instrument is read from: a file below the evaluation's folder, its waves, and its derived variables."""

    folder: str
    file: str
    waves: tuple[str, ...]
    language: str
    derived: Derived = field(default_factory=dict)

    def read(self, instrument: str) -> Codebook:
        """The codebook, derived variables after its own; raises BadInput with every problem."""
        book = load_codebook(Path(self.folder), instrument, self.file, tuple(self.waves), [self.language])
        return book.extended(_derived(self.derived, self.waves, book))


def codebook_source(evaluation: Evaluation, instrument: str) -> CodebookSource:
    """What the codebook of an instrument of an evaluation is read from."""
    known = evaluation.instruments[instrument]
    derived = evaluation.derived.get(instrument, {})
    return CodebookSource(str(evaluation.folder), known.codebook, tuple(known.waves), evaluation.language, derived)


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


def _derived(derived: Derived, waves: Iterable[str], book: Codebook) -> list[Variable]:
    """The derived variables of an instrument, as variables of its codebook."""
    return [
        Variable(
            name=name,
            type=data["type"],
            labels=data["label"],
            value_set=data.get("value_set", ""),
            waves=tuple(data.get("waves", waves)),
            index=index_of(data["index"], book) if "index" in data else None,
        )
        for name, data in derived.items()
    ]
