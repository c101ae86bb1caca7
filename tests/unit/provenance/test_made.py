"""What results were made from, held against what lies there."""

import base64
import json
import os
from pathlib import Path

import pytest
from evalreport.files.writing import sha256
from evalreport.provenance.made import Stock, is_build, lasting, note_made, read_made, read_records, take_stock

A, B = "results/x/a.csv", "results/x/second/b.csv"


@pytest.fixture
def stock(tmp_path, monkeypatch) -> Stock:
    """Two results, of which b is made from a, and what the engine and made.json know of them."""
    monkeypatch.chdir(tmp_path)
    found = Stock(Path("results/x"))
    for path, text in ((A, "1\n"), (B, "2\n")):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    record(found, A, rule="make_a", params=["'v1'"])
    record(found, B, rule="make_b", input=[A], input_checksums={A: f"sha256:{sha256(A)}"})
    note_made(found)
    return found


def record(stock: Stock, path: str, **known) -> None:
    stock.records.mkdir(parents=True, exist_ok=True)
    name = base64.urlsafe_b64encode(path.encode()).decode()
    whole = {"starttime": 1.0, "endtime": 2.0, "job_hash": 3, "incomplete": False, **known}
    (stock.records / name).write_text(json.dumps(whole))


def forget(stock: Stock) -> None:
    for path in stock.records.glob("*"):
        path.unlink()


def test_a_run_after_which_nothing_was_done_tells_nothing(stock):
    before = stock.made.read_bytes()
    assert take_stock(stock, builds=True) == []
    note_made(stock)
    assert stock.made.read_bytes() == before
    assert read_made(stock.made)[A]["sha256"] == sha256(A)
    assert not {"starttime", "endtime", "job_hash"} & read_made(stock.made)[A]["record"].keys()


def test_a_lost_memory_is_given_back(stock):
    known = {path: lasting(each) for path, each in read_records(stock.records).items()}
    forget(stock)
    assert take_stock(stock, builds=False) == []
    assert {path: lasting(each) for path, each in read_records(stock.records).items()} == known


def test_a_long_name_is_given_back_as_the_engine_writes_it(stock):
    path = f"results/x/{'long' * 20}/{'name' * 50}.csv"
    Path(path).parent.mkdir(parents=True)
    Path(path).write_text("3\n")
    made = read_made(stock.made)
    made[path] = {"sha256": sha256(path), "record": {"rule": "r"}}
    stock.made.write_text(json.dumps(made))
    take_stock(stock, builds=True)
    assert read_records(stock.records)[path]["rule"] == "r"
    assert any(each.name.startswith("@") for each in stock.records.iterdir())


def test_an_edited_result_is_put_aside(stock):
    Path(B).write_text("3\n")
    (told,) = take_stock(stock, builds=True)
    assert (
        told
        == f"{B} is not as it was made; it now lies in results/x/confidential/set_aside/second/b.csv, and is made again."
    )
    assert not Path(B).exists() and Path("results/x/confidential/set_aside/second/b.csv").read_text() == "3\n"


def test_of_the_same_size_and_date_too(stock):
    kept = Path(B).stat()
    Path(B).write_text("9\n")
    os.utime(B, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    assert take_stock(stock, builds=True)


def test_looking_puts_nothing_aside(stock):
    Path(B).write_text("3\n")
    (told,) = take_stock(stock, builds=False)
    assert "a build puts it aside" in told and Path(B).read_text() == "3\n"


def test_a_result_that_a_killed_run_made_again_stays(stock):
    """The engine knows more than made.json, which is written when a run ends."""
    Path(A).write_text("4\n")
    record(stock, A, rule="make_a", params=["'v2'"])
    assert take_stock(stock, builds=True) == []
    assert Path(A).read_text() == "4\n"


def test_a_result_made_from_another_content_is_made_again_whatever_the_dates_say(stock):
    Path(A).write_text("4\n")
    record(stock, A, rule="make_a", params=["'v2'"])
    os.utime(A, (10**9, 10**9))
    assert Path(A).stat().st_mtime < Path(B).stat().st_mtime
    take_stock(stock, builds=True)
    assert Path(A).stat().st_mtime > Path(B).stat().st_mtime


def test_a_result_that_nothing_is_known_of_is_put_aside_and_other_files_stay(stock):
    Path("results/x/c.csv").write_text("5\n")
    Path("results/x/notes.txt").write_text("mine\n")
    told = take_stock(stock, builds=True, is_result=lambda path: path.endswith(".csv"))
    assert len(told) == 1 and "nothing says what it was made from" in told[0]
    assert not Path("results/x/c.csv").exists() and Path("results/x/notes.txt").exists()


@pytest.mark.parametrize("broken", ["", "{", '{"results/x/a.csv": {}}'])
def test_a_broken_memory_is_none(stock, broken):
    stock.made.write_text(broken)
    assert take_stock(stock, builds=True) == []


def test_what_is_gone_is_forgotten(stock):
    Path(B).unlink()
    note_made(stock)
    assert set(read_made(stock.made)) == {A}


@pytest.mark.parametrize(
    ("arguments", "builds"),
    [
        ("report", True),
        ("-n report", False),
        ("-np report", False),
        ("--dry-run", False),
        ("--unlock", False),
        ("-j 2", True),
    ],
)
def test_looking_is_no_build(arguments, builds):
    assert is_build(arguments.split()) == builds
