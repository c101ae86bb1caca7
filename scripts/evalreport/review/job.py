"""A review from start to end: the two builds that are meant, what differs, and the files that tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evalreport.files.writing import write_text
from evalreport.releases.releases import Release
from evalreport.releases.revision_build import TODAYS_DATA, todays_data
from evalreport.releases.signoff import read_decisions
from evalreport.releases.snapshots import take_snapshot
from evalreport.review.page.page import review_page
from evalreport.review.review import SAID, review, review_json, unexpected_message
from evalreport.review.sides import Side, chosen_release, last_release, side_of_build, side_of_release

JSON, PAGE = "review.json", "review.html"
SHOWN = 6  # causes that the terminal names


def run_review(
    contents: Mapping[str, Any],
    frozen: Mapping[str, Any],
    outputs: Sequence[str],
    reviewed: Mapping[str, Any],
    language: str,
    page: Path,
    folder: Path,
) -> tuple[str, str]:
    """Write review.html and review.json into `folder`; (what to say of it, what to say of changes that nobody has called expected).

    contents, frozen, outputs: the current build, see `take_snapshot`. reviewed: folder of the releases, against and wanted (names or
    folders of releases, "" for the last release and for the current build), what they are called where a revision of git is meant,
    editions in order, and previous of the current one.
    page: templates of the page.
    """
    before = earlier_release(reviewed, contents["about"]["edition"])
    old, decisions = side_of_release(before), read_decisions(before.folder)
    sides = [before]
    if reviewed["wanted"]:
        sides.append(_chosen(reviewed, "wanted"))
        new = side_of_release(sides[1])
    else:
        new = _current(contents, frozen, outputs)
    found = review(old, new, language, decisions)
    write_text(folder / JSON, review_json(found))
    write_text(folder / PAGE, review_page(found, old, new, page))
    borrowed = {name for side in sides for name in side.index.get("git", {}).get(TODAYS_DATA, ())}
    return message(found, folder) + todays_data(borrowed), unexpected_message(found, str(folder / PAGE))


def earlier_release(reviewed: Mapping[str, Any], edition: str) -> Release:
    """The release that is compared with: the one asked for, else the last."""
    if reviewed["against"]:
        return _chosen(reviewed, "against")
    return last_release(Path(reviewed["folder"]), reviewed["editions"], edition, reviewed["previous"])


def _chosen(reviewed: Mapping[str, Any], side: str) -> Release:
    word = "review" if side == "wanted" else side  # what it is called after --config
    found = chosen_release(reviewed[side], Path(reviewed["folder"]), word)
    return replace(found, called=reviewed["called"].get(word, ""))


def _current(contents: Mapping[str, Any], frozen: Mapping[str, Any], outputs: Sequence[str]) -> Side:
    build = Path(frozen["build"])
    made = [path for path in outputs if Path(path).is_relative_to(build)]
    return side_of_build(take_snapshot(**contents, **frozen, outputs=made), contents["content"], "")


def message(found: Mapping[str, Any], folder: Path) -> str:
    """A review in a few lines."""
    old, counts = found["old"]["name"], found["summary"]
    if not counts["items"]:
        quiet = f" {counts['unprinted']} numbers moved by less than what is printed." if counts["unprinted"] else ""
        return f"Nothing a reader sees has changed since {old}.{quiet} See {folder / PAGE}"
    said = [
        f"{counts[key]} {what[counts[key] != 1]}"
        for key, what in (
            ("claims_worse", ("claim that is weakened or fails", "claims that are weakened or fail")),
            ("significance", ("test with another verdict", "tests with another verdict")),
            ("cells", ("number that prints differently", "numbers that print differently")),
            ("exhibits_words", ("figure with other words", "figures with other words")),
            ("exhibits_look", ("figure that only looks different", "figures that only look different")),
            ("exhibits_added", ("new table or figure", "new tables and figures")),
            ("exhibits_removed", ("table or figure left out", "tables and figures left out")),
            ("paragraphs", ("paragraph", "paragraphs")),
        )
        if counts[key]
    ]
    sentences = [cause[SAID]["en"]["sentence"] for cause in found["causes"]]  # as all that is said in the terminal
    causes = [f"  - {sentence}" for sentence in sentences if sentence]
    more = [f"  - and {len(causes) - SHOWN} more causes"] if len(causes) > SHOWN else []
    why = ["Because:", *causes[:SHOWN], *more] if causes else []
    return "\n".join(
        [f"Since {old}: {', '.join(said) or 'only the finished pages differ'}.", *why, f"See {folder / PAGE}"]
    )
