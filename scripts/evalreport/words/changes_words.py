"""The program's own words for what changed since the last edition, per language."""

CHANGE_WORDS: dict[str, dict[str, str]] = {
    "intro": {
        "nb": "Denne utgaven er sammenlignet med {title} ({date}).",
        "nn": "Denne utgåva er samanlikna med {title} ({date}).",
        "en": "This edition is compared with {title} ({date}).",
    },
    "same_numbers": {
        "nb": "Ingen tall som begge utgavene har, er endret.",
        "nn": "Ingen tal som begge utgåvene har, er endra.",
        "en": "No number that both editions have has changed.",
    },
    "counted": {
        "nb": "Andre tall enn sist: {changed} av {count} tabeller og figurer som begge utgavene har.",
        "nn": "Andre tal enn sist: {changed} av {count} tabellar og figurar som begge utgåvene har.",
        "en": "Other numbers than last time: {changed} of {count} tables and figures that both editions have.",
    },
    "same_verdicts": {
        "nb": "Ingen test som er gjort i begge, har fått et annet utfall.",
        "nn": "Ingen test som er gjord i begge, har fått eit anna utfall.",
        "en": "No test that was made in both has another outcome.",
    },
    "same_sources": {
        "nb": "Datafiler, spørsmål, opprydding og vekter er de samme.",
        "nn": "Datafiler, spørsmål, opprydding og vekter er dei same.",
        "en": "Data files, questions, cleaning and weights are the same.",
    },
    "numbers_caption": {
        "nb": "Tabeller og figurer med andre tall enn sist",
        "nn": "Tabellar og figurar med andre tal enn sist",
        "en": "Tables and figures with other numbers than last time",
    },
    "numbers_note": {
        "nb": "Et tall regnes som endret når det skrives annerledes. Største endring er blant tall som begge utgavene har.",
        "nn": "Eit tal blir rekna som endra når det blir skrive annleis. Største endring er blant tal som begge utgåvene har.",
        "en": "A number counts as changed when it prints differently. The largest change is among numbers that both editions have.",
    },
    "exhibits_caption": {
        "nb": "Tabeller og figurer som er nye eller tatt ut",
        "nn": "Tabellar og figurar som er nye eller tekne ut",
        "en": "Tables and figures that are new or left out",
    },
    "tests_caption": {
        "nb": "Tester med et annet utfall enn sist",
        "nn": "Testar med eit anna utfall enn sist",
        "en": "Tests with another outcome than last time",
    },
    "claims_caption": {
        "nb": "Utsagn som dataene støtter mer eller mindre enn sist",
        "nn": "Utsegner som dataa støttar meir eller mindre enn sist",
        "en": "Statements that the data support more or less than last time",
    },
    "data_caption": {
        "nb": "Datafiler som er nye, endret eller tatt ut",
        "nn": "Datafiler som er nye, endra eller tekne ut",
        "en": "Data files that are new, changed or left out",
    },
    "content_caption": {
        "nb": "Spørsmål, opprydding og vekter som er endret",
        "nn": "Spørsmål, opprydding og vekter som er endra",
        "en": "Questions, cleaning and weights that have changed",
    },
    "exhibit": {"nb": "Tabell eller figur", "nn": "Tabell eller figur", "en": "Table or figure"},
    "largest": {"nb": "Største endring", "nn": "Største endring", "en": "Largest change"},
    "cells_changed": {"nb": "Endret", "nn": "Endra", "en": "Changed"},
    "cells_new": {"nb": "Nye", "nn": "Nye", "en": "New"},
    "cells_gone": {"nb": "Borte", "nn": "Borte", "en": "Gone"},
    "test": {"nb": "Gjelder", "nn": "Gjeld", "en": "About"},
    "before": {"nb": "Før", "nn": "Før", "en": "Before"},
    "now": {"nb": "Nå", "nn": "No", "en": "Now"},
    "statement": {"nb": "Utsagn", "nn": "Utsegn", "en": "Statement"},
    "what": {"nb": "Hva", "nn": "Kva", "en": "What"},
    "change": {"nb": "Endring", "nn": "Endring", "en": "Change"},
    "rows_before": {"nb": "Rader før", "nn": "Rader før", "en": "Rows before"},
    "rows_now": {"nb": "Rader nå", "nn": "Rader no", "en": "Rows now"},
    "new": {"nb": "ny", "nn": "ny", "en": "new"},
    "gone": {"nb": "tatt ut", "nn": "teken ut", "en": "left out"},
    "changed": {"nb": "endret", "nn": "endra", "en": "changed"},
    "reworded": {
        "nb": "ny ordlyd, før: «{before}»",
        "nn": "ny ordlyd, før: «{before}»",
        "en": "reworded, before: “{before}”",
    },
    "recoded": {"nb": "kodet på en annen måte", "nn": "koda på ein annan måte", "en": "coded in another way"},
    "no_longer": {
        "nb": "ikke lenger brukt for {waves}",
        "nn": "ikkje lenger brukt for {waves}",
        "en": "no longer used for {waves}",
    },
    "also": {"nb": "brukt også for {waves}", "nn": "brukt også for {waves}", "en": "used for {waves} too"},
    "for_waves": {"nb": "{change} ({waves})", "nn": "{change} ({waves})", "en": "{change} ({waves})"},
    "questions": {"nb": "Spørsmål", "nn": "Spørsmål", "en": "Questions"},
    "cleaning": {"nb": "Opprydding", "nn": "Opprydding", "en": "Cleaning"},
    "weights": {"nb": "Vekter", "nn": "Vekter", "en": "Weights"},
    "not_significant": {"nb": "ikke signifikant", "nn": "ikkje signifikant", "en": "not significant"},
    "significant": {"nb": "signifikant", "nn": "signifikant", "en": "significant"},
    "number_missing": {"nb": "mangler", "nn": "manglar", "en": "missing"},
    "n": {"nb": "N", "nn": "N", "en": "N"},
    "holds": {"nb": "stemmer", "nn": "stemmer", "en": "holds"},
    "weakened": {"nb": "svekket", "nn": "svekt", "en": "weakened"},
    "fails": {"nb": "stemmer ikke", "nn": "stemmer ikkje", "en": "fails"},
    "unknown": {"nb": "kan ikke avgjøres", "nn": "kan ikkje avgjerast", "en": "cannot be told"},
    "": {"nb": "–", "nn": "–", "en": "–"},
}


def change_word(key: str, language: str) -> str:
    """The program's word for `key` in the report's language (nb, nn, en)."""
    return CHANGE_WORDS[key][language]
