"""Exhibits of weights and what they do."""
