"""Words about the intervals of an exhibit: their level, and the kind and rule where the evaluation chose one."""

from evalreport.exhibits.view import View
from evalreport.words.catalogue import word
from evalreport.words.numbers import format_number


def interval_word(key: str, view: View, language: str = "", **values: str) -> str:
    """A word of the catalogue that tells the level of the view's intervals, in the view's language or another."""
    language = language or view.language
    return word(key, language).format(level=format_number(view.level, 0, language), **values)


def chosen_rules(view: View) -> list[str]:
    """Which interval shares have, and which rule quantiles, where the evaluation says so and the exhibit shows it."""
    shares, quantiles = (view.uncertainty.get(key, "") for key in ("shares", "quantiles"))
    said = []
    if shares and view.statistic == "share" and view.intervals:
        said.append(word(f"shares_{shares}", view.language))
    if quantiles and view.statistic == "quantile":
        said.append(word(f"quantiles_{quantiles}", view.language))
    return said
