"""What `snakemake scaffold --config …` was asked for, checked before anything is read."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evalreport.files.errors import Problem, raise_if
from evalreport.ingest.formats.number_marks import SPOKEN, THOUSANDS
from evalreport.ingest.formats.registry import LISTED, SUFFIXES
from evalreport.project.config import SCAFFOLD_HINT, STARTING
from evalreport.words.catalogue import LANGUAGES

PLACE = "--config"

_ID = re.compile(r"[a-z][a-z0-9_]*$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_UNNAMEABLE = '{}"\\*?'  # signs that the program that runs the jobs reads as something else
_COUNTS = ("skip_rows", "skip_footer", "header_rows", "label_rows")
_MARKS = {word: mark for mark, word in SPOKEN.items()}
_TAKEN = ("shared", "schemas")  # folders beside those of the evaluations


@dataclass(frozen=True)
class Asked:
    """A new evaluation's id, its exports with the name of each wave, and how they are to be read."""

    id: str
    sources: Mapping[str, Path]  # wave -> file
    language: str = "nb"
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    options: Mapping[str, Any] = field(
        default_factory=dict
    )  # skip_rows, …, decimal, thousands: what was said of all files
    several: tuple[str, ...] = ()  # columns with several answers a cell
    labels: tuple[Path, ...] = ()  # files that tell the labels of columns and answers
    by: tuple[str, ...] = ()  # questions that divide the respondents in all tables and figures


def asked_for(config: Mapping[str, Any], folder: Path = Path()) -> Asked:
    """The wish behind the words after --config; raises BadInput with everything that is wrong with it.

    folder: where the evaluation is to be made; files are named relative to it.
    """
    words = {key: str(config[key]).strip() for key in STARTING if config.get(key) not in (None, "")}
    files = _files(words.get("source", ""), folder)
    names = [name.strip() for name in words["waves"].split(",")] if "waves" in words else guessed_waves(files)
    language = words.get("language", "nb")
    raise_if([*_id_problems(words.get("id", ""), folder), *_file_problems(files), *_wave_problems(names, files)])
    if language not in LANGUAGES:
        raise_if([Problem(PLACE, "language", f"found {language!r}", f"Possible: {', '.join(LANGUAGES)}")])
    sources = dict(zip(names, files, strict=True))
    delimiter = {"tab": "\t", "\\t": "\t"}.get(words.get("delimiter", ""), words.get("delimiter", ""))
    if len(delimiter) > 1:
        raise_if([Problem(PLACE, "delimiter", f"found {delimiter!r}", "One sign, such as ; or the word tab")])
    options = _options(words)
    several = tuple(name.strip() for name in words.get("several", "").split(";") if name.strip())
    labels = tuple(_files(words.get("labels", ""), folder))
    raise_if(Problem(str(file), "", "no such file", _beside(file)) for file in labels if not file.is_file())
    encoding = words.get("encoding", "")
    by = tuple(dict.fromkeys(name.strip() for name in words.get("by", "").split(",") if name.strip()))
    return Asked(
        words["id"], sources, language, words.get("sheet", ""), delimiter, encoding, options, several, labels, by
    )


def _options(words: Mapping[str, str]) -> dict[str, Any]:
    """What was said of the place of the table and of the marks in numbers; raises BadInput for what cannot be meant."""
    marks = {key: _MARKS.get(words[key], words[key]) for key in ("decimal", "thousands") if key in words}
    counts = {key: words[key] for key in _COUNTS if key in words}
    raise_if(
        [
            *(Problem(PLACE, k, f"found {v!r}", "A number of rows") for k, v in counts.items() if not v.isdecimal()),
            *(
                Problem(PLACE, k, f"found {v!r}", "comma or point")
                for k, v in marks.items()
                if k == "decimal" and v not in (",", ".")
            ),
            *(
                Problem(PLACE, k, f"found {v!r}", "comma, point, blank or apostrophe")
                for k, v in marks.items()
                if k == "thousands" and v not in THOUSANDS
            ),
        ]
    )
    return marks | {key: int(value) for key, value in counts.items()}


def guessed_waves(files: list[Path]) -> list[str]:
    """A name for each wave: the year in its file's name, else the name itself without its ending."""
    years = [_YEAR.findall(file.stem) for file in files]
    if all(years) and len({found[-1] for found in years}) == len(files):
        return [found[-1] for found in years]
    return [re.sub(r"[^\w-]+", "_", file.stem).strip("_") or str(i) for i, file in enumerate(files, start=1)]


def _files(source: str, folder: Path) -> list[Path]:
    """A name that holds a comma is one file if there is such a file."""
    if source and (folder / source).is_file():
        return [folder / source]
    return [folder / name.strip() for name in source.split(",") if name.strip()]


def _id_problems(id: str, folder: Path) -> list[Problem]:
    if not id:
        return [Problem(PLACE, "id", "no name for the new evaluation", SCAFFOLD_HINT)]
    if not _ID.match(id) or id in _TAKEN:
        right = re.sub(r"[^a-z0-9]+", "_", id.lower()).strip("_") or "my_survey"
        right = right if right[0].isalpha() and right not in _TAKEN else f"survey_{right}"
        return [Problem(PLACE, "id", f"found {id!r}", f"Small letters a-z, digits and _, such as id={right}")]
    if (folder / "config" / id / "evaluation.yaml").exists():
        return [Problem(PLACE, "id", f"config/{id}/ is there already; nothing is changed", "Choose another id")]
    return []


def _file_problems(files: list[Path]) -> list[Problem]:
    if not files:
        return [Problem(PLACE, "source", "no export to start from", SCAFFOLD_HINT)]
    problems = []
    for file in files:
        if file.is_dir():
            problems.append(Problem(str(file), "", "this is a folder", "Name the file in it"))
        elif not file.is_file():
            problems.append(Problem(str(file), "", "no such file", _beside(file)))
        elif file.suffix.lower() not in SUFFIXES:
            found = f"the kind {file.suffix!r} is not known"
            problems.append(Problem(str(file), "", found, f"Export it as one of {LISTED}"))
        elif set(file.name) & set(_UNNAMEABLE):
            found = f"the name holds {', '.join(sorted(set(file.name) & set(_UNNAMEABLE)))}"
            problems.append(
                Problem(str(file), "", found, "Rename the file; blanks, _ and letters of all kinds are fine")
            )
    for name, count in Counter(file.name for file in files).items():
        if count > 1:
            problems.append(Problem(PLACE, "source", f"{name!r} is named {count} times", "Each wave has its own file"))
    return problems


def _beside(file: Path) -> str:
    known = [f.name for f in file.parent.glob("*") if f.suffix.lower() in SUFFIXES] if file.parent.is_dir() else []
    return f"In that folder: {', '.join(sorted(known)[:8])}" if known else "Check the folder and the name"


def _wave_problems(names: list[str], files: list[Path]) -> list[Problem]:
    if len(names) != len(files) and files:
        found = f"{len(names)} names for {len(files)} files"
        return [Problem(PLACE, "waves", found, "One name a file, in the same order: waves=2008,2009")]
    wrong = [name for name in names if not re.fullmatch(r"\w[\w-]*", name)]
    twice = [name for name, count in Counter(names).items() if count > 1]
    return [
        *(Problem(PLACE, "waves", f"found {name!r}", "Letters, digits, _ and - only") for name in wrong),
        *(Problem(PLACE, "waves", f"two files would be {name!r}", "Name them: waves=first,second") for name in twice),
    ]
