"""Which instruments a stage needs besides its own; asked before the first job, so no data library is loaded here."""

from collections.abc import Mapping
from typing import Any

from evalreport.weighting.response_parts import WORDS

RESPONSE_PARTS = ("frame", "answers", "forms", "fte")


def lookups(derived: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The instruments that the derived variables of one instrument look values up in, sorted."""
    return tuple(sorted({spec["lookup"]["instrument"] for spec in derived.values() if "lookup" in spec}))


def answering(response: Mapping[str, Any]) -> tuple[str, ...]:
    """The instruments whose clean tables a response specification reads, sorted."""
    waves = response.get("waves", {}).values()
    return tuple(sorted({spec[part]["instrument"] for spec in waves for part in RESPONSE_PARTS if part in spec}))


def counted_waves(response: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The waves of a response specification, each with the groups it is counted for and without its words."""
    return {
        name: {key: value for key, value in spec.items() if key not in WORDS}
        | {"groups": list(spec.get("groups", response.get("groups", ())))}
        for name, spec in response.get("waves", {}).items()
    }


def response_groups(response: Mapping[str, Any]) -> list[str]:
    """The groups that some wave of a response specification is counted for."""
    return list(dict.fromkeys(group for spec in counted_waves(response).values() for group in spec["groups"]))
