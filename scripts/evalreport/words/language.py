"""The program's own words, as `evalreport.words.catalogue` reads them from a file a language."""

from evalreport.words.catalogue import LANGUAGES, counted_word, recognised, word, words

__all__ = ["LANGUAGES", "counted_word", "recognised", "word", "words"]
