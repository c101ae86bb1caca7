"""Which rows of a raw file are new, gone or changed, told from digests: no answer is kept and none can be found again.

A digest is an HMAC-SHA256 under a key that lies with the raw files (`data/<id>/release.key`) and is never frozen with a report: without it,
the few answers of a short questionnaire could be tried one by one. The key is made from the raw files themselves the first time it is
needed, so that whoever has these files makes the same key.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evalreport.files.errors import Stopped
from evalreport.files.writing import OTHERS, OWNER_ONLY, write_private

KEY_FILE = "release.key"
ROW_COLUMNS = ("instrument", "wave", "key_column", "respondent", "row")
COLUMN_COLUMNS = ("instrument", "wave", "column", "digest")
LENGTH = 20  # hexadecimal digits, 80 bits: no two rows of a survey meet by chance
_CELL, _MISSING = "\x1f", "\x00"


def key_of(folder: Path, raw: Iterable[str | Path]) -> bytes:
    """Return the key of an evaluation, from `folder`/release.key; made from the raw files and written there when there is none.

    From then on its owner alone may read it, however it came there. Raises Stopped where it may not be written or read.
    """
    path = folder / KEY_FILE
    if not path.is_file():
        digest = hashlib.sha256(b"row digests\0")  # not the plain SHA-256 of a file, which a release shows
        for name in sorted(raw, key=str):
            digest.update(Path(name).read_bytes() + b"\0")
        keep_key(path, digest.hexdigest())
    _hide_from_others(path)
    return read_key(path).strip().encode()


def read_key(path: Path) -> str:
    """Return what stands in the file of a key; Stopped where it may not be read."""
    try:
        return path.read_text(encoding="utf-8")
    except PermissionError:
        raise Stopped(
            f"{path} cannot be read. It is the key that rows are compared by, and only its owner ({_owner(path)}) may read it: "
            "run this as its owner, or put your own copy of the key there"
        ) from None


def _hide_from_others(path: Path) -> None:
    """Take the rights of group and others from a key; one of somebody else's, or where nothing can be written, stays as it is."""
    if path.stat().st_mode & OTHERS:
        with suppress(OSError):
            path.chmod(OWNER_ONLY)


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return str(path.stat().st_uid)


def keep_key(path: Path, key: str) -> None:
    """Write the key of an evaluation, for its owner alone to read; Stopped where its folder may not be written to."""
    try:
        write_private(path, f"{key}\n")
    except PermissionError:
        raise Stopped(
            f"{path} cannot be written. It is the key that rows are compared by, and lies with the raw files: "
            f"make the folder writable once, or put a file there with the line {key}"
        ) from None


def key_mark(key: bytes) -> str:
    """What tells one key from another without giving it away."""
    return _digest(key, "mark")


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def key_column(table: pd.DataFrame, candidates: Sequence[str]) -> str:
    """The column that names a respondent: the candidate with most different values, if it has more than half as many as there are rows."""
    found = [name for name in candidates if name in table.columns]
    best = max(found, key=lambda name: table[name].nunique(), default="")
    return best if best and 2 * table[best].nunique() > len(table) else ""


def row_digests(
    key: bytes, table: pd.DataFrame, instrument: str, wave: str, candidates: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows, columns) of one ingested file: a digest of each row and who it is of, and of each column.

    table: every cell as text, with `row` (ingest); candidates: headers of the columns of type id. Rows are sorted by digest: their order in
    the file is not kept. A respondent that comes twice is numbered. Without a column that names respondents, a row is known by its content.
    """
    cells = table.drop(columns="row").fillna(_MISSING).astype(str)
    names = sorted(cells.columns)
    name = key_column(table, candidates)
    texts = [_CELL.join(values) for values in cells[names].itertuples(index=False)] if len(cells) else []
    who = _numbered(list(cells[name]) if name else texts)
    scope = f"{instrument}{_CELL}{wave}{_CELL}"
    rows = [
        (instrument, wave, name, _digest(key, f"{scope}who{person}"), _digest(key, f"{scope}row{person}{text}"))
        for person, text in zip(who, texts, strict=True)
    ]
    columns = [
        (
            instrument,
            wave,
            column,
            _digest(
                key, f"{scope}{column}" + _CELL.join(sorted(map(_CELL.join, zip(who, cells[column], strict=True))))
            ),
        )
        for column in names
    ]
    return pd.DataFrame(sorted(rows), columns=list(ROW_COLUMNS)), pd.DataFrame(columns, columns=list(COLUMN_COLUMNS))


def _numbered(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(f"{name}{_CELL}{seen[name]}")
    return numbered


@dataclass(frozen=True)
class RowChanges:
    """How one raw file differs from an earlier one: rows added, removed and changed, and the columns concerned."""

    added: int
    removed: int
    changed: int
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_changed: tuple[str, ...] = ()  # known only where no row was added or removed


def row_changes(
    old: tuple[pd.DataFrame, pd.DataFrame], new: tuple[pd.DataFrame, pd.DataFrame]
) -> dict[tuple[str, str], RowChanges]:
    """(instrument, wave) -> what changed, for the files that both have; old, new: rows and columns of `row_digests`, under one key."""
    before, after = (_by_source(rows) for rows, _ in (old, new))
    columns = [_by_source(table) for _, table in (old, new)]
    return {source: _changes(before[source], after[source], columns, source) for source in sorted({*before} & {*after})}


def _by_source(table: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    return {(str(i), str(w)): part for (i, w), part in table.groupby(["instrument", "wave"], sort=True)}


def _changes(
    old: pd.DataFrame,
    new: pd.DataFrame,
    columns: Sequence[Mapping[tuple[str, str], pd.DataFrame]],
    source: tuple[str, str],
) -> RowChanges:
    rows_of = [dict(zip(table["respondent"], table["row"], strict=True)) for table in (old, new)]
    added, removed = (len({*rows_of[a]} - {*rows_of[b]}) for a, b in ((1, 0), (0, 1)))
    changed = sum(rows_of[0][who] != rows_of[1][who] for who in {*rows_of[0]} & {*rows_of[1]})
    before, after = (dict(zip(c[source]["column"], c[source]["digest"], strict=True)) for c in columns)
    same_people = not added and not removed
    return RowChanges(
        added,
        removed,
        changed,
        tuple(sorted({*after} - {*before})),
        tuple(sorted({*before} - {*after})),
        tuple(name for name in sorted({*before} & {*after}) if same_people and before[name] != after[name]),
    )
