"""What would be right, per language, for the findings of records (see `records.finding_rows` and `language`)."""

FINDING_WORDS: dict[str, dict[str, str]] = {
    "right_unreadable_date": {
        "nb": "En dato som kan leses, som 17.04.07, 16.–17.04. eller uke 17",
        "nn": "Ein dato som kan lesast, som 17.04.07, 16.–17.04. eller veke 17",
        "en": "A date that can be read, as 17.04.07, 16.–17.04. or week 17",
    },
    "right_no_year": {
        "nb": "Et årstall i datoen eller over tabellen",
        "nn": "Eit årstal i datoen eller over tabellen",
        "en": "A year in the date or above the table",
    },
    "right_several_dates": {
        "nb": "Én dato; hvilken gjelder?",
        "nn": "Éin dato; kva for ein gjeld?",
        "en": "One date; which one holds?",
    },
    "right_no_number": {"nb": "Et nummer", "nn": "Eit nummer", "en": "A number"},
    "right_no_completion": {
        "nb": "Når dette ble gjort, eller at det er avlyst",
        "nn": "Når dette vart gjort, eller at det er avlyst",
        "en": "When this was done, or that it is cancelled",
    },
    "right_other_year": {
        "nb": "En frist i året som raden står under",
        "nn": "Ein frist i året som rada står under",
        "en": "A date within the year that the row stands under",
    },
    "right_number_twice": {
        "nb": "Ett nummer for hver milepæl",
        "nn": "Eitt nummer for kvar milepæl",
        "en": "A number for each milestone",
    },
    "right_no_amount": {"nb": "Et beløp", "nn": "Eit beløp", "en": "An amount"},
    "right_sum": {
        "nb": "En sum som stemmer med postene",
        "nn": "Ein sum som stemmer med postane",
        "en": "A total that is the sum of the posts",
    },
    "right_duplicate": {
        "nb": "Samme tittel og år som en annen publikasjon; er det den samme?",
        "nn": "Same tittel og år som ein annan publikasjon; er det den same?",
        "en": "Title and year of another publication; is it the same?",
    },
    "right_no_author": {
        "nb": "Forfatter, redaktør eller institusjon",
        "nn": "Forfattar, redaktør eller institusjon",
        "en": "Author, editor or institution",
    },
    "right_no_title": {"nb": "En tittel", "nn": "Ein tittel", "en": "A title"},
    "right_no_publication_year": {"nb": "Utgivelsesår", "nn": "Utgivingsår", "en": "Year of publication"},
    "right_uncoded": {
        "nb": "En kode, som nøkkelord i oppføringen eller i kodetabellen",
        "nn": "Ein kode, som nøkkelord i oppføringa eller i kodetabellen",
        "en": "A code, as a keyword of the entry or in the coding table",
    },
    "right_blank": {"nb": "Et tall, 0 for ingen", "nn": "Eit tal, 0 for ingen", "en": "A number, 0 for none"},
    "right_unread_column": {
        "nb": "En kolonne som hører til skjemaet",
        "nn": "Ei kolonne som høyrer til skjemaet",
        "en": "A column of the form",
    },
    "right_printed_sum": {"nb": "Summen av tallene", "nn": "Summen av tala", "en": "The sum of the numbers"},
    "right_overlapping_sum": {
        "nb": "Ingen sum: kategoriene kan overlappe",
        "nn": "Ingen sum: kategoriane kan overlappe",
        "en": "No sum: the categories may overlap",
    },
    "right_no_segments": {
        "nb": "Minst én kodet del av intervjuet",
        "nn": "Minst éin koda del av intervjuet",
        "en": "At least one coded segment",
    },
    "right_no_theme": {"nb": "Et tema", "nn": "Eit tema", "en": "A theme"},
    "right_no_interview_year": {
        "nb": "Hvilket av intervjuene det er fra",
        "nn": "Kva for eit av intervjua det er frå",
        "en": "Which of the interviews it is from",
    },
    "right_consent_no": {"nb": "Samtykke", "nn": "Samtykke", "en": "Consent"},
    "right_consent_pending": {"nb": "Svar om samtykke", "nn": "Svar om samtykke", "en": "An answer about consent"},
    "right_consent_withdrawn": {
        "nb": "Ikke bruk: samtykket er trukket",
        "nn": "Ikkje bruk: samtykket er trekt",
        "en": "Not to be used: consent was withdrawn",
    },
    "right_not_deidentified": {
        "nb": "Uten noe den kan kjennes igjen på",
        "nn": "Utan noko den kan kjennast att på",
        "en": "Without anything it can be recognised by",
    },
    "right_not_cleared": {"nb": "Hvem som har klarert det", "nn": "Kven som har klarert det", "en": "Who cleared it"},
}
