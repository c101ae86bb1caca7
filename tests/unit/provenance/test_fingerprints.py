"""A rule's fingerprint: it changes with what the rule's script can load, open or use, and with nothing else."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import evalreport
import pytest
from evalreport.programs import versions
from evalreport.provenance.fingerprints import Fingerprints, open_fingerprints

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "scripts"
FILES = {
    "scripts/draw.py": '"""Draw."""\nfrom evalreport.figures.bars import bars\n\nprint(bars())\n',
    "scripts/count.py": '"""Count."""\nfrom evalreport import numbers\n\nprint(numbers.ONE)\n',
    "scripts/evalreport/__init__.py": '"""The library."""\n',
    "scripts/evalreport/numbers.py": '"""Numbers."""\nONE = 1\n',
    "scripts/evalreport/words/__init__.py": '"""Words: a language is a file."""\nfrom evalreport.words.read import word\n',
    "scripts/evalreport/words/read.py": (
        "from pathlib import Path\n\nHERE = Path(__file__).parent\n\n\n"
        'def word(key):\n    return (HERE / "en.yaml").read_text()\n'
    ),
    "scripts/evalreport/words/en.yaml": "figure: figure\n",
    "scripts/evalreport/figures/__init__.py": '"""Figures."""\n',
    "scripts/evalreport/figures/bars.py": (
        'def bars():\n    """Bars."""\n    import numpy\n    from evalreport.figures import colour\n    return numpy, colour\n'
    ),
    "scripts/evalreport/figures/colour.py": "from evalreport.words import word\n",
    "scripts/evalreport/alone.py": "X = 1\n",
    "config/schemas/exhibits.yaml": "type: object\n",
    "scripts/evalreport/schemas.py": 'from pathlib import Path\n\nS = Path(__file__).parents[2] / "config" / "schemas"\n',
}


@pytest.fixture
def program(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def marks(program: Path, remembered: Path | None = None) -> dict[str, str]:
    found = Fingerprints(program / "scripts", remembered)
    return {name: repr(found[name]) for name in found.scripts()}


def changed(program: Path, name: str, text: str) -> set[str]:
    """The scripts whose fingerprints are others when a file has another text."""
    before = marks(program)
    (program / name).parent.mkdir(parents=True, exist_ok=True)
    (program / name).write_text(text, encoding="utf-8")
    return {script for script, mark in marks(program).items() if before[script] != mark}


def test_a_script_can_load_what_it_imports_and_so_on_with_the_packages_it_lies_in(program):
    found = Fingerprints(program / "scripts", None)
    assert found.loaded("count") == ["evalreport", "evalreport.numbers"]
    assert found.loaded("draw") == [
        "evalreport",
        *("evalreport.figures", "evalreport.figures.bars", "evalreport.figures.colour"),
        *("evalreport.words", "evalreport.words.read"),
    ]
    assert list(found.opened("draw")) == ["scripts/evalreport/words/en.yaml"]
    assert "numpy" in found.packages("draw") and found.packages("count") == {}


@pytest.mark.parametrize(
    ("name", "text", "scripts"),
    [
        ("scripts/evalreport/numbers.py", "ONE = 2\n", {"count"}),
        ("scripts/evalreport/numbers.py", '"""Other words."""\n\nONE = 1  # one\n', set()),
        ("scripts/evalreport/figures/colour.py", "from evalreport.words import word as w\n", {"draw"}),
        ("scripts/evalreport/words/__init__.py", "from evalreport.words.read import word\nX = 1\n", {"draw"}),
        ("scripts/evalreport/words/en.yaml", "figure: Figure\n", {"draw"}),
        ("scripts/evalreport/words/nb.yaml", "figure: figur\n", {"draw"}),
        ("scripts/evalreport/__init__.py", "X = 1\n", {"count", "draw"}),
        ("scripts/evalreport/alone.py", "X = 2\n", set()),
        ("scripts/evalreport/new.py", "X = 2\n", set()),
        ("scripts/evalreport/figures/numbers.py", "X = 2\n", set()),
        ("scripts/draw.py", '"""Draw it."""\nfrom evalreport.figures.bars import bars\n\nprint(bars())\n', set()),
        ("scripts/draw.py", '"""Draw."""\nfrom evalreport.figures.bars import bars\n\nprint(2, bars())\n', {"draw"}),
        ("config/schemas/exhibits.yaml", "type: array\n", set()),
        ("scripts/count.py", "from evalreport import schemas\n", {"count"}),
    ],
)
def test_an_edit_changes_what_can_load_it(program, name, text, scripts):
    assert changed(program, name, text) == scripts


def test_data_beside_the_library_are_followed(program):
    changed(program, "scripts/count.py", "from evalreport import schemas\n")
    assert changed(program, "config/schemas/exhibits.yaml", "type: array\n") == {"count"}
    assert changed(program, "config/schemas/records/table.yaml", "type: array\n") == {"count"}


def test_a_module_that_becomes_a_package_of_the_same_code_is_another(program):
    """Relative names and `__file__` mean other places there."""
    before = marks(program)
    (program / "scripts/evalreport/numbers").mkdir()
    (program / "scripts/evalreport/numbers.py").rename(program / "scripts/evalreport/numbers/__init__.py")
    assert Fingerprints(program / "scripts", None).loaded("count") == ["evalreport", "evalreport.numbers"]
    (program / "scripts/evalreport/numbers/deep").mkdir()
    (program / "scripts/evalreport/numbers/deep/one.py").write_text("ONE = 1\n")
    text = "from evalreport.numbers.deep.one import ONE\n"
    (program / "scripts/evalreport/numbers/__init__.py").write_text(text)
    assert "evalreport.numbers.deep.one" in Fingerprints(program / "scripts", None).loaded("count")
    assert marks(program)["count"] != before["count"]
    assert changed(program, "scripts/evalreport/numbers/deep/one.py", "ONE = 2\n") == {"count"}


def test_a_lazy_face_loads_its_whole_package(program):
    lazy = "from importlib import import_module\n\n\ndef __getattr__(name):\n    return import_module(f'{__name__}.{name}')\n"
    assert changed(program, "scripts/evalreport/figures/__init__.py", lazy) == {"draw"}
    changed(program, "scripts/evalreport/figures/late.py", "X = 1\n")
    assert changed(program, "scripts/evalreport/figures/late.py", "X = 2\n") == {"draw"}


def test_a_script_that_loads_by_a_name_it_makes_can_load_everything(program):
    changed(program, "scripts/count.py", "import sys\n__import__(sys.argv[1])\n")
    assert changed(program, "scripts/evalreport/alone.py", "X = 3\n") == {"count"}


def test_a_moved_program_has_the_same_fingerprints(program, tmp_path_factory):
    before, elsewhere = marks(program), tmp_path_factory.mktemp("elsewhere") / "moved"
    program.rename(elsewhere)
    assert marks(elsewhere) == before


def test_a_newer_package_is_another_fingerprint_where_it_is_used(program, tmp_path, monkeypatch):
    before = marks(program)
    (tmp_path / "newer/numpy-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "newer")
    for remembered in (versions.installed_packages, versions._standing_on, versions._distributions_of):
        remembered.cache_clear()
    try:
        after = marks(program)
    finally:
        monkeypatch.undo()
        for remembered in (versions.installed_packages, versions._standing_on, versions._distributions_of):
            remembered.cache_clear()
    assert {name for name in before if before[name] != after[name]} == {"draw"}


def test_what_is_remembered_gives_the_same_and_is_followed_by_content(program, tmp_path):
    remembered = tmp_path / "memory/sources.json"
    first = marks(program, remembered)
    assert remembered.is_file() and marks(program, remembered) == first == marks(program)
    path = program / "scripts/evalreport/numbers.py"
    kept = path.stat()
    path.write_text("ONE = 3\n")
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    assert marks(program, remembered)["count"] != first["count"]
    remembered.write_text('{"broken": ')
    assert marks(program, remembered) == marks(program)


def test_a_script_gets_its_modules_and_snakemake_the_digest(program):
    found = Fingerprints(program / "scripts", None)["count"]
    assert repr(found) == f"library {found.digest}"
    assert pickle.loads(pickle.dumps(found)) == {"modules": ["evalreport", "evalreport.numbers"]}


# The program itself


def test_every_package_that_the_program_imports_is_known_by_its_version():
    found = open_fingerprints()
    imports = {n for s in found.scripts() for facts, _ in found._sources_of(s) for n in facts.imports if "." not in n}
    unknown = [name for name in imports - {evalreport.__name__} if not versions.used_packages([name])]
    assert not unknown
    for name in imports - {evalreport.__name__}:
        assert versions._distributions(name)[0] in map(versions.normal, versions._distributions_of()[name])


def test_no_job_reads_evaluation_yaml_behind_its_params():
    found = open_fingerprints()
    assert [s for s in found.scripts() if "evalreport.evaluation.load" in found.loaded(s)] == ["scaffold"]  # drafts one


def test_the_schemas_and_citation_styles_are_followed():
    found = open_fingerprints()
    assert "config/schemas/exhibits.yaml" in found.opened("analyse_chapter")
    assert "report_templates/shared/csl/apa.csl" in found.opened("read_records")
    assert "pandoc" in found.packages("read_records") and "typst" in found.packages("assemble_pdf")
    assert "pyarrow" in found.packages("clean_survey")


def test_scripts_load_no_more_than_their_fingerprints_hold():
    """Imported in one process, the lightest first: what is new then must be in the script's own set."""
    found = open_fingerprints()
    order = sorted(found.scripts(), key=lambda name: len(found.loaded(name)))
    code = (
        "import importlib, json, sys\nallowed = json.load(sys.stdin)\nseen = set()\nfor name in allowed:\n"
        "    importlib.import_module(name)\n"
        "    new = {m for m in sys.modules if m.partition('.')[0] == 'evalreport'} - seen\n"
        "    assert new <= set(allowed[name]), (name, sorted(new - set(allowed[name])))\n    seen |= new\n"
    )
    allowed = json.dumps({name: found.loaded(name) for name in order})
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "scripts", input=allowed, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_a_library_that_only_some_reports_need_is_in_the_fingerprint_and_not_in_every_job():
    """Native charts and reports that come home are imported where they are asked for."""
    lazy = {"evalreport.outputs.charts.word", "evalreport.outputs.shown", "evalreport.returns.assembly"}
    found = Fingerprints(remembered=None)
    assert lazy <= set(found.loaded("assemble_docx")) and "xlsxwriter" in found.packages("assemble_docx")
    asked = "import sys, assemble_docx; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=SCRIPTS, capture_output=True, text=True, check=True)
    assert not {*lazy, "xlsxwriter", "matplotlib", "pandas"} & set(loaded.stdout.split())
