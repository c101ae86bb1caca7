"""Which counts of the cleaning may be said: those of the summary pass the same gate as an exhibit of kind cleaning."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.disclosure.protection import protect
from evalreport.disclosure.structure import structure_from
from evalreport.exhibits.register.numbers import cleaning_estimates

Count = tuple[str, str, str]  # instrument, wave, and a rule or `received`


def withheld_counts(
    manifests: Sequence[Mapping[str, Any]], logs: Mapping[str, pd.DataFrame], limits: Mapping[str, Any]
) -> frozenset[Count]:
    """The counts of rules, and of rows received, that are withheld; limits: `Project.cleaning_limits`.

    An exhibit of the same instrument withholds the same counts, as both are made here of the same log and limits: neither gives
    the other's away.
    """
    found = []
    for instrument, log in logs.items():
        received = {m["wave"]: m["rows"] for m in manifests if m.get("instrument") == instrument}
        table = cleaning_estimates("", log, received)
        if len(table):
            kept = protect(table, limits["minimum_cell"], 0, structure_from(limits["structures"][instrument]))
            gone = kept[kept["suppressed"] == 1]
            found += [(instrument, str(r.group), str(r.variable)) for r in gone.itertuples()]
    return frozenset(found)
