"""The coding of the project catalogue: what the projects are, two coders' sheets, and what was decided where they disagree.

catalogue.csv holds the final codes, which are those of the published overviews; disagreements.csv says where a coder chose otherwise.
"""

import csv
from pathlib import Path

from openpyxl import Workbook
from writers import csv_bytes, write_workbook

HERE = Path(__file__).parent
VARIABLES = {"project_type": "Prosjekttype", "target": "Målgruppe", "method": "Metode", "knowledge": "Kunnskapstype"}
CATALOGUE = {
    "number": "Nr",
    "region": "Region",
    "level": "Nivå",
    "part_of": "Hører til",
    "title": "Prosjekt",
    "focus": "Problemstilling",
    "status": "Status",
    "dissemination": "Formidling",
}
NONE = "–"


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_coding(folder: Path) -> None:
    """projects.xlsx, coder_a.xlsx, coder_b.csv and adjudication.xlsx."""
    folder.mkdir(parents=True, exist_ok=True)
    projects = _rows("catalogue.csv")
    coded = [project for project in projects if project["level"] != "heading"]
    otherwise = {(r["number"], r["variable"], r["coder"]): r["codes"] for r in _rows("disagreements.csv")}
    reasons = {(r["number"], r["variable"]): r["reason"] for r in _rows("disagreements.csv")}

    def codes(project: dict[str, str], variable: str, coder: str) -> str:
        return otherwise.get((project["number"], variable, coder), project[variable]) or NONE

    def sheet(coder: str) -> list[list[object]]:
        head: list[object] = ["Nr", "Prosjekt", *VARIABLES.values()]
        return [head, *([p["number"], p["title"], *(codes(p, v, coder) for v in VARIABLES)] for p in coded)]

    decisions = [
        [p["number"], VARIABLES[v], codes(p, v, "a"), codes(p, v, "b"), p[v] or NONE, reasons[p["number"], v]]
        for p in coded
        for v in VARIABLES
        if (p["number"], v) in reasons
    ]
    _workbook(
        folder / "projects.xlsx",
        "Prosjekter",
        [list(CATALOGUE.values()), *([p[c] for c in CATALOGUE] for p in projects)],
    )
    _workbook(folder / "coder_a.xlsx", "Koding", sheet("a"))
    (folder / "coder_b.csv").write_bytes(csv_bytes(sheet("b"), ",", "utf-8", "\r\n"))
    head = ["Nr", "Variabel", "Koder A", "Koder B", "Vedtatt", "Begrunnelse"]
    _workbook(folder / "adjudication.xlsx", "Vedtak", [head, *decisions])


def _workbook(path: Path, name: str, rows: list[list[object]]) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "B2"
    for column, width in zip("ABCDEFGH", (8, 40, 22, 22, 30, 60, 20, 24), strict=True):
        sheet.column_dimensions[column].width = width
    write_workbook(path, book)
