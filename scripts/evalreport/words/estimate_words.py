"""The program's words about indices, totals, ratios, quantiles and change, per language; `language` joins them to the others."""

ESTIMATE_WORDS: dict[str, dict[str, str]] = {
    "index_note": {
        "nb": "Indeksen er gjennomsnittet av {items} spørsmål for dem som har svart på minst {minimum}.",
        "nn": "Indeksen er gjennomsnittet av {items} spørsmål for dei som har svara på minst {minimum}.",
        "en": "The index is the mean of {items} items for those who answered at least {minimum}.",
    },
    "index_turned": {
        "nb": "Antall spørsmål som er snudd: {turned}.",
        "nn": "Tal spørsmål som er snudde: {turned}.",
        "en": "Items turned: {turned}.",
    },
    "alpha_note": {
        "nb": "Cronbachs alfa er {alpha} ({interval}n = {n}).",
        "nn": "Cronbachs alfa er {alpha} ({interval}n = {n}).",
        "en": "Cronbach's alpha is {alpha} ({interval}n = {n}).",
    },
    "alpha_interval": {
        "nb": "95\u00a0% KI {low}–{high}, ",
        "nn": "95\u00a0% KI {low}–{high}, ",
        "en": "95% CI {low}–{high}, ",
    },
    "median": {"nb": "Median", "nn": "Median", "en": "Median"},
    "quartile_lower": {"nb": "Nedre kvartil", "nn": "Nedre kvartil", "en": "Lower quartile"},
    "quartile_upper": {"nb": "Øvre kvartil", "nn": "Øvre kvartil", "en": "Upper quartile"},
    "percentile": {"nb": "{number}. prosentil", "nn": "{number}. prosentil", "en": "Percentile {number}"},
    "change_better": {"nb": "Bedre", "nn": "Betre", "en": "Better"},
    "change_same": {"nb": "Uendret", "nn": "Uendra", "en": "Unchanged"},
    "change_worse": {"nb": "Dårligere", "nn": "Dårlegare", "en": "Worse"},
    "change_net": {"nb": "Netto", "nn": "Netto", "en": "Net"},
    "change_note": {
        "nb": "Netto er andelen «{better}» minus andelen «{worse}», i prosentpoeng; resten svarte uendret.",
        "nn": "Netto er delen «{better}» minus delen «{worse}», i prosentpoeng; resten svara uendra.",
        "en": "Net is the share “{better}” less the share “{worse}”, in percentage points; the others answered unchanged.",
    },
    "change_mark": {
        "nb": "{mark} = statistisk signifikant forskjellig fra null på {level}\u00a0%-nivå",
        "nn": "{mark} = statistisk signifikant ulik null på {level}\u00a0%-nivå",
        "en": "{mark} = statistically different from zero at the {level}% level",
    },
    "change_between": {
        "nb": "Netto sammenlignet mellom gruppene",
        "nn": "Netto samanlikna mellom gruppene",
        "en": "Net compared between groups",
    },
    "interval_note": {
        "nb": "95\u00a0% konfidensintervall i parentes.",
        "nn": "95\u00a0% konfidensintervall i parentes.",
        "en": "95% confidence intervals in brackets.",
    },
}
