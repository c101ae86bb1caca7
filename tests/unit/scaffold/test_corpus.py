"""Any sample file: those that installed packages bring along, and those that five programs write of odd tables. A draft that
loads and cleans, or one clear message that names the file; never a traceback."""

import math
import shutil
import subprocess
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from evalreport.clean.cleaning import clean
from evalreport.clean.rules import parse_rules
from evalreport.files.errors import BadInput
from evalreport.files.schema import load_yaml
from evalreport.ingest.formats.registry import SUFFIXES
from evalreport.ingest.reading import read_source
from evalreport.project.open import load_project
from evalreport.scaffold.draft import scaffold

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
LARGEST = 300_000  # bytes of a sample file
PACKAGES = ("pyreadstat", "pandas", "openpyxl", "odfpy", "pyarrow", "scipy", "numpy", "matplotlib")


def drafted(folder: Path, file: str) -> str:
    """ "" for a draft that loads and whose data can be cleaned, else what was said, which names the file."""
    try:
        scaffold({"id": "any", "source": file, "language": "en"}, folder, SHARED)
    except BadInput as error:
        assert Path(file).stem in str(error) and len(str(error)) > len(file) + 20
        return str(error)
    project = load_project(
        {"evaluation": "any", "edition": "draft"}, folder / "config", folder / "report_templates", SHARED
    )
    book, rules = project.codebooks["survey"], folder / "config/any/cleaning/survey.yaml"
    ((wave, about),) = project.evaluation.instruments["survey"].waves.items()
    options = {key: value for key, value in about.items() if key not in ("file", "reader")}
    source = read_source(folder / "data/any" / about["file"], about["reader"], options)
    parsed = parse_rules(load_yaml(rules), str(rules), book, "en")
    table = clean({wave: source.table}, book, parsed, decimals={wave: about.get("decimal", ".")}).table
    assert len(table) == source.manifest["rows"]
    return ""


def shipped() -> list[Path]:
    """Sample files of the packages that read and write tables."""
    found = []
    for package in PACKAGES:
        files = metadata.files(package) or []
        paths = [Path(str(file.locate())) for file in files if Path(str(file)).suffix.lower() in SUFFIXES]
        found += [path for path in paths if path.suffix != ".txt" and path.is_file() and path.stat().st_size < LARGEST]
    return found


def test_sample_files_that_packages_bring_along(tmp_path):
    answers = {}
    for number, path in enumerate(shipped()):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(path, folder)
        answers[path.name] = drafted(folder, path.name)
    if not answers:
        pytest.skip("the packages were installed without their tests")
    idl = [said for name, said in answers.items() if name.endswith(".sav")]  # scipy's are files of another program
    assert all("no whole SPSS file" in said for said in idl)


ROWS = 24
FRAMES: dict[str, dict[str, list]] = {
    "usual": {"sex": [1.0, 2.0] * 12, "town": ["Bø", "Ås", "Ål"] * 8, "age": [float(n) for n in range(20, 44)]},
    "gaps": {"empty": [math.nan] * ROWS, "q1": [1.0, math.nan, 3.0] * 8, "text": ["", "a", "b"] * 8},
    "one_row": {"q1": [1.0], "q2": ["yes"]},
    "no_row": {"q1": np.array([], dtype=float), "q2": np.array([], dtype=float)},
    "extremes": {
        "large": [1e15, -1e15, 0.0] * 8,
        "small": [1e-9, 0.5, 0.25] * 8,
        "many": [float(n**7) for n in range(ROWS)],
    },
    "texts": {"long": ["word " * 60, "“quoted”; | and\ttab", "1-2"] * 8, "signs": ["😀", "中文", "=1+1"] * 8},
    "one_answer": {"q1": [1.0] * ROWS, "q2": ["same"] * ROWS},
    "all_missing": {"q1": [math.nan] * ROWS, "q2": [math.nan] * ROWS},
    "words": {"q1": ["Vet ikke", "NA", "Refused"] * 8, "q2": ["#N/A", "Yes", "No"] * 8},
    "names": {"row_": [1.0, 2.0] * 12, "y": [1.0, 2.0, 3.0] * 8, "__": [1.0, 2.0] * 12, "a" * 60: [0.0, 1.0] * 12},
}


def _pyreadstat(write: Callable[..., None], **options: object) -> Callable[[pd.DataFrame, Path], None]:
    def made(frame: pd.DataFrame, path: Path) -> None:
        write(frame, str(path), **options)

    return made


WRITERS: dict[str, tuple[str, Callable[[pd.DataFrame, Path], None]]] = {
    "sav": (".sav", _pyreadstat(pyreadstat.write_sav)),
    "sav_rows": (".sav", _pyreadstat(pyreadstat.write_sav, row_compress=True)),
    "zsav": (".zsav", _pyreadstat(pyreadstat.write_sav, compress=True)),
    "por": (".por", _pyreadstat(pyreadstat.write_por)),
    "dta_old": (".dta", _pyreadstat(pyreadstat.write_dta, version=8)),
    "dta": (".dta", _pyreadstat(pyreadstat.write_dta, version=15)),
    "xpt_old": (".xpt", _pyreadstat(pyreadstat.write_xport, file_format_version=5)),
    "xpt": (".xpt", _pyreadstat(pyreadstat.write_xport, file_format_version=8)),
    "csv": (".csv", lambda frame, path: frame.to_csv(path, index=False)),
    "csv_norwegian": (".csv", lambda f, path: f.to_csv(path, index=False, sep=";", decimal=",", encoding="utf-8-sig")),
    "tsv": (".tsv", lambda frame, path: frame.to_csv(path, index=False, sep="\t", encoding="utf-16")),
    "xlsx": (".xlsx", lambda frame, path: frame.to_excel(path, index=False)),
    "ods": (".ods", lambda frame, path: frame.to_excel(path, index=False, engine="odf")),
    "parquet": (".parquet", lambda frame, path: frame.to_parquet(path)),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_odd_tables_as_every_program_writes_them(tmp_path, writer):
    ending, write = WRITERS[writer]
    said = {}
    for name, columns in FRAMES.items():
        folder = tmp_path / name
        folder.mkdir()
        frame = pd.DataFrame(columns)
        frame = frame.replace({"Bø": "Bo", "Ås": "As", "Ål": "Al"}) if writer == "por" else frame
        try:
            write(frame, folder / f"{name}{ending}")
        except Exception:  # the format has no such thing: a name of 60 signs in a .por, a smiley in an old .dta
            continue
        said[name] = drafted(folder, f"{name}{ending}")
    assert not said["usual"], said
    assert "no rows" in said.get("no_row", "no rows") and said.get("all_missing", "nothing")


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.98])
@pytest.mark.parametrize("writer", [name for name in WRITERS if "csv" not in name])
def test_files_that_were_cut_off(tmp_path, writer, cut):
    ending, write = WRITERS[writer]
    path = tmp_path / f"whole{ending}"
    write(pd.DataFrame(FRAMES["usual"]).replace({"Bø": "Bo", "Ås": "As", "Ål": "Al"}), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(cut * len(content))])
    drafted(tmp_path, path.name)


@pytest.mark.parametrize("ending", SUFFIXES)
@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),  # an old .xls, or a workbook with a password
        b"PK\x03\x04" + bytes(60),
        b"%PDF-1.7\n",
        b"<!DOCTYPE html><html></html>",
        bytes(200),
        b"\n\n\n",
        b"a",
    ],
)
def test_other_files_with_the_ending_of_an_export(tmp_path, ending, content):
    (tmp_path / f"other{ending}").write_bytes(content)
    assert drafted(tmp_path, f"other{ending}")


SYNTAX = """data list list / q1 q2 (f8.0) d (date11) t (time8) m (moyr8) p (pct8.1) c (comma10.1) k (dollar10) w (wkday9) s (a20).
begin data
1 9 01-JAN-2024 10:15 JAN/2024 12.5 1234.5 20 MON north
2 2 05-FEB-2024 11:30 FEB/2024 50.0 999.0 30 TUE south
1 1 . . . . . . . ""
end data.
value labels q1 1 'Yes' 2 'No'.
missing values q2 (9).
weight by q1.
"""


@pytest.mark.skipif(not shutil.which("pspp"), reason="PSPP is not installed")
@pytest.mark.parametrize("name", ["made.sav", "made.zsav", "made.por"])
def test_formats_that_pspp_writes(tmp_path, name):
    save = {
        "made.por": "export outfile='made.por'.",
        "made.sav": "save outfile='made.sav'.",
        "made.zsav": "save outfile='made.zsav' /zcompressed.",
    }[name]
    (tmp_path / "make.sps").write_text(SYNTAX + save, encoding="utf-8")
    subprocess.run(["pspp", "make.sps"], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert drafted(tmp_path, name) == ""
