"""A sentence, a caption and a fact whose numbers are written as a language writes them, in the tiny evaluation."""

import pandas as pd
from evalreport.words.numbers import format_number

SLEEP = "title: {en: Hours of sleep. Mean}"
HOURS = {
    "nb": "Søvn: {mean} timer i snitt",
    "nn": "Søvn: {mean} timar i snitt",
    "en": "Sleep: {mean} hours on average",
    "sv": "Sömn: {mean} timmar i snitt",
}
SAYS = {
    "nb": ["timer i snitt", "12 345", "kjikvadrat", "Stablede søyler", "to tredeler", "nest størst", "95 % KI"],
    "nn": ["timar i snitt", "12 345", "khikvadrat", "Stabla søyler", "to tredelar", "nest størst", "95 % KI"],
    "en": ["hours on average", "12,345", "chi-square", "Stacked bars", "two thirds", "second largest", "95% CI"],
    "sv": ["timmar i snitt", "12 345", "chitvå", "Staplade", "två tredjedelar", "näst störst", "95 % KI"],
}


def replace(path, old, new):
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cell(work, exhibit, variable, group):
    """The first row of an exhibit for a variable and group."""
    table = pd.read_csv(work.build / "exhibits" / f"{exhibit}.estimates.csv")
    return table[(table["variable"] == variable) & (table["group"] == group)].iloc[0]


def say_numbers(work, language):
    """A mean in a caption; a fact above a thousand, a share, an interval and a rank in a sentence."""
    title = HOURS[language].format(mean='{{ mean("sleep", group="pilot_2025") }}')
    exhibits = work.config / "exhibits" / "wellbeing.yaml"
    replace(exhibits, SLEEP.replace("en:", f"{language}:"), f"title: {{{language}: '{title}'}}")
    replace(work.config / "facts.csv", "lessons,12", "lessons,12345")
    words = (
        '{{ fact("lessons") }}; {{ share_words("climate", variable="climate_safe", group="pilot") }}; '
        '{{ ci("sleep", group="pilot_2025") }}; {{ rank("climate", variable="climate_safe", group="pilot") }}.\n\n'
    )
    replace(work.templates / "wellbeing.md.jinja", "The pupils slept", words + "The pupils slept")


def numbers_missing(work, language):
    """What the chapter should say and does not."""
    text = work.texts()["wellbeing"].replace("\u00a0", " ")
    mean = format_number(cell(work, "sleep", "sleep", "pilot_2025")["estimate"], 2, language)
    assert ("," in mean) == (language != "en")
    return [said for said in (f": {mean} ", *SAYS[language]) if said not in text]
