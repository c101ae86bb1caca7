"""Names in a configuration that become parts of files' names."""

import re
from collections.abc import Mapping
from typing import Any

from evalreport.files.errors import Problem


def wave_name_problems(instruments: Mapping[str, Any], file: str) -> list[Problem]:
    """Names of waves that name no file of their own: with a sign that parts a path, or two that make one name."""
    problems: list[Problem] = []
    files: dict[str, tuple[str, str]] = {}
    for instrument, content in instruments.items():
        for wave in content["waves"]:
            place = f"instruments > {instrument} > waves"
            if re.search(r"[/\\{}\s]", wave) or not wave:
                expected = "Letters, digits, _ and - only: the name is part of a file's name"
                problems.append(Problem(file, place, f"wave {wave!r}", expected))
            other = files.setdefault(f"{instrument}_{wave}", (instrument, wave))
            if other != (instrument, wave):
                found = f"wave {wave!r} of {instrument} and wave {other[1]!r} of {other[0]} would be one file, {instrument}_{wave}"
                problems.append(Problem(file, place, found, "Rename one of the waves"))
    return problems
