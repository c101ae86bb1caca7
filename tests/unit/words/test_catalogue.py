"""The languages' files: the same words in each, the same numbers in the words, and errors that name their place."""

import string
from pathlib import Path

import pytest
import yaml
from evalreport.files.errors import BadInput
from evalreport.words.catalogue import (
    FOLDER,
    LANGUAGES,
    about,
    catalogue,
    counted_word,
    locale,
    read_catalogue,
    word,
    words,
)
from evalreport.words.in_words import FRACTIONS

FIRST = LANGUAGES[0]


def content(language: str) -> dict:
    return yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))


def texts(language: str) -> dict[str, list[str]]:
    """Key -> its text, or its plural forms."""
    known = catalogue(language)
    return {key: [text] for key, text in known.words.items()} | {
        key: list(forms.values()) for key, forms in known.counted.items()
    }


def places(text: str) -> set[str]:
    """What is filled in: `{n}`, `{title}`."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_languages_are_the_files():
    assert sorted(LANGUAGES) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert {"nb", "nn", "en"} <= set(LANGUAGES)


def test_their_order_is_that_of_the_files():
    orders = [about(language)["order"] for language in LANGUAGES]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_in_the_same_sections(language):
    def keys(of: str) -> dict[str, list[str]]:
        return {section: list(entries) for section, entries in content(of).items()}

    assert keys(language) == keys(FIRST)
    assert set(catalogue(language).counted) == set(catalogue(FIRST).counted)
    assert list(content(language)["numbers"]["fractions"]) == list(FRACTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_in_the_same_values(language):
    first = texts(FIRST)
    for key, own in texts(language).items():
        wanted = set.union(*map(places, first[key]))
        assert set.union(*map(places, own)) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_the_language_has(language):
    forms = {locale(language).plural_form(n) for n in range(200)}
    assert all(set(entry) == forms for entry in catalogue(language).counted.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_numbers_in_words_are_whole(language):
    numbers, first = catalogue(language).numbers, catalogue(FIRST).numbers
    assert len(numbers["small"]) == len(first["small"]) == len(set(numbers["small"]))
    assert len(numbers["ordinals"]) == len(first["ordinals"]) == len(set(numbers["ordinals"]))
    assert all(isinstance(each, str) for each in (*numbers["small"], *numbers["ordinals"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_is_stands_before_its_words(language):
    assert about(language) == content(language)["language"]


def test_a_word_in_one_language_and_in_all():
    assert word("appendix", "nn") == "vedlegg"
    assert words("table") == {language: word("table", language) for language in LANGUAGES}
    assert words("table")["en"] == "table"


@pytest.mark.parametrize(("n", "said"), [(0, "{n} rader borte"), (1, "{n} rad borte"), (2, "{n} rader borte")])
def test_a_word_beside_a_number(n, said):
    assert counted_word("review_rows_removed", n, "nb") == said


def planted(folder: Path, **sections: object) -> Path:
    own = {"language": {"order": 1}, "numbers": {}, "recognised": {}} | sections
    path = folder / "xx.yaml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_a_file_without_faults(tmp_path):
    path = planted(tmp_path, note={"n": "N", "rows": {"one": "{n} row", "few": "{n} rows", "other": "{n} rows"}})
    read = read_catalogue(path)
    assert read.words == {"n": "N"} and set(read.counted["rows"]) == {"one", "few", "other"}


def test_all_that_is_wrong_with_a_file_is_said_with_its_place(tmp_path):
    path = planted(
        tmp_path,
        numbers=None,
        table={"n": "N", "empty": "", "yes": True},
        note={"n": "N", "rows": {"one": "a row"}, "list": ["a"]},
        audit="words",
    )
    with pytest.raises(BadInput) as caught:
        read_catalogue(path)
    found = {(problem.place, problem.file) for problem in caught.value.problems}
    wanted = ("numbers", "audit", "table > empty", "table > yes", "note > n", "note > rows", "note > list")
    assert found == {(place, str(path)) for place in wanted}


def test_a_file_that_is_no_mapping_is_refused(tmp_path):
    (tmp_path / "xx.yaml").write_text("- table\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no sections"):
        read_catalogue(tmp_path / "xx.yaml")
