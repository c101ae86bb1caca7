"""What a slide says in its title: a claim of the report about its exhibit, which the data support."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evalreport.claims.collect import Claim
from evalreport.claims.verdicts import HOLDS
from evalreport.evaluation.model import Slide
from evalreport.files.errors import BadInput, Problem
from evalreport.words.sentences import lower_first

_EXHIBIT = re.compile(
    r"(?:^| and )\w+: (\w+)"
)  # in a condition of claims.csv, the exhibit behind the name of each check
_BRACKETS = re.compile(r" ?\(([^()]*)\)")


def exhibits_of(claim: Claim) -> tuple[str, ...]:
    """The exhibits that the conditions of a claim are about, each once."""
    return tuple(dict.fromkeys(_EXHIBIT.findall(claim.condition)))


def findings(slides: Sequence[Slide], claims: Sequence[Claim], names: Mapping[str, str], place: str) -> dict[str, str]:
    """Exhibit -> the sentence of its slide; an exhibit that no claim is about has none.

    Without words of its own a slide has the first sentence of the report about its exhibit that holds, with all that is claimed in it.
    names: exhibit or heading -> what the report calls it (Figure 8.2, section 3.1); place: where the slides are named. Raises
    BadInput for words that are not in exactly one sentence, and for sentences that the data do not support.
    """
    found, problems = {}, []
    for slide in slides:
        own = [claim for claim in claims if slide.exhibit in exhibits_of(claim)]
        if slide.finding:
            claim, wrong = _asked(slide, own, claims, place)
            problems += wrong
        else:
            claim = next(iter(_holding(own, claims)), None)
        if claim:
            found[slide.exhibit] = readable(claim, names)
    if problems:
        raise BadInput(problems)
    return found


def _asked(
    slide: Slide, own: Sequence[Claim], claims: Sequence[Claim], place: str
) -> tuple[Claim | None, list[Problem]]:
    """The claim whose sentence has the words of a slide."""
    where = f"{slide.exhibit} > finding"
    named = [claim for claim in own if slide.finding.casefold() in claim.sentence.casefold()]
    sentences = {claim.sentence for claim in named}
    if len(sentences) != 1:
        found = f"{slide.finding!r} stands in {len(sentences)} sentences about this exhibit"
        return None, [Problem(place, where, found, f"Words of one of these: {_listed(own)}")]
    if wrong := _wrong_in(named[0], claims):
        found = f"«{wrong.sentence}» is not what the data say ({wrong.verdict})"
        return None, [Problem(place, where, found, f"Words of a sentence that holds: {_listed(_holding(own, claims))}")]
    return named[0], []


def _wrong_in(claim: Claim, claims: Iterable[Claim]) -> Claim | None:
    """The first claim that is made in a sentence, by itself or by another that stands in it, and does not hold."""
    inside = (each for each in claims if each is claim or (each.sentence and each.sentence in claim.sentence))
    return next((each for each in inside if each.verdict != HOLDS), None)


def _holding(own: Iterable[Claim], claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in own if not _wrong_in(claim, claims)]


def _listed(claims: Iterable[Claim]) -> str:
    sentences = dict.fromkeys(f"«{claim.sentence}»" for claim in claims)
    return " ".join(sentences) or "no claim is about it; leave the key out"


def readable(claim: Claim, names: Mapping[str, str]) -> str:
    """The sentence on its own: references in brackets go with their words, the others are what the report calls the place.

    A word that is also an id stays: where an id stands more often than the sentence refers to it, the rest are words.
    """
    ids = Counter(id for id in claim.references.split() if id in names)
    if not ids:
        return claim.sentence
    one = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(ids, key=len, reverse=True)))})(?![\w-])")

    def without(brackets: re.Match[str]) -> str:
        parts = re.split(r"(?<=[,;])\s", brackets[1])
        kept = [part for part in parts if not one.search(part)]
        ids.subtract(one.findall(" ".join(part for part in parts if one.search(part))))
        return f" ({' '.join(kept).rstrip(',;')})" if kept else ""

    sentence = _BRACKETS.sub(lambda found: without(found) if one.search(found[1]) else found[0], claim.sentence)
    meant = [id for id, count in Counter(one.findall(sentence)).items() if count <= ids[id]]
    said = one.sub(lambda found: lower_first(names[found[0]]) if found[0] in meant else found[0], sentence).strip()
    return said[:1].upper() + said[1:]
