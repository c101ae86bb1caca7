"""A picture has no numbers."""

from collections.abc import Mapping
from typing import Any

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.sources import Numbers, Sources, Tables
from evalreport.files.tables import estimates_table


def _nothing(exhibit: Exhibit, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    return Tables(estimates_table([], exhibit.id))


NUMBERS: dict[str, Numbers] = {"picture": _nothing}
