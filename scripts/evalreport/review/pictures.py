"""Figures inside the reviewer's page: compressed, each once, and what several of them have in common (their letters) once too.

The browser unpacks them with its own DecompressionStream, without a library; see report_templates/shared/review/page.js.
"""

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalreport.review.sides import Side

WORTH_SHARING = 60  # characters of a part of a picture from which a number in its place is shorter
_SIZE = re.compile(r'<svg[^>]*?viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', re.DOTALL)
_PART = re.compile(r"<[^<]*|[^<]+")
_MARK = "\0"  # stands in no XML: around the number of a part, and between parts


@dataclass(frozen=True)
class Pictures:
    """The figures of a page. shown: exhibit -> old and new -> (id, width, height); packed: id -> base64 of zlib data."""

    shown: Mapping[str, Mapping[str, tuple[str, float, float]]]
    packed: Mapping[str, str]


def pictures(items: Sequence[Mapping[str, Any]], old: Side, new: Side) -> Pictures:
    """The figures that differ, of both builds."""
    names = sorted({item["name"] for item in items if item["kind"] == "exhibit" and item["figure"]})
    ids: dict[str, str] = {}
    shown = {
        name: {key: _placed(side.files[f"figures/{name}.svg"], ids) for key, side in (("old", old), ("new", new))}
        for name in names
    }
    return Pictures(shown, packed(ids))


def _placed(path: Path, ids: dict[str, str]) -> tuple[str, float, float]:
    """The id under which a picture is stored, the same for the same picture, and its size."""
    text = path.read_text(encoding="utf-8")
    size = _SIZE.search(text[:4000])
    width, height = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    return ids.setdefault(text, f"p{len(ids)}"), width, height


def packed(ids: Mapping[str, str]) -> dict[str, str]:
    """Id -> a picture as base64 of zlib data, and `parts`: what stands in several pictures, with a NUL between one and the next.

    ids: text of a picture -> id. In a picture \\0 7 \\0 (without the blanks) stands for the part with the number 7, from 0.
    """
    if not ids:
        return {}
    cut = {name: _PART.findall(text) for text, name in ids.items()}
    counts = Counter(part for found in cut.values() for part in set(found) if len(part) > WORTH_SHARING)
    shared = sorted((part for part, count in counts.items() if count > 1), key=lambda part: (-counts[part], part))
    marks = {part: f"{_MARK}{number}{_MARK}" for number, part in enumerate(shared)}
    stored = {"parts": _pack(shared, _MARK)}
    return stored | {name: _pack(marks.get(part, part) for part in found) for name, found in cut.items()}


def _pack(parts: Iterable[str], between: str = "") -> str:
    return base64.b64encode(zlib.compress(between.join(parts).encode(), 9)).decode()
