"""The note under an exhibit, written from what was done: plan note, test, signs used, where the values come from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from evalreport.exhibits.comparable import MARK
from evalreport.exhibits.evidence import Evidence, decisive, mark_of, marked, several_codes, test_sentence
from evalreport.exhibits.interval_words import interval_word
from evalreport.exhibits.letters import pairwise_note
from evalreport.exhibits.records.agreement import agreement_note
from evalreport.exhibits.records.coverage import coverage_note
from evalreport.exhibits.records.tally_table import is_tally, tally_notes
from evalreport.exhibits.sampling_notes import missing_notes, sampling_notes
from evalreport.exhibits.view import CHANGE, COVERAGE, DIFFERENCE, SHARE_DIFFERENCE, Item, View, shows_interval
from evalreport.files.estimates import (
    ABOUT,
    ALPHA,
    BASE,
    BETTER,
    BREAK,
    EVERYTHING,
    FEW_CLUSTERS,
    NO_SPREAD,
    ONE_ANSWER,
    SHARED,
    TOTAL,
    UNCODED,
    WITHOUT_SINGLES,
    WORSE,
)
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number
from evalreport.words.sentences import join_words, lower_first


def note(evidence: Evidence, values_note: str = "") -> str:
    """The whole note of an exhibit in the report's language, "" when there is nothing to say."""
    view = evidence.view
    if view.statistic == "p":
        parts = [view.note, _methods(evidence), *sampling_notes(evidence)]
    elif view.statistic in (DIFFERENCE, SHARE_DIFFERENCE):
        parts = [
            view.note,
            _differences(evidence),
            *_breaks(evidence),
            *_sampling(evidence),
            *_signs(evidence),
            values_note,
        ]
    elif view.statistic == CHANGE:
        parts = [
            view.note,
            *_changes(evidence),
            *_breaks(evidence),
            *_sampling(evidence),
            *_signs(evidence),
            values_note,
        ]
    elif view.statistic == COVERAGE:
        parts = [view.note, coverage_note(evidence)]
    else:
        parts = [view.note, _tests(evidence), *_breaks(evidence), *_sampling(evidence), *_signs(evidence), values_note]
    parts[1:1] = [
        *_coding(evidence),
        *agreement_note(evidence),
        *missing_notes(evidence),
        *_indices(evidence),
        interval_word("interval_note", view) if shows_interval(view) else "",
    ]
    return " ".join(part.strip() for part in parts if part and part.strip())


def _indices(evidence: Evidence) -> list[str]:
    """What an index is made of, and Cronbach's alpha where it may be shown."""
    view, language = evidence.view, evidence.view.language
    labels = {item.id: item.label for item in view.variables}
    said = []
    for name, (items, minimum, turned) in view.indices.items():
        text = word("index_note", language).format(items=items, minimum=minimum)
        said.append(text if len(view.variables) == 1 else f"{labels[name]}: {_lower(text)}")
        if turned:
            said.append(word("index_turned", language).format(turned=turned))
        cell = evidence.cell(name, ALPHA, EVERYTHING)
        if _known(cell["estimate"]):
            said.append(_alpha(cell, evidence))
    return said


def _alpha(cell: Mapping[str, Any], evidence: Evidence) -> str:
    language = evidence.view.language
    alpha, low, high = (format_number(float(cell[key]), 2, language) for key in ("estimate", "ci_low", "ci_high"))
    interval = interval_word("alpha_interval", evidence.view, low=low, high=high) if _known(cell["ci_low"]) else ""
    n = format_number(float(cell["n"]), 0, language)
    return word("alpha_note", language).format(alpha=alpha, interval=interval, n=n)


def _changes(evidence: Evidence) -> list[str]:
    """What net change is and what its marks mean, then the tests between groups."""
    view, language, levels = evidence.view, evidence.view.language, evidence.levels
    labels = {category.id: category.label for category in view.categories}
    text = word("change_note", language).format(better=lower_first(labels[BETTER]), worse=lower_first(labels[WORSE]))
    groups = {group.id for group in view.groups}
    own = [test for test in evidence.tests if test["groups"] in groups]
    used = {mark_of(decisive(test), levels) for test in own}
    said = [text]
    for sign, level in (("*", levels[0]), ("(*)", levels[-1])):
        if sign in used:
            name = _lower(word("test_" + own[0]["test"], language))
            mark = word("change_mark", language).format(mark=sign, level=_percent(level, language))
            said.append(f"{mark} ({name}).")
    between = replace(evidence, tests=tuple(test for test in evidence.tests if test["groups"] not in groups))
    return [*said, f"{word('change_between', language)}: {_lower(_tests(between))}" if between.tests else ""]


def _tests(evidence: Evidence) -> str:
    if not evidence.tests:
        return ""
    view = evidence.view
    if view.pairwise:
        return pairwise_note(evidence)
    several = len({test["variable"] for test in evidence.tests}) > 1
    text = _battery_tests(evidence) if several else _single_tests(evidence)
    sparse = any(test["reason"] == "sparse" for test in evidence.tests)
    reasons = reasons_in_words((str(test["reason"]) for test in evidence.tests), view.language)
    return " ".join([text, *([word("sparse", view.language)] if sparse else []), *reasons])


def _differences(evidence: Evidence) -> str:
    """What a table of differences shows, and what its marks mean."""
    language, levels = evidence.view.language, evidence.levels
    used = {mark_of(decisive(test), levels) for test in evidence.tests}
    signs = [(sign, level) for sign, level in (("*", levels[0]), ("(*)", levels[-1])) if sign in used]
    marks = [
        word("difference_mark", language).format(mark=sign, level=_percent(level, language)) for sign, level in signs
    ]
    name = _lower(word("test_" + evidence.tests[0]["test"], language)) if evidence.tests else ""
    text = f"; {'; '.join(marks)} ({name})" if marks else ""
    return interval_word(evidence.view.statistic + "_note", evidence.view) + text + "."


def _breaks(evidence: Evidence) -> list[str]:
    """A sentence a break: which items changed from which wave, and why; items with the same reason share one."""
    view, language = evidence.view, evidence.view.language
    several = len(view.variables) > 1
    alike: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for item in view.variables:
        if item.id in view.breaks:
            found = view.breaks[item.id]
            alike.setdefault((found.waves, found.reason), []).append(f"«{item.label}»")
    said = [
        word("break_of" if several else "break", language).format(
            mark=MARK,
            items=join_words(labels, language),
            waves=join_words(list(waves), language),
            reason=reason.rstrip("."),
        )
        for (waves, reason), labels in alike.items()
    ]
    untested = any(test["reason"] == BREAK for test in evidence.tests)
    return said + [word("break_untested", language)] * untested


def _methods(evidence: Evidence) -> str:
    """How the p values of a table of statements came about."""
    view = evidence.view
    count = format_number(evidence.value(EVERYTHING, BASE, TOTAL), 0, view.language)
    text = word("survival_note", view.language).format(count=count, clusters=view.clusters)
    weights = word("survival_weights_note", view.language).format(weights=_lower(view.weights)) if view.weights else ""
    return f"{text} {weights}"


def _sampling(evidence: Evidence) -> list[str]:
    """Under weights or a design: the base, the clusters, the adjustment for several tests, and what lines in a figure are."""
    view, language = evidence.view, evidence.view.language
    lines = [_intervals(view)] if view.intervals and view.display != "table" else []
    if not (view.weights or view.designed or view.clusters):
        return lines
    basis = evidence.cell(EVERYTHING, BASE, TOTAL)
    n, count = (
        format_number(float(basis[key]), 0, language) if _known(basis[key]) else "" for key in ("n", "estimate")
    )
    said = [word("weighted", language).format(weights=_lower(view.weights))] if view.weights else []
    if n:
        key = "clustered" if view.clusters else "base_of"
        said.append(word(key, language).format(n=n, count=count, clusters=view.clusters))
    if any(test["reason"] == FEW_CLUSTERS for test in evidence.tests):
        said.append(word("few_clusters", language).format(clusters=view.clusters))
    if not view.pairwise and any(_known(test.get("p_adjusted")) for test in evidence.tests):
        tested = max(sum(_known(t["p"]) for t in evidence.tests if t["groups"] == g["groups"]) for g in evidence.tests)
        said.append(word("holm", language).format(count=tested))
    return said + sampling_notes(evidence) + lines


def _intervals(view: View) -> str:
    """What the lines in a figure are; in stacked bars, of which answers."""
    if view.display != "stacked":
        return interval_word("intervals", view)
    ends = {(answers[0].label, answers[-1].label) for answers in view.categories_of.values() or [view.categories]}
    if len(ends) > 1:
        return interval_word("intervals_stacked", view)
    ((first, last),) = ends
    return interval_word("intervals_stacked_named", view, first=first, last=last)


def _coding(evidence: Evidence) -> list[str]:
    """How units with several codes were counted, and how many have none."""
    view = evidence.view
    if is_tally(view):
        return tally_notes(evidence)
    if not view.counts or view.counts == "amount":
        return []
    uncoded = {v: max(evidence.cell(v.id, UNCODED, g.id)["n"] or 0 for g in view.groups) for v in view.variables}
    said = [f"{lower_first(v.label)} {count}".strip() for v, count in uncoded.items() if count]
    sentence = word("uncoded" if len(view.variables) == 1 else "uncoded_each", view.language)
    without = [sentence.format(count=join_words(said, view.language))] if said and view.counts != "only" else []
    rule = [word(f"multiple_{view.counts}", view.language)] if view.counts != "each" or several_codes(evidence) else []
    return rule + without


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _single_tests(evidence: Evidence) -> str:
    name = word("test_" + evidence.tests[0]["test"], evidence.view.language)
    if len(evidence.tests) == 1:
        return f"{name}: {test_sentence(evidence.tests[0], evidence)}."
    sentences = [f"{_families(evidence.view, t['groups'])}: {test_sentence(t, evidence)}" for t in evidence.tests]
    return f"{name}. " + "; ".join(sentences) + "."


def _families(view: View, groups: str) -> str:
    """What a family of groups is called: the grouping's label, or the groups'."""
    labels = {panel.id: panel.label.rstrip("?") for panel in view.panels} | {g.id: g.label for g in view.groups}
    joint = f" {word('and', view.language)} "
    return joint.join(labels.get(name, name) for name in groups.split("|"))


def _battery_tests(evidence: Evidence) -> str:
    """Tests of several variables: the marks explained, or a sentence a test where marks would not tell which."""
    language, levels = evidence.view.language, evidence.levels
    name = word("test_" + evidence.tests[0]["test"], language)
    if all(pd.isna(test["p"]) for test in evidence.tests):
        return f"{name}: {word('not_tested', language)}."
    families = {test["groups"] for test in evidence.tests}
    if evidence.view.categories_of or len(families) > 1:
        return (
            f"{name}. " + "; ".join(_variable_test(test, evidence, len(families) > 1) for test in evidence.tests) + "."
        )
    differing = _differing(evidence)
    if not differing:
        return word("none_significant", language).format(level=_percent(levels[-1], language)) + f" ({_lower(name)})."
    # Sections of answers have no single line to put a mark on: there the items are named.
    bearing_marks = any("*" in item.mark for item in marked(evidence).variables)
    key = "mark_explained" if bearing_marks else "items_significant"
    explained = [
        word(key, language).format(mark=sign, items=join_words(labels, language), level=_percent(level, language))
        for (sign, level), labels in differing.items()
    ]
    return "; ".join(explained) + f" ({_lower(name)})."


def _differing(evidence: Evidence) -> dict[tuple[str, float], list[str]]:
    """(mark, level) -> labels of the items whose groups differ at it, each at the smallest level only."""
    levels = evidence.levels
    p_of = {test["variable"]: decisive(test) for test in evidence.tests}
    found = {item.label: mark_of(p_of.get(item.id, 1.0), levels) for item in evidence.view.variables}
    named = {
        (sign, level): [label for label, mark in found.items() if mark == sign]
        for sign, level in (("*", levels[0]), ("(*)", levels[-1]))
    }
    return {key: labels for key, labels in named.items() if labels}


def _lower(name: str) -> str:
    """A test's name inside a sentence; names of persons keep their capital."""
    return name if name.startswith(("Pearson", "Rao")) or not name[1:2].islower() else name[0].lower() + name[1:]


def _variable_test(test: Mapping[str, Any], evidence: Evidence, with_family: bool) -> str:
    labels = {item.id: item.label for item in evidence.view.variables}
    family = f" ({_families(evidence.view, test['groups'])})" if with_family else ""
    return f"{labels[test['variable']]}{family}: {test_sentence(test, evidence)}"


def _percent(level: float, language: str) -> str:
    return format_number(100 * level, 0, language)


def _signs(evidence: Evidence) -> list[str]:
    rows = evidence.estimates.values()
    groups = {item.id for item in evidence.view.groups}
    hidden = any(row["suppressed"] for row in rows)
    empty = any(_is_empty(row) for row in rows if row["group"] in groups)
    language = evidence.view.language
    signs = [word("suppressed_note", language)] if hidden else []
    if evidence.view.counts and evidence.view.counts != "amount" and not is_tally(evidence.view):
        return signs  # no records print as 0
    key = "blank_note" if evidence.view.counts else "empty_note"
    return signs + ([word(key, language)] if empty else [])


def _is_empty(row: Mapping[str, Any]) -> bool:
    said = row["category"] == BASE or str(row["category"]).startswith(ABOUT)  # rows without an estimate of their own
    return not row["suppressed"] and not said and pd.isna(row["estimate"])


def label_with_mark(item: Item) -> str:
    """An item's label with its mark."""
    return f"{item.label} {item.mark}".strip()


UNTESTED = {
    NO_SPREAD: "untested_no_spread",
    ONE_ANSWER: "untested_one_answer",
    WITHOUT_SINGLES: "untested_without_singles",
    SHARED: "untested_shared",
}


def reasons_in_words(reasons: Iterable[str], language: str) -> list[str]:
    """A sentence for each reason why a test was not made that has one, once, in a fixed order."""
    found = set(reasons)
    return [word(key, language) for reason, key in UNTESTED.items() if reason in found]
