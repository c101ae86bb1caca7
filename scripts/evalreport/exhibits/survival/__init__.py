"""Exhibits of published statements of significance under other tests."""
