"""Pandoc, Typst and git: the only places that start another program."""
