"""The program's own words, per language: `word("table", "nb")`. Words of an evaluation stand in its config."""

from evalreport.estimate_words import ESTIMATE_WORDS

WORDS: dict[str, dict[str, str]] = ESTIMATE_WORDS | {
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
    "items_significant": {
        "nb": "Forskjellen mellom gruppene er statistisk signifikant på {level} %-nivå for: {items}",
        "nn": "Skilnaden mellom gruppene er statistisk signifikant på {level} %-nivå for: {items}",
        "en": "The difference between the groups is statistically significant at the {level}% level for: {items}",
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
        "nb": "Forskjeller mellom gjennomsnitt, 95 % konfidensintervall i parentes",
        "nn": "Skilnader mellom gjennomsnitt, 95 % konfidensintervall i parentes",
        "en": "Differences between means, 95% confidence interval in brackets",
    },
    "share_difference_note": {
        "nb": "Forskjeller i prosentpoeng, 95 % konfidensintervall i parentes",
        "nn": "Skilnader i prosentpoeng, 95 % konfidensintervall i parentes",
        "en": "Differences in percentage points, 95% confidence interval in brackets",
    },
    "difference_mark": {
        "nb": "{mark} = statistisk signifikant på {level} %-nivå",
        "nn": "{mark} = statistisk signifikant på {level} %-nivå",
        "en": "{mark} = statistically significant at the {level}% level",
    },
    "intervals": {
        "nb": "Strekene er 95 % konfidensintervall.",
        "nn": "Strekane er 95 % konfidensintervall.",
        "en": "Lines are 95% confidence intervals.",
    },
    "intervals_stacked": {
        "nb": "Strekene er 95 % konfidensintervall: under søylen for det første svaret, over den for det siste.",
        "nn": "Strekane er 95 % konfidensintervall: under søyla for det første svaret, over ho for det siste.",
        "en": "Lines are 95% confidence intervals: below the bar of the first answer, above it of the last.",
    },
    "intervals_stacked_named": {
        "nb": "Strekene er 95 % konfidensintervall: under søylen for «{first}», over den for «{last}».",
        "nn": "Strekane er 95 % konfidensintervall: under søyla for «{first}», over ho for «{last}».",
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
    "response_invited_offices": {"nb": "Inviterte kontorer", "nn": "Inviterte kontor", "en": "Offices invited"},
    "response_answered_offices": {"nb": "Kontorer med svar", "nn": "Kontor med svar", "en": "Offices that answered"},
    "response_invited_municipalities": {
        "nb": "Inviterte kommuner",
        "nn": "Inviterte kommunar",
        "en": "Municipalities invited",
    },
    "response_answered_municipalities": {
        "nb": "Kommuner med svar",
        "nn": "Kommunar med svar",
        "en": "Municipalities that answered",
    },
    "response_offices_without_form": {
        "nb": "Kontorer uten registreringsskjema",
        "nn": "Kontor utan registreringsskjema",
        "en": "Offices without a registration form",
    },
    "response_handed_out": {"nb": "Utdelte skjema", "nn": "Utdelte skjema", "en": "Forms handed out"},
    "response_returned": {
        "nb": "Returnerte skjema etter ledernes tall",
        "nn": "Returnerte skjema etter tala frå leiarane",
        "en": "Forms returned by the leaders' count",
    },
    "response_fte": {"nb": "Årsverk", "nn": "Årsverk", "en": "Full-time equivalents"},
    "response_frame_fte": {
        "nb": "Årsverk i alle inviterte kommuner",
        "nn": "Årsverk i alle inviterte kommunar",
        "en": "Full-time equivalents in all municipalities invited",
    },
    "response_share_offices": {
        "nb": "Kontorer med svar, prosent av inviterte (AAPOR RR2)",
        "nn": "Kontor med svar, prosent av inviterte (AAPOR RR2)",
        "en": "Offices that answered, per cent of invited (AAPOR RR2)",
    },
    "response_share_fte": {
        "nb": "Svar i prosent av årsverk",
        "nn": "Svar i prosent av årsverk",
        "en": "Answers in per cent of full-time equivalents",
    },
    "response_share_frame_fte": {
        "nb": "Svar i prosent av årsverk i alle inviterte kommuner",
        "nn": "Svar i prosent av årsverk i alle inviterte kommunar",
        "en": "Answers in per cent of full-time equivalents in all municipalities invited",
    },
    "response_usable": {"nb": "Brukbare svar", "nn": "Brukande svar", "en": "Usable answers"},
    "response_rr_forms": {
        "nb": "Svarprosent av utdelte skjema (AAPOR RR2)",
        "nn": "Svarprosent av utdelte skjema (AAPOR RR2)",
        "en": "Response rate of forms handed out (AAPOR RR2)",
    },
    "response_rr_fte": {
        "nb": "Svarprosent av årsverk (AAPOR RR2)",
        "nn": "Svarprosent av årsverk (AAPOR RR2)",
        "en": "Response rate of full-time equivalents (AAPOR RR2)",
    },
    "response_rr_returned": {
        "nb": "Returnert av utdelte etter ledernes tall",
        "nn": "Returnert av utdelte etter tala frå leiarane",
        "en": "Returned of handed out by the leaders' count",
    },
    "flow_areas": {"nb": "Kommuner", "nn": "Kommunar", "en": "Municipalities"},
    "flow_units": {"nb": "Kontorer", "nn": "Kontor", "en": "Offices"},
    "flow_persons": {"nb": "Skjema", "nn": "Skjema", "en": "Forms"},
    "flow_lost": {"nb": "{count} falt fra", "nn": "{count} fall frå", "en": "{count} lost"},
    "group": {"nb": "Gruppe", "nn": "Gruppe", "en": "Group"},
    "weight_under": {"nb": "Under {number}", "nn": "Under {number}", "en": "Below {number}"},
    "weight_over": {"nb": "{number} eller mer", "nn": "{number} eller meir", "en": "{number} or more"},
    "weight_relative": {
        "nb": "Vekt i forhold til gjennomsnittet",
        "nn": "Vekt i høve til gjennomsnittet",
        "en": "Weight relative to the mean",
    },
    "weight_respondents": {"nb": "Respondenter", "nn": "Respondentar", "en": "Respondents"},
    "weight_population": {"nb": "Populasjon", "nn": "Populasjon", "en": "Population"},
    "weight_covered": {
        "nb": "Respondenter med kjent enhet, andel av populasjonen",
        "nn": "Respondentar med kjend eining, del av populasjonen",
        "en": "Respondents of a known unit, share of the population",
    },
    "weight_units": {"nb": "Enheter i rammen", "nn": "Einingar i ramma", "en": "Units in the frame"},
    "weight_units_silent": {"nb": "Enheter uten svar", "nn": "Einingar utan svar", "en": "Units without an answer"},
    "weight_units_untold": {
        "nb": "Enheter uten kjent populasjon",
        "nn": "Einingar utan kjend populasjon",
        "en": "Units of unknown population",
    },
    "weight_units_merged": {
        "nb": "Enheter slått sammen med andre",
        "nn": "Einingar slått saman med andre",
        "en": "Units merged with others",
    },
    "weight_without_unit": {
        "nb": "Respondenter uten kjent enhet",
        "nn": "Respondentar utan kjend eining",
        "en": "Respondents of no known unit",
    },
    "weight_bound_low": {
        "nb": "Nedre grense for vekten",
        "nn": "Nedre grense for vekta",
        "en": "Lower bound of the weight",
    },
    "weight_bound_high": {
        "nb": "Øvre grense for vekten",
        "nn": "Øvre grense for vekta",
        "en": "Upper bound of the weight",
    },
    "weight_at_bound": {
        "nb": "Respondenter på en grense",
        "nn": "Respondentar på ei grense",
        "en": "Respondents at a bound",
    },
    "weight_min": {"nb": "Minste vekt", "nn": "Minste vekt", "en": "Smallest weight"},
    "weight_p05": {"nb": "Femte prosentil", "nn": "Femte prosentil", "en": "Fifth percentile"},
    "weight_p50": {"nb": "Median", "nn": "Median", "en": "Median"},
    "weight_mean": {"nb": "Gjennomsnitt", "nn": "Gjennomsnitt", "en": "Mean"},
    "weight_p95": {"nb": "Nittifemte prosentil", "nn": "Nittifemte prosentil", "en": "Ninety-fifth percentile"},
    "weight_max": {"nb": "Største vekt", "nn": "Største vekt", "en": "Largest weight"},
    "weight_max_over_min": {
        "nb": "Største over minste vekt",
        "nn": "Største over minste vekt",
        "en": "Largest over smallest weight",
    },
    "weight_base_design_effect": {
        "nb": "Designeffekt av basisvekten (Kish)",
        "nn": "Designeffekt av basisvekta (Kish)",
        "en": "Design effect of the base weight (Kish)",
    },
    "weight_design_effect": {
        "nb": "Designeffekt av vekten (Kish)",
        "nn": "Designeffekt av vekta (Kish)",
        "en": "Design effect of the weight (Kish)",
    },
    "weight_effective_n": {
        "nb": "Effektivt antall respondenter",
        "nn": "Effektivt tal respondentar",
        "en": "Effective number of respondents",
    },
    "weight_column_respondents": {"nb": "Svar", "nn": "Svar", "en": "Answers"},
    "weight_column_covered": {
        "nb": "Svar av populasjonen",
        "nn": "Svar av populasjonen",
        "en": "Answers of the population",
    },
    "weight_column_bound_low": {
        "nb": "Svar på nedre grense",
        "nn": "Svar på nedre grense",
        "en": "Answers at the lower bound",
    },
    "weight_column_bound_high": {
        "nb": "Svar på øvre grense",
        "nn": "Svar på øvre grense",
        "en": "Answers at the upper bound",
    },
    "weight_column_bound_units": {
        "nb": "Enheter med slike svar",
        "nn": "Einingar med slike svar",
        "en": "Units with such answers",
    },
    "weight_column_sample": {"nb": "Utvalg", "nn": "Utval", "en": "Sample"},
    "weight_column_before": {"nb": "Basisvekt", "nn": "Basisvekt", "en": "Base weight"},
    "weight_column_weighted": {"nb": "Vektet", "nn": "Vekta", "en": "Weighted"},
    "weight_column_population": {"nb": "Populasjon", "nn": "Populasjon", "en": "Population"},
    "weight_column_difference": {
        "nb": "Utvalg minus populasjon",
        "nn": "Utval minus populasjon",
        "en": "Sample minus population",
    },
    "weight_column_unweighted": {"nb": "Uvektet", "nn": "Uvekta", "en": "Unweighted"},
    "weight_column_change": {"nb": "Endring", "nn": "Endring", "en": "Change"},
    "weight_column_in_se": {
        "nb": "Endring i standardfeil",
        "nn": "Endring i standardfeil",
        "en": "Change in standard errors",
    },
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
