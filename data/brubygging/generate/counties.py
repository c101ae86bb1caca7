"""The forms of the 19 counties as they were meant to be read."""

from datetime import date, timedelta
from random import Random

from allocation import Answers, allocate, tick
from frame import COUNTIES, county_name
from targets import read_targets

OWN_WORDS = {
    "b_made_other": ("Høring i kommunene", "Arbeidsgruppe i embetet"),
    "b_teachers_others": ("Privat kursholder", "Brukerorganisasjon", "Politiet"),
    "b_who_training_others": ("Barnevernet", "Psykiatritjenesten"),
    "b_who_forum_others": ("Barnevernet", "Ruskonsulent"),
}
NUMBERS = {
    "b_age": (34, 61),
    "b_n_trainings": (4, 14),
    "b_n_forums": (3, 13),
    "b_meetings": (4, 9),
    "b_members": (9, 20),
    "b_n_projects": (1, 7),
    "b_n_project_municipalities": (1, 9),
}
DATES = {
    "b_plan_ready": (date(1999, 3, 1), 240),
    "b_first_training": (date(1999, 5, 1), 280),
    "b_first_forum": (date(1999, 8, 1), 260),
    "b_supervision_ready": (date(2000, 8, 15), 200),
}


def fill_in_counties() -> list[Answers]:
    """A form a county, all of which answered."""
    lot = Random("the forms of the counties")
    forms = [_background(number, lot) for number in range(1, COUNTIES + 1)]
    standing = [lot.gauss(0, 1) for _ in forms]
    everybody = list(range(COUNTIES))
    for target in read_targets("counties"):
        if target.box:
            ticked = tick(target, everybody, lot)
            given = {i: int(i in ticked) for i in everybody}
        else:
            given = allocate(target, everybody, everybody, standing, lot)
        for i, code in given.items():
            forms[i][target.variable] = str(code)
    for form in forms:
        _rest(form, lot)
    return forms


def _background(number: int, lot: Random) -> Answers:
    return {
        "b_form_no": str(number),
        "b_county": county_name(number),
        "b_department": lot.choice(("SOSIALAVDELINGEN", "SOSIAL- OG FAMILIEAVDELINGEN")),
        "b_position": lot.choice(("Fylkeskoordinator", "Prosjektleder", "Rådgiver", "Seniorrådgiver")),
    }


def _rest(form: Answers, lot: Random) -> None:
    """Numbers, dates and words of one form."""
    for name, (low, high) in NUMBERS.items():
        form[name] = str(lot.randint(low, high))
    for name, (first, days) in DATES.items():
        form[name] = (first + timedelta(days=lot.randint(0, days))).strftime("%d%m%y")
    form["b_money"] = str(10000 * lot.randint(20, 90))
    if form["b_leader_forum"] == "1":
        form["b_leader_meetings"] = str(lot.randint(2, 6))
    for box, words in OWN_WORDS.items():
        if form[box] == "1":
            form[f"{box}_text"] = lot.choice(words)
