"""From the texts of an export to codes, numbers and dates, as the codebook says; what cannot be coded is told."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from evalreport.clean.rules import CODING, Rule
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.conditions import is_date
from evalreport.codebook.value_sets import Code
from evalreport.files.errors import Problem, in_rows
from evalreport.ingest.formats.looks import same_look

Value = Code | float
ANY = "*"  # in a code map: every other text that is not empty
LARGEST = 2.0**53  # up to which every whole number is a float of its own

DTYPES = {"number": "Float64", "year": "Int64", "date": "string", "text": "string", "id": "string"}


@dataclass(frozen=True)
class Coder:
    """How the texts of one variable in one wave are read: a dictionary, or a function for uncoded types."""

    variable: Variable
    codes: Mapping[str, Code]
    decimal: str = "."

    def __call__(self, text: str) -> Value | None:
        """The value of a text, None when it has none (empty, or not known)."""
        if self.variable.is_coded:
            known = self.codes[text] if text in self.codes else self._looks.get(same_look(text))
            return self.codes.get(ANY) if known is None and text else known
        if not text:
            return None
        if self.variable.type == "number":
            return _number(text, self.decimal)
        if self.variable.type == "year":
            return int(text) if re.fullmatch(r"[12]\d{3}", text) else None
        if self.variable.type == "date":
            return text if is_date(text) else None
        return text

    @cached_property
    def _looks(self) -> dict[str, Code]:
        """Look -> code, where all texts that look so mean one code: a reader cannot tell them apart."""
        looks: dict[str, set[Code]] = {}
        for text, code in self.codes.items():
            if text:
                looks.setdefault(same_look(text), set()).add(code)
        return {look: next(iter(codes)) for look, codes in looks.items() if len(codes) == 1}

    def expected(self) -> str:
        """What would be right, for a message."""
        if self.variable.is_coded:
            known = ", ".join(repr(text) for text in self.codes if text)
            return f"Allowed: {known}; else add it under raw in value_sets.csv, or a cleaning rule or a code map"
        forms = {"number": f"a number with {self.decimal!r} as decimal mark", "year": "a year of four digits"}
        return f"Expected {forms.get(self.variable.type, 'a date such as 2009-10-12')}; else add a cleaning rule"


def _number(text: str, decimal: str) -> float | None:
    """The number of a text, None where it is none, or so large that it cannot be added up exactly."""
    mark = re.escape(decimal)
    if not re.fullmatch(rf"-?[0-9]+({mark}[0-9]+)?(e-?[0-9]+)?", text):
        return None
    number = float(text.replace(decimal, "."))
    return number if abs(number) <= LARGEST else None


def coder(book: Codebook, variable: Variable, wave: str, decimal: str = ".") -> Coder:
    """The coder of a variable in a wave: the wave's code map where it has one, else codes and labels directly."""
    if not variable.is_coded:
        return Coder(variable, {}, decimal)
    value_set = book.value_set(variable.value_set)
    if wave in variable.maps:
        return Coder(variable, mapped(book, variable, variable.maps[wave]))
    return Coder(variable, value_set.matches())


def mapped(book: Codebook, variable: Variable, name: str) -> dict[str, Code]:
    """Raw text -> code of a code map, for a variable's value set."""
    value_set = book.value_set(variable.value_set)
    codes = {raw: value_set.code_of(code) for raw, code in book.code_maps[name].items()}
    return {raw: code for raw, code in codes.items() if code is not None}


def encode(texts: pd.Series, read: Coder) -> pd.Series:
    """The values of texts (object series, None where there is none), index kept."""
    values = {text: read(text) for text in texts.unique()}
    return pd.Series([values[text] for text in texts], index=texts.index, dtype=object)


def uncoded(texts: pd.Series, values: pd.Series, read: Coder, file: str, column: str) -> list[Problem]:
    """One problem for each text that got no value, with its rows."""
    lost = texts[(texts != "") & values.isna()]
    return [
        Problem(file, in_rows(rows, column), f"{text!r} is not known", read.expected())
        for text, rows in sorted(lost.groupby(lost).groups.items())
    ]


def dtype_of(variable: Variable, book: Codebook) -> Any:
    """The dtype of a variable in a clean table."""
    if variable.is_coded:
        return "string" if book.value_set(variable.value_set).is_text else "Int64"
    return DTYPES[variable.type]


def kinds_of_missing(values: pd.Series, variable: Variable, book: Codebook) -> pd.Series:
    """The kind of missing a code stands for (dont_know, ...), "" for answers and for no value."""
    kinds = book.value_set(variable.value_set).missing if variable.is_coded else {}
    return values.map(lambda value: kinds.get(value, "")) if kinds else pd.Series("", index=values.index)


def turned_answers(rules: Iterable[Rule], book: Codebook) -> dict[tuple[str, str], dict[Code, Code]]:
    """(variable, wave) -> the codes that a rule turns round or recodes -> what they become; the last rule that names one decides."""
    found: dict[tuple[str, str], dict[Code, Code]] = {}
    for rule in (rule for rule in rules if rule.type in CODING):
        for name in rule.variables:
            becomes = _becomes(rule, book, book.variable(name))
            for wave in rule.waves:
                found[name, wave] = found.get((name, wave), {}) | becomes
    return found


def _becomes(rule: Rule, book: Codebook, variable: Variable) -> dict[Code, Code]:
    if rule.type == "reverse":
        low, high = int(rule["minimum"]), int(rule["maximum"])
        return {code: low + high - code for code in range(low, high + 1)}
    direct = book.value_set(variable.value_set).matches()
    return {direct[raw]: code for raw, code in mapped(book, variable, rule["map"]).items() if raw in direct}
