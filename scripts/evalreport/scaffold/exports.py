"""An export as it meets a beginner: how it is to be read, and its columns with every label that it brings along."""

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.ingest.formats.export import Format, Wishes
from evalreport.ingest.formats.looks import same_look
from evalreport.ingest.formats.meanings import codes_of, unit_of
from evalreport.ingest.formats.number_marks import find_marks
from evalreport.ingest.formats.registry import FORMATS, found_options, reader_of
from evalreport.ingest.formats.several import boxes, own_words, seems_several, separator_of
from evalreport.ingest.label_files.apply import labels_for
from evalreport.ingest.label_files.labels import Labels
from evalreport.ingest.reading import EVERY, ROW, Source, read_source
from evalreport.scaffold.asked import PLACE, Asked
from evalreport.scaffold.mentions import mentions_in
from evalreport.words.catalogue import word

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LIMESURVEY = re.compile(
    r"(?P<code>[A-Za-z]\w*)(\[(?P<sub>[^\]]+)\])?(\[(?P<scale>[^\]]+)\])?\. (?P<text>.+)$", re.DOTALL
)
_TICKED = frozenset(("1", "true"))
_TICKS = _TICKED | {"0", "false", ""}
_TEXT_FORMS = ("csv", "xlsx", "ods")  # numbers in them may be texts as people write them


@dataclass(frozen=True)
class Column:
    """One column of an export: its header, its cells ("" where empty), and what the export says about it."""

    header: str
    texts: tuple[str, ...]
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)  # code -> label
    user_missing: tuple[str, ...] = ()  # "9" or "97-99"
    measure: str = ""
    group: str = ""  # multiple-response set of SPSS, its label
    counted: str = ""  # the code that such a set counts
    amount: bool = False  # written with marks between thousands or with a unit, so that its numbers are quantities
    boxed: bool = False  # several answers a cell, of which each stands in a column of boxes too
    box: bool = False  # one answer of a question with several, 1 where it was named and 0 where others were

    @property
    def answers(self) -> list[str]:
        """The cells that are not empty."""
        return [text for text in self.texts if text]


@dataclass(frozen=True)
class Wave:
    """An export that was read: how, and what is in it."""

    name: str
    file: Path
    reader: str
    options: Mapping[str, Any]
    columns: tuple[Column, ...]
    notices: tuple[str, ...] = ()  # what a person should know of how it was read

    @property
    def rows(self) -> int:
        """Number of forms."""
        return len(self.columns[0].texts) if self.columns else 0


def tidy(text: str) -> str:
    """A label as it can be printed: without HTML, unprintable signs and doubled spaces."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def read_waves(asked: Asked) -> tuple[Wave, ...]:
    """All exports; raises BadInput with the first that cannot be read, or in which something has to be asked."""
    return tuple(_read(name, file, asked) for name, file in asked.sources.items())


def _read(name: str, file: Path, asked: Asked) -> Wave:
    form = FORMATS[reader_of(file)]
    if asked.sheet and "sheet" not in form.options:
        raise_if([Problem(PLACE, "sheet", f"{file.name} has no sheets", "Leave it out")])
    if not file.stat().st_size:
        raise BadInput([Problem(str(file), "", "the file is empty (0 bytes)", "Export it again")])
    options = found_options(form, file, Wishes(asked.sheet, asked.delimiter, asked.encoding)) | _said(form, asked)
    source = read_source(file, form.name, options)
    labels = labels_for(file, form.name, options, source, asked.labels)
    more, notices = _settings(form, source, labels, asked)
    written = source.table
    if more:
        options |= more
        source = read_source(file, form.name, options)
    columns, joined = _columns(source)
    columns = tuple(
        replace(c, amount=_is_rewritten(c.header, written, source.table), boxed=_has_boxes(c.header, source.table))
        for c in columns
    )
    columns = _together(_described(columns, source.manifest, labels, asked.language))
    told = (*notices, *source.manifest["notices"], *joined, *_doubts(columns))
    return Wave(name, file, form.name, options, columns, tuple(dict.fromkeys(told)))


def _is_rewritten(name: str, before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether a column's cells lost marks between thousands or units when they were read with the settings found."""
    return name in before.columns and not before[name].equals(after[name])


def _has_boxes(name: str, table: pd.DataFrame) -> bool:
    """Whether the answers of a column stand as boxes beside it too, named after it (KoBo: channels, channels/tv, channels/radio).

    In every form the boxes that are ticked are those that the cell names; a question Q1 beside boxes Q1.1 and Q1.2 stays one.
    """
    beside = [other for other in table.columns if other.startswith(_below(name))]
    cells = {other: table[other].fillna("").str.casefold() for other in beside}
    if len(beside) < 2 or not all(set(texts) <= _TICKS for texts in cells.values()):
        return False
    forms = zip(table[name].fillna("").str.casefold(), *cells.values(), strict=True)
    tails = [other[len(name) + 1 :].casefold() for other in beside]
    return all(
        bool(cell) == any(box in _TICKED for box in boxes)
        and all(tail in cell for tail, box in zip(tails, boxes, strict=True) if box in _TICKED)
        for cell, *boxes in forms
    )


def _below(name: str) -> tuple[str, ...]:
    """How the names of the boxes of a question begin."""
    return f"{name}/", f"{name}.", f"{name}:"


def _together(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The boxes beside a column with the same answers as one question, in the words of that column where they have none."""
    stems = {each.header: each.label or tidy(each.header) for each in columns if each.boxed}

    def one(column: Column) -> Column:
        own = next((name for name in stems if column.header.startswith(_below(name))), "")
        if not own or column.group:
            return column
        tail = column.header[len(own) + 1 :]
        return replace(column, group=stems[own], label=column.label or f"{stems[own]} [{tail}]")

    return tuple(one(column) for column in columns)


def _said(form: Format, asked: Asked) -> dict[str, Any]:
    """What a person said of the place of the table, as far as this kind of file has it."""
    return {key: value for key, value in asked.options.items() if key in form.options}


def _settings(form: Format, source: Source, labels: Labels, asked: Asked) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Marks in numbers and questions with several answers, found in a source that was read; raises BadInput to ask."""
    cells = {name: list(source.table[name].dropna()) for name in source.table.columns if name != ROW}
    several = _several(cells, source, labels, asked)
    gathered = {column for each in several for column in each["columns"]}
    if form.name not in _TEXT_FORMS:
        return ({"several": several} if several else {}), ()
    said = {key: value for key, value in asked.options.items() if key in EVERY}
    marks = find_marks(source.manifest["file"], {n: c for n, c in cells.items() if n not in gathered}, said)
    raise_if(marks.problems)
    found = dict(marks.settings)
    return found | ({"several": several} if several else {}), marks.notices


def _several(cells: Mapping[str, list[str]], source: Source, labels: Labels, asked: Asked) -> list[dict[str, Any]]:
    """The questions with several answers: named by a person, declared as a set of mentions, or seen in the cells."""
    found = [
        {"name": each["label"] or name, "columns": list(each["columns"])}
        for name, each in source.manifest.get("sets", {}).items()
        if each["counted"] is None and set(each["columns"]) <= set(cells)
    ]
    taken = {column for each in found for column in each["columns"]}
    known = {**labels.codes, **source.manifest.get("value_labels", {})}
    worded = {**labels.labels, **source.manifest.get("labels", {})}
    found += [
        {"name": name, "columns": columns}
        for name, columns in mentions_in(source.table.drop(columns=ROW), known, worded)
        if not taken & {*columns}
    ]
    labelled = {*source.manifest.get("value_labels", {}), *labels.codes}
    for name, texts in cells.items():
        if _has_boxes(name, source.table):
            continue
        if name in asked.several:
            found.append({"columns": [name], "separator": separator_of(texts) or ","})
        elif name not in labelled and (separator := separator_of(texts)):
            own = own_words(texts, separator)
            other = {"answers": own, "other": word("other_box", asked.language)} if own else {}
            found.append({"columns": [name], "separator": separator} | other)
        elif name in labels.several:
            found.append({"columns": [name], "separator": labels.several[name]})
    return found


def _columns(source: Source) -> tuple[tuple[Column, ...], list[str]]:
    """The columns with one way to write each answer, and what was joined."""
    table, columns, told = source.table, [], []
    for name in (str(name) for name in table.columns if name != ROW):
        texts = tuple(table[name].fillna("").str.strip())
        same = _same(texts)
        columns.append(Column(name, tuple(same.get(text, text) for text in texts)))
        written = sorted(repr(old) for old, new in same.items() if not _whole(old) and old != new)
        if written:
            news = sorted({repr(new) for old, new in same.items() if old != new})
            told.append(f"column {name!r}: {', '.join(written[:4])} counted as {', '.join(news[:4])}")
    return tuple(columns), told


def _same(texts: Sequence[str]) -> dict[str, str]:
    """Cell -> the cell it is the same as: capitals and blanks, and 3.0 in a column of whole numbers."""
    counts = Counter(text for text in texts if text)
    groups: dict[str, list[str]] = {}
    for text in counts:
        groups.setdefault(same_look(text), []).append(text)
    numbers = [text for text in counts if re.fullmatch(r"-?\d+([.,]\d+)?", text)]
    whole = all(_whole(text) for text in numbers)
    if len(groups) > 0.5 * sum(counts.values()) and not (whole and len(numbers) == len(counts)):
        return {}
    found: dict[str, str] = {}
    for look, members in groups.items():
        if _whole(members[0]):
            found |= {text: look for text in members if whole}
        else:
            best = max(sorted(members), key=lambda text: counts[text])
            found |= dict.fromkeys(members, best)
    return {old: new for old, new in found.items() if old != new}


def _whole(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+([.,]0+)?", text))


def _described(
    columns: tuple[Column, ...], about: Mapping[str, Any], labels: Labels, language: str
) -> tuple[Column, ...]:
    """The columns with what the file itself, and a file or sheet of labels beside it, say of them."""
    sets = {c: tidy(each["label"]) for each in about.get("sets", {}).values() for c in each["columns"]}
    sets |= {**labels.sets, **boxes(about)}
    parts = set(boxes(about))
    counted = {c: str(each["counted"] or "") for each in about.get("sets", {}).values() for c in each["columns"]}

    def one(column: Column) -> Column:
        name = column.header
        label = about.get("labels", {}).get(name) or labels.labels.get(name) or ""
        heading = limesurvey(name)
        if not label and heading:
            label = heading
        codes = about.get("value_labels", {}).get(name) or labels.codes.get(name) or {}
        meaning = about.get("meanings", {}).get(name, "")
        codes = codes or codes_of(meaning, language)
        unit = unit_of(meaning, language)
        return replace(
            column,
            label=f"{tidy(label) or name} ({unit})" if unit else tidy(label),
            codes={c: tidy(text or "") for c, text in codes.items() if c},
            user_missing=tuple(about.get("user_missing", {}).get(name, ())),
            measure=str(about.get("measures", {}).get(name, "")),
            group=tidy(sets.get(name, "")),
            counted=counted.get(name, ""),
            box=name in parts,
        )

    return tuple(one(column) for column in columns)


def limesurvey(heading: str) -> str:
    """The wording in a heading of LimeSurvey's style "code and text": "Q1[SQ001]. Which? [TV]"; "" for other headings."""
    found = _LIMESURVEY.match(heading)
    if not found:
        return ""
    text = found["text"].strip()
    if found["sub"] and not text.endswith("]"):
        text = f"{text} [{found['sub']}]"
    return text


def _doubts(columns: Sequence[Column]) -> list[str]:
    """Columns that may hold several answers a cell and were read as one."""
    return [
        f'column {c.header!r}: some cells may hold several answers, such as {found!r}; say several="{c.header}" if so'
        for c in columns
        if not c.codes and (found := seems_several(c.answers))
    ]
