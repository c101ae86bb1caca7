"""Words of annual reports: what is found missing or doubtful in them, and what the table of coverage says."""

REPORT_WORDS: dict[str, dict[str, str]] = {
    "coverage_report": {"nb": "Rapport levert", "nn": "Rapport levert", "en": "Report handed in"},
    "coverage_filled": {"nb": "ja", "nn": "ja", "en": "yes"},
    "coverage_empty": {"nb": "tom", "nn": "tom", "en": "empty"},
    "coverage_left_out": {"nb": "ikke med", "nn": "ikkje med", "en": "left out"},
    "coverage_no_report": {"nb": "–", "nn": "–", "en": "–"},
    "coverage_sum": {"nb": "Utfylt", "nn": "Utfylt", "en": "Filled in"},
    "coverage_of": {"nb": "{n} av {total}", "nn": "{n} av {total}", "en": "{n} of {total}"},
    "coverage_key_filled": {"nb": "ja = utfylt", "nn": "ja = utfylt", "en": "yes = filled in"},
    "coverage_key_empty": {
        "nb": "tom = feltet står tomt",
        "nn": "tom = feltet står tomt",
        "en": "empty = the field is empty",
    },
    "coverage_key_left_out": {
        "nb": "ikke med = rapporten har ikke punktet",
        "nn": "ikkje med = rapporten har ikkje punktet",
        "en": "left out = the report does not have the item",
    },
    "coverage_key_no_report": {"nb": "– = ingen rapport", "nn": "– = ingen rapport", "en": "– = no report"},
    "coverage_marked": {"nb": "* = se merknadene", "nn": "* = sjå merknadene", "en": "* = see the remarks"},
    "finding_no_report": {"nb": "Det er ingen rapport.", "nn": "Det er ingen rapport.", "en": "There is no report."},
    "finding_empty_field": {"nb": "Feltet står tomt.", "nn": "Feltet står tomt.", "en": "The field is empty."},
    "finding_left_out": {
        "nb": "Rapporten har ikke dette punktet.",
        "nn": "Rapporten har ikkje dette punktet.",
        "en": "The report does not have this item.",
    },
    "finding_empty_row": {
        "nb": "Det er ikke svart på «{subject}».",
        "nn": "Det er ikkje svart på «{subject}».",
        "en": "There is no answer to ‘{subject}’.",
    },
    "finding_empty_cell": {
        "nb": "«{column}» står tom for «{subject}».",
        "nn": "«{column}» står tom for «{subject}».",
        "en": "‘{column}’ is empty for ‘{subject}’.",
    },
    "finding_unreadable_number": {
        "nb": "«{found}» er ikke lest som et tall («{column}», «{subject}»).",
        "nn": "«{found}» er ikkje lese som eit tal («{column}», «{subject}»).",
        "en": "‘{found}’ was not read as a number (‘{column}’, ‘{subject}’).",
    },
    "finding_unreadable_date": {
        "nb": "«{found}» er ikke lest som en dato («{column}», «{subject}»).",
        "nn": "«{found}» er ikkje lese som ein dato («{column}», «{subject}»).",
        "en": "‘{found}’ was not read as a date (‘{column}’, ‘{subject}’).",
    },
    "finding_unknown_code": {
        "nb": "«{found}» står ikke i listen for «{column}» («{subject}»).",
        "nn": "«{found}» står ikkje i lista for «{column}» («{subject}»).",
        "en": "‘{found}’ is not on the list of ‘{column}’ (‘{subject}’).",
    },
    "finding_unknown_name": {
        "nb": "«{found}» er ikke funnet under dette eller et annet kjent navn.",
        "nn": "«{found}» er ikkje funne under dette eller eit anna kjent namn.",
        "en": "‘{found}’ was not found under this or another known name.",
    },
    "finding_alias_used": {
        "nb": "«{found}» er lest som «{expected}».",
        "nn": "«{found}» er lese som «{expected}».",
        "en": "‘{found}’ was read as ‘{expected}’.",
    },
    "finding_sum_differs": {
        "nb": "Summen under «{column}» er ført som {found}; radene gir {expected}.",
        "nn": "Summen under «{column}» er ført som {found}; radene gir {expected}.",
        "en": "The sum under ‘{column}’ is given as {found}; the rows make {expected}.",
    },
    "finding_sum_unchecked": {
        "nb": "Summen under «{column}» er ikke kontrollert: en av radene mangler et lesbart tall.",
        "nn": "Summen under «{column}» er ikkje kontrollert: ei av radene manglar eit tal som kan lesast.",
        "en": "The sum under ‘{column}’ was not checked: a row lacks a number that can be read.",
    },
    "finding_missing_column": {
        "nb": "Tabellen har ikke kolonnen «{column}».",
        "nn": "Tabellen har ikkje kolonnen «{column}».",
        "en": "The table does not have the column ‘{column}’.",
    },
    "finding_unknown_column": {
        "nb": "Kolonnen «{found}» er ikke i skjemaet og er ikke lest.",
        "nn": "Kolonnen «{found}» er ikkje i skjemaet og er ikkje lesen.",
        "en": "The column ‘{found}’ is not in the form and was not read.",
    },
    "finding_unknown_heading": {
        "nb": "Punktet «{found}» er ikke i skjemaet og er ikke lest.",
        "nn": "Punktet «{found}» er ikkje i skjemaet og er ikkje lese.",
        "en": "The item ‘{found}’ is not in the form and was not read.",
    },
    "finding_unread_line": {
        "nb": "«{found}» er ikke lest som en rad.",
        "nn": "«{found}» er ikkje lese som ei rad.",
        "en": "‘{found}’ was not read as a row.",
    },
    "finding_misread_word": {
        "nb": "Det feilleste ordet «{found}» er rettet til «{expected}».",
        "nn": "Det feillesne ordet «{found}» er retta til «{expected}».",
        "en": "The misread word ‘{found}’ was corrected to ‘{expected}’.",
    },
    "form_year": {"nb": "År", "nn": "År", "en": "Year"},
    "form_choose": {"nb": "Velg", "nn": "Vel", "en": "Choose"},
    "form_write": {"nb": "Klikk her og skriv.", "nn": "Klikk her og skriv.", "en": "Click here and write."},
    "form_do_not_change": {
        "nb": "Ikke endre denne linjen:",
        "nn": "Ikkje endre denne lina:",
        "en": "Do not change this line:",
    },
}
