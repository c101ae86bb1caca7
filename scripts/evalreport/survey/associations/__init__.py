"""How outcomes go together."""
