"""Every number of the golden files that this program can make agrees with R's; what is not compared has its reason."""

from functools import cache

import pytest
from agreement import Agreement, cases, compare, table, uncovered

AT_LEAST = {  # numbers compared in the cases of linearised estimates: fewer means that a comparison was lost
    "api_clus1": 762,
    "api_clus1_nofpc": 762,
    "api_clus2": 758,
    "api_srs": 762,
    "api_strat": 762,
    "api_strat_nofpc": 762,
    "husk_sim": 654,
    "lonely_psu": 160,
}


@cache
def results() -> dict[str, Agreement]:
    return {case[0]: compare(*case) for case in cases()}


@pytest.mark.parametrize("name", AT_LEAST)
def test_closed_forms_agree_to_ten_digits(name):
    result = results()[name]
    assert result.largest_closed <= 1e-10, result.where
    assert result.compared >= AT_LEAST[name]


def test_every_case_agrees_within_its_tolerance():
    assert not [(r.name, r.where, r.largest) for r in results().values() if not r.largest <= r.rtol]


@pytest.mark.parametrize("name", AT_LEAST)
def test_what_is_not_compared_has_its_reason(name):
    reasons = uncovered()
    assert not [path for path in results()[name].missing if not any(part in path for part in reasons)]


def test_a_wrong_number_shows():
    right = {"mean": {"est": 1.0, "p": 1e-20}}
    assert compare("same", {"mean": {"est": 1.0, "p": 2e-20}}, right, 1e-8).largest == 0
    assert compare("other", {"mean": {"est": 1.0001}}, right, 1e-8).largest == pytest.approx(1e-4)
    assert compare("lost", {"mean": {"est": float("nan")}}, right, 1e-8).largest == float("inf")
    assert compare("less", {"mean": {"est": 1.0}}, right, 1e-8).missing == ("mean/p",)
    with pytest.raises(KeyError, match="mean/se"):
        compare("more", {"mean": {"se": 1.0}}, right, 1e-8)


def test_the_table_counts_all_numbers():
    rows = table(list(results().values())).splitlines()
    assert rows[-1].split("|")[2].strip() == str(sum(r.compared for r in results().values()))
