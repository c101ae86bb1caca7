"""Write the raw files of the tiny evaluation, the same bytes every time."""

import csv
import io
import random
import zipfile
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).parent / "data" / "tiny"
SCHOOLS = [
    ("101", "Ash Lane", "Northby", "pilot", 12),
    ("102", "Brook", "Northby", "pilot", 10),
    ("103", "Cedar", "Southwell", "pilot", 9),
    ("201", "Dale", "Southwell", "comparison", 11),
    ("202", "Elm Street", "Westham", "comparison", 12),
    ("203", "Ferry", "Westham", "comparison", 8),
]
WELLBEING = ("Very bad", "Bad", "So so", "Good", "Very good")
AGREE = ("Disagree strongly", "Disagree", "Neither", "Agree", "Agree strongly")
HELP = ("Yes", "No", "Don't know")
CLIMATE = ("The teachers listen", "The rules are fair", "I feel safe")
ACTIVITIES = ("Sports", "Music", "Gaming")


def answers(rng, school, later):
    """What one pupil answers, as codes: a little better in pilot schools, and there better in the second wave."""
    pilot = school.startswith("1")
    shift = 0.4 * pilot + 0.6 * (pilot and later)
    scale = [min(5, max(1, round(rng.gauss(3 + shift, 1.1)))) for _ in range(4)]
    return {
        "gender": rng.choice((1, 2)),
        "wellbeing": scale[0],
        "help": rng.choice((1, 1, 2, 2, 2, 8)),
        "sleep": f"{rng.gauss(8, 0.8):.1f}",
        "climate": scale[1:],
        "activities": [int(rng.random() < share) for share in (0.6, 0.3, 0.5)],
    }


def wave_2023(rng):
    """The web form: wordings as headers, labels as values, one form started only, one sent twice."""
    head = [
        "Key",
        "Status",
        "School",
        "Sex",
        "How are you?",
        "Help with homework?",
        "Hours of sleep",
        *CLIMATE,
        *ACTIVITIES,
    ]
    rows = []
    for number in range(20):
        school = SCHOOLS[number % 6][0]
        a = answers(rng, school, later=False)
        rows.append(
            [f"w{number + 1:03}", "Complete", school, ("Girl", "Boy")[a["gender"] - 1], WELLBEING[a["wellbeing"] - 1]]
            + [HELP[min(a["help"], 3) - 1], a["sleep"], *(AGREE[c - 1] for c in a["climate"])]
            + [("No", "Yes")[tick] for tick in a["activities"]]
        )
    rows[4][2] = "1O2"  # a letter for a digit
    rows[7][6] = "80"  # hours of sleep
    rows.append(["w003", "Complete", *rows[2][2:4], "Good", *rows[2][5:]])
    rows.append(["w021", "Started", "101", *[""] * (len(head) - 3)])
    return [head, *rows]


def wave_2025(rng):
    """The workbook: short headers, codes as values."""
    head = ["nr", "school", "sex", "q1", "q2", "q3", "q4_1", "q4_2", "q4_3", "q5_1", "q5_2", "q5_3"]
    rows = []
    for number in range(24):
        school = SCHOOLS[(number * 5) % 6][0]
        a = answers(rng, school, later=True)
        sex = "FM"[a["gender"] - 1]
        rows.append(
            [
                number + 1,
                int(school),
                sex,
                a["wellbeing"],
                a["help"],
                float(a["sleep"]),
                *a["climate"],
                *a["activities"],
            ]
        )
    rows[9][3] = 55  # a slip of the keyboard
    rows[13][4] = None
    return [head, *rows]


def write_csv(name, rows):
    """A comma-separated file in UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (FOLDER / name).write_text(text.getvalue(), encoding="utf-8", newline="\n")


def write_xlsx(name, sheet, rows):
    """A workbook of one sheet; packed again with fixed dates, since openpyxl writes the time into it."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as new:
        for member in sorted(old.namelist()):
            if member != "docProps/core.xml":
                new.writestr(zipfile.ZipInfo(member), without_properties(member, old.read(member)))


def without_properties(member, content):
    """A part of the workbook without what points to the properties, which hold the time."""
    if member == "[Content_Types].xml":
        part = b'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />'
        return content.replace(part, b"").replace(part.replace(b'" />', b'"/>'), b"")
    if member == "_rels/.rels":
        start = content.find(b"<Relationship", content.find(b"<Relationships") + 14)
        parts = content[start:].split(b"<Relationship")
        return content[:start] + b"<Relationship".join(part for part in parts if b"core.xml" not in part)
    return content


MEASURES = (
    ("Hill", "club;meal", "Homework club two days a week, with a meal", "running"),
    ("Hill", "talk", "Parents are met every term", "planned"),
    ("Lake", "club", "Older pupils help younger ones", "running"),
    ("Lake", "meal", "Porridge | bread, free of charge", "ended"),
    ("Wood", "visit", "", "running"),
    ("Wood", "", "Under discussion", "planned"),
)


def measures():
    """A coding sheet: what the schools do, one measure without a code and one without a text."""
    return [
        ["Nr", "School", "Measure", "What is done", "Stage"],
        *([n, *row] for n, row in enumerate(MEASURES, start=1)),
    ]


REPORTS = {  # one with a misread word and aliases, one with an empty item and a wrong total, one with a number nobody can read
    "northby_2023": """Northby, 2023

1. What we did

Two schoo1s have opened a home-
work club.

2. Money

Item        Spent
Clubs       12 000
Meals       30 500
Total       42 500
""",
    "northby_2025": """Northby, 2025

Activities

Money

Item        Spent
Clubs       15 000
Meals       28 000
Total       34 000
""",
    "southwell_2025": """Southwell, 2025

Activities

The school meal is served every day.

Money

Item        Spent
Meals       about 9000
Total       9000
""",
}


def write_reports():
    """The towns' reports as scanned text; Southwell has sent none for 2023."""
    (FOLDER / "reports").mkdir(exist_ok=True)
    for name, text in REPORTS.items():
        (FOLDER / "reports" / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")


def main():
    """Write all raw files."""
    rng = random.Random(2023)
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_csv("pupils_2023.csv", wave_2023(rng))
    write_xlsx("pupils_2025.xlsx", "Answers", wave_2025(rng))
    write_csv("schools.csv", [["school", "name", "town", "programme", "invited"], *map(list, SCHOOLS)])
    write_csv("measures.csv", measures())
    write_reports()


if __name__ == "__main__":
    main()
