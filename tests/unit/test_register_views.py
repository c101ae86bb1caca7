"""Exhibits about the data: counts of the cleaning and rows of the response table."""

import pandas as pd
from evalreport.analysis import ESTIMATES
from evalreport.evaluation import Exhibit
from evalreport.register_estimates import cleaning_estimates, response_estimates
from evalreport.register_views import cleaning_view, response_view
from evalreport.view import BASE

LOG = pd.DataFrame(
    [
        ("2008", 3, "*", "unfinished"),
        ("2008", 7, "*", "unfinished"),
        ("2009", 1, "*", "double"),
        ("2009", 4, "satisfied", "out_of_range"),
        ("2009", 4, "time", "out_of_range"),
        ("2007", 1, "*", "unfinished"),
    ],
    columns=["wave", "row", "variable", "rule"],
)


def values(table: pd.DataFrame) -> dict:
    return {(row.variable, row.group): row.estimate for row in table.itertuples()}


def test_rows_received_dropped_usable_and_values_changed():
    table = cleaning_estimates("x", LOG, {"2008": 10, "2009": 20})
    assert list(table.columns) == ESTIMATES
    assert values(table) == {
        ("received", "2008"): 10,
        ("usable", "2008"): 8,
        ("unfinished", "2008"): 2,
        ("received", "2009"): 20,
        ("usable", "2009"): 19,
        ("double", "2009"): 1,
        ("out_of_range", "2009"): 2,
    }
    assert set(table["category"]) == {BASE} and set(table["suppressed"]) == {0} and set(table["exhibit"]) == {"x"}


def test_a_wave_that_lost_nothing():
    assert values(cleaning_estimates("x", LOG.iloc[:0], {"2008": 10})) == {
        ("received", "2008"): 10,
        ("usable", "2008"): 10,
    }


def test_the_view_of_the_cleaning_has_a_row_a_rule_with_its_reason(small):
    view = cleaning_view(Exhibit("x", "c", "T", "cleaning", instrument="staff"), small.evaluation())
    assert [(v.id, v.label) for v in view.variables] == [
        ("received", "Forms received"),
        ("unfinished", "Not finished"),
        ("usable", "Usable forms"),
        ("out_of_range", "Out of range"),
    ]
    assert [group.id for group in view.groups] == ["2008", "2009"]
    assert view.statistic == "count"


def test_an_instrument_without_rules(small):
    (small.config / "small/cleaning/staff.yaml").write_text("rules: []\n")
    view = cleaning_view(Exhibit("x", "c", "T", "cleaning", instrument="staff"), small.evaluation())
    assert [v.id for v in view.variables] == ["received", "usable"]


def test_response_rates_take_their_rows_from_the_response_table(small):
    response = pd.DataFrame(
        [("usable", BASE, "treated", 40), ("usable", BASE, "control", 20), ("fte", BASE, "treated", 7)],
        columns=["variable", "category", "group", "n"],
    ).assign(exhibit="response", n_weighted=1, estimate=1, se=None, ci_low=None, ci_high=None, deff=None, suppressed=0)
    table = response_estimates("x", response, ["usable"], ["treated"])
    assert table[["exhibit", "variable", "group", "n"]].to_numpy().tolist() == [["x", "usable", "treated", 40]]
    exhibit = Exhibit("x", "c", "T", "response", variables=("usable",), by=("group",))
    view = response_view(exhibit, small.evaluation())
    assert [(v.id, v.label) for v in view.variables] == [("usable", "Usable answers")]
    assert view.statistic == "rate"
