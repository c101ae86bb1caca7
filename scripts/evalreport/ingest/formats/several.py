"""Several answers to one question: parted at a sign inside a cell, or gathered from columns of mentions, into one box an answer."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import suggestion
from evalreport.ingest.formats.export import Export, Rows
from evalreport.ingest.formats.looks import same_look

CHOSEN, NOT_CHOSEN = "1", "0"
_SEPARATORS = ("; ", ";", " | ", "|", ", ", ",", "\n", " / ", "/", " + ", "+", " & ", "&")
_SPOKEN = (" og ", " and ", " och ")  # part answers too rarely to be read as such: it is asked
_BLANK = " "
_NAME = re.compile(r"[a-z0-9_]+$")
_SMALL = re.compile(r"\d{1,2}$")
_MOST = 25


def parted(file: str, export: Export, wanted: Iterable[Mapping[str, Any]]) -> Export:
    """The export with boxes in place of the columns of each question in `wanted` (columns, separator, name, answers, other).

    Texts that are none of the `answers`, where these are given, are named by the one box `other`. A box `Channels [TV]` is 1 where
    the form names the answer, 0 where it names others, empty where the question has no answer. Codes of labelled columns are
    named by their labels. Raises BadInput for columns that are not there.
    """
    for each in wanted:
        export = _parted(file, export, list(each["columns"]), each)
    return export


def _parted(file: str, export: Export, columns: list[str], wanted: Mapping[str, Any]) -> Export:
    separator, name = str(wanted.get("separator", "")), str(wanted.get("name", ""))
    lacking = [column for column in columns if column not in export.header]
    raise_if(Problem(file, "several", f"no column {c!r}", suggestion(c, export.header)) for c in lacking)
    places = [export.header.index(column) for column in columns]
    codes = {c: t for column in columns for c, t in export.about.get("value_labels", {}).get(column, {}).items()}
    missing = _missing_codes(export.about, columns, codes)
    codes = {code: label for code, label in codes.items() if code not in missing}
    answers = [_answers([cells[i] for i in places], separator, missing) for _, cells in export.rows]
    coded = {label: code for code, label in codes.items()}
    known = {code: code for code in codes} | {str(t): coded.get(str(t), str(t)) for t in wanted.get("answers", ())}
    answers, others = _others(file, answers, known, wanted)
    order = [*dict.fromkeys(known.values()), *([str(wanted["other"])] if "other" in wanted else [])]
    order = order if "answers" in wanted else _order(answers, codes)
    stem = name or columns[0]
    question = name or export.about.get("labels", {}).get(columns[0]) or columns[0]
    boxes = {code: f"{stem} [{codes.get(code, code)}]" for code in order}
    cells_of = [[(CHOSEN if code in found else NOT_CHOSEN) if found else "" for code in order] for found in answers]
    first = min(places)
    kept_before = [i for i in range(first) if i not in places]
    kept_after = [i for i in range(first, len(export.header)) if i not in places]
    header = (*(export.header[i] for i in kept_before), *boxes.values(), *(export.header[i] for i in kept_after))
    rows: Rows = [
        (row, [*(cells[i] for i in kept_before), *box, *(cells[i] for i in kept_after)])
        for (row, cells), box in zip(export.rows, cells_of, strict=True)
    ]
    labels = {boxes[code]: f"{question} [{codes.get(code, code)}]" for code in order}
    shown = ", ".join(codes.get(code, code) for code in order[:6])
    told = f"{', '.join(map(repr, columns))}: several answers a form, read as {len(order)} boxes ({shown})"
    told += f"; {others} texts that are none of the answers are {wanted['other']!r}" if others else ""
    together = _together(cells_of, [codes.get(code, code) for code in order]) if separator else []
    about = dict(export.about) | {
        "labels": {k: v for k, v in export.about.get("labels", {}).items() if k not in columns} | labels,
        "several": {**export.about.get("several", {}), stem: {"label": question, "columns": list(boxes.values())}},
    }
    return replace(export, header=header, rows=rows, about=about, notices=(*export.notices, told, *together))


def _others(
    file: str, answers: list[list[str]], known: Mapping[str, str], wanted: Mapping[str, Any]
) -> tuple[list[list[str]], int]:
    """The answers with what is none of those known as the one other, and how many texts that were.

    Raises BadInput with such texts where nothing says what they are.
    """
    if "answers" not in wanted:
        return answers, 0
    looks = {same_look(text): name for text, name in known.items()}
    strange = [text for each in answers for text in each if same_look(text) not in looks]
    other = str(wanted.get("other", ""))
    if strange and not other:
        shown = ", ".join(map(repr, dict.fromkeys(strange[:5])))
        expected = "Add them to answers, or say with `other` what the box of all other texts is called"
        raise_if([Problem(file, "several", f"{len(strange)} texts that are none of the answers: {shown}", expected)])
    named = [list(dict.fromkeys(looks.get(same_look(text), other) for text in each)) for each in answers]
    return named, len(strange)


def own_words(texts: Sequence[str], separator: str) -> list[str]:
    """The answers to tick, where people also wrote their own words beside them: what stands in several cells; else [].

    Own words are two texts at least that stand in one cell each, beside three answers that come back three times or more.
    """
    cells = [[part.strip() for part in text.removesuffix(separator.strip()).split(separator)] for text in texts if text]
    counts = Counter(part for each in cells for part in dict.fromkeys(each) if part)
    again = [text for text, n in counts.items() if n > 2]
    alone = [text for text, n in counts.items() if n == 1 and not re.fullmatch(r"-?\d+", text)]
    rest = len(counts) - len(again) - len(alone)
    return sorted(again, key=lambda t: (t.casefold(), t)) if len(again) > 2 and len(alone) > 1 and not rest else []


def _together(boxes: Sequence[Sequence[str]], names: Sequence[str]) -> list[str]:
    """Answers that no form names alone: most likely one answer with the sign in its own text."""
    columns = list(zip(*boxes, strict=True)) if boxes else []
    return [
        f"{a!r} and {b!r} are always named together: if they are one answer, its own text holds the sign between answers"
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i < j and columns[i] == columns[j]
    ]


def _missing_codes(about: Mapping[str, Any], columns: Sequence[str], codes: Mapping[str, str]) -> set[str]:
    """The codes that the file declares missing, single ones and those of its spans that have a label."""
    spans = {span for column in columns for span in about.get("user_missing", {}).get(column, ())}
    ends = [found for span in spans if (found := re.fullmatch(r"(-?[\d.]+)-(-?[\d.]+)", span))]
    numbers = [code for code in codes if re.fullmatch(r"-?\d+(\.\d+)?", code)]
    return spans | {code for code in numbers for end in ends if float(end[1]) <= float(code) <= float(end[2])}


def _answers(cells: Sequence[str], separator: str, missing: set[str]) -> list[str]:
    texts = [part.strip() for cell in cells for part in (cell.split(separator) if separator else [cell])]
    return list(dict.fromkeys(text for text in texts if text and text not in missing))


def _order(answers: Iterable[Sequence[str]], codes: Mapping[str, str]) -> list[str]:
    """Labelled codes as the file lists them, numbers by size, words by the order in which cells name them, else of the alphabet."""
    found = {answer for each in answers for answer in each}
    labelled = list(codes)
    rest = sorted(
        found - set(labelled),
        key=lambda text: (not text.isdecimal(), int(text) if text.isdecimal() else 0, text.casefold(), text),
    )
    return [*labelled, *rest]


def separator_of(texts: Sequence[str]) -> str:
    """The sign that parts several answers in the cells of a column, "" where they are no such answers.

    Parts come back in other company, there are fewer of them than of cells that differ, and none stands in every cell.
    """
    cells = [text for text in dict.fromkeys(text.strip() for text in texts) if text]
    for separator in _SEPARATORS:
        if _fits(cells, separator, len(texts)):
            return separator
    names = all(_NAME.match(part) for cell in cells for part in cell.split())
    return _BLANK if names and _fits(cells, _BLANK, len(texts)) else ""


def _fits(cells: Sequence[str], separator: str, rows: int) -> bool:
    bare = dict.fromkeys(cell.removesuffix(separator.strip() or separator) for cell in cells)  # Microsoft Forms: "A;B;"
    split = [[part.strip() for part in cell.split(separator)] for cell in bare]
    several = [parts for parts in split if len(parts) > 1]
    parts = {part for each in split for part in each}
    if not several or len(several) == len(split) or "" in parts or any(len(set(each)) < len(each) for each in split):
        return False
    if all(re.fullmatch(r"-?\d+", part) for part in parts):
        return _numbers_fit(split, separator)
    where = {part: sum(part in each for each in split) for part in parts}
    if sum(count > 1 for count in where.values()) > _MOST:
        return False
    again = sum(count > 1 for count in where.values()) >= 2 / 3 * len(parts) or _beside_own_words(where)
    common = max(where.values()) == len(split)
    many = len(split) > len(parts) - 1 and rows >= 2 * len(parts)
    return len(parts) >= 2 and again and not common and (many or _beside_own_words(where))


def _beside_own_words(where: Mapping[str, int]) -> bool:
    """Whether three answers or more come back often, so that texts that stand alone are what people added."""
    often = [count for count in where.values() if count > 2]
    return len(often) > 2 and sum(often) >= 2 / 3 * sum(where.values())


def _numbers_fit(split: Sequence[Sequence[str]], separator: str) -> bool:
    """Numbers are several answers where a cell holds three of them, or they are parted by a sign no number has."""
    small = all(_SMALL.match(part) for each in split for part in each)
    rising = all(list(map(int, each)) == sorted(map(int, each)) for each in split)
    many = any(len(each) > 2 for each in split)
    return small and rising and (many or separator not in (",", "."))


def may_be_several(texts: Sequence[str]) -> bool:
    """Whether numbers with a comma may as well be several small codes (1,2 and 2,3): rising, and not halves alone (1,5)."""
    split = [text.strip().split(",") for text in texts if text.strip()]
    if not all(_SMALL.match(part) and part == str(int(part)) for each in split for part in each):
        return False
    numbers = [list(map(int, each)) for each in split]
    seconds = {each[-1] for each in split if len(each) > 1}
    halves = seconds <= {"5", "25", "75"} and not seconds & {each[0] for each in split}
    return bool(seconds) and not halves and all(a < b for e in numbers for a, b in zip(e, e[1:], strict=False))


def seems_several(texts: Sequence[str]) -> str:
    """A cell with a sign between texts that also stand alone in other cells, "" where there is none."""
    cells = {text.strip() for text in texts if text.strip()}
    for cell in sorted(cells):
        for separator in (*_SEPARATORS, *_SPOKEN):
            parts = [part.strip() for part in cell.split(separator)]
            if len(parts) > 1 and all(part in cells and not re.fullmatch(r"[\d.,-]*", part) for part in parts):
                return cell
    return ""


def boxes(about: Mapping[str, Any]) -> dict[str, str]:
    """Box -> question, of all questions that were parted."""
    return {column: each["label"] for each in about.get("several", {}).values() for column in each["columns"]}
