"""The codes of open answers joined to the respondents who wrote them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.codings import NAMED, NOT_NAMED, Coding, item_of, read_codings
from evalreport.files.errors import Problem, listed, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.files.team_tables import table_name_in

_SHOWN = 5  # keys told that two respondents have
_LETTERS = 40  # of an answer shown in a message

Keys = Mapping[tuple[str, str], Any]  # (wave, row or id) -> place in the clean table


def with_codings(
    table: pd.DataFrame,
    book: Codebook,
    codings: Mapping[str, Mapping[str, Any]],
    folder: Path,
    ingested: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """The clean table with the codes of all its coded open answers; raises BadInput with what is wrong in any of their tables.

    codings: name -> settings (`evaluation.codings.coding_params`); folder: of the evaluation's configuration; ingested: wave -> table.
    """
    problems: list[Problem] = []
    for name, each in codings.items():
        spec = {"waves": book.variable(each["of"]).waves} | dict(each) | {"file": table_name_in(folder, each["file"])}
        rows, wrong = read_codings(folder, spec, spec["codes"], spec["waves"])
        sources = book.variable(spec["by"]).sources if "by" in spec else dict.fromkeys(spec["waves"], "row")
        keys = {w: ingested[w][sources[w]].dropna().astype(str).str.strip().tolist() for w in spec["waves"]}
        table, more = coded(table, name, spec, rows, keys)
        problems += [*wrong, *more]
    raise_if(problems)
    return table


def coded(
    table: pd.DataFrame, name: str, spec: Mapping[str, Any], rows: Sequence[Coding], raw: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """A clean table with a column a code, 1 where the answer has it, 0 where it has others, missing where nothing was written.

    spec: of, by, codes, waves, uncoded, file; raw: wave -> keys of all forms, those too that cleaning dropped. Problems: codes of
    an answer that is not there or is another one, and answers without codes, unless `uncoded` takes these for missing.
    """
    keys, problems = _keys(table, spec)
    answers = table[spec["of"]]
    found: dict[Any, tuple[str, ...]] = {}
    for row in rows:
        place = keys.get((row.wave, row.key))
        told = _told(row, None if place is None else answers[place], raw)
        problems += [Problem(spec["file"], row.place, *each) for each in told]
        if place is not None and row.codes:
            found[place] = row.codes
    asked = table["wave"].isin(list(spec["waves"]))
    without = [index for index in table.index[asked & answers.notna()] if index not in found]
    if without and spec.get("uncoded", "error") != "missing":
        who = listed(table.loc[without, "respondent"])
        expected = "Code them, with a code of its own for what fits none, or write uncoded: missing"
        problems.append(Problem(spec["file"], "", f"no codes for {len(without)} answers ({who})", expected))
    columns = {item_of(name, code): _column(table, code, found) for code in spec["codes"]}
    return table.assign(**columns), problems


def _column(table: pd.DataFrame, code: str, found: Mapping[Any, tuple[str, ...]]) -> pd.Series:
    values = [(NAMED if code in found[i] else NOT_NAMED) if i in found else None for i in table.index]
    return pd.Series(pd.array(values, dtype="Int64"), index=table.index)


def _keys(table: pd.DataFrame, spec: Mapping[str, Any]) -> tuple[Keys, list[Problem]]:
    """Whose answer a key names; a key of two respondents is told."""
    by, keys, twice = spec.get("by", ""), dict[tuple[str, str], Any](), list[str]()
    ids: list[Any] = list(table[by]) if by else [None] * len(table)
    for index, wave, respondent, own in zip(table.index, table["wave"], table["respondent"], ids, strict=True):
        if by and pd.isna(own):
            continue
        key = (wave, str(own) if by else respondent.removeprefix(f"{wave}-"))
        twice += [key[1]] if key in keys else []
        keys[key] = index
    expected = "Leave `by` out and name the rows of the export"
    return keys, [
        Problem(spec["file"], by, f"{key!r} is the key of two respondents", expected) for key in twice[:_SHOWN]
    ]


def _told(row: Coding, answer: Any, raw: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What is wrong with the codes of one row, once it is known whose answer it is; answer: None where nobody has the key."""
    if answer is None:
        known = raw.get(row.wave, ())
        return [] if row.key in known else [(f"{row.key!r} is in no form of {row.wave}", suggestion(row.key, known))]
    if pd.isna(answer):
        return [("codes for an answer that is empty", "Is this the right row?")] if row.codes else []
    if row.text and _plain(row.text) != _plain(answer):
        found = f"the answer is {_short(answer)!r}, not {_short(row.text)!r}"
        return [(found, "The export has changed, or the row is another one")]
    return []


def _plain(text: str) -> str:
    return " ".join(str(text).casefold().split())


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"
