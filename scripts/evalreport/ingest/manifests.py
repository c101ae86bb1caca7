"""What is known of each raw file since it was read: name, checksum, rows, columns."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def read_manifests(paths: Iterable[str | Path]) -> list[dict[str, Any]]:
    """The manifests written by ingest, in the order given."""
    return [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]


def rows_received(paths: Iterable[str | Path]) -> dict[str, dict[str, int]]:
    """instrument -> wave -> rows in the raw file, by the names in the manifests: those of files cannot be parted at `_`."""
    counts: dict[str, dict[str, int]] = {}
    for manifest in read_manifests(paths):
        counts.setdefault(manifest["instrument"], {})[manifest["wave"]] = int(manifest["rows"])
    return counts
