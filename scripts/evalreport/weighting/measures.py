"""Names of what is measured of weights."""

from collections.abc import Iterable, Mapping
from typing import Any

BINS = (0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0)  # ends of the classes of weights, in mean weights
SPREAD = (
    "drawn", "response_rate", "respondents", "population", "covered",
    "units", "units_silent", "units_untold", "units_merged", "without_unit",
    "bound_low", "bound_high", "at_bound", "min", "p05", "p50", "mean", "p95", "max", "max_over_min",
    "drawn_design_effect", "base_design_effect", "design_effect", "effective_n",
)  # fmt: skip
OF_UNITS = ("covered", "units", "units_silent", "units_untold", "units_merged", "without_unit")  # only with a frame
OF_BOUNDS = ("bound_low", "bound_high", "at_bound")  # only where weights themselves have bounds
OF_RESPONSE = ("drawn", "response_rate", "drawn_design_effect")  # only with an adjustment for non-response
NONRESPONSE = ("drawn", "respondents", "response_rate", "factor")  # columns of the classes of that adjustment
SHOWN = 5  # classes of propensity that a table shows where the adjustment itself has none
UNKNOWN = "unknown"  # the class of those in none of the groups
EVERYBODY = "total"  # the row of all classes together
COVERAGE = ("respondents", "population", "covered")  # columns of the respondents among the population
BOUNDS = ("bound_low", "bound_high", "bound_units")  # columns of the weights at a bound
AGAINST = ("sample", "before", "weighted", "population", "difference")  # columns of the margins
EFFECT = ("unweighted", "weighted", "change", "in_se")  # columns of the effect on results
DIFFERENCES = {
    "difference": ("sample", "population"),
    "change": ("weighted", "unweighted"),
}  # column -> of what, less what


def measured(waves: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The measures SPREAD that some of the weighted waves have, by their specifications."""
    specs = list(waves)
    left_out: tuple[str, ...] = () if any("frame" in spec for spec in specs) else OF_UNITS
    left_out += () if any("nonresponse" in spec for spec in specs) else OF_RESPONSE
    left_out += () if any("bounds" in spec for spec in specs) else OF_BOUNDS
    return tuple(name for name in SPREAD if name not in left_out)


def bins() -> tuple[str, ...]:
    """Ids of the classes of weights."""
    return tuple(f"class_{k}" for k in range(len(BINS) + 1))
