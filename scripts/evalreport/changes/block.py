"""The chapter of changes: what differs from the last edition, as text and tables in the report's language."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalreport.changes.compare import (
    CHANGED,
    GONE,
    NEW,
    CellChange,
    ClaimChange,
    ContentChange,
    DataChange,
    Numbers,
    TestChange,
    compare_claims,
    compare_data,
    compare_exhibits,
    compare_tests,
)
from evalreport.chapters.blocks import note_block
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.statistics import with_unit
from evalreport.exhibits.view import View
from evalreport.files.estimates import EVERYTHING
from evalreport.markdown.grid import Grid, escape, markdown
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_p, format_percent

Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Builds:
    """What the chapter of changes compares: exhibits, claims and data files of the last edition and of this one."""

    old: Mapping[str, Numbers]
    new: Mapping[str, Numbers]
    old_claims: Sequence[Mapping[str, Any]] = ()
    new_claims: Sequence[Mapping[str, Any]] = ()
    old_data: Mapping[str, Any] | None = None  # file -> sha256, rows
    new_data: Mapping[str, Any] | None = None


def printed(view: View, change: CellChange, value: float) -> str:
    """A value of a cell as the exhibit prints it; a word where there is none."""
    language = view.language
    if change.few:
        return word("changes_few", language)
    if math.isnan(value):
        return word("changes_number_missing", language)
    if change.measure == "n":
        return format_number(value, 0, language)
    if EVERYTHING in (change.variable, change.category):  # counts
        return format_number(value, 0 if value.is_integer() else view.decimals, language)
    return with_unit(value, unit_of(view, change), view.decimals, language)


def unit_of(view: View, change: CellChange) -> str:
    """What a number of an exhibit is printed in; a column of differences of shares is in percentage points."""
    return Evidence(view, {}, (), ()).unit(change.category, change.group)


def changes_block(plan: Mapping[str, Any], views: Mapping[str, View], builds: Builds, language: str) -> str:
    """The Markdown of `changes()`. plan: `changes_params`; views: of the exhibits compared."""
    text = _Text(plan, views, language)
    cells = compare_exhibits(builds.old, builds.new, lambda c: _prints_alike(views[c.exhibit], c), plan["minimum"])
    tests = compare_tests(builds.old, builds.new, plan["levels"])
    claims = compare_claims(builds.old_claims, builds.new_claims)
    data = compare_data(builds.old_data or {}, builds.new_data or {})
    content = [ContentChange(**change) for change in plan["content"]]
    parts = [
        text.introduction(cells, tests),
        *text.numbers(cells),
        text.exhibits(),
        text.tests(tests),
        text.claims(claims),
        text.sources(data, content),
        text.data(data),
        text.content(content),
    ]
    return "\n\n".join(part for part in parts if part)


def _prints_alike(view: View, change: CellChange) -> bool:
    return printed(view, change, change.old) == printed(view, change, change.new)


@dataclass(frozen=True)
class _Text:
    plan: Mapping[str, Any]
    views: Mapping[str, View]
    language: str

    def word(self, key: str, **values: Any) -> str:
        """The program's word, filled in."""
        return word(f"changes_{key}", self.language).format(**values)

    def table(self, name: str, head: Sequence[str], rows: Rows, text_columns: int, caption: str = "") -> str:
        """A captioned table, "" without rows; head: keys of words."""
        if not rows:
            return ""
        grid = Grid(tuple(self.word(key) if key else "" for key in head), tuple(rows), text_columns=text_columns)
        title = escape(self.word(caption or f"{name}_caption"))
        return f"::: {{#tbl-changes_{name} .exhibit}}\n{markdown(grid)}\n\n: {title}\n:::"

    def introduction(self, cells: Sequence[CellChange], tests: Sequence[TestChange]) -> str:
        """What is compared, and how many exhibits have other numbers."""
        previous = {key: escape(value) for key, value in self.plan["previous"].items()}
        changed, count = len({cell.exhibit for cell in cells}), len(self.plan["exhibits"])
        numbers = self.word("counted", count=count, changed=changed) if changed else self.word("same_numbers")
        return " ".join([self.word("intro", **previous), numbers, *([] if tests else [self.word("same_verdicts")])])

    def name(self, exhibit: str, title: str) -> str:
        """The title of an exhibit, with a reference where this edition shows it."""
        shown = self.plan["shown"].get(exhibit)
        anchor = f"{'tbl' if shown == 'table' else 'fig'}-{exhibit}"
        return f"{escape(title)} ([](#{anchor}){{.ref}})" if shown else escape(title)

    def numbers(self, cells: Sequence[CellChange]) -> list[str]:
        """Exhibits with other numbers: the largest change and how many cells, with a note."""
        counts = Counter((cell.exhibit, cell.status) for cell in cells)
        statuses = [status for status in (CHANGED, NEW, GONE) if any(key[1] == status for key in counts)]
        rows = [
            (
                self.name(exhibit, self.views[exhibit].title),
                self.largest([cell for cell in cells if cell.exhibit == exhibit]),
                *(format_number(counts[exhibit, status], 0, self.language) for status in statuses),
            )
            for exhibit in dict.fromkeys(cell.exhibit for cell in cells)
        ]
        head = ("exhibit", "largest", *(f"cells_{status}" for status in statuses))
        notes = [self.word("numbers_note"), *([self.word("few_note")] if any(cell.few for cell in cells) else [])]
        return [self.table("numbers", head, rows, 2), note_block(" ".join(notes))] if rows else []

    def largest(self, cells: Sequence[CellChange]) -> str:
        """`Often, Pilot 2025: 12% → 15%`: the cell whose estimate moved farthest, or N where no estimate did."""
        moved = [cell for cell in cells if cell.status == CHANGED and not math.isnan(cell.distance)]
        if not moved:
            return word("changes_none", self.language)
        view = self.views[cells[0].exhibit]
        relative = view.measure.counting  # people and per cent in one table
        cell = max(
            moved, key=lambda c: (c.measure == "estimate", c.distance / (abs(c.old) or 1) if relative else c.distance)
        )
        values = f"{NO_BREAK}→{NO_BREAK}".join(printed(view, cell, value) for value in (cell.old, cell.new))
        label = self.label(view, cell)
        return escape(f"{label}: {values}" if label else values)

    def label(self, view: View, cell: CellChange) -> str:
        """What a cell is of: item, answer, group."""
        items = [*view.categories, *(item for found in view.categories_of.values() for item in found)]
        variables = {item.id: item.label for item in view.variables}
        parts = [
            variables.get(cell.variable, "") if len(view.variables) > 1 else "",
            next((item.label for item in items if item.id == cell.category), ""),
            self.word("n") if cell.measure == "n" else "",
            _groups(view).get(cell.group, ""),
        ]
        return ", ".join(part for part in parts if part)

    def exhibits(self) -> str:
        """Exhibits that one of the two editions has not, or does not show."""
        rows = [(self.name(name, title), self.word(NEW)) for name, title in self.plan["added"].items()]
        rows += [(escape(title), self.word(GONE)) for title in self.plan["gone"].values()]
        rows += [(self.name(name, title), self.word("shown")) for name, title in self.plan["newly_shown"].items()]
        rows += [(escape(title), self.word("hidden")) for title in self.plan["no_longer_shown"].values()]
        return self.table("exhibits", ("exhibit", "change"), rows, 2)

    def tests(self, tests: Sequence[TestChange]) -> str:
        """Tests that are significant at another level."""
        rows = [
            (
                self.name(test.exhibit, self.views[test.exhibit].title),
                self.about(test),
                self.verdict(test.old_p, test.old_level),
                self.verdict(test.new_p, test.new_level),
            )
            for test in tests
        ]
        return self.table("tests", ("exhibit", "test", "before", "now"), rows, 4)

    def about(self, test: TestChange) -> str:
        """What a test is of: item and groups."""
        view = self.views[test.exhibit]
        variables = {item.id: item.label for item in view.variables} if len(view.variables) > 1 else {}
        names = _groups(view) | {panel.id: panel.label for panel in view.panels}
        groups = " / ".join(names.get(group, "") for group in test.groups.split("|"))
        return escape(", ".join(part for part in (variables.get(test.variable, ""), groups) if part))

    def verdict(self, p: float, level: float) -> str:
        """A p value and what it amounts to."""
        text = self.word("not_significant") if math.isnan(level) else self.word("significant")
        at = "" if math.isnan(level) else f", {format_percent(level, 0, self.language)}"
        return escape(f"{format_p(p, self.language)} ({text}{at})")

    def claims(self, claims: Sequence[ClaimChange]) -> str:
        """Claims with another verdict."""
        # A claim of one edition only is another text, not another verdict.
        both = [claim for claim in claims if claim.old and claim.new]
        rows = [(escape(claim.sentence), self.word(claim.old), self.word(claim.new)) for claim in both]
        return self.table("claims", ("statement", "before", "now"), rows, 3)

    def sources(self, data: Sequence[DataChange], content: Sequence[ContentChange]) -> str:
        """The sentence that nothing changed in data, questions, cleaning and weights."""
        return "" if data or content else self.word("same_sources")

    def data(self, changes: Sequence[DataChange]) -> str:
        """Data files that differ, with their rows where no number is withheld: they tell who was withdrawn, or dropped."""
        told = not self.plan["minimum"]
        counts = ([self.count(rows) for rows in (c.old_rows, c.new_rows)] if told else [] for c in changes)
        rows = [(escape(c.file), self.word(c.change), *each) for c, each in zip(changes, counts, strict=True)]
        return self.table("data", ("what", "change", *(("rows_before", "rows_now") if told else ())), rows, 2)

    def count(self, rows: int | None) -> str:
        """A number of rows; a dash where the file is not there."""
        return word("changes_none", self.language) if rows is None else format_number(rows, 0, self.language)

    def content(self, changes: Sequence[ContentChange]) -> str:
        """Questions, cleaning rules and weights that differ, under headings."""
        rows: list[tuple[str, ...]] = []
        headings: list[tuple[str, str]] = []
        for change in changes:
            if (change.kind, change.place) not in headings:
                headings.append((change.kind, change.place))
                heading = self.word(change.kind) + (f": {change.place}" if change.place else "")
                rows.append((f"**{escape(heading)}**",))
            rows.append((escape(change.label), escape(self.how(change))))
        return self.table("content", ("what", "change"), rows, 2)

    def how(self, change: ContentChange) -> str:
        """How one of them differs."""
        if change.change == "waves":
            said = (("no_longer", change.before), ("also", change.now))
            return "; ".join(self.word(key, waves=waves) for key, waves in said if waves)
        text = self.word(change.change, before=change.before)
        waves = change.change in (CHANGED, "recoded") and change.now
        return self.word("for_waves", change=text, waves=change.now) if waves else text


def _groups(view: View) -> dict[str, str]:
    """Group -> its label with the heading above it; a lone total needs none."""
    return {g.id: " ".join(part for part in (g.label, g.over) if part) for g in view.groups} if view.groups else {}


def received(manifests: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """File -> sha256 and rows, from the manifests of ingest; two sheets of one file are counted together."""
    rows: Counter[str] = Counter()
    for manifest in manifests:
        rows[manifest["file"]] += int(manifest["rows"])
    return {m["file"]: {"sha256": m["sha256"], "rows": rows[m["file"]]} for m in manifests}
