"""What an edition reads and is not there, with the key that names it."""

from pathlib import Path
from types import SimpleNamespace

from evalreport.project.missing_inputs import key_of, missing_inputs, read_instruments

DATA, CONFIG = Path("data/x"), Path("config/x")


def lookup(*instruments):
    return {f"v{n}": {"lookup": {"instrument": name}} for n, name in enumerate(instruments)}


def project(folder: Path, derived=None, **instruments):
    """An edition that knows the instruments given with True, and whose plan shows nothing."""
    names = instruments or {"staff": True}
    known = {
        name: SimpleNamespace(
            waves={"2008": {"file": f"{name}.csv"}}, codebook=f"codebook/{name}.csv", cleaning=f"cleaning/{name}.yaml"
        )
        for name in names
    }
    evaluation = SimpleNamespace(
        folder=folder / "config/x", instruments=known, derived=derived or {}, response={}, weighting={}, records={}
    )
    return SimpleNamespace(
        evaluation=evaluation,
        edition=SimpleNamespace(id="first", published=""),
        plan={},
        audit=SimpleNamespace(prose=lambda folder: []),
        instruments=lambda: [name for name, read in names.items() if read],
    )


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def whole(folder: Path, *instruments: str) -> Path:
    for name in instruments:
        files(folder, f"data/x/{name}.csv", f"config/x/codebook/{name}.csv", f"config/x/cleaning/{name}.yaml")
    return folder / "data/x"


def test_nothing_is_missing_where_everything_is_there(tmp_path):
    assert list(missing_inputs(project(tmp_path), whole(tmp_path, "staff"))) == []


def test_a_missing_file_is_told_with_its_key_and_the_one_that_was_meant(tmp_path):
    data = whole(tmp_path, "staff")
    (data / "staff.csv").rename(data / "staff2.csv")
    (found,) = missing_inputs(project(tmp_path), data)
    assert found.place == "instruments > staff > waves > 2008 > file"
    assert found.found.endswith("staff.csv does not exist") and found.expected == "Did you mean 'staff2.csv'?"


def test_an_instrument_that_the_edition_does_not_read_may_be_missing(tmp_path):
    assert list(missing_inputs(project(tmp_path, staff=True, later=False), whole(tmp_path, "staff"))) == []


def test_instruments_that_values_are_looked_up_in_are_read_too(tmp_path):
    looking = project(
        tmp_path, {"staff": lookup("office"), "office": lookup("town")}, staff=True, office=False, town=False
    )
    assert read_instruments(looking) == ["staff", "office", "town"]
    (found,) = [
        each for each in missing_inputs(looking, whole(tmp_path, "staff", "office")) if each.place.endswith("file")
    ]
    assert found.place == "instruments > town > waves > 2008 > file"


def test_a_circle_of_lookups_is_told_once(tmp_path):
    derived = {"a": lookup("b"), "b": lookup("c"), "c": lookup("a"), "d": lookup("a")}
    found = list(missing_inputs(project(tmp_path, derived, a=True, b=True, c=True, d=True), whole(tmp_path, *"abcd")))
    assert [each.place for each in found] == ["derived > a"]
    assert "a, which looks up in b, which looks up in c, which looks up in a: a circle" in found[0].found


def test_the_key_of_a_file_in_nested_settings():
    settings = {
        "reader": "coding",
        "coders": {"A": {"files": [{"file": "a.csv"}, {"file": "sub/b.csv"}]}},
        "aliases": "al.csv",
    }
    assert key_of(settings, DATA / "sub/b.csv", (DATA, CONFIG)) == ("coders", "A", "files", "2", "file")
    assert key_of(settings, CONFIG / "al.csv", (DATA, CONFIG)) == ("aliases",)
    assert key_of(settings, DATA / "other.csv", (DATA, CONFIG)) == ()
