"""Signs that no font of the report has, and what to do about them."""

import unicodedata

from evalreport.files.errors import Problem

REMEDY = "Put a font that has it (.ttf, for example of the Noto family) into report_templates/shared/fonts/fallback/"


def without_glyph(signs: str, file: str, place: str) -> Problem:
    """The problem of signs for which there is no font, each with its number and name."""
    each = (f"{sign} (U+{ord(sign):04X} {unicodedata.name(sign, 'without a name')})" for sign in dict.fromkeys(signs))
    return Problem(file, place, f"no font has the sign {', '.join(each)}", REMEDY)
