"""Words of exhibits of records, per language (see `language`)."""

RECORD_WORDS: dict[str, dict[str, str]] = {
    "codes_sum": {"nb": "Sum koder", "nn": "Sum kodar", "en": "Sum of codes"},
    "multiple_each": {
        "nb": "Den som har flere koder, er talt med under hver av dem; N er antallet talt én gang.",
        "nn": "Den som har fleire kodar, er talt med under kvar av dei; N er talet talt éin gong.",
        "en": "What has several codes is counted under each of them; N counts it once.",
    },
    "multiple_first": {
        "nb": "Den som har flere koder, er talt med under den første.",
        "nn": "Den som har fleire kodar, er talt med under den første.",
        "en": "What has several codes is counted under the first.",
    },
    "multiple_only": {
        "nb": "Bare de som har én kode, er talt med under kodene; N er alle.",
        "nn": "Berre dei som har éin kode, er talde med under kodane; N er alle.",
        "en": "Only what has a single code is counted under the codes; N is all.",
    },
    "about": {"nb": "ca.", "nn": "ca.", "en": "approx."},
    "tally_counts": {"nb": "Antall", "nn": "Tal", "en": "Number"},
    "tally_percent": {"nb": "Prosent", "nn": "Prosent", "en": "Per cent"},
    "tally_overlapping": {
        "nb": "I tillegg, kan overlappe",
        "nn": "I tillegg, kan overlappe",
        "en": "In addition, may overlap",
    },
    "tally_of_sum": {
        "nb": "Prosenten av kategoriene med sum er av summen av dem.",
        "nn": "Prosenten av kategoriane med sum er av summen av dei.",
        "en": "The percentages of the categories with a sum are of their sum.",
    },
    "tally_of_base": {
        "nb": "Kategorier som kan overlappe, er i prosent av {base} og legges ikke sammen.",
        "nn": "Kategoriar som kan overlappe, er i prosent av {base} og blir ikkje lagde saman.",
        "en": "Categories that may overlap are in per cent of {base} and are not added up.",
    },
    "tally_not_added": {
        "nb": "Kategorier som kan overlappe, legges ikke sammen.",
        "nn": "Kategoriar som kan overlappe, blir ikkje lagde saman.",
        "en": "Categories that may overlap are not added up.",
    },
    "tally_about_counts": {
        "nb": "«ca.»: minst ett av tallene bak er oppgitt omtrentlig.",
        "nn": "«ca.»: minst eitt av tala bak er oppgitt omtrentleg.",
        "en": "“approx.”: at least one of the numbers behind it was given as approximate.",
    },
    "tally_about_percent": {
        "nb": "Noen av tallene bak er oppgitt omtrentlig.",
        "nn": "Nokre av tala bak er oppgitte omtrentleg.",
        "en": "Some of the numbers behind it were given as approximate.",
    },
    "blank_note": {"nb": "– = ikke oppgitt.", "nn": "– = ikkje oppgitt.", "en": "– = not stated."},
    "other_references": {"nb": "Andre", "nn": "Andre", "en": "Others"},
    "months_short": {
        "nb": "jan feb mars april mai juni juli aug sep okt nov des",
        "nn": "jan feb mars april mai juni juli aug sep okt nov des",
        "en": "Jan Feb Mar Apr May June July Aug Sep Oct Nov Dec",
    },
    "uncoded": {"nb": "{count} er uten kode.", "nn": "{count} er utan kode.", "en": "{count} without a code."},
}
