"""The findings for a reader: counted, worded in each language, nothing of theirs taken for markup; the gate on our own tables."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from evalreport.audit.findings import GRADES
from evalreport.audit.gate import gate_problems
from evalreport.audit.own import printed_cells, statistic_of
from evalreport.audit.page import (
    audit_functions,
    count,
    counts_line,
    findings_block,
    html_page,
    markdown_page,
    own_section,
)
from evalreport.audit.printed import Cell, Printed
from evalreport.audit.run import audit
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel, View
from evalreport.survey.textbook import pearson_chi2

PAGE = Path(__file__).parents[3] / "report_templates/shared/audit.html"


def findings(language="en"):
    cells = [
        Cell("<t>", row, "A|B", "pct", Fraction(v), 1, "", "x.csv", 2, "17")
        for row, v in (("a*", "76.7"), ("b", "23.3"))
    ]
    return audit(Printed((*cells, Cell("<t>", "N", "A|B", "n", Fraction(171)))), language)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_stands_alone_in_each_language(language):
    page = html_page(findings(language), 1, 3, language, PAGE)
    assert f'lang="{language}"' in page and "&lt;t&gt;" in page and "<t>" not in page
    assert "http" not in page and "prefers-color-scheme: dark" in page and "@media print" in page
    assert page.count("<section") == len(GRADES)


def test_the_block_escapes_markdown_and_names_its_place():
    block = findings_block(findings(), "proven", "en")
    assert (
        "\\<t\\>" in block
        and "a\\*" in block
        and "line 17" in block.replace("\n", " ")
        and "{#tbl-audit_proven .exhibit " in block
    )
    assert findings_block(findings(), "strong", "en") == "No findings."


def test_counts_and_functions():
    table = findings()
    assert (count(table), count(table, "proven"), count(table, "proven", "sums")) == (1, 1, 0)
    functions = audit_functions(table, "nb")
    assert functions["audit_count"]("proven", "grim") == "1" and "Tall" not in functions["audit_findings"]("strong")
    with pytest.raises(ValueError, match="'certain' is none of proven"):
        functions["audit_count"]("certain")
    with pytest.raises(ValueError, match="no published tables"):
        audit_functions(None, "nb")["audit_count"]()


def test_the_chapter_for_word_explains_its_classes():
    page = markdown_page(findings(), 1, 3, "en")
    assert (
        page.count("\n- **") == 3
        and "**Proven (1)**" in page
        and "{#tbl-audit_proven" in page
        and "No findings" not in page
    )
    assert "No findings." in markdown_page(findings().iloc[:0], 1, 3, "en")


def view(**others):
    groups = (Item("a", "A"), Item("b", "B"), Item("total", "Total"))
    return View(
        "habit", "c", "en", "Habit", "distribution", "table", "share", (Item("v", "V"),), (Item("1", "Yes"), Item("2", "No")),
        (Panel("g", "", groups),), **others,
    )  # fmt: skip


def evidence(yes, bases, wrong=0.0, **others):
    rows = {}
    for (group, n), k in zip(bases.items(), yes, strict=True):
        rows["v", "*", group] = {"n": n, "estimate": None, "suppressed": 0}
        for category, count_of in (("1", k), ("2", n - k)):
            share = count_of / n + (wrong if group == "a" else 0) * (1 if category == "1" else -1)
            rows["v", category, group] = {"n": count_of, "estimate": share, "suppressed": 0}
    return Evidence(view(**others), rows, (), (0.05,))


def own(found):
    return audit(Printed(tuple(printed_cells(found, statistic_of(found.view)))), "en", bases_known=True)


def test_our_own_tables_as_they_are_printed():
    right = own(evidence([131, 50, 183], {"a": 171, "b": 83, "total": 256}))
    assert set(right["grade"]) == {"soft"}  # two persons of no group
    wrong = own(evidence([131, 50, 183], {"a": 171, "b": 83, "total": 256}, wrong=0.001))
    assert "proven" in set(wrong["grade"])
    assert len(gate_problems(wrong)) == count(wrong, "proven") and not gate_problems(right)
    assert own(evidence([131, 50, 183], {"a": 171, "b": 83, "total": 256}, wrong=0.001, weights="by region")).empty


def with_test(found, p, test="chi2", **others):
    row = {"variable": "v", "groups": "a|b", "test": test, "p": p, "p_adjusted": float("nan"), "reason": "", **others}
    return replace(found, tests=(row,))


def test_the_p_of_our_own_test_is_what_the_printed_cells_give():
    found = evidence([100, 30, 130], {"a": 171, "b": 83, "total": 254})
    p = pearson_chi2(np.array([[100, 71], [30, 53]])).p
    assert round(p, 4) == 0.0008
    assert own(with_test(found, p)).empty
    wrong = own(with_test(found, 0.04))
    assert list(wrong["check"]) == ["pvalues"] and list(wrong["grade"]) == ["proven"] and len(gate_problems(wrong)) == 1
    assert "p\u00a0<\u00a00.001" in wrong["arithmetic"].iloc[0]
    assert own(with_test(found, 0.04, "t")).empty  # a t test needs more than is printed
    assert own(with_test(found, 0.04, p_adjusted=0.05)).empty  # and so does the p that decides here
    hidden = {key: {**row, "suppressed": int(key == ("v", "2", "b"))} for key, row in found.estimates.items()}
    assert own(with_test(replace(found, estimates=hidden), 0.04)).empty


def listed(a, b, n=((100, 80), (100, 80)), levels=(0.05, 0.1), wrong=None):
    """Two items of which a and b in each group were counted, with the marks of their tests or, for the first item, of another p."""
    rows, tests = {}, []
    for item, counts, bases in (("i", a, n[0]), ("j", b, n[1])):
        for group, k, base in zip("ab", counts, bases, strict=True):
            rows[item, "*", group] = {"n": base, "estimate": None, "suppressed": 0}
            rows[item, "counted", group] = {"n": k, "estimate": k / base, "suppressed": 0}
        p = pearson_chi2(np.array([[k, base - k] for k, base in zip(counts, bases, strict=True)])).p
        p = wrong if wrong is not None and item == "i" else p
        tests.append(
            {"variable": item, "groups": "g", "test": "chi2", "p": p, "p_adjusted": float("nan"), "reason": ""}
        )
    items = (Item("i", "One"), Item("j", "Two"))
    groups = Panel("g", "", (Item("a", "A"), Item("b", "B")))
    asked = replace(view(), kind="share", variables=items, categories=(), panels=(groups,))
    return own(Evidence(asked, rows, tuple(tests), levels))


@pytest.mark.parametrize(("p", "others"), [(0.01, (0.07, 0.3)), (0.07, (0.01, 0.3)), (0.3, (0.01, 0.07))])
def test_a_mark_says_what_the_printed_cells_give(p, others):
    """Marks of two levels: *, (*) and none, each taken for both others."""
    counts = {0.01: (60, 32), 0.07: (50, 29), 0.3: (50, 34)}[p]
    assert listed(counts, (50, 40)).empty
    for other in others:
        found = listed(counts, (50, 40), wrong=other)
        assert list(found["grade"]) == ["proven"] and found["place"].iloc[0].startswith("One"), other


def test_items_with_bases_of_their_own_are_not_judged():
    assert not listed((60, 32), (50, 40), wrong=0.3).empty
    assert listed((60, 32), (50, 40), n=((100, 80), (110, 80)), wrong=0.3).empty  # the print gives a range of N


def tallied(first, second, everybody):
    rows = {}
    for group, counts in (("a", first), ("b", second), ("total", everybody)):
        rows["v", "*", group] = {"n": 9, "estimate": None, "suppressed": 0}
        for category, n in zip("12", counts, strict=True):
            rows["v", category, group] = {"n": n, "estimate": n / 9, "suppressed": 0}
    return own(Evidence(view(counts="each"), rows, (), (0.05,)))


def test_a_total_of_counts_is_no_sum_of_overlapping_groups():
    assert tallied([3, 4], [5, 2], [6, 5]).empty


def test_what_the_summary_says():
    table = findings()
    assert own_section(None) == []
    assert own_section(table)[:2] == ["## Audit of our own tables", "Findings: 1 proven, 0 strong, 0 soft."]
    assert counts_line(table) in own_section(table)[1] and "**proven**" in own_section(table)[2]
