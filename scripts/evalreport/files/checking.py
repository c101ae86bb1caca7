"""Many checks of one input, told together: each runs unless what it stands on could not be read, and then that is said.

`Checks` runs them. What one gives to others is a `Part`; named things of which some could not be read are `Partial`. Whoever reaches
for what is not there raises `NotChecked`, so a check depends on exactly what it reads, and none has to know of those before it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from evalreport.files.errors import BadInput, Problem

T = TypeVar("T")
S = TypeVar("S")


class NotChecked(Exception):
    """Raised by a check that reaches for something that could not be read; ground: the file, and the place in it, that is wrong."""

    def __init__(self, ground: str):
        super().__init__(ground)
        self.ground = ground


class Partial(Mapping[str, T]):
    """Named things, some of which could not be read: their names are known, and NotChecked is raised where more is asked for.

    broken: name -> what has to be right first. gap: the same for names that nobody knows, because what holds them could not be read at
    all; "" where every name is known. Asking whether an unknown name is there, or for all names, raises NotChecked then.
    """

    def __init__(self, read: Mapping[str, T], broken: Mapping[str, str], gap: str = ""):
        self.read, self.broken, self.gap = dict(read), dict(broken), gap

    def __getitem__(self, name: str) -> T:
        if name in self.read:
            return self.read[name]
        if name in self.broken:
            raise NotChecked(self.broken[name])
        self._all_known()
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        if name in self.read or name in self.broken:
            return True
        self._all_known()
        return False

    def __iter__(self) -> Iterator[str]:
        self._all_known()
        return iter((*self.read, *self.broken))

    def __len__(self) -> int:
        self._all_known()
        return len(self.read) + len(self.broken)

    def _all_known(self) -> None:
        if self.gap:
            raise NotChecked(self.gap)


def partial(read: Mapping[str, T], broken: Mapping[str, str], gap: str = "") -> Mapping[str, T]:
    """Named things as they are where all could be read, else as Partial."""
    return Partial(read, broken, gap) if broken or gap else read


def mapped(things: Mapping[str, T], change: Callable[[str, T], S]) -> Mapping[str, S]:
    """Named things, each changed; what could not be read stays so."""
    if isinstance(things, Partial):
        return Partial({name: change(name, thing) for name, thing in things.read.items()}, things.broken, things.gap)
    return {name: change(name, thing) for name, thing in things.items()}


def chosen(things: Mapping[str, T], names: Iterable[str]) -> Mapping[str, T]:
    """Those of some named things that have one of the names, in their order."""
    wanted = {*names}
    left = {name: thing for name, thing in readable(things).items() if name in wanted}
    if isinstance(things, Partial):
        return partial(left, {name: why for name, why in things.broken.items() if name in wanted}, things.gap)
    return left


def readable(things: Mapping[str, T]) -> dict[str, T]:
    """Those of some named things that could be read."""
    return dict(things.read if isinstance(things, Partial) else things)


@dataclass(frozen=True)
class Part(Generic[T]):
    """What a check gives to others; `ground` is set, and no value there, where something has to be right first."""

    content: T | None
    ground: str = ""

    @property
    def value(self) -> T:
        """The content; raises NotChecked where there is none."""
        if self.ground:
            raise NotChecked(self.ground)
        return self.content  # type: ignore[return-value]


@dataclass
class Checks:
    """The problems that checks have found so far, and what they could not look at: ground -> what stands on it."""

    problems: list[Problem] = field(default_factory=list)
    waiting: dict[str, list[str]] = field(default_factory=dict)

    def run(self, what: str, check: Callable[[], Iterable[Problem]], ground: str = "") -> str:
        """Run a check of `what`. Returns "" where it found nothing, else what has to be right before others can rest on it: `ground`."""
        return self.part(what, ground or what, lambda: self._told(check())).ground

    def part(self, what: str, ground: str, make: Callable[[], T]) -> Part[T]:
        """What `make` gives. Where it raises BadInput, nobody else can have it before `ground` is right."""
        try:
            return Part(make())
        except BadInput as error:
            self.problems += error.problems
            for waits_for, what_waits in error.unchecked.items():
                for each in what_waits:
                    self.wait(waits_for, each)
            return Part(None, ground)
        except NotChecked as error:
            self.wait(error.ground, what)
            return Part(None, error.ground)

    def each(self, names: Iterable[str], ground: Callable[[str], str], make: Callable[[str], T]) -> Mapping[str, T]:
        """What `make` gives of each name; ground: name -> what has to be right before others can have it where it raises BadInput."""
        parts = {name: self.part(ground(name), ground(name), lambda name=name: make(name)) for name in names}  # type: ignore[misc]
        read = {name: part.value for name, part in parts.items() if not part.ground}
        return partial(read, {name: part.ground for name, part in parts.items() if part.ground})

    def wait(self, ground: str, what: str) -> None:
        """Note that something could not be looked at before its ground is right."""
        self.waiting.setdefault(ground, []).append("the rest of it" if what == ground else what)

    def _told(self, problems: Iterable[Problem]) -> None:
        """Take up problems one by one, so that those before a NotChecked count; raise BadInput where there are any."""
        found = 0
        for problem in problems:
            self.problems.append(problem)
            found += 1
        if found:
            raise BadInput(())

    def finish(self) -> None:
        """Raise BadInput with every problem, and what could not be checked."""
        if self.problems or self.waiting:
            raise BadInput(self.problems, unchecked=self.waiting)
