"""A review: everything that differs between two builds, why, and which of it somebody has said to be expected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evalreport.releases.releases import to_json
from evalreport.releases.signoff import Decision, with_decisions
from evalreport.review.causes import Reason, Reasons, find_reasons
from evalreport.review.items import by_cause, find_items
from evalreport.review.sides import Side
from evalreport.words.catalogue import LANGUAGES, counted_word, word
from evalreport.words.sentences import join_words

FORMAT = 1  # of review.json; a new key keeps it, another meaning of an old one raises it
SHOWN = 12
SAID = "said"  # of a cause, for the page alone: language -> its text, details and sentence


def review(old: Side, new: Side, language: str, decisions: Mapping[str, Decision] | None = None) -> dict[str, Any]:
    """What review.json holds, and in addition what its causes are called in every language (`said`, see `review_json`).

    old, new: the builds compared, with their title and date; causes: the inputs that differ, with what each is named for; items: the
    changes (`review_items`), each with the ids of its causes, whether they name it (certain), and the decision about it, if there is
    one; summary: counts. decisions: item -> what a reviewer said of it (`signoff`).
    """
    reasons = find_reasons(old, new)
    items, unprinted = find_items(old, new, Reasons(old, new, reasons))
    items = with_decisions(items, decisions or {})
    return {
        "format": FORMAT,
        "language": language,
        "old": _side(old),
        "new": _side(new),
        "summary": summary(items, unprinted),
        "causes": _causes(reasons, items, language),
        "items": items,
    }


def _side(side: Side) -> dict[str, Any]:
    wanted = ("evaluation", "edition", "title", "date", "status")
    return {"name": side.name, "folder": side.folder, **{key: side.index.get(key, "") for key in wanted}}


def summary(items: Sequence[Mapping[str, Any]], unprinted: int) -> dict[str, int]:
    """What stands first on the page, as counts; unexpected: items about which nobody has said that they are expected."""
    exhibits = [item for item in items if item["kind"] == "exhibit"]
    kinds = Counter(item["change"] for item in exhibits)
    return {
        "claims_worse": sum(bool(item.get("worse")) for item in items),
        "significance": sum(len(item["tests"]) for item in exhibits),
        "cells": sum(len(item["cells"]) for item in exhibits),
        "exhibits_values": kinds["values"],
        "exhibits_words": kinds["words"],
        "exhibits_look": kinds["look"],
        "exhibits_added": sum(item["kind"] == "whole" and item["change"] == "new" for item in items),
        "exhibits_removed": sum(item["kind"] == "whole" and item["change"] == "gone" for item in items),
        "paragraphs": sum(item["kind"] in ("text", "chapter") for item in items),
        "unprinted": unprinted,
        "items": len(items),
        "unexpected": sum(item["expected"] is None for item in items),
    }


def _causes(reasons: Sequence[Reason], items: Sequence[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Causes, those that something is named for first and the most telling of them on top."""
    counts = by_cause(item for item in items if item["certain"])
    found = []
    for reason in reasons:
        count = counts.get(reason.id, Counter())
        said = {each: _said(reason, count, each) for each in LANGUAGES}
        found.append(
            {
                "id": reason.id,
                "kind": reason.cause.kind,
                "name": reason.cause.name,
                "change": reason.cause.change,
                **said[language],
                "exhibits": count["exhibit"] + count["whole"],
                "cells": count["cells"],
                "paragraphs": count["text"] + count["chapter"],
                "claims": count["claim"],
                SAID: said,
            }
        )
    named = ("exhibits", "paragraphs", "claims")
    return sorted(found, key=lambda c: (-c["cells"], -sum(c[key] for key in named)))


def _said(reason: Reason, count: Mapping[str, int], language: str) -> dict[str, Any]:
    """A cause in one language: what it is, what differs in it, and what changed because of it."""
    return {
        "text": reason.text[language],
        "details": list(reason.details[language]),
        "sentence": _sentence(reason, count, language),
    }


def _sentence(reason: Reason, count: Mapping[str, int], language: str) -> str:
    """`12 tables and figures and 4 paragraphs changed because …`; "" where nothing is named for the cause."""

    def number(key: str, n: int) -> str:
        return counted_word(f"review_n_{key}", n, language).format(n=n)

    n = {
        "exhibits": count["exhibit"] + count["whole"],
        "paragraphs": count["text"] + count["chapter"],
        "claims": count["claim"],
    }
    parts = [number(key, value) for key, value in n.items() if value]
    if not parts:
        return ""
    joined = join_words(parts, language)
    text, said = reason.text[language], reason.details[language]
    details = f" ({'; '.join(said[:2])})" if said else ""
    return word("review_because", language).format(what=joined, cause=text[:1].lower() + text[1:] + details)


def review_json(found: Mapping[str, Any]) -> str:
    """review.json, the same bytes for the same review; in the evaluation's language alone."""
    causes = [{key: value for key, value in cause.items() if key != SAID} for cause in found["causes"]]
    return to_json({**found, "causes": causes})


def unexpected_message(found: Mapping[str, Any], page: str) -> str:
    """What a gate says of the changes that nobody has called expected; "" when there is none."""
    loud = [item for item in found["items"] if item["expected"] is None]
    if not loud:
        return ""
    shown = "\n".join(f"  - {_line(item)}" for item in loud[:SHOWN])
    more = f"\n  - and {len(loud) - SHOWN} more" if len(loud) > SHOWN else ""
    count = "1 change since" if len(loud) == 1 else f"{len(loud)} changes since"
    return (
        f"{count} {found['old']['name']} that nobody has called expected:\n{shown}{more}\n"
        f"Look at {page}, mark what is expected there, and put the file that it gives into the folder {found['old']['folder']}."
    )


def _line(item: Mapping[str, Any]) -> str:
    kinds = {
        "claim": "claim",
        "exhibit": "exhibit",
        "whole": "exhibit",
        "text": "text of chapter",
        "chapter": "chapter",
    }
    said = f"{kinds.get(item['kind'], 'file')} {item['name']}: {item['change']}"
    if item["kind"] == "claim":
        said += f" ({item['old'] or 'not there'}, now {item['new'] or 'not there'})"
    if item.get("cells"):
        cell = item["cells"][0]
        said += f" ({' / '.join(part for part in cell['label'] if part)}: {cell['old']}, now {cell['new']})"
    return said
