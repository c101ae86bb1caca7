"""What stands around a run: its lock, the results held against what is known of them, and what nothing makes any more."""

import atexit
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from evalreport.provenance.made import (
    ASIDE,
    CONFIDENTIAL,
    NO_RESULTS,
    Stock,
    is_build,
    note_made,
    state,
    take_stock,
)

try:
    import fcntl
except ImportError:  # Windows: locks are not looked at
    fcntl = None  # type: ignore[assignment]

EDITION_PARTS = ("exhibits", "figures", "chapters")  # folders of an edition that hold nothing but results
SHARED_PARTS = ("forms", "blank_forms")  # those that all editions share
PRIVATE_PARTS = ("ingest", "clean", "respond", "weight")  # those of them that are confidential
LOGS = "logs"
RECORDS = "records"  # confidential too, a folder a language
PROTECTED = "{} cannot be written: close it where it is open, or unprotect it, and run the same again."
OPEN = "{} is open in another program: close it, so that it is not saved over the new one."
SHOWN = 5  # left-overs that are named
_HELD: list[IO[bytes]] = []  # locks of this process, given back when it ends, however it ends


def begin_run(workflow: Any, root: str, arguments: Sequence[str]) -> None:
    """Before a run: give back a lock that nobody holds, hold the results against what is known of them, stop on what cannot be written.

    workflow: the engine's; root: results/<evaluation>; arguments: of the command line.
    """
    stock = Stock(Path(root))
    if not workflow.is_main_process:
        hold(stock.engine, shared=True)
        return
    builds = is_build(arguments)
    if builds and hold(stock.engine):
        _say(give_back_lock(stock.engine))
        remove_unfinished(stock.results)
    if not stock.results.is_dir():
        stock.results.mkdir(parents=True, exist_ok=True)
    makers = [rule for rule in workflow.rules if rule.products]
    _say(take_stock(stock, builds, lambda path: any(rule.is_producer(path) for rule in makers)))
    if builds:
        if closed := protected_results(stock.results):
            sys.exit(PROTECTED.format(_some(closed)))
        _say(open_elsewhere(stock.results))
        atexit.register(_end_run, Path.cwd(), stock, state(stock))


def _end_run(folder: Path, stock: Stock, before: dict[str, int]) -> None:
    """Write down what results were made from, where a job was done or nothing is written down yet.

    folder: where the run took place, from which its results are named; the engine has left it by now.
    """
    os.chdir(folder)
    with suppress(OSError):  # a full disk: the run has said so, and what is not written down is looked at by the next
        if state(stock) != before or not stock.made.is_file():
            note_made(stock)


def hold(engine: Path, shared: bool = False) -> bool:
    """Hold the lock of this folder until the process ends; whether nobody else held it.

    A run holds it alone, its jobs share another one, so that jobs which outlive a killed run are seen.
    """
    if fcntl is None:
        return False
    folder = engine / "evalreport"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        run, jobs = ((folder / f"{name}.lock").open("ab") for name in ("run", "jobs"))
        if shared:
            fcntl.flock(jobs, fcntl.LOCK_SH | fcntl.LOCK_NB)
            _HELD.append(jobs)
            return True
        fcntl.flock(run, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _HELD.append(run)
        fcntl.flock(jobs, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(jobs, fcntl.LOCK_UN)
    except OSError:
        return False
    return True


def give_back_lock(engine: Path) -> list[str]:
    """Remove the engine's locks, which a killed run left; only after `hold` has said that nobody runs."""
    locks = engine / "locks"
    if not any(locks.glob("*.lock")):
        return []
    shutil.rmtree(locks, ignore_errors=True)
    with suppress(OSError):
        locks.mkdir()
    return ["The last run was ended from outside; no other is going on here, so its lock is taken away."]


def remove_unfinished(results: Path) -> None:
    """Remove the temporary files that a killed job left; only after `hold` has said that nobody runs."""
    for path in results.rglob(".*.part*"):
        with suppress(OSError):
            path.unlink()


def protected_results(results: Path) -> list[str]:
    """Results that may not be written: open in another program that holds them (Word on Windows), or protected."""
    return [path.as_posix() for path in sorted(results.rglob("*")) if path.is_file() and not _may_write(path)]


def _may_write(path: Path) -> bool:
    """Whether a file can be opened for writing; it is not changed."""
    if not os.access(path, os.W_OK):
        return False
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def open_elsewhere(results: Path) -> list[str]:
    """The sentence that names results which another program has open, by the files that Word and LibreOffice lay beside them."""
    found = [path.as_posix() for path in sorted(results.glob("*/*.*")) if any(o.is_file() for o in _owners(path))]
    return [OPEN.format(", ".join(found))] if found else []


def _owners(path: Path) -> tuple[Path, ...]:
    """Where Word and LibreOffice note who has a file open; Word leaves out up to two letters of longer names."""
    return (*(path.with_name(f"~${path.name[left:]}") for left in range(3)), path.with_name(f".~lock.{path.name}#"))


def left_overs(
    root: Path, edition: str, editions: Iterable[str], is_result: Callable[[str], bool], records: str = RECORDS
) -> Iterator[str]:
    """Results that nothing makes any more: of editions that are not configured, and of chapters, exhibits and instruments that are gone.

    root: results/<evaluation>; edition: the one that is built, whose rules `is_result` knows; records: its folder of them.
    """
    configured = {*editions}
    beside = {*NO_RESULTS} - {LOGS, ASIDE}
    private = root / CONFIDENTIAL
    places = [(root, {*configured, *SHARED_PARTS, CONFIDENTIAL, *beside})]
    places += [(private, {*configured, *PRIVATE_PARTS, LOGS, ASIDE})]
    found = (path for place, names in places for path in sorted(place.glob("*/")) if path.name not in names)
    yield from (f"{path.as_posix()}/" for path in found if path.is_dir() and not _holds_records(path, private))
    folders = [root / name for name in SHARED_PARTS] + [root / edition / name for name in EDITION_PARTS]
    folders += [private / name for name in (*PRIVATE_PARTS, records, edition)]
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    yield from (path.as_posix() for path in files if LOGS not in path.parts and not is_result(path.as_posix()))


def _holds_records(folder: Path, private: Path) -> bool:
    """Whether a folder holds records, of the language of the evaluation or of another one."""
    return folder.parent == private and folder.name.partition("_")[0] == RECORDS


def left_over_line(found: Sequence[str]) -> str:
    """The sentence that names them; "" where there are none."""
    if not found:
        return ""
    return f"Left over, made by nothing any more; remove what you do not need: {_some(found)}"


def _some(names: Sequence[str]) -> str:
    """Names, the first of many."""
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)
