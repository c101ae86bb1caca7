"""Exhibits about the data themselves, by kind: response, flow, cleaning, units by name, and what weighting did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evalreport.derive import where
from evalreport.evaluation import Exhibit
from evalreport.register_estimates import (
    cleaning_estimates,
    flow_estimates,
    response_estimates,
    unit_estimates,
    units_estimates,
)
from evalreport.response_plan import by_unit
from evalreport.tables import read_table
from evalreport.view import TOTAL
from evalreport.weight_estimates import weighting_estimates
from evalreport.weighting_plan import KINDS, part_of

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
