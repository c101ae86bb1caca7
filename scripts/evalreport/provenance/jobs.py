"""What stands around a script's own work: messages said plainly, and no module of the library that the rule's fingerprint does not hold."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from typing import Any

from evalreport.files.errors import Stopped, plainly

LIBRARY = __name__.partition(".")[0]


@contextmanager
def job(handed: Any) -> Iterator[None]:
    """Around the work of a script; handed: what the workflow hands it, with `log` and the fingerprint `params.library`.

    Ends the script on bad input and a full disk with the message alone (`errors.plainly`), and where it has loaded a module of
    the library that its rule's fingerprint does not hold: an edit of that module would leave an old result.
    """
    with plainly(handed.log), only_loading(handed.params.library["modules"]):
        yield


@contextmanager
def only_loading(modules: Sequence[str]) -> Iterator[None]:
    """Refuse to load other modules of the library, in child processes too; raises Stopped with those that were loaded or refused."""
    gate = _Gate(frozenset(modules))
    sys.meta_path.insert(0, gate)
    try:
        yield
    finally:
        sys.meta_path.remove(gate)
    loaded = {name for name in sys.modules if name.partition(".")[0] == LIBRARY}
    if unforeseen := sorted((loaded - gate.modules) | gate.refused):
        raise Stopped(_unforeseen(unforeseen))


class _Gate(MetaPathFinder):
    """Asked before the finders of Python: stops at a module of the library that is not among those allowed."""

    def __init__(self, modules: frozenset[str]):
        self.modules = modules
        self.refused: set[str] = set()

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Leave all other modules to the next finder; raises Stopped."""
        if fullname.partition(".")[0] == LIBRARY and fullname not in self.modules:
            self.refused.add(fullname)
            raise Stopped(_unforeseen([fullname]))


def _unforeseen(modules: Sequence[str]) -> str:
    return (
        f"The job loads {', '.join(modules)}, of which its rule's fingerprint knows nothing: results would stay when it is edited. "
        "Import it where the syntax tree shows it: a full name in an import statement, or in a text of the module that loads it."
    )
