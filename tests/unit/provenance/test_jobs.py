"""Around a script: a module of the library that the fingerprint does not hold fails the job, however it was loaded."""

import importlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from types import SimpleNamespace

import pytest
from evalreport.files.errors import BadInput, Problem, Stopped
from evalreport.provenance.jobs import job, only_loading

HIDDEN = "evalreport.figures.colour"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """The hidden module is not loaded yet, and what is loaded by other tests does not matter."""
    importlib.import_module(HIDDEN.rpartition(".")[0])
    monkeypatch.delitem(sys.modules, HIDDEN, raising=False)
    return sorted(name for name in sys.modules if name.partition(".")[0] == "evalreport")


def load(name: str):
    return importlib.import_module(name)


def test_what_the_fingerprint_holds_may_be_loaded(forgotten):
    with only_loading([*forgotten, HIDDEN]):
        load(HIDDEN)


def test_another_module_is_refused_when_it_is_loaded(forgotten):
    with pytest.raises(Stopped, match=HIDDEN), only_loading(forgotten):
        load(HIDDEN)
    assert HIDDEN not in sys.modules


def test_a_refusal_that_is_swallowed_fails_the_job_at_its_end(forgotten):
    ended = False
    with pytest.raises(Stopped, match=HIDDEN), only_loading(forgotten):
        with suppress(Exception):
            load(HIDDEN)
        ended = True
    assert ended


def test_a_module_loaded_before_the_job_began_fails_it_at_its_end(forgotten):
    load(HIDDEN)
    with pytest.raises(Stopped, match=HIDDEN), only_loading(forgotten):
        pass


def test_child_processes_are_held_to_it_too(forgotten):
    with (
        pytest.raises(Stopped, match=HIDDEN),
        only_loading(forgotten),
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool,
    ):
        pool.submit(load, HIDDEN).result()


def test_other_libraries_are_nobodys_business(forgotten, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with only_loading(forgotten):
        load("colorsys")


def test_nothing_is_watched_afterwards(forgotten):
    before = list(sys.meta_path)
    with suppress(Stopped), only_loading(forgotten):
        load(HIDDEN)
    assert sys.meta_path == before
    load(HIDDEN)


def handed(tmp_path, modules):
    return SimpleNamespace(log=[str(tmp_path / "log")], params=SimpleNamespace(library={"modules": modules}))


def test_a_job_says_it_plainly_and_ends_with_an_error(forgotten, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended, job(handed(tmp_path, forgotten)):
        load(HIDDEN)
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(f"The job loads {HIDDEN}")
    assert HIDDEN in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_job_says_bad_input_plainly(forgotten, tmp_path, capsys):
    with pytest.raises(SystemExit), job(handed(tmp_path, forgotten)):
        raise BadInput([Problem("a.csv", "row 1", "wrong", "right")])
    assert "a.csv, row 1: wrong. right." in capsys.readouterr().err
