"""Masks: which rows of an exhibit are withheld and why, as the plan for the report decides, and as the protection reads them."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from evalreport.disclosure.blocks import Block
from evalreport.disclosure.plan import plan
from evalreport.disclosure.primary import Case
from evalreport.disclosure.protection import Mask, accompanied, protect
from evalreport.evaluation.model import Exhibit

COLUMNS = ["variable", "category", "group", "reason"]
ALONE = "table"  # the reason of rows that no vector stands for: protected in their own exhibit
ACCOMPANIES = "with"  # the reason of rows that tell of withheld ones by their nature


def masks(
    cases: Sequence[tuple[Exhibit, Case]],
    blocks: Sequence[Block],
    exceptions: Collection[tuple[str, str, str, str]] = (),
) -> dict[str, pd.DataFrame]:
    """Exhibit -> its withheld rows (COLUMNS); exceptions: exhibit, variable, category and group of rows that somebody has let out."""
    reasons: dict[tuple[str, str, str, str], str] = {}
    for block in blocks:
        let_out = {i for i in block.primary if block.ledger.rows[i].key in exceptions}
        kept = {i: reason for i, reason in block.primary.items() if i not in let_out}
        secrets = [secret for secret in block.secrets if secret.key not in exceptions]
        found = plan(block.ledger, kept, secrets)
        reasons |= {block.ledger.rows[i].key: reason for i, reason in found.items()}
    return {exhibit.id: _mask(exhibit, case, reasons, exceptions) for exhibit, case in cases}


def _mask(
    exhibit: Exhibit,
    case: Case,
    reasons: Mapping[tuple[str, str, str, str], str],
    exceptions: Collection[tuple[str, str, str, str]],
) -> pd.DataFrame:
    table, limits, small = case.table, case.limits, case.small
    alone = protect(table, limits.minimum_cell, limits.minimum_base, case.structure)["suppressed"].to_numpy() == 1
    found = [reasons.get((exhibit.id, *key), "") for key in case.keys]
    for i, key in enumerate(case.keys):
        if not found[i] and key not in case.vectors and (exhibit.id, *key) not in exceptions:
            found[i] = small.get(i, ALONE if alone[i] else "")
    withheld: Mask = np.array([bool(reason) for reason in found], dtype=bool)
    for row in np.flatnonzero(accompanied(table, withheld) & ~withheld) if len(table) else ():
        found[int(row)] = ACCOMPANIES
    rows = [(*key, reason) for key, reason in zip(case.keys, found, strict=True) if reason]
    return pd.DataFrame(rows, columns=COLUMNS)


def withheld_by(table: pd.DataFrame, mask: pd.DataFrame) -> Mask:
    """Rows (n,) of the estimates that a mask withholds."""
    keys = pd.MultiIndex.from_frame(table[COLUMNS[:3]].astype(str))
    return np.asarray(keys.isin(pd.MultiIndex.from_frame(mask[COLUMNS[:3]].astype(str))), dtype=bool)
