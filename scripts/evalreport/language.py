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
    "withheld_key": {
        "nb": "holdt tilbake fordi få har svart",
        "nn": "halde tilbake fordi få har svart",
        "en": "withheld because few answered",
    },
    "absent_key": {
        "nb": "ikke stilt, eller ingen har svart",
        "nn": "ikkje stilt, eller ingen har svart",
        "en": "not asked, or nobody answered",
    },
    "suppressed_sign": {"nb": "·", "nn": "·", "en": "·"},
    "suppressed_note": {
        "nb": "· = holdt tilbake av hensyn til personvernet.",
        "nn": "· = halde tilbake av omsyn til personvernet.",
        "en": "· = withheld to protect respondents.",
    },
    "empty_note": {
        "nb": "– = ikke stilt eller ingen svar.",
        "nn": "– = ikkje stilt eller ingen svar.",
        "en": "– = not asked or no answers.",
    },
    "test_chi2": {"nb": "Pearsons kjikvadrattest", "nn": "Pearsons khikvadrattest", "en": "Pearson's chi-square test"},
    "test_t": {"nb": "t-test", "nn": "t-test", "en": "t test"},
    "test_anova": {"nb": "Variansanalyse", "nn": "Variansanalyse", "en": "Analysis of variance"},
    "significant": {
        "nb": "statistisk signifikant på {level} %-nivå",
        "nn": "statistisk signifikant på {level} %-nivå",
        "en": "statistically significant at the {level}% level",
    },
    "not_significant": {
        "nb": "ikke statistisk signifikant",
        "nn": "ikkje statistisk signifikant",
        "en": "not statistically significant",
    },
    "not_tested": {"nb": "ikke testet", "nn": "ikkje testa", "en": "not tested"},
    "mark_explained": {
        "nb": "{mark} = forskjellen mellom gruppene er statistisk signifikant på {level} %-nivå",
        "nn": "{mark} = skilnaden mellom gruppene er statistisk signifikant på {level} %-nivå",
        "en": "{mark} = the difference between the groups is statistically significant at the {level}% level",
    },
    "none_significant": {
        "nb": "Ingen av forskjellene mellom gruppene er statistisk signifikante på {level} %-nivå",
        "nn": "Ingen av skilnadene mellom gruppene er statistisk signifikante på {level} %-nivå",
        "en": "None of the differences between the groups is statistically significant at the {level}% level",
    },
    "sparse": {
        "nb": "Mer enn en femtedel av de forventede antallene er under 5, så testen er usikker.",
        "nn": "Meir enn ein femtedel av dei forventa tala er under 5, så testen er usikker.",
        "en": "More than a fifth of the expected counts are below 5, so the test is uncertain.",
    },
    "percentage_points": {"nb": "prosentpoeng", "nn": "prosentpoeng", "en": "percentage points"},
    "mean_capital": {"nb": "Gjennomsnitt", "nn": "Gjennomsnitt", "en": "Mean"},
    "section": {"nb": "avsnitt", "nn": "avsnitt", "en": "section"},
    "asked_of": {"nb": "Stilt til", "nn": "Stilt til", "en": "Asked of"},
    "file": {"nb": "Fil", "nn": "Fil", "en": "File"},
    "rows": {"nb": "Rader", "nn": "Rader", "en": "Rows"},
    "columns": {"nb": "Kolonner", "nn": "Kolonnar", "en": "Columns"},
    "checksum": {"nb": "SHA-256 (start)", "nn": "SHA-256 (start)", "en": "SHA-256 (start)"},
    "program": {"nb": "Program", "nn": "Program", "en": "Program"},
    "version": {"nb": "Versjon", "nn": "Versjon", "en": "Version"},
    "inputs_caption": {"nb": "Datafiler brukt i rapporten", "nn": "Datafiler brukte i rapporten", "en": "Data files used in the report"},
    "software_caption": {"nb": "Programvare brukt i rapporten", "nn": "Programvare brukt i rapporten", "en": "Software used in the report"},
    "list_of_tables": {"nb": "Tabeller", "nn": "Tabellar", "en": "Tables"},
    "list_of_figures": {"nb": "Figurer", "nn": "Figurar", "en": "Figures"},
    "draft": {"nb": "UTKAST", "nn": "UTKAST", "en": "DRAFT"},
    "commissioner": {"nb": "Oppdragsgiver", "nn": "Oppdragsgivar", "en": "Commissioned by"},
    "abstract": {"nb": "Sammendrag", "nn": "Samandrag", "en": "Abstract"},
    "received": {"nb": "Mottatte skjema", "nn": "Mottekne skjema", "en": "Forms received"},
    "usable": {"nb": "Brukbare skjema", "nn": "Brukande skjema", "en": "Usable forms"},
}


def word(key: str, language: str) -> str:
    """The program's word for `key` in the report's language (nb, nn, en)."""
    return WORDS[key][language]
