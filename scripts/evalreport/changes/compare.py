"""What differs between two builds: cells and tests of exhibits, claims, questions, cleaning rules, weights, data files.

Pure comparisons, matched by key and never by position; the chapter of changes and the reviewer's page both read them.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from evalreport.exhibits.evidence import decisive
from evalreport.files.estimates import BASE, TOLD

CHANGED, NEW, GONE = "changed", "new", "gone"
Key = tuple[str, str, str, str]  # exhibit, variable, category, group


@dataclass(frozen=True)
class Numbers:
    """The tables of one exhibit of one build (schema: CONTRIBUTING.md)."""

    estimates: pd.DataFrame
    tests: pd.DataFrame


@dataclass(frozen=True)
class CellChange:
    """One cell whose number is another: its key, what is compared (estimate or n), old and new value.

    status: changed, or new or gone where only one build has the cell; NaN is a number withheld or not there.
    """

    exhibit: str
    variable: str
    category: str
    group: str
    measure: str  # estimate | n
    status: str
    old: float
    new: float
    few: bool = False  # few respondents make the difference: neither value is given

    @property
    def distance(self) -> float:
        """How far the value moved; NaN where one of the two is missing."""
        return abs(self.new - self.old)


@dataclass(frozen=True)
class TestChange:
    """One test whose verdict is another: the level it was and is significant at (NaN: not significant, or not tested)."""

    __test__ = False  # pytest: this is no test

    exhibit: str
    variable: str
    groups: str
    old_p: float
    new_p: float
    old_level: float
    new_level: float


Same = Callable[[CellChange], bool]


def compare_exhibits(
    old: Mapping[str, Numbers], new: Mapping[str, Numbers], same: Same | None = None, minimum: int = 0
) -> list[CellChange]:
    """The cells that differ in the exhibits that both builds have, in the order of the new build's tables, gone cells last.

    The estimate is compared; in rows that carry a base (category *), n too. same: whether a change is none to the
    reader, because both values print alike for example; without it, values are the same when they are equal. minimum: where a number of
    a question and group differs by fewer respondents than this, its cells that differ are without values.
    """
    found = []
    for exhibit in [name for name in new if name in old]:
        before, after = _cells(old[exhibit].estimates), _cells(new[exhibit].estimates)
        few = differing_by_few(old[exhibit].estimates, new[exhibit].estimates, minimum)
        for key in dict.fromkeys([*after, *before]):
            change = _cell_change(exhibit, key, before, after)
            if change is not None and not (same is not None and change.status == CHANGED and same(change)):
                hidden = (change.variable, change.group) in few
                found.append(replace(change, old=math.nan, new=math.nan, few=True) if hidden else change)
    return found


def differing_by_few(old: pd.DataFrame, new: pd.DataFrame, minimum: int) -> set[tuple[str, str]]:
    """(variable, group) with a number of respondents that differs by 1 to minimum - 1 between two builds."""
    before, after = _respondents(old), _respondents(new)
    return {(k[0], k[2]) for k in after if k in before and 0 < abs(after[k] - before[k]) < minimum}


def _respondents(estimates: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    keys = (estimates[name].astype(str) for name in ("variable", "category", "group"))
    return {key: _number(n) for *key_, n in zip(*keys, estimates["n"], strict=True) for key in [tuple(key_)]}  # type: ignore[misc]


def _cells(estimates: pd.DataFrame) -> dict[tuple[str, str, str, str], float]:
    """(variable, category, group, measure) -> value."""
    cells = {}
    for row in estimates.to_dict("records"):
        if row["variable"] in TOLD:
            continue  # the note tells of them
        place = (str(row["variable"]), str(row["category"]), str(row["group"]))
        estimate, n = _number(row["estimate"]), _number(row["n"])
        if place[1] != BASE or not math.isnan(estimate):
            cells[(*place, "estimate")] = estimate
        if place[1] == BASE:
            cells[(*place, "n")] = n
    return cells


def _number(value: Any) -> float:
    return float("nan") if value is None or pd.isna(value) else float(value)


def _cell_change(exhibit: str, key: tuple[str, ...], old: Mapping[Any, float], new: Mapping[Any, float]) -> Any:
    before, after = old.get(key, math.nan), new.get(key, math.nan)
    status = NEW if key not in old else GONE if key not in new else CHANGED
    if status == CHANGED and (before == after or (math.isnan(before) and math.isnan(after))):
        return None
    variable, category, group, measure = key
    return CellChange(exhibit, variable, category, group, measure, status, before, after)


def compare_tests(old: Mapping[str, Numbers], new: Mapping[str, Numbers], levels: Sequence[float]) -> list[TestChange]:
    """The tests, made in both builds, that are significant at another level now than before; levels: the evaluation's."""
    found = []
    for exhibit in [name for name in new if name in old]:
        before, after = _tests(old[exhibit].tests), _tests(new[exhibit].tests)
        for key in (key for key in after if key in before):
            reached = [_level(p, levels) for p in (before[key], after[key])]
            if str(reached[0]) != str(reached[1]) and not any(math.isnan(p) for p in (before[key], after[key])):
                found.append(TestChange(exhibit, *key, before[key], after[key], *reached))
    return found


def _tests(tests: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(str(row["variable"]), str(row["groups"])): _number(decisive(row)) for row in _records(tests)}


def _records(table: pd.DataFrame) -> list[Any]:
    return table.to_dict("records")


def _level(p: float, levels: Sequence[float]) -> float:
    return next((level for level in sorted(levels) if p < level), math.nan)


@dataclass(frozen=True)
class ClaimChange:
    """One claim with another verdict, or one that only one build has (verdict "").

    condition: what it says of which exhibit; numbers: those that decided, in the old and the new build.
    """

    chapter: str
    sentence: str
    old: str
    new: str
    condition: str = ""
    numbers: tuple[str, str] = ("", "")


def compare_claims(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[ClaimChange]:
    """Claims whose verdict changed, then the new, then those gone; rows of claims.csv (chapter, condition, sentence, verdict, …).

    The same claim is the same condition in the same chapter; its sentence holds numbers and may be another.
    """
    before, after = _claims(old), _claims(new)
    common = [key for key in after if key in before and before[key]["verdict"] != after[key]["verdict"]]
    added, gone = ([key for key in one if key not in other] for one, other in ((after, before), (before, after)))
    return [_claim_change(before.get(key), after.get(key)) for key in (*common, *added, *gone)]


def _claim_change(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> ClaimChange:
    def both(key: str) -> tuple[str, str]:
        return (before.get(key, "") if before else "", after.get(key, "") if after else "")

    row = after or before or {}
    return ClaimChange(row["chapter"], row["sentence"], *both("verdict"), row["condition"], both("numbers"))


def _claims(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, int], Mapping[str, Any]]:
    """Claims by chapter and condition; the same condition twice is numbered."""
    found: dict[tuple[str, str, int], Mapping[str, Any]] = {}
    for row in rows:
        count = sum(key[:2] == (row["chapter"], row["condition"]) for key in found)
        found[(row["chapter"], row["condition"], count)] = row
    return found


@dataclass(frozen=True)
class ContentChange:
    """One question, cleaning rule or weighting that differs: where it belongs, its label, and how.

    change: new | gone | reworded | recoded | changed | waves (asked, or used, in other waves); before and now: what is to be said of it.
    """

    kind: str  # questions | cleaning | weights
    place: str  # label of the instrument; none for weights
    label: str
    change: str
    before: str = ""
    now: str = ""


def compare_content(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[ContentChange]:
    """What differs between two contents (`edition_content`) in questions, cleaning rules and weights.

    A wave that only the new edition knows is no change of a question: that the question was asked again goes without saying.
    """
    found = []
    for kind in ("questions", "cleaning"):
        for instrument in dict.fromkeys([*new[kind], *old[kind]]):
            before, after = old[kind].get(instrument, {}), new[kind].get(instrument, {})
            label = {**old["instruments"], **new["instruments"]}[instrument]
            common = {*old["waves"].get(instrument, ())} & {*new["waves"].get(instrument, ())}
            found += _differences(kind, label, before, after, common)
    return found + _differences("weights", "", old["weights"], new["weights"], set())


def _differences(
    kind: str, place: str, old: Mapping[str, Any], new: Mapping[str, Any], common: set[str]
) -> list[ContentChange]:
    label = {"questions": "label", "cleaning": "reason", "weights": "label"}[kind]
    found = []
    for name in dict.fromkeys([*new, *old]):
        if name not in old or name not in new:
            change, entry = (NEW, new[name]) if name in new else (GONE, old[name])
            found.append(ContentChange(kind, place, entry[label], change))
        else:
            found += [
                ContentChange(kind, place, new[name][label], change, before, now)
                for change, before, now in _entry_differences(kind, old[name], new[name], common)
            ]
    return found


def _entry_differences(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], common: set[str]
) -> Iterable[tuple[str, str, str]]:
    if kind == "questions":
        if old["label"] != new["label"]:
            yield "reworded", old["label"], new["label"]
        lost, added = (
            [w for w in sorted(common) if (w in a["coding"]) > (w in b["coding"])] for a, b in ((old, new), (new, old))
        )
        if lost or added:
            yield "waves", ", ".join(lost), ", ".join(added)
        recoded = [
            w
            for w in sorted(common)
            if w in old["coding"] and w in new["coding"] and old["coding"][w] != new["coding"][w]
        ]
        if recoded or old["derived"] != new["derived"]:
            yield "recoded", "", ", ".join(recoded)
    elif kind == "cleaning":
        if old["does"] != new["does"] or {*old["waves"]} & common != {*new["waves"]} & common:
            yield CHANGED, "", ""
    else:
        waves = [w for w in old["waves"] if w in new["waves"] and old["waves"][w] != new["waves"][w]]
        if waves or {*old["waves"]} - {*new["waves"]}:
            yield CHANGED, "", ", ".join(waves)


@dataclass(frozen=True)
class DataChange:
    """One data file that is new, gone or changed: its name and rows before and now (None: not there)."""

    file: str
    change: str
    old_rows: int | None
    new_rows: int | None


def compare_data(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[DataChange]:
    """The raw files that differ; old, new: file -> sha256, rows."""
    found = []
    for file in sorted({*old} | {*new}):
        before, after = old.get(file), new.get(file)
        if before is None or after is None:
            change = NEW if before is None else GONE
        elif before["sha256"] != after["sha256"]:
            change = CHANGED
        else:
            continue
        found.append(DataChange(file, change, *(entry["rows"] if entry else None for entry in (before, after))))
    return found
