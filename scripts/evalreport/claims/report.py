"""The claims of a report together: counts by verdict, the worst first, and what a final edition says to its authors."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from evalreport.claims.collect import COLUMNS, Claim
from evalreport.claims.table import ORDERS
from evalreport.claims.verdicts import FAILS, HOLDS, UNKNOWN, VERDICTS, WEAKENED
from evalreport.files.errors import Problem
from evalreport.files.rows import read_rows
from evalreport.words.catalogue import recognised

REFUSED = "The final edition is not assembled, because the data do not support what it says (all claims: claims.csv):"
ADVICE = {
    FAILS: "Rewrite the sentence, or the condition where the sentence is right",
    UNKNOWN: "A number or test is withheld or missing: rewrite the sentence, or name an exhibit that has it",
    WEAKENED: "Say it more carefully, or change the condition; claims: weakened: refuse in evaluation.yaml asks for this",
}


def claims_csv(claims: Iterable[Claim]) -> str:
    """claims.csv."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(claim.row() for claim in claims)
    return text.getvalue()


def read_claims(path: str | Path) -> list[Claim]:
    """The claims of a claims.csv."""
    return [Claim(**{**row, "line": int(row["line"])}) for row in read_rows(path)]  # type: ignore[arg-type]


def counts_line(claims: Sequence[Claim]) -> str:
    """`Claims: 61 hold, 2 weakened, 1 fails (see claims.csv)`; "" when there are none."""
    if not claims:
        return ""
    counts = Counter(claim.verdict for claim in claims)
    said = [f"{counts[HOLDS]} {'holds' if counts[HOLDS] == 1 else 'hold'}", f"{counts[WEAKENED]} weakened"]
    said.append(f"{counts[FAILS]} {'fails' if counts[FAILS] == 1 else 'fail'}")
    said += [f"{counts[UNKNOWN]} unknown"] if counts[UNKNOWN] else []
    return f"Claims: {', '.join(said)} (see claims.csv)"


def worst_first(claims: Iterable[Claim]) -> list[Claim]:
    """Failing claims first, each verdict in the order of the report."""
    return sorted(claims, key=lambda claim: VERDICTS.index(claim.verdict))


def says_more(claims: Iterable[Claim]) -> list[str]:
    """Sentences that speak of growth or decline while their condition only ranks values: which grew least may have fallen."""
    growth = re.compile(rf"\b(?:{'|'.join(sorted(recognised('growth')))})\b", re.IGNORECASE)
    return [
        f"- {claim.template}, line {claim.line}: «{claim.sentence}» speaks of change (*{spoken[0]}*), its condition only of order "
        f"({claim.condition}). Add `above=` or `below=` the value that stands for no change, or `increase` or `decrease`."
        for claim in claims
        if _ranks_only(claim.condition) and (spoken := growth.search(claim.sentence))
    ]


def _ranks_only(condition: str) -> bool:
    """Whether all of a claim's conditions rank values, none with a neutral value."""
    parts = condition.split(" and ")
    return all(part.partition(":")[0] in ORDERS and not re.search(r", (?:above|below) ", part) for part in parts)


def summary_section(claims: Sequence[Claim]) -> list[str]:
    """The section of summary.md: how many, every claim that does not hold, and sentences that may say more than their condition;
    nothing without claims.
    """
    if not claims:
        return []
    lines = [
        f"- **{claim.verdict}** {claim.template}, line {claim.line}: «{claim.sentence}» ({claim.condition}; {claim.numbers})"
        for claim in worst_first(claims)
        if claim.verdict != HOLDS
    ]
    more = says_more(claims)
    return [
        "## Claims",
        counts_line(claims),
        *(["\n".join(lines)] if lines else []),
        *(["### Sentences that may say more than their condition", "\n".join(more)] if more else []),
    ]


def refusals(claims: Iterable[Claim], refuse_weakened: bool) -> list[Problem]:
    """What keeps a final edition from being assembled: a problem a claim that fails, is unknown or, if so chosen, weakened."""
    refused = {FAILS, UNKNOWN, *((WEAKENED,) if refuse_weakened else ())}
    return [
        Problem(
            claim.template,
            f"line {claim.line} (chapter {claim.chapter})",
            f"the claim «{claim.sentence}» {_said(claim)}. Condition: {claim.condition}. Numbers: {claim.numbers}",
            ADVICE[claim.verdict],
        )
        for claim in claims
        if claim.verdict in refused
    ]


def _said(claim: Claim) -> str:
    return {FAILS: "fails", UNKNOWN: "cannot be checked", WEAKENED: "is weakened"}[claim.verdict]
