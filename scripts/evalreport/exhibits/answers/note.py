"""What the notes under tables of differences and of change say of them."""

from dataclasses import replace

from evalreport.exhibits.evidence import Evidence, decisive, mark_of
from evalreport.exhibits.notes.intervals import interval_word
from evalreport.exhibits.notes.parts import inside_sentence, percent, said_of_tests
from evalreport.files.estimates import BETTER, WORSE
from evalreport.words.catalogue import word
from evalreport.words.sentences import lower_first


def _explained(evidence: Evidence, key: str) -> list[str]:
    """The marks that tests have got, each with its level; key: of the sentence."""
    language, levels = evidence.view.language, evidence.levels
    used = {mark_of(decisive(test), levels) for test in evidence.tests}
    return [
        word(key, language).format(mark=sign, level=percent(level, language))
        for sign, level in zip(("*", "(*)"), (*levels[:1], *levels[-1:]), strict=False)
        if sign in used
    ]


def difference_note(evidence: Evidence) -> str:
    """What a table of differences shows, and what its marks mean."""
    marks = _explained(evidence, "difference_mark")
    text = f"; {'; '.join(marks)} ({_test(evidence)})" if marks else ""
    return interval_word(evidence.view.statistic + "_note", evidence.view) + text + "."


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
    text = word("change_note", language).format(better=lower_first(labels[BETTER]), worse=lower_first(labels[WORSE]))
    said = [text, *(f"{mark} ({_test(own)})." for mark in _explained(own, "change_mark"))]
    tests = f"{word('change_between', language)}: {inside_sentence(said_of_tests(between))}"
    return said + [tests] * bool(between.tests)


def _test(evidence: Evidence) -> str:
    return inside_sentence(word("test_" + evidence.tests[0]["test"], evidence.view.language))
