"""Why something changed: the inputs that differ between two builds, and which of them an exhibit or a chapter depends on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from evalreport.releases.causes import DETAILS, Cause, causes, rows_of
from evalreport.releases.row_digests import RowChanges, row_changes
from evalreport.releases.text_changes import SAID, Difference, differences
from evalreport.review.reach import NAMED_BELOW, Reach
from evalreport.review.sides import Side
from evalreport.words.catalogue import LANGUAGES, counted_word, word

LOOK_MODULES = "scripts/evalreport/figures/"
REVIEW_FOLDER = "scripts/evalreport/review/"
PAGE_MODULES = ("docx", "review", "assembl", "release")  # rules and scripts that move no number
PAGE_FOLDERS = tuple(
    f"scripts/evalreport/{package}/" for package in ("assemble", "docx", "programs", "releases", "review")
)  # nor do these packages
_ENTRY = re.compile(r"\[(\w+)\]")
_NAME = re.compile(r"^[\w.]+")


@dataclass(frozen=True)
class Reason:
    """One input that differs: what it is and what differs in it, by language, and the names it can reach.

    names: of exhibits, questions, settings; rows: of a list that chapters cite (facts); instruments: whose answers changed; columns: of the
    raw file, None where not known.
    """

    id: str
    cause: Cause
    text: Mapping[str, str]
    details: Mapping[str, tuple[str, ...]]
    names: frozenset[str] = frozenset()
    instruments: frozenset[str] = frozenset()
    columns: frozenset[str] | None = None
    rows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Explained:
    """The reasons of one change: those that name it, or, where none does, all that may have moved it."""

    reasons: tuple[str, ...]
    certain: bool


def find_reasons(old: Side, new: Side) -> list[Reason]:
    """The inputs in which two builds differ, most telling kinds first; what differs is looked up once and told in every language."""
    known = old.index["row_key"] == new.index["row_key"]
    rows = row_changes(old.rows, new.rows) if known else {}
    found = []
    differing = [cause for cause in causes(old.index, new.index) if not _of_reviews(cause)]
    for number, cause in enumerate([*_edition(old, new), *differing], start=1):
        inside = _inside(cause, old, new)
        sources = _sources(cause, old, new)
        found.append(
            Reason(
                f"c{number}",
                cause,
                {each: _text(cause, each) for each in LANGUAGES},
                {each: _details(cause, old, new, rows, inside, each) for each in LANGUAGES},
                _names(cause, inside),
                frozenset(instrument for instrument, _ in sources),
                _columns(sources, rows),
                _rows(cause, inside),
            )
        )
    return found


def _edition(old: Side, new: Side) -> list[Cause]:
    """That the builds are of two editions, which name their chapters, templates and waves for themselves."""
    names = [side.index["edition"] for side in (old, new)]
    return [Cause("edition", names[1], "changed")] if names[0] != names[1] else []


def _of_reviews(cause: Cause) -> bool:
    """Whether an input makes reviews alone: it is in no report."""
    name = PurePosixPath(cause.name)
    if cause.kind == "program":
        of_a_rule = name.name.startswith("review") and name.parent.name in ("scripts", "rules")
        return of_a_rule or cause.name.startswith(REVIEW_FOLDER)
    return cause.kind == "design" and name.parent.name == "review"


def _inside(cause: Cause, old: Side, new: Side) -> list[Difference]:
    """What differs inside a text file; of one that only one build has, everything in it."""
    if cause.kind in ("data", "packages", "edition") or not {cause.name} & {*old.sources, *new.sources}:
        return []
    if cause.kind != "config" and cause.change != "changed":
        return []
    return differences(cause.name, old.sources.get(cause.name, ""), new.sources.get(cause.name, ""))


def _text(cause: Cause, language: str) -> str:
    kind = "font" if _is_font(cause) else cause.kind
    return word(f"review_{kind}_{cause.change}", language).format(name=_shown(cause))


def _is_font(cause: Cause) -> bool:
    return cause.kind == "design" and "/fonts/" in cause.name


def _shown(cause: Cause) -> str:
    """The name of an input as a reader knows it: without the folders that all of its kind share."""
    return PurePosixPath(cause.name).name if cause.kind in ("data", "templates", "design") else cause.name


def _sources(cause: Cause, old: Side, new: Side) -> list[tuple[str, str]]:
    if cause.kind != "data":
        return []
    entries = (side.index["inputs"]["data"].get(cause.name, {}) for side in (old, new))
    return sorted({(s["instrument"], s["wave"]) for entry in entries for s in entry.get("sources", ())})


def _columns(sources: Sequence[tuple[str, str]], rows: Mapping[tuple[str, str], RowChanges]) -> frozenset[str] | None:
    """The columns in which answers differ; None where whole rows came or went, or it cannot be told."""
    if not sources or any(s not in rows or rows[s].added or rows[s].removed for s in sources):
        return None
    return frozenset(
        name for s in sources for name in (*rows[s].columns_changed, *rows[s].columns_added, *rows[s].columns_removed)
    )


def _details(
    cause: Cause,
    old: Side,
    new: Side,
    rows: Mapping[tuple[str, str], RowChanges],
    inside: Sequence[Difference],
    language: str,
) -> tuple[str, ...]:
    if cause.change != "changed":
        return ()
    if cause.kind == "data":
        return tuple(_data_details(cause, old, new, rows, language))
    if cause.kind == "edition":
        return (word("review_versions", language).format(old=old.index["edition"], new=new.index["edition"]),)
    if cause.kind == "packages":
        versions = [side.index["inputs"]["packages"][cause.name] for side in (old, new)]
        return (word("review_versions", language).format(old=versions[0], new=versions[1]),)
    said = {key: word(f"review_said_{key}", language) for key in SAID}
    return tuple(each.told(said) for each in inside)


def _data_details(
    cause: Cause, old: Side, new: Side, rows: Mapping[tuple[str, str], RowChanges], language: str
) -> Iterable[str]:
    def say(key: str, **values: object) -> str:
        return word(f"review_{key}", language).format(**values)

    sources = _sources(cause, old, new)
    counts = [rows_of(side.index["inputs"]["data"][cause.name]) for side in (old, new)]
    limited = any(Reach(side.sources, side.index["evaluation"]).minimum for side in (old, new))
    if limited and (not sources or not all(source in rows for source in sources)):
        return [say("rows_withheld")] if counts[0] != counts[1] else []
    if not sources or not all(source in rows for source in sources):
        return [say("rows_counted", old=counts[0], new=counts[1])] if counts[0] != counts[1] else []
    found = []
    for source in sources:
        change = rows[source]
        counted = (("added", change.added), ("removed", change.removed), ("changed", change.changed))
        if limited and any(n for _, n in counted):
            found.append(say("rows_withheld"))
        for what, n in () if limited else counted:
            if n:
                found.append(counted_word(f"review_rows_{what}", n, language).format(n=n))
        named = (
            ("columns_added", change.columns_added),
            ("columns_removed", change.columns_removed),
            ("columns_changed", change.columns_changed),
        )
        found += [say(key, names=_listed(names, language)) for key, names in named if names]
    return found or [say("same_answers")]


def _listed(names: Sequence[str], language: str) -> str:
    more = word("review_and_more", language).format(n=len(names) - DETAILS)
    return ", ".join(names[:DETAILS]) + (f" {more}" if len(names) > DETAILS else "")


def _names(cause: Cause, inside: Sequence[Difference]) -> frozenset[str]:
    """What changed inside a configuration file: ids of exhibits, keys, first cells of rows."""
    if cause.kind != "config":
        return frozenset()
    if cause.name.endswith(".csv") and "/codebook/" not in cause.name:
        # A list of codes or names: its rows are called as anything may be.
        file = PurePosixPath(cause.name)
        return frozenset({file.stem, file.name})
    if cause.name.endswith(".csv"):
        return _first_cells(inside)
    places = [each.place for each in inside if isinstance(each.place, str)]
    keys = [place.split(" > ") for place in places]
    named = {key[NAMED_BELOW[key[0]]] for key in keys if len(key) > NAMED_BELOW.get(key[0], 99)}
    return frozenset(named | {entry for place in places for entry in _ENTRY.findall(place)})


def _rows(cause: Cause, inside: Sequence[Difference]) -> frozenset[str]:
    """The rows that changed of a list that lies in the evaluation's own folder, config/<evaluation>/."""
    path = PurePosixPath(cause.name)
    return (
        _first_cells(inside)
        if cause.kind == "config" and path.suffix == ".csv" and len(path.parts) == 3
        else frozenset()
    )


def _first_cells(inside: Sequence[Difference]) -> frozenset[str]:
    places = (each.place for each in inside if isinstance(each.place, str))
    return frozenset({match[0] for place in places if (match := _NAME.match(place))})


class Reasons:
    """Which of the reasons explains what."""

    def __init__(self, old: Side, new: Side, reasons: Sequence[Reason]):
        self._new = new
        self.reach = [Reach(side.sources, side.index["evaluation"]) for side in (old, new)]
        self._editions = [side.index["edition"] for side in (old, new)]
        self._reasons = reasons

    def _of(self, exhibit: str) -> set[str]:
        return self.reach[0].of(exhibit) | self.reach[1].of(exhibit)

    def of_values(self, exhibit: str) -> Explained:
        """Why numbers of an exhibit changed."""
        named = self._moving(exhibit)
        return _explained(named, [r for r in self._reasons if _may_move(r)])

    def of_whole(self, exhibit: str, chapter: str) -> Explained:
        """Why only one build has an exhibit: the other edition has no such chapter, else what moves its numbers."""
        if len({chapter in self._chapters(at) for at in (0, 1)}) == 2 and self._other_edition:
            return _explained(self._other_edition, [])
        return _explained(self._moving(exhibit), [r for r in self._reasons if _may_move(r)] + self._other_edition)

    @property
    def _other_edition(self) -> list[Reason]:
        return [r for r in self._reasons if r.cause.kind == "edition"]

    def _chapters(self, at: int) -> dict[str, str]:
        return self.reach[at].chapters(self._editions[at])

    def _moving(self, exhibit: str) -> list[Reason]:
        reached = self._of(exhibit)
        instruments = self.reach[0].instruments(exhibit) | self.reach[1].instruments(exhibit)
        files = [r for r in self._reasons if _is_file(r) and any(x.reads(exhibit, r.cause.name) for x in self.reach)]
        parts = {part for reach in self.reach for part in reach.parts(exhibit)}
        named = [r for r in self._reasons if _moves(r, {exhibit, *parts}, reached, instruments)]
        if any(reach.records(exhibit) for reach in self.reach):
            return [r for r in self._reasons if r in files or r in named]
        # A question that nothing in the exhibit mentions can still reach it, through weights or a cleaning rule; so can a list of units.
        near = [r for r in self._reasons if r.instruments & instruments or _is_cleaning(r, instruments) or r in files]
        return named or near

    def of_look(self, exhibit: str) -> Explained:
        """Why a figure with the same numbers is drawn differently."""
        reached = self._of(exhibit)
        named = [r for r in self._reasons if _draws(r) or (r.cause.kind == "config" and r.names & reached)]
        general = [r for r in self._reasons if r.cause.kind in ("design", "config", "program", "packages")]
        return _explained(named, general)

    def of_text(self, chapter: str, exhibits: Mapping[str, Explained]) -> Explained:
        """Why the text of a chapter changed; exhibits: those whose numbers changed."""
        sides = list(zip(self.reach, self._editions, strict=True))
        templates = {t for reach, edition in sides for t in reach.templates_of(chapter, edition)}
        conditions = {t for reach, edition in sides for t in reach.claims_of(chapter, edition)}
        quoted = {e for reach, edition in sides for e in reach.quoted_in(chapter, edition)}
        words = {word for reach, edition in sides for word in reach.words_in(chapter, edition)}
        ids = {reason for name in quoted & set(exhibits) if exhibits[name].certain for reason in exhibits[name].reasons}
        of_edition = self._other_edition if self._chapters(0).get(chapter) != self._chapters(1).get(chapter) else []
        named = [
            r
            for r in self._reasons
            if r.cause.name in templates or _below(r) in conditions or r.id in ids or r in of_edition or r.rows & words
        ]
        listed = [
            r for r in self._reasons if r.cause.kind in ("edition", "config", "data", "program", "packages", "previous")
        ]
        return _explained(named, listed)


def _below(reason: Reason) -> str:
    """The name of a configuration file in the evaluation's own folder, config/<evaluation>/; "" of anything else."""
    parts = PurePosixPath(reason.cause.name).parts
    return "/".join(parts[2:]) if reason.cause.kind == "config" else ""


def _explained(named: Sequence[Reason], general: Sequence[Reason]) -> Explained:
    return Explained(tuple(r.id for r in named or general), bool(named))


def _moves(reason: Reason, exhibits: set[str], reached: set[str], instruments: set[str]) -> bool:
    """Whether a reason, by its own place, concerns the numbers of an exhibit; exhibits: it and those that it prints."""
    if reason.cause.kind == "data" and reason.instruments:
        return bool(reason.instruments & instruments) and (reason.columns is None or bool(reason.columns & reached))
    if reason.cause.kind == "config" and "/exhibits/" in reason.cause.name:
        return bool(exhibits & reason.names)
    return reason.cause.kind == "config" and bool(reason.names & reached)


def _is_file(reason: Reason) -> bool:
    """Whether a reason is a data file without answers: a document, a list of units, a coding table."""
    return reason.cause.kind == "data" and not reason.instruments


def _is_cleaning(reason: Reason, instruments: set[str]) -> bool:
    path = PurePosixPath(reason.cause.name)
    return reason.cause.kind == "config" and path.parent.name == "cleaning" and path.stem in instruments


def _may_move(reason: Reason) -> bool:
    cause = reason.cause
    if cause.kind == "program":
        module = PurePosixPath(cause.name).name
        return not cause.name.startswith((LOOK_MODULES, *PAGE_FOLDERS)) and not module.startswith(PAGE_MODULES)
    return cause.kind in ("data", "config", "packages")


def _draws(reason: Reason) -> bool:
    cause = reason.cause
    return _is_font(cause) or (
        cause.kind == "program" and cause.change == "changed" and cause.name.startswith(LOOK_MODULES)
    )
