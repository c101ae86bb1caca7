"""The numbers of exhibits about the data themselves: response rates and what the cleaning did."""

from typing import Any

import pandas as pd

from evalreport.analysis import ESTIMATES
from evalreport.register_views import RECEIVED, USABLE
from evalreport.view import BASE


def _row(exhibit: str, variable: str, category: str, group: str, n: float, estimate: float) -> dict[str, Any]:
    empty = dict.fromkeys(ESTIMATES, float("nan"))
    values = {"exhibit": exhibit, "variable": variable, "category": category, "group": group}
    return empty | values | {"n": n, "n_weighted": n, "estimate": estimate, "suppressed": 0}


def cleaning_estimates(exhibit: str, log: pd.DataFrame, received: dict[str, int]) -> pd.DataFrame:
    """Counts a wave from a cleaning log (columns wave, row, variable, new, rule): rows dropped and values changed by rule.

    received: wave -> rows in the raw file.
    """
    rows = []
    dropped = log[log["variable"] == "*"]
    for wave, count in received.items():
        usable = count - int((dropped["wave"] == wave).sum())
        rows += [_row(exhibit, RECEIVED, BASE, wave, count, count), _row(exhibit, USABLE, BASE, wave, usable, usable)]
    groups: Any = log.groupby(["wave", "rule"], sort=True)
    for (wave, rule), part in groups:
        if wave in received:
            rows.append(_row(exhibit, rule, BASE, wave, len(part), len(part)))
    return pd.DataFrame(rows, columns=ESTIMATES)


def response_estimates(exhibit: str, response: pd.DataFrame, variables: list[str], groups: list[str]) -> pd.DataFrame:
    """The rows of the response table that an exhibit shows."""
    wanted = response[response["variable"].isin(variables) & response["group"].isin(groups)]
    return wanted.assign(exhibit=exhibit)[ESTIMATES].reset_index(drop=True)
