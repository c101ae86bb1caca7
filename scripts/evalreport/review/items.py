"""The changes between two builds as items a reviewer decides on: claims, exhibits with their cells, tests and figure, paragraphs.

An item is plain data, as it stands in review.json. Its id is made from what changed, so that a decision about it holds for exactly
this change: another number later is another item.
"""

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evalreport.changes.block import printed
from evalreport.changes.compare import (
    CHANGED,
    GONE,
    NEW,
    CellChange,
    TestChange,
    compare_claims,
    compare_exhibits,
    compare_tests,
    differing_by_few,
)
from evalreport.changes.frozen import plain_title, shown_otherwise
from evalreport.exhibits.cells import shows_interval
from evalreport.exhibits.view import View
from evalreport.files.estimates import BASE, MEAN
from evalreport.review.causes import Explained, Reasons
from evalreport.review.figures import Figure, compare_figures
from evalreport.review.paragraphs import TextChange, compare_texts, readable
from evalreport.review.sides import Side
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number, format_p

Item = dict[str, Any]
RANK = {"holds": 0, "weakened": 1, "unknown": 2, "fails": 3}
SHOWN, HIDDEN = "shown", "hidden"  # changes of an exhibit that both builds have and one shows
NOTHING = Explained((), True)
UNNAMED = (BASE, "counted", "rate")  # categories that are no answer: the item alone says what the number is


def item_id(*parts: Any) -> str:
    """What tells one change from every other: the same change has the same id in the next review."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def find_items(old: Side, new: Side, reasons: Reasons) -> tuple[list[Item], int]:
    """(items, numbers that moved by less than what is printed)."""
    views = old.views() | new.views()
    common = [name for name in new.exhibits if name in set(old.exhibits)]
    cells, unprinted, tests = _numbers(old, new, common, views, max(reach.minimum for reach in reasons.reach))
    figures = compare_figures(old, new)
    explained = {name: reasons.of_values(name) for name in {*cells, *tests}}
    exhibits = [
        _exhibit(
            views[name], cells.get(name, []), tests.get(name, []), figures.get(name), _why(name, explained, reasons)
        )
        for name in sorted({*cells, *tests, *(name for name in figures if name in common)})
    ]
    whole = [
        _whole(views[name], change, reasons.of_whole(name, views[name].chapter))
        for side, other, change in ((new, old, NEW), (old, new, GONE))
        for name in side.exhibits
        if name not in set(other.exhibits)
    ]
    of_sides = shown_otherwise(old.content.get("shown"), new.content.get("shown"), common)
    whole += [
        _whole(views[name], change, reasons.of_text(views[name].chapter, explained))
        for change, names in zip((SHOWN, HIDDEN), of_sides, strict=True)
        for name in names
    ]
    texts = _texts(old, new, reasons, explained)
    found = [*_claims(old, new, reasons, explained), *whole, *exhibits, *texts]
    return found or _pages(old, new), unprinted


def _why(name: str, explained: Mapping[str, Explained], reasons: Reasons) -> Explained:
    return explained[name] if name in explained else reasons.of_look(name)


def _numbers(
    old: Side, new: Side, common: Sequence[str], views: Mapping[str, View], minimum: int
) -> tuple[dict[str, list[Item]], int, dict[str, list[Item]]]:
    """Cells and tests by exhibit; only exhibits whose files differ are read."""
    tables = ("estimates", "tests")
    differing = [name for name in common if not all(new.same(f"exhibits/{name}.{t}.csv", old) for t in tables)]
    before, after = old.numbers(differing), new.numbers(differing)
    changes = compare_exhibits(before, after, minimum=minimum)
    shown = [c for c in changes if c.few or c.status != CHANGED or _print(views, c, c.old) != _print(views, c, c.new)]
    cells: dict[str, list[Item]] = defaultdict(list)
    for name in differing:
        if views[name].intervals or shows_interval(views[name]):
            few = differing_by_few(before[name].estimates, after[name].estimates, minimum)
            bounds = _intervals(views[name], before[name].estimates, after[name].estimates)
            cells[name] += [each for each in bounds if (each["key"][0], each["key"][2]) not in few]
    sizes = {name: (_sizes(before[name].estimates), _sizes(after[name].estimates)) for name in differing}
    for change in shown:
        cells[change.exhibit].append(_cell(views[change.exhibit], change, sizes[change.exhibit]))
    tests: dict[str, list[Item]] = defaultdict(list)
    levels = list(new.content["levels"])
    for test in compare_tests(before, after, levels):
        tests[test.exhibit].append(_test(views[test.exhibit], test))
    return {name: found for name, found in cells.items() if found}, len(changes) - len(shown), dict(tests)


def _intervals(view: View, old: Any, new: Any) -> list[Item]:
    """Confidence intervals that print differently, where the exhibit shows them."""
    before, after = (_bounds(view, table) for table in (old, new))
    return [
        {
            "key": [*key, "interval"],
            "label": list(_labels(view, *key)),
            "measure": "interval",
            "status": CHANGED,
            "old": before[key][0],
            "new": after[key][0],
            "difference": "",
            "n": ["", ""],
            "distance": round(abs(after[key][1] - before[key][1]), 6),
        }
        for key in after
        if key in before and after[key][0] != before[key][0]
    ]


def _bounds(view: View, estimates: Any) -> dict[tuple[str, str, str], tuple[str, float]]:
    """Cell -> its interval as printed, and half its width, or none; cells without one are left out."""
    found = {}
    for row in estimates.to_dict("records"):
        low, high = (float("nan") if row[name] is None else float(row[name]) for name in ("ci_low", "ci_high"))
        if not math.isnan(low) and not math.isnan(high):
            key = (str(row["variable"]), str(row["category"]), str(row["group"]))
            change = CellChange(view.exhibit, *key, "estimate", CHANGED, low, high)
            found[key] = f"{printed(view, change, low)}–{printed(view, change, high)}", (high - low) / 2
    return found


def _print(views: Mapping[str, View], change: CellChange, value: float) -> str:
    return printed(views[change.exhibit], change, value)


def _sizes(estimates: Any) -> dict[tuple[str, str, str], Any]:
    rows = zip(estimates["variable"], estimates["category"], estimates["group"], estimates["n"], strict=True)
    return {(str(v), str(c), str(g)): n for v, c, g, n in rows}


def _cell(view: View, change: CellChange, sizes: tuple[Mapping[Any, Any], Mapping[Any, Any]]) -> Item:
    """One cell: its key and labels, old and new as printed, how far it moved, and the count behind it before and now."""
    key = (change.variable, change.category, change.group)
    n = ["", ""] if change.few else [_count(size.get(key), view.language) for size in sizes]
    old, new = (
        "" if not change.few and math.isnan(v) and change.status != CHANGED else printed(view, change, v)
        for v in (change.old, change.new)
    )
    if (change.status, math.isnan(change.old)) == (NEW, True) and not change.few:
        old = ""
    return {
        "key": [*key, change.measure],
        "label": list(_labels(view, change.variable, change.category, change.group)),
        "measure": change.measure,
        "status": change.status,
        "old": old,
        "new": new,
        "difference": _difference(view, change),
        "n": n if change.measure == "estimate" or change.few else [old, new],
        "distance": _distance(view, change),
    }


def _count(value: Any, language: str) -> str:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if missing else format_number(float(value), 0, language)


def _difference(view: View, change: CellChange) -> str:
    """New less old with its sign, in the unit the number is printed in; points for shares."""
    if math.isnan(change.distance):
        return ""
    moved = change.new - change.old
    text, points = printed(view, change, moved), word("review_points", view.language)
    text = text.replace("%", points).replace(word("percentage_points", view.language), points)
    return text if moved < 0 else f"+{text}"


def _distance(view: View, change: CellChange) -> float:
    """How far a number moved, comparable across exhibits: shares in shares, anything else relative to what it was."""
    if math.isnan(change.distance):
        return 0.0 if change.few else 1.0
    share = change.measure == "estimate" and abs(change.old) <= 1 and abs(change.new) <= 1
    return round(change.distance if share else min(change.distance / max(abs(change.old), 1e-9), 10.0), 6)


def _labels(view: View, variable: str, category: str, group: str) -> tuple[str, str, str]:
    """Item, answer and group in words; ids where the view has none. The only question of an exhibit needs no name beside its answer."""
    answers = [*view.categories, *(item for items in view.categories_of.values() for item in items)]
    items = {item.id: item.label for item in view.variables}
    answer = next((item.label for item in answers if item.id == category), _plain_answer(category, view.language))
    item = "" if answer and len(items) == 1 and variable in items else items.get(variable, variable)
    return item, answer, group_label(view, group)


def group_label(view: View, group: str) -> str:
    """A group in words: two groups called Yes are told apart by what they are groups of."""
    named = [
        (panel.label, g.id, " ".join(part for part in (g.over, g.label) if part))
        for panel in view.panels
        for g in panel.groups
    ]
    panel, label = next(((of, shown) for of, name, shown in named if name == group), ("", group))
    alike = {name for _, name, shown in named if shown == label}
    if not panel or len(alike) < 2:
        return label
    return f"{panel} {label}" if panel.endswith("?") else f"{panel}: {label}"


def _plain_answer(category: str, language: str) -> str:
    """What a row without answers of its own is called."""
    return "" if category in UNNAMED else word("mean", language) if category == MEAN else category


def _test(view: View, test: TestChange) -> Item:
    """A test whose verdict is another."""
    item, _, _ = _labels(view, test.variable, BASE, "")
    groups = {g.id: g.label for g in view.groups} | {p.id: p.label for p in view.panels}
    reached = [None if math.isnan(level) else level for level in (test.old_level, test.new_level)]
    return {
        "key": [test.variable, test.groups],
        "label": [item, " / ".join(groups.get(g, g) for g in test.groups.split("|"))],
        "old": format_p(test.old_p, view.language),
        "new": format_p(test.new_p, view.language),
        "old_level": reached[0],
        "new_level": reached[1],
    }


def _exhibit(view: View, cells: list[Item], tests: list[Item], figure: Figure | None, why: Explained) -> Item:
    """An exhibit that differs, in numbers, tests or looks."""
    change = "values" if cells or tests else ("words" if figure and figure.change == "words" else "look")
    mark = [[c["key"], c["status"], c["old"], c["new"]] for c in cells], [[t["key"], t["old"], t["new"]] for t in tests]
    counts = Counter(cell["status"] for cell in cells)
    # The picture follows from the numbers; only where these are the same does it count as such.
    drawn = "" if change == "values" or figure is None else figure.mark
    return _item(
        "exhibit",
        view.exhibit,
        item_id("exhibit", view.exhibit, *mark, drawn),
        change,
        why,
        title=plain_title(view.title),
        chapter=view.chapter,
        cells=cells,
        tests=tests,
        counts=dict(counts),
        figure=figure.change if figure else "",
        distance=max((cell["distance"] for cell in cells), default=figure.distance if figure else 0.0),
    )


def _item(kind: str, name: str, identity: str, change: str, why: Explained, **more: Any) -> Item:
    causes = {"causes": list(why.reasons), "certain": why.certain}
    return {"id": identity, "kind": kind, "name": name, "change": change, **causes, "expected": None, **more}


def _whole(view: View, change: str, why: Explained) -> Item:
    """An exhibit that only one build has, or shows."""
    more = {"title": plain_title(view.title), "chapter": view.chapter, "display": view.display}
    return _item("whole", view.exhibit, item_id("whole", view.exhibit, change), change, why, **more)


def _claims(old: Side, new: Side, reasons: Reasons, explained: Mapping[str, Explained]) -> list[Item]:
    """Claims with another verdict, and claims of one build only; worst first. None where a release is older than claims."""
    before, after = old.claims(), new.claims()
    if before is None or after is None:
        return []
    found = []
    for claim in compare_claims(before, after):
        change = NEW if not claim.old else GONE if not claim.new else "verdict"
        worse = bool(claim.new) and RANK[claim.new] > RANK.get(claim.old, 0)
        identity = item_id("claim", claim.chapter, claim.sentence, claim.old, claim.new)
        why = reasons.of_text(claim.chapter, explained)
        shown = {"sentence": readable(claim.sentence), "chapter": claim.chapter, "old": claim.old, "new": claim.new}
        decided = {"condition": claim.condition, "numbers": list(claim.numbers)}
        found.append(_item("claim", claim.chapter, identity, change, why, **shown, **decided, worse=worse))
    return sorted(found, key=lambda item: (not item["worse"], item["change"] != "verdict", -RANK.get(item["new"], 0)))


def _texts(old: Side, new: Side, reasons: Reasons, explained: Mapping[str, Explained]) -> list[Item]:
    """Paragraphs that differ, chapter by chapter; a chapter that only one build has as one item."""
    found = []
    for chapter in dict.fromkeys([*new.chapters, *old.chapters]):
        file = f"chapters/{chapter}.md"
        if file in new.files and file in old.files:
            if new.same(file, old):
                continue
            why = reasons.of_text(chapter, explained)
            changes = compare_texts(chapter, old.text(file), new.text(file))
            found += [_paragraph(change, why) for change in changes]
        else:
            change = NEW if file in new.files else GONE
            why = reasons.of_text(chapter, explained)
            found.append(_item("chapter", chapter, item_id("chapter", chapter, change), change, why, chapter=chapter))
    return found


def _paragraph(change: TextChange, why: Explained) -> Item:
    pieces = [[kind, shown] for kind, text in change.pieces if (shown := readable(text))]
    identity = item_id("text", change.chapter, change.change, change.pieces)
    more = {"chapter": change.chapter, "heading": change.heading, "moved": change.moved, "numbers": change.numbers}
    return _item("text", change.chapter, identity, change.change, why, pieces=pieces, **more)


def _pages(old: Side, new: Side) -> list[Item]:
    """Where no number, figure or text differs: the finished files that do, by their bytes alone."""
    made = [n for n in new.files if "/" not in n and n in old.files and not new.same(n, old)]
    marks = {name: [side.files[name].stat().st_size for side in (old, new)] for name in made}
    return [_item("page", name, item_id("page", name, marks[name]), "look", NOTHING, chapter="") for name in made]


def by_cause(items: Iterable[Item]) -> dict[str, Counter[str]]:
    """Cause -> how many exhibits, cells, paragraphs and claims it is named for."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        for cause in item["causes"]:
            found[cause][item["kind"]] += 1
            found[cause]["cells"] += len(item.get("cells", ()))
    return dict(found)
