"""What a job's result depends on besides its settings and files: the code its script can load, the data which that opens, and its packages.

A rule's fingerprint is a param of its jobs. It follows the imports, so that an edit of a module reruns what can load it and nothing
else; it holds nothing absolute, so that a moved checkout reruns nothing.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput
from evalreport.files.settings import Settings
from evalreport.files.writing import write_text
from evalreport.programs.versions import used_packages
from evalreport.provenance.source_facts import SourceFacts, source_facts

LIBRARY = Path(__file__).parents[1].name
SCRIPTS = Path(__file__).parents[1].parent
REMEMBERED = Path(".snakemake/evalreport/sources.json")  # facts by content; lost, they are read again
WITHOUT = ("__pycache__",)


class Fingerprint(Settings):
    """A rule's fingerprint as a param: Snakemake remembers and prints the digest; the script gets the modules it may load."""

    def __init__(self, digest: str, modules: Iterable[str]):
        super().__init__(modules=list(modules))
        self.digest = digest

    def __repr__(self) -> str:
        return f"library {self.digest}"

    __str__ = __repr__


@dataclass(frozen=True)
class Fingerprints:
    """The fingerprints of the scripts in a folder that has the library in it; a file remembers facts by content, if one is given."""

    folder: Path = SCRIPTS
    remembered: Path | None = REMEMBERED

    def __getitem__(self, script: str) -> Fingerprint:
        """The fingerprint of scripts/<script>.py."""
        modules = self.loaded(script)
        parts = {
            "python": sys.version.split()[0],
            "script": self._scripts[script].code,
            "modules": {name: self._modules[name].code for name in modules},
            "files": self.opened(script),
            "packages": self.packages(script),
        }
        return Fingerprint(hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16], modules)

    def loaded(self, script: str) -> list[str]:
        """The library modules that a script can load, packages and lazy imports included."""
        found: set[str] = set()
        waiting = self._named(self._scripts[script])
        while waiting:
            found |= waiting
            waiting = set().union(*(self._edges[name] for name in waiting)) - found
        return sorted(found)

    def opened(self, script: str) -> dict[str, str]:
        """Data file, from the folder above the scripts -> digest of its content, of those that a script and its modules open."""
        places = {place for facts, path in self._sources_of(script) for place in self._places(facts, path)}
        files = {path: digest for place in places for path, digest in self._files_at(place).items()}
        return {path.relative_to(self.folder.parent).as_posix(): files[path] for path in sorted(files)}

    def packages(self, script: str) -> dict[str, str]:
        """Package -> installed version, of those that a script and its modules import, and those that these stand on."""
        return used_packages(
            {n for facts, _ in self._sources_of(script) for n in facts.imports if "." not in n} - {LIBRARY}
        )

    def scripts(self) -> list[str]:
        """The scripts, by name."""
        return sorted(self._scripts)

    def _named(self, facts: SourceFacts) -> set[str]:
        """Library modules that a source names, each with the packages it lies in."""
        within = tuple(f"{package}." if package else "" for package in facts.dynamic)  # a script may name any module
        named = {name for name in (*facts.imports, *facts.texts) if name in self._modules}
        named |= {name for name in self._modules if name.startswith(within)} if within else set()
        parts = [name.split(".") for name in named]
        above = {".".join(each[:length]) for each in parts for length in range(1, len(each) + 1)}
        return above & self._modules.keys()

    @cached_property
    def _edges(self) -> dict[str, set[str]]:
        """Module -> those it names."""
        return {name: self._named(facts) for name, facts in self._modules.items()}

    def _sources_of(self, script: str) -> list[tuple[SourceFacts, Path]]:
        modules = [(self._modules[name], self._paths[name]) for name in self.loaded(script)]
        return [(self._scripts[script], self.folder / f"{script}.py"), *modules]

    def _places(self, facts: SourceFacts, path: Path) -> Iterable[Path]:
        for up, names in facts.files:
            yield path.parents[max(up - 1, 0)].joinpath(*names)  # of a source itself what lies beside it: with_name()
        for package in facts.resources:
            yield self.folder.joinpath(*package.split("."))

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """Module of the library -> its file."""
        found = sorted((self.folder / LIBRARY).rglob("*.py"))
        names = (path.relative_to(self.folder).with_suffix("").parts for path in found)
        return {".".join(parts).removesuffix(".__init__"): path for parts, path in zip(names, found, strict=True)}

    @cached_property
    def _modules(self) -> dict[str, SourceFacts]:
        return self._facts[1]

    @cached_property
    def _scripts(self) -> dict[str, SourceFacts]:
        return self._facts[0]

    @cached_property
    def _facts(self) -> tuple[dict[str, SourceFacts], dict[str, SourceFacts]]:
        """The facts of scripts and modules by name; told from the syntax tree only where the content is new."""
        known = _recall(self.remembered)
        scripts = {path.stem: path for path in sorted(self.folder.glob("*.py"))}
        marked: dict[str, SourceFacts] = {}

        def facts(module: str, path: Path) -> SourceFacts:
            source = path.read_bytes()
            mark = hashlib.sha256(f"{sys.version}\0{module}\0{path.stem}\0".encode() + source).hexdigest()[:32]
            marked[mark] = known.get(mark) or _needed(source_facts(source, module, path.stem == "__init__", str(path)))
            return marked[mark]

        found = {name: facts("", path) for name, path in scripts.items()}
        modules = {name: facts(name, path) for name, path in self._paths.items()}
        if self.remembered and marked.keys() != known.keys():
            _remember(marked, self.remembered)
        return found, modules

    @cached_property
    def _contents(self) -> dict[Path, dict[Path, str]]:
        """Place -> its files -> digests, filled as places are asked for."""
        return {}

    def _files_at(self, place: Path) -> dict[Path, str]:
        if place not in self._contents:
            self._contents[place] = {path: data_digest(path) for path in _data_files(place)}
        return self._contents[place]


def _needed(facts: SourceFacts) -> SourceFacts:
    """Facts with modules of the library by their full names, packages by their first, and nothing of the standard library."""
    firsts = {name: name.partition(".")[0] for name in facts.imports}
    ours = {name for name, first in firsts.items() if first == LIBRARY}
    others = {first for first in firsts.values() if first.isidentifier()} - sys.stdlib_module_names
    texts = tuple(name for name in facts.texts if name.partition(".")[0] == LIBRARY)
    return replace(facts, imports=tuple(sorted(ours | others)), texts=texts)


def open_fingerprints() -> Fingerprints:
    """The fingerprints of the program's own scripts; ends the program with the message where the library does not tell what it opens."""
    found = Fingerprints()
    try:
        found.scripts()
    except BadInput as error:
        sys.exit(str(error))
    return found


def data_digest(path: Path) -> str:
    """Digest of a data file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _data_files(place: Path) -> Iterable[Path]:
    """A file, or all files of a folder that are no code: code is followed by its imports."""
    if place.is_file():
        return [place] if place.suffix != ".py" else []
    below = (path for path in place.rglob("*") if path.is_file())
    return [
        path
        for path in below
        if path.suffix != ".py" and not any(part.startswith((".", *WITHOUT)) for part in path.relative_to(place).parts)
    ]


def _recall(path: Path | None) -> dict[str, SourceFacts]:
    """What is remembered; nothing where there is nothing, or nothing that can be read."""
    if path is None or not path.is_file():
        return {}
    with suppress(OSError, ValueError, TypeError, KeyError):
        return {mark: _facts_from(each) for mark, each in json.loads(path.read_text(encoding="utf-8")).items()}
    return {}


def _facts_from(read: Mapping[str, Any]) -> SourceFacts:
    return SourceFacts(
        code=str(read["code"]),
        imports=tuple(read["imports"]),
        texts=tuple(read["texts"]),
        dynamic=tuple(read["dynamic"]),
        files=tuple((int(up), tuple(names)) for up, names in read["files"]),
        resources=tuple(read["resources"]),
    )


def _remember(facts: Mapping[str, SourceFacts], path: Path) -> None:
    """Remember facts by content; not in a folder that may not be written to."""
    with suppress(OSError):
        write_text(path, json.dumps({mark: asdict(each) for mark, each in sorted(facts.items())}))
