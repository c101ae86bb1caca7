"""Names of what is measured of weights."""

BINS = (0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0)  # ends of the classes of weights, in mean weights
SPREAD = (
    "respondents", "population", "covered", "units", "units_silent", "units_untold", "units_merged", "without_unit",
    "bound_low", "bound_high", "at_bound", "min", "p05", "p50", "mean", "p95", "max", "max_over_min",
    "base_design_effect", "design_effect", "effective_n",
)  # fmt: skip
COVERAGE = ("respondents", "population", "covered")  # columns of the respondents among the population
BOUNDS = ("bound_low", "bound_high", "bound_units")  # columns of the weights at a bound
AGAINST = ("sample", "before", "weighted", "population", "difference")  # columns of the margins
EFFECT = ("unweighted", "weighted", "change", "in_se")  # columns of the effect on results


def bins() -> tuple[str, ...]:
    """Ids of the classes of weights."""
    return tuple(f"class_{k}" for k in range(len(BINS) + 1))
