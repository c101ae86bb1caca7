"""One exhibit's numbers from a clean table: bases, groups, what was not asked, and the tests."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.value_sets import Category, Choice, Collapse, ValueSet
from evalreport.evaluation.model import Exhibit, Group
from evalreport.exhibits.answers.answers import condition
from evalreport.exhibits.answers.numbers import analyse
from evalreport.files.errors import BadInput
from evalreport.files.estimates import BASE, ESTIMATES, EVERYTHING, FEW_CLUSTERS, MEAN, TESTS, TOTAL
from evalreport.survey.intervals import exact_interval
from evalreport.survey.samplings import Sampling, sampling_of
from evalreport.survey.textbook import one_way_anova, pearson_chi2, student_t
from evalreport.words.catalogue import LANGUAGES, word
from hypothesis import given
from hypothesis import strategies as st

WAVES = ("2008", "2009")


def variable(name: str, type: str = "scale", value_set: str = "five", waves=WAVES, **other) -> Variable:
    return Variable(name, type, {"en": name}, value_set, waves=waves, **other)


BOOK = Codebook(
    instrument="staff",
    file="staff.csv",
    waves=WAVES,
    variables=(
        variable("arm", "single", "arm"),
        variable("q"),
        variable("late", waves=("2009",)),
        variable("a", battery="b"),
        variable("b", battery="b"),
        variable("age", "number", ""),
        variable("tick", "tick", "tick"),
    ),
    value_sets={
        "five": ValueSet("five", tuple(Choice(c, {"en": str(c)}) for c in (1, 2, 3, 4, 5))),
        "arm": ValueSet("arm", (Choice("t", {"en": "T"}), Choice("c", {"en": "C"}))),
        "tick": ValueSet("tick", (Choice(0, {"en": "No"}), Choice(1, {"en": "Yes"}))),
    },
    code_maps={},
    collapses={},
    batteries={"b": Battery("b", {"en": "B"})},
)
T, C = Group("t", "T", {"arm": ("t",)}), Group("c", "C", {"arm": ("c",)})
ARMS = (("arm", (T, C)),)
YEARS = (("year", (Group("y8", "2008", {"wave": ("2008",)}), Group("y9", "2009", {"wave": ("2009",)}))),)


def answers(q, arm, wave=None, **more) -> pd.DataFrame:
    n = len(q)
    data = {"wave": wave or ["2009"] * n, "arm": arm, "q": pd.array(q, dtype="Int64")}
    for name in ("late", "a", "b", "tick"):
        data[name] = pd.array(more.get(name, [None] * n), dtype="Int64")
    data["age"] = pd.array(more.get("age", [None] * n), dtype="Float64")
    return pd.DataFrame(data)


DATA = answers(
    q=[1, 1, 2, 5, 4, None, 3, 3, 5, 5],
    arm=["t", "t", "t", "t", "c", "c", "c", None, "c", "c"],
    wave=["2008"] * 3 + ["2009"] * 7,
    late=[None] * 3 + [1, 2, None, 3, 3, 3, 3],
)


def exhibit(kind="distribution", variables=("q",), **more) -> Exhibit:
    return Exhibit("x", "c", "T", kind, instrument="staff", variables=variables, **more)


def cells(table: pd.DataFrame, column: str = "n") -> dict:
    return {(row["variable"], row["category"], row["group"]): row[column] for row in table.to_dict("records")}


def run(plan: Exhibit, panels=ARMS, data=DATA, sampling=None):
    return analyse(plan, data, BOOK, panels, sampling)


def test_a_distribution_counts_answers_inside_groups():
    table, tests = run(exhibit())
    assert list(table.columns) == ESTIMATES and list(tests.columns) == TESTS and tests.empty
    n, share = cells(table), cells(table, "estimate")
    assert n[("q", BASE, "t")] == 4 and n[("q", BASE, "c")] == 4  # the empty answer is in no base
    assert [n[("q", str(c), "t")] for c in (1, 2, 3, 4, 5)] == [2, 1, 0, 0, 1]
    assert share[("q", "1", "t")] == 0.5 and share[("q", "5", "c")] == 0.5
    assert np.isnan(share[("q", BASE, "t")])
    assert not table["suppressed"].any() and (table["exhibit"] == "x").all()


def test_the_total_holds_those_without_a_group_too():
    assert cells(run(exhibit(total=True))[0])[("q", BASE, TOTAL)] == 9


@pytest.mark.parametrize("panels", [(), (("everyone", ()),)])
def test_without_groups_there_is_everybody(panels):
    n = cells(run(exhibit(), panels)[0])
    assert n[("q", BASE, TOTAL)] == 9


def test_a_condition_narrows_the_base_of_every_group():
    n = cells(run(exhibit(where={"wave": ("2009",)}, total=True))[0])
    assert (n[("q", BASE, "t")], n[("q", BASE, "c")], n[("q", BASE, TOTAL)]) == (1, 4, 6)


def test_missing_values_meet_no_condition():
    assert condition(DATA, {"arm": ("t", "c")}).sum() == 9
    assert condition(DATA, {"q": (1, 2, 3, 4, 5)}).sum() == 9
    assert condition(DATA, {}).all()


def test_shown_categories_leave_the_base_alone():
    table, _ = run(exhibit(categories=(1, 5)))
    share = cells(table, "estimate")
    assert {key[1] for key in share} == {BASE, "1", "5"}
    assert share[("q", "1", "t")] == 0.5 and cells(table)[("q", BASE, "t")] == 4


def test_a_collapse_joins_codes():
    low = Category("low", {"en": "Low"}, ((1, 2),))
    high = Category("high", {"en": "High"}, ((4, 5),))
    book = Codebook(**{**vars(BOOK), "collapses": {"two": Collapse("two", (low, high))}})
    table, _ = analyse(exhibit(collapse="two"), DATA, book, ARMS)
    n = cells(table)
    assert (n[("q", "low", "t")], n[("q", "high", "c")]) == (3, 3)
    assert n[("q", BASE, "c")] == 4  # code 3 belongs to no category and stays in the base


def test_a_share_counts_answers_together():
    table, _ = run(exhibit("share", counted=(4, 5)))
    assert {key[1] for key in cells(table)} == {BASE, "counted"}
    assert cells(table)[("q", "counted", "c")] == 3
    assert cells(table, "estimate")[("q", "counted", "c")] == 0.75


def test_a_base_of_everybody_counts_silence_as_no():
    ticks = answers([1] * 4, ["t"] * 4, tick=[1, None, 0, 1])
    answered = cells(run(exhibit("share", ("tick",), counted=(1,)), data=ticks)[0], "estimate")
    everybody = cells(run(exhibit("share", ("tick",), counted=(1,), base="all"), data=ticks)[0], "estimate")
    assert answered[("tick", "counted", "t")] == pytest.approx(2 / 3)
    assert everybody[("tick", "counted", "t")] == 0.5


def test_a_wave_that_did_not_ask_is_no_missing_answer():
    table, _ = run(exhibit("share", ("late",), counted=(3,), base="all"), YEARS)
    assert cells(table)[("late", BASE, "y8")] == 0
    assert np.isnan(cells(table, "estimate")[("late", "counted", "y8")])
    assert cells(table)[("late", BASE, "y9")] == 7


def test_means_of_codes_and_numbers():
    data = answers([1, 3, 5, 2], ["t", "t", "c", "c"], age=[30, None, 40.5, 50])
    table, _ = run(exhibit("mean", ("q", "age")), data=data)
    mean, n = cells(table, "estimate"), cells(table)
    assert (mean[("q", MEAN, "t")], mean[("q", MEAN, "c")]) == (2, 3.5)
    assert (mean[("age", MEAN, "t")], n[("age", MEAN, "t")], mean[("age", MEAN, "c")]) == (30, 1, 45.25)
    assert np.isnan(cells(table, "se")[("age", MEAN, "t")])


def test_valid_n():
    table, _ = run(exhibit("valid_n", ("q", "late")))
    assert cells(table, "estimate")[("q", BASE, "c")] == 4
    assert cells(table)[("late", BASE, "t")] == 1


def test_a_battery_comes_item_by_item_in_questionnaire_order():
    data = answers([1, 1], ["t", "c"], a=[5, 1], b=[4, 4])
    plan = Exhibit("x", "c", "T", "share", instrument="staff", battery="b", counted=(4, 5))
    assert list(dict.fromkeys(run(plan, data=data)[0]["variable"])) == ["a", "b"]


def test_weights_weigh_and_counts_stay_counts():
    weights = pd.DataFrame({"respondent": [f"r{i}" for i in range(10)], "weight": [3.0] + [1.0] * 9})
    table, _ = run(exhibit(), sampling=sampling_of(DATA.assign(respondent=weights["respondent"]), None, weights))
    assert cells(table)[("q", "1", "t")] == 2
    assert cells(table, "n_weighted")[("q", BASE, "t")] == 6
    assert cells(table, "n_weighted")[("q", "1", "t")] == pytest.approx(4)
    assert cells(table, "estimate")[("q", "1", "t")] == pytest.approx(4 / 6)


def test_a_table_without_respondents_gives_empty_cells_not_an_error():
    table, tests = run(exhibit(test="chi2"), data=DATA.iloc[:0])
    assert (table["n"] == 0).all() and table["estimate"].isna().all()
    assert tests["p"].isna().all()


def test_a_group_without_members():
    table, _ = run(exhibit(), (("arm", (T, Group("none", "N", {"arm": ("x",)}))),))
    assert cells(table)[("q", BASE, "none")] == 0


# --- Tests of differences -------------------------------------------------------------------------------------------


def one(tests: pd.DataFrame) -> dict:
    (row,) = tests.to_dict("records")
    return row


def test_chi_square_of_the_shown_groups():
    table, tests = run(exhibit(test="chi2"))
    n = cells(table)
    expected = pearson_chi2(np.array([[n[("q", str(c), g)] for c in range(1, 6)] for g in "tc"], dtype=float))
    found = one(tests)
    assert (found["test"], found["groups"], found["variable"]) == ("chi2", "arm", "q")
    assert (found["statistic"], found["p"], found["reason"]) == (expected.statistic, expected.p, expected.reason)


def test_chi_square_of_some_answers_counts_the_others_together():
    _, tests = run(exhibit(test="chi2", categories=(5,)))
    expected = pearson_chi2(np.array([[1.0, 3.0], [2.0, 2.0]]))
    assert one(tests)["statistic"] == pytest.approx(expected.statistic)


def test_chi_square_of_a_share():
    _, tests = run(exhibit("share", counted=(4, 5), test="chi2"))
    assert one(tests)["statistic"] == pytest.approx(pearson_chi2(np.array([[1.0, 3.0], [3.0, 1.0]])).statistic)


def test_the_total_is_no_group_of_a_test():
    assert one(run(exhibit(test="chi2", total=True))[1])["p"] == one(run(exhibit(test="chi2"))[1])["p"]


def test_one_test_a_panel_or_a_chosen_pair():
    both = (*ARMS, *YEARS)
    assert run(exhibit(test="chi2"), both)[1]["groups"].tolist() == ["arm", "year"]
    chosen = run(exhibit(test="chi2", test_groups=(("t", "y9"), ("t", "c"))), both)[1]
    assert chosen["groups"].tolist() == ["t|y9", "t|c"]


def test_t_and_anova_of_the_codes():
    first, second = np.array([1.0, 1, 2, 5]), np.array([4.0, 3, 5, 5])
    found = one(run(exhibit("mean", test="t"))[1])
    assert (found["statistic"], found["p"]) == (
        pytest.approx(student_t(first, second).statistic),
        pytest.approx(student_t(first, second).p),
    )
    found = one(run(exhibit("mean", test="anova"))[1])
    assert found["statistic"] == pytest.approx(one_way_anova([first, second]).statistic)


def test_a_group_that_was_not_asked_takes_no_part():
    found = one(run(exhibit("share", ("late",), counted=(3,), test="chi2"), YEARS)[1])
    assert np.isnan(found["p"]) and found["reason"] == "fewer than two groups or answers"


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2, 3, 4, 5, None]), st.sampled_from(["t", "c", None])), min_size=1, max_size=30
    )
)
def test_the_answers_of_a_group_add_up_to_its_base(rows):
    data = answers([q for q, _ in rows], [arm for _, arm in rows])
    table, _ = run(exhibit(total=True), data=data)
    n, share = cells(table), cells(table, "estimate")
    for group in ("t", "c", TOTAL):
        base = n[("q", BASE, group)]
        assert base == sum(q is not None and group in (arm, TOTAL) for q, arm in rows)
        assert sum(n[("q", str(c), group)] for c in range(1, 6)) == base
        if base:
            assert sum(share[("q", str(c), group)] for c in range(1, 6)) == pytest.approx(1)


# --- Under a design -------------------------------------------------------------------------------------------------


def clustered(answers_of: int = 6, offices: int = 12, minimum: int = 2) -> tuple[pd.DataFrame, Sampling]:
    """Offices of alike answers: arm by office, answers near the office's own level."""
    seed = np.random.default_rng(5)
    office = np.repeat(np.arange(offices), answers_of)
    level = np.repeat(seed.integers(1, 5, offices), answers_of)
    q = np.clip(level + seed.integers(0, 2, len(office)), 1, 5)
    data = answers(list(q), ["t" if o % 2 else "c" for o in office]).assign(office=[f"o{o}" for o in office])
    data = data.assign(respondent=[f"r{i}" for i in range(len(data))])
    return data, sampling_of(data, {"clusters": "office", "minimum_clusters": minimum}, None)


def test_the_first_row_says_who_and_how_many_clusters_are_behind_an_exhibit():
    data, sampling = clustered()
    table, _ = run(exhibit(), data=data, sampling=sampling)
    first = table.iloc[0]
    assert (first["variable"], first["category"], first["group"]) == (EVERYTHING, BASE, TOTAL)
    assert first["n"] == 72 and first["estimate"] == 12
    assert EVERYTHING not in set(run(exhibit(), data=data)[0]["variable"])


def test_alike_answers_in_clusters_widen_intervals_and_raise_p():
    data, sampling = clustered()
    (simple, p), (design, p_design) = (run(exhibit("mean", test="t"), data=data, sampling=s) for s in (None, sampling))
    assert cells(design, "se")[("q", MEAN, "t")] > 1.5 * cells(simple, "se")[("q", MEAN, "t")]
    assert one(p)["test"] == "t" and one(p_design)["test"] == "jackknife_t"
    assert one(p_design)["p"] > one(p)["p"]
    # Both are the first group less the second.
    assert np.sign(one(p)["statistic"]) == np.sign(one(p_design)["statistic"])
    assert one(p_design)["df1"] == 10 and np.isnan(one(p_design)["df2"])


@pytest.mark.parametrize(
    ("kind", "test", "name"), [("distribution", "chi2", "jackknife_rao_scott"), ("mean", "anova", "jackknife_t")]
)
def test_each_test_has_its_design_based_one(kind, test, name):
    data, sampling = clustered()
    found = one(run(exhibit(kind, test=test), data=data, sampling=sampling)[1])
    assert found["test"] == name and 0 < found["p"] < 1


def test_several_groups_are_tested_with_wald():
    data, sampling = clustered()
    thirds = tuple(Group(g, g, {"office": tuple(f"o{o}" for o in range(k, 12, 3))}) for k, g in enumerate("abc"))
    found = one(run(exhibit("mean", test="anova"), (("third", thirds),), data, sampling)[1])
    assert found["test"] == "jackknife_wald" and (found["df1"], found["df2"]) == (2, 9) and found["effect"] == "eta2"


def test_groups_in_too_few_clusters_have_estimates_without_interval_or_test():
    data, sampling = clustered(minimum=7)
    table, tests = run(exhibit("mean", test="t"), data=data, sampling=sampling)
    row = table[table["category"] == MEAN].iloc[0]
    assert row["estimate"] > 0 and np.isnan([row["se"], row["ci_low"], row["ci_high"]]).all()
    assert one(tests)["reason"] == FEW_CLUSTERS and np.isnan(one(tests)["p"])


def test_groups_that_share_respondents_are_bad_input_under_a_design():
    data, sampling = clustered()
    overlapping = (("arm", (T, Group("all", "A", {}))),)
    with pytest.raises(BadInput, match="share respondents"):
        run(exhibit(test="chi2"), overlapping, data, sampling)


def test_a_battery_is_adjusted_after_holm_under_a_design_only():
    data, sampling = clustered()
    data = data.assign(a=data["q"], b=data["q"].to_numpy()[::-1])
    plan = Exhibit("x", "c", "T", "mean", instrument="staff", battery="b", test="t")
    low, high = np.sort(run(plan, data=data, sampling=sampling)[1]["p"])
    adjusted = np.sort(run(plan, data=data, sampling=sampling)[1]["p_adjusted"])
    assert adjusted == pytest.approx([min(2 * low, 1), max(min(2 * low, 1), high)])
    assert run(plan, data=data)[1]["p_adjusted"].isna().all()


def test_shares_near_the_ends_have_the_interval_of_korn_and_graubard():
    data = answers([1] + [2] * 39, ["t"] * 40)
    table, _ = run(exhibit(), data=data)
    row = table[(table["category"] == "1") & (table["group"] == "t")].iloc[0]
    low, high = exact_interval(np.array([1 / 40]), np.array([39.0]))  # a variance over n - 1 is that of one answer less
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low[0], high[0]))


def test_an_answer_a_wave_s_form_did_not_have_has_no_share_there():
    choices = tuple(Choice(c, {"en": str(c)}, waves=("2009",) if c == 5 else ()) for c in (1, 2, 3, 4, 5))
    book = replace(BOOK, value_sets={**BOOK.value_sets, "five": ValueSet("five", choices)})
    data = answers(q=[1, 1, 2, 5], arm=["t"] * 4, wave=["2008", "2008", "2009", "2009"])
    shares = cells(analyse(exhibit(), data, book, YEARS)[0], "estimate")
    assert np.isnan(shares["q", "5", "y8"]) and shares["q", "5", "y9"] == 0.5
    assert shares["q", "4", "y8"] == 0  # offered, and nobody's answer


def test_a_change_has_its_shares_its_net_and_the_tests_of_both():
    plan = exhibit("change", better=(4, 5), worse=(1, 2), test="t")
    table, tests = run(plan)
    share, n = cells(table, "estimate"), cells(table)
    # t answers 1, 1, 2, 5; c answers 4, 3, 5, 5.
    assert [share[("q", c, "t")] for c in ("better", "same", "worse", "net")] == [0.25, 0, 0.75, -0.5]
    assert [share[("q", c, "c")] for c in ("better", "same", "worse", "net")] == [0.75, 0.25, 0, 0.75]
    assert n[("q", BASE, "t")] == 4 and n[("q", "worse", "t")] == 3
    assert tests["groups"].tolist() == ["t", "c", "arm"]
    between = student_t(np.array([-1.0, -1, -1, 1]), np.array([1.0, 0, 1, 1]))
    assert tests["p"].iloc[2] == pytest.approx(between.p)


def test_totals_ratios_and_quantiles_of_groups():
    data = DATA.assign(age=pd.array([20, 30, 40, 50, 60, None, 30, 40, 50, 60], dtype="Float64"))
    total = cells(run(exhibit("total", ("age",)), data=data)[0], "estimate")
    assert total[("age", "sum", "t")] == 140 and total[("age", "sum", "c")] == 60 + 30 + 50 + 60
    counted = run(exhibit("total", counted=(5,)), data=data)[0]
    assert cells(counted, "estimate")[("q", "sum", "c")] == 2 and cells(counted)[("q", BASE, "c")] == 4
    ratio = cells(run(exhibit("ratio", ("q",), denominator="age"), data=data)[0], "estimate")
    assert ratio[("q", "ratio", "t")] == pytest.approx(9 / 140)
    quantiles = cells(run(exhibit("quantile", ("age",), quantiles=(0.5,)), data=data)[0], "estimate")
    assert quantiles[("age", "q50", "t")] == 30 and quantiles[("age", "q50", "c")] == 50
    # A question that a wave did not ask has neither total nor quantile there.
    asked = cells(run(exhibit("total", ("late",)), data=data)[0])
    assert asked[("late", BASE, "t")] == 1


def test_deviations_beside_means_are_those_of_the_group():
    data = answers(q=[1, 2, 4, 5, 5, 3], arm=["t", "t", "t", "c", "c", "c"])
    found = cells(run(exhibit("mean", sd=True), data=data)[0], "estimate")
    expected = [np.std(values, ddof=1) for values in ([1, 2, 4], [5, 5, 3])]
    assert [found["q", "sd", group] for group in "tc"] == pytest.approx(expected)


SIZES = (
    (
        "size",
        tuple(Group(name, name, {"late": (code,)}) for code, name in enumerate(("small", "middle", "large"), start=1)),
    ),
)
PLACES, SCORES, TICKS = [1, 1, 1, 2, 2, 2, 3, 3, 3], [1, 1, 2, 2, 3, 3, 4, 5, 5], [0, 0, 1, 0, 1, 0, 1, 1, 1]
RISING = answers(q=SCORES, arm=["t"] * 9, late=PLACES, tick=TICKS)


@pytest.mark.parametrize(
    ("spec", "scores"),
    [
        (exhibit("mean", by=("size",), test="trend"), SCORES),
        (exhibit("distribution", by=("size",), test="trend"), SCORES),
        (exhibit("share", ("tick",), by=("size",), test="trend", counted=(1,)), TICKS),
    ],
)
def test_a_trend_over_the_groups_in_their_order(spec, scores):
    (test,) = analyse(spec, RISING, BOOK, SIZES)[1].to_dict("records")
    r = np.corrcoef(PLACES, scores)[0, 1]
    assert (test["test"], test["effect"]) == ("linear_by_linear", "r")
    assert test["effect_size"] == pytest.approx(r) and test["statistic"] == pytest.approx(8 * r**2)


@pytest.mark.parametrize("groups", [2, 3])
@pytest.mark.parametrize("test", ["chi2", "t", "anova", "rank", "exact", "trend"])
def test_what_is_not_tested_across_a_break_has_a_name_in_every_language(test, groups):
    broken = replace(
        BOOK,
        variables=tuple(
            replace(v, breaks=("2009",), stretches={"2008": 0, "2009": 1}) if v.name == "q" else v
            for v in BOOK.variables
        ),
    )
    years = tuple(Group(f"y{k}", f"y{k}", {"late": (k,)}) for k in range(1, groups + 1))
    data = answers(q=SCORES, arm=["t"] * 9, late=PLACES, wave=["2008", "2009", "2008"] * 3)
    data["late"] = data["late"].clip(upper=groups)
    spec = exhibit("distribution", by=("size",), test=test)
    (row,) = analyse(spec, data, broken, (("size", years),))[1].to_dict("records")
    assert row["reason"] == "break" and np.isnan(row["p"])
    assert all(word(f"test_{row['test']}", language) for language in LANGUAGES)


def test_a_trend_of_answers_put_together_goes_by_their_order():
    low, high = Category("low", {}, ranges=((1.0, 2.0),)), Category("high", {}, ranges=((3.0, 5.0),))
    book = replace(BOOK, collapses={"two": Collapse("two", (high, low))})
    spec = exhibit("distribution", by=("size",), test="trend", collapse="two")
    (test,) = analyse(spec, RISING, book, SIZES)[1].to_dict("records")
    assert test["effect_size"] == pytest.approx(-np.corrcoef(PLACES, [score > 2 for score in SCORES])[0, 1])


@pytest.mark.parametrize(
    "spec",
    [
        exhibit("mean", by=("size",), test="trend"),
        exhibit("share", ("tick",), by=("size",), test="trend", counted=(1,)),
    ],
)
def test_an_empty_group_keeps_its_place_in_the_order(spec):
    """Places 1, 2 and 4: with the third group gone the scores are no longer 1, 2, 3, whatever a reader sees of it."""
    codes = ("small", "middle", "void", "large")
    sizes = (("size", tuple(Group(name, name, {"late": (code,)}) for code, name in enumerate(codes, start=1))),)
    places = [{3: 4}.get(place, place) for place in PLACES]
    data = answers(q=[1, 1, 2, 5, 5, 4, 3, 3, 2], arm=["t"] * 9, late=places, tick=[0, 0, 1, 1, 1, 1, 1, 0, 1])
    (test,) = analyse(spec, data, BOOK, sizes)[1].to_dict("records")
    r = np.corrcoef(places, data["q" if spec.kind == "mean" else "tick"].astype(float))[0, 1]
    dropped = np.corrcoef(PLACES, data["q" if spec.kind == "mean" else "tick"].astype(float))[0, 1]
    assert test["effect_size"] == pytest.approx(r) != pytest.approx(dropped)
    assert test["statistic"] == pytest.approx(8 * r**2)


def test_an_exact_test_of_few_answers():
    spec = exhibit("share", ("tick",), by=("size",), test="exact", counted=(1,))
    (test,) = analyse(spec, RISING, BOOK, SIZES)[1].to_dict("records")
    assert test["test"] == "exact" and np.isnan(test["statistic"])
    assert test["p"] == pytest.approx(0.357142857143)  # R: fisher.test(matrix(c(2, 1, 2, 1, 0, 3), 3, byrow = TRUE))


@pytest.mark.parametrize(
    "spec",
    [
        exhibit("ratio", ("age",), denominator="q"),
        exhibit("kappa", ("a",), compared_with="b"),
        exhibit("mean", ("age",)),
    ],
)
def test_who_is_behind_a_number_answered_all_that_it_is_made_of(spec):
    data = answers(
        q=[1, None, 3, 4], arm=["t", "t", "c", "c"], age=[20, 30, None, 50], a=[1, 2, None, 1], b=[1, None, 3, 2]
    )
    data["respondent"] = [f"r{i}" for i in range(4)]
    sampling = sampling_of(data, {}, pd.DataFrame({"respondent": data["respondent"], "weight": 1.0}))
    estimates, _ = run(spec, data=data, sampling=sampling)
    told = cells(estimates)[(EVERYTHING, BASE, TOTAL)]
    assert told == {"ratio": 2, "kappa": 2, "mean": 3}[spec.kind]
