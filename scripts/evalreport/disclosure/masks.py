"""Masks: which rows of an exhibit are withheld and why, as the plan for the report decides, and as the protection reads them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalreport.disclosure.blocks import Block
from evalreport.disclosure.ledger import Key, Ledger
from evalreport.disclosure.plan import Secret, plan
from evalreport.disclosure.primary import Case
from evalreport.disclosure.protection import Mask, accompanied, protect
from evalreport.evaluation.model import Exhibit
from evalreport.files.estimates import TOTAL

COLUMNS = ["variable", "category", "group", "reason"]
ALONE = "table"  # the reason of rows that no vector stands for: protected in their own exhibit
ACCOMPANIES = "with"  # the reason of rows that tell of withheld ones by their nature
TESTS = "*tests"  # the category of a mask's row that withholds the tests of a variable; it has no number
RANK = "rank"  # the test that reads answers which its exhibit need not show


@dataclass(frozen=True)
class Planned:
    """The plan of one instrument: its ledger, row (position) -> why it is withheld, and what must stay unknown."""

    ledger: Ledger
    withheld: Mapping[int, str]
    secrets: tuple[Secret, ...]


def planned(blocks: Sequence[Block], exceptions: Collection[Key] = ()) -> list[Planned]:
    """The plan of each block; exceptions: rows that somebody has let out."""
    found = []
    for block in blocks:
        let_out = {i for i in block.primary if block.ledger.rows[i].key in exceptions}
        kept = {i: reason for i, reason in block.primary.items() if i not in let_out}
        secrets = tuple(secret for secret in block.secrets if secret.key not in exceptions)
        found.append(Planned(block.ledger, plan(block.ledger, kept, secrets), secrets))
    return found


def masks(
    cases: Sequence[tuple[Exhibit, Case]], plans: Sequence[Planned], exceptions: Collection[Key] = ()
) -> dict[str, pd.DataFrame]:
    """Exhibit -> its withheld rows (COLUMNS)."""
    reasons = {each.ledger.rows[i].key: reason for each in plans for i, reason in each.withheld.items()}
    found = {exhibit.id: _mask(exhibit, case, reasons, exceptions) for exhibit, case in cases}
    gone = {(exhibit.instrument, name) for exhibit, _ in cases for name in found[exhibit.id]["variable"]}
    return {exhibit.id: _with_tests(exhibit, case, found[exhibit.id], gone) for exhibit, case in cases}


def _with_tests(exhibit: Exhibit, case: Case, mask: pd.DataFrame, gone: Collection[tuple[str, str]]) -> pd.DataFrame:
    """A mask with the rank tests of questions of which a number is withheld anywhere: they are of all answers, whatever is shown.

    Where answers are put together, or only their mean is shown, ranks tell how many gave each answer that another exhibit withholds.
    """
    shown = dict.fromkeys(case.table["variable"].astype(str)) if exhibit.test == RANK else {}
    rows = [(name, TESTS, TOTAL, ACCOMPANIES) for name in shown if (exhibit.instrument, name) in gone]
    return pd.concat([mask, pd.DataFrame(rows, columns=COLUMNS)], ignore_index=True) if rows else mask


def withheld_tests(mask: pd.DataFrame) -> set[str]:
    """The variables whose tests a mask withholds, besides those of which it withholds a number."""
    return set(mask.loc[mask["category"] == TESTS, "variable"])


def _mask(
    exhibit: Exhibit,
    case: Case,
    reasons: Mapping[Key, str],
    exceptions: Collection[Key],
) -> pd.DataFrame:
    table, limits, small = case.table, case.limits, case.small
    found = [reasons.get((exhibit.id, *key), "") for key in case.keys]
    unplanned = [
        i for i, key in enumerate(case.keys) if key not in case.vectors and (exhibit.id, *key) not in exceptions
    ]
    if unplanned:
        alone = protect(table, limits.minimum_cell, limits.minimum_base, case.structure)["suppressed"].to_numpy() == 1
        for i in (i for i in unplanned if not found[i]):
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
