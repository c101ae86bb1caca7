"""Estimates, tests and weights under a sampling design."""
