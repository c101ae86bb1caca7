"""What is missing or doubtful in a report but no error: named in a table and in the note under the coverage, never guessed."""

from dataclasses import dataclass

from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number

NO_REPORT, EMPTY_FIELD, LEFT_OUT, EMPTY_ROW, EMPTY_CELL = (
    "no_report",
    "empty_field",
    "left_out",
    "empty_row",
    "empty_cell",
)
UNREADABLE = {"number": "unreadable_number", "date": "unreadable_date"}
UNKNOWN_CODE, UNKNOWN_NAME, ALIAS_USED = "unknown_code", "unknown_name", "alias_used"
SUM_DIFFERS, SUM_UNCHECKED = "sum_differs", "sum_unchecked"
MISSING_COLUMN, UNKNOWN_COLUMN, UNKNOWN_HEADING = "missing_column", "unknown_column", "unknown_heading"
UNREAD_LINE, MISREAD_WORD = "unread_line", "misread_word"
IN_THE_TABLE = (NO_REPORT, EMPTY_FIELD, LEFT_OUT)  # what the cells of a table of coverage say themselves
SHOWN = 60  # characters of a text that a sentence quotes


@dataclass(frozen=True)
class Finding:
    """One thing: its kind, the section, the column, the record it is about, what was found, what was expected, the place."""

    kind: str
    section: str = ""
    column: str = ""
    subject: str = ""
    found: str = ""
    expected: str = ""
    place: str = ""

    def sentence(self, language: str, column: str) -> str:
        """The finding in words; column: its heading in the form."""
        said = {"subject": _short(self.subject), "found": _short(self.found), "expected": _short(self.expected)}
        if self.kind == SUM_DIFFERS:
            said |= {key: _amount(said[key], language) for key in ("found", "expected")}
        return word(f"finding_{self.kind}", language).format(column=column, **said)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"


def _amount(text: str, language: str) -> str:
    number = float(text)
    return format_number(number, 0 if number.is_integer() else 2, language)
