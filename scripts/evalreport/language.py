"""The program's own words, per language: `word("table", "nb")`. Words of an evaluation stand in its config."""

WORDS: dict[str, dict[str, str]] = {
    "table": {"nb": "tabell", "nn": "tabell", "en": "table"},
    "figure": {"nb": "figur", "nn": "figur", "en": "figure"},
    "chapter": {"nb": "kapittel", "nn": "kapittel", "en": "chapter"},
    "appendix": {"nb": "vedlegg", "nn": "vedlegg", "en": "appendix"},
    "contents": {"nb": "Innhold", "nn": "Innhald", "en": "Contents"},
    "total": {"nb": "Totalt", "nn": "Totalt", "en": "Total"},
    "sum": {"nb": "Sum", "nn": "Sum", "en": "Sum"},
    "n": {"nb": "N", "nn": "N", "en": "N"},
    "and": {"nb": "og", "nn": "og", "en": "and"},
    "per_cent": {"nb": "prosent", "nn": "prosent", "en": "per cent"},
    "not_asked": {"nb": "ikke stilt", "nn": "ikkje stilt", "en": "not asked"},
    "mean": {"nb": "gjennomsnitt", "nn": "gjennomsnitt", "en": "mean"},
}


def word(key: str, language: str) -> str:
    """The program's word for `key` in the report's language (nb, nn, en)."""
    return WORDS[key][language]
