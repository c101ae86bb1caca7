"""The words of the comments in the Word file with tracked changes, per language; part of `language.WORDS`."""

TRACKED_WORDS: dict[str, dict[str, str]] = {
    "tracked_new_table": {"nb": "Ny tabell.", "nn": "Ny tabell.", "en": "New table."},
    "tracked_other_head": {
        "nb": "Tabellen er bygd opp på en annen måte enn før. Det som er endret i den, er ikke merket.",
        "nn": "Tabellen er bygd opp på ein annan måte enn før. Det som er endra i han, er ikkje merkt.",
        "en": "The table is built in another way than before. What has changed in it is not marked.",
    },
    "tracked_new_figure": {"nb": "Ny figur.", "nn": "Ny figur.", "en": "New figure."},
    "tracked_values_one": {
        "nb": "Figuren har andre verdier: ett tall er et annet.",
        "nn": "Figuren har andre verdiar: eitt tal er eit anna.",
        "en": "The figure has other values: one number differs.",
    },
    "tracked_values": {
        "nb": "Figuren har andre verdier: {n} tall er nye, borte eller endret.",
        "nn": "Figuren har andre verdiar: {n} tal er nye, borte eller endra.",
        "en": "The figure has other values: {n} numbers are new, gone or changed.",
    },
    "tracked_words": {
        "nb": "Figuren har de samme verdiene, men andre ord.",
        "nn": "Figuren har dei same verdiane, men andre ord.",
        "en": "The figure has the same values, but other words.",
    },
    "tracked_look": {
        "nb": "Figuren ser bare annerledes ut: verdier og ord er de samme.",
        "nn": "Figuren ser berre annleis ut: verdiar og ord er dei same.",
        "en": "The figure only looks different: values and words are the same.",
    },
}
