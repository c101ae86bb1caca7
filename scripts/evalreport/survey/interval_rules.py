"""Which intervals are made: their level, the kind for shares, and the rule for quantiles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evalreport.survey.design import Floats
from evalreport.survey.estimates import CONFIDENCE, t_interval
from evalreport.survey.intervals import beta_interval, logit_interval, wilson_interval
from evalreport.survey.linear import Means

RARE = 0.05  # a share nearer than this to 0 or 1 has Korn and Graubard's interval, where no kind is chosen
Interval = tuple[Floats, Floats]


def _logit(means: Means, df: Floats, level: float) -> Interval:
    return logit_interval(means.estimate, means.se, df, level)


def _korn_graubard(means: Means, df: Floats, level: float) -> Interval:
    return beta_interval(means.estimate, means.se, means.n.astype(float), df, level)


def _wilson(means: Means, df: Floats, level: float) -> Interval:
    """Wilson's, none where the share is 0 or 1: the sample then says nothing about its own design effect."""
    low, high = wilson_interval(means.estimate, means.se, df, level)  # type: ignore[arg-type]  # an array of df broadcasts
    known = (means.estimate > 0) & (means.estimate < 1)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _logit_or_rare(means: Means, df: Floats, level: float) -> Interval:
    """On the logit scale; near 0 and 1, where that is too short, Korn and Graubard's (1998)."""
    low, high = _logit(means, df, level)
    rare = (means.estimate > 0) & (means.estimate < 1) & (np.abs(means.estimate - 0.5) > 0.5 - RARE)
    exact = _korn_graubard(means, df, level)
    return np.where(rare, exact[0], low), np.where(rare, exact[1], high)


# Kind -> interval of shares; "" where none is chosen.
SHARES: dict[str, Callable[[Means, Floats, float], Interval]] = {
    "": _logit_or_rare,
    "logit": _logit,
    "korn_graubard": _korn_graubard,
    "wilson": _wilson,
}
INTERPOLATED = "interpolated"


@dataclass(frozen=True)
class IntervalRules:
    """level: of all intervals (0-1); shares: a key of SHARES; interpolated: quantiles lie between answers (Hyndman & Fan's type 7)."""

    level: float = CONFIDENCE
    shares: str = ""
    interpolated: bool = False

    def of_shares(self, means: Means, df: Floats) -> Interval:
        """The intervals (k,) of shares on df (k,) degrees of freedom."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return SHARES[self.shares](means, df, self.level)

    def of_numbers(self, values: Floats, se: Floats, df: Floats | float) -> Interval:
        """estimate ± t(df) SE (k,)."""
        return t_interval(values, se, df, self.level)


def interval_rules(settings: Mapping[str, Any]) -> IntervalRules:
    """The rules from the evaluation's `uncertainty`: level in per cent, shares, quantiles."""
    level = float(settings.get("level", 100 * CONFIDENCE)) / 100
    return IntervalRules(level, settings.get("shares", ""), settings.get("quantiles") == INTERPOLATED)
