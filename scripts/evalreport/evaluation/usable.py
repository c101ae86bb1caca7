"""What can be used of an evaluation.yaml that breaks its schema, so that everything else is checked in the same go.

What is wrong is left out, as little around it as can be; what must be there has a stand-in that no other check takes offence at.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from evalreport.files.schema import Keys

# How many keys lead to what is left out: a weighting scheme is as a whole, of an edition one key, or one of a chapter.
DEPTH = {"editions": 3, "groupings": 5, "instruments": 5, "derived": 2, "weighting": 2, "designs": 2, "records": 2}
DEPTH_IN_EDITION = {"chapters": 5, "waves": 4}


def left_out(wrong: Iterable[Keys]) -> frozenset[Keys]:
    """The places that are left out for those that are wrong."""
    return frozenset(keys[: _depth(keys)] for keys in wrong)


def _depth(keys: Keys) -> int:
    section = str(keys[0]) if keys else ""
    inner = str(keys[2]) if section == "editions" and len(keys) > 2 else ""
    return DEPTH_IN_EDITION.get(inner, DEPTH.get(section, 1))


def usable(data: Mapping[str, Any], out: Iterable[Keys]) -> dict[str, Any]:
    """The content of evaluation.yaml without the places left out, with stand-ins for what must be there; data: a mapping."""
    left: dict[str, Any] = {
        "title": {}, "commissioner": "", "institution": "", "authors": [], "significance_levels": [],
        "disclosure": {"minimum_cell": 0, "minimum_base": 0}, **_without(data, out),
    }  # fmt: skip
    instruments, groupings, editions = (left.get(name, {}) for name in ("instruments", "groupings", "editions"))
    written = {name: _part(data, name) for name in ("instruments", "groupings")}
    return left | {
        "instruments": {
            name: _instrument(written["instruments"], instruments, name) for name in written["instruments"]
        },
        "groupings": {name: _grouping(written["groupings"], groupings, name) for name in written["groupings"]},
        "editions": {name: _edition(edition) for name, edition in editions.items()},
    }


def _instrument(written: Mapping[str, Any], left: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = {"label": {}, "codebook": "", "cleaning": "", "waves": {}, **left.get(name, {})}
    waves = {str(wave): own["waves"].get(wave, {}) for wave in _part(written[name], "waves")}
    return own | {"waves": waves}


def _grouping(written: Mapping[str, Any], left: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = {"label": {}, "groups": {}, **left.get(name, {})}
    groups = {id: {"label": {}, "where": {}, **own["groups"].get(id, {})} for id in _part(written[name], "groups")}
    return own | {"groups": groups}


def _edition(data: Mapping[str, Any]) -> dict[str, Any]:
    own = {"title": {}, "date": {}, "status": "draft", "waves": {}, **data}
    return own | {"chapters": [each for each in data.get("chapters", ()) if "id" in each]}


def _part(data: Any, section: str) -> Mapping[str, Any]:
    """A section as it was written; empty where it is no mapping."""
    found = data.get(section) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _without(data: Any, out: Iterable[Keys]) -> Any:
    """Mappings and lists without the places given."""
    below: dict[Any, list[Keys]] = {}
    for keys in out:
        if keys:
            below.setdefault(keys[0], []).append(keys[1:])
    kept = [(key, each) for key, each in _items(data) if () not in below.get(key, ())]
    if isinstance(data, Mapping):
        return {key: _without(each, below.get(key, ())) for key, each in kept}
    return [_without(each, below.get(key, ())) for key, each in kept] if isinstance(data, list) else data


def _items(data: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(data, Mapping):
        return data.items()
    return enumerate(data) if isinstance(data, list) else ()
