"""What a person wrote into a cell as a number, a date or a code; what cannot be read is said, never guessed."""

import re
from datetime import date

from evalreport.records.aliases import plain
from evalreport.records.codes import JOINT, CodeList
from evalreport.records.reports.form import own_words

_NUMBER = re.compile(
    r"(?:(?:kr|nok)\.?\s*)?([-−]?)(\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,](\d{1,2})|,-+)?\s*(?:kr\.?|kroner)?", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\.?")
_NOTHING = ("", "-", "–", "—")


def cell_text(text: str) -> str:
    """The text of a cell on one line, "" where only a dash stands or what the empty form says."""
    joined = " ".join(text.split())
    return "" if joined in _NOTHING or joined in own_words() else joined


def number_in(text: str) -> str | None:
    """A number with a point for decimals: `1 250 000`, `1.250.000`, `kr 900 000,-`, `12,5`, `12.50`; None when it is not one.

    A space or point before three figures stands between thousands, a comma or point before one or two is the decimal mark; `1,250`
    could be either and is none.
    """
    found = _NUMBER.fullmatch(text.replace("\u00a0", " ").replace("\u202f", " ").strip())
    if found is None:
        return None
    whole = ("-" if found[1] else "") + re.sub(r"[ .]", "", found[2])
    decimals = (found[3] or "").rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def date_in(text: str) -> str | None:
    """A date as ISO: `31.03.2009`, `31.3.09` (the year 2009), `2009-03-31`; None when it is not a day in the calendar."""
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif written := _DAY.fullmatch(text):
        day, month, year = written.groups()
    else:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).isoformat()
    except ValueError:
        return None


def codes_in(text: str, codes: CodeList, aliases: dict[str, str]) -> str | None:
    """The codes for labels (or codes, or aliases) separated by semicolons; None when one of them is nothing of the list."""
    known = known_names(codes) | aliases
    found = [known.get(plain(part)) for part in text.split(JOINT) if part.strip()]
    if not found or None in found:
        return None
    return JOINT.join(code for code in codes.known if code in found)


def known_names(codes: CodeList) -> dict[str, str]:
    """Labels and codes of a list, made plain -> code."""
    return {plain(code.code): code.code for code in codes.codes} | {plain(c.label): c.code for c in codes.codes}
