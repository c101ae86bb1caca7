"""What a source says of itself: layout and docstrings are nothing, what runs is everything, and no import is missed."""

import textwrap

import pytest
from evalreport.files.errors import BadInput
from evalreport.provenance.source_facts import source_facts


def facts(text: str, module: str = "house.room.chair", is_package: bool = False):
    return source_facts(textwrap.dedent(text).encode(), module, is_package, "chair.py")


PLAIN = '''
"""A module."""
from house.words import word


class Chair:
    """A chair."""

    legs: int = 4  # usually

    def said(self, language):
        """Its name."""
        return word("chair", language)
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""A module."""', '"""Another docstring,\nof two lines."""'),
        ('"""A chair."""', '"""A seat."""'),
        ('        """Its name."""\n', ""),
        ("# usually", "# and never three"),
        ('word("chair", language)', 'word(\n            "chair",\n            language,\n        )'),
        ('"chair"', "'chair'"),
        ("\n\n\nclass", "\n\nclass"),
    ],
)
def test_comments_docstrings_and_layout_are_left_out(old, new):
    assert old in PLAIN
    assert facts(PLAIN.replace(old, new)) == facts(PLAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("= 4", "= 3"),
        ('"chair"', '"seat"'),
        ("def said", "def told"),
        ("legs: int", "legs: float"),
        ("return word", "word"),
    ],
)
def test_what_runs_is_not_left_out(old, new):
    assert old in PLAIN
    assert facts(PLAIN.replace(old, new)).code != facts(PLAIN).code


def test_docstrings_count_where_they_are_read():
    reading = PLAIN + "\nTEXT = Chair.__doc__\n"
    assert facts(reading).code != facts(reading.replace("A chair.", "A seat.")).code


@pytest.mark.parametrize(
    ("text", "imports"),
    [
        ("import house.words", {"house.words"}),
        ("import house.words as w, json", {"house.words", "json"}),
        ("from house import words", {"house", "house.words"}),
        ("from . import table", {"house.room", "house.room.table"}),
        ("from .table import legs", {"house.room.table", "house.room.table.legs"}),
        ("from ..words import word", {"house.words", "house.words.word"}),
        ("def late():\n    import house.cellar", {"house.cellar"}),
        ("class A:\n    def b(self):\n        from house.cellar import wine", {"house.cellar", "house.cellar.wine"}),
        ("try:\n    import fast\nexcept ImportError:\n    import slow", {"fast", "slow"}),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import house.attic",
            {"typing", "typing.TYPE_CHECKING"},
        ),
    ],
)
def test_imports_are_found_wherever_they_stand(text, imports):
    assert set(facts(text).imports) == imports


def test_what_is_not_for_type_checkers_is_found():
    text = "import typing\nif typing.TYPE_CHECKING:\n    import house.attic\nelse:\n    import house.cellar"
    assert set(facts(text).imports) == {"typing", "house.cellar"}


def test_a_face_imports_from_its_own_package():
    assert set(facts("from . import chair", "house.room", is_package=True).imports) == {
        "house.room",
        "house.room.chair",
    }


def test_a_lazy_import_by_a_name_written_out_is_one_import():
    found = facts('from importlib import import_module\nx = import_module("house.cellar")')
    assert "house.cellar" in found.imports and found.dynamic == ()


@pytest.mark.parametrize(
    ("call", "package"),
    [
        ("import_module(name)", "house.room"),
        ('import_module(f"house.shelves.{name}")', "house.shelves"),
        ('import_module(f"{__name__}.{name}")', "house.room"),
        ('import_module(f".{name}", __package__)', "house.room"),
        ("__import__(name)", "house.room"),
        ("pkgutil.iter_modules(__path__)", "house.room"),
        ("exec(text)", "house.room"),
    ],
)
def test_a_name_that_only_a_run_knows_may_be_any_of_a_package(call, package):
    assert facts(f"found = {call}").dynamic == (package,)


def test_a_lazy_face_that_has_its_modules_in_a_table_names_them():
    face = """
    from importlib import import_module

    PLACES = {"wine": "house.cellar.wine", "soup": "..kitchen"}

    def __getattr__(name):
        return getattr(import_module(PLACES[name], __package__), name)
    """
    found = facts(face, "house.room", is_package=True)
    assert {"house.cellar.wine", "house.kitchen"} <= set(found.texts)
    assert found.dynamic == ("house.room",)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('Path(__file__).parent / "words.yaml"', {(1, ("words.yaml",))}),
        ('Path(__file__).parents[2] / "config" / "schemas"', {(3, ("config", "schemas"))}),
        ('Path(__file__).parents[2] / "config/schemas" / f"{name}.yaml"', {(3, ("config", "schemas"))}),
        ('Path(__file__).resolve().parent.parent.joinpath("a", "b.csv")', {(2, ("a", "b.csv"))}),
        ('pathlib.Path(__file__).parent.glob("*.yaml")', {(1, ())}),
        ('Path(__file__).with_suffix(".yaml")', {(0, ())}),
    ],
)
def test_files_are_told_from_the_place_of_the_source(text, places):
    assert set(facts(f"x = {text}").files) == places


def test_a_file_that_cannot_be_told_is_an_error_with_its_line():
    with pytest.raises(BadInput) as caught:
        facts("import os\nplace = os.path.dirname(__file__)")
    assert "chair.py, line 2" in str(caught.value)


def test_resources_of_a_package():
    assert facts('from importlib.resources import files\nx = files("house.words")').resources == ("house.words",)
    assert facts("from importlib import resources\nx = resources.files(__package__)").resources == ("house.room",)
    assert facts("def files(x):\n    return x\ny = files(1)").resources == ()
