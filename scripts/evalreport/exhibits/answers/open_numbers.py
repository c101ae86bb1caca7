"""What people wrote, as an exhibit prints it: drawn by lot, in alphabetical order, without what tells who they are."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from evalreport.exhibits.answers.answers import base_of, group_masks, panels_from
from evalreport.exhibits.sources import TEXTS, Sources, Tables
from evalreport.files.contact import without_contact
from evalreport.files.estimates import BASE, EstimateRow
from evalreport.files.tables import estimates_table
from evalreport.records.stop_names import StopName, withheld


def open_tables(exhibit: Any, inputs: Mapping[str, Any], sources: Sources) -> Tables:
    """The answers to an open question by group, with how many wrote one; inputs: groupings (panels), names and sign.

    Estimates have the number who wrote something (category `*`) of each group, from which disclosure control tells whether the
    group's texts may be printed.
    """
    data, book = sources.data[exhibit.instrument], sources.books[exhibit.instrument]
    variable = book.variable(exhibit.variables[0])
    base = base_of(exhibit, variable, data)
    names = [StopName(**each) for each in inputs["stop_names"]]
    rows, texts = [], []
    for group, mask in group_masks(data, exhibit, panels_from(inputs["panels"]), book).items():
        inside = data[base & mask]
        rows.append(EstimateRow(variable.name, BASE, group, len(inside), len(inside), len(inside)))
        chosen = shown_texts(inside["respondent"], inside[variable.name], exhibit)
        kept = sorted((told(text, names, inputs["sign"]) for text in chosen), key=lambda t: (t.casefold(), t))
        texts += [(group, str(number), variable.name, text) for number, text in enumerate(kept, start=1)]
    return Tables(
        estimates_table(rows, exhibit.id),
        texts=pd.DataFrame(texts, columns=TEXTS[1:], dtype="str").assign(exhibit=exhibit.id)[TEXTS],
    )


def shown_texts(respondents: Iterable[str], texts: Iterable[str], exhibit: Any) -> list[str]:
    """The texts that are long enough, and of more than `most` those that a lot falls on, the same one on every run."""
    long = [
        (hashlib.sha256(f"{exhibit.id} {who}".encode()).hexdigest(), " ".join(str(text).split()))
        for who, text in zip(respondents, texts, strict=True)
    ]
    long = sorted(pair for pair in long if len(pair[1]) >= exhibit.shortest)
    return [text for _, text in (long[: exhibit.most] if exhibit.most else long)]


def told(text: str, names: Sequence[StopName], sign: str) -> str:
    """A text with a sign in place of names of the stop list, e-mail addresses and long numbers."""
    return withheld(without_contact(text, sign), names, sign)
