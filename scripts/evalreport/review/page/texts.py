"""The program's texts on the reviewer's page, in every language: the page is written in one and can be switched to the others."""

import json
from collections.abc import Mapping

from markupsafe import Markup

from evalreport.words.language import WORDS
from evalreport.words.review_words import LANGUAGES

PREFIX = "review_"
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}  # each language in its own words


class PageTexts:
    """Texts by number: where one stands on the page, `data-t` has its number and `data-a` the values in it, as JSON.

    The script of the page puts `table[language][number]` there when the language is switched.
    """

    def __init__(self, language: str):
        self.language = language
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, key: str) -> int:
        """The number of a word of `WORDS` (without review_), to be put on an element by hand."""
        return self._number(WORDS[PREFIX + key])

    def _number(self, texts: Mapping[str, str]) -> int:
        return self._numbers.setdefault(tuple(texts[each] for each in LANGUAGES), len(self._numbers))

    def plain(self, key: str, **values: object) -> str:
        """A word in the page's first language, as text."""
        return WORDS[PREFIX + key][self.language].format(**values)

    def word(self, key: str, **values: object) -> Markup:
        """A word of `WORDS` as an element; values: what stands in its braces, the same in every language."""
        text = WORDS[PREFIX + key][self.language]
        given = {name: value for name, value in values.items() if f"{{{name}}}" in text}
        return self._element(self.number(key), text.format(**given), given)

    def text(self, texts: Mapping[str, str]) -> Markup:
        """A text that is given in every language, as an element."""
        return self._element(self._number(texts), texts[self.language], {})

    def _element(self, number: int, text: str, values: Mapping[str, object]) -> Markup:
        given = Markup(' data-a="{}"').format(json.dumps(values, ensure_ascii=False, sort_keys=True)) if values else ""
        return Markup('<span data-t="{}"{}>{}</span>').format(number, given, text)

    def table(self) -> dict[str, list[str]]:
        """Language -> texts by number, of those that were asked for so far."""
        return {each: [texts[at] for texts in self._numbers] for at, each in enumerate(LANGUAGES)}
