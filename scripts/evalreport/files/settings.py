"""Settings handed to a job: tracked by content, shown by fingerprint."""

import hashlib
import json
from typing import Any


class Settings(dict[str, Any]):
    """Settings of a job as one param: Snakemake remembers and prints their fingerprint instead of pages of content.

    The order of keys is part of it: groups, items and derived variables stand in the report as they stand in the configuration.

    A script gets a plain dict.
    """

    def __repr__(self) -> str:
        text = json.dumps(self, ensure_ascii=False, default=list)
        return f"settings {hashlib.sha256(text.encode()).hexdigest()[:12]}"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[dict], tuple[dict[str, Any]]]:
        return dict, (dict(self),)


class Places(Settings):
    """Folders that lie elsewhere on every computer, as one param: Snakemake remembers their names and not where they are.

    What lies in them is told to a job by its content (`files.source_contents`).
    """

    def __repr__(self) -> str:
        return f"places {', '.join(sorted(self))}"

    __str__ = __repr__
