"""The answers of all respondents, clean: one text code a variable, "" = missing."""

import numpy as np
import pandas as pd
from allocation import fill
from codebook import variables
from latent import latent, normals, stream, unwillingness
from targets import MISSING, Margin

SKELETON = {
    "husk_project_known": "known",
    "husk_project_participates": "participates",
    "husk_project_known_elsewhere": "elsewhere",
    "nav_office": "nav",
}
NEGATIVE = {"benefit_small_gain_experience", "statement_takes_time", "participation_view_system_level"}
# tendencies the report mentions without figures: added to the latent value of every item of the battery
SHIFTS = {"satisfaction": {"nav": {"1": -0.2}, "proximity": {"3": 0.15, "4": 0.15}, "region": {"hist_ntnu": -0.25}}}
YEARS = ("year_started_position", "years_in_social_services")


def all_answers(people: pd.DataFrame, targets: dict[str, list[Margin]]) -> pd.DataFrame:
    """people + one column a codebook variable."""
    given = {name: people[column] for name, column in SKELETON.items()}
    for row in variables("staff_survey"):
        name = row["variable"]
        if name in targets and name not in given and name not in YEARS:
            given[name] = answer(row, people, targets[name], given)
    given["year_started_position"] = start_years(people, targets["year_started_position"], given["age_group"])
    given["years_in_social_services"] = service_years(people, targets["years_in_social_services"], given)
    return pd.concat([people, pd.DataFrame(given)], axis=1)


def answer(row: dict[str, str], people: pd.DataFrame, margins: list[Margin], given: dict[str, pd.Series]) -> pd.Series:
    name, battery = row["variable"], row["battery"] or row["variable"]
    value = latent(name, battery, people, sign=-1 if name in NEGATIVE else 1)
    for column, shifts in SHIFTS.get(battery, {}).items():
        value = value + people[column].map(shifts).fillna(0.0)
    if name == "work_area_other":  # "other" is what remains for those who found little on the list
        areas = pd.DataFrame({key: column == "1" for key, column in given.items() if key.startswith("work_area_")})
        value = value - areas.sum(axis=1)
    if name == "position":  # leaders are older
        value = normals(("position",), people.index) - 0.25 * number(given["age_group"]).fillna(5)
    return fill(people, margins, value, unwillingness(name, people), stream("round", name))


def number(codes: pd.Series) -> pd.Series:
    return pd.to_numeric(codes, errors="coerce")


def age_of(codes: pd.Series) -> pd.Series:
    """Age in years at the middle of the age group, 42 where unknown."""
    return (number(codes) * 5 + 17).fillna(42)


def start_years(people: pd.DataFrame, margins: list[Margin], age_group: pd.Series) -> pd.Series:
    """Calendar year; years before 2000 are drawn between the age of about 22 and 1999."""
    age = age_of(age_group)
    seniority = (age - 42) / 11 + 0.8 * latent("year_started_position", "tenure", people)
    band = fill(people, margins, seniority, unwillingness("year_started_position", people), stream("round", "start"))
    earliest = (people["wave"].astype(int) - (age - 22)).clip(upper=1998)
    share = pd.Series(stream("start").beta(2.2, 1.2, len(people)), index=people.index)
    early = (earliest + share * (1999 - earliest)).round().astype(int).astype(str)
    return band.where(band != "-1999", early)


def service_years(people: pd.DataFrame, margins: list[Margin], given: dict[str, pd.Series]) -> pd.Series:
    """Whole years in the social services, never fewer than in the present position."""
    year = number(given["year_started_position"])
    tenure = (people["wave"].astype(int) - year - (people["wave"] == "2008")).clip(lower=0).fillna(0)
    age = age_of(given["age_group"])
    before = np.abs(latent("years_in_social_services", "tenure", people)) * (age - 20) / 5
    # who has sat seven or more than ten years in the position belongs to the upper bands whatever the rest says
    score = tenure + before + 500 * (tenure >= 7) + 1000 * (tenure > 10)
    band = fill(people, margins, score, unwillingness("years", people), stream("round", "years"))
    return pd.Series([within(*row) for row in zip(band, tenure, tenure + before, strict=True)], index=people.index)


def within(band: str, tenure: float, wanted: float) -> str:
    """A number of years inside the band, near the wanted one, at least the tenure."""
    if band == MISSING:
        return MISSING
    low, high = (int(part) for part in band.split("-"))
    return str(int(np.clip(max(round(wanted), tenure), low, high)))
