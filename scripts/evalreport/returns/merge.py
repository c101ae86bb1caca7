"""Edits against the templates of today: what nobody has touched is written, what is in already is left, the rest is a conflict."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from evalreport.chapters.tracing import without_comments, writable
from evalreport.files.errors import BadInput, Problem
from evalreport.files.writing import writing
from evalreport.returns.changes import CONFIRM, CONFLICT, DONE, READY, Change, Edit
from evalreport.returns.guards import guard, patched
from evalreport.returns.rivals import apart

_WORD = re.compile(r"\w+|\s|[^\w\s]")
NEAR = 2  # words on either side of an edit that must be as they were
_BOM = "\ufeff"


@dataclass(frozen=True)
class Template:
    """A template as it is today: its text with line feeds, and how its bytes are written."""

    path: Path
    text: str
    bom: bool = False
    line_end: str = "\n"

    @classmethod
    def read(cls, path: Path) -> "Template":
        """The template of a path; raises BadInput where it is no UTF-8, or its lines end in several ways."""
        try:
            raw = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput([Problem(str(path), "", f"cannot be read: {error}", "Put it back, as UTF-8")]) from None
        text = raw.removeprefix(_BOM)
        ends = "\r\n" if "\r\n" in text else "\n"
        if ends == "\r\n" and text.replace("\r\n", "").count("\n"):
            raise BadInput([Problem(str(path), "", "its lines end in two ways", "Let your editor make them alike")])
        return cls(path, text.replace("\r\n", "\n"), raw.startswith(_BOM), ends)

    def write(self, text: str) -> None:
        """Write another text in the same way."""
        content = (_BOM if self.bom else "") + text.replace("\n", self.line_end)
        with writing(self.path) as temporary:
            temporary.write_bytes(content.encode("utf-8"))


class Today:
    """The templates of today beside those of the build that a file came from."""

    def __init__(self, base: Mapping[str, str], folder: Path = Path()):
        self.base, self.folder = base, folder
        self._read = dict[str, Template]()
        self._matches = dict[str, list[tuple[int, int, int, int]]]()
        self._taken = dict[str, tuple[Edit, ...]]()

    def template(self, file: str) -> Template:
        """A template as it is now."""
        if file not in self._read:
            self._read[file] = Template.read(self.folder / file)
        return self._read[file]

    def text(self, file: str) -> str:
        """A template as it is now; "" where it is gone, or not the evaluation's."""
        return self.template(file).text if writable(file) and (self.folder / file).is_file() else ""

    def look_for(self, edits: Sequence[Edit]) -> None:
        """Note the templates in which exactly these edits have been made since the build: a file that is taken in once more."""
        for file in {edit.file for edit in edits}:
            own = tuple(edit for edit in edits if edit.file == file)
            if without_comments(self.template(file).text) == patched(self.base[file], own):
                self._taken[file] = own

    def state(self, edit: Edit) -> tuple[str, Edit | None, str]:
        """(ready | done | conflict, the edit in the template of today, what stands there now)."""
        template = self.template(edit.file)
        if without_comments(template.text) == self.base[edit.file]:
            return READY, edit, ""
        if edit.file in self._taken:
            own = self._taken[edit.file]
            shift = sum(len(e.new) - (e.end - e.start) for e in own if e.end <= edit.start)
            if edit in own:
                return DONE, None, ""
            return READY, Edit(edit.file, edit.start + shift, edit.end + shift, edit.new), ""
        old, new = self.base[edit.file], template.text
        left, right = self._around(edit)
        window = self._window(edit.file, left, right)
        if window is None:
            return CONFLICT, None, self._nearest(edit, new)
        a, b, start, end = window
        now, was = without_comments(new)[start:end], old[a:b]
        if now == was:
            shift = start - a
            return READY, Edit(edit.file, edit.start + shift, edit.end + shift, edit.new), ""
        if now == old[a : edit.start] + edit.new + old[edit.end : b] or _inside(
            now, old[a : edit.start], edit.new, old[edit.end : b]
        ):
            return DONE, None, ""
        return CONFLICT, None, new[start:end]

    def _around(self, edit: Edit) -> tuple[int, int]:
        """The edit with some words on either side."""
        text = self.base[edit.file]
        before = [m.start() for m in _WORD.finditer(text, max(0, edit.start - 200), edit.start)]
        behind = [m.end() for m in _WORD.finditer(text, edit.end, min(len(text), edit.end + 200))]
        left = before[-2 * NEAR] if len(before) >= 2 * NEAR else (before[0] if before else edit.start)
        right = behind[2 * NEAR - 1] if len(behind) >= 2 * NEAR else (behind[-1] if behind else edit.end)
        return left, right

    def _window(self, file: str, left: int, right: int) -> tuple[int, int, int, int] | None:
        """[left, right) of the build, widened to where both texts agree, and the stretch of today's text that it has become."""
        start: tuple[int, int] | None = None
        end: tuple[int, int] | None = None
        for a, b, c, _ in self._same(file):
            if a <= left <= b:
                start = (left, c + left - a)
            if a <= right <= b and end is None and right < len(self.base[file]):
                end = (right, c + right - a)
        if start is None:
            known = [(b, d) for a, b, c, d in self._same(file) if b <= left]
            start = max(known, default=None)
        if end is None:
            known = [(a, c) for a, b, c, d in self._same(file) if a >= right]
            end = min(known, default=None)
        if start is None or end is None or start[1] > end[1]:
            return None
        return start[0], end[0], start[1], end[1]

    def _same(self, file: str) -> list[tuple[int, int, int, int]]:
        """Stretches [a, b) of the build's text that stand in today's as [c, d), word by word."""
        if file not in self._matches:
            old, new = self.base[file], without_comments(self.template(file).text)
            was, now = ([m.span() for m in _WORD.finditer(text)] for text in (old, new))
            before, after = ([text[a:b] for a, b in spans] for text, spans in ((old, was), (new, now)))
            blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
            self._matches[file] = [
                (0, 0, 0, 0),
                *((was[i][0], was[i + n - 1][1], now[j][0], now[j + n - 1][1]) for i, j, n in blocks if n),
                (len(old), len(old), len(new), len(new)),
            ]
        return self._matches[file]

    def _nearest(self, edit: Edit, new: str) -> str:
        """The paragraph of today that is most like the one the edit is of."""
        old = self.base[edit.file]
        start, end = old.rfind("\n\n", 0, edit.start) + 1, old.find("\n\n", edit.end)
        wanted = old[start : len(old) if end < 0 else end].split()
        parts = [part for part in new.split("\n\n") if part.strip()]
        return max(
            parts, key=lambda part: SequenceMatcher(None, wanted, part.split(), autojunk=False).ratio(), default=""
        )


def _inside(now: str, before: str, new: str, behind: str) -> bool:
    """Whether new words stand whole between what was beside them, where only blanks are other ones."""
    return " ".join(now.split()) == " ".join((before + new + behind).split())


def placed(changes: Sequence[Change], today: Today) -> None:
    """Give the changes of files from one build their places in the templates of today.

    What is in already is done, what somebody else has changed a conflict; what would lose a remark of the authors, or bring a call that
    no template has, is listed.
    """
    open_ = [change for change in changes if change.status in (READY, CONFIRM) and change.edits]
    for wanted in _accepted_before(open_):
        today.look_for(wanted)
    for change in open_:
        states = [today.state(edit) for edit in change.edits]
        kinds = {state for state, _, _ in states}
        if kinds == {DONE}:
            change.status, change.reason, change.edits = DONE, "done", ()
        elif kinds == {READY}:
            change.edits = tuple(edit for _, edit, _ in states if edit)
            guard(change, {file: today.text(file) for file in today.base})
        else:
            change.status, change.reason, change.edits = CONFLICT, "conflict", ()
            change.now = next((now for state, _, now in states if state == CONFLICT), "")


def _accepted_before(changes: Sequence[Change]) -> Iterator[list[Edit]]:
    """The sets of edits that may have been written since the build: all or those that are ready, of one file or of all."""
    for source in dict.fromkeys(change.source for change in changes):
        for statuses in ((READY, CONFIRM), (READY,)):
            yield [e for c in changes if c.source == source and c.status in statuses for e in c.edits]
    yield apart([change for change in changes if change.status == READY])


def write_edits(edits: Iterable[Edit], today: Today) -> list[str]:
    """Write edits into the templates; every other byte stays. The templates written."""
    by_file = dict[str, list[Edit]]()
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    texts = {}
    for file, own in sorted(by_file.items()):
        texts[file] = patched(today.template(file).text, own)
    for file, text in texts.items():
        today.template(file).write(text)
    return list(texts)
