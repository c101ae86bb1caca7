"""staff_survey_2009.sav: paper forms punched into an SPSS file, with the mess punching makes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from codebook import raw_of_code, value_sets, variables
from latent import stream
from skeleton import read_frame
from targets import MISSING

DUPLICATES, BLANK = 6, 5
REVERSED = "benefit_small_gain_experience"  # printed 1 = svært enig .. 7 = svært uenig
YEAR_MISSING, YEARS_MISSING = "9999", "99"
# forms without office number but with a place: as the frame writes it, as it was written by hand
HANDWRITTEN = [
    ("Songdalen", "Sogndalen"),
    ("Mandal", "Mandal"),
    ("Bydel Sagene", "Sagene"),
    ("Sola", "Sola"),
    ("Kontrollkommune 05", "Kontrollkomune 05"),
]
OFFICE_SLIPS = [("112", "1112"), ("203", "2003")]
OUT_OF_RANGE = {"0": 4, "8": 6, "55": 4}  # code -> cells, on seven-point scales
TWO_DIGIT_YEARS = 4
# one cell each: (variable, true code, what was punched)
SLIPS = [("age_group", "3", "33"), ("satisfaction_waiting_time", "7", "77"), ("year_started_position", "2007", "20007")]


@dataclass(frozen=True)
class PunchedFile:
    """Rows as text codes ("" = system missing), variable labels, value labels and user-missing codes by column."""

    rows: pd.DataFrame
    labels: dict[str, str]
    value_labels: dict[str, dict[int, str]]
    missing: dict[str, list[int]]


def asked() -> list[dict[str, str]]:
    return [row for row in variables("staff_survey") if row["source_2009"]]


def column_of(variable: str) -> str:
    return next(row["source_2009"] for row in asked() if row["variable"] == variable)


def paper_form_2009(answers: pd.DataFrame) -> PunchedFile:
    """The punched file; `answers`: clean answers of wave 2009."""
    rows = punched(shuffled(answers[answers["wave"] == "2009"]))
    rows = with_slips(with_office_slips(rows))
    rows = pd.concat([rows, punched_twice(rows), blank_forms(rows)], ignore_index=True)
    return PunchedFile(rows, *metadata())


def shuffled(answers: pd.DataFrame) -> pd.DataFrame:
    """Envelopes came in office by office, not in the order of the frame."""
    rng = stream("2009", "order")
    offices = {office: place for place, office in enumerate(rng.permutation(sorted(answers["office"].unique())))}
    keys = answers["office"].map(offices) * 1000 + rng.integers(0, 1000, len(answers))
    return answers.loc[keys.sort_values(kind="stable").index].reset_index(drop=True)


def punched(answers: pd.DataFrame) -> pd.DataFrame:
    """Clean codes turned into punched codes, missing ones included."""
    columns: dict[str, object] = {"skjemanr": [str(1001 + 3 * n) for n in range(len(answers))]}
    columns |= {"kontor": answers["office"], "kommune_t": ""}
    for row in asked():
        if row["source_2009"] not in columns:
            columns[row["source_2009"]] = punched_column(row, answers[row["variable"]])
    return pd.DataFrame(columns)


def punched_column(row: dict[str, str], codes: pd.Series) -> pd.Series:
    name, value_set = row["variable"], value_sets().get(row["value_set"])
    raw = codes.map(raw_of_code(row["map_2009"])).fillna(MISSING) if row["map_2009"] else codes
    if name == REVERSED:
        raw = raw.map(lambda code: str(8 - int(code)) if code else MISSING)
    gaps = raw.index[raw == MISSING]
    if name == "year_started_position":
        kinds = [YEAR_MISSING]
    elif name == "years_in_social_services":
        kinds = [YEARS_MISSING]
    elif value_set and value_set.missing:
        kinds = ["99", "99", "99", MISSING] + (["88", "88"] if "88" in value_set.missing else [])
    else:
        return raw
    return raw.copy().mask(raw == MISSING, pd.Series(stream("2009", "gap", name).choice(kinds, len(gaps)), index=gaps))


def scale_columns() -> list[str]:
    """Columns of seven-point scales."""
    sevens = {name for name, found in value_sets().items() if len(found.valid) == 7}
    return [row["source_2009"] for row in asked() if row["type"] == "scale" and row["value_set"] in sevens]


def with_office_slips(rows: pd.DataFrame) -> pd.DataFrame:
    """Office numbers punched wrong, and numbers left out where the municipality was written by hand."""
    office, place = rows["kontor"].copy(), rows["kommune_t"].copy()
    rng = stream("2009", "office slips")
    for right, wrong in OFFICE_SLIPS:
        office[rng.choice(rows.index[rows["kontor"] == right])] = wrong
    numbers = {row["place"]: row["office"] for row in read_frame()}
    for known, written in HANDWRITTEN:
        chosen = rng.choice(office.index[office == numbers[known]])
        office[chosen], place[chosen] = "", written
    return rows.assign(kontor=office, kommune_t=place)


def with_slips(rows: pd.DataFrame) -> pd.DataFrame:
    """Impossible codes where the answer is missing anyway, and three slips the paper form can correct."""
    rng = stream("2009", "slips")
    table = rows.copy()
    open_cells = [(row, column) for column in scale_columns() for row in rows.index[rows[column].isin(["99", "88"])]]
    chosen = rng.permutation(len(open_cells))
    for place, code in enumerate(code for code, count in OUT_OF_RANGE.items() for _ in range(count)):
        table.loc[open_cells[chosen[place]]] = code
    year = column_of("year_started_position")
    for row in rng.choice(rows.index[rows[year].str.startswith("19")], TWO_DIGIT_YEARS, replace=False):
        table.at[row, year] = rows.at[row, year][2:]
    for variable, right, wrong in SLIPS:
        column = column_of(variable)
        table.at[rng.choice(table.index[table[column] == right]), column] = wrong
    return table


def punched_twice(rows: pd.DataFrame) -> pd.DataFrame:
    """Forms punched a second time at the end of the pile, with two answers differing."""
    rng = stream("2009", "twice")
    again = rows.loc[np.sort(rng.choice(rows.index, DUPLICATES, replace=False))].copy()
    for row in again.index:
        for column in rng.choice(scale_columns(), 2, replace=False):
            again.at[row, column] = "4"
    return again


def blank_forms(rows: pd.DataFrame) -> pd.DataFrame:
    """Forms returned unanswered: a form number and an office, nothing else."""
    empty = pd.DataFrame("", index=range(BLANK), columns=rows.columns)
    last = rows["skjemanr"].astype(int).max()
    offices = stream("2009", "blank").choice(rows.loc[rows["kontor"].str.len() == 3, "kontor"].unique(), BLANK)
    return empty.assign(skjemanr=[str(last + 3 * n) for n in range(1, BLANK + 1)], kontor=offices)


def metadata() -> tuple[dict[str, str], dict[str, dict[int, str]], dict[str, list[int]]]:
    """Variable labels, value labels and user-missing codes as the punching firm set them."""
    sets = value_sets()
    labels, values, missing = {}, {}, {}
    for row in asked():
        column = row["source_2009"]
        labels[column] = row["label_nb"]
        found = sets.get(row["value_set"])
        if found:
            named = raw_labels(row, found.labels)
            values[column] = {int(code): label for code, label in named.items()}
            missing[column] = [int(code) for code in found.missing]
    missing[column_of("year_started_position")] = [int(YEAR_MISSING)]
    missing[column_of("years_in_social_services")] = [int(YEARS_MISSING)]
    return labels, values, {column: codes for column, codes in missing.items() if codes}


def raw_labels(row: dict[str, str], labels: dict[str, str]) -> dict[str, str]:
    """Value labels as printed on the paper form, which differ where the code list changed or the scale is reversed."""
    if row["map_2009"]:
        back = raw_of_code(row["map_2009"])
        return {back[code]: label for code, label in labels.items()}
    if row["variable"] == REVERSED:
        return {str(8 - int(code)) if int(code) <= 7 else code: label for code, label in labels.items()}
    return labels
