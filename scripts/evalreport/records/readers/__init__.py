"""Readers of records, one a kind of source."""
