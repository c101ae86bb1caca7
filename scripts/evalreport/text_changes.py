"""What changed inside a file of an evaluation: keys of YAML, rows of a table, lines of a template, in words that name the place."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

SAID = {  # how a difference is told; the reviewer's page says it in its own language
    "changed": "{place}: {old}, now {new}",
    "added": "{place}{value} added",
    "removed": "{place}{value} removed",
    "line": "line {number}",
    "line_added": "{place}: {value} added",
    "line_removed": "{place}: {value} removed",
    "same": "written differently, with the same content",
}
SHOWN = 60  # characters of an old or new value
ROW = object()  # stands for a row of a table as such


def text_changes(name: str, old: str, new: str, said: Mapping[str, str] = SAID) -> list[str]:
    """The differences between two versions of a file, each as `place: old, now new`; name: its ending says what kind of file it is.

    said: how they are told, with the keys of SAID.
    """
    if name.endswith((".yaml", ".yml")):
        try:
            before, after = dict(_leaves(yaml.safe_load(old))), dict(_leaves(yaml.safe_load(new)))
        except yaml.YAMLError:
            return _lines(old, new, said)
        return _mappings(before, after, said) or [said["same"]]
    if name.endswith(".csv"):
        return _mappings(_cells(old), _cells(new), said) or [said["same"]]
    return _lines(old, new, said)


def _short(value: Any) -> str:
    """A value on one line: texts in quotes, true and false as YAML writes them."""
    text = " ".join((str(value).lower() if isinstance(value, bool) else str(value)).split())
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"'{short}'" if isinstance(value, str) else short


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], said: Mapping[str, str]) -> list[str]:
    found = []
    for place in dict.fromkeys([*old, *new]):
        if _inside(place, old, new):
            continue
        if place not in new:
            found.append(said["removed"].format(place=place, value=_colon(old[place])))
        elif place not in old:
            found.append(said["added"].format(place=place, value=_colon(new[place])))
        elif old[place] != new[place]:
            found.append(said["changed"].format(place=place, old=_short(old[place]), new=_short(new[place])))
    return found


def _colon(value: Any) -> str:
    return "" if value is ROW else f": {_short(value)}"


def _inside(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a cell belongs to a table's row that is added or removed as a whole, which is said once."""
    row = place.rpartition(", ")[0]
    return bool(row) and (row in old) != (row in new)


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a YAML document with its place; a list of entries with an id is read by id, its order apart."""
    entries = isinstance(node, list) and node and all(isinstance(item, dict) and "id" in item for item in node)
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _leaves(value, _join(place, str(key)))
    elif entries:
        yield _join(place, "order"), [item["id"] for item in node]
        for item in node:
            rest = {key: value for key, value in item.items() if key != "id"}
            yield from _leaves(rest, _join(place, f"[{item['id']}]"))
    else:
        yield place, node


def _join(place: str, key: str) -> str:
    return f"{place} > {key}" if place else key


def _cells(text: str) -> dict[str, Any]:
    """Every filled cell of a table by the name of its row (its first cell, its first two where that is not enough) and its column."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows:
        return {}
    head, body = rows[0], [row for row in rows[1:] if any(row)]
    firsts = [row[0] for row in body]
    width = 1 if len(set(firsts)) == len(firsts) else 2
    cells: dict[str, Any] = {}
    for row in body:
        name = " ".join(row[:width])
        cells[name] = ROW
        cells |= {f"{name}, {column}": cell for column, cell in zip(head, row, strict=False) if cell}
    return cells


def _lines(old: str, new: str, said: Mapping[str, str]) -> list[str]:
    before, after = old.splitlines(), new.splitlines()
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        was, now = (" ".join(part) for part in (before[i:j], after[k:m]))
        line = said["line"].format(number=(k if m > k else i) + 1)
        if tag == "replace":
            found.append(said["changed"].format(place=line, old=_short(was), new=_short(now)))
        else:
            how = said["line_added" if tag == "insert" else "line_removed"]
            found.append(how.format(place=line, value=_short(now or was)))
    return found
