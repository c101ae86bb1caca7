"""Each export's own labels held against the codebook: a code or a column that means something else in another wave is no silent join."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.value_sets import Code, ValueSet
from evalreport.files.errors import Problem

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NUMBER_OF_QUESTION = re.compile(r"(?:q|spm|sp|spørsmål|question)?\s*\d+[a-z]?\s*[.):]\s+(?=\D)", re.IGNORECASE)


@dataclass(frozen=True)
class ExportLabels:
    """What an export says about its columns by itself: the labels of their codes, and the questions in words."""

    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> code -> label
    wordings: Mapping[str, str] = field(default_factory=dict)  # column -> question


def labels_in(manifest: Mapping[str, Any]) -> ExportLabels:
    """The labels of an export from its manifest: `labels: {column: {code: label}}` and `wordings: {column: text}`.

    A manifest may also keep the question in words under `labels` and the labels of codes under `value_labels`.
    """
    codes = {str(name).strip(): dict(found) for name, found in manifest.get("value_labels", {}).items()}
    wordings: dict[str, str] = {}
    for name, found in manifest.get("labels", {}).items():
        if isinstance(found, Mapping):
            codes[str(name).strip()] = dict(found)
        elif found:
            wordings[str(name).strip()] = str(found)
    wordings |= {str(name).strip(): str(text) for name, text in manifest.get("wordings", {}).items() if text}
    return ExportLabels(codes, wordings)


def plainly_worded(text: str) -> str:
    """A label for comparison: without markup, punctuation and capitals; a text of signs alone stays as it is."""
    text = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    text = re.sub("[‐-―−]", "-", text)
    return " ".join(re.sub(r"[^\w+%<>=#-]+", " ", text).split()) or text


def plain_question(text: str) -> str:
    """A question for comparison, without the number before it, which other questions before it may have changed."""
    return plainly_worded(_NUMBER_OF_QUESTION.sub("", text.strip(), count=1))


def label_problems(
    book: Codebook,
    labels: Mapping[str, ExportLabels],
    files: Mapping[str, str],
    turned: Mapping[tuple[str, str], Mapping[Code, Code]] = MappingProxyType({}),
) -> list[Problem]:
    """Where an export's own labels contradict the codebook, or those of another wave that the codebook joins with it.

    labels: wave -> what its export says; files: wave -> name of the export; turned: (variable, wave) -> the codes that
    a cleaning rule turns into others: the export's label is held against what the code becomes.
    """
    problems: list[Problem] = []
    for variable in book.variables:
        waves = [wave for wave in book.waves if wave in variable.sources and wave in labels]
        if variable.is_coded and variable.value_set in book.value_sets:
            problems += _answer_problems(book, variable, waves, labels, files, turned)
        problems += _wording_problems(book, variable, waves, labels, files)
    return problems


def _answer_problems(
    book: Codebook,
    variable: Variable,
    waves: Sequence[str],
    labels: Mapping[str, ExportLabels],
    files: Mapping[str, str],
    turned: Mapping[tuple[str, str], Mapping[Code, Code]],
) -> Iterator[Problem]:
    value_set = book.value_sets[variable.value_set]
    meant: dict[str, dict[Code, tuple[str, str]]] = {}  # wave -> code -> the export's code and label
    wrong: list[Problem] = []
    for wave in waves:
        found = _distinct(labels[wave].codes.get(variable.sources[wave], {}))
        becomes = turned.get((variable.name, wave), {})
        read = _meant(book, variable, wave, found, value_set)
        meant[wave] = {becomes.get(code, code): each for code, each in read.items()}
        wrong += _contradictions(variable, wave, meant[wave], value_set, files[wave])
    yield from wrong
    direct = [wave for wave in waves if wave not in variable.maps]  # a map is somebody's decision
    for one, other in _pairs(variable, direct) if not wrong else ():
        for code in value_set.codes:
            if code in meant[one] and code in meant[other]:
                yield from _difference(variable, code, value_set, (one, other), meant, files)


def _distinct(found: Mapping[str, str]) -> dict[str, str]:
    """The labels that one code alone has: another one says nothing about its code."""
    plain = [plainly_worded(label) for label in found.values()]
    return {code: label for code, label in found.items() if plain.count(plainly_worded(label)) == 1}


def _pairs(variable: Variable, waves: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each wave with the one before it, where no break lies between."""
    for one, other in zip(waves, waves[1:], strict=False):
        if variable.stretches.get(one) == variable.stretches.get(other):
            yield one, other


def _meant(
    book: Codebook, variable: Variable, wave: str, found: Mapping[str, str], value_set: ValueSet
) -> dict[Code, tuple[str, str]]:
    """Code of the codebook -> what the export calls the code that is read as it."""
    codes: dict[str, Code] = dict(value_set.matches())
    if wave in variable.maps:
        written = book.code_maps[variable.maps[wave]]
        codes = {raw: code for raw, text in written.items() if (code := value_set.code_of(text)) is not None}
    return {codes[raw]: (raw, label) for raw, label in found.items() if raw in codes and label}


def _contradictions(
    variable: Variable, wave: str, meant: Mapping[Code, tuple[str, str]], value_set: ValueSet, file: str
) -> Iterator[Problem]:
    """Codes that the export calls what the codebook calls another code."""
    owners = {plainly_worded(text): choice.code for choice in value_set.choices for text in choice.labels.values()}
    owners |= {plainly_worded(text): choice.code for choice in value_set.choices for text in choice.raw}
    for code, (raw, label) in meant.items():
        owner = owners.get(plainly_worded(label), code)
        own = value_set.choice(code)
        called = {plainly_worded(text) for text in (*own.labels.values(), *own.raw)}
        if owner != code and plainly_worded(label) not in called:
            found = f"{raw} is {label!r} in this export, and the codebook reads it as {_named(value_set, code)}"
            right = f"A map in code_maps.csv that makes {raw!r} {owner!r}, named in map_{wave} of {variable.name}"
            yield Problem(file, f"column {variable.sources[wave]!r}", found, right)


def _named(value_set: ValueSet, code: Code) -> str:
    label = next((text for text in value_set.choice(code).labels.values() if text), "")
    return f"{code} {label!r}" if label else str(code)


def _difference(
    variable: Variable,
    code: Code,
    value_set: ValueSet,
    waves: tuple[str, str],
    meant: Mapping[str, Mapping[Code, tuple[str, str]]],
    files: Mapping[str, str],
) -> Iterator[Problem]:
    """One code that two waves call by different names; both of them names of the codebook's is no difference."""
    names = {plainly_worded(text) for text in (*value_set.choice(code).labels.values(), *value_set.choice(code).raw)}
    called = [meant[wave][code][1] for wave in waves]
    if plainly_worded(called[0]) == plainly_worded(called[1]) or all(plainly_worded(each) in names for each in called):
        return
    found = f"{code} is {called[1]!r} here and {called[0]!r} in {files[waves[0]]}; the codebook joins them by the code"
    right = f"If they mean the same, a map named in map_{waves[1]} of {variable.name}; if not, {waves[1]} in breaks"
    yield Problem(files[waves[1]], f"column {variable.sources[waves[1]]!r}", found, right)


def _wording_problems(
    book: Codebook,
    variable: Variable,
    waves: Sequence[str],
    labels: Mapping[str, ExportLabels],
    files: Mapping[str, str],
) -> Iterator[Problem]:
    worded = {wave: text for wave in waves if (text := labels[wave].wordings.get(variable.sources[wave], ""))}
    for wave, text in worded.items():
        owner = None if _is_wording_of(variable, text) else _owner(book, variable, text)
        if owner and wave not in variable.same_question:
            found = f"it asks {text!r}, and the codebook takes it for {variable.name}; {owner.name} asks that"
            right = f"Put it in source_{wave} of {owner.name}"
            yield Problem(files[wave], f"column {variable.sources[wave]!r}", found, right)
    for one, other in _pairs(variable, list(worded)):
        different = plain_question(worded[one]) != plain_question(worded[other])
        if different and other not in variable.same_question:
            found = f"it asks {worded[other]!r}; in {files[one]} {variable.name} asks {worded[one]!r}"
            right = (
                f"{other} in same_question of {variable.name} if that is the same question, {other} in breaks if the "
                "answers cannot be compared, else a row of its own"
            )
            yield Problem(files[other], f"column {variable.sources[other]!r}", found, right)


def _is_wording_of(variable: Variable, text: str) -> bool:
    """Whether a question is a variable's; an item of a battery has the stem before it."""
    asked = plain_question(text)
    names = [plain_question(label) for label in variable.labels.values() if label]
    return any(asked == name or (variable.battery and asked.endswith(f" {name}")) for name in names)


def _owner(book: Codebook, variable: Variable, text: str) -> Variable | None:
    """The one other variable whose wording in the codebook this is."""
    asked = plain_question(text)
    found = [
        other
        for other in book.variables
        if other.name != variable.name and asked in {plain_question(each) for each in other.labels.values() if each}
    ]
    return found[0] if len(found) == 1 else None
