"""Disclosure control over everything that leaves the analysis: what adds up to what, what is withheld, and what can still be known."""
