"""Taking in edited files from start to end: the list of changes, the page that shows them, and the writing of those that are accepted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evalreport.chapters.templates import SUFFIX
from evalreport.claims.named import claims_file, read_named
from evalreport.claims.spans import SIGN
from evalreport.claims.table import Written
from evalreport.files.errors import BadInput, Problem
from evalreport.files.writing import write_text
from evalreport.returns.changes import CONFIRM, CONFLICT, DONE, LISTED, READY, Change
from evalreport.returns.comments import COMMENTS, add_comments, read_comments, rows_csv, with_known
from evalreport.returns.compare import changes_of
from evalreport.returns.home import Returned, open_returned
from evalreport.returns.merge import Today, placed, write_edits
from evalreport.returns.page import take_in_page
from evalreport.returns.rivals import both_fit, with_rivals
from evalreport.words.catalogue import about, word

PAGE, LIST = "take_in.html", "take_in.csv"
COLUMNS = ("number", "status", "kind", "template", "line", "old", "new", "reason", "about", "by", "date", "file")
_NUMBERS = re.compile(r"\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*")


@dataclass(frozen=True)
class Asked:
    """What `snakemake take_in` is asked: the edited files, what is accepted ("" nothing), and the report they should be of."""

    files: tuple[str, ...]
    accept: str
    evaluation: str
    edition: str
    language: str


def asked_files(word_files: object) -> tuple[str, ...]:
    """The files after --config word=…, several with commas between them; one that is named twice is one file."""
    given = word_files if isinstance(word_files, list) else str(word_files or "").split(",")
    named = [str(each).strip() for each in given if str(each).strip()]
    return tuple({Path(each).resolve(): each for each in reversed(named)}.values())[::-1]


def take_in(asked: Asked, templates: Path, folder: Path, config: Path) -> str:
    """Write the page and the list into `folder`; with `accept`, the templates and the comments too. What to say of it.

    templates: of the page; config: the evaluation's folder. Raises BadInput before anything is written: for a file that is none of this
    edition's reports, and for a change that cannot be accepted.
    """
    returned = _opened(asked)
    today = {each.base.build: Today(each.base.templates) for each in returned}
    changes = list_changes(returned, today, asked.language, read_comments(config / COMMENTS))
    _tell_conditions(changes, config)
    wanted = accepted(asked.accept, changes)
    written = list[str]()
    if edits := [edit for change in wanted for edit in change.edits]:
        written = write_edits(edits, today[returned[0].base.build])
    if comments := [change for change in wanted if change.kind == "comment"]:
        add_comments(config / COMMENTS, comments)
        written.append(str(config / COMMENTS))
    write_text(folder / LIST, changes_csv(changes, wanted, asked.language))
    write_text(folder / PAGE, take_in_page(changes, wanted, returned, asked.language, templates))
    return said(changes, wanted, written, folder, asked.accept)


def _tell_conditions(changes: Sequence[Change], config: Path) -> None:
    """Put the condition beside the id of a claim that has it in its table."""
    for change in changes:
        if change.about.startswith(SIGN) and change.file:
            named, _ = read_named(claims_file(config, Path(change.file).name.removesuffix(SUFFIX)))
            own = (Written(each.claim, each.exhibit, each.given) for each in named.get(change.about[1:], ()))
            change.about = "; ".join([change.about, *map(str, own)])


def _opened(asked: Asked) -> list[Returned]:
    if not asked.files:
        right = "Write snakemake take_in --config word=edited.docx, several files with commas between them"
        raise BadInput([Problem("--config", "word", "no file is named", right)])
    problems, found = list[Problem](), list[Returned]()
    for name in asked.files:
        try:
            found.append(open_returned(Path(name), asked.evaluation, asked.edition))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return found


def list_changes(
    returned: Sequence[Returned], today: Mapping[str, Today], language: str, comments: Sequence[Mapping[str, str]] = ()
) -> list[Change]:
    """All changes, numbered: where they stand in the templates of today, and which of them several files ask for otherwise.

    today: build -> its templates beside those of today; comments: those that are in comments.csv already.
    """
    quotes = about(language)["quotes"]
    found = [(each.base.build, change) for each in returned for change in changes_of(each, quotes)]
    changes = [change for _, change in found]
    for number, change in enumerate(changes, start=1):
        change.number = number
    for build, own in today.items():
        placed([change for of, change in found if of == build], own)
    with_rivals(changes)
    with_known(changes, comments)
    return changes


def accepted(wanted: str, changes: Sequence[Change]) -> list[Change]:
    """The changes that `accept=` names: `all` that are ready, or numbers and ranges, which may be those to be confirmed too.

    Of changes that clash, one can be named. Raises BadInput for a number that there is not, and for a change that cannot be accepted.
    """
    if not wanted.strip():
        return []
    if wanted.strip() == "all":
        return [change for change in changes if change.status == READY]
    problems = list[Problem]()
    numbers = dict.fromkeys(n for part in wanted.split(",") for n in _numbers(part, len(changes), problems))
    chosen = [change for change in changes if change.number in numbers]
    for change in chosen:
        about_it = word(f"take_in_{change.reason}", "en") if change.reason else ""
        if change.status == LISTED or (change.status == CONFLICT and not change.rivals):
            _told(problems, f"change {change.number} cannot be taken in: {about_it}", f"See {PAGE}")
        elif change.reason == "twice" and int(change.about) not in numbers:
            _told(problems, f"change {change.number} is change {change.about} in another file", "Name that one")
        for other in chosen:
            if other.number in change.rivals and other.number > change.number and not both_fit(change, other):
                _told(problems, f"changes {change.number} and {other.number} want the same words", "Name one of them")
    if problems:
        raise BadInput(problems)
    return [change for change in chosen if change.status != DONE]


def _told(problems: list[Problem], found: str, right: str) -> None:
    problems.append(Problem("--config", "accept", found, right))


def _numbers(part: str, last: int, problems: list[Problem]) -> Iterable[int]:
    """The numbers of one part of `accept=`, as 4 or 4-9; what is wrong with it is added to the problems."""
    match = _NUMBERS.fullmatch(part)
    if not match:
        _told(problems, f"found {part.strip()!r}", "Write all, or numbers: 1,4-9")
        return ()
    first, end = int(match[1]), int(match[2] or match[1])
    if first > end:
        _told(problems, f"{first}-{end} runs backwards", f"Write {end}-{first}")
        return ()
    wrong = [n for n in (first, end) if not 1 <= n <= last]
    for n in dict.fromkeys(wrong):
        _told(problems, f"there is no change {n}", f"The last is {last}" if last else "There are no changes")
    return () if wrong else range(first, end + 1)


# --- what is written ---


def changes_csv(changes: Sequence[Change], wanted: Sequence[Change], language: str) -> str:
    """The list of changes, a row each."""
    rows = []
    for change in changes:
        own = asdict(change)
        status = "accepted" if change in wanted else change.status
        by, date = next(iter(change.authors.items()), ("", ""))
        reason = word(f"take_in_{change.reason}", language) if change.reason else ""
        if change.rivals:
            reason = f"{reason} {word('take_in_rival', language)} {change.now}".strip()
        rows.append(
            [
                own["number"],
                status,
                change.kind,
                change.file,
                change.line or "",
                change.old,
                change.new,
                reason,
                change.about,
                by,
                date,
                change.source,
            ]
        )
    return rows_csv([COLUMNS, *rows])


def said(
    changes: Sequence[Change], wanted: Sequence[Change], written: Sequence[str], folder: Path, accept: str = ""
) -> str:
    """What the terminal says."""
    if not changes:
        return "Nothing in it differs from the build it came from."
    counts = {
        status: sum(change.status == status for change in changes)
        for status in (READY, CONFIRM, LISTED, CONFLICT, DONE)
    }
    told = {
        READY: "can be taken in",
        CONFIRM: "a person's word is needed (accept= with the number)",
        LISTED: "listed with the reason",
        CONFLICT: "somebody else wants or has written the same words otherwise",
        DONE: "in already",
    }
    parts = [f"{text}: {counts[status]}" for status, text in told.items() if counts[status]]
    lines = [f"{len(changes)} {'change' if len(changes) == 1 else 'changes'}; {'; '.join(parts)}. See {folder / PAGE}"]
    if wanted:
        lines.append(
            f"Taken in: {', '.join(str(c.number) for c in wanted)}. Written: {', '.join(written) or 'nothing'}"
        )
    if accept.strip() not in ("", "all"):
        named = {n for part in accept.split(",") for n in _numbers(part, len(changes), [])}
        if done := ", ".join(str(c.number) for c in changes if c.number in named and c.status == DONE):
            lines.append(f"In already, nothing was written for: {done}")
    elif accept and not wanted:
        lines.append("Nothing was taken in: none of the changes can be without a person's word")
    return "\n".join(lines)
