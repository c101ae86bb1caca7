"""The one schema of numbers: columns of estimates and tests, and the ids that have a meaning of their own in them."""

from typing import NamedTuple

NAN = float("nan")


class EstimateRow(NamedTuple):
    """A number: what it is of, the respondents behind it, its uncertainty; NaN where there is none.

    The fields are the columns of the estimates but the exhibit, which `files.tables.estimates_table` adds.
    """

    variable: str
    category: str
    group: str
    n: float = NAN
    n_weighted: float = NAN
    estimate: float = NAN
    se: float = NAN
    ci_low: float = NAN
    ci_high: float = NAN
    deff: float = NAN
    suppressed: int = 0


class TestRow(NamedTuple):
    """A test of a variable between groups, joined by `|`, or why there is none; `files.tables.tests_table` adds the exhibit.

    effect names the measure of `effect_size`; df2 is NaN where the statistic has one number of degrees of freedom.
    """

    variable: str
    groups: str
    test: str
    statistic: float = NAN
    df1: float = NAN
    df2: float = NAN
    p: float = NAN
    p_adjusted: float = NAN
    effect: str = ""
    effect_size: float = NAN
    reason: str = ""


TestRow.__test__ = False  # type: ignore[attr-defined]  # its name begins as those of classes that pytest collects


ESTIMATES = ["exhibit", *EstimateRow._fields]
TESTS = ["exhibit", *TestRow._fields]
ESTIMATE_TEXT = ("exhibit", "variable", "category", "group")
TEXT_TEXT = ("exhibit", "heading", "row", "column", "text")
TEST_TEXT = ("exhibit", "variable", "groups", "test", "effect", "reason")
BASE = "*"  # the category of the row that carries the base (n) of a variable and group
ALPHA = "alpha"  # the category of the row that carries Cronbach's alpha of an index, in the group EVERYTHING
ABOUT = "~"  # before a category: the row says that its number is approximate
UNCODED = "(none)"  # the category of units without a code
MEAN = "mean"  # the category of the row that carries a mean
CORRELATION = "r"  # the category of the row that carries a correlation; its group is the other variable
OWN_BASE = (ALPHA, CORRELATION)  # categories whose n is a base of their own
SD = "sd"  # the category of the row that carries the standard deviation beside a mean
SMALLEST, LARGEST = EXTREMES = (
    "smallest",
    "largest",
)  # those of the ends beside a mean; n: the respondents who gave just that
FEW_CLUSTERS = "few_clusters"  # the reason of a test that was not made
SAMPLING = "*sampling"  # the variable of rows about how an exhibit's sampling was treated (see `sampling_facts`)
MISSING = (
    "*missing"  # the variable of rows with those who gave no answer to what is totalled; the category is its variable
)
ADJUSTED = "*missing_adjusted"  # the same where they count as the mean of those who answered
MODEL = "*model"  # the variable of the rows with those whose answers a regression is made of, and those LEFT_OUT
LEFT_OUT = "left_out"
CONSTANT = "constant"  # the variable of a regression's constant
IMPUTED = "*imputed"  # the variable of the row that tells of imputations: their number, and the largest share of a variance they cause
TOLD = (
    SAMPLING,
    MISSING,
    ADJUSTED,
    MODEL,
    IMPUTED,
)  # variables of rows that a note tells of and that are no cells of a table
# Reasons of tests that were not made, or made without some of the groups.
NO_SPREAD, ONE_ANSWER, WITHOUT_SINGLES, SHARED = "no spread", "fewer than two answers in a group", "singles", "shared"
TOO_LARGE = "too large"  # of a table for an exact test
BREAK = "break"  # the reason of a test that was not made across a break in the series
EVERYTHING = "*"  # the variable of the row with respondents and clusters of a whole exhibit; the group of an alpha
TOTAL = "total"  # the group of everybody in the base, with or without a known group
FIRST, SECOND = (
    "first:",
    "second:",
)  # before a group: what its persons answered in either wave of a change of the same persons
BETTER, SAME, WORSE, NET = "better", "same", "worse", "net"  # categories of a change
BESIDE = (NET, SD)  # categories that go with the other rows of their variable and group
SUM, RATIO = "sum", "ratio"  # the categories of rows that carry a total or a ratio
KAPPA = "kappa"  # the category of the row that carries Cohen's kappa


def quantile_id(probability: float) -> str:
    """The category of a quantile: q25 for 0.25."""
    return f"q{100 * probability:.6g}".replace(".", "_")


def percent_below(category: str) -> float:
    """How many per cent lie below a quantile, from its category: 25 for q25."""
    return float(category[1:].replace("_", "."))
