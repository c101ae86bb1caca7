"""Labels in tables: a sheet with variable, label, code and text, XLSForm's survey and choices, REDCap's data dictionary."""

import re
from collections.abc import Mapping, Sequence

from evalreport.ingest.formats.codebook_sheets import described, describes
from evalreport.ingest.label_files.labels import Labels, Sheets

_ANY = re.compile(r"label(::.*)?$", re.IGNORECASE)


def from_codebook(sheets: Sheets) -> Labels | None:
    """Labels of sheets that describe columns, SurveyXact's Structure and Labels and Nettskjema's codebook among them."""
    found = Labels()
    for rows in sheets.values():
        if describes(rows):
            found |= _codebook(rows)
    return found if found.columns else None


def _codebook(rows: Sequence[Sequence[str]]) -> Labels:
    labels: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for row in described(rows):
        name, label = row["variable"], row.get("label", "")
        code, text = row.get("code", ""), row.get("text", "")
        if code and not text and "text" not in row and label:
            text, label = label, ""  # variable, value and label: the label is the answer's
        if label:
            labels.setdefault(name, label)
        if code and text:
            codes.setdefault(name, {})[code.removesuffix(".0")] = text
    return Labels(labels, codes)


def _rows(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows of a table as dicts by its headings in small letters."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    head = [cell.strip().casefold() for cell in filled[0]] if filled else []
    return [{name: cell.strip() for name, cell in zip(head, row, strict=False)} for row in filled[1:]]


def from_xlsform(sheets: Sheets) -> Labels | None:
    """Labels of XLSForm (KoBo, ODK): sheet survey (type, name, label) and choices (list_name, name, label).

    https://xlsform.org/en/: `select_one list` and `select_multiple list` take their answers from a list; a column of
    select_multiple holds names parted by blanks, and one column an answer called `question/name` holds 1 and 0.
    """
    named = {name.casefold(): rows for name, rows in sheets.items()}
    if not {"survey", "choices"} <= set(named):
        return None
    lists: dict[str, dict[str, str]] = {}
    for row in _rows(named["choices"]):
        lists.setdefault(row.get("list_name") or row.get("list name", ""), {})[row.get("name", "")] = _label(row)
    labels: dict[str, str] = {}
    codes: dict[str, Mapping[str, str]] = {}
    sets: dict[str, str] = {}
    several: dict[str, str] = {}
    groups: list[str] = []
    for row in _rows(named["survey"]):
        kind, _, rest = row.get("type", "").partition(" ")
        name, label = row.get("name", ""), _label(row)
        if row.get("type", "").replace("_", " ").startswith(("begin group", "begin repeat")):
            groups.append(name)
        elif row.get("type", "").replace("_", " ").startswith(("end group", "end repeat")) and groups:
            groups.pop()
        answers = {code: text or code for code, text in lists.get(rest.split()[0] if rest else "", {}).items()}
        for full in {name, "/".join([*groups, name])} if name else ():
            labels[full] = label
            if kind == "select_one":
                codes[full] = answers
            elif kind == "select_multiple":
                several[full] = " "
                for code, text in answers.items():
                    labels[f"{full}/{code}"] = f"{label} [{text}]"
                    sets[f"{full}/{code}"] = label
    return Labels(labels, codes, sets, several)


def _label(row: Mapping[str, str]) -> str:
    """The label of a row, in the first language that has one: label, else label::English (en) and so on."""
    return row.get("label", "") or next((cell for name, cell in row.items() if _ANY.match(name) and cell), "")


def from_redcap(sheets: Sheets) -> Labels | None:
    """Labels of REDCap's data dictionary: field name, field type, field label, choices as `1, Yes | 2, No`.

    A checkbox field `f` has one column an answer, called `f___1`, with 1 where it is ticked.
    """
    rows = next((r for sheet in sheets.values() if (r := _rows(sheet)) and _is_redcap(r[0])), None)
    if rows is None:
        return None
    labels: dict[str, str] = {}
    codes: dict[str, Mapping[str, str]] = {}
    sets: dict[str, str] = {}
    for row in rows:
        name = row.get("variable / field name") or row.get("field_name", "")
        label = row.get("field label") or row.get("field_label", "")
        kind = (row.get("field type") or row.get("field_type", "")).casefold()
        choices = _choices(next((c for n, c in row.items() if n.startswith(("choices", "select_choices"))), ""))
        if kind == "checkbox":
            for code, text in choices.items():
                column = f"{name}___{code.lower().replace('-', '_')}"
                labels[column], sets[column] = f"{label} [{text}]", label
        else:
            labels[name] = label
            if kind in ("radio", "dropdown"):
                codes[name] = choices
            elif kind in ("yesno", "truefalse"):
                codes[name] = {"1": "Yes", "0": "No"} if kind == "yesno" else {"1": "True", "0": "False"}
    return Labels(labels, codes, sets)


def _is_redcap(row: Mapping[str, str]) -> bool:
    return "variable / field name" in row or {"field_name", "field_type"} <= set(row)


def _choices(text: str) -> dict[str, str]:
    pairs = (part.partition(",") for part in text.split("|") if "," in part)
    return {code.strip(): label.strip() for code, _, label in pairs}
