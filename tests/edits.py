"""Random edits of an evaluation, as its authors make them: each changes one thing and says what it did.

Left out are edits after which a chapter may run although its text stays: a comment or a blank line in a template, the levels
of significance and the margins of claims (a chapter may keep every verdict).

Edits of the program are made too, in the copy of it that the test has to itself.
"""

import csv
import io
import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import yaml

Edit = Callable[[random.Random, Any], str]
CONDITION_WORDS = (
    ('"increase"', '"decrease"'),
    ('"majority"', '"minority"'),
    ('"lower"', '"higher"'),
    ("by=5", "by=60"),
    ("share=0.95", "share=0.01"),
    ('"not_significant"', '"significant"'),
)
# A constant of a module that is no whole number.
MEASURE = re.compile(r"^[A-Z_]+ = \d+\.\d+(?= *(?:#|$))", re.MULTILINE)
WORDS = ("early", "late", "often", "seldom", "north", "south", "small", "large")


def _word(rng: random.Random) -> str:
    return f"{rng.choice(WORDS)} {rng.randrange(1000)}"


def _table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def _save_table(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _save_yaml(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def answer_in_csv(rng: random.Random, work: Any) -> str:
    """Another of the answers that stand in the same column."""
    path = work.data / "pupils_2023.csv"
    rows = _table(path)
    column, row = rng.randrange(3, len(rows[0])), rng.randrange(1, 21)
    others = sorted({line[column] for line in rows[1:]} - {rows[row][column], ""})
    old, rows[row][column] = rows[row][column], rng.choice(others)
    _save_table(path, rows)
    return f"{path.name}, row {row}, {rows[0][column]}: {old} -> {rows[row][column]}"


def answer_in_workbook(rng: random.Random, work: Any) -> str:
    """Another of the answers that stand in the same column."""
    path = work.data / "pupils_2025.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    column, row = rng.randrange(3, sheet.max_column + 1), rng.randrange(2, sheet.max_row + 1)
    cell = sheet.cell(row, column)
    values = {sheet.cell(line, column).value for line in range(2, sheet.max_row + 1)}
    old, cell.value = cell.value, rng.choice(sorted(values - {cell.value, None}))
    book.save(path)
    return f"{path.name}, {cell.coordinate}: {old} -> {cell.value}"


def school(rng: random.Random, work: Any) -> str:
    """The programme or the number of pupils of a school."""
    path = work.data / "schools.csv"
    rows = _table(path)
    row, column = rng.randrange(1, len(rows)), rng.choice((3, 4))
    old = rows[row][column]
    rows[row][column] = str(int(old) + 1) if column == 4 else ("comparison" if old == "pilot" else "pilot")
    _save_table(path, rows)
    return f"{path.name}, row {row}: {old} -> {rows[row][column]}"


def _title(rng: random.Random, exhibit: dict[str, Any]) -> None:
    exhibit["title"] = {"en": f"{exhibit['title']['en'].split(' (')[0]} ({_word(rng)})"}


def _note(rng: random.Random, exhibit: dict[str, Any]) -> None:
    exhibit["note"] = {"en": f"As asked {_word(rng)}."}


def _number(rng: random.Random, exhibit: dict[str, Any]) -> None:
    """A number of another exhibit in the note, so that a chapter quotes one more, or one less."""
    measure = rng.choice(("handed_out", "usable"))
    exhibit["note"] = {"en": f'Of {{{{ n("response", variable="{measure}", group="total") }}}} forms.'}


def _decimals(rng: random.Random, exhibit: dict[str, Any]) -> None:
    exhibit["decimals"] = (exhibit.get("decimals", 1) + rng.choice((1, 2))) % 3


def _test(rng: random.Random, exhibit: dict[str, Any]) -> None:
    kinds = ("t", "anova") if exhibit["kind"] == "mean" else ("chi2", "none")
    exhibit["test"] = next(kind for kind in kinds if kind != exhibit.get("test", "none"))
    if exhibit["test"] in ("none", "t"):
        exhibit.pop("test_groups", None)
    if exhibit["test"] == "t":
        exhibit["test_groups"] = [["pilot_2025", "comparison_2025"]]


def _collapse(rng: random.Random, exhibit: dict[str, Any]) -> None:
    exhibit["collapse"] = "wellbeing2" if exhibit["collapse"] == "wellbeing3" else "wellbeing3"


def _total(rng: random.Random, exhibit: dict[str, Any]) -> None:
    exhibit["total"] = not exhibit.get("total", False)


def _where(rng: random.Random, exhibit: dict[str, Any]) -> None:
    waves = (["2023"], ["2025"], ["2023", "2025"])
    exhibit["where"] = {"wave": rng.choice([wave for wave in waves if wave != exhibit["where"]["wave"]])}


def _sort(rng: random.Random, exhibit: dict[str, Any]) -> None:
    exhibit["sort"] = "plan" if exhibit.get("sort") == "descending" else "descending"


def _groups(rng: random.Random, exhibit: dict[str, Any]) -> None:
    everyone = ["pilot_2025", "comparison_2025", "pilot_2023", "comparison_2023"]
    exhibit["groups"] = everyone if exhibit.get("groups") != everyone else everyone[::-1]


SPECS: dict[str, tuple[Callable[[random.Random, dict[str, Any]], None], ...]] = {
    "response": (_title, _note, _number, _decimals),
    "cleaning": (_title, _note, _number),
    "characteristics": (_title, _note, _number, _decimals, _groups),
    "wellbeing": (_title, _note, _number, _decimals, _collapse, _groups),
    "wellbeing_table": (_title, _note, _number, _decimals, _test, _total, _where),
    "sleep": (_title, _note, _number, _decimals, _test, _groups),
    "climate": (_title, _note, _number, _decimals, _test, _where, _sort),
    "activities": (_title, _note, _number, _decimals, _test),
}


def exhibit_spec(rng: random.Random, work: Any) -> str:
    """One key of one exhibit."""
    path = rng.choice(sorted((work.config / "exhibits").glob("*.yaml")))
    content = _yaml(path)
    exhibit = rng.choice(content["exhibits"])
    change = rng.choice(SPECS.get(exhibit["id"], (_title, _note, _number)))
    change(rng, exhibit)
    _save_yaml(path, content)
    return f"{path.name}, {exhibit['id']}: {change.__name__.strip('_')}"


def order_of_exhibits(rng: random.Random, work: Any) -> str:
    """The order in the exhibit file, which is not the order in the report."""
    path = rng.choice(sorted((work.config / "exhibits").glob("*.yaml")))
    content = _yaml(path)
    content["exhibits"].append(content["exhibits"].pop(0))
    _save_yaml(path, content)
    return f"{path.name}: another order"


def template_word(rng: random.Random, work: Any) -> str:
    """A sentence more in a template or in what templates include."""
    path = rng.choice(sorted(work.templates.glob("*.jinja")))
    sentence = f"This was {_word(rng)}."
    path.write_text(path.read_text(encoding="utf-8") + f"\n{sentence}\n", encoding="utf-8")
    return f"{path.name}: {sentence}"


def claim(rng: random.Random, work: Any) -> str:
    """The condition of a claim, or its sentence: it may come to hold, to fail, or to say the same otherwise."""
    path = work.templates / rng.choice(("wellbeing.md.jinja", "school_life.md.jinja"))
    text = path.read_text(encoding="utf-8")
    swaps = [
        *CONDITION_WORDS,
        *((new, old) for old, new in CONDITION_WORDS),
        ("{% endclaim %}", f" ({_word(rng)}){{% endclaim %}}"),
    ]
    old, new = rng.choice([swap for swap in swaps if swap[0] in text])
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return f"{path.name}: {old} -> {new}"


def codebook_label(rng: random.Random, work: Any) -> str:
    """The wording of a question, of a battery's stem or of a group of answers."""
    path = (
        work.config
        / "codebook"
        / rng.choice(("pupils.csv", "pupils.csv", "batteries.csv", "collapses.csv", "schools.csv"))
    )
    rows = _table(path)
    row, column = rng.choice(rows[1:]), rows[0].index("label_en")
    row[column] = f"{row[column].split(' (')[0]} ({_word(rng)})"
    _save_table(path, rows)
    return f"{path.name}, {row[0]}, {row[1]}: {row[column]}"


def answer_label(rng: random.Random, work: Any) -> str:
    """The label of an answer that the raw files give as a code."""
    path = work.config / "codebook" / "value_sets.csv"
    rows = _table(path)
    row = rng.choice([row for row in rows if row[0] == "programme"])
    row[2] = f"{row[2].split(' (')[0]} ({_word(rng)})"
    _save_table(path, rows)
    return f"{path.name}, {row[0]} {row[1]}: {row[2]}"


def group_look(rng: random.Random, work: Any) -> str:
    """A group's label, heading or colour."""
    path = work.config / "evaluation.yaml"
    content = _yaml(path)
    groups = [(name, g) for grouping in content["groupings"].values() for name, g in grouping["groups"].items()]
    name, group = rng.choice(groups)
    key = rng.choice(("label", "colour", *(("over",) if "over" in group else ())))
    group[key] = f"#{rng.randrange(1 << 24):06X}" if key == "colour" else {"en": _word(rng).capitalize()}
    _save_yaml(path, content)
    return f"evaluation.yaml, group {name}: {key} {group[key]}"


def evaluation_setting(rng: random.Random, work: Any) -> str:
    """A setting of the whole evaluation."""
    path = work.config / "evaluation.yaml"
    content = _yaml(path)
    what = rng.choice(("title", "data_note", "minimum_cell", "commissioner", "instrument", "derived"))
    if what in ("title", "data_note"):
        content[what] = {"en": f"A text {_word(rng)}"}
    elif what == "minimum_cell":
        content["disclosure"]["minimum_cell"] = (content["disclosure"]["minimum_cell"] + 3) % 6
    elif what == "commissioner":
        content["commissioner"] = f"The town {_word(rng)}"
    elif what == "instrument":
        content["instruments"]["pupils"]["label"] = {"en": f"Survey {_word(rng)}"}
    else:
        content["derived"]["pupils"]["programme"]["label"] = {"en": f"Programme {_word(rng)}"}
    _save_yaml(path, content)
    return f"evaluation.yaml: {what}"


def fact(rng: random.Random, work: Any) -> str:
    """A fact; one of the two is quoted by a chapter."""
    path = work.config / "facts.csv"
    rows = _table(path)
    row = rng.choice(rows[1:])
    row[1] = str(int(row[1]) + 1)
    _save_table(path, rows)
    return f"facts.csv, {row[0]}: {row[1]}"


def cleaning_rule(rng: random.Random, work: Any) -> str:
    """The reason of a rule, or a rule more or less."""
    path = work.config / "cleaning" / "pupils.yaml"
    content = _yaml(path)
    rules = {rule["id"]: rule for rule in content["rules"]}
    if "too_short" in rules:
        content["rules"].remove(rules["too_short"])
        what = "one rule less"
    elif rng.random() < 0.5:
        rule = {
            "id": "too_short",
            "type": "drop_where",
            "waves": ["2025"],
            "column": "nr",
            "values": ["1"],
            "reason": {"en": "Too short"},
        }
        content["rules"].append(rule)
        what = "one rule more"
    else:
        rule = rng.choice(content["rules"])
        rule["reason"] = {"en": f"Reason {_word(rng)}"}
        what = f"reason of {rule['id']}"
    _save_yaml(path, content)
    return f"cleaning/pupils.yaml: {what}"


def record(rng: random.Random, work: Any) -> str:
    """The code or the text of a record."""
    path = work.data / "measures.csv"
    rows = _table(path)
    row = rng.choice(rows[1:])
    if rng.random() < 0.5:
        row[2] = rng.choice(sorted({"", "club", "talk", "meal;visit"} - {row[2]}))
    else:
        row[3] = f"Done {_word(rng)}"
    _save_table(path, rows)
    return f"{path.name}, {row[0]}: {row[2]} {row[3]}"


def code_label(rng: random.Random, work: Any) -> str:
    """The label of a code."""
    path = work.config / "codes" / rng.choice(("measure.csv", "stage.csv"))
    rows = _table(path)
    row = rng.choice(rows[1:])
    row[1] = f"{row[1].split(' (')[0]} ({_word(rng)})"
    _save_table(path, rows)
    return f"{path.name}, {row[0]}: {row[1]}"


def touch(rng: random.Random, work: Any) -> str:
    """The time of any file, results included."""
    files = [p for name in ("config", "data", "report_templates", "results") for p in _files(work.folder / name)]
    path = rng.choice(files)
    os.utime(path)
    return f"touch {path.relative_to(work.folder)}"


def library_docstring(rng: random.Random, work: Any) -> str:
    """What a module of the library, or a script, says of itself: nothing that runs."""
    path = rng.choice(sorted((work.program / "scripts").rglob("*.py")))
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    path.write_text(f'"""It is {_word(rng)}. ' + text[3:] + f"\n# It is {_word(rng)}.\n", encoding="utf-8")
    return f"{path.name}: another docstring and a comment"


def library_code(rng: random.Random, work: Any) -> str:
    """A name more in a module of the library, which nobody uses."""
    path = rng.choice(sorted((work.program / "scripts" / "evalreport").rglob("*.py")))
    path.write_text(path.read_text(encoding="utf-8") + f"\nEDITED = {rng.randrange(1 << 24)}\n", encoding="utf-8")
    return f"{path.relative_to(work.program / 'scripts')}: a name more"


def figure_constant(rng: random.Random, work: Any) -> str:
    """A measure of the pictures."""
    paths = sorted((work.program / "scripts" / "evalreport" / "figures").rglob("*.py"))
    found = [(path, line) for path in paths for line in MEASURE.findall(path.read_text(encoding="utf-8"))]
    path, line = rng.choice(found)
    name, value = line.split(" = ")
    text = path.read_text(encoding="utf-8").replace(line, f"{name} = {float(value) * 1.02}", 1)
    path.write_text(text, encoding="utf-8")
    return f"figures/{path.name}: {line} * 1.02"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


EDITS: tuple[Edit, ...] = (
    answer_in_csv,
    answer_in_workbook,
    school,
    exhibit_spec,
    exhibit_spec,
    exhibit_spec,
    order_of_exhibits,
    template_word,
    claim,
    claim,
    codebook_label,
    codebook_label,
    answer_label,
    group_look,
    evaluation_setting,
    fact,
    cleaning_rule,
    record,
    code_label,
    touch,
    touch,
    library_docstring,
    library_code,
    figure_constant,
)
