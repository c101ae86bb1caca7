"""The claims of a chapter as they come out: each sentence with its condition, the numbers that decided and the verdict."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from evalreport.claims.conditions import CHECKS, Ask, Margins
from evalreport.claims.spans import SIGN
from evalreport.claims.table import CONDITIONS, Written, expanded
from evalreport.claims.verdicts import FAILS, HOLDS, UNKNOWN, WEAKENED, Outcome, together
from evalreport.exhibits.evidence import Evidence
from evalreport.words.catalogue import word

MARKS = {FAILS: "claim_fails", WEAKENED: "claim_weakened", UNKNOWN: "claim_unknown"}  # verdict -> word and class
_MARK = re.compile(r" ?\[[^\[\]]*\]\{\.claim_\w+\}")
_OWN_LINE = ("|", "+", ":::", "#", "```", "![")  # lines a mark cannot be added to


@dataclass(frozen=True)
class Claim:
    """A row of claims.csv; references: the ids that the sentence refers to, with blanks between them, as they stand in it."""

    chapter: str
    template: str
    line: int
    sentence: str
    condition: str
    numbers: str
    verdict: str
    references: str = ""

    @property
    def place(self) -> tuple[str, str, int]:
        """Where it stands."""
        return self.chapter, self.template, self.line

    def row(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


COLUMNS = tuple(each.name for each in fields(Claim))


def judged(
    conditions: Sequence[Written], evidence: Mapping[str, Evidence], margins: Margins, decimals: int | None = None
) -> Outcome:
    """What several conditions come to together."""
    return together(
        outcome for written in conditions for outcome in _outcomes(written, Ask(evidence, "", {}, margins, decimals))
    )


def _outcomes(written: Written, ask: Ask) -> Iterator[Outcome]:
    """The outcome of a condition; of one that is repeated, an outcome each time, with what it is of before its numbers."""
    part = CONDITIONS[written.name].repeats
    for single in expanded(written, ask.others[written.exhibit].view):
        found = CHECKS[single.name](replace(ask, exhibit=single.exhibit, given=single.given))
        said = f"{single.given[part]}: {', '.join(found.numbers)}" if part else ""
        yield Outcome(found.verdict, (said,)) if part else found


@dataclass
class Collector:
    """Checks the claims of a chapter while its template is rendered, and keeps them in the order of the text."""

    chapter: str
    evidence: Mapping[str, Evidence]
    margins: Margins
    language: str
    marks: bool  # drafts show what does not hold
    found: list[Claim | None] = field(default_factory=list)
    named: Mapping[str, Sequence[tuple[list[Any], dict[str, Any]]]] = field(
        default_factory=dict
    )  # id -> its conditions
    mark: Callable[[str, str, str], str] | None = (
        None  # puts the mark into a text that is more than its words; None: `with_mark`
    )

    def __call__(
        self,
        file: str,
        line: int,
        conditions: list[tuple[list[Any], dict[str, Any]]],
        decimals: int | None,
        caller: Callable[[], str],
    ) -> str:
        """The sentence, marked in a draft where it does not hold."""
        place = len(self.found)
        self.found.append(None)  # claims inside the sentence come after it
        text = str(caller())
        own = self.named[str(conditions[0][0][0])[1:]] if str(conditions[0][0][0]).startswith(SIGN) else conditions
        written = [Written(str(args[0]), str(args[1]), given) for args, given in own]
        outcome = judged(written, self.evidence, self.margins, decimals)
        condition = " and ".join(str(each) for each in written)
        self.found[place] = Claim(
            self.chapter,
            file_name(file),
            line,
            plain_text(text),
            condition,
            "; ".join(outcome.numbers).replace("\u00a0", " "),
            outcome.verdict,
            " ".join(_REFERENCE.findall(text)),
        )
        return (self.mark or with_mark)(text, outcome.verdict, self.language) if self.marks else text

    @property
    def claims(self) -> list[Claim]:
        """The claims in the order of the text."""
        return [claim for claim in self.found if claim is not None]


def file_name(path: str) -> str:
    """A template's path as the team knows it, the same on every machine: the folder of a shared template stands for its path."""
    return "/".join(Path(path).parts[-2:]) if Path(path).is_absolute() else Path(path).as_posix()


def with_mark(text: str, verdict: str, language: str) -> str:
    """The text with the mark of its verdict at its end; of a sentence that holds, as it is.

    After a table, figure or heading the mark is a paragraph of its own.
    """
    if verdict == HOLDS:
        return text
    body = text.rstrip()
    mark = f"[{word(MARKS[verdict], language)}]{{.{MARKS[verdict]}}}"
    alone = body.rsplit("\n", 1)[-1].lstrip().startswith(_OWN_LINE)
    return f"{body}{chr(10) * 2 if alone else ' '}{mark}{text[len(body) :]}"


_REFERENCE = re.compile(r"\[\]\(#(?:(?:tbl|fig)-)?([\w-]+)\)\{[^}]*\}")  # by the id of the exhibit, or of the heading
_PLAIN = (
    (_MARK, ""),
    (_REFERENCE, r"\1"),
    (re.compile(r"!?\[([^\[\]]*)\](?:\([^)]*\))?(?:\{[^}]*\})?"), r"\1"),
    (re.compile(r"^\s*(?:[-*+]|\d+[.)]|>|#+|:::.*)(?:\s+|$)", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__|`)"), ""),
    (re.compile(r"(?<![\w\\])[*_](?=\S)|(?<=[^\s\\])[*_](?!\w)"), ""),
    (re.compile(r"\\([^\w\s])"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def plain_text(markdown: str) -> str:
    """A sentence without Markdown, on one line."""
    for pattern, instead in _PLAIN:
        markdown = pattern.sub(instead, markdown)
    return markdown.strip()
