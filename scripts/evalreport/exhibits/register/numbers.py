"""The numbers of exhibits about the data themselves: response rates and what the cleaning did."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.clean.rows import where
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.register.plan import by_unit
from evalreport.exhibits.register.view import RECEIVED, USABLE
from evalreport.exhibits.sources import ROWS, Numbers, Sources, Tables, groups_of
from evalreport.files.estimates import BASE, ESTIMATES, TOTAL, EstimateRow
from evalreport.files.tables import estimates_table, read_table
from evalreport.weighting.response_parts import MEMBER, NAME, OF_UNIT, REASON


def _row(variable: str, category: str, group: str, n: float, estimate: float) -> EstimateRow:
    return EstimateRow(variable, category, group, n, n, estimate)


def cleaning_estimates(exhibit: str, log: pd.DataFrame, received: dict[str, int]) -> pd.DataFrame:
    """Counts a wave from a cleaning log (columns wave, row, variable, new, rule): rows dropped and values changed by rule.

    received: wave -> rows in the raw file.
    """
    rows = []
    dropped = log[log["variable"] == "*"]
    for wave, count in received.items():
        usable = count - int((dropped["wave"] == wave).sum())
        rows += [_row(RECEIVED, BASE, wave, count, count), _row(USABLE, BASE, wave, usable, usable)]
    groups: Any = log.groupby(["wave", "rule"], sort=True)
    for (wave, rule), part in groups:
        if wave in received:
            rows.append(_row(rule, BASE, wave, len(part), len(part)))
    return estimates_table(rows, exhibit)


def response_estimates(
    exhibit: str,
    response: pd.DataFrame,
    variables: Sequence[str],
    groups: Sequence[str],
    prefixes: Mapping[str, str],
) -> pd.DataFrame:
    """The rows of the response table that an exhibit shows; prefixes: wave -> what stands before the ids of its groups."""
    wanted = response[response["variable"].isin(variables) & response["group"].isin(groups)]
    parts = [
        wanted[wanted["exhibit"] == wave].assign(group=prefix + wanted["group"]) for wave, prefix in prefixes.items()
    ]
    return pd.concat([wanted.iloc[:0], *parts], ignore_index=True).assign(exhibit=exhibit)[ESTIMATES]


def unit_estimates(
    exhibit: str,
    response: pd.DataFrame,
    variables: Sequence[str],
    groups: Sequence[str],
    prefixes: Mapping[str, str],
) -> pd.DataFrame:
    """A row a unit and quantity: the unit's group as the variable, its name as the category, the quantity as the group.

    n is the number of usable answers from the unit, whatever the quantity: a unit is shown or withheld as a whole. Why a unit
    did not answer stands in the group `reason:<code>`. groups: headings in order; none = all units together.
    """
    rows = []
    of_unit = response[response["group"].str.startswith(OF_UNIT)]
    for wave, prefix in prefixes.items():
        units = of_unit[of_unit["exhibit"] == wave].groupby("group", sort=False)
        told = [_unit(part) for _, part in units]
        counted = [name for name in variables if any(name in unit["values"] for unit in told)]
        for heading in groups or [TOTAL]:
            inside = [unit for unit in told if heading == TOTAL or heading in unit[MEMBER]]
            rows += [
                _row(heading, name, prefix + quantity, unit["n"], value)
                for unit in inside
                for name in unit[NAME]
                for quantity, value in [
                    *((q, unit["values"].get(q, float("nan"))) for q in counted),
                    *((f"{REASON}:{code}", 1.0) for code in unit[REASON] if not unit["n"]),
                ]
            ]
    return estimates_table(rows, exhibit)


def _unit(rows: pd.DataFrame) -> dict[str, Any]:
    """What the response table says of one unit: name, reason and groups (lists), n, and values by quantity."""
    said = {key: list(rows.loc[rows["variable"] == key, "category"]) for key in (NAME, REASON, MEMBER)}
    values = dict(zip(rows["variable"], rows["estimate"], strict=True))
    values |= {"fte": values["frame_fte"]} if "frame_fte" in values else {}  # of silent units too
    return said | {"n": values["usable"], "values": values}


def flow_estimates(exhibit: str, response: pd.DataFrame, received: int | None) -> pd.DataFrame:
    """Counts of the response, and the forms received in total: which group an unusable form came from is not known."""
    counts = response[response["category"] == BASE]
    if received is None:
        return counts
    forms = estimates_table([_row(RECEIVED, BASE, TOTAL, received, received)], exhibit)
    return pd.concat([counts, forms], ignore_index=True)


def units_estimates(
    exhibit: str, data: pd.DataFrame, variables: Sequence[str], groups: Mapping[str, Mapping[str, Any]]
) -> pd.DataFrame:
    """A row a unit of a register: its name as the variable, the code of the second variable as the category ("" for none).

    groups: group id -> condition; units of no group are left out. Units are no respondents: n is 0, nothing is withheld.
    """
    name, coded = variables
    rows = [
        _row(unit, "" if pd.isna(code) else str(code), group, 0, 1)
        for group, wanted in groups.items()
        for unit, code in data.loc[where(data, wanted), [name, coded]].itertuples(index=False)
    ]
    return estimates_table(rows, exhibit)


def _response(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    table = read_table(sources.response, text=ROWS)  # type: ignore[arg-type]
    groups = groups_of(inputs)
    if by_unit(exhibit):
        return Tables(unit_estimates(exhibit.id, table, exhibit.variables, list(groups), inputs["columns"]))
    shown = [*groups, *([TOTAL] if exhibit.total or not exhibit.by else [])]
    return Tables(response_estimates(exhibit.id, table, exhibit.variables, shown, inputs["columns"]))


def _flow(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    counts = sources.received.get(exhibit.instrument, {})
    waves = exhibit.where.get("wave", tuple(counts))
    received = sum(counts[wave] for wave in waves) if RECEIVED in exhibit.variables else None
    return Tables(flow_estimates(exhibit.id, _response(exhibit, inputs, sources).estimates, received))


def _cleaning(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    log = read_table(sources.logs[exhibit.instrument], text=("wave", "variable", "rule"))
    counts = {wave: sources.received[exhibit.instrument][wave] for wave in sources.waves[exhibit.instrument]}
    return Tables(cleaning_estimates(exhibit.id, log, counts))


def _units(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    data = sources.data[exhibit.instrument]
    chosen = data[where(data, exhibit.where)]
    return Tables(units_estimates(exhibit.id, chosen, exhibit.variables, groups_of(inputs) or {TOTAL: {}}))


NUMBERS: dict[str, Numbers] = {"response": _response, "flow": _flow, "cleaning": _cleaning, "units": _units}
