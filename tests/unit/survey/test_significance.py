"""Tests of differences: against recalculated chi-squares of a published report, closed formulas, and degenerate tables."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalreport.survey.textbook import one_way_anova, pearson_chi2, student_t
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, gammaincc

GOLDEN = Path(__file__).parents[2] / "golden" / "husk"
COUNTS = pd.read_csv(GOLDEN / "derived_counts.csv")
RECHECK = pd.read_csv(GOLDEN / "significance_recheck.csv").set_index("test")

# Line of the recheck -> table whose counts are known, and its columns (all, or some).
REBUILT: dict[str, tuple[str, tuple[str, ...]]] = {
    "t_use_of_research (3 groups x3)": ("t_use_of_research", ("HUSK 2009", "Kontroll 2009", "HUSK 2008")),
    "f_workplace_competence (3x5)": ("f_workplace_competence", ()),
    "f_workplace_competence_vs_year_ago (4x3)": ("f_workplace_competence_vs_year_ago", ()),
    "t_nav_office": ("t_nav_office", ("Husk-kommune", "Kontrollkommune")),
    "f_education_opportunity_nav HUSK": ("f_education_opportunity_nav", ("HUSK | NAV-kontor", "HUSK | Ikke NAV")),
    "f_education_opportunity_nav Kontroll": (
        "f_education_opportunity_nav",
        ("Kontroll | NAV-kontor", "Kontroll | Ikke NAV"),
    ),
    "f_education_opportunity_nav all 4": ("f_education_opportunity_nav", ()),
    "f_literature_time_nav HUSK": ("f_literature_time_nav", ("HUSK | NAV-kontor", "HUSK | Ikke NAV")),
    "f_literature_time_nav Kontroll": ("f_literature_time_nav", ("Kontroll | NAV-kontor", "Kontroll | Ikke NAV")),
    "f_last_read_nav HUSK": ("f_last_read_nav", ("HUSK | NAV-kontor", "HUSK | Ikke NAV")),
    "f_last_read_nav all": ("f_last_read_nav", ()),
    "t_user_participation region (4x7)": (
        "t_user_participation_satisfaction_region",
        ("HiO", "HiA", "UiS", "HIST/NTNU"),
    ),
}


def table(name: str, columns: tuple[str, ...]) -> np.ndarray:
    """Groups x answers."""
    part = COUNTS[COUNTS["table_id"] == name]
    wide = part.pivot(index="column", columns="row_label", values="count").fillna(0).astype(float)
    return wide.loc[list(columns) or wide.index].to_numpy()


@pytest.mark.parametrize("line", REBUILT)
def test_chi_squares_of_the_published_report(line):
    expected = RECHECK.loc[line]
    counts = table(*REBUILT[line])
    found = pearson_chi2(counts)
    assert found.statistic == pytest.approx(expected["chi2"], abs=0.0051)  # the file has two decimals
    assert found.df1 == expected["df"]
    assert found.p == pytest.approx(expected["p"], abs=0.000051)
    used = counts[:, counts.sum(axis=0) > 0]
    sparse = expected["cells_with_expected_lt5"] / used.size > 0.2
    assert found.reason == ("sparse" if sparse else "")


def small_tables():
    return st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
        lambda shape: st.lists(
            st.lists(st.integers(1, 40), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
        )
    )


@given(small_tables())
def test_chi_square_is_the_sum_over_cells(counts):
    observed = np.array(counts, dtype=float)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    statistic = ((observed - expected) ** 2 / expected).sum()
    df = (observed.shape[0] - 1) * (observed.shape[1] - 1)
    found = pearson_chi2(observed)
    assert found.statistic == pytest.approx(statistic, abs=1e-9)
    assert found.p == pytest.approx(gammaincc(df / 2, statistic / 2), rel=1e-9, abs=1e-12)
    assert found.effect_size == pytest.approx(np.sqrt(statistic / observed.sum() / (min(observed.shape) - 1)), abs=1e-6)
    assert 0 <= found.effect_size <= 1 + 1e-12


@given(small_tables())
def test_empty_groups_and_answers_change_nothing(counts):
    full = np.array(counts, dtype=float)
    padded = np.zeros((full.shape[0] + 1, full.shape[1] + 1))
    padded[1:, :-1] = full
    with_empty, without = pearson_chi2(padded), pearson_chi2(full)
    assert (with_empty.statistic, with_empty.df1) == (pytest.approx(without.statistic), without.df1)
    assert with_empty.p == pytest.approx(without.p)


def test_perfect_association_has_v_one_and_no_continuity_correction():
    found = pearson_chi2(np.array([[10.0, 0.0], [0.0, 10.0]]))
    assert found.statistic == pytest.approx(20)
    assert found.effect_size == pytest.approx(1)


@pytest.mark.parametrize(
    "counts",
    [
        np.zeros((2, 2)),
        np.array([[3.0, 4.0]]),
        np.array([[3.0], [4.0]]),
        np.array([[3.0, 0], [4.0, 0]]),
        np.zeros((0, 3)),
    ],
)
def test_tables_that_compare_nothing_give_no_test(counts):
    found = pearson_chi2(counts)
    assert np.isnan(found.p) and found.reason == "fewer than two groups or answers"


def test_sparse_tables_are_marked():
    assert pearson_chi2(np.array([[50.0, 50.0], [50.0, 50.0]])).reason == ""
    assert pearson_chi2(np.array([[2.0, 50.0], [1.0, 50.0]])).reason == "sparse"


answers = st.lists(st.integers(1, 7), min_size=2, max_size=25)


@given(answers, answers)
def test_student_t_is_the_textbook_formula(a, b):
    first, second = np.array(a, dtype=float), np.array(b, dtype=float)
    df = len(a) + len(b) - 2
    pooled = (((first - first.mean()) ** 2).sum() + ((second - second.mean()) ** 2).sum()) / df
    found = student_t(first, second)
    if pooled == 0:
        assert found.reason == "no spread" and np.isnan(found.p)
        return
    statistic = (first.mean() - second.mean()) / np.sqrt(pooled * (1 / len(a) + 1 / len(b)))
    assert found.statistic == pytest.approx(statistic, abs=1e-9)
    assert (found.df1, found.effect) == (df, "cohens_d")
    assert found.p == pytest.approx(betainc(df / 2, 0.5, df / (df + statistic**2)), abs=1e-9)
    assert found.effect_size == pytest.approx((first.mean() - second.mean()) / np.sqrt(pooled), abs=1e-9)


@given(answers, answers)
def test_anova_of_two_groups_is_the_square_of_student_t(a, b):
    first, second = np.array(a, dtype=float), np.array(b, dtype=float)
    t, f = student_t(first, second), one_way_anova([first, second])
    if not np.isnan(t.p):
        assert f.statistic == pytest.approx(t.statistic**2, rel=1e-7, abs=1e-9)
        assert f.p == pytest.approx(t.p, rel=1e-7, abs=1e-12)


@given(st.lists(answers, min_size=2, max_size=4))
def test_anova_is_the_textbook_formula(samples):
    groups = [np.array(sample, dtype=float) for sample in samples]
    everyone = np.concatenate(groups)
    between = sum(len(g) * (g.mean() - everyone.mean()) ** 2 for g in groups)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups)
    found = one_way_anova(groups)
    if within < 1e-9:
        return
    df1, df2 = len(groups) - 1, len(everyone) - len(groups)
    statistic = between / df1 / (within / df2)
    assert (found.df1, found.df2) == (df1, df2)
    assert found.statistic == pytest.approx(statistic, rel=1e-9, abs=1e-9)
    assert found.p == pytest.approx(betainc(df2 / 2, df1 / 2, df2 / (df2 + df1 * statistic)), abs=1e-9)
    assert found.effect_size == pytest.approx(between / (between + within), abs=1e-9)


def test_tests_of_means_without_data():
    few = np.array([3.0])
    same = np.array([3.0, 3.0])
    assert student_t(few, same).reason == "fewer than two answers in a group"
    assert one_way_anova([few, same]).reason == "fewer than two answers in a group"
    assert one_way_anova([]).reason == "fewer than two groups"
    assert one_way_anova([same, same]).reason == "no spread"


def test_groups_that_differ_without_spread_inside_give_no_p_of_zero_by_accident():
    found = one_way_anova([np.array([1.0, 1.0]), np.array([2.0, 2.0])])
    assert np.isnan(found.p) and found.reason == "no spread"


@given(
    st.sampled_from([37.6, 5 / 3, 0.1, 7.7, 1e9 + 0.1, 1e-9, -2.2]),
    st.lists(st.integers(2, 60), min_size=3, max_size=3),
)
def test_identical_numbers_have_no_spread_whatever_their_mean_is_rounded_to(value, sizes):
    groups = [np.full(size, value) for size in sizes]
    assert student_t(groups[0], groups[1]).reason == "no spread"
    assert one_way_anova(groups).reason == "no spread"


def test_a_small_spread_is_one():
    groups = [np.array([1e6, 1e6 + 1e-4, 1e6]), np.array([1e6, 1e6, 1e6 - 1e-4])]
    assert not student_t(*groups).reason and not one_way_anova(groups).reason


def test_a_group_of_one_takes_no_part_and_it_is_said():
    several = [np.array([1.0, 2.0, 4.0]), np.array([2.0, 3.0, 5.0])]
    found = one_way_anova([*several, np.array([9.0])])
    assert found.reason == "singles" and found.p == one_way_anova(several).p
