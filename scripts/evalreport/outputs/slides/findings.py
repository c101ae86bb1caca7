"""What a slide says in its title: a claim of the report about its exhibit, which the data support."""

import re
from collections.abc import Iterable, Mapping, Sequence

from evalreport.claims.collect import Claim
from evalreport.claims.verdicts import HOLDS
from evalreport.evaluation.model import Slide
from evalreport.files.errors import BadInput, Problem

_EXHIBIT = re.compile(
    r"(?:^| and )\w+: (\w+)"
)  # in a condition of claims.csv, the exhibit behind the name of each check


def exhibits_of(claim: Claim) -> tuple[str, ...]:
    """The exhibits that the conditions of a claim are about, each once."""
    return tuple(dict.fromkeys(_EXHIBIT.findall(claim.condition)))


def findings(
    slides: Sequence[Slide], claims: Sequence[Claim], numbers: Mapping[str, str], place: str
) -> dict[str, str]:
    """Exhibit -> the sentence of its slide; an exhibit that no claim is about has none.

    Without words of its own a slide has the first sentence of the report about its exhibit that holds. numbers: exhibit -> what it
    is called (Figure 8.2); place: where the slides are named. Raises BadInput for words that are not in exactly one sentence, and
    for sentences that the data do not support.
    """
    found, problems = {}, []
    for slide in slides:
        own = [claim for claim in claims if slide.exhibit in exhibits_of(claim)]
        if slide.finding:
            claim, wrong = _asked(slide, own, place)
            problems += wrong
        else:
            claim = next((each for each in own if each.verdict == HOLDS), None)
        if claim:
            found[slide.exhibit] = readable(claim.sentence, numbers)
    if problems:
        raise BadInput(problems)
    return found


def _asked(slide: Slide, own: Sequence[Claim], place: str) -> tuple[Claim | None, list[Problem]]:
    """The claim whose sentence has the words of a slide."""
    where = f"{slide.exhibit} > finding"
    named = [claim for claim in own if slide.finding.casefold() in claim.sentence.casefold()]
    sentences = {claim.sentence for claim in named}
    if len(sentences) != 1:
        found = f"{slide.finding!r} stands in {len(sentences)} sentences about this exhibit"
        return None, [Problem(place, where, found, f"Words of one of these: {_listed(own)}")]
    if named[0].verdict != HOLDS:
        found = f"«{named[0].sentence}» is not what the data say ({named[0].verdict})"
        return None, [Problem(place, where, found, f"Words of a sentence that holds: {_listed(_holding(own))}")]
    return named[0], []


def _holding(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.verdict == HOLDS]


def _listed(claims: Iterable[Claim]) -> str:
    sentences = dict.fromkeys(f"«{claim.sentence}»" for claim in claims)
    return " ".join(sentences) or "no claim is about it; leave the key out"


def readable(sentence: str, numbers: Mapping[str, str]) -> str:
    """A sentence on its own: its references, which claims.csv has as ids, in the words of the report; those in brackets go."""
    for exhibit, number in numbers.items():
        sentence = re.sub(rf" ?\({re.escape(exhibit)}\)", "", sentence)
        if "_" in exhibit:  # an id that cannot be a word of the sentence
            sentence = re.sub(rf"\b{re.escape(exhibit)}\b", number, sentence)
    return sentence
