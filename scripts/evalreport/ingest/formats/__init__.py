"""Kinds of files an export may come in: one module a kind, one registry, and what all of them have in common."""
