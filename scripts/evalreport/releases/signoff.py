"""What a reviewer has called expected: small files in the release, made by the page and read by the next review.

`signoff.json`, or several `signoff-….json`: {"format": 1, "release": …, "decisions": [{"id", "what", "comment", "by", "date"}]}.
A decision is about one change, by its id; the same place with other numbers is another change.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput, Problem, raise_if

PATTERN = "signoff*.json"  # a browser calls the second download "signoff (1).json"
FORMAT = 1
KEYS = ("id", "what", "comment", "by", "date")


@dataclass(frozen=True)
class Decision:
    """One change called expected: by whom, when, and the comment; what: the change in words, for people who read the file."""

    id: str
    comment: str = ""
    by: str = ""
    date: str = ""
    what: str = ""


def is_signoff(name: str) -> bool:
    """Whether a file of a release is a sign-off, laid there after it was frozen."""
    return "/" not in name and Path(name).match(PATTERN)


def read_decisions(folder: Path) -> dict[str, Decision]:
    """Item -> the decision about it, from all sign-offs in the folder of a release; the last in the order of the files' names stands.

    Raises BadInput with every file that is no sign-off.
    """
    found: dict[str, Decision] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob(PATTERN)):
        try:
            decisions = _decisions(path)
        except BadInput as error:
            problems += error.problems
        else:
            found |= {decision.id: decision for decision in decisions}
    raise_if(problems)
    return found


def _decisions(path: Path) -> list[Decision]:
    how = "Download it again from the review page"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput([Problem(str(path), "", f"is no sign-off: {error}", how)]) from None
    entries = data.get("decisions") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(entries, list):
        raise BadInput([Problem(str(path), "format", "is no sign-off of this version", how)])
    wrong = [n for n, entry in enumerate(entries, start=1) if not (isinstance(entry, dict) and entry.get("id"))]
    raise_if(Problem(str(path), f"decisions, number {n}", "has no id", how) for n in wrong)
    return [Decision(**{key: str(entry.get(key, "")) for key in KEYS}) for entry in entries]


def with_decisions(items: Sequence[Mapping[str, Any]], decisions: Mapping[str, Decision]) -> list[dict[str, Any]]:
    """The items, each with the decision about it under `expected`, None without."""
    return [{**item, "expected": asdict(decisions[item["id"]]) if item["id"] in decisions else None} for item in items]
