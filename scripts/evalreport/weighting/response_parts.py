"""Names of what a response table counts."""

from collections.abc import Mapping
from typing import Any

WORDS = ("label", "units", "areas")  # of a wave: what the reader calls it, its units and its areas
UNITS = "units"  # the source of an exhibit with a row a unit (office)
OF_UNIT = "office:"  # before the id of a unit in the group column of the response table
COUNTS = (
    "invited_offices", "answered_offices", "invited_municipalities", "answered_municipalities",
    "offices_without_form", "handed_out", "returned", "fte", "frame_fte", "usable",
)  # fmt: skip
OF_AREAS = ("invited_municipalities", "answered_municipalities")  # where the frame names the areas of its units
RATES = ("rr_forms", "rr_returned", "rr_fte", "share_offices", "share_fte", "share_frame_fte")
AAPOR = ("rr_forms", "rr_fte", "share_offices")  # those that are called by a name of AAPOR's
STANDARD = {"edition": 10, "year": 2023}  # of AAPOR's Standard Definitions, by which they are computed
REGISTERS = {  # the register that a quantity is counted in; the others need the frame and the answers only
    "forms": ("offices_without_form", "handed_out", "returned", "rr_forms", "rr_returned"),
    "fte": ("fte", "frame_fte", "rr_fte", "share_fte", "share_frame_fte"),
}
OF_A_UNIT = ("handed_out", "returned", "fte", "usable", "rr_forms", "rr_returned", "rr_fte", "share_fte")


NAME, REASON, MEMBER, RATE = "name", "reason", "group", "rate"


def counted_in(quantity: str, wave: Mapping[str, Any]) -> bool:
    """Whether a wave has the register, or names the areas, that a quantity is counted in."""
    if quantity in OF_AREAS and "municipality" not in wave["frame"]:
        return False
    return all(part in wave for part, names in REGISTERS.items() if quantity in names)


def answers_wave(name: str, spec: Mapping[str, Any]) -> str:
    """The wave of the questionnaire whose answers are counted: that named, else the wave is called like it."""
    return str(spec["answers"].get("wave", name))
