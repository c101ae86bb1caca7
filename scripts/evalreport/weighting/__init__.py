"""Response rates and weights."""
