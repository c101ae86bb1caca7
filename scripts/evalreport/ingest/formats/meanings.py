"""Names of the codes that a format gives a meaning: months and days of the week, and what a duration is counted in."""

from evalreport.ingest.formats.spss import MONTH, SECONDS, WEEKDAY
from evalreport.words.dates import MONTHS

# SPSS counts days of the week from Sunday.
_WEEKDAYS = {
    "nb": ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
    "nn": ["sundag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"],
    "en": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
}
_SECONDS = {"nb": "sekunder", "nn": "sekund", "en": "seconds"}


def codes_of(meaning: str, language: str) -> dict[str, str]:
    """Code -> name of a meaning: "1" -> "January"; empty for a meaning without codes."""
    names = {MONTH: MONTHS, WEEKDAY: _WEEKDAYS}.get(meaning, {}).get(language, [])
    return {str(number): name for number, name in enumerate(names, start=1)}


def unit_of(meaning: str, language: str) -> str:
    """What the numbers of a meaning count, "" where that is no matter."""
    return _SECONDS[language] if meaning == SECONDS else ""
