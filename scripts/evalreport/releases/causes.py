"""Why two builds differ: what changed in the data, the configuration, the templates, the design, the program and its packages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalreport.releases.row_digests import RowChanges
from evalreport.releases.text_changes import text_changes

# Kind of input -> what it is called before a name, in the order in which a reader should look.
KINDS: dict[str, str] = {
    "data": "data file",
    "config": "configuration",
    "templates": "template",
    "design": "design",
    "previous": "previous edition",
    "program": "program",
    "packages": "package",
}
DETAILS = 5  # differences shown of one file; the rest are counted


@dataclass(frozen=True)
class Cause:
    """One input that differs: its kind (KINDS), name, whether it was added, removed or changed, and in what."""

    kind: str
    name: str
    change: str  # added | removed | changed
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{KINDS[self.kind]} {self.name} {self.change}"
        shown = "; ".join(self.details[:DETAILS])
        more = f"; and {len(self.details) - DETAILS} more" if len(self.details) > DETAILS else ""
        return f"{head}: {shown}{more}" if shown else head


def causes(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    texts: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
    rows: Mapping[tuple[str, str], RowChanges] | None = None,
) -> list[Cause]:
    """The inputs in which two indexes (`release.json`) differ, by kind and name.

    texts: path -> text of the old and new files, where they are known: then the cause says what changed inside. rows: (instrument, wave) ->
    changed rows, where they can be told.
    """
    found = []
    for kind in KINDS:
        before, after = old["inputs"].get(kind, {}), new["inputs"].get(kind, {})
        for name in sorted({*before} | {*after}):
            if name not in after:
                found.append(Cause(kind, name, "removed"))
            elif name not in before:
                found.append(Cause(kind, name, "added"))
            elif _mark(before[name]) != _mark(after[name]):
                found.append(Cause(kind, name, "changed", _details(kind, name, before[name], after[name], texts, rows)))
    return found


def _mark(entry: Any) -> Any:
    return entry["sha256"] if isinstance(entry, Mapping) else entry


def _details(
    kind: str,
    name: str,
    old: Any,
    new: Any,
    texts: tuple[Mapping[str, str], Mapping[str, str]],
    rows: Mapping[tuple[str, str], RowChanges] | None,
) -> tuple[str, ...]:
    if kind == "packages":
        return (f"{old}, now {new}",)
    if kind == "data":
        return tuple(_data_details(old, new, rows or {}))
    if name in texts[0] and name in texts[1]:
        return tuple(text_changes(name, texts[0][name], texts[1][name]))
    return ()


def _data_details(
    old: Mapping[str, Any], new: Mapping[str, Any], rows: Mapping[tuple[str, str], RowChanges]
) -> list[str]:
    sources = [(source["instrument"], source["wave"]) for source in new.get("sources", ())]
    if not all(source in rows for source in sources):
        counts = [rows_of(entry) for entry in (old, new)]
        return [f"{counts[0]} rows, now {counts[1]}"] if counts[0] != counts[1] else []
    return [detail for source in sources for detail in _row_details(rows[source])]


def rows_of(entry: Mapping[str, Any]) -> int | None:
    """The rows of a data file in an index; None of a file that is no export."""
    return sum(source["rows"] for source in entry["sources"]) if entry.get("sources") else None


def _row_details(change: RowChanges) -> list[str]:
    counted = (("added", change.added), ("removed", change.removed), ("changed", change.changed))
    said = [f"{n} {'row' if n == 1 else 'rows'} {what}" for what, n in counted if n]
    named = (
        ("columns added", change.columns_added),
        ("columns removed", change.columns_removed),
        ("answers differ in", change.columns_changed),
    )
    return [*said, *(f"{what} {_listed(names)}" for what, names in named if names)] or ["the same answers"]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:DETAILS])
    return f"{shown} and {len(names) - DETAILS} more" if len(names) > DETAILS else shown
