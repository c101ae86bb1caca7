"""What a person should know of a cleaned instrument though it stops nothing: idle rules, keys that are not found, missing or doubled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.clean.derive import register_wave
from evalreport.clean.notice import Notice
from evalreport.clean.rows import where
from evalreport.clean.rules import Rule
from evalreport.clean.steps import ALL
from evalreport.codebook.codebook import Codebook, Variable

NEARLY = 0.9  # an id with so many different values is a key, and each value twice in it a slip
FEWEST = 5  # rows of which that can be said
MOSTLY = 0.5  # of the answers differ between two respondents; between two forms of one, few do
SHOWN = 5  # rows or values that are named


def notices(
    table: pd.DataFrame,
    log: pd.DataFrame,
    book: Codebook,
    rules: Sequence[Rule],
    derived: Mapping[str, Mapping[str, Any]],
    others: Mapping[str, pd.DataFrame],
    files: Mapping[str, str],
    rules_file: str,
    ingested: Mapping[str, pd.DataFrame],
) -> list[Notice]:
    """All notices on an instrument; table: clean, with derived variables; others: instrument -> clean table looked up;
    files: wave -> name of its source; ingested: wave -> table of texts."""
    return [
        *_idle(log, rules, rules_file),
        *_emptied(table, book.waves, files),
        *(n for rule in rules if rule.type == "drop_duplicates" for n in _strangers(rule, log, ingested, files)),
        *(n for wave in book.waves for v in book.variables for n in _keys(_of(table, wave), v, wave, files)),
        *(n for wave in book.waves for v in book.variables for n in _silent(_of(table, wave), v, wave, files)),
        *_not_found(table, book, derived, others, files),
        *_never(table, book.instrument, derived),
    ]


def _of(table: pd.DataFrame, wave: str) -> pd.DataFrame:
    return table[table["wave"] == wave]


def _idle(log: pd.DataFrame, rules: Iterable[Rule], file: str) -> Iterator[Notice]:
    acted = set(log["rule"])
    for rule in rules:
        if rule.id not in acted:
            yield Notice("", file, "", f"the rule {rule.id!r} finds nothing", "Correct it, or take it out")


def _strangers(
    rule: Rule, log: pd.DataFrame, ingested: Mapping[str, pd.DataFrame], files: Mapping[str, str]
) -> Iterator[Notice]:
    """Rows dropped as sent twice that answer most questions otherwise than the row that is kept: two respondents under one key."""
    for wave in rule.waves:
        raw = ingested[wave].set_index("row")
        dropped = log[(log["rule"] == rule.id) & (log["wave"] == wave)]["row"]
        rest = raw[~raw.index.isin(log[(log["wave"] == wave) & (log["variable"] == ALL)]["row"])]
        strange = [row for row in dropped if _differs(raw.loc[row], rest, rule["keys"])]
        if strange:
            found = f"the rule {rule.id!r} drops rows that answer otherwise than the row it keeps: two respondents may have one key"
            place = f"row{'s' if len(strange) > 1 else ''} {', '.join(map(str, strange[:SHOWN]))}"
            yield Notice(wave, files[wave], place, found, "See the rows, and correct the key where they are two")


def _differs(row: pd.Series, kept: pd.DataFrame, keys: Sequence[str]) -> bool:
    """Whether a row answers most of what it and its namesake among the kept both answer in another way."""
    same = kept[(kept[list(keys)] == row[list(keys)]).all(axis=1)]
    if same.empty:
        return False
    pairs = pd.DataFrame({"one": row, "other": same.iloc[0]}).drop(index=list(keys)).dropna()
    return len(pairs) >= FEWEST and bool((pairs["one"] != pairs["other"]).mean() > MOSTLY)


def _emptied(table: pd.DataFrame, waves: Iterable[str], files: Mapping[str, str]) -> Iterator[Notice]:
    for wave in waves:
        if not len(_of(table, wave)):
            yield Notice(wave, files[wave], "", "cleaning leaves no row of this wave", "See the rules that drop rows")


def _keys(rows: pd.DataFrame, variable: Variable, wave: str, files: Mapping[str, str]) -> Iterator[Notice]:
    """Values of a key that stand in several rows, and rows without one."""
    values = rows[variable.name]
    known = values.dropna()
    if variable.type != "id" or len(rows) < FEWEST or known.nunique() < NEARLY * len(rows):
        return
    column = variable.sources.get(wave, variable.name)
    twice = known[known.duplicated(keep=False)]
    if len(twice):
        found = f"column {column!r} names respondents, and some stand in several rows"
        expected = "If a form was sent twice, drop one with drop_duplicates; else correct the key"
        yield Notice(wave, files[wave], f"{_rows(rows, twice.index)} ({_some(twice)})", found, expected)
    if len(empty := values.index[values.isna()]):
        found = f"column {column!r} names respondents, and some rows have no name"
        yield Notice(wave, files[wave], _rows(rows, empty), found, "See whether the rows are whole")


def _silent(rows: pd.DataFrame, variable: Variable, wave: str, files: Mapping[str, str]) -> Iterator[Notice]:
    """Questions of a wave that nobody answered: a column that was shifted, or that the export left empty."""
    if len(rows) and wave in variable.sources and rows[variable.name].isna().all():
        found = f"column {variable.sources[wave]!r} ({variable.name}) has no answer at all"
        yield Notice(
            wave, files[wave], "", found, "See the export; take the column out of the codebook if nobody was asked"
        )


def _not_found(
    table: pd.DataFrame,
    book: Codebook,
    derived: Mapping[str, Mapping[str, Any]],
    others: Mapping[str, pd.DataFrame],
    files: Mapping[str, str],
) -> Iterator[Notice]:
    """Keys that another instrument does not have, or has without a value: their respondents are in none of the groups made from it."""
    for name, spec in derived.items():
        if "lookup" not in spec:
            continue
        key, instrument = spec["lookup"]["key"], spec["lookup"]["instrument"]
        other = others[instrument]
        waves = spec.get("waves", book.waves)
        if wanted := {register_wave(spec["lookup"], wave) for wave in waves} - {""}:
            other = other[other["wave"].isin(wanted)]
        if other[key].isna().any():
            place = f"derived > {book.instrument} > {name}"
            yield Notice("", "evaluation.yaml", place, f"{instrument} has rows without {key}", "See the register")
        for wave in waves:
            rows, there = _of(table, wave), register_wave(spec["lookup"], wave)
            known = set((_of(other, there) if there else other)[key].dropna())
            for lost, found, expected in _without(rows, key, name, known, instrument):
                some = f" ({_some(rows.loc[lost, key])})" if rows.loc[lost, key].notna().all() else ""
                yield Notice(wave, files[wave], f"{_rows(rows, lost)}{some}", found, expected)


def _without(
    rows: pd.DataFrame, key: str, name: str, known: set[Any], instrument: str
) -> Iterator[tuple[pd.Index, str, str]]:
    """(rows, found, expected) of those that got no value, by the reason."""
    keys = rows[key]
    without = rows[name].isna()
    told = (
        (keys.isna(), f"no {key}: they have no {name}", "Correct it with a rule where it is known"),
        (
            keys.notna() & ~keys.isin(known),
            f"their {key} is not in {instrument}: they have no {name}",
            "Correct it with a rule, or complete the register",
        ),
        (
            keys.isin(known) & without,
            f"{instrument} has no {name} for their {key}",
            "Right where they belong to none of its groups; else complete the register",
        ),
    )
    for chosen, found, expected in told:
        if chosen.any():
            yield rows.index[chosen], found, expected


def _never(table: pd.DataFrame, instrument: str, derived: Mapping[str, Mapping[str, Any]]) -> Iterator[Notice]:
    """Cases that hold for nobody: a condition that was mistyped, or that an earlier case takes all of."""
    for name, spec in derived.items():
        still = pd.Series(True, index=table.index)
        for number, case in enumerate(spec.get("cases", ()), start=1):
            met = still & where(table, case["when"])
            if not met.any():
                place = f"derived > {instrument} > {name}, case {number}"
                yield Notice("", "evaluation.yaml", place, f"a case of {name} holds for nobody", "See its condition")
            still &= ~met


def _rows(rows: pd.DataFrame, index: pd.Index) -> str:
    """The rows of the source, from the names that cleaning gives respondents: <wave>-<row>."""
    numbers = [str(name).rpartition("-")[2] for name in rows.loc[index, "respondent"]]
    more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:SHOWN])}{more}"


def _some(values: pd.Series) -> str:
    different = [repr(str(value)) for value in dict.fromkeys(values)]
    return ", ".join(different[:SHOWN]) + (", …" if len(different) > SHOWN else "")
