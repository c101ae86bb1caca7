"""Makes the units' sheets of this folder: `python data/egenregistrering/generate`. The rows are invented, their sums are published."""

import csv
import random
from pathlib import Path

import openpyxl

FOLDER = Path(__file__).parents[1]
# form -> category -> (Heimdal/Lerkendal, Midtbyen/Østbyen); "ca" in front of what was published as approximate
FORMS = {
    "Brukere": {
        "Antall brukere": ("ca 510", "762"),
        "Behandling/rehabilitering inntil ett år": ("ca 100", "ca 145"),
        "Behandling/rehabilitering over ett år": ("ca 175", "ca 310"),
        "Habilitering/bedre livskvalitet": ("ca 220", "ca 285"),
        "Familieperspektiv": ("ca 100", "ca 90"),
        "Brukere i gruppe": ("ca 15", "ca 80"),
    },
    "Tjenester": {
        "Antall brukere": ("ca 510", "762"),
        "LAR-brukere": ("ca 55", "101"),
        "IP/Sampro/ansvarsgruppe": ("ca 145", "343"),
        "Institusjonsopphold": ("ca 45", "125"),
        "Behandling poliklinikk/privat": ("ca 98", "171"),
    },
    "Metoder": {
        "Antall brukere": ("ca 510", "762"),
        "Kognitiv tilnærming": ("ca 225", "339"),
        "Tilsyn/helse/observasjon": ("ca 205", "315"),
        "Gruppetilbud": ("ca 25", "69"),
        "Økonomi": ("ca 165", "133"),
        "Nettverk": ("ca 60", "60"),
        "Løft": ("ca 155", "166"),
        "Praktisk psykososialt arbeid": ("ca 220", "378"),
    },
    "Tid": {  # hours in two weeks; only their percentages are published
        "Reisetid": ("56", "108"),
        "Indirekte brukertid": ("248", "324"),
        "Møtetid brukere": ("272", "408"),
        "Administrativ tid": ("104", "132"),
        "Kurs/utdanning": ("96", "156"),
        "Ferie, permisjon, sykdom, fleksitid": ("24", "72"),
    },
    "Treff": {  # only the first is published as a number
        "Brukertreff": ("798", "1502"),
        "Brukere i gruppe": ("71", "185"),
        "Brukere ikke møtt": ("91", "93"),
        "Ansvarsgruppemøter": ("50", "74"),
    },
}
CASES = (["Ansatt A", "Ansatt B", "Ansatt C", "Ansatt D"], [f"Ansatt {number}" for number in range(1, 7)])


def parts(total: int, count: int, draw: random.Random) -> list[int]:
    """A total divided among some, unevenly, each at least a third of its even share."""
    weights = [draw.uniform(0.6, 1.4) for _ in range(count)]
    shares = [int(total * weight / sum(weights)) for weight in weights]
    for index in range(total - sum(shares)):
        shares[index % count] += 1
    return shares


def sheet(form: str, unit: int, draw: random.Random) -> list[list[str]]:
    """The rows of a unit's sheet: one an employee. Where the total is approximate, some of the rows are."""
    cases = CASES[unit]
    columns = []
    for published in (numbers[unit] for numbers in FORMS[form].values()):
        about = published.startswith("ca ")
        amounts = parts(int(published.removeprefix("ca ")), len(cases), draw)
        said = [f"ca {amount}" if about and index % 2 == unit else str(amount) for index, amount in enumerate(amounts)]
        if about and amounts[0] > 12:  # a range with the same middle
            said[0] = f"{amounts[0] - 2}-{amounts[0] + 2}"
        columns.append(said)
    rows = [[case, *(column[index] for column in columns)] for index, case in enumerate(cases)]
    return [["Ansatt", *FORMS[form]], *rows, ["Sum", *(numbers[unit] for numbers in FORMS[form].values())]]


def main(folder: Path = FOLDER) -> None:
    """One workbook for one unit, a CSV a form for the other: units send what they have."""
    draw = random.Random(2008)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for form in FORMS:
        own = book.create_sheet(form)
        for row in sheet(form, 0, draw):
            own.append(row)
    book.save(folder / "heimdal_lerkendal.xlsx")
    for form in FORMS:
        path = folder / f"midtbyen_ostbyen_{form.lower()}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(sheet(form, 1, draw))


if __name__ == "__main__":
    main()
