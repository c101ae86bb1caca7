"""Registers: the office frame, the leaders' registration forms and the full-time equivalents."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from codebook import HERE, read_rows, variables
from latent import stream
from openpyxl import Workbook
from skeleton import read_frame
from writers import csv_bytes, write_table_csv, write_workbook

FRAME_COLUMNS = ["office", "name", "municipality", "kostra_unit", "group", "region", "nav"]
FRAME_COLUMNS += ["invited", "answered", "reason", "eligible_reported"]
AGE_SHARES = [0.16, 0.33, 0.22, 0.21, 0.08]  # under 30, 30-39, 40-49, 50-59, 60 and over
EDUCATION_SHARES = [0.08, 0.64, 0.28]
WOMEN = 0.80
RECONSTRUCTED = "Rekonstruerte eksempeltall, ikke tall fra Statistisk sentralbyrå"


def write_offices(path: Path) -> None:
    """The frame: every office invited, and the rest category 900 for answers without a named place."""
    table = pd.DataFrame(read_frame())[FRAME_COLUMNS]
    write_table_csv(path, table, ",", "utf-8", "\n")


def write_kostra(path: Path) -> None:
    """Title lines, header, one line a unit, footnotes, as the statistics bank exports tables."""
    units = [list(row.values()) for row in read_rows(HERE / "kostra_units.csv")]
    rows = [
        ["Årsverk i sosialtjenesten og sosialhjelpstilfeller, etter kommune/bydel, tid og statistikkvariabel"],
        [f"KOSTRA 2007, funksjon 242a. {RECONSTRUCTED}"],
        [],
        ["nr", "kommune/bydel", "årsverk funksjon 242a 2007", "sosialhjelpstilfeller 2007"],
        *units,
        [],
        ["Fotnoter:"],
        [": Vises ikke av konfidensialitetshensyn"],
        ["For Oslo vises bydelene som er med i undersøkelsen"],
        [RECONSTRUCTED],
    ]
    path.write_bytes(csv_bytes(rows, ";", "cp1252", "\r\n"))


def split(total: int, shares: list[float], rng: np.random.Generator) -> list[int]:
    return [int(part) for part in rng.multinomial(total, shares)]


def form_rows() -> list[list[object]]:
    """One row a registration form, in order of arrival, before the mess."""
    rows = []
    for office in read_frame():
        if not office["handed_out"]:
            continue
        rng = stream("form", office["office"])
        handed, returned, eligible = (int(office[key]) for key in ("handed_out", "returned", "eligible_reported"))
        women = int(rng.binomial(eligible, WOMEN))
        staff = [women, eligible - women, *split(eligible, AGE_SHARES, rng), *split(eligible, EDUCATION_SHARES, rng)]
        arrived = date(2009, 10, 5) + timedelta(days=int(rng.integers(0, 45)))
        counts = [eligible, handed, returned, max(handed - returned, 0), *staff]
        rows.append([int(office["office"]), office["name"], arrived, *counts, ""])
    return sorted(rows, key=lambda row: (row[2], row[0]))


def with_mess(rows: list[list[object]]) -> list[list[object]]:
    """Dates in three shapes, a number with "ca.", a form without office number, one form sent twice."""
    messy = [list(row) for row in rows]
    for place, row in enumerate(messy):
        day = row[2]
        if place % 5 == 1:
            row[2] = (day - date(1899, 12, 30)).days
        elif place % 5 == 3:
            row[2] = day.strftime("%d.%m.%Y")
    by_office = {row[0]: row for row in messy}
    by_office[111][3], by_office[111][-1] = "ca. 36", "Mange deltidsstillinger, antallet er omtrentlig"
    by_office[105][-1] = "Ett skjema kopiert opp ved kontoret"
    by_office[212][0] = None
    first = [*by_office[207]]
    first[5], first[6], first[-1] = first[5] - 2, first[6] + 2, "Foreløpig"
    messy.insert(messy.index(by_office[207]), first)
    return messy


def write_office_forms(path: Path) -> None:
    """Two sheets: the forms, and the instructions sent with them."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Registrering"
    sheet.append([row["source_2009"] for row in variables("office_forms")])
    for row in with_mess(form_rows()):
        sheet.append(row)
    guide = book.create_sheet("Veiledning")
    for line in (
        "Registreringsskjema for leder (rekonstruerte data)",
        "Oppgi antall ansatte som har kommunal arbeidsgiver og driver saksbehandling etter lov om sosiale tjenester.",
        "Oppgi hvor mange skjema som er delt ut, hvor mange som er returnert og hvor mange som ikke har svart.",
        "Fordel de ansatte etter kjønn, alder og utdanning. Merkantilt ansatte skal ikke være med.",
    ):
        guide.append([line])
    write_workbook(path, book)
