"""Names that must not be printed, of persons and places by which an informant could be recognised: config/<id>/stop_names.csv."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path

from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import read_config_table

FILE = "stop_names.csv"
QUOTES, REPORT = "quotes", "report"  # where a name must not stand: in quotes only, or anywhere in the report
EXACT, ANY = "exact", "any"  # a name that is a word too counts only as it is written
STEM = "*"  # at the end of a name: whatever it begins
AROUND = 40  # characters shown on each side
_GENITIVE = r"(?:['’]?s|['’])?"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\\"))  # and the signs that Markdown escapes with

_BY_NUMBER = re.compile(r"(?<!\\)&#(\d{1,7});")  # how `grid` writes accents, CJK and invisible signs


@dataclass(frozen=True)
class StopName:
    """A name, where it must not stand, whether capitals decide, and its row in the list."""

    name: str
    scope: str = REPORT
    exact: bool = False
    row: int = 0

    @property
    def pattern(self) -> re.Pattern[str]:
        """The name as a whole word, with or without a genitive; with `*` at its end, whatever begins with it."""
        stem = self.name.endswith(STEM)
        words = [re.escape(word) for word in _plain(self.name.rstrip(STEM)).split()]
        end = r"[^\W_]*" if stem else _GENITIVE + r"(?![^\W_])"
        return re.compile(r"(?<![^\W_])" + r"[\s*_-]+".join(words) + end, 0 if self.exact else re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """A name found, and what stands around it."""

    stop: StopName
    found: str
    context: str


def load_stop_names(path: Path) -> list[StopName]:
    """The stop list; raises BadInput with the row of every problem, and when the file is not there."""
    table = read_config_table(path, str(path), ("name",), ("scope", "match", "note"))
    problems, names = list(table.problems), []
    for row in table.rows:
        if not row["name"].rstrip(STEM).strip():
            problems.append(table.problem(row, "name", "an empty cell", "Write the name, or delete the row"))
        for column, known in (("scope", (QUOTES, REPORT)), ("match", (ANY, EXACT))):
            if row[column] and row[column] not in known:
                found = f"found {row[column]!r}"
                problems.append(table.problem(row, column, found, f"One of {', '.join(known)}, or empty"))
        names.append(StopName(row["name"], row["scope"] or REPORT, row["match"] == EXACT, row.number))
    raise_if(problems)
    return names


def hits(text: str, names: Iterable[StopName]) -> Iterator[Hit]:
    """The names that stand in a text, each as often as it does; words of a name may be on two lines."""
    plain = _plain(text)
    for stop in names:
        for match in stop.pattern.finditer(plain):
            start, end = max(0, match.start() - AROUND), match.end() + AROUND
            yield Hit(stop, match[0], " ".join(plain[start:end].split()))


def withheld(text: str, names: Iterable[StopName], sign: str) -> str:
    """The text as a reader sees it, with a sign in place of each of the names."""
    plain = _plain(text)
    for stop in names:
        plain = stop.pattern.sub(sign, plain)
    return plain


def problems_in(markdown: str, names: Iterable[StopName], file: str) -> list[Problem]:
    """Names in a finished text (Markdown with grid tables), with what stands around them."""
    names = list(names)
    found = dict.fromkeys(hit for part in _parts(markdown) for hit in hits(part, names))
    return [
        Problem(
            file,
            f"the finished text, at “{hit.context}”",
            f"the name {hit.found!r} of the stop list (row {hit.stop.row})",
            f"Write it so that nobody can be recognised, or change {FILE}",
        )
        for hit in found
    ]


def _plain(text: str) -> str:
    """The text as a reader sees it: characters that a table holds by their numbers too."""
    written = _BY_NUMBER.sub(lambda found: chr(int(found[1])), text)
    return unicodedata.normalize("NFC", written).translate(_INVISIBLE)


def _parts(markdown: str) -> Iterator[str]:
    """The text by paragraphs, and by cells where it is a grid table: a name may be broken over the lines of a cell."""
    for bars, lines in groupby(markdown.split("\n"), key=lambda line: line.startswith("| ")):
        block = list(lines)
        if not bars:
            yield from "\n".join(block).split("\n\n")
            continue
        cells = [re.split(r"\s\|\s", line.strip().strip("|")) for line in block]
        yield from ("\n".join(part.strip() for part in column) for column in zip_longest(*cells, fillvalue=""))
