"""Code lists: the codes of a coded column with their labels, kept as a table by the team or exported as a codebook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evalreport.files.checking import Checks
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import read_config_table
from evalreport.files.team_tables import table_file, tables_in
from evalreport.records.coders.refi_qda import read_qdc
from evalreport.words.catalogue import LANGUAGES

JOINT = ";"  # between several codes in one cell
FOLDER = "codes"


@dataclass(frozen=True)
class Code:
    """One code: its label for the reader, the code it belongs under ("" for none), its colour and its definition."""

    code: str
    label: str
    parent: str = ""
    colour: str = ""
    definition: str = ""


@dataclass(frozen=True)
class CodeList:
    """The codes of a list in the order of the file, which is the order of every table."""

    name: str
    codes: tuple[Code, ...]

    @property
    def known(self) -> list[str]:
        """The codes themselves."""
        return [code.code for code in self.codes]

    @property
    def labels(self) -> dict[str, str]:
        """Code -> label."""
        return {code.code: code.label for code in self.codes}


def load_codes(config_folder: Path, name: str, language: str) -> CodeList:
    """The list `codes/<name>.csv` (or .xlsx) of an evaluation, or its codebook `codes/<name>.qdc`; raises BadInput with every problem."""
    path = config_folder / FOLDER / f"{name}.csv"
    exported = path.with_suffix(".qdc")
    if exported.is_file():
        return _exported(name, exported, table_file(path))
    optional = ("parent", "colour", *(f"definition_{each}" for each in LANGUAGES))
    table = read_config_table(path, str(path), ("code",), optional, [language])
    problems, seen = list(table.problems), dict[str, int]()
    for row in table.rows:
        if not row["code"] or JOINT in row["code"]:
            problems.append(table.problem(row, "code", f"{row['code']!r}", f"A code has a text without {JOINT!r}"))
        if row["code"] in seen:
            found = f"{row['code']!r} stands in row {seen[row['code']]} too"
            problems.append(table.problem(row, "code", found, "Codes are unique"))
        seen.setdefault(row["code"], row.number)
    problems += [
        table.problem(row, "parent", f"{row['parent']!r} is no code of the list", "Add it, or leave the cell empty")
        for row in table.rows
        if row["parent"] and row["parent"] not in seen
    ]
    raise_if(problems)
    codes = tuple(
        Code(r["code"], r[f"label_{language}"], r["parent"], r["colour"], r[f"definition_{language}"])
        for r in table.rows
    )
    return CodeList(name, codes)


def _exported(name: str, path: Path, table: Path) -> CodeList:
    """A code list from a codebook, where a code's name is its label."""
    rows = read_qdc(path)
    names = [row["code"] for row in rows]
    problems = [
        Problem(str(path), f"code {each!r}", f"a name with {JOINT!r} in it", "Rename it: the sign stands between codes")
        for each in names
        if JOINT in each
    ]
    problems += [
        Problem(
            str(path),
            f"code {each!r}",
            "the name stands twice",
            "Names of codes are unique, also under different parents",
        )
        for each in dict.fromkeys(names)
        if names.count(each) > 1
    ]
    if table.is_file():
        problems.append(Problem(str(path), "", f"{table.name} is there too", "Keep one of the two"))
    raise_if(problems)
    return CodeList(name, tuple(Code(r["code"], r["code"], r["parent"], r["colour"], r["definition"]) for r in rows))


def load_code_lists(config_folder: Path, names: Iterable[str], language: str) -> Mapping[str, CodeList]:
    """Several code lists; raises BadInput with the problems of all of them."""
    checks = Checks()
    lists = read_code_lists(config_folder, names, language, checks)
    checks.finish()
    return lists


def read_code_lists(config_folder: Path, names: Iterable[str], language: str, checks: Checks) -> Mapping[str, CodeList]:
    """Several code lists, as far as they can be read."""
    files = {name: str(config_folder / FOLDER / name) for name in dict.fromkeys(names)}
    return checks.each(files, files.__getitem__, lambda name: load_codes(config_folder, name, language))


def code_files(config_folder: Path, names: Iterable[str]) -> list[str]:
    """The files of some code lists."""
    tables = [config_folder / FOLDER / f"{name}.csv" for name in dict.fromkeys(names)]
    exported = [path.with_suffix(".qdc") for path in tables]
    return [str(qdc if qdc.is_file() else table_file(path)) for path, qdc in zip(tables, exported, strict=True)]


def files_read(names: Iterable[str], lists: Iterable[str], data_folder: Path, config_folder: Path) -> list[str]:
    """The files of a reader's sheets, each once, and those of its code lists."""
    return [*(str(data_folder / name) for name in dict.fromkeys(names)), *code_files(config_folder, lists)]


def known_lists(config_folder: Path) -> set[str]:
    """The names of all code lists in an evaluation's folder."""
    folder = config_folder / FOLDER
    return {path.stem for path in (*tables_in(folder), *folder.glob("*.qdc"))}


def split_codes(cell: str) -> list[str]:
    """The codes in a cell: `K; B` is K and B."""
    return [code.strip() for code in cell.split(JOINT) if code.strip()]


def in_list_order(cell: str, codes: CodeList) -> str:
    """A cell with its codes in the order of the list, each once; what the list does not have stays at the end."""
    found = set(split_codes(cell))
    rest = [code for code in split_codes(cell) if code not in codes.known]
    return JOINT.join([*(code for code in codes.known if code in found), *dict.fromkeys(rest)])


def labelled(cell: str, labels: Mapping[str, str]) -> list[str]:
    """The labels of the codes in a cell."""
    return [labels.get(code, code) for code in split_codes(cell)]
