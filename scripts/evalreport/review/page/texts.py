"""The program's texts on the reviewer's page, in every language: the page is written in one and can be switched to the others."""

import json
from collections.abc import Mapping

from markupsafe import Markup

from evalreport.words.catalogue import LANGUAGES, counted_word, word, words

PREFIX = "review_"


class PageTexts:
    """Texts by number: where one stands on the page, `data-t` has its number and `data-a` the values in it, as JSON.

    The script of the page puts `table[language][number]` there when the language is switched.
    """

    def __init__(self, language: str):
        self.language = language
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, key: str) -> int:
        """The number of a word (its key without review_), to be put on an element by hand."""
        return self._number(words(PREFIX + key))

    def _number(self, texts: Mapping[str, str]) -> int:
        return self._numbers.setdefault(tuple(texts[each] for each in LANGUAGES), len(self._numbers))

    def plain(self, key: str, **values: object) -> str:
        """A word in the page's first language, as text."""
        return word(PREFIX + key, self.language).format(**values)

    def word(self, key: str, **values: object) -> Markup:
        """A word as an element; values: what stands in its braces, the same in every language."""
        return self._filled(words(PREFIX + key), values)

    def counted(self, key: str, n: int) -> Markup:
        """A word beside the number `n` as an element, in the plural form that each language has for it."""
        return self._filled({each: counted_word(PREFIX + key, n, each) for each in LANGUAGES}, {"n": n})

    def _filled(self, texts: Mapping[str, str], values: Mapping[str, object]) -> Markup:
        text = texts[self.language]
        given = {name: value for name, value in values.items() if f"{{{name}}}" in text}
        return self._element(self._number(texts), text.format(**given), given)

    def text(self, texts: Mapping[str, str]) -> Markup:
        """A text that is given in every language, as an element."""
        return self._element(self._number(texts), texts[self.language], {})

    def _element(self, number: int, text: str, values: Mapping[str, object]) -> Markup:
        given = Markup(' data-a="{}"').format(json.dumps(values, ensure_ascii=False, sort_keys=True)) if values else ""
        return Markup('<span data-t="{}"{}>{}</span>').format(number, given, text)

    def table(self) -> dict[str, list[str]]:
        """Language -> texts by number, of those that were asked for so far."""
        return {each: [texts[at] for texts in self._numbers] for at, each in enumerate(LANGUAGES)}
