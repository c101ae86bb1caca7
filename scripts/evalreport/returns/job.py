"""Taking in edited files from start to end: the list of changes, the page that shows them, and the writing of those that are accepted."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evalreport.files.errors import BadInput, Problem
from evalreport.files.rows import lines_in, rows_in
from evalreport.files.texts import read_text
from evalreport.files.writing import write_text
from evalreport.returns.changes import CONFIRM, CONFLICT, DONE, LISTED, READY, Change
from evalreport.returns.compare import changes_of
from evalreport.returns.home import Returned, open_returned
from evalreport.returns.merge import Today, placed, without_clashes, write_edits
from evalreport.returns.page import take_in_page
from evalreport.words.catalogue import about, word

PAGE, LIST, COMMENTS = "take_in.html", "take_in.csv", "comments.csv"
COLUMNS = ("number", "status", "kind", "template", "line", "old", "new", "reason", "about", "by", "date", "file")
COMMENT_COLUMNS = ("author", "date", "text", "state", "answer", "template", "line", "words")
OPEN = "open"
_NUMBERS = re.compile(r"\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the cell for a formula


@dataclass(frozen=True)
class Asked:
    """What `snakemake take_in` is asked: the edited files, what is accepted ("" nothing), and the report they should be of."""

    files: tuple[str, ...]
    accept: str
    evaluation: str
    edition: str
    language: str


def asked_files(word_files: object) -> tuple[str, ...]:
    """The files after --config word=…, several with commas between them."""
    given = word_files if isinstance(word_files, list) else str(word_files or "").split(",")
    return tuple(str(each).strip() for each in given if str(each).strip())


def take_in(asked: Asked, templates: Path, folder: Path, config: Path) -> str:
    """Write the page and the list into `folder`; with `accept`, the templates and the comments too. What to say of it.

    templates: of the page; config: the evaluation's folder. Raises BadInput before anything is written: for a file that is none of this
    edition's reports, and for a change that cannot be accepted.
    """
    returned = _opened(asked)
    today = {each.name: Today(each.base.templates) for each in returned}
    changes = list_changes(returned, today, asked.language, _comments(config / COMMENTS))
    wanted = accepted(asked.accept, changes)
    written = list[str]()
    if wanted:
        edits = [edit for change in wanted for edit in change.edits]
        written = write_edits(edits, today[returned[0].name]) if edits else []
        comments = [change for change in wanted if change.kind == "comment"]
        if comments:
            there = read_text(config / COMMENTS) if (config / COMMENTS).is_file() else ""
            write_text(config / COMMENTS, with_comments(there, comments))
            written.append(str(config / COMMENTS))
    write_text(folder / LIST, changes_csv(changes, wanted, asked.language))
    write_text(folder / PAGE, take_in_page(changes, wanted, returned, asked.language, templates))
    return said(changes, wanted, written, folder)


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

    comments: those that are in comments.csv already.
    """
    quotes = about(language)["quotes"]
    found = [change for each in returned for change in placed(changes_of(each, quotes), today[each.name])]
    known = {(each["author"], each["date"], each["text"]) for each in comments}
    for number, change in enumerate(without_clashes(found), start=1):
        change.number = number
        if change.kind == "comment" and (*next(iter(change.authors.items())), change.new) in known:
            change.status, change.reason = DONE, "done"
    return found


def accepted(wanted: str, changes: Sequence[Change]) -> list[Change]:
    """The changes that `accept=` names: `all` that are ready, or numbers and ranges, which may be those to be confirmed too.

    Raises BadInput for a number that there is not, and for a change that cannot be accepted.
    """
    if not wanted.strip():
        return []
    if wanted.strip() == "all":
        return [change for change in changes if change.status == READY]
    numbers, problems = list[int](), list[Problem]()
    for part in wanted.split(","):
        match = _NUMBERS.fullmatch(part)
        if match:
            numbers += range(int(match[1]), int(match[2] or match[1]) + 1)
        else:
            problems.append(Problem("--config", "accept", f"found {part.strip()!r}", "Write all, or numbers: 1,4-9"))
    by_number = {change.number: change for change in changes}
    for number in numbers:
        change = by_number.get(number)
        if change is None:
            problems.append(
                Problem("--config", "accept", f"there is no change {number}", f"The last is {len(changes)}")
            )
        elif change.status in (LISTED, CONFLICT):
            found = f"change {number} cannot be taken in: {word('take_in_' + change.reason, 'en')}"
            problems.append(Problem("--config", "accept", found, f"See {PAGE}"))
    if problems:
        raise BadInput(problems)
    return [by_number[n] for n in dict.fromkeys(numbers) if by_number[n].status in (READY, CONFIRM)]


# --- what is written ---


def changes_csv(changes: Sequence[Change], wanted: Sequence[Change], language: str) -> str:
    """The list of changes, a row each."""
    rows = []
    for change in changes:
        own = asdict(change)
        status = "accepted" if change in wanted else change.status
        by, date = next(iter(change.authors.items()), ("", ""))
        reason = word(f"take_in_{change.reason}", language) if change.reason else ""
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
    return _csv(COLUMNS, rows)


def with_comments(text: str, new: Sequence[Change]) -> str:
    """The text of comments.csv with new comments behind those that are there, open and without an answer; what was there stays as it is."""
    columns = lines_in(text)[0] if text.strip() else list(COMMENT_COLUMNS)
    rows = []
    for change in new:
        author, date = next(iter(change.authors.items()))
        cells = (author, date, change.new, OPEN, "", change.file, str(change.line), change.old)
        known = dict(zip(COMMENT_COLUMNS, cells, strict=True))
        rows.append([known.get(column, "") for column in columns])
    if not text.strip():
        return _csv(columns, rows)
    return f"{text.rstrip()}\n{_csv(columns, rows).partition(chr(10))[2]}"


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(str(cell)) for cell in row] for row in rows)
    return stream.getvalue()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; what it was is told by an apostrophe before it, as they write it themselves."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _comments(path: Path) -> list[dict[str, str]]:
    """The comments that are there already, as they were written."""
    if not path.is_file():
        return []
    rows = rows_in(read_text(path))
    if rows and set(COMMENT_COLUMNS) - set(rows[0]):
        missing = ", ".join(sorted(set(COMMENT_COLUMNS) - set(rows[0])))
        raise BadInput(
            [Problem(str(path), "", f"has no column {missing}", f"The columns are {', '.join(COMMENT_COLUMNS)}")]
        )
    return [
        {
            key: (row[key] or "").removeprefix("'") if (row[key] or "")[1:2] in _FORMULA else row[key] or ""
            for key in COMMENT_COLUMNS
        }
        for row in rows
    ]


def said(changes: Sequence[Change], wanted: Sequence[Change], written: Sequence[str], folder: Path) -> str:
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
        CONFLICT: "the template has changed since",
        DONE: "in already",
    }
    parts = [f"{text}: {counts[status]}" for status, text in told.items() if counts[status]]
    lines = [f"{len(changes)} {'change' if len(changes) == 1 else 'changes'}; {'; '.join(parts)}. See {folder / PAGE}"]
    if wanted:
        lines.append(
            f"Taken in: {', '.join(str(c.number) for c in wanted)}. Written: {', '.join(written) or 'nothing'}"
        )
    return "\n".join(lines)
