"""The one schema of numbers: columns of estimates and tests, and the ids that have a meaning of their own in them."""

ESTIMATES = [
    "exhibit",
    "variable",
    "category",
    "group",
    "n",
    "n_weighted",
    "estimate",
    "se",
    "ci_low",
    "ci_high",
    "deff",
    "suppressed",
]
TESTS = [
    "exhibit",
    "variable",
    "groups",
    "test",
    "statistic",
    "df1",
    "df2",
    "p",
    "p_adjusted",
    "effect",
    "effect_size",
    "reason",
]
ESTIMATE_TEXT = ("exhibit", "variable", "category", "group")
TEXT_TEXT = ("exhibit", "heading", "row", "column", "text")
TEST_TEXT = ("exhibit", "variable", "groups", "test", "effect", "reason")
BASE = "*"  # the category of the row that carries the base (n) of a variable and group
ALPHA = "alpha"  # the category of the row that carries Cronbach's alpha of an index, in the group EVERYTHING
ABOUT = "~"  # before a category: the row says that its number is approximate
UNCODED = "(none)"  # the category of units without a code
MEAN = "mean"  # the category of the row that carries a mean
FEW_CLUSTERS = "few_clusters"  # the reason of a test that was not made
SAMPLING = "*sampling"  # the variable of rows about how an exhibit's sampling was treated (see `sampling_facts`)
MISSING = (
    "*missing"  # the variable of rows with those who gave no answer to what is totalled; the category is its variable
)
ADJUSTED = "*missing_adjusted"  # the same where they count as the mean of those who answered
TOLD = (SAMPLING, MISSING, ADJUSTED)  # variables of rows that a note tells of and that are no cells of a table
# Reasons of tests that were not made, or made without some of the groups.
NO_SPREAD, ONE_ANSWER, WITHOUT_SINGLES, SHARED = "no spread", "fewer than two answers in a group", "singles", "shared"
BREAK = "break"  # the reason of a test that was not made across a break in the series
EVERYTHING = "*"  # the variable of the row with respondents and clusters of a whole exhibit; the group of an alpha
TOTAL = "total"  # the group of everybody in the base, with or without a known group


BETTER, SAME, WORSE, NET = "better", "same", "worse", "net"  # categories of a change


SUM, RATIO = "sum", "ratio"  # the categories of rows that carry a total or a ratio


def quantile_id(probability: float) -> str:
    """The category of a quantile: q25 for 0.25."""
    return f"q{100 * probability:.6g}".replace(".", "_")
