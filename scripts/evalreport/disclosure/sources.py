"""Reading what the plan of a report is made from: the analysis, the clean tables, and the editions that are out."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.disclosure.gather import Sources
from evalreport.disclosure.vectors import Key
from evalreport.evaluation.codebooks import books_of
from evalreport.files.errors import Problem, raise_if
from evalreport.files.estimates import ESTIMATE_TEXT
from evalreport.files.tables import read_table

LOG_TEXT = ("wave", "variable", "rule")


def read_sources(
    settings: Mapping[str, Any],
    clean: Mapping[str, str],
    logs: Mapping[str, str],
    weights: Mapping[str, str],
) -> Sources:
    """The sources of an edition; clean, logs: instrument -> path; weights: scheme -> path; settings: `DisclosureJobs.params`."""
    waves = settings["waves"]
    data = {name: _of_waves(pd.read_parquet(path), waves[name]) for name, path in clean.items()}
    read = {name: _of_waves(read_table(path, LOG_TEXT), waves[name]) for name, path in logs.items()}
    schemes = {name: pd.read_parquet(path) for name, path in weights.items()}
    books = {
        name: book.limited(tuple(waves.get(name, book.waves))) for name, book in books_of(settings["codebooks"]).items()
    }
    return Sources(data, read, schemes, books, settings["response"], settings["moved"], settings["ties"])


def _of_waves(table: pd.DataFrame, waves: Iterable[str]) -> pd.DataFrame:
    return table[table["wave"].isin(list(waves))].reset_index(drop=True)


def read_estimates(paths: Iterable[str], exhibits: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Exhibit -> its estimates before protection."""
    table = pd.concat([read_table(path, ESTIMATE_TEXT) for path in paths], ignore_index=True)
    return {name: table[table["exhibit"] == name].reset_index(drop=True) for name in exhibits}


def read_earlier(paths: Iterable[str]) -> dict[str, dict[Key, tuple[float, ...]]]:
    """Exhibit -> row -> n in each frozen edition that printed it."""
    found: dict[str, dict[Key, tuple[float, ...]]] = {}
    for path in paths:
        table = read_table(path, ESTIMATE_TEXT)
        rows = found.setdefault(Path(path).name.removesuffix(".estimates.csv"), {})
        for row in table[table["n"].notna() & (table["suppressed"] == 0)].itertuples():
            key = (str(row.variable), str(row.category), str(row.group))
            rows[key] = (*rows.get(key, ()), float(row.n))  # type: ignore[arg-type]
    return found


def exceptions_of(
    settings: Iterable[Mapping[str, Any]], estimates: Mapping[str, pd.DataFrame], file: str
) -> frozenset[tuple[str, str, str, str]]:
    """The rows that somebody has let out; raises BadInput for rows that no exhibit has."""
    found, problems = set(), []
    for each in settings:
        key = (each["exhibit"], *(str(each[name]) for name in ("variable", "category", "group")))
        table = estimates.get(each["exhibit"])
        rows = set() if table is None else set(zip(table["variable"], table["category"], table["group"], strict=True))
        if key[1:] in rows:
            found.add(key)
        else:
            problems.append(
                Problem(file, "disclosure > exceptions", f"no exhibit has the row {' / '.join(key)}", _near(key, rows))
            )
    raise_if(problems)
    return frozenset(found)


def _near(key: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    same = sorted({row[1] for row in rows if row[0] == key[1]})
    return (
        f"{key[1]} has the categories {', '.join(same[:8])}"
        if same
        else "Take the ids from confidential/<edition>/register.csv"
    )
