"""Slips and attacks on the files of the tiny evaluation: each function gives back an edit that takes `Stages` and changes its files."""

import csv
import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from evalreport.files.errors import BadInput
from stages import Stages, tiny_stages

Edit = Callable[[Stages], object]
Rows = list[list[str]]

CONFIG, EVALUATION, FACTS = "config.yaml", "evaluation.yaml", "facts.csv"
PUPILS, VALUES, COLLAPSES = "codebook/pupils.csv", "codebook/value_sets.csv", "codebook/collapses.csv"
MAPS, BATTERIES, CLEANING = "codebook/code_maps.csv", "codebook/batteries.csv", "cleaning/pupils.yaml"
SAMPLE, WELLBEING, LIFE, MEASURES = (
    f"exhibits/{name}.yaml" for name in ("sample", "wellbeing", "school_life", "measures")
)
TEXT = "wellbeing.md.jinja"
ANSWERS, BOOK, SCHOOLS, LIST = "data/pupils_2023.csv", "data/pupils_2025.xlsx", "data/schools.csv", "data/measures.csv"


def place(work: Stages, name: str) -> Path:
    """Where a file lies: templates by their ending, data by `data/`, all else in the configuration."""
    if name.endswith(".jinja"):
        return work.templates / name
    if name.startswith("data/"):
        return work.data / name.removeprefix("data/")
    return work.folder / "config/config.yaml" if name == CONFIG else work.config / name


def swap(name: str, old: str, new: str) -> Edit:
    """One text for another, which must be there."""

    def edit(work: Stages) -> None:
        text = place(work, name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        place(work, name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def add(name: str, text: str) -> Edit:
    """A text more at the end."""

    def edit(work: Stages) -> None:
        place(work, name).write_text(place(work, name).read_text(encoding="utf-8") + text, encoding="utf-8")

    return edit


def put(name: str, content: str | bytes) -> Edit:
    """Another content, or another file."""

    def edit(work: Stages) -> None:
        place(work, name).parent.mkdir(exist_ok=True)
        place(work, name).write_bytes(content.encode() if isinstance(content, str) else content)

    return edit


def stored_as(name: str, encoding: str) -> Edit:
    """The same text in another encoding."""
    return lambda work: place(work, name).write_bytes(place(work, name).read_text(encoding="utf-8").encode(encoding))


def rows(name: str, change: Callable[[Rows], Rows]) -> Edit:
    """Other rows of a table, the header among them."""

    def edit(work: Stages) -> None:
        found = list(csv.reader(io.StringIO(place(work, name).read_text(encoding="utf-8"), newline="")))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(change(found))
        place(work, name).write_text(text.getvalue(), encoding="utf-8")

    return edit


def cell(name: str, row: int, column: str, value: str) -> Edit:
    """Another cell of a table; row 0 is the header."""

    def change(found: Rows) -> Rows:
        found[row][found[0].index(column)] = value
        return found

    return rows(name, change)


def settings(name: str, change: Callable[[Any], object]) -> Edit:
    """Other settings of a YAML file."""

    def edit(work: Stages) -> None:
        content = yaml.safe_load(place(work, name).read_text(encoding="utf-8"))
        change(content)
        place(work, name).write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8"
        )

    return edit


def key(path: str, value: Any, name: str = EVALUATION) -> Edit:
    """Another value of a key, given as a/b/c; None takes it out."""

    def change(content: Any) -> None:
        *above, last = path.split("/")
        for each in above:
            content = content[int(each)] if isinstance(content, list) else content[each]
        if value is None:
            content.pop(last)
        else:
            content[int(last) if isinstance(content, list) else last] = value

    return settings(name, change)


def exhibit(file: str, which: str, **keys: Any) -> Edit:
    """Other keys of an exhibit; None takes one out."""

    def change(content: Any) -> None:
        found = next(each for each in content["exhibits"] if each["id"] == which)
        found |= keys
        for name in [name for name, value in keys.items() if value is None]:
            found.pop(name)

    return settings(file, change)


def rule(**keys: Any) -> Edit:
    """A cleaning rule more."""
    added = {"id": "extra", "type": "set_missing", "reason": {"en": "A reason"}, **keys}
    return settings(CLEANING, lambda content: content["rules"].append(added))


def first_rule(**keys: Any) -> Edit:
    """Other keys of the first cleaning rule."""
    return settings(CLEANING, lambda content: content["rules"][0].update(keys))


def derived(**keys: Any) -> Edit:
    """A derived variable more; it is a single choice of the programme."""
    spec = {"type": "single", "value_set": "programme", "label": {"en": "A variable"}, **keys}
    return key("derived/pupils/made", {name: value for name, value in spec.items() if value is not None})


def case(when: dict[str, Any], code: Any = "pilot") -> Edit:
    """A derived variable of one case."""
    return derived(cases=[{"when": when, "code": code}])


def workbook(change: Callable[[Any], object]) -> Edit:
    """Another first sheet of the workbook."""

    def edit(work: Stages) -> None:
        book = openpyxl.load_workbook(place(work, BOOK))
        change(book.active)
        book.save(place(work, BOOK))

    return edit


def at(where: str, value: Any) -> Edit:
    """Another cell of the workbook."""
    return workbook(lambda sheet: sheet.__setitem__(where, value))


def part(inner: str, content: bytes, name: str = BOOK) -> Edit:
    """Another part of a zip archive."""

    def edit(work: Stages) -> None:
        with zipfile.ZipFile(place(work, name)) as archive:
            parts = {member: archive.read(member) for member in archive.namelist()}
        parts[inner] = content
        with zipfile.ZipFile(place(work, name), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for member, each in parts.items():
                archive.writestr(member, each)

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits, one after another."""

    def edit(work: Stages) -> None:
        for each in edits:
            each(work)

    return edit


def _laughs() -> str:
    """Aliases of aliases: nine levels of nine."""
    levels = "abcdefghi"
    above = [f"{own}: &{own} [{','.join([f'*{below}'] * 9)}]" for below, own in zip(levels, levels[1:], strict=False)]
    return "\n".join([f"a: &a [{','.join('x' * 9)}]", *above, ""])


LAUGHS = _laughs()
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a1 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i + 1, b"&a%d;" % i * 10) for i in range(1, 9))
    + b"]><worksheet>&a9;</worksheet>"
)


SECONDS, MEGABYTES = 10, 1000  # that any of them may take, of processor time and memory


def told(work: Stages, *stages: Callable[[Stages], object]) -> str:
    """What a person reads when the evaluation is opened and taken through some stages: the problems, else the notices."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        work.project  # noqa: B018 (opened here)
        for stage in stages:
            stage(work)
        said = "\n".join(work.notices())
    except BadInput as error:
        said = str(error)
    took, grown = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert took < SECONDS, f"{took:.1f} seconds"
    assert grown < MEGABYTES * 1000, f"{grown // 1000} MB"
    return said.replace(f"{work.folder}/", "")


def tables(work: Stages) -> None:
    """Read and clean all instruments and records."""
    for instrument in work.project.evaluation.instruments:
        work.clean(instrument)
    for name in work.project.evaluation.records:
        work.records(name)


def numbers(work: Stages) -> None:
    """Everything up to the protected numbers."""
    work.tables()


def chapter(work: Stages) -> None:
    """Write the chapter of the template that is spoilt."""
    work.write("wellbeing")


def assert_told(
    folder: Path, edit: Edit, says: str, *stages: Callable[[Stages], object], start: Stages | None = None
) -> None:
    """After the edit a person reads this, and no line is longer than a few sentences; start: a copy is made of it."""
    work = start.copy_to(folder / "work", "write") if start else tiny_stages(folder / "work")
    edit(work)
    said = told(work, *stages)
    assert says in said, said
    assert max(map(len, said.splitlines())) < 1000
