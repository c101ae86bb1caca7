"""Disclosure control: what is withheld, and that no withheld cell can be found again along one line."""

import numpy as np
import pandas as pd
import pytest
from evalreport.disclosure.protection import NUMBERS, protect, protect_tests
from evalreport.disclosure.structure import cleaned, grouped
from evalreport.files.estimates import ALPHA, BASE, EVERYTHING, MEAN, SAMPLING, TOTAL
from evalreport.survey.tests import holm
from hypothesis import given
from hypothesis import strategies as st


def estimates(
    counts: dict[str, dict[str, int]], rest: dict[str, int] | None = None, total: bool = False
) -> pd.DataFrame:
    """A distribution: group -> answer -> count; rest: further answers of a group that are not shown."""
    counts = {group: dict(answers) for group, answers in counts.items()}
    rest = rest or {}
    if total:
        answers = next(iter(counts.values()))
        counts[TOTAL] = {a: sum(counts[g][a] for g in counts) for a in answers}
        rest = rest | {TOTAL: sum(rest.values())}
    rows = []
    for group, answers in counts.items():
        base = sum(answers.values()) + rest.get(group, 0)
        rows.append(("q", BASE, group, base, base, float("nan")))
        rows += [("q", answer, group, n, n, n / base if base else float("nan")) for answer, n in answers.items()]
    table = pd.DataFrame(rows, columns=["variable", "category", "group", "n", "n_weighted", "estimate"])
    return table.assign(exhibit="x", se=0.1, ci_low=0.0, ci_high=1.0, deff=1.0, suppressed=0)


def hidden(table: pd.DataFrame) -> set[tuple[str, str]]:
    return {(row.category, row.group) for row in table[table["suppressed"] == 1].itertuples()}


tables = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 3, 5, 8, 20, 31, 60]), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def named(values: list[list[int]]) -> dict[str, dict[str, int]]:
    return {f"g{i}": {f"a{j}": n for j, n in enumerate(row)} for i, row in enumerate(values)}


def lines(table: pd.DataFrame) -> list[list[tuple[str, str]]]:
    """Cells that add up to something printed: a group's answers to its base, an answer over the groups to its total."""
    groups, answers = list(dict.fromkeys(table["group"])), list(dict.fromkeys(table["category"]))
    found = [[(answer, group) for answer in answers] for group in groups]  # the base is one of the "answers"
    return found + ([[(answer, group) for group in groups] for answer in answers] if TOTAL in groups else [])


@given(tables, st.integers(0, 6), st.integers(0, 40), st.booleans())
def test_no_withheld_number_follows_from_the_others_of_its_line(values, minimum_cell, minimum_base, total):
    table = protect(estimates(named(values), total=total), minimum_cell, minimum_base)
    withheld = hidden(table)
    for line in lines(table):
        gone = [cell for cell in line if cell in withheld]
        assert len(gone) != 1, f"{gone} follows from the rest of {line}"


@given(tables, st.integers(1, 6))
def test_every_small_cell_is_withheld(values, minimum):
    table = estimates(named(values))
    cells = table[(table["category"] != BASE) & table["n"].between(1, minimum - 1)]
    assert {(row.category, row.group) for row in cells.itertuples()} <= hidden(protect(table, minimum, 0))


@given(tables)
def test_zero_switches_protection_off(values):
    table = estimates(named(values), total=True)
    pd.testing.assert_frame_equal(protect(table, 0, 0), table, check_dtype=False)


@given(tables, st.integers(0, 6), st.integers(0, 40))
def test_withheld_rows_keep_their_place_and_have_no_number(values, minimum_cell, minimum_base):
    before = estimates(named(values), total=True)
    table = protect(before, minimum_cell, minimum_base)
    assert table[["variable", "category", "group"]].equals(before[["variable", "category", "group"]])
    gone = table["suppressed"] == 1
    assert table.loc[gone, NUMBERS].isna().all(axis=None)
    pd.testing.assert_frame_equal(table[~gone], before[~gone], check_dtype=False)


def test_without_small_cells_nothing_is_withheld():
    assert not hidden(protect(estimates(named([[10, 20], [30, 40]]), total=True), 5, 20))


def test_zeros_are_no_small_cells():
    assert not hidden(protect(estimates({"a": {"no": 0, "yes": 40}, "b": {"no": 12, "yes": 9}}), 5, 0))


def test_a_lone_small_cell_takes_the_smallest_other_with_it():
    table = estimates({"a": {"no": 3, "maybe": 50, "yes": 12}, "b": {"no": 30, "maybe": 50, "yes": 12}})
    assert hidden(protect(table, 5, 0)) == {("no", "a"), ("yes", "a")}


def test_two_small_cells_protect_each_other_where_their_sum_leaves_either_at_the_limit():
    table = estimates({"a": {"no": 4, "maybe": 50, "yes": 2}})
    assert hidden(protect(table, 5, 0)) == {("no", "a"), ("yes", "a")}


@pytest.mark.parametrize(("no", "yes"), [(1, 1), (3, 2), (1, 4)])
def test_two_small_cells_whose_sum_says_that_both_are_small_take_a_third(no, yes):
    table = estimates({"a": {"no": no, "maybe": 48, "yes": yes}})
    assert hidden(protect(table, 5, 0)) == {("no", "a"), ("maybe", "a"), ("yes", "a")}


@given(tables, st.integers(2, 6), st.booleans())
def test_what_a_line_leaves_of_a_withheld_cell_reaches_the_limit(values, minimum, total):
    table = protect(before := estimates(named(values), total=total), minimum, 0)
    n, gone = before["n"].to_numpy(), (table["suppressed"] == 1).to_numpy()
    for group in dict.fromkeys(before["group"]):
        inside = (before["group"] == group).to_numpy()
        cells, base = inside & (before["category"] != BASE).to_numpy(), inside & (before["category"] == BASE).to_numpy()
        if (gone & cells).any() and not (gone & base).any():
            left = n[base][0] - n[cells & ~gone].sum()
            assert left - ((gone & cells & (n > 0)).sum() - 1) >= minimum


def side_by_side() -> pd.DataFrame:
    """One question by sex and by age, all of the same 100 respondents."""
    return estimates(
        {
            "men": {"no": 3, "yes": 47},
            "women": {"no": 20, "yes": 30},
            "young": {"no": 9, "yes": 51},
            "old": {"no": 14, "yes": 26},
        }
    )


def test_a_grouping_gives_no_cell_of_the_grouping_beside_it_away():
    structure = grouped([["men", "women"], ["young", "old"]], total=False)
    found = hidden(protect(side_by_side(), 5, 0, structure))
    assert {("no", "men"), ("no", "women")} <= found and not any(g in ("young", "old") for _, g in found)
    assert ("no", "women") not in hidden(protect(side_by_side(), 5, 0, grouped([["men", "women"]], total=False)))


def test_a_share_goes_where_few_are_not_counted():
    table = estimates({"a": {"counted": 48}}, {"a": 2})
    assert hidden(protect(table, 5, 0)) == {("counted", "a")}


def cleaning(received: int, usable: int, **rules: int) -> pd.DataFrame:
    counts = {"received": received, "usable": usable} | rules
    rows = [(name, BASE, "2020", n, n, n) for name, n in counts.items()]
    table = pd.DataFrame(rows, columns=["variable", "category", "group", "n", "n_weighted", "estimate"])
    return table.assign(exhibit="x", se=0.1, ci_low=0.0, ci_high=1.0, deff=1.0, suppressed=0)


def names_hidden(table: pd.DataFrame) -> set[str]:
    return set(table.loc[table["suppressed"] == 1, "variable"])


def test_forms_that_one_rule_dropped_do_not_follow_from_those_received_and_usable():
    table = cleaning(100, 92, empty=2, twice=6)
    assert names_hidden(protect(table, 5, 10, cleaned(["empty", "twice"]))) == {"empty", "twice"}


def test_where_few_forms_were_dropped_in_all_the_number_received_is_withheld_too():
    table = cleaning(100, 97, empty=2, twice=1, recoded=40)
    assert names_hidden(protect(table, 5, 10, cleaned(["empty", "twice"]))) == {"empty", "twice", "received"}


def test_the_respondents_behind_an_exhibit_and_alpha_go_with_a_base():
    table = estimates({"a": {"no": 4, "yes": 5}, "b": {"no": 50, "yes": 60}})
    extra = table.iloc[:2].assign(
        variable=[EVERYTHING, "q"], category=[BASE, ALPHA], group=[TOTAL, EVERYTHING], n=[119, 119]
    )
    found = protect(pd.concat([extra, table], ignore_index=True), 0, 10)
    assert found["suppressed"].tolist()[:2] == [1, 1]
    assert protect(pd.concat([extra, table], ignore_index=True), 0, 5)["suppressed"].tolist()[:2] == [0, 0]


def test_a_total_makes_other_groups_give_way():
    counts = {"a": {"no": 3, "yes": 50}, "b": {"no": 30, "yes": 40}, "c": {"no": 20, "yes": 60}}
    table = hidden(protect(estimates(counts, total=True), 5, 0))
    for answer in ("no", "yes"):
        assert len([group for category, group in table if category == answer]) >= 2


def test_a_small_base_hides_the_whole_group_its_n_too():
    table = protect(estimates({"a": {"no": 4, "yes": 5}, "b": {"no": 50, "yes": 60}}), 0, 10)
    assert hidden(table) == {(BASE, "a"), ("no", "a"), ("yes", "a")}


def test_with_a_total_a_hidden_group_is_never_alone():
    counts = {"a": {"no": 4, "yes": 5}, "b": {"no": 50, "yes": 60}, "c": {"no": 15, "yes": 16}}
    withheld = hidden(protect(estimates(counts, total=True), 0, 10))
    assert {(c, "a") for c in (BASE, "no", "yes")} <= withheld
    assert {(c, "c") for c in (BASE, "no", "yes")} <= withheld  # the smallest other group
    assert not any(group == "b" for _, group in withheld)


def test_a_share_counted_in_one_group_does_not_follow_from_the_total():
    table = estimates(
        {"a": {"counted": 2}, "b": {"counted": 30}, "c": {"counted": 15}}, {"a": 50, "b": 50, "c": 50}, True
    )
    assert hidden(protect(table, 5, 0)) == {("counted", "a"), ("counted", "c")}


def test_an_empty_base_is_no_small_base():
    assert not hidden(protect(estimates({"a": {"no": 0, "yes": 0}, "b": {"no": 50, "yes": 60}}), 5, 10))


def test_means_are_withheld_by_their_base():
    table = pd.DataFrame(
        [("q", MEAN, "a", 4, 4.0, 3.5), ("q", MEAN, "b", 40, 40.0, 3.1), ("r", MEAN, "a", 30, 30.0, 2.0)],
        columns=["variable", "category", "group", "n", "n_weighted", "estimate"],
    ).assign(se=0.1, ci_low=0.0, ci_high=1.0, deff=1.0, suppressed=0)
    assert protect(table, 5, 10)["suppressed"].tolist() == [1, 0, 0]


def test_the_variables_are_protected_on_their_own():
    first = estimates({"a": {"no": 3, "yes": 50}})
    second = first.assign(variable="r", n=[80, 40, 40])
    table = protect(pd.concat([first, second]), 5, 0)
    assert table["suppressed"].tolist() == [0, 1, 1, 0, 0, 0]


def test_an_empty_table_stays_empty():
    assert protect(estimates({"a": {"no": 3}}).iloc[:0], 5, 5).empty


def some_tests(*variables: str) -> pd.DataFrame:
    return pd.DataFrame({"variable": variables, "groups": "panel", "p": 0.5})


def test_the_test_of_a_variable_with_a_hidden_group_disappears():
    small = estimates({"a": {"no": 4, "yes": 5}, "b": {"no": 50, "yes": 60}})
    table = protect(pd.concat([small, small.assign(variable="r", n=100)]), 0, 10)
    assert protect_tests(some_tests("q", "r"), table)["variable"].tolist() == ["r"]


def test_a_test_goes_with_any_cell_that_it_describes():
    small = estimates({"a": {"no": 3, "yes": 50}, "b": {"no": 50, "yes": 60}})
    table = protect(pd.concat([small, small.assign(variable="r", n=100)]), 5, 0)
    assert protect_tests(some_tests("q", "r"), table)["variable"].tolist() == ["r"]


def test_an_adjusted_p_tells_nothing_of_a_test_that_is_gone():
    small = estimates({"a": {"no": 3, "yes": 50}, "b": {"no": 50, "yes": 60}})
    table = protect(pd.concat([small, small.assign(variable="r", n=100), small.assign(variable="s", n=100)]), 5, 0)

    def adjusted(p: float) -> list[float]:
        own = [p, 0.02, 0.03]
        tests = pd.DataFrame({"variable": list("qrs"), "groups": "g", "p": own, "p_adjusted": holm(np.array(own))})
        return protect_tests(tests, table)["p_adjusted"].round(12).tolist()

    assert adjusted(0.0195) == adjusted(0.9) == adjusted(0.001) == [0.06, 0.06]


def test_a_base_and_a_mean_of_one_group_are_one_base():
    """A change of the same persons has both; it stopped with a traceback where bases had a limit."""
    rows = [
        (c, g, n)
        for g, n in (("first:a", 3), ("second:a", 3), ("a", 3), ("first:b", 40), ("second:b", 40), ("b", 40))
        for c in ("*", "mean")
    ]
    table = pd.DataFrame(
        [("x", "q", c, g, n) for c, g, n in rows], columns=["exhibit", "variable", "category", "group", "n"]
    )
    empty = dict.fromkeys(["n_weighted", "estimate", "se", "ci_low", "ci_high", "deff"], 0.5)
    shown = protect(table.assign(**empty, suppressed=0), 0, 5, grouped([["a", "b"]], False, ("", "first:", "second:")))
    assert set(shown.loc[shown["suppressed"] == 1, "group"]) == {"a", "first:a", "second:a"}


@pytest.mark.parametrize("p", [0.001, 0.012, 0.9])
def test_where_all_tests_of_a_table_are_one_family_they_stay_one(p):
    """Pairwise comparisons and correlations: six tests, of which those of q are gone; those of r are adjusted for six all the same."""
    small = estimates({"a": {"no": 3, "yes": 50}, "b": {"no": 50, "yes": 60}})
    table = protect(pd.concat([small, small.assign(variable="r", n=100)]), 5, 0)
    own = np.array([p, 0.5, 0.6, 0.01, 0.2, 0.7])
    tests = pd.DataFrame(
        {"variable": list("qqqrrr"), "groups": ["a|b", "a|c", "b|c"] * 2, "p": own, "p_adjusted": holm(own)}
    )
    left = protect_tests(tests, table)
    assert left["variable"].tolist() == ["r"] * 3
    assert left["p_adjusted"].tolist() == pytest.approx([0.06, 1.0, 1.0])


def test_without_a_total_the_other_groups_keep_their_numbers():
    table = estimates({"a": {"no": 3, "yes": 50}, "b": {"no": 30, "yes": 40}})
    assert {group for _, group in hidden(protect(table, 5, 0))} == {"a"}


def test_a_rate_of_few_answers_is_withheld_by_the_limit_of_groups():
    table = pd.DataFrame(
        [("rr", "rate", "small", 3, 0.5), ("rr", "rate", "large", 30, 0.6)],
        columns=["variable", "category", "group", "n", "estimate"],
    ).assign(exhibit="x", n_weighted=1.0, se=0.1, ci_low=0.0, ci_high=1.0, deff=1.0, suppressed=0)
    assert hidden(protect(table, 0, 5)) == {("rate", "small")}
    assert hidden(protect(table, 0, 0)) == set()


def change(better: int, same: int, worse: int, group: str = "a") -> pd.DataFrame:
    table = estimates({group: {"better": better, "same": same, "worse": worse}})
    net = table.iloc[:1].assign(category="net", estimate=(better - worse) / max(better + same + worse, 1))
    return pd.concat([table, net], ignore_index=True)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_net_change_never_gives_a_withheld_share_away(better, same, worse):
    found = {category for category, _ in hidden(protect(change(better, same, worse), 5, 0))}
    shares = found & {"better", "same", "worse"}
    assert len(shares) != 1 and ("net" in found) == bool(shares)


def test_the_test_of_a_withheld_net_change_disappears_and_others_stay():
    table = protect(pd.concat([change(3, 50, 40), change(30, 50, 40, "b")], ignore_index=True), 5, 0)
    tests = pd.DataFrame({"variable": "q", "groups": ["a", "b", "both"], "p": 0.5})
    assert protect_tests(tests, table)["groups"].tolist() == ["b"]  # the test between groups tells of all


def test_quantiles_need_nobody_else_to_give_way():
    table = estimates({"a": {"q25": 3, "q50": 20, "q75": 15}}, rest={"a": 2})
    assert hidden(protect(table, 5, 0)) == {("q25", "a")}


@pytest.mark.parametrize(("count", "withheld"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_note_does_not_count_the_few_outside_a_weighted_population(count, withheld):
    table = estimates({"a": {"1": 20, "2": 30}})
    fact = table.iloc[:1].assign(
        variable=SAMPLING, category="outside", group=TOTAL, n=float("nan"), estimate=float(count)
    )
    assert (("outside", TOTAL) in hidden(protect(pd.concat([table, fact], ignore_index=True), 5, 0))) == withheld
