"""What the notes under tables of differences and of change say of them."""

from collections.abc import Iterator
from dataclasses import replace

from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.notes.parts import inside_sentence, marks_explained, said_of_tests
from evalreport.exhibits.notes.rounding import printed_share, rounding_note
from evalreport.files.estimates import BETTER, NET, WORSE, percent_below
from evalreport.words.catalogue import word
from evalreport.words.sentences import lower_first


def difference_note(evidence: Evidence) -> str:
    """What a table of differences shows, and what its marks mean."""
    marks = marks_explained(evidence, "difference_mark")
    text = f"; {'; '.join(marks)} ({_test(evidence)})" if marks else ""
    return interval_word(evidence.view.statistic + "_note", evidence.view) + text + "."


def change_marks(evidence: Evidence) -> str:
    """What the marks of changes of the same persons mean, with the test; "" without marks."""
    said = [f"{mark} ({_test(evidence)})." for mark in marks_explained(evidence, "change_mark")]
    return " ".join(said)


def kappa_note(evidence: Evidence) -> str:
    """What kappa says, and of which two codings."""
    return word("kappa_note", evidence.view.language).format(other=evidence.view.compared)


def change_notes(evidence: Evidence) -> list[str]:
    """What net change is and what its marks mean, then the tests between groups."""
    view, language = evidence.view, evidence.view.language
    labels = {category.id: category.label for category in view.categories}
    groups = {group.id for group in view.groups}
    own, between = (
        replace(evidence, tests=tuple(test for test in evidence.tests if (test["groups"] in groups) == inside))
        for inside in (True, False)
    )
    key = "change_note_all" if view.base == "all" else "change_note"
    text = word(key, language).format(better=lower_first(labels[BETTER]), worse=lower_first(labels[WORSE]))
    said = [text, *(f"{mark} ({_test(own)})." for mark in marks_explained(own, "change_mark"))]
    tests = f"{word('change_between', language)}: {inside_sentence(said_of_tests(between))}"
    return [*said, rounding_note(evidence, _nets(evidence)), *[tests] * bool(between.tests)]


def _nets(evidence: Evidence) -> Iterator[tuple[float, float, float]]:
    """Better, worse and the net of each item and group, in per cent and percentage points."""
    for variable in evidence.view.variables:
        for group in evidence.view.groups:
            better, worse = (printed_share(evidence, variable.id, part, group.id) for part in (BETTER, WORSE))
            yield better, worse, 100 * evidence.value(variable.id, NET, group.id)


def box_note(evidence: Evidence) -> str:
    """What box and lines are made of, "" for a table of quantiles."""
    view = evidence.view
    if view.display != "box":
        return ""
    order = sorted(view.categories, key=lambda category: percent_below(category.id))
    first, low, middle, high, last = (lower_first(category.label) for category in order)
    return word("box_note", view.language).format(first=first, low=low, middle=middle, high=high, last=last)


def histogram_note(evidence: Evidence) -> str:
    """That areas are shares, where classes are of several widths: two bars of the same share then differ in height."""
    view = evidence.view
    widths = {round(high - low, 9) for low, high in zip(view.bins, view.bins[1:], strict=False)}
    return word("histogram_note", view.language) if view.display == "histogram" and len(widths) > 1 else ""


def nps_notes(evidence: Evidence) -> list[str]:
    """What a net promoter score is, its interval, then the tests between groups."""
    view = evidence.view
    groups = {group.id for group in view.groups}
    between = replace(evidence, tests=tuple(test for test in evidence.tests if test["groups"] not in groups))
    tests = f"{word('nps_between', view.language)}: {inside_sentence(said_of_tests(between))}"
    rounded = rounding_note(evidence, _nets(evidence))
    return [word("nps_note", view.language), *[rounded] * bool(rounded), *([tests] if between.tests else [])]


def _test(evidence: Evidence) -> str:
    return inside_sentence(word("test_" + evidence.tests[0]["test"], evidence.view.language))
