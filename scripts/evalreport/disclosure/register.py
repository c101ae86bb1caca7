"""The register of a plan: every row that does not leave, or leaves by exception, with rule, status, reason, and what would help.

The columns follow the record of outputs that ACRO keeps (Green, Ritchie and Smith 2021: an output, the rule it fell under, its
status, and who let it out and why).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalreport.disclosure.masks import Planned
from evalreport.disclosure.plan import Finding, audit
from evalreport.disclosure.primary import Case
from evalreport.evaluation.model import Exhibit
from evalreport.files.errors import Problem
from evalreport.files.estimates import BASE, BESIDE, EXTREMES, MEAN, OWN_BASE, TOTAL

Key = tuple[str, str, str, str]  # exhibit, variable, category, group
WITHHELD, EXCEPTION, BREACH = "withheld", "exception", "breach"
COLUMNS = [
    "exhibit", "variable", "category", "group", "rule", "status", "at_least", "at_most", "limit",
    "narrowed_by", "lost", "numbers", "advice", "reason", "approved_by",
]  # fmt: skip
TEXT = tuple(name for name in COLUMNS if name not in ("at_least", "at_most", "limit", "lost", "numbers"))
TOGETHER = " + "  # between answers or groups that are better put together


def register(
    cases: Sequence[tuple[Exhibit, Case]],
    plans: Sequence[Planned],
    masks: Mapping[str, pd.DataFrame],
    exceptions: Iterable[Mapping[str, Any]] = (),
) -> pd.DataFrame:
    """COLUMNS, a row each withheld or excepted number, sorted as the exhibits are planned.

    at_least, at_most: what a reader of everything published cannot narrow down further (small numbers only; the true interval is
    at least as wide); narrowed_by: the exhibits whose numbers do it; lost, numbers: rows withheld in the exhibit, and rows it has;
    advice: answers or groups to put together, so that less is lost.
    """
    findings = {found.secret.key: found for each in plans for found in _weakest(each)}
    let_out = {_key(each): each for each in exceptions}
    rows: list[tuple[Any, ...]] = []
    for exhibit, case in cases:
        mask = masks[exhibit.id]
        advice = {name: advised(case, name, mask) for name in dict.fromkeys(mask["variable"])}
        reasons = {(exhibit.id, v, c, g): r for v, c, g, r in mask.itertuples(index=False, name=None)}
        for key in ((exhibit.id, *key) for key in case.keys):
            if key not in reasons and key not in let_out:
                continue
            found = findings.get(key)
            out = {} if key in reasons else let_out.get(key, {})  # the plan may have taken it back for another's sake
            status = EXCEPTION if out else BREACH if found and found.breached else WITHHELD
            counted = found is not None and found.counts
            ends = (found.low, found.high, found.secret.minimum) if found and counted else (np.nan, np.nan, np.nan)
            narrowed = sorted({row.key[0] for row in found.rows}) if found else []
            told = (" ".join(narrowed), len(reasons), len(case.table), advice.get(key[1], ""))
            rows.append(
                (*key, reasons.get(key, ""), status, *ends, *told, out.get("reason", ""), out.get("approved_by", ""))
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _key(exception: Mapping[str, Any]) -> Key:
    return tuple(str(exception[name]) for name in ("exhibit", "variable", "category", "group"))  # type: ignore[return-value]


def _weakest(planned: Planned) -> Iterable[Finding]:
    """One finding a row: a breach where any of its numbers is one, else that of its respondents."""
    found: dict[Key, Finding] = {}
    for each in audit(planned.ledger, planned.withheld, planned.secrets):
        before = found.get(each.secret.key)
        if before is None or (each.breached and not before.breached):
            found[each.secret.key] = each
    return found.values()


def advised(case: Case, variable: str, mask: pd.DataFrame) -> str:
    """Answers, or groups, of a variable to put together until none of them is small: `1 + 2; 4 + 5`; "" where that does not help."""
    table = case.table[case.table["variable"] == variable]
    reasons = set(mask.loc[mask["variable"] == variable, "reason"])
    cells = table[~table["category"].isin([BASE, MEAN, *OWN_BASE, *BESIDE, *EXTREMES])]
    found = []
    if "base" in reasons and case.structure.panels:
        bases = table[table["category"].isin([BASE, MEAN])].drop_duplicates("group").set_index("group")["n"]
        for panel in case.structure.panels:
            inside = bases.reindex(list(panel.groups)).dropna()
            found += _merged({g: np.array([n]) for g, n in inside.items()}, case.limits.minimum_base)
    if "cell" in reasons and len(cells):
        square = cells.pivot_table(index="category", columns="group", values="n", sort=False).fillna(0)
        square = square[[name for name in square if name != TOTAL] or list(square)]
        found += _merged({c: row.to_numpy(dtype=float) for c, row in square.iterrows()}, case.limits.minimum_cell)
    return "; ".join(found)


def _merged(counts: Mapping[Any, Any], minimum: int) -> list[str]:
    """Neighbours put together until no count is above 0 and below the minimum; empty where a single one would be left."""
    parts = [([str(name)], n) for name, n in counts.items()]
    while len(parts) > 1:
        small = [i for i, (_, n) in enumerate(parts) if ((n > 0) & (n < minimum)).any()]
        if not small:
            break
        i = min(small, key=lambda at: parts[at][1].sum())
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(parts)]
        j = min(beside, key=lambda at: parts[at][1].sum())
        first, last = min(i, j), max(i, j)
        parts[first : last + 1] = [(parts[first][0] + parts[last][0], parts[first][1] + parts[last][1])]
    return [TOGETHER.join(names) for names, _ in parts if len(names) > 1] if len(parts) > 1 else []


def breaches(table: pd.DataFrame, file: str) -> list[Problem]:
    """A problem each breach of a register: what a final edition stops at."""
    return [_breach(row, file) for row in table[table["status"] == BREACH].to_dict("records")]


def _breach(row: Mapping[Any, Any], file: str) -> Problem:
    ends = [float(row[name]) for name in ("at_least", "at_most", "limit")]
    told = "from {:g} to {:g}, the limit being {:g}".format(*ends)
    known = "what is published gives it" if np.isnan(ends[0]) else f"what is published tells that it is {told}"
    together = f"Put together {row['advice']}, leave" if row["advice"] else "Leave"
    right = f"{together} out one of {row['narrowed_by'] or 'its exhibits'}, or let it out in `disclosure > exceptions`"
    return Problem(
        f"{file}, exhibit {row['exhibit']}", f"{row['variable']} / {row['category']} / {row['group']}", known, right
    )
