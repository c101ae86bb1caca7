"""The numbers of the exhibits of a chapter, each by its kind: from answers, registers or records, or of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evalreport.clean.rows import where
from evalreport.codebook.codebook import Codebook
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.answers import panels_from
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.records.numbers import TEXTS, record_tables
from evalreport.exhibits.records.plan import RECORDED
from evalreport.exhibits.register.numbers import (
    cleaning_estimates,
    flow_estimates,
    response_estimates,
    unit_estimates,
    units_estimates,
)
from evalreport.exhibits.register.plan import by_unit
from evalreport.exhibits.survival.numbers import survival_tables
from evalreport.exhibits.weights.numbers import weighting_estimates
from evalreport.exhibits.weights.plan import KINDS, part_of
from evalreport.files.estimates import ESTIMATES, TESTS, TOTAL
from evalreport.files.tables import read_table
from evalreport.survey.interval_rules import interval_rules
from evalreport.survey.samplings import Samplings

REGISTERED = ("response", "flow", "cleaning", "units", *KINDS)
ROWS = ("exhibit", "variable", "category", "group")  # text columns of the tables read


@dataclass(frozen=True)
class Registers:
    """What the exhibits of a chapter are read from.

    logs: instrument -> path; received: instrument -> wave -> rows of the raw file; response: path; diagnostics: scheme ->
    path; waves: instrument -> the edition's waves; data: instrument -> clean table of these; columns: exhibit of the response ->
    wave shown -> what stands before the ids of its columns; records: name.table -> its records.
    """

    logs: Mapping[str, str]
    received: Mapping[str, Mapping[str, int]]
    response: str | None
    diagnostics: Mapping[str, str]
    waves: Mapping[str, Sequence[str]]
    data: Mapping[str, pd.DataFrame]
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    records: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def registered(exhibit: Exhibit, panels: Sequence[Any], files: Registers) -> pd.DataFrame:
    """The estimates of an exhibit of one of the kinds REGISTERED; panels: (grouping, groups with id and condition)."""
    groups = {group["id"]: group["where"] for _, members in panels for group in members}
    if exhibit.kind in KINDS:
        table = read_table(files.diagnostics[exhibit.weights], text=ROWS)
        return weighting_estimates(exhibit.id, part_of(exhibit), exhibit.where.get("wave"), table)
    if exhibit.kind == "units":
        data = files.data[exhibit.instrument]
        data = data[where(data, exhibit.where)]
        return units_estimates(exhibit.id, data, exhibit.variables, groups or {TOTAL: {}})
    if exhibit.kind == "cleaning":
        log = read_table(files.logs[exhibit.instrument], text=("wave", "variable", "rule"))
        counts = {wave: files.received[exhibit.instrument][wave] for wave in files.waves[exhibit.instrument]}
        return cleaning_estimates(exhibit.id, log, counts)
    table = read_table(files.response, text=ROWS)  # type: ignore[arg-type]
    prefixes = files.columns[exhibit.id]
    if by_unit(exhibit):
        return unit_estimates(exhibit.id, table, exhibit.variables, list(groups), prefixes)
    shown = [*groups, *([TOTAL] if exhibit.total or not exhibit.by else [])]
    estimates = response_estimates(exhibit.id, table, exhibit.variables, shown, prefixes)
    if exhibit.kind == "response":
        return estimates
    return flow_estimates(exhibit.id, estimates, _received(exhibit, files))


def _received(exhibit: Exhibit, files: Registers) -> int | None:
    """Forms received in the waves of a flow."""
    counts = files.received.get(exhibit.instrument, {})
    waves = exhibit.where.get("wave", tuple(counts))
    return sum(counts[wave] for wave in waves) if "received" in exhibit.variables else None


Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]

NO_TESTS, NO_TEXTS = pd.DataFrame(columns=TESTS), pd.DataFrame(columns=TEXTS)


def chapter_tables(
    plan: Mapping[str, Any], books: Mapping[str, Codebook], files: Registers, weights: Mapping[str, pd.DataFrame]
) -> Tables:
    """Estimates, tests and texts of a chapter; plan: `Project.analysis_params`; weights: scheme -> respondent and weight."""
    samplings = Samplings(files.data, plan["designs"], weights, interval_rules(plan["uncertainty"]))
    exhibits = [Exhibit(**exhibit, title="") for exhibit in plan["exhibits"]]
    results = [_exhibit(exhibit, plan, books, files, samplings) for exhibit in exhibits]
    estimates, tests, texts = zip(*results, strict=True) if results else ((), (), ())
    return _joined(estimates, ESTIMATES), _joined(tests, TESTS), _joined(texts, TEXTS)


def _exhibit(
    exhibit: Exhibit, plan: Mapping[str, Any], books: Mapping[str, Codebook], files: Registers, samplings: Samplings
) -> Tables:
    if exhibit.kind in RECORDED:
        estimates, texts = record_tables(exhibit, plan["records"][exhibit.id], files.records[exhibit.records])
        return estimates, NO_TESTS, texts
    if exhibit.kind in REGISTERED:
        return registered(exhibit, plan["panels"].get(exhibit.id, ()), files), NO_TESTS, NO_TEXTS
    data, book = files.data[exhibit.instrument], books[exhibit.instrument]
    if exhibit.kind == "survival":
        return *survival_tables(exhibit, plan["statements"][exhibit.id], data, book, samplings), NO_TEXTS
    sampling = samplings.of(exhibit.instrument, exhibit.design, exhibit.weights)
    return *analyse(exhibit, data, book, panels_from(plan["panels"][exhibit.id]), sampling), NO_TEXTS


def _joined(tables: Iterable[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
