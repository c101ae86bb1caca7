"""The program's words for claims and for what is not tested, per language; part of `language.WORDS`."""

CLAIM_WORDS: dict[str, dict[str, str]] = {
    "claim_fails": {"nb": "holder ikke", "nn": "held ikkje", "en": "does not hold"},
    "claim_weakened": {"nb": "svekket", "nn": "svekt", "en": "weakened"},
    "claim_unknown": {
        "nb": "kan ikke avgjøres",
        "nn": "kan ikkje avgjerast",
        "en": "cannot be checked",
    },
    "claim_no_number": {"nb": "uten tall", "nn": "utan tal", "en": "no number"},
    "not_tested": {"nb": "ikke testet", "nn": "ikkje testa", "en": "not tested"},
}
