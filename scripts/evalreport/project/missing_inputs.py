"""Files that an edition reads and that are not there, told before the first job.

The workflow engine takes a file that is gone for unchanged where its results still lie there, so an old report would stay without a word.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.project.dependencies import answering, lookups
from evalreport.verify.prose import prose_problems
from evalreport.weighting.schemes import scheme_instruments

if TYPE_CHECKING:
    from evalreport.project.project import Project


def missing_inputs(project: "Project", data_folder: Path) -> Iterator[Problem]:
    """Every raw file, list and folder that the edition reads and that is not there, with the key that names it; lookups in a circle."""
    for check in INPUT_CHECKS:
        yield from check(project, data_folder)


def read_instruments(project: "Project") -> list[str]:
    """The instruments that a build of the edition cleans: those it knows a wave of, and what these, the response and weights read."""
    waiting = [*project.instruments()]
    if any(project.responds(chapter) for chapter in project.plan):
        waiting += answering(project.evaluation.response)
    schemes = {name for chapter in project.plan for name in (*project.weighted(chapter), *project.diagnosed(chapter))}
    waiting += [name for scheme in sorted(schemes) for name in scheme_instruments(project.evaluation.weighting[scheme])]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += lookups(project.evaluation.derived.get(name, {}))
    return [*found]


def _missing_waves(project: "Project", data_folder: Path) -> Iterator[Problem]:
    for name in read_instruments(project):
        for wave, source in project.evaluation.instruments[name].waves.items():
            path = data_folder / source.get("file", "")  # it is there, unless the entry of the wave has a mistake
            if "file" in source and not path.is_file():
                yield _problem(project, f"instruments > {name} > waves > {wave} > file", path)


def _missing_records(project: "Project", data_folder: Path) -> Iterator[Problem]:
    shown = dict.fromkeys(name.partition(".")[0] for chapter in project.plan for name in project.recorded(chapter))
    for name in shown:
        settings = project.evaluation.records[name].settings
        for path in map(Path, dict.fromkeys(project.records.files(name, str(data_folder)))):
            if not path.is_file():
                place = key_of(settings, path, (data_folder, project.evaluation.folder))
                yield _problem(project, " > ".join(("records", name, *place)), path)


def _prose_problems(project: "Project", data_folder: Path) -> Iterator[Problem]:
    for path in project.audit.prose(str(data_folder)):
        yield from prose_problems(Path(path), project.views)


def _missing_published(project: "Project", data_folder: Path) -> Iterator[Problem]:
    folder = data_folder / project.edition.published if project.edition.published else data_folder
    if not folder.is_dir():
        yield _problem(project, f"editions > {project.edition.id} > published", folder)


def key_of(settings: Any, path: Path, folders: Iterable[Path]) -> tuple[str, ...]:
    """The keys that lead to the text which names a path from one of some folders; () where none does."""
    inner: Iterable[tuple[Any, Any]]
    if isinstance(settings, Mapping):
        inner = settings.items()
    elif isinstance(settings, list | tuple):
        inner = enumerate(settings, start=1)
    else:
        names = {folder / settings for folder in folders} if isinstance(settings, str) and settings else set()
        return ("",) if path in names else ()
    for key, value in inner:
        if found := key_of(value, path, folders):
            return tuple(each for each in (str(key), *found) if each)
    return ()


def _circles(project: "Project", data_folder: Path) -> Iterator[Problem]:
    """Instruments whose derived variables look values up in each other: none of them could be cleaned first."""
    above = {name: lookups(derived) for name, derived in project.evaluation.derived.items()}
    told: set[str] = set()
    for start in sorted(above):
        circle = _way_back(start, above)
        if circle and not told & {*circle}:
            told |= {*circle}
            found = f"{', which looks up in '.join([*circle, start])}: a circle, in which none can be cleaned first"
            yield Problem(_file(project), f"derived > {start}", found, "Leave one of these lookups out")


def _way_back(start: str, above: Mapping[str, Iterable[str]]) -> list[str]:
    """The instruments on a way from one back to itself; [] where there is none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for name in above.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _file(project: "Project") -> str:
    return str(project.evaluation.folder / "evaluation.yaml")


def _problem(project: "Project", place: str, path: Path) -> Problem:
    found = f"{path} is a link to a file that does not exist" if path.is_symlink() else f"{path} does not exist"
    there = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = suggestion(path.name, there) if there else f"There is no folder {path.parent} either"
    return Problem(_file(project), place, found, hint)


INPUT_CHECKS = (_circles, _missing_waves, _missing_records, _missing_published, _prose_problems)  # each by itself
