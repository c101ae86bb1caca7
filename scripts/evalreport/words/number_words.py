"""Small whole numbers in words, as running text wants them: the filter `in_words` of templates."""

_WORDS = {
    "nb": ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "nn": ("null", "éin", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}


def in_words(printed: object, language: str, one: str = "") -> str:
    """A number as the report prints it, in words up to twelve; anything else as it is ("13", "4,5", "[…]").

    one: the word for 1 where its gender is another, "ett" in Bokmål.
    """
    text = str(printed)
    if text == "1" and one:
        return one
    small = text.isdecimal() and text == str(int(text)) and int(text) < len(_WORDS[language])
    return _WORDS[language][int(text)] if small else text
