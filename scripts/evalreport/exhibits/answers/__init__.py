"""Exhibits of what respondents answered."""
