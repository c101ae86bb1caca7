"""The one registry of kinds of exhibits: `kind:` of an exhibit file -> its face."""

from evalreport.exhibits.answers import kinds as answers
from evalreport.exhibits.kind import Kind
from evalreport.exhibits.pictures import kinds as pictures
from evalreport.exhibits.records import kinds as records
from evalreport.exhibits.register import kinds as register
from evalreport.exhibits.survival import kinds as survival
from evalreport.exhibits.weights import kinds as weights

KINDS: dict[str, Kind] = {
    kind.name: kind for family in (answers, register, survival, weights, records, pictures) for kind in family.KINDS
}


def owners() -> dict[str, list[str]]:
    """Key of an exhibit file -> the kinds that have it, of keys that not every kind has."""
    found: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for key in kind.keys:
            found.setdefault(key, []).append(kind.name)
    return found
