"""Exhibits of units, response and cleaning."""
