"""Sentences of the notes of several kinds, written from what was done: tests, signs used, sampling, breaks, indices."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from evalreport.exhibits.beside import COUNTED, MEASURES
from evalreport.exhibits.cells import counts_instead, shows_interval
from evalreport.exhibits.comparable import MARK
from evalreport.exhibits.evidence import Evidence, decisive, mark_of, marked, test_sentence, withheld_tests
from evalreport.exhibits.letters import pairwise_note
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.notes.sampling import missing_notes, sampling_notes
from evalreport.exhibits.statistics import COUNTED as LEVEL
from evalreport.exhibits.statistics import POINTS, SHARE
from evalreport.exhibits.view import View
from evalreport.files.estimates import (
    ABOUT,
    ALPHA,
    BASE,
    BREAK,
    CORRELATION,
    EVERYTHING,
    FEW_CLUSTERS,
    IMPUTED,
    NO_SPREAD,
    ONE_ANSWER,
    SD,
    SHARED,
    TOO_LARGE,
    TOTAL,
    WITHOUT_SINGLES,
)
from evalreport.words.catalogue import counted_word, word
from evalreport.words.in_words import in_words
from evalreport.words.numbers import format_number, format_percent
from evalreport.words.sentences import join_words


def usual_note(evidence: Evidence, *said: str, empty: str = "empty_note") -> list[str]:
    """What most kinds say after the plan's note: said, the tests without it; then breaks, sampling, and the signs used.

    empty: key of the sentence on cells without a number, "" where there is no such sign.
    """
    view = evidence.view
    return [
        *missing_notes(evidence),
        *imputed_note(evidence),
        word(f"shares_of_{view.base}", view.language) if view.base else "",
        *_indices(evidence),
        interval_word("interval_note", view) if shows_interval(view) else "",
        *(said or [said_of_tests(evidence)]),
        *_pooled(view),
        *_beside(view),
        *_few(evidence),
        *_breaks(evidence),
        *_sampling(evidence),
        *_signs(evidence, empty),
    ]


def _pooled(view: View) -> list[str]:
    """That groups beside waves hold all of these."""
    labels = [panel.label.rstrip("?") for panel in view.panels if panel.pooled]
    groupings = join_words(labels, view.language)
    return [word("waves_together", view.language).format(groupings=groupings)] if labels else []


def _beside(view: View) -> list[str]:
    """What a column of deviations is, and that counts beside weighted shares have no weights."""
    keys = ["sd_note"] * (SD in MEASURES.get(view.beside, ())) + ["counts_note"] * (
        view.beside in COUNTED and bool(view.weights)
    )
    return [word(key, view.language) for key in keys]


def _few(evidence: Evidence) -> list[str]:
    """That shares of few are printed as counts, where there are any."""
    view = evidence.view
    if not view.percent_from or view.measure.unit not in (SHARE, POINTS) or view.measure.counting:
        return []
    shown = [*view.categories, *(item for items in view.categories_of.values() for item in items)]
    categories = {item.id for item in shown} | {view.measure.category, LEVEL}
    cells = [
        (row["n"], evidence.base(variable, group))
        for (variable, category, group), row in evidence.estimates.items()
        if category in categories and evidence.unit(category, group) == SHARE and not row["suppressed"]
    ]
    few = any(counts_instead(view, n, base) for n, base in cells)
    return [word("few_note", view.language).format(limit=view.percent_from)] if few else []


def _indices(evidence: Evidence) -> list[str]:
    """What an index is made of, and Cronbach's alpha where it may be shown."""
    view, language = evidence.view, evidence.view.language
    labels = {item.id: item.label for item in view.variables}
    said = []
    for name, (items, minimum, turned) in view.indices.items():
        text = word("index_note", language).format(items=items, minimum=minimum)
        said.append(text if len(view.variables) == 1 else f"{labels[name]}: {inside_sentence(text)}")
        if turned:
            said.append(
                counted_word("index_turned", turned, language).format(n=in_words(turned, language).capitalize())
            )
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


def said_of_tests(evidence: Evidence) -> str:
    """What was tested and found, "" without tests."""
    if not evidence.tests:
        return ""
    view = evidence.view
    if view.pairwise:
        return pairwise_note(evidence)
    withheld = [word("tests_withheld", view.language)] if withheld_tests(evidence) else []
    if view.stated is not None:
        return " ".join([stated_note(evidence, view.stated), *withheld])
    several = len({test["variable"] for test in evidence.tests}) > 1
    text = _battery_tests(evidence) if several else _single_tests(evidence)
    sparse = any(test["reason"] == "sparse" for test in evidence.tests)
    reasons = reasons_in_words((str(test["reason"]) for test in evidence.tests), view.language)
    return " ".join([text, *([word("sparse", view.language)] if sparse else []), *withheld, *reasons])


def imputed_note(evidence: Evidence) -> list[str]:
    """How many times answers were imputed, and how much of the uncertainty comes from that."""
    row, language = evidence.cell(IMPUTED, BASE, TOTAL), evidence.view.language
    if not _known(row["n"]):
        return []
    share = format_percent(float(row["estimate"]), 0, language)
    return [word("imputed", language).format(count=format_number(float(row["n"]), 0, language), share=share)]


def stated_note(evidence: Evidence, stated: float) -> str:
    """What was tested against a stated number: the test where there is one, else what the marks behind the numbers mean."""
    view, language = evidence.view, evidence.view.language
    share = view.measure.unit == SHARE
    places = next(d for d in range(7) if abs(stated * 10**d - round(stated * 10**d)) < 1e-9 or d == 6)
    number = format_percent(stated, max(places - 2, 0), language) if share else format_number(stated, places, language)
    name = word("test_" + evidence.tests[0]["test"], language)
    if len(evidence.tests) == 1:
        sentence = test_sentence(evidence.tests[0], evidence)
        return word("stated_one", language).format(number=number, test=inside_sentence(name), sentence=sentence)
    used = {mark_of(decisive(test), evidence.levels) for test in evidence.tests}
    levels = zip(("*", "(*)"), (*evidence.levels[:1], *evidence.levels[-1:]), strict=False)
    marks = [
        word("stated_mark", language).format(mark=sign, number=number, level=percent(level, language))
        for sign, level in levels
        if sign in used
    ]
    none = word("stated_none", language).format(number=number, level=percent(evidence.levels[-1], language))
    return f"{'; '.join(marks) or none} ({inside_sentence(name)})."


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
    said = [word("weighted", language).format(weights=inside_sentence(view.weights))] if view.weights else []
    if n:
        key = "clustered" if view.clusters else "base_of"
        said.append(word(key, language).format(n=n, count=count, clusters=view.clusters))
    if any(test["reason"] == FEW_CLUSTERS for test in evidence.tests):
        said.append(word("few_clusters", language).format(clusters=view.clusters))
    one_family = view.pairwise or view.measure.category == CORRELATION  # their notes tell of how many tests it is
    if not one_family and any(_known(test.get("p_adjusted")) for test in evidence.tests):
        tested = max(sum(_known(t["p"]) for t in evidence.tests if t["groups"] == g["groups"]) for g in evidence.tests)
        tested += withheld_tests(evidence)  # they count among those adjusted for
        said += [word("holm", language).format(count=tested)] if tested > 1 else []
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


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _single_tests(evidence: Evidence) -> str:
    name = word("test_" + evidence.tests[0]["test"], evidence.view.language)
    if len(evidence.tests) == 1:
        return f"{name}: {test_sentence(evidence.tests[0], evidence)}."
    families = family_names(evidence.view, (test["groups"] for test in evidence.tests))
    sentences = [f"{families[test['groups']]}: {test_sentence(test, evidence)}" for test in evidence.tests]
    return f"{name}. " + "; ".join(sentences) + "."


def family_names(view: View, families: Iterable[str]) -> dict[str, str]:
    """What each family of groups (ids joined by |, or a grouping's id) is called: the grouping's label, or the groups'.

    No two are called alike: where groups of several panels, or under several headings, have the same labels, those stand before them.
    """
    families = list(dict.fromkeys(families))
    labels = {panel.id: panel.label.rstrip("?") for panel in view.panels} | {g.id: g.label for g in view.groups}
    headings = {g.id: (panel.label.rstrip("?"), g.over) for panel in view.panels for g in panel.groups}
    joint = f" {word('and', view.language)} "
    names = {each: joint.join(labels.get(part, part) for part in each.split("|")) for each in families}
    for place in range(2):  # the panel, then the heading above the columns
        alike = {name for name in names.values() if list(names.values()).count(name) > 1}
        for each in (each for each in families if names[each] in alike):
            over = dict.fromkeys(headings[part][place] for part in each.split("|") if part in headings)
            if before := [heading for heading in over if heading]:
                names[each] = f"{joint.join(before)}, {names[each]}"
    return names


def _battery_tests(evidence: Evidence) -> str:
    """Tests of several variables: the marks explained, or a sentence a test where marks would not tell which."""
    language, levels = evidence.view.language, evidence.levels
    name = word("test_" + evidence.tests[0]["test"], language)
    if all(pd.isna(test["p"]) for test in evidence.tests):
        return f"{name}: {word('not_tested', language)}."
    families = {test["groups"] for test in evidence.tests}
    if evidence.view.categories_of or len(families) > 1:
        called = family_names(evidence.view, sorted(families)) if len(families) > 1 else {}
        return f"{name}. " + "; ".join(_variable_test(test, evidence, called) for test in evidence.tests) + "."
    differing = _differing(evidence)
    if not differing:
        return (
            word("none_significant", language).format(level=percent(levels[-1], language))
            + f" ({inside_sentence(name)})."
        )
    # Sections of answers have no single line to put a mark on: there the items are named.
    bearing_marks = any("*" in item.mark for item in marked(evidence).variables)
    key = "mark_explained" if bearing_marks else "items_significant"
    explained = [
        word(key, language).format(mark=sign, items=join_words(labels, language), level=percent(level, language))
        for (sign, level), labels in differing.items()
    ]
    return "; ".join(explained) + f" ({inside_sentence(name)})."


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


def marks_explained(evidence: Evidence, key: str) -> list[str]:
    """The marks that tests have got, each with its level; key: of the sentence."""
    language, levels = evidence.view.language, evidence.levels
    used = {mark_of(decisive(test), levels) for test in evidence.tests}
    return [
        word(key, language).format(mark=sign, level=percent(level, language))
        for sign, level in zip(("*", "(*)"), (*levels[:1], *levels[-1:]), strict=False)
        if sign in used
    ]


def inside_sentence(name: str) -> str:
    """A test's name inside a sentence; names of persons keep their capital."""
    return (
        name
        if name.startswith(("Pearson", "Rao", "Mann", "Kruskal")) or not name[1:2].islower()
        else name[0].lower() + name[1:]
    )


def _variable_test(test: Mapping[str, Any], evidence: Evidence, families: Mapping[str, str]) -> str:
    """A test as a sentence; families: their names where there are several."""
    labels = {item.id: item.label for item in evidence.view.variables}
    family = f" ({families[test['groups']]})" if families else ""
    return f"{labels[test['variable']]}{family}: {test_sentence(test, evidence)}"


def percent(level: float, language: str) -> str:
    """A level in per cent, without the sign."""
    return format_number(100 * level, 0, language)


def _signs(evidence: Evidence, empty: str) -> list[str]:
    rows, language = evidence.estimates.values(), evidence.view.language
    groups = {item.id for item in evidence.view.groups}
    signs = [word("suppressed_note", language)] if any(row["suppressed"] for row in rows) else []
    unknown = any(_is_empty(row) for row in rows if row["group"] in groups)
    return signs + ([word(empty, language)] if empty and unknown else [])


def _is_empty(row: Mapping[str, Any]) -> bool:
    said = row["category"] == BASE or str(row["category"]).startswith(ABOUT)  # rows without an estimate of their own
    return not row["suppressed"] and not said and pd.isna(row["estimate"])


UNTESTED = {
    NO_SPREAD: "untested_no_spread",
    ONE_ANSWER: "untested_one_answer",
    WITHOUT_SINGLES: "untested_without_singles",
    SHARED: "untested_shared",
    TOO_LARGE: "untested_too_large",
}


def reasons_in_words(reasons: Iterable[str], language: str) -> list[str]:
    """A sentence for each reason why a test was not made that has one, once, in a fixed order."""
    found = set(reasons)
    return [word(key, language) for reason, key in UNTESTED.items() if reason in found]
