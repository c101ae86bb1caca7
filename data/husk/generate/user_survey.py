"""user_survey_2009.xlsx: 17 users of one NAV office; only the number of valid answers an item was published."""

from datetime import date
from pathlib import Path

import numpy as np
from codebook import value_sets, variables
from latent import stream
from openpyxl import Workbook
from writers import write_workbook

PERSONS = 17
PARTICIPANTS, OTHERS = range(0, 8), range(8, 16)  # the last person did not say
STYRK = range(0, 2)
FEW_VALID = {
    "u_education": 16,
    "u_first_contact_devunit_year": 11,
    "u_participated_project": 16,
    "u_project_styrk": 2,
    "u_project_other": 6,
    "u_participation_useful": 8,
    "u_same_caseworker": 14,
    "u_same_consultant": 16,
    "u_contact_caseworker": 11,
    "u_interest_caseworker": 12,
    "u_unwanted_measure": 16,
    **{f"u_caseworker_{item}": 10 for item in ("listens", "considers", "respect", "kindness", "seriously")},
}
SHARES = {  # answer shares in the order of the value set; our own, nothing but N was published
    "u_gender": [0.45, 0.55],
    "u_education": [0.4, 0.45, 0.15],
    "u_support_status": [0.5, 0.2, 0.1, 0.2],
    "u_income_source": [0.7, 0.15, 0.05, 0.05, 0.05],
    "u_assistance_regularly": [0.6, 0.4, 0.0],
    "u_heard_of_husk": [0.35, 0.55, 0.1],
    "u_same_caseworker": [0.4, 0.55, 0.05],
    "u_same_consultant": [0.7, 0.3, 0.0],
    "u_unwanted_measure": [0.2, 0.75, 0.05],
    "u_overall_better": [0.6, 0.3, 0.1],
    "u_quality5": [0.05, 0.1, 0.2, 0.4, 0.25],
    "u_degree5": [0.05, 0.1, 0.2, 0.4, 0.25],
}
YES = {
    "u_help_financial": 0.9,
    "u_help_qualification_benefit": 0.8,
    "u_help_placement_course": 0.6,
    "u_project_jobsearch": 0.8,
}
EXCEL_DATES = (1, 4, 9)  # persons whose first contact was typed as a date


def who_answers(name: str) -> list[int]:
    """Persons with a valid answer."""
    count = FEW_VALID.get(name, PERSONS)
    if name in ("u_project_styrk", "u_project_other", "u_participation_useful"):
        return list(PARTICIPANTS)[:count]
    if name == "u_participated_project":
        return [*PARTICIPANTS, *OTHERS]
    if name.startswith(("u_caseworker_", "u_contact_caseworker", "u_interest_caseworker", "u_same_caseworker")):
        order = [int(person) for person in stream("user", "caseworker").permutation(PERSONS)]
        # some had no caseworker to judge, the two of project STYRK among them: nobody answered everything (listwise 0)
        return sorted(sorted(order, key=lambda person: person in STYRK)[:count])
    return sorted(int(person) for person in stream("user", "who", name).permutation(PERSONS)[:count])


def answer(row: dict[str, str], person: int, rng: np.random.Generator) -> object:
    """One valid answer: label, number or year."""
    name, kind = row["variable"], row["type"]
    if name == "u_age":
        return int(rng.integers(22, 59))
    if name.startswith("u_first_contact"):
        return first_contact(name, person, rng)
    if name == "u_participated_project":
        return "Ja" if person in PARTICIPANTS else "Nei"
    if kind == "tick":
        asked = not name.startswith("u_project_") or person in PARTICIPANTS
        return int(asked and rng.random() < YES.get(name, 0.3))
    labels = [value_sets()[row["value_set"]].labels[code] for code in value_sets()[row["value_set"]].valid]
    return str(rng.choice(labels, p=SHARES.get(name, SHARES.get(row["value_set"]))))


def first_contact(name: str, person: int, rng: np.random.Generator) -> object:
    """Year, 0 = does not know; the development unit opened late."""
    year = int(rng.integers(1989, 2009)) if name == "u_first_contact_nav_year" else int(rng.integers(2006, 2010))
    if rng.random() < 0.12:
        return 0
    return date(year, 1, 1) if person in EXCEL_DATES and name == "u_first_contact_nav_year" else year


def write_user_survey(path: Path) -> None:
    """Sheet Svar with one row a person, sheet Notat with what the interviewers noted."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Svar"
    rows = variables("user_survey")
    sheet.append([row["source_2009"] for row in rows])
    columns = []
    for row in rows:
        if row["type"] == "id":
            columns.append(list(range(1, PERSONS + 1)))
            continue
        rng, valid = stream("user", row["variable"]), set(who_answers(row["variable"]))
        given = [answer(row, person, rng) for person in range(PERSONS)]
        columns.append([value if person in valid else None for person, value in enumerate(given)])
    for person in range(PERSONS):
        sheet.append([column[person] for column in columns])
    notes = book.create_sheet("Notat")
    notes.append(["Rekonstruerte data: bare antall gyldige svar per spørsmål er kjent fra rapporten."])
    notes.append(["Året for første kontakt er dels skrevet som dato. 0 betyr vet ikke."])
    write_workbook(path, book)
