"""Variables made from others: by cases on the same row, or looked up in another instrument."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from evalreport.clean.classed import MADE, Made
from evalreport.clean.coding import dtype_of
from evalreport.clean.index_values import index_values
from evalreport.clean.rows import where
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.conditions import variables_in
from evalreport.codebook.indices import index_errors
from evalreport.codebook.made_sets import made_errors, set_of, with_made_sets
from evalreport.files.errors import BadInput, Problem
from evalreport.files.spreadsheets import suggestion

WAYS = ("cases", "lookup", "index", *MADE)  # keys that say how a derived variable is made


def derive(
    table: pd.DataFrame,
    book: Codebook,
    derived: Mapping[str, Mapping[str, Any]],
    others: Mapping[str, pd.DataFrame] | None = None,
    file: str = "evaluation.yaml",
) -> pd.DataFrame:
    """A clean table with the derived variables after its own, in the order written; a later one may use an earlier.

    derived: name -> {type, value_set, waves, one of WAYS}; others: instrument -> its clean table. Raises BadInput
    for names and codes that do not exist, and values that no class holds, all at once.
    """
    problems: list[Problem] = []
    types = {variable.name: variable.type for variable in book.variables}
    for name, spec in derived.items():
        place = f"derived > {book.instrument} > {name}"
        variable = Variable(name, spec["type"], {}, set_of(name, spec))
        wrong = [Problem(file, place, *text) for text in _wrong(variable, spec, table, book, others or {})]
        wrong += [Problem(file, place, *text) for text in made_errors(name, spec, types, book)]
        problems += wrong
        types[name] = spec["type"]
        if wrong:
            table = table.assign(**{name: ""})
            continue
        book = with_made_sets(book, {name: spec})
        asked = table["wave"].isin(list(spec["waves"])) if "waves" in spec else pd.Series(True, index=table.index)
        values, found = _values(table[asked], spec, book, others or {})
        values = values.reindex(table.index, fill_value=None)
        strange = [Problem(file, place, *text) for text in (*found, *_strange(values, variable, book))]
        problems += strange
        table = table.assign(**{name: "" if strange else _typed(values, variable, book)})
    if problems:
        raise BadInput(problems)
    return table


def _values(table: pd.DataFrame, spec: Mapping[str, Any], book: Codebook, others: Mapping[str, pd.DataFrame]) -> Made:
    """The values of a derived variable, and what is wrong with those it is made of."""
    for way, made in MADE.items():
        if way in spec:
            return made(table, spec)
    if "index" in spec:
        return index_values(table, spec["index"], book), []
    return (_lookup(table, spec["lookup"], others) if "lookup" in spec else _cases(table, spec["cases"])), []


def _typed(values: pd.Series, variable: Variable, book: Codebook) -> pd.Series:
    cells = [None if pd.isna(value) else value for value in values]
    return pd.Series(pd.array(cells, dtype=dtype_of(variable, book)), index=values.index)


def _cases(table: pd.DataFrame, cases: Iterable[Mapping[str, Any]]) -> pd.Series:
    values = pd.Series([None] * len(table), index=table.index, dtype=object)
    open_ = pd.Series(True, index=table.index)
    for case in cases:
        met = open_ & where(table, case["when"])
        values[met] = case["code"]
        open_ &= ~met
    return values


def _lookup(table: pd.DataFrame, lookup: Mapping[str, Any], others: Mapping[str, pd.DataFrame]) -> pd.Series:
    values = pd.Series([None] * len(table), index=table.index, dtype=object)
    by_wave = isinstance(lookup.get("wave"), Mapping)
    for wave, own in table.groupby("wave", sort=False) if by_wave else [("", table)]:
        pairs = _pairs(lookup, others[lookup["instrument"]], register_wave(lookup, str(wave)))
        found = dict(zip(pairs[lookup["key"]], pairs[lookup["value"]], strict=True))
        values[own.index] = own[lookup["key"]].map(lambda key, known=found: None if pd.isna(key) else known.get(key))
    return values


def register_wave(lookup: Mapping[str, Any], wave: str) -> str:
    """The wave of the other instrument in which respondents of a wave are looked up, "" for all of it."""
    said = lookup.get("wave", "")
    return str(said[wave] if isinstance(said, Mapping) else said)


def _pairs(lookup: Mapping[str, Any], other: pd.DataFrame, wave: str) -> pd.DataFrame:
    """The distinct pairs of key and value, in a wave of the other instrument where one is named."""
    rows = other[other["wave"] == wave] if wave else other
    return rows[[lookup["key"], lookup["value"]]].dropna(subset=[lookup["key"]]).drop_duplicates()


def _wrong(
    variable: Variable,
    spec: Mapping[str, Any],
    table: pd.DataFrame,
    book: Codebook,
    others: Mapping[str, pd.DataFrame],
) -> list[tuple[str, str]]:
    """(found, expected) of what is wrong with one derived variable before it is made."""
    found = []
    if variable.name in table.columns:
        found.append(("a variable of that name exists", "Choose another name"))
    given = [way for way in WAYS if way in spec]
    made = bool({*MADE} & {*given})
    if variable.is_coded and not made and variable.value_set not in book.value_sets:
        found.append((f"unknown value set {variable.value_set!r}", suggestion(variable.value_set, book.value_sets)))
    if len(given) != 1:
        found.append((f"it needs one of {', '.join(WAYS)}", f"Found: {', '.join(given) or 'none'}"))
    unknown = {name for case in spec.get("cases", ()) for name in variables_in(case["when"])} - set(table.columns)
    found += [(f"unknown variable {name!r}", suggestion(name, table.columns)) for name in sorted(unknown)]
    if "index" in spec:
        found += index_errors(spec, book)
    return found + (_wrong_lookup(spec["lookup"], _made_for(table, spec), others) if "lookup" in spec else [])


def _wrong_lookup(
    lookup: Mapping[str, Any], table: pd.DataFrame, others: Mapping[str, pd.DataFrame]
) -> list[tuple[str, str]]:
    if lookup["instrument"] not in others:
        return [(f"unknown instrument {lookup['instrument']!r}", suggestion(lookup["instrument"], others))]
    other = others[lookup["instrument"]]
    asked = [(lookup["key"], table), (lookup["key"], other), (lookup["value"], other)]
    unknown = [(f"unknown variable {n!r}", suggestion(n, t.columns)) for n, t in asked if n not in t.columns]
    if unknown:
        return unknown
    waves = sorted(other["wave"].dropna().unique()) if "wave" in other else []
    own = list(dict.fromkeys(table["wave"].dropna())) if "wave" in table else [""]
    if isinstance(lookup.get("wave"), Mapping) and (lacking := [w for w in own if w not in lookup["wave"]]):
        return [(f"wave: nothing for {', '.join(map(repr, lacking))}", "Name a wave of the register for each wave")]
    wanted = list(dict.fromkeys(register_wave(lookup, wave) for wave in own))
    if strange := [wave for wave in wanted if wave and wave not in waves]:
        return [(f"{lookup['instrument']} has no wave {w!r}", suggestion(w, waves)) for w in strange]
    twice = sorted({key for wave in wanted for key in _twice(_pairs(lookup, other, wave)[lookup["key"]])})
    if not twice:
        return []
    found = f"{lookup['instrument']} has several values for {lookup['key']} " + ", ".join(map(repr, twice[:5]))
    return [(found, "Name one wave with wave:, or one for each wave of the respondents, or correct the register")]


def _made_for(table: pd.DataFrame, spec: Mapping[str, Any]) -> pd.DataFrame:
    return table[table["wave"].isin(list(spec["waves"]))] if "waves" in spec else table


def _twice(keys: pd.Series) -> set[Any]:
    return set(keys[keys.duplicated()])


def _strange(values: pd.Series, variable: Variable, book: Codebook) -> list[tuple[str, str]]:
    """Codes that the value set does not have."""
    if not variable.is_coded:
        return []
    codes = book.value_set(variable.value_set).codes
    strange = sorted(set(values.dropna()) - set(codes), key=str)
    allowed = "Codes: " + ", ".join(map(str, codes))
    return [(f"{code!r} is no code of {variable.value_set!r}", allowed) for code in strange]
