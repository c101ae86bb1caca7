"""The program's own words, per language: `word("table", "nb")`. Words of an evaluation stand in its config."""

from evalreport.words.audit_words import AUDIT_WORDS
from evalreport.words.claim_words import CLAIM_WORDS
from evalreport.words.estimate_words import ESTIMATE_WORDS
from evalreport.words.record_finding_words import FINDING_WORDS
from evalreport.words.record_words import RECORD_WORDS
from evalreport.words.register_words import REGISTER_WORDS
from evalreport.words.report_words import REPORT_WORDS
from evalreport.words.review_docx_words import TRACKED_WORDS
from evalreport.words.review_words import REVIEW_WORDS

WORDS: dict[str, dict[str, str]] = {
    **AUDIT_WORDS,
    **ESTIMATE_WORDS,
    **RECORD_WORDS,
    **CLAIM_WORDS,
    **FINDING_WORDS,
    **REPORT_WORDS,
    **REVIEW_WORDS,
    **TRACKED_WORDS,
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
        "nb": "statistisk signifikant på {level}\u00a0%-nivå",
        "nn": "statistisk signifikant på {level}\u00a0%-nivå",
        "en": "statistically significant at the {level}% level",
    },
    "not_significant": {
        "nb": "ikke statistisk signifikant",
        "nn": "ikkje statistisk signifikant",
        "en": "not statistically significant",
    },
    "mark_explained": {
        "nb": "{mark} = forskjellen mellom gruppene er statistisk signifikant på {level}\u00a0%-nivå",
        "nn": "{mark} = skilnaden mellom gruppene er statistisk signifikant på {level}\u00a0%-nivå",
        "en": "{mark} = the difference between the groups is statistically significant at the {level}% level",
    },
    "items_significant": {
        "nb": "Forskjellen mellom gruppene er statistisk signifikant på {level}\u00a0%-nivå for: {items}",
        "nn": "Skilnaden mellom gruppene er statistisk signifikant på {level}\u00a0%-nivå for: {items}",
        "en": "The difference between the groups is statistically significant at the {level}% level for: {items}",
    },
    "none_significant": {
        "nb": "Ingen av forskjellene mellom gruppene er statistisk signifikante på {level}\u00a0%-nivå",
        "nn": "Ingen av skilnadene mellom gruppene er statistisk signifikante på {level}\u00a0%-nivå",
        "en": "None of the differences between the groups is statistically significant at the {level}% level",
    },
    "sparse": {
        "nb": "Mer enn en femtedel av de forventede antallene er under 5, så testen er usikker.",
        "nn": "Meir enn ein femtedel av dei forventa tala er under 5, så testen er usikker.",
        "en": "More than a fifth of the expected counts are below 5, so the test is uncertain.",
    },
    "percentage_points": {"nb": "prosentpoeng", "nn": "prosentpoeng", "en": "percentage points"},
    "confidence_interval": {"nb": "95\u00a0%\u00a0KI", "nn": "95\u00a0%\u00a0KI", "en": "95%\u00a0CI"},
    "to": {"nb": "til", "nn": "til", "en": "to"},
    "effect_cramers_v": {"nb": "Cramérs V", "nn": "Cramérs V", "en": "Cramér's V"},
    "effect_cohens_d": {"nb": "Cohens d", "nn": "Cohens d", "en": "Cohen's d"},
    "effect_eta2": {"nb": "η²", "nn": "η²", "en": "η²"},
    "effect_standardised_difference": {
        "nb": "standardisert forskjell",
        "nn": "standardisert skilnad",
        "en": "standardised difference",
    },
    "superlative_high": {"nb": "størst", "nn": "størst", "en": "largest"},
    "superlative_low": {"nb": "minst", "nn": "minst", "en": "smallest"},
    "rank_further": {"nb": "nummer {place}", "nn": "nummer {place}", "en": "number {place}"},
    "section": {"nb": "avsnitt", "nn": "avsnitt", "en": "section"},
    "asked_of": {"nb": "Stilt til", "nn": "Stilt til", "en": "Asked of"},
    "file": {"nb": "Fil", "nn": "Fil", "en": "File"},
    "rows": {"nb": "Rader", "nn": "Rader", "en": "Rows"},
    "columns": {"nb": "Kolonner", "nn": "Kolonnar", "en": "Columns"},
    "checksum": {"nb": "SHA-256 (start)", "nn": "SHA-256 (start)", "en": "SHA-256 (start)"},
    "program": {"nb": "Program", "nn": "Program", "en": "Program"},
    "version": {"nb": "Versjon", "nn": "Versjon", "en": "Version"},
    "inputs_caption": {
        "nb": "Datafiler brukt i rapporten",
        "nn": "Datafiler brukte i rapporten",
        "en": "Data files used in the report",
    },
    "software_caption": {
        "nb": "Programvare brukt i rapporten",
        "nn": "Programvare brukt i rapporten",
        "en": "Software used in the report",
    },
    "list_of_tables": {"nb": "Tabeller", "nn": "Tabellar", "en": "Tables"},
    "list_of_figures": {"nb": "Figurer", "nn": "Figurar", "en": "Figures"},
    "draft": {"nb": "UTKAST", "nn": "UTKAST", "en": "DRAFT"},
    "final": {"nb": "ENDELIG", "nn": "ENDELEG", "en": "FINAL"},
    "commissioner": {"nb": "Oppdragsgiver", "nn": "Oppdragsgivar", "en": "Commissioned by"},
    "references": {"nb": "Referanser", "nn": "Referansar", "en": "References"},
    "abstract": {"nb": "Sammendrag", "nn": "Samandrag", "en": "Abstract"},
    "received": {"nb": "Mottatte skjema", "nn": "Mottekne skjema", "en": "Forms received"},
    "forms_dropped": {"nb": "Skjema tatt ut", "nn": "Skjema tekne ut", "en": "Forms left out"},
    "values_changed": {"nb": "Verdier rettet", "nn": "Verdiar retta", "en": "Values changed"},
    "usable": {"nb": "Brukbare skjema", "nn": "Brukande skjema", "en": "Usable forms"},
    "test_rao_scott": {"nb": "Rao og Scotts test", "nn": "Rao og Scotts test", "en": "Rao and Scott's test"},
    "test_design_t": {"nb": "Designbasert t-test", "nn": "Designbasert t-test", "en": "Design-based t test"},
    "test_jackknife_t": {
        "nb": "Designbasert t-test (jackknife)",
        "nn": "Designbasert t-test (jackknife)",
        "en": "Design-based t test (jackknife)",
    },
    "test_jackknife_rao_scott": {
        "nb": "Rao og Scotts test (jackknife)",
        "nn": "Rao og Scotts test (jackknife)",
        "en": "Rao and Scott's test (jackknife)",
    },
    "test_jackknife_wald": {
        "nb": "Designbasert F-test (jackknife)",
        "nn": "Designbasert F-test (jackknife)",
        "en": "Design-based F test (jackknife)",
    },
    "test_wald": {"nb": "Designbasert F-test", "nn": "Designbasert F-test", "en": "Design-based F test"},
    "weighted": {
        "nb": "Vekter: {weights}. N er uvektet.",
        "nn": "Vekter: {weights}. N er uvekta.",
        "en": "Weights: {weights}. N is not weighted.",
    },
    "clustered": {
        "nb": "Usikkerhet og tester tar hensyn til at de {n} svarene kommer fra {count} {clusters}.",
        "nn": "Uvisse og testar tek omsyn til at dei {n} svara kjem frå {count} {clusters}.",
        "en": "Uncertainty and tests take into account that the {n} answers come from {count} {clusters}.",
    },
    "base_of": {"nb": "Grunnlag: {n} svar.", "nn": "Grunnlag: {n} svar.", "en": "Base: {n} answers."},
    "few_clusters": {
        "nb": "Grupper med svar fra for få {clusters} er ikke testet.",
        "nn": "Grupper med svar frå for få {clusters} er ikkje testa.",
        "en": "Groups with answers from too few {clusters} are not tested.",
    },
    "holm": {
        "nb": "p-verdiene er justert for {count} tester (Holm).",
        "nn": "p-verdiane er justerte for {count} testar (Holm).",
        "en": "p values are adjusted for {count} tests (Holm).",
    },
    "difference_note": {
        "nb": "Forskjeller mellom gjennomsnitt, 95\u00a0% konfidensintervall i parentes",
        "nn": "Skilnader mellom gjennomsnitt, 95\u00a0% konfidensintervall i parentes",
        "en": "Differences between means, 95% confidence interval in brackets",
    },
    "share_difference_note": {
        "nb": "Forskjeller i prosentpoeng, 95\u00a0% konfidensintervall i parentes",
        "nn": "Skilnader i prosentpoeng, 95\u00a0% konfidensintervall i parentes",
        "en": "Differences in percentage points, 95% confidence interval in brackets",
    },
    "difference_mark": {
        "nb": "{mark} = statistisk signifikant på {level}\u00a0%-nivå",
        "nn": "{mark} = statistisk signifikant på {level}\u00a0%-nivå",
        "en": "{mark} = statistically significant at the {level}% level",
    },
    "intervals": {
        "nb": "Strekene er 95\u00a0% konfidensintervall.",
        "nn": "Strekane er 95\u00a0% konfidensintervall.",
        "en": "Lines are 95% confidence intervals.",
    },
    "intervals_stacked": {
        "nb": "Strekene er 95\u00a0% konfidensintervall: under søylen for det første svaret, over den for det siste.",
        "nn": "Strekane er 95\u00a0% konfidensintervall: under søyla for det første svaret, over ho for det siste.",
        "en": "Lines are 95% confidence intervals: below the bar of the first answer, above it of the last.",
    },
    "intervals_stacked_named": {
        "nb": "Strekene er 95\u00a0% konfidensintervall: under søylen for «{first}», over den for «{last}».",
        "nn": "Strekane er 95\u00a0% konfidensintervall: under søyla for «{first}», over ho for «{last}».",
        "en": "Lines are 95% confidence intervals: below the bar of ‘{first}’, above it of ‘{last}’.",
    },
    "survival_published": {"nb": "Publisert", "nn": "Publisert", "en": "Published"},
    "survival_simple": {"nb": "Enkel test", "nn": "Enkel test", "en": "Simple test"},
    "survival_design": {"nb": "Designbasert", "nn": "Designbasert", "en": "Design-based"},
    "survival_weighted": {"nb": "Designbasert, vektet", "nn": "Designbasert, vekta", "en": "Design-based, weighted"},
    "survival_outcome": {"nb": "Utfall", "nn": "Utfall", "en": "Outcome"},
    "survival_significant": {
        "nb": "Publisert som signifikant",
        "nn": "Publisert som signifikant",
        "en": "Published as significant",
    },
    "survival_insignificant": {
        "nb": "Publisert som ikke signifikant",
        "nn": "Publisert som ikkje signifikant",
        "en": "Published as not significant",
    },
    "survival_all": {"nb": "I alt", "nn": "I alt", "en": "All"},
    "survival_holds": {"nb": "Står seg", "nn": "Står seg", "en": "Holds"},
    "survival_weaker": {"nb": "Svakere", "nn": "Svakare", "en": "Weaker"},
    "survival_falls": {"nb": "Faller", "nn": "Fell", "en": "Falls"},
    "survival_appears": {"nb": "Kommer til", "nn": "Kjem til", "en": "Appears"},
    "survival_untested": {"nb": "Ikke testet", "nn": "Ikkje testa", "en": "Not tested"},
    "survival_not": {"nb": "ikke sign.", "nn": "ikkje sign.", "en": "n.s."},
    "survival_note": {
        "nb": "p-verdier; der et utsagn gjelder flere spørsmål eller inndelinger, den minste. Enkel test: uvektet, og som om svarene var uavhengige. Designbasert: tar hensyn til at svarene kommer fra {count} {clusters}. Utfallet gjelder den siste testen.",
        "nn": "p-verdiar; der eit utsegn gjeld fleire spørsmål eller inndelingar, den minste. Enkel test: uvekta, og som om svara var uavhengige. Designbasert: tek omsyn til at svara kjem frå {count} {clusters}. Utfallet gjeld den siste testen.",
        "en": "p values; of a statement about several questions or groupings, the smallest. Simple test: unweighted, and as if answers were independent. Design-based: takes into account that answers come from {count} {clusters}. The outcome is that of the last test.",
    },
    "survival_weights_note": {"nb": "Vekter: {weights}.", "nn": "Vekter: {weights}.", "en": "Weights: {weights}."},
    "group": {"nb": "Gruppe", "nn": "Gruppe", "en": "Group"},
    **REGISTER_WORDS,
}


def word(key: str, language: str) -> str:
    """The program's word for `key` in the report's language (nb, nn, en)."""
    return WORDS[key][language]


ORDINALS = {  # said before a superlative: the largest has none, further places than these are numbered
    "nb": ("nest", "tredje", "fjerde", "femte", "sjette", "sjuende", "åttende", "niende", "tiende"),
    "nn": ("nest", "tredje", "fjerde", "femte", "sjette", "sjuande", "åttande", "niande", "tiande"),
    "en": ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
}


def ranked_as(place: int, superlative: str, language: str) -> str:
    """A place from 1 in words: `størst`, `nest størst`, `tredje størst`; after the tenth `nummer 11`."""
    if place == 1:
        return superlative
    if place - 2 < len(ORDINALS[language]):
        return f"{ORDINALS[language][place - 2]} {superlative}"
    return word("rank_further", language).format(place=place)
