"""The program's own words in a language: `word("table", "nb")`, looked up in `nb.yaml`. Words of an evaluation stand in its config.

A language is a file of this folder. Its sections are there for the person who looks for a word; the keys are unique among all of
them, so that a key found in the code is found in the file and the other way round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from evalreport.files.errors import Problem, raise_if
from evalreport.files.schema import SafeLoader, load_yaml

FOLDER = Path(__file__).parent
ABOUT, NUMBERS, RECOGNISED = "language", "numbers", "recognised"  # the sections that are no words by key
OTHER = "other"  # the plural form that every language has


@dataclass(frozen=True)
class Catalogue:
    """A language's file as read.

    numbers: numbers in words; recognised: what is read in it; words: key -> text;
    counted: key -> plural form (CLDR's: one, few, other ...) -> text.
    """

    numbers: Mapping[str, Any]
    recognised: Mapping[str, Any]
    words: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]


@cache
def catalogue(language: str) -> Catalogue:
    """The words of a language, read once; raises BadInput with every entry that is no text."""
    return read_catalogue(FOLDER / f"{language}.yaml")


def read_catalogue(path: Path) -> Catalogue:
    """A language's file; raises BadInput with every section that is missing and every word that is no text or stands there twice."""
    content = load_yaml(path)
    if not isinstance(content, dict):
        raise_if([Problem(str(path), "", "this file has no sections", f"A mapping with {ABOUT}, {NUMBERS} and so on")])
    problems = [
        Problem(str(path), section, f"found {content.get(section)!r}", "A mapping")
        for section in dict.fromkeys((ABOUT, NUMBERS, RECOGNISED, *content))
        if not isinstance(content.get(section), dict)
    ]
    words: dict[str, str] = {}
    counted: dict[str, Mapping[str, str]] = {}
    for section, entries in content.items():
        if section in (ABOUT, NUMBERS, RECOGNISED) or not isinstance(entries, dict):
            continue
        for key, text in entries.items():
            place = f"{section} > {key}"
            if key in words or key in counted:
                problems.append(Problem(str(path), place, "this key stands in another section too", "Keys are unique"))
            if isinstance(text, str) and text:
                words[key] = text
            elif _is_plural(text):
                counted[key] = text
            else:
                advice = f"A text (yes, no and numbers in quotation marks), or plural forms with {OTHER!r}"
                problems.append(Problem(str(path), place, f"found {text!r}", advice))
    raise_if(problems)
    return Catalogue(content[NUMBERS], content[RECOGNISED], words, counted)


def _is_plural(entry: Any) -> bool:
    return isinstance(entry, dict) and OTHER in entry and all(isinstance(text, str) for text in entry.values())


@cache
def about(language: str) -> dict[str, Any]:
    """The section `language` of a file: what the language is called and how it is written.

    Read without the words behind it: every start of the program asks it of all languages, and needs the words of one.
    """
    head = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8").partition(f"\n{NUMBERS}:")[0]
    return dict(yaml.load(head, Loader=SafeLoader)[ABOUT])


def _languages() -> tuple[str, ...]:
    """The languages there are, in the order their files give."""
    return tuple(sorted((path.stem for path in FOLDER.glob("*.yaml")), key=lambda each: int(about(each)["order"])))


LANGUAGES = _languages()


def word(key: str, language: str) -> str:
    """The program's word for `key` in a language."""
    return catalogue(language).words[key]


def words(key: str) -> dict[str, str]:
    """The program's word for `key` in every language."""
    return {language: word(key, language) for language in LANGUAGES}


def counted_word(key: str, n: int, language: str) -> str:
    """The program's word for `key` beside the number `n`, in the plural form that the language has for it.

    The rules are CLDR's; a form that the file does not tell apart is its `other`.
    """
    forms = catalogue(language).counted[key]
    return forms.get(locale(language).plural_form(n), forms[OTHER])


@cache
def locale(language: str) -> Locale:
    """What Babel knows of a language: the signs in numbers, dates, lists, plural forms."""
    return Locale(*about(language)["locale"].split("_"))


def language_tag(language: str) -> str:
    """The language as Word and HTML name it: `nb-NO` (BCP 47)."""
    return str(about(language)["locale"]).replace("_", "-")


@cache
def recognised(*names: str) -> frozenset[str]:
    """The labels of printed tables, or words of sentences, that stand for one of `names` (total, sum, base, growth), in all languages."""
    return frozenset(label for each in LANGUAGES for name in names for label in catalogue(each).recognised[name])


def citation_style(language: str) -> tuple[str, str]:
    """The CSL file by which literature is cited in a language, and the locale of its words."""
    known = about(language)["citations"]
    return known["style"], known["locale"]
