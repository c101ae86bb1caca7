"""What the numbers of an exhibit are: the unit a reader sees them in, and the row that carries the one of an item."""

from dataclasses import dataclass

from evalreport.files.estimates import BASE, CORRELATION, KAPPA, MEAN, NET, RATIO, SUM
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number, format_percent

SHARE, POINTS, SCALE, COUNT = (
    "share",
    "points",
    "scale",
    "count",
)  # per cent, percentage points, a scale's points, persons
COUNTED = "counted"  # the category of a share of several answers counted together
RATE = "rate"  # the category of a share among counts


@dataclass(frozen=True)
class Statistic:
    """One sort of number, as views name it.

    unit: what a reader sees it in, "" for no numbers; category: that of the estimate of an item that has no answers to choose
    from; base: the category whose n is the item's base; plain: templates print it as a number, not in per cent; counting: a
    count, or a rate of the items that have one; contrast: a difference between groups already; worded: what a table prints is
    text; function: the template function that only this statistic has; neutral: the number that says that there is no difference.
    """

    name: str
    unit: str = SHARE
    category: str = COUNTED
    base: str = BASE
    plain: bool = False
    counting: bool = False
    contrast: bool = False
    neutral: float = 0.0
    worded: bool = False
    function: str = ""

    @property
    def own(self) -> bool:
        """Whether its category says of itself what it carries, beside any answers."""
        return self.category not in (COUNTED, RATE)

    def unit_of(self, categories: tuple[str, ...]) -> str:
        """The unit of the sum of some categories: a base is a count, a rate a share, a net change or difference in percentage points."""
        if categories == (BASE,) and self.unit == SHARE:
            return COUNT
        alone = categories[0] if len(categories) == 1 else ""
        if alone == COUNTED and self.unit == POINTS:  # what either side of a difference is
            return SHARE
        return {RATE: SHARE, NET: POINTS}.get(alone, self.unit)


STATISTICS = {
    each.name: each
    for each in (
        Statistic("share"),
        Statistic("mean", SCALE, MEAN, MEAN, plain=True),
        Statistic("total", COUNT, SUM, plain=True, function="total"),
        Statistic("ratio", SCALE, RATIO, plain=True, function="ratio"),
        Statistic("quantile", SCALE, plain=True, function="quantile"),
        Statistic("kappa", SCALE, KAPPA, plain=True),
        Statistic("change", SHARE, NET, function="net"),
        Statistic("nps", SHARE, NET, function="nps"),
        Statistic("correlation", SCALE, CORRELATION, CORRELATION, plain=True, function="correlation"),
        Statistic("agreement", SCALE, BASE, function="agreement"),  # kappa and alpha are no percentages
        Statistic("difference", SCALE, MEAN, plain=True, contrast=True),
        Statistic("share_difference", POINTS, MEAN, contrast=True),
        Statistic("paired_mean", SCALE, MEAN, plain=True, contrast=True),
        Statistic("paired_share", POINTS, MEAN, contrast=True),
        Statistic("coefficient", SCALE, MEAN, MEAN, plain=True, contrast=True),
        Statistic("log_odds", SCALE, MEAN, MEAN, plain=True, contrast=True),
        Statistic("points", POINTS, MEAN, MEAN, contrast=True),
        Statistic("marginal", POINTS, MEAN, MEAN, contrast=True),
        Statistic("odds_ratio", SCALE, MEAN, MEAN, plain=True, contrast=True, neutral=1.0),
        Statistic("count", COUNT, BASE, counting=True),
        Statistic("rate", SHARE, RATE, counting=True),
        Statistic("by_unit", SCALE),
        Statistic("units", COUNT),
        Statistic("p", SCALE, plain=True),
        Statistic("coverage", worded=True),
        Statistic("text", "", worded=True),
    )
}


def with_unit(value: float, unit: str, decimals: int, language: str) -> str:
    """A number in running text with its unit: a share (0-1) in per cent, a difference of shares in percentage points, never with a
    per cent sign; anything else bare."""
    if unit == SHARE:
        return format_percent(value, decimals, language)
    if unit == POINTS:
        return f"{format_number(100 * value, decimals, language)}{NO_BREAK}{word('percentage_points', language)}"
    return format_number(value, decimals, language)
