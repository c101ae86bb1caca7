"""Whole numbers and places of a ranking in words, as running text wants them."""

from evalreport.words.catalogue import catalogue, word


def in_words(printed: object, language: str, one: str = "") -> str:
    """A number as the report prints it, in words up to twelve; anything else as it is ("13", "4,5", "[…]"): the filter of templates.

    one: the word for 1 where its gender is another, "ett" in Bokmål.
    """
    text = str(printed)
    if text == "1" and one:
        return one
    known = catalogue(language).numbers["small"]
    small = text.isdecimal() and text == str(int(text)) and int(text) < len(known)
    return known[int(text)] if small else text


def ranked_as(place: int, superlative: str, language: str) -> str:
    """A place from 1 in words: `størst`, `nest størst`, `tredje størst`; after the tenth `nummer 11`."""
    if place == 1:
        return superlative
    ordinals = catalogue(language).numbers["ordinals"]
    if place - 2 < len(ordinals):
        return f"{ordinals[place - 2]} {superlative}"
    return word("rank_further", language).format(place=place)
