"""The register: every row that does not leave, with rule, status and what would lose less; a page of it; what a final edition stops at."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.disclosure.ledger import LedgerMaker
from evalreport.disclosure.masks import Planned, masks, planned, withheld_by, withheld_tests
from evalreport.disclosure.page import html_page
from evalreport.disclosure.plan import Secret
from evalreport.disclosure.primary import Case, Limits
from evalreport.disclosure.protection import protect_tests
from evalreport.disclosure.register import BREACH, EXCEPTION, WITHHELD, advised, breaches, register
from evalreport.disclosure.structure import grouped
from evalreport.evaluation.model import Exhibit

ROOT = Path(__file__).parents[3]
COUNTS = {"a": [2, 9, 14], "b": [11, 12, 13], "total": [13, 21, 27]}
EXHIBIT = Exhibit("x", "results", "A title & more", "distribution")


def case_of(counts: dict[str, list[int]] = COUNTS, cell: int = 4, base: int = 10) -> Case:
    rows = [(c, group, n) for group, each in counts.items() for c, n in zip("*123", [sum(each), *each], strict=True)]
    table = pd.DataFrame(
        [("x", "q", c, g, n) for c, g, n in rows], columns=["exhibit", "variable", "category", "group", "n"]
    )
    empty = dict.fromkeys(["n_weighted", "estimate", "se", "ci_low", "ci_high", "deff"], 0.5)
    groups = [name for name in counts if name != "total"]
    vectors = {("q", c, g): [np.array([n])] for c, g, n in rows}
    return Case(table.assign(**empty, suppressed=0), Limits(cell, base), grouped([groups], True), vectors)


def plan_of(case: Case) -> list[Planned]:
    """The ledger of one question by groups, planned."""
    groups = [name for name in COUNTS if name != "total"]
    people = np.array([(g, a) for g, name in enumerate(groups) for a, n in enumerate(COUNTS[name]) for _ in range(n)])
    maker = LedgerMaker(people[:, 0])
    segment = maker.segment(maker.classes, np.ones(len(people), dtype=np.int64))
    primary, secrets = {}, []
    for key, n in zip(case.keys, case.table["n"], strict=True):
        inside = np.ones(len(people), bool) if key[2] == "total" else people[:, 0] == groups.index(key[2])
        inside = inside if key[1] == "*" else inside & (people[:, 1] == int(key[1]) - 1)
        if key[1] != "*" and n < 4:
            primary[len(maker.rows)] = "cell"
            secrets.append(Secret(segment.vector(inside.astype(np.int64)), 4, ("x", *key)))
        maker.add(("x", *key), float(n), [segment.vector(inside.astype(np.int64))])

    class Made:
        ledger = maker.made()

    Made.primary, Made.secrets = primary, tuple(secrets)  # type: ignore[attr-defined]
    return planned([Made])  # type: ignore[list-item]


def test_every_row_withheld_stands_in_it_with_its_interval_and_what_would_lose_less():
    case = case_of()
    plans = plan_of(case)
    mask = masks([(EXHIBIT, case)], plans)
    table = register([(EXHIBIT, case)], plans, mask)
    assert len(table) == len(mask["x"]) and set(table["status"]) == {WITHHELD}
    small = table[table["rule"] == "cell"].iloc[0]
    assert (small["category"], small["group"], small["limit"]) == ("1", "a", 4)
    assert small["at_least"] < 2 and small["at_most"] >= 4  # neither end is the number itself
    assert small["advice"] == "1 + 2" and small["numbers"] == 12 and small["lost"] == len(table)
    assert table[table["rule"] == "secondary"]["at_least"].isna().all()


@pytest.mark.parametrize(("test", "gone"), [("rank", True), ("chi2", False)])
def test_a_rank_test_goes_with_a_number_that_another_exhibit_withholds(test, gone):
    """Its statistic is of all answers, so that it tells of those that another exhibit withholds, whatever stands above it."""
    other = Exhibit("y", "results", "Put together", "distribution", test=test)
    table = case_of({"a": [11, 14, 20], "b": [23, 13, 20], "total": [34, 27, 40]}).table.assign(exhibit="y")
    beside = replace(case_of(), table=table, vectors={})
    found = masks([(EXHIBIT, case_of()), (other, beside)], plan_of(case_of()))
    assert withheld_tests(found["y"]) == ({"q"} if gone else set()) and not withheld_by(table, found["y"]).any()
    tests = pd.DataFrame({"variable": ["q", "other"], "groups": "g", "test": test, "p": 0.2})
    kept = protect_tests(tests, table, withheld_tests(found["y"]))
    assert kept["variable"].tolist() == (["other"] if gone else ["q", "other"])
    rows = register([(EXHIBIT, case_of()), (other, beside)], plan_of(case_of()), found)
    assert set(rows["exhibit"]) == {"x"}


def test_a_number_that_is_given_away_is_a_breach_that_a_final_edition_stops_at():
    case = case_of()
    (plan,) = plan_of(case)
    given = Planned(plan.ledger, {i: r for i, r in plan.withheld.items() if r == "cell"}, plan.secrets)
    table = register([(EXHIBIT, case)], [given], masks([(EXHIBIT, case)], [given]))
    assert table["status"].tolist() == [BREACH] and table["narrowed_by"].tolist() == ["x"]
    (problem,) = breaches(table, "register.csv")
    assert "q / 1 / a" in str(problem) and "from 2 to 2, the limit being 4" in str(problem) and "1 + 2" in str(problem)
    assert breaches(table.assign(status=WITHHELD), "register.csv") == []


def test_an_exception_stands_in_it_with_its_reason_and_who_approved_it():
    case = case_of()
    let_out = {
        "exhibit": "x",
        "variable": "q",
        "category": "1",
        "group": "a",
        "reason": "known <all>",
        "approved_by": "N. N.",
    }
    none = [Planned(plan_of(case)[0].ledger, {}, ())]
    table = register([(EXHIBIT, case)], none, masks([(EXHIBIT, case)], none, {("x", "q", "1", "a")}), [let_out])
    assert table[["status", "reason", "approved_by"]].values.tolist() == [[EXCEPTION, "known <all>", "N. N."]]
    page = html_page(
        table, {"x": EXHIBIT.title}, "A report", "en", ROOT / "report_templates" / "shared" / "disclosure.html"
    )
    assert "A title &amp; more" in page and "known &lt;all&gt;" in page and "http" not in page


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv"])
def test_the_page_has_words_for_every_rule_and_status(language):
    rules = [
        "cell",
        "base",
        "one_mind",
        "dominance",
        "edition",
        "secondary",
        "interval",
        "with_base",
        "with",
        "table",
        "budget",
    ]
    case = case_of()
    plans = plan_of(case)
    row = register([(EXHIBIT, case)], plans, masks([(EXHIBIT, case)], plans)).iloc[[0]]
    table = pd.concat(
        [row.assign(rule=rule, status=s) for rule in rules for s in (WITHHELD, BREACH)], ignore_index=True
    )
    page = html_page(table, {}, "R", language, ROOT / "report_templates" / "shared" / "disclosure.html")
    assert page.count("<tr class=") == len(table) and f'lang="{language}"' in page
    nothing = html_page(table.iloc[:0], {}, "R", language, ROOT / "report_templates" / "shared" / "disclosure.html")
    assert "<table" not in nothing


def test_small_groups_are_better_put_together_with_a_neighbour():
    case = case_of({"a": [1, 2, 2], "b": [4, 5, 6], "c": [14, 12, 15], "total": [19, 19, 23]})
    mask = pd.DataFrame([("q", "*", "a", "base")], columns=["variable", "category", "group", "reason"])
    assert advised(case, "q", mask) == "a + b"
    alone = case_of({"a": [1, 0, 0], "total": [1, 0, 0]})
    assert advised(alone, "q", mask) == ""
