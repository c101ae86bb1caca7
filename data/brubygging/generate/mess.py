"""What is wrong in the forms as they were read, planted by hand: names, jumps, boxes, numbers, forms read twice and empty forms."""

from allocation import Answers

SPELLINGS = {  # as it was written: as the sample has it
    "Kommune {n}": 2, "KOMUNE {n}": 1, "KOMMUNE  {n}": 2, "KOMMUNE {o}": 1, "kommune {n}": 1,
}  # fmt: skip
EMPTY_FORMS, READ_TWICE = 2, (7, 52, 98)


def plant(forms: list[Answers]) -> list[Answers]:
    """The forms as the reading machine gave them."""
    forms = [dict(form) for form in forms]
    _names(forms)
    _behind_jumps(forms)
    _boxes(forms)
    _numbers(forms)
    doubles = [dict(forms[i]) for i in READ_TWICE]
    empty = [_empty(forms[0], 1000 + len(forms) + 1 + i) for i in range(EMPTY_FORMS)]
    return sorted([*forms, *doubles, *empty], key=lambda form: int(form["form_no"]))


def plant_in_counties(forms: list[Answers]) -> list[Answers]:
    """Two names in other letters, a date with points, and meetings of a forum that there is not."""
    forms = [dict(form) for form in forms]
    forms[3]["b_county"], forms[11]["b_county"] = "Fylke 04", "FYLKE  12"
    day = forms[5]["b_first_forum"]
    forms[5]["b_first_forum"] = f"{day[:2]}.{day[2:4]}.{day[4:]}"
    next(form for form in forms if form["b_leader_forum"] == "2")["b_leader_meetings"] = "2"
    return forms


def _names(forms: list[Answers]) -> None:
    written = [pattern for pattern, count in SPELLINGS.items() for _ in range(count)]
    with_zero = [form for form in forms if "0" in form["municipality"]]
    for form, pattern in zip(with_zero[4::7], written, strict=False):
        number = form["municipality"].split()[1]
        form["municipality"] = pattern.format(n=number, o=number.replace("0", "O"))
    for form, old, new in ((forms[20], "FYLKE ", "Fylke "), (forms[60], "FYLKE ", "FYLKE"), (forms[90], " 0", " O")):
        form["county"] = form["county"].replace(old, new)


def _behind_jumps(forms: list[Answers]) -> None:
    """Answers to questions that were not for them: five forms without forums, two each of the other jumps."""
    without = [form for form in forms if form.get("forums") in ("2", "3", "4")]
    for form, answers in zip(
        without,
        ({"voluntary": "1", "meetings": "4"}, {"voluntary": "2"}, {"voluntary": "1", "members": "12"},
         {"meetings": "5", "who_forum_workers": "1"}, {"voluntary": "3", "control": "5"}),
        strict=False,
    ):  # fmt: skip
        form.update(answers)
    for gate, number, text in (("dev_project", "dev_money", "60000"), ("leader_forum", "leader_meetings", "2")):
        for form in [form for form in forms if form.get(gate) == "2"][:2]:
            form[number] = text


def _boxes(forms: list[Answers]) -> None:
    """Boxes ticked beside what they exclude: seven forms, and a number beside its box in two."""
    for form in [form for form in forms if form["themes_admin"] == "1"][:3]:
        form["themes_unknown"] = "1"
    for form in [form for form in forms if form["involved_visit"] == "1"][5:7]:
        form["involved_no"] = "1"
    next(form for form in forms if form["involved_survey"] == "1")["involved_dont_know"] = "1"
    next(form for form in forms if form["who_training_workers"] == "1")["who_training_dont_know"] = "1"
    for form in [form for form in forms if form.get("members")][10:12]:
        form["members_unknown"] = "1"


def _numbers(forms: list[Answers]) -> None:
    """Ages with a slip, words beside a number, dates with points, and a code that no form has."""
    forms[30]["age"] = "4" + forms[30]["age"]
    forms[71]["age"] = forms[71]["age"][0] + " " + forms[71]["age"][1]
    for form in [form for form in forms if form.get("members")][30:33]:
        form["members"] = "ca " + form["members"]
    for form in [form for form in forms if form.get("first_training")][40:46]:
        day = form["first_training"]
        form["first_training"] = f"{day[:2]}.{day[2:4]}.{day[4:]}"
    for form, name in zip([form for form in forms if "study_debt" not in form], ["study_debt"] * 2, strict=False):
        form[name] = "9"


def _empty(form: Answers, number: int) -> Answers:
    """A form without an answer: its boxes are open."""
    boxes = {name: "0" for name in form if form[name] in ("0", "1") and not name.startswith(("b_", "sex"))}
    return {"form_no": str(number), **{name: "0" for name in boxes if _is_box(name)}}


def _is_box(name: str) -> bool:
    return name.startswith(("themes_", "involved_", "who_", "type_", "lasting_")) or name.endswith("_unknown")
