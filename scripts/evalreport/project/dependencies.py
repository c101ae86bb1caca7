"""Which instruments a stage needs besides its own; asked before the first job, so no data library is loaded here."""

from collections.abc import Mapping
from typing import Any

RESPONSE_PARTS = ("frame", "answers", "forms", "fte")


def lookups(derived: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The instruments that the derived variables of one instrument look values up in, sorted."""
    return tuple(sorted({spec["lookup"]["instrument"] for spec in derived.values() if "lookup" in spec}))


def answering(response: Mapping[str, Any]) -> tuple[str, ...]:
    """The instruments whose clean tables a response specification reads, sorted."""
    waves = response.get("waves", {}).values()
    return tuple(sorted({spec[part]["instrument"] for spec in waves for part in RESPONSE_PARTS if part in spec}))
