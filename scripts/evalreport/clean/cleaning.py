"""The rule engine: ingested waves + codebook + rules -> one tidy table, a log of every change, and missing counts.

`replay` makes the same table from the ingested waves and the log alone, so the log is the whole truth about cleaning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import pandas as pd

from evalreport.clean.coding import Coder, coder, dtype_of, encode, kinds_of_missing, mapped, uncoded
from evalreport.clean.exclusive import exclusive_boxes
from evalreport.clean.jumps import answers_of, behind_jumps, passed_by, without_open_boxes
from evalreport.clean.rules import CODING, Rule
from evalreport.clean.steps import CODE, DROPPED, EMPTIED, FLAG, ROW, STEPS, TEXT, Change, WaveTable
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import MISSING_KINDS, NOT_APPLICABLE
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import suggestion

KEPT = "kept"
LOG_COLUMNS = tuple(field.name for field in fields(Change))
MISSING_COLUMNS = ("wave", "variable", "n", "valid", *MISSING_KINDS, "empty", "not_asked")

Values = dict[str, pd.Series]  # variable -> values of one wave (object, None where there is none), by source row


@dataclass(frozen=True)
class Cleaned:
    """The tidy table of all waves, the log of changes, and how many answers each variable lacks, and why."""

    table: pd.DataFrame
    log: pd.DataFrame
    missing: pd.DataFrame


def clean(
    ingested: Mapping[str, pd.DataFrame],
    book: Codebook,
    rules: Iterable[Rule] = (),
    files: Mapping[str, str] | None = None,
    decimals: Mapping[str, str] | None = None,
) -> Cleaned:
    """Clean all waves of an instrument.

    ingested: wave -> table of texts with column `row`; files: wave -> name of the source, for messages; decimals: wave
    -> decimal mark (default "."). Raises BadInput naming every missing column, then every value that is neither
    known to the codebook nor handled by a rule.
    """
    rules = tuple(rules)
    waves = [_wave_table(wave, ingested[wave], book, (files or {}).get(wave, wave)) for wave in book.waves]
    raise_if(problem for wave in waves for problem in _missing_columns(wave, book))
    changes: list[Change] = []
    problems: list[Problem] = []
    coded: dict[str, Values] = {}
    for table in waves:
        table, by_steps = _apply_steps(table, rules)
        values, by_coding, wrong = _code(table, book, rules, (decimals or {}).get(table.wave, "."))
        for check in (exclusive_boxes, behind_jumps):
            values, found, undecided = check(table.wave, table.file, table.cells, values, book, rules)
            by_coding += found
            problems += undecided
        coded[table.wave] = values
        changes += by_steps + by_coding + _flags(table.wave, values, book, rules)
        problems += wrong
    raise_if(problems)
    return Cleaned(_tidy(coded, book), _log(changes), _missing(coded, book))


def replay(
    ingested: Mapping[str, pd.DataFrame],
    book: Codebook,
    log: pd.DataFrame,
    decimals: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The clean table from the ingested waves, the codebook's coding and the log alone, without any rule."""
    coded = {}
    for wave in book.waves:
        table = _wave_table(wave, ingested[wave], book, wave)
        records = log.loc[log["wave"] == wave, list(LOG_COLUMNS)].itertuples(index=False)
        changes = [Change(*record) for record in records]
        coded[wave] = _replay_wave(table, changes, book, (decimals or {}).get(wave, "."))
    return _tidy(coded, book)


def _replay_wave(table: WaveTable, changes: Iterable[Change], book: Codebook, decimal: str) -> Values:
    changes = tuple(changes)
    table = table.without(change.row for change in changes if change.stage == ROW)
    cells = table.cells.copy()
    for change in changes:
        if change.stage == TEXT and change.row in cells.index:
            cells.at[change.row, change.variable] = change.new
    values = {v.name: encode(cells[v.name], coder(book, v, table.wave, decimal)) for v in book.variables}
    for change in changes:
        if change.stage == EMPTIED:
            values[change.variable][change.row] = None
        elif change.stage == CODE:
            variable = book.variable(change.variable)
            values[change.variable][change.row] = book.value_set(variable.value_set).code_of(change.new)
    return without_open_boxes(table.wave, values, book)


def _wave_table(wave: str, ingested: pd.DataFrame, book: Codebook, file: str) -> WaveTable:
    raw = ingested.set_index("row")
    empty = pd.Series("", index=raw.index, dtype=object)
    cells = {}
    for variable in book.variables:
        source = variable.sources.get(wave)
        cells[variable.name] = raw[source].fillna("").str.strip().astype(object) if source in raw.columns else empty
    return WaveTable(wave, file, raw, pd.DataFrame(cells, index=raw.index))


def _missing_columns(table: WaveTable, book: Codebook) -> list[Problem]:
    sources = {v.name: v.sources[table.wave] for v in book.variables if table.wave in v.sources}
    free = set(table.raw.columns) - set(sources.values())
    return [
        Problem(table.file, "header", f"no column {source!r} (variable {name})", suggestion(source, free))
        for name, source in sources.items()
        if source not in table.raw.columns
    ]


def _apply_steps(table: WaveTable, rules: Iterable[Rule]) -> tuple[WaveTable, list[Change]]:
    changes: list[Change] = []
    for rule in rules:
        if rule.type in STEPS and table.wave in rule.waves:
            table, found = STEPS[rule.type](table, rule)
            changes += found
    return table, changes


def _code(
    table: WaveTable, book: Codebook, rules: Iterable[Rule], decimal: str
) -> tuple[Values, list[Change], list[Problem]]:
    """The values of a wave, what recode and reverse rules changed, and what could not be coded."""
    rules = [rule for rule in rules if rule.type in CODING and table.wave in rule.waves]
    values: Values = {}
    changes: list[Change] = []
    problems: list[Problem] = []
    for variable in book.variables:
        texts = table.cells[variable.name]
        read = coder(book, variable, table.wave, decimal)
        coded = encode(texts, read)
        for rule in rules:
            if variable.name in rule.variables:
                coded, found = _recode(table.wave, variable, texts, coded, rule, book)
                changes += found
        values[variable.name] = coded
        column = variable.sources.get(table.wave, variable.name)
        problems += uncoded(texts, coded, _widened(read, variable, rules, book), table.file, column)
    return values, changes, problems


def _widened(read: Coder, variable: Variable, rules: Iterable[Rule], book: Codebook) -> Coder:
    """The coder with the texts that recode rules know, so that a message names all that is allowed."""
    maps = [mapped(book, variable, r["map"]) for r in rules if r.type == "recode" and variable.name in r.variables]
    return Coder(
        variable, {**read.codes, **{text: code for codes in maps for text, code in codes.items()}}, read.decimal
    )


def _recode(
    wave: str, variable: Variable, texts: pd.Series, values: pd.Series, rule: Rule, book: Codebook
) -> tuple[pd.Series, list[Change]]:
    if rule.type == "recode":
        codes = mapped(book, variable, rule["map"])
        new = [codes.get(text, value) for text, value in zip(texts, values, strict=True)]
    else:
        low, high = rule["minimum"], rule["maximum"]
        kinds = book.value_set(variable.value_set).missing
        turned = {code: low + high - code for code in range(low, high + 1) if code not in kinds}
        new = [turned.get(value, value) for value in values]
    after = pd.Series(new, index=values.index, dtype=object)
    changes = [
        Change(wave, int(row), variable.name, str(text if old is None else old), str(now), rule.id, rule.reason, CODE)
        for row, text, old, now in zip(texts.index, texts, values, new, strict=True)
        if old != now
    ]
    return after, changes


def _flags(wave: str, values: Values, book: Codebook, rules: Iterable[Rule]) -> list[Change]:
    """Rows kept although something lacks, so that a reader of the log knows how many."""
    return [
        Change(wave, int(row), name, "", KEPT, rule.id, rule.reason, FLAG)
        for rule in rules
        if rule.type == "flag" and wave in rule.waves
        for name in rule.variables
        for row in values[name].index[answers_of(values[name], book.variable(name), book).isna()]
    ]


def _tidy(coded: Mapping[str, Values], book: Codebook) -> pd.DataFrame:
    rows = [(wave, row) for wave in book.waves for row in _index(coded[wave])]
    columns: dict[str, Any] = {
        "respondent": pd.array([f"{wave}-{row}" for wave, row in rows], dtype="string"),
        "wave": pd.array([wave for wave, _ in rows], dtype="string"),
    }
    for variable in book.variables:
        parts = [answers_of(coded[wave][variable.name], variable, book) for wave in book.waves]
        values = [None if pd.isna(value) else value for part in parts for value in part]
        columns[variable.name] = pd.array(values, dtype=dtype_of(variable, book))
    return pd.DataFrame(columns)


def _index(values: Values) -> pd.Index:
    return next(iter(values.values())).index if values else pd.Index([])


def _log(changes: Iterable[Change]) -> pd.DataFrame:
    table = pd.DataFrame([asdict(change) for change in changes], columns=list(LOG_COLUMNS))
    return table.astype({"row": "int64"} | {name: "str" for name in LOG_COLUMNS if name != "row"})


def _missing(coded: Mapping[str, Values], book: Codebook) -> pd.DataFrame:
    past = {wave: passed_by(wave, coded[wave], book) for wave in book.waves}
    rows = [
        _missing_row(wave, variable, coded[wave][variable.name], book, past[wave].get(variable.name))
        for wave in book.waves
        for variable in book.variables
    ]
    return pd.DataFrame(rows, columns=list(MISSING_COLUMNS))


def _missing_row(
    wave: str, variable: Variable, values: pd.Series, book: Codebook, past: pd.Series | None
) -> dict[str, str | int]:
    """Counts that add up to n; a cell a rule emptied counts as empty; past: rows that were led past the question."""
    kinds = kinds_of_missing(values, variable, book)
    if past is not None:
        kinds = kinds.where(~past, NOT_APPLICABLE)
    counts = {kind: int((kinds == kind).sum()) for kind in MISSING_KINDS}
    none = int((values.isna() & (kinds == "")).sum())
    asked = variable.asked_in(wave)
    return {
        "wave": wave,
        "variable": variable.name,
        "n": len(values),
        "valid": len(values) - none - sum(counts.values()),
        **counts,
        "empty": none if asked else 0,
        "not_asked": 0 if asked else none,
    }


def summary(log: pd.DataFrame, rules: Iterable[Rule], waves: Iterable[str]) -> pd.DataFrame:
    """How often each rule acted, by wave; 0 tells of a rule that has become idle."""
    counts = log.groupby(["rule", "wave"]).size().to_dict()
    waves = tuple(waves)
    rows = [
        {"rule": rule.id, "wave": wave, "changes": int(counts.get((rule.id, wave), 0)), "reason": rule.reason}
        for rule in rules
        for wave in waves
        if wave in rule.waves
    ]
    return pd.DataFrame(rows, columns=["rule", "wave", "changes", "reason"])


__all__ = ["DROPPED", "Cleaned", "clean", "replay", "summary"]
