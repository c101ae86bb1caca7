"""Models of answers under a sampling design: regression, with few clusters too, and average marginal effects."""
