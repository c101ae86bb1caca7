"""Whether an edition shows what its slides name; read before the first job."""

from collections.abc import Collection

from evalreport.evaluation.model import FILE, Edition, Evaluation
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion


def slides_key(edition: Edition) -> str:
    """Where an edition names its slides, for messages."""
    return f"editions > {edition.id} > slides"


def slide_problems(evaluation: Evaluation, edition: Edition, shown: Collection[str]) -> list[Problem]:
    """Slides of exhibits that no chapter of the edition shows, and exhibits that are named twice.

    shown: the exhibits that chapters show; those that may be among them once they are right count as shown.
    """
    file, names = str(evaluation.folder / FILE), [slide.exhibit for slide in edition.slides]
    absent = [name for name in dict.fromkeys(names) if name not in shown]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    place = slides_key(edition)
    return [
        *(
            Problem(file, place, f"no chapter of this edition shows {name!r}", suggestion(name, list(shown)))
            for name in absent
        ),
        *(Problem(file, place, f"{name!r} is named {names.count(name)} times", "An exhibit once") for name in twice),
    ]


def no_slides(evaluation: Evaluation, edition: Edition) -> BadInput:
    """What `snakemake slides` of an edition without slides is told."""
    expected = "A list of exhibits there, each as `- {exhibit: its id}` (docs/outputs.md)"
    return BadInput([Problem(str(evaluation.folder / FILE), slides_key(edition), "names no exhibits", expected)])
