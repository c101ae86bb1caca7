"""staff_survey_2008.csv: the export of the web form, with the mess such exports have.

Columns: the tool's own (token, status, times), then the questions with their wordings as headers and labels as values.
"""

import pandas as pd
from codebook import raw_of_code, value_sets, variables
from latent import stream
from targets import MISSING

UNFINISHED, RESTARTED, DOUBLE, TESTS = 21, 4, 9, 2
UNANSWERED, BLANK = 3, 2  # sent in without an answer; rows with nothing in them at the end of the export
TOOL_COLUMNS = ["Nøkkel", "Status", "Startet", "Innsendt"]
DOES_NOT_KNOW = 0.25  # share of the missing answers given as "Vet ikke" where the form offered it
# (wave 2008) place as the frame writes it -> as some respondents wrote it, with how many did
SPELLINGS = [
    ("Songdalen", "Sogndalen", 2),
    ("Kristiansand", "Kristiansand kommune", 2),
    ("Kristiansund", "Kristiansund N", 1),
    ("Bydel Sagene", "Sagene", 3),
    ("Bydel Bjerke", "bydel bjerke", 2),
    ("Bydel St. Hanshaugen", "St.Hanshaugen", 2),
    ("Bærum", "Bærum komm.", 2),
    ("Stavanger, Hillevåg", "Stavanger (Hillevåg)", 2),
    ("Trondheim, Midtbyen", "Trondhjem, Midtbyen", 1),
    ("Namsos", "Namsoos", 1),
    ("Kontrollkommune 04", "Kontrolkommune 04", 1),
]
# a spreadsheet turned some years into dates: (how the export shows them, number of cells)
YEAR_SHAPES = [("{year}-08-01", 3), ("01.01.{year}", 2), ("serial", 2)]
YEAR_TEXTS = [("{years} år", 3), ("ca. {years}", 2)]


def web_form_2008(answers: pd.DataFrame) -> pd.DataFrame:
    """All rows of the export as text; `answers`: clean answers of wave 2008."""
    usable = raw_rows(answers[answers["wave"] == "2008"])
    usable = with_odd_years(with_spellings(usable))
    form = with_other_submissions(with_times(usable))
    return pd.concat([form, blank_rows(form)], ignore_index=True)


def asked() -> list[dict[str, str]]:
    return [row for row in variables("staff_survey") if row["source_2008"]]


def header(variable: str) -> str:
    return next(row["source_2008"] for row in asked() if row["variable"] == variable)


def raw_rows(answers: pd.DataFrame) -> pd.DataFrame:
    """Clean codes turned into what the form exports, in the codebook's order."""
    sets, skips = value_sets(), stream("2008", "does not know")
    columns = {}
    for row in asked():
        if row["variable"] in ("respondent_key", "office", "municipality"):
            continue
        codes = answers[row["variable"]]
        if row["variable"] == "position":
            raw = codes.map(raw_of_code("position_2008"))
        elif row["map_2008"]:
            raw = codes.map(raw_of_code(row["map_2008"]))
        elif row["value_set"]:
            raw = codes.map(sets[row["value_set"]].labels)
        else:
            raw = codes
        raw = raw.fillna(MISSING)
        if row["value_set"] and "dont_know" in sets[row["value_set"]].missing.values():
            unsure = (raw == MISSING) & (skips.random(len(raw)) < DOES_NOT_KNOW)
            raw = raw.mask(unsure, "Vet ikke")
        columns[row["source_2008"]] = raw
    front = {"Nøkkel": tokens(len(answers)), "Status": "Fullført", "Startet": "", "Innsendt": ""}
    place = {header("office"): "", header("municipality"): answers["place"]}
    return pd.DataFrame(front | place | columns, index=answers.index).reset_index(drop=True)


def tokens(count: int) -> list[str]:
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    draws = stream("2008", "tokens").integers(0, len(letters), (count, 8))
    return ["".join(letters[i] for i in row) for row in draws]


def with_spellings(form: pd.DataFrame) -> pd.DataFrame:
    column = header("municipality")
    place = form[column].copy()
    for right, wrong, count in SPELLINGS:
        writers = form.index[form[column] == right]
        place[stream("spelling", wrong).choice(writers, count, replace=False)] = wrong
    return form.assign(**{column: place})


def with_odd_years(form: pd.DataFrame) -> pd.DataFrame:
    """Years shown as dates or day numbers, years of service with words around them."""
    start, service = header("year_started_position"), header("years_in_social_services")
    rng = stream("2008", "years")
    year, years = form[start].copy(), form[service].copy()
    rows = iter(rng.permutation(form.index[(form[start] != "") & (form[service] != "")]))
    for shape, count in YEAR_SHAPES:
        for row in [next(rows) for _ in range(count)]:
            year[row] = day_number(form.at[row, start]) if shape == "serial" else shape.format(year=form.at[row, start])
    for shape, count in YEAR_TEXTS:
        for row in [next(rows) for _ in range(count)]:
            years[row] = shape.format(years=form.at[row, service])
    return form.assign(**{start: year, service: years})


def day_number(year: str) -> str:
    """The spreadsheet's day number of 1 August of the year."""
    return str((pd.Timestamp(f"{year}-08-01") - pd.Timestamp("1899-12-30")).days)


def with_times(form: pd.DataFrame) -> pd.DataFrame:
    """Started and sent in between 3 December 2007 and 12 January 2008, rows in order of starting."""
    rng = stream("2008", "times")
    start = pd.Timestamp("2007-12-03 07:30") + pd.to_timedelta(rng.integers(0, 40 * 24 * 60, len(form)), unit="min")
    end = start + pd.to_timedelta(rng.integers(9, 48, len(form)), unit="min")
    stamped = form.assign(Startet=start.strftime("%Y-%m-%d %H:%M"), Innsendt=end.strftime("%Y-%m-%d %H:%M"))
    return stamped.sort_values(["Startet", "Nøkkel"], kind="stable").reset_index(drop=True)


def with_other_submissions(form: pd.DataFrame) -> pd.DataFrame:
    """Adds unfinished forms, first versions of forms sent twice, test entries and forms without answers."""
    rng = stream("2008", "submissions")
    rows = list(rng.permutation(len(form)))
    unfinished = [unfinished_form(form.loc[rows.pop()], rng) for _ in range(UNFINISHED)]
    for extra in unfinished[:RESTARTED]:  # these came back with the same token and finished
        extra["Nøkkel"] = form.at[rows.pop(), "Nøkkel"]
    first = [first_version(form.loc[rows.pop()], rng) for _ in range(DOUBLE)]
    tests = [form.loc[rows.pop()].copy() for _ in range(TESTS)]
    for number, test in enumerate(tests, 1):
        test["Nøkkel"], test["Status"], test["Startet"] = f"TEST{number:02d}", "Test", f"2007-11-30 10:0{number}"
        test["Innsendt"] = f"2007-11-30 10:1{number}"
    empty = [unanswered_form(form.loc[rows.pop()], rng) for _ in range(UNANSWERED)]
    everything = pd.concat([form, pd.DataFrame([*unfinished, *first, *tests, *empty])], ignore_index=True)
    return everything.sort_values(["Startet", "Nøkkel", "Status"], kind="stable").reset_index(drop=True)


def unfinished_form(model: pd.Series, rng) -> pd.Series:
    """Somebody who stopped part of the way: another token, nothing after the place of stopping."""
    row = model.copy()
    row["Nøkkel"] = "".join(rng.permutation(list(model["Nøkkel"])))
    row["Status"], row["Innsendt"] = "Påbegynt", ""
    row.iloc[int(rng.integers(7, len(row) - 25)) :] = ""
    return row


def unanswered_form(model: pd.Series, rng) -> pd.Series:
    """Somebody who clicked through to the end."""
    row = model.copy()
    row["Nøkkel"] = "".join(rng.permutation(list(model["Nøkkel"])))
    row.iloc[len(TOOL_COLUMNS) :] = ""
    return row


def first_version(model: pd.Series, rng) -> pd.Series:
    """The same token sent some minutes earlier, with a few answers left open."""
    row = model.copy()
    for column, back in (("Startet", 55), ("Innsendt", 50)):
        row[column] = (pd.Timestamp(model[column]) - pd.Timedelta(minutes=back)).strftime("%Y-%m-%d %H:%M")
    row.iloc[rng.choice(range(len(TOOL_COLUMNS) + 2, len(row)), 6, replace=False)] = ""
    return row


def blank_rows(form: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame("", index=range(BLANK), columns=form.columns)
