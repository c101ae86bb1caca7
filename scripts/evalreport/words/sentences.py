"""How words are put into a sentence."""

from collections.abc import Sequence

from evalreport.words.catalogue import word


def join_words(words: Sequence[str], language: str) -> str:
    """`a, b og c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {word('and', language)} {words[-1]}"


def lower_first(label: str) -> str:
    """A label inside a sentence: small first letter, unless the word is an abbreviation (NAV) or stands alone (I)."""
    return label if len(label) < 2 or not label[1].islower() else label[0].lower() + label[1:]
