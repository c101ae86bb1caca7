"""Exhibits of kind tally: registrations added up over units, shares with a stated base, and what is approximate.

Categories that exclude each other have a share of their sum; those that may overlap have a share of the base category and are
never added up. A sum is approximate where one of the numbers in it is, and unknown where a unit has not registered the category.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.evaluation.model import Evaluation, Exhibit
from evalreport.exhibits.kind import Found
from evalreport.exhibits.panels import view_for
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import ABOUT, BASE, NAN, SUM, EstimateRow
from evalreport.files.spreadsheets import suggestion
from evalreport.records.amounts import Amount, total_of
from evalreport.records.readers.registrations import amount_in, members, roles
from evalreport.words.catalogue import word
from evalreport.words.numbers import round_half_up

READER = "registrations"
SHOWN = ("both", "counts", "percent")
TALLIED = "tallied_"  # how `View.counts` says that an exhibit is one of these, before one of SHOWN
OVERLAPPING = "overlapping"


def tally_problems(exhibit: Exhibit, evaluation: Evaluation) -> Iterator[Found]:
    """What a tally names that its records do not have."""
    settings = evaluation.records[exhibit.records.partition(".")[0]].settings
    if settings["reader"] != READER or not exhibit.records.endswith(".values"):
        yield f"kind tally over {exhibit.records}", f"It adds up the table `values` of a reader {READER}"
        return
    if exhibit.form not in settings["forms"]:
        yield f"no form {exhibit.form!r}", suggestion(exhibit.form, settings["forms"])
    if exhibit.source and exhibit.source not in SHOWN:
        yield f"source {exhibit.source!r}", f"One of {', '.join(SHOWN)}"
    if exhibit.across and exhibit.across["codes"] != settings["units"]:
        yield f"across the codes {exhibit.across['codes']!r}", f"The units are in {settings['units']}"
    if exhibit.persons:
        right = "Disclosure limits are not applied to sums of registrations; leave out what is too small"
        yield "`persons: true` in kind tally", right


def tally_params(exhibit: Exhibit, evaluation: Evaluation) -> dict[str, Any]:
    """What the sums depend on: the roles of the categories, and unit -> the units in it."""
    settings = evaluation.records[exhibit.records.partition(".")[0]].settings
    units = evaluation.codes[settings["units"]]
    shown = exhibit.across.get("shown", units.known)
    return {
        "roles": roles(settings["forms"][exhibit.form]),
        "groups": {unit: [unit, *members(unit, units)] for unit in units.known if unit in shown},
    }


def tally_rows(exhibit: Exhibit, params: Mapping[str, Any], values: pd.DataFrame) -> list[EstimateRow]:
    """Rows of the estimates without the exhibit: n is the sum, the estimate its share."""
    table = values[values["form"] == exhibit.form]
    found: dict[tuple[str, str], Amount] = {}
    for (unit, category), part in table.groupby(["unit", "category"], sort=False):
        found[str(unit), str(category)] = total_of(amount_in(row) for row in part.to_dict("records"))
    registered = list(dict.fromkeys(table["unit"]))
    return [
        row
        for group, inside in params["groups"].items()
        for row in _group(exhibit.form, group, [u for u in registered if u in inside], params["roles"], found)
    ]


def _group(
    form: str,
    group: str,
    units: Sequence[str],
    of: Mapping[str, str],
    found: Mapping[tuple[str, str], Amount],
) -> list[EstimateRow]:
    sums = {category: _joint([found.get((unit, category)) for unit in units]) for category in of}
    parts = _joint([sums[category] for category, role in of.items() if role == "part"])
    base = next((sums[category] for category, role in of.items() if role == "base"), parts)
    rows = [*_rows(form, BASE, group, base, base)]
    rows += _rows(form, SUM, group, parts, parts) if "part" in of.values() else []
    for category, role in of.items():
        if role != "base":
            rows += _rows(form, category, group, sums[category], parts if role == "part" else base)
    return rows


def _joint(amounts: Sequence[Amount | None]) -> Amount | None:
    """The sum of amounts, None where one is not known or there is none."""
    known = [amount for amount in amounts if amount is not None]
    return total_of(known) if known and len(known) == len(amounts) else None


def _rows(form: str, category: str, group: str, amount: Amount | None, whole: Amount | None) -> list[EstimateRow]:
    n = round_half_up(amount.value) if amount else NAN
    share = amount.value / whole.value if amount and whole and whole.value else NAN
    rows = [EstimateRow(form, category, group, n, n, share)]
    if amount and amount.approximate:
        rows.append(EstimateRow(form, ABOUT + category, group))
    return rows


def tally_view(exhibit: Exhibit, evaluation: Evaluation) -> View:
    """The view of a tally; the labels of sum and base stand among `categories_of`."""
    settings = evaluation.records[exhibit.records.partition(".")[0]].settings
    form, language = settings["forms"][exhibit.form], evaluation.language
    labels = evaluation.codes[form["codes"]].labels
    units = evaluation.codes[settings["units"]]
    shown = [code for code in units.codes if code.code in exhibit.across.get("shown", units.known)]
    base = labels[form["base"]] if "base" in form else word("sum", language)
    return view_for(
        exhibit,
        evaluation,
        "share",
        counts=TALLIED + (exhibit.source or SHOWN[0]),
        variables=(Item(exhibit.form, ""),),
        categories=tuple(
            Item(category, labels[category], over=OVERLAPPING if role == OVERLAPPING else "")
            for category, role in roles(form).items()
            if role != "base"
        ),
        categories_of={SUM: (Item(SUM, word("sum", language)), Item(BASE, base))},
        panels=(Panel("unit", "", tuple(Item(code.code, code.label, colour=code.colour) for code in shown)),),
    )
