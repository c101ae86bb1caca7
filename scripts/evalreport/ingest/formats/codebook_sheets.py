"""Sheets that describe columns: variable, label, code and text, under the names that programs and people give them."""

from collections.abc import Mapping, Sequence

NAMES: Mapping[str, tuple[str, ...]] = {
    "variable": (
        "variable",
        "variabel",
        "name",
        "navn",
        "namn",
        "column",
        "kolonne",
        "field",
        "variable name",
        "variabelnavn",
        "variablename",
        "v.name",
    ),
    "label": (
        "label",
        "etikett",
        "question",
        "spørsmål",
        "wording",
        "ordlyd",
        "description",
        "variable label",
        "variabeletikett",
        "questiontext",
        "spørsmålstekst",
    ),
    "code": ("code", "kode", "value", "verdi"),
    "text": (
        "text",
        "tekst",
        "value label",
        "answer",
        "svar",
        "verdietikett",
        "meaning",
        "svaralternativ",
        "svartekst",
    ),
}


def places(row: Sequence[str]) -> dict[str, int]:
    """Where variable, label, code and text stand in a row of headings, as far as they do."""
    head = [cell.strip().casefold() for cell in row]
    found = {key: next((head.index(name) for name in names if name in head), -1) for key, names in NAMES.items()}
    return {key: place for key, place in found.items() if place >= 0}


def describes(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a sheet describe columns rather than hold answers."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    found = places(first)
    return "variable" in found and ("label" in found or {"code", "text"} <= set(found))


def described(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows of such a sheet by variable, label, code and text; a variable's name left out is the one above."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    known, last, found = places(rows[0]), "", []
    for row in rows[1:]:
        cells = {key: row[place].strip() if place < len(row) else "" for key, place in known.items()}
        last = cells["variable"] or last
        found.append(cells | {"variable": last})
    return found
