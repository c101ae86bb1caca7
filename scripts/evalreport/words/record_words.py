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
    "uncoded_each": {"nb": "Uten kode: {count}.", "nn": "Utan kode: {count}.", "en": "Without a code: {count}."},
    "agreement_agreed": {"nb": "Enighet (%)", "nn": "Semje (%)", "en": "Agreement (%)"},
    "agreement_kappa": {"nb": "Kappa (standardfeil)", "nn": "Kappa (standardfeil)", "en": "Kappa (standard error)"},
    "agreement_alpha": {"nb": "Alfa (95 % intervall)", "nn": "Alfa (95 % intervall)", "en": "Alpha (95% interval)"},
    "agreement_used": {"nb": "Brukt i", "nn": "Brukt i", "en": "Used in"},
    "agreement_whole": {"nb": "Alle kodene like", "nn": "Alle kodane like", "en": "All codes the same"},
    "agreement_note": {
        "nb": "N er det som er kodet av minst to kodere. Hver kode regnes som valgt eller ikke valgt; i raden for alle kodene er hver "
        "kombinasjon av koder én verdi. Kappa: Cohens kappa for to kodere. Alfa: Krippendorffs alfa for nominale verdier, med "
        "bootstrapintervall. Brukt i: hvor mange minst én koder har gitt koden.",
        "nn": "N er det som er koda av minst to kodarar. Kvar kode blir rekna som vald eller ikkje vald; i rada for alle kodane er kvar "
        "kombinasjon av kodar éin verdi. Kappa: Cohens kappa for to kodarar. Alfa: Krippendorffs alfa for nominale verdiar, med "
        "bootstrapintervall. Brukt i: kor mange minst éin kodar har gitt koden.",
        "en": "N is what two coders or more have coded. Each code counts as chosen or not; in the row of all codes each combination of "
        "codes is a value. Kappa: Cohen's kappa of two coders. Alpha: Krippendorff's alpha for nominal values, with a bootstrap "
        "interval. Used in: how many at least one coder gave the code.",
    },
    "agreement_undefined": {
        "nb": "En strek betyr at målet ikke kan beregnes, fordi ingen eller alle har fått koden.",
        "nn": "Ein strek tyder at målet ikkje kan reknast ut, fordi ingen eller alle har fått koden.",
        "en": "A dash means that the measure cannot be computed, because none or all were given the code.",
    },
    "uncoded": {"nb": "{count} er uten kode.", "nn": "{count} er utan kode.", "en": "{count} without a code."},
}
