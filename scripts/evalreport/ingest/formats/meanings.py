"""Names of the codes that a format gives a meaning: months and days of the week, and what a duration is counted in."""

from collections.abc import Callable

from evalreport.ingest.formats.spss import MONTH, SECONDS, WEEKDAY
from evalreport.words.catalogue import word
from evalreport.words.dates import months, weekdays

NAMES: dict[str, Callable[[str], tuple[str, ...]]] = {MONTH: months, WEEKDAY: weekdays}


def codes_of(meaning: str, language: str) -> dict[str, str]:
    """Code -> name of a meaning: "1" -> "January"; empty for a meaning without codes. SPSS counts days of the week from Sunday."""
    names = NAMES[meaning](language) if meaning in NAMES else ()
    return {str(number): name for number, name in enumerate(names, start=1)}


def unit_of(meaning: str, language: str) -> str:
    """What the numbers of a meaning count, "" where that is no matter."""
    return word("seconds", language) if meaning == SECONDS else ""
