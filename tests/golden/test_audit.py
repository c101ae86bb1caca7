"""The audit of a published report against what is known of it from careful reading; the list is checked both ways."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from audit_anomalies import anomalies, findings, shown_by
from evalreport.audit.rounding import TRUNCATED, counts_for

HUSK = Path(__file__).parent / "husk"
ANOMALIES = anomalies()


def rows(name):
    with (HUSK / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("anomaly", ANOMALIES, ids=lambda a: f"{a['anomaly']}-{a['what']}")
def test_each_anomaly_is_found_or_needs_more_than_the_print(anomaly):
    assert bool(anomaly["outside_knowledge"]) != bool(anomaly["check"])
    assert bool(anomaly["why_not_proven"]) == (anomaly["grade"] in ("strong", "soft"))
    if anomaly["check"]:
        assert len(shown_by(anomaly)) == 1


def test_no_reading_of_the_position_table_is_left_out():
    """The two lines of A3 that are not proven: decimals cut off give the one; a base of its own for an item gives the other."""
    managers = next(a for a in ANOMALIES if a["what"].startswith("middle managers"))
    assert "kuttet" in shown_by(managers)["statement"].iloc[0]
    assert counts_for(Fraction("6.5"), 1, 394, TRUNCATED) == (26, 26) and not counts_for(Fraction("6.5"), 1, 394)
    leaders = [
        n for n in range(150, 187) if counts_for(Fraction("9.1"), 1, n) and 16 in counts_for(Fraction("9.1"), 1, n)
    ]
    assert leaders == [175, 176]  # a base below the printed 186, as an item with missing answers has


def test_nothing_is_proven_that_the_reading_does_not_know():
    """Every proven finding is about one of the columns that the reading names: totals of the sample, a hidden person, a hidden group."""
    known = {(a["table_id"], a["place"].rpartition(", ")[2]) for a in ANOMALIES if a["grade"] == "proven"}
    proven = findings()[findings()["grade"] == "proven"]
    assert len(proven) == 13
    assert {(r.table_id, r.place.rpartition(", ")[2]) for r in proven.itertuples()} <= known


def test_impossible_percentages_are_those_recalculated_elsewhere():
    """The cells marked NO there, by another program, are as many by table and column as here."""
    expected: dict[tuple[str, str], int] = {}
    for row in rows("grim_cells.csv"):
        if row["feasible"] == "NO" and row["N_source"] == "printed":
            key = (row["table_id"], row["column"])
            expected[key] = expected.get(key, 0) + 1
    ours = findings()[(findings()["check"] == "grim") & (findings()["grade"] != "soft")]
    assert {(r.table_id, r.place): r.arithmetic.count("finnes ikke") for r in ours.itertuples()} == expected


def test_the_catalogue_differs_where_another_count_differs():
    differing = {
        f"{row['category']}, {row['region']}"
        for row in rows("project_summary_comparison.csv")
        if row["region"] != "Sum" and row["result(published minus counted)"].startswith("DIFF")
    }
    ours = findings()[findings()["check"] == "catalogue"]
    assert set(ours["place"]) == differing and len(ours) == 18


def test_significance_contradicts_only_where_the_recheck_does():
    """`frigitt tid` is the one statement that the chi-square of the recheck does not give; participation was never rechecked."""
    ours = findings()[findings()["check"] == "pvalues"]
    assert list(ours["place"].str.partition(",")[0]) == ["Får ikke frigitt tid", "Ja"]
    time = next(row for row in rows("significance_recheck.csv") if "frigitt tid" in row["test"])
    assert float(time["p"]) > 0.05
