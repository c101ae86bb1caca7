"""What the numbers of an exhibit are: the unit of each category, and the row that carries the one number of an item."""

import pytest
from evalreport.exhibits.statistics import COUNT, COUNTED, POINTS, RATE, SCALE, SHARE, STATISTICS
from evalreport.files.estimates import BASE, CORRELATION, MEAN, NET, SUM


@pytest.mark.parametrize(
    ("name", "categories", "unit"),
    [
        ("share", ("often",), SHARE),
        ("share", ("often", "always"), SHARE),
        ("share", (BASE,), COUNT),
        ("rate", (RATE,), SHARE),
        ("rate", (BASE,), COUNT),
        ("count", (BASE,), COUNT),
        ("count", (RATE,), SHARE),
        ("mean", (MEAN,), SCALE),
        ("total", (SUM,), COUNT),
        ("change", ("better",), SHARE),
        ("change", (NET,), POINTS),
        ("difference", (MEAN,), SCALE),
        ("share_difference", (MEAN,), POINTS),
        ("paired_share", (MEAN,), POINTS),
        ("paired_share", (COUNTED,), SHARE),
        ("agreement", (BASE,), SCALE),
    ],
)
def test_the_unit_of_a_number(name, categories, unit):
    assert STATISTICS[name].unit_of(categories) == unit


def test_the_row_that_carries_the_number_of_an_item():
    assert {name: each.category for name, each in STATISTICS.items() if each.own} == {
        "mean": MEAN,
        "total": SUM,
        "ratio": "ratio",
        "kappa": "kappa",
        **dict.fromkeys(("coefficient", "log_odds", "odds_ratio", "points", "marginal"), MEAN),
        **dict.fromkeys(("change", "nps"), NET),
        "correlation": CORRELATION,
        "agreement": BASE,
        "difference": MEAN,
        "share_difference": MEAN,
        "paired_mean": MEAN,
        "paired_share": MEAN,
        "count": BASE,
    }
    assert STATISTICS["share"].category == COUNTED and STATISTICS["mean"].base == MEAN
