"""What a note and the summary say of how an exhibit's sampling was treated (see `sampling_facts`)."""

from collections.abc import Iterable

import pandas as pd

from evalreport.exhibits.cells import shows_interval
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.notes.intervals import chosen_rules
from evalreport.files.estimates import ADJUSTED, MISSING
from evalreport.survey.sampling_facts import (
    BOUNDS,
    EVENTS,
    FINITE,
    LONE,
    LOST,
    MARGINS,
    OPEN,
    OUTSIDE,
    VARIANCE,
    facts_of,
)
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK, format_number

DONE = {
    "pool": "they were merged with another stratum",
    "certainty": "they add nothing to a variance",
    "adjust": "their distance from the mean of all clusters counts",
    "average": "they count as much as the other strata on average",
    "missing": "there is no variance where they take part",
    BOUNDS: "the weights could not reach the margins within the bounds and were made without bounds",
    MARGINS: "the weights could not reach the margins; the weights of the whole sample stand, scaled as the base weights",
}


def sampling_notes(evidence: Evidence) -> list[str]:
    """The sentences of a note: which variance intervals and tests rest on, and what it had to put up with."""
    view = evidence.view
    rows = ((variable, category, row["estimate"]) for (variable, category, _), row in evidence.estimates.items())
    facts = facts_of(rows)
    shown = bool(evidence.tests) or view.intervals or shows_interval(view)
    found = [f"variance_{fact[1]}" for fact, _ in facts if fact[0] == VARIANCE and shown]
    found += [FINITE for fact, _ in facts if fact[0] == FINITE and shown]
    lone = {f"lone_{fact[1]}": count for fact, count in facts if fact[0] == LONE}
    without = {f"replicates_{event}": sum(fact[0] == event for fact, _ in facts) for event in EVENTS}
    without = (without if shown else {}) | {"replicates_lost": sum(count for fact, count in facts if fact[0] == LOST)}
    without["outside_weights"] = sum(count for fact, count in facts if fact[0] == OUTSIDE)
    counted = {key: count for key, count in (lone | without).items() if count}
    said = [word(key, view.language).format(clusters=view.clusters) for key in found]
    said += [
        word(key, view.language).format(clusters=view.clusters, count=format_number(count, 0, view.language))
        for key, count in counted.items()
    ]
    said += chosen_rules(view)
    return said + ([word("open_quantiles", view.language)] if any(fact[0] == OPEN for fact, _ in facts) else [])


def missing_notes(evidence: Evidence) -> list[str]:
    """By how much a table of totals leaves out those who did not answer, or counts them as the mean of the others."""
    found = {key: row for key, row in evidence.estimates.items() if key[0] in (MISSING, ADJUSTED)}
    adjusted = any(variable == ADJUSTED for variable, _, _ in found)
    rows = [row for row in found.values() if not row["suppressed"]]
    shares = [float(row["estimate"]) for row in rows if not pd.isna(row["estimate"]) and row["estimate"] > 0]
    if not shares:
        return []
    language, key = evidence.view.language, "missing_adjusted" if adjusted else "missing_in_total"
    low, high = (_percent(end, language) for end in (min(shares), max(shares)))
    if len(rows) == 1:
        count = format_number(float(rows[0]["n"]), 0, language)
        return [word(key, language).format(share=low, count=count)]
    each = "missing_adjusted_each" if adjusted else "missing_in_totals"
    least = _percent(0.0, language) if len(shares) < len(rows) else low
    return [word(each, language).format(low=least, high=high)]


def _percent(share: float, language: str) -> str:
    return f"{format_number(100 * share, 1, language)}{NO_BREAK}%"


def sampling_section(estimates: Iterable[pd.DataFrame]) -> list[str]:
    """A section of the summary: lonely strata, and replicates that could not be weighed or that lost a group, exhibit by exhibit."""
    lines = [line for table in estimates for line in _lines(table)]
    return ["## Sampling", "\n".join(dict.fromkeys(lines))] if lines else []


def _lines(table: pd.DataFrame) -> list[str]:
    if table.empty:
        return []
    exhibit, lines = table["exhibit"].iloc[0], []
    for fact, count in facts_of(zip(table["variable"], table["category"], table["estimate"], strict=True)):
        if fact[0] == LONE:
            lines.append(
                f"- {exhibit}: {count} clusters alone in their stratum; {DONE[fact[1]]} (`lonely: {fact[1]}`)."
            )
        elif fact[0] in EVENTS:
            unit = fact[2] or "(a respondent of no known cluster)"
            scheme = f"weights {fact[3]}, " if fact[3] else ""
            lines.append(
                f"- {exhibit}: {scheme}wave {fact[1]} without cluster {unit}: {DONE[fact[0]]} in this replicate."
            )
        elif fact[0] == OUTSIDE:
            lines.append(f"- {exhibit}: {count} respondents are outside the weighted population and not counted.")
        elif fact[0] == LOST:
            lines.append(f"- {exhibit}: {count} replicates in which a group has nobody were left out.")
    return lines
