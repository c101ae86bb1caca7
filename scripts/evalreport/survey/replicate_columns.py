"""Which columns hold the replicate weights that came with the data, and what each kind of them must tell; read without the data."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

Spec = Mapping[str, Any]
EACH = "*"  # in the name of the columns: a number
NEEDS = {"fay": ("rho",), "jkn": ("rscales",), "other": ("scale", "rscales")}  # kind -> keys that it cannot do without


def replicate_variables(spec: Spec, names: Iterable[str]) -> list[str]:
    """The columns with the replicate weights: those listed, or those of a pattern with a number for *, in their order."""
    wanted = spec["variables"]
    if not isinstance(wanted, str):
        return list(wanted)
    pattern = re.compile(re.escape(wanted).replace(re.escape(EACH), r"(\d+)"))
    found = [(int(match.group(1)), name) for name in names if (match := pattern.fullmatch(name))]
    return [name for _, name in sorted(found)]
