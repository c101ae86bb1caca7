"""What changed inside a file of an evaluation: keys of YAML, rows of a table, lines of a template, in words that name the place."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

import yaml

from evalreport.files.rows import lines_in
from evalreport.files.schema import SafeLoader

SAID = {  # how a difference is told; the reviewer's page says it in the languages of its readers
    "changed": "{place}: {old}, now {new}",
    "added": "{place}{value} added",
    "removed": "{place}{value} removed",
    "line": "line {number}",
    "line_added": "{place}: {value} added",
    "line_removed": "{place}: {value} removed",
    "same": "written differently, with the same content",
}
SHOWN = 60  # characters of an old or new value
BEFORE = 20  # of these, how many stand before the first that differs
ROW = object()  # stands for a row of a table as such


@dataclass(frozen=True)
class Difference:
    """One difference inside a file, in no language: changed | added | removed | same (SAID), where, and the values as they are shown.

    place: the keys or the row and column, or the number of a line, from 1.
    """

    change: str
    place: str | int = ""
    old: str = ""
    new: str = ""

    def told(self, said: Mapping[str, str] = SAID) -> str:
        """The difference in words; said: how, with the keys of SAID."""
        value = self.old or self.new
        if isinstance(self.place, int):
            line = said["line"].format(number=self.place)
            key = "changed" if self.change == "changed" else f"line_{self.change}"
            return said[key].format(place=line, old=self.old, new=self.new, value=value)
        value = f": {value}" if value else ""
        return said[self.change].format(place=self.place, old=self.old, new=self.new, value=value)


def text_changes(name: str, old: str, new: str) -> list[str]:
    """The differences between two versions of a file, each as `place: old, now new`; see `differences`."""
    return [each.told() for each in differences(name, old, new)]


def differences(name: str, old: str, new: str) -> list[Difference]:
    """The differences between two versions of a file, in the order of the file; name: its ending says what kind of file it is."""
    if name.endswith((".yaml", ".yml")):
        try:
            before, after = (
                dict(_leaves(yaml.load(old, Loader=SafeLoader))),
                dict(_leaves(yaml.load(new, Loader=SafeLoader))),
            )
        except yaml.YAMLError:
            return _lines(old, new)
        return _mappings(before, after) or [Difference("same")]
    if name.endswith(".csv"):
        return _mappings(_cells(old), _cells(new)) or [Difference("same")]
    return _lines(old, new)


def _plain(value: Any) -> str:
    """A value on one line, true and false as YAML writes them."""
    return " ".join((str(value).lower() if isinstance(value, bool) else str(value)).split())


def _short(value: Any, start: int = 0) -> str:
    """At most SHOWN characters of a value, from `start`: texts in quotes."""
    text = _plain(value)
    short = f"{'…' if start else ''}{text[start : start + SHOWN]}{'…' if len(text) > start + SHOWN else ''}"
    return f"'{short}'" if isinstance(value, str) else short


def _pair(old: Any, new: Any) -> tuple[str, str]:
    """Two values shortened to the part in which they differ."""
    texts = [_plain(old), _plain(new)]
    alike = len(commonprefix(texts))
    start = alike - BEFORE if max(map(len, texts)) > SHOWN and alike > BEFORE else 0
    if start:
        start = texts[0].find(" ", start, alike) + 1 or start  # at the beginning of a word, where there is one
    return _short(old, start), _short(new, start)


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    found = []
    for place in dict.fromkeys([*old, *new]):
        if _inside(place, old, new):
            continue
        if place not in new:
            found.append(Difference("removed", place, old=_value(old[place])))
        elif place not in old:
            found.append(Difference("added", place, new=_value(new[place])))
        elif old[place] != new[place]:
            found.append(Difference("changed", place, *_pair(old[place], new[place])))
    return found


def _value(value: Any) -> str:
    return "" if value is ROW else _short(value)


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
    rows = lines_in(text)
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


def _lines(old: str, new: str) -> list[Difference]:
    before, after = old.splitlines(), new.splitlines()
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        was, now = (" ".join(part) for part in (before[i:j], after[k:m]))
        line = (k if m > k else i) + 1
        if tag == "replace":
            found.append(Difference("changed", line, *_pair(was, now)))
        elif tag == "insert":
            found.append(Difference("added", line, new=_short(now)))
        else:
            found.append(Difference("removed", line, old=_short(was)))
    return found
