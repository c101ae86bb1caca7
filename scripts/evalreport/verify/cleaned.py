"""What cleaning wrote down of an instrument, of the waves that an edition knows."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from evalreport.clean.notice import Notice, notices_in
from evalreport.files.tables import ALL_TEXT, read_table

LOG_TEXT = ("wave", "variable", "old", "new", "rule", "reason")


def logs_of(waves: Mapping[str, Sequence[str]], paths: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Return instrument -> its log of changes; waves: instrument -> waves, in the order of the paths."""
    tables = {name: read_table(path, text=LOG_TEXT) for name, path in zip(waves, paths, strict=True)}
    return {name: table[table["wave"].isin(waves[name])] for name, table in tables.items()}


def notices_of(waves: Mapping[str, Sequence[str]], paths: Iterable[str | Path]) -> list[Notice]:
    """Return the notices of all instruments; waves: instrument -> waves, in the order of the paths."""
    tables = {name: read_table(path, text=ALL_TEXT) for name, path in zip(waves, paths, strict=True)}
    return [each for name, table in tables.items() for each in notices_in(table) if each.wave in ("", *waves[name])]
