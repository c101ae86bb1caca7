"""The municipalities' forms as they were meant to be read: a dictionary a form, in the order of its number."""

from datetime import date, timedelta
from random import Random

from allocation import Answers, allocate, numbers_with_sum, tick
from comments import COMMENTS
from frame import Municipality, county_name
from targets import read_targets

LOT = "the forms of the municipalities"
DEPARTMENTS = ("Sosialtjenesten", "Sosialkontoret", "Helse og sosial", "Pleie, omsorg og sosial", "Oppvekst og sosial")
POSITIONS = ("Sosialleder", "Sosialsjef", "Avdelingsleder", "Leder for sosialkontoret", "Helse- og sosialsjef")
WITH_BOX = {
    "first_training": 14,
    "n_trainings": 38,
    "n_forums": 3,
    "meetings": 7,
    "members": 9,
    "dev_money": 8,
    "leader_meetings": 6,
}
OWN_WORDS = {
    "involved_other": ("Innspill på ledermøte", "Høring", "Regionrådet", "Møte med nabokommunene"),
    "who_training_others": ("Helsesøster", "Barnevernet", "Psykiatrisk sykepleier", "Politikere", "Flyktningkonsulent"),
    "who_forum_others": ("Barnevernet", "Ruskonsulent", "Trygdekontoret", "Psykiatritjenesten"),
}


def fill_in(frame: list[Municipality]) -> list[Answers]:
    """The usable forms, one from each municipality that answered."""
    lot = Random(LOT)
    places = [place for place in frame if place.answered]
    lot.shuffle(places)
    forms: list[Answers] = [_background(place, number, lot) for number, place in enumerate(places, 1001)]
    classes = [place.size for place in places]
    standing = [lot.gauss(0, 1) for _ in places]
    _targets(forms, classes, standing, lot)
    _types(forms, lot)
    _numbers(forms, places, lot)
    _texts(forms, lot)
    return forms


def _background(place: Municipality, number: int, lot: Random) -> Answers:
    return {
        "form_no": str(number),
        "municipality": place.name,
        "county": place.county,
        "department": lot.choice(DEPARTMENTS),
        "position": lot.choice(POSITIONS),
        "age": str(min(66, max(28, round(lot.gauss(47, 8))))),
    }


def _with_forums(forms: list[Answers]) -> list[int]:
    return [i for i, form in enumerate(forms) if form.get("forums") == "1"]


def _targets(forms: list[Answers], classes: list[int], standing: list[float], lot: Random) -> None:
    """Answers and boxes of the table of targets; boxes that exclude others first, so that the others keep clear of them."""
    targets = [target for target in read_targets("municipalities") if not target.variable.startswith("type_")]
    closed: dict[str, set[int]] = {}
    for target in sorted(targets, key=lambda each: (each.variable != "forums", not each.excludes)):
        asked = _with_forums(forms) if target.forums_only else list(range(len(forms)))
        if not target.box:
            for i, code in allocate(target, asked, classes, standing, lot).items():
                forms[i][target.variable] = str(code)
            continue
        battery = target.excludes or _battery(target.variable, closed)
        ticked = tick(target, [i for i in asked if i not in closed.get(battery, set())], lot)
        if target.excludes:
            closed.setdefault(battery, set()).update(ticked)
        _boxes(forms, target.variable, ticked)


def _battery(variable: str, closed: dict[str, set[int]]) -> str:
    return next((name for name in closed if variable.startswith(f"{name}_")), "")


def _boxes(forms: list[Answers], variable: str, ticked: set[int]) -> None:
    for i, form in enumerate(forms):
        form[variable] = "1" if i in ticked else "0"


def _types(forms: list[Answers], lot: Random) -> None:
    """Kinds of supervision: several may be ticked, and two forms tick none of the four."""
    counts = {target.variable: target.counts[0][0] for target in read_targets("municipalities")}
    everybody = list(range(len(forms)))
    answering = lot.sample(everybody, len(forms) - 2)
    process = set(answering[: counts["type_process"]])
    rest = answering[counts["type_process"] :]
    client, method = set(rest[::2]), set(rest[1::2])
    client |= set(lot.sample(sorted(process), counts["type_client"] - len(client)))
    method |= set(lot.sample(sorted(process), counts["type_method"] - len(method)))
    other = set(lot.sample(answering, counts["type_other"]))
    for name, ticked in (("client", client), ("method", method), ("process", process), ("other", other)):
        _boxes(forms, f"type_{name}", ticked)


def _numbers(forms: list[Answers], places: list[Municipality], lot: Random) -> None:
    """Numbers and dates, with the box beside them where they are not known; meetings and members vary between the counties."""
    asked = {
        "first_training": list(range(len(forms))),
        "n_trainings": list(range(len(forms))),
        "n_forums": _with_forums(forms),
        "meetings": _with_forums(forms),
        "members": _with_forums(forms),
        "dev_money": [i for i, form in enumerate(forms) if form.get("dev_project") == "1"],
        "leader_meetings": [i for i, form in enumerate(forms) if form.get("leader_forum") == "1"],
    }
    level = {county_name(n): (lot.uniform(3.5, 9), lot.uniform(9, 20)) for n in range(1, 20)}
    for name, group in asked.items():
        unknown = set(lot.sample(group, WITH_BOX[name]))
        _boxes(forms, f"{name}_unknown", unknown)
        known = [i for i in group if i not in unknown]
        for i, text in zip(known, _values(name, [level[places[i].county] for i in known], lot), strict=True):
            forms[i][name] = text


def _values(name: str, levels: list[tuple[float, float]], lot: Random) -> list[str]:
    count = len(levels)
    if name == "first_training":
        days = [date(1999, 4, 15) + timedelta(days=lot.randint(0, 390)) for _ in range(count)]
        return [day.strftime("%d%m%y") for day in days]
    if name == "meetings":
        return _text(numbers_with_sum([round(lot.gauss(m, 1)) for m, _ in levels], 6 * count, 2, 12, lot))
    if name == "members":
        return _text(numbers_with_sum([round(lot.gauss(m, 2.5)) for _, m in levels], 14 * count, 5, 28, lot))
    if name == "leader_meetings":
        return _text(numbers_with_sum([round(lot.gauss(4, 1.3)) for _ in levels], 4 * count, 1, 8, lot))
    if name == "dev_money":
        return _text([5000 * lot.randint(4, 60) for _ in levels])
    if name == "n_forums":
        return _text([lot.choices((1, 2, 3, 4), (80, 14, 4, 2))[0] for _ in levels])
    return _text([lot.randint(2, 12) for _ in levels])


def _text(numbers: list[int]) -> list[str]:
    return [str(number) for number in numbers]


def _texts(forms: list[Answers], lot: Random) -> None:
    """Words beside a box of others, and comments at the end."""
    for box, words in OWN_WORDS.items():
        for form in forms:
            if form.get(box) == "1":
                form[f"{box}_text"] = lot.choice(words)
    for i, (_, text) in zip(sorted(lot.sample(range(len(forms)), len(COMMENTS))), COMMENTS, strict=True):
        forms[i]["comments"] = text
