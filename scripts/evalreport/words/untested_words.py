"""Why a test was not made, or made without some of the groups, as the note under an exhibit says it."""

from collections.abc import Iterable

NO_SPREAD, ONE_ANSWER, WITHOUT_SINGLES, SHARED = "no spread", "fewer than two answers in a group", "singles", "shared"
PHRASES = {
    NO_SPREAD: {
        "nb": "Der alle i hver gruppe har svart det samme, er det ikke testet.",
        "nn": "Der alle i kvar gruppe har svara det same, er det ikkje testa.",
        "en": "Where everybody in each group gave the same answer, nothing is tested.",
    },
    ONE_ANSWER: {
        "nb": "Der en gruppe har færre enn to svar, er det ikke testet.",
        "nn": "Der ei gruppe har færre enn to svar, er det ikkje testa.",
        "en": "Where a group has fewer than two answers, nothing is tested.",
    },
    WITHOUT_SINGLES: {
        "nb": "Grupper med bare ett svar er ikke med i testen.",
        "nn": "Grupper med berre eitt svar er ikkje med i testen.",
        "en": "Groups with a single answer take no part in the test.",
    },
    SHARED: {
        "nb": "Grupper som har deltakere felles, er ikke testet mot hverandre.",
        "nn": "Grupper som har deltakarar felles, er ikkje testa mot kvarandre.",
        "en": "Groups that share respondents are not tested against each other.",
    },
}


def reasons_in_words(reasons: Iterable[str], language: str) -> list[str]:
    """A sentence for each reason that has one, once, in a fixed order."""
    found = set(reasons)
    return [words[language] for reason, words in PHRASES.items() if reason in found]
