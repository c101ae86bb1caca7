"""The new report as a Word file in which everything that differs in its text is a tracked change.

Pandoc writes spans of class insertion and deletion as Word's own tracked changes, so chapters are merged as Markdown and put together
like any report: captions, numbers, cross-references and figures are those of the new one. Tables and figures are not tracked.
"""

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalreport.assembly import assemble_docx, chapter_sources
from evalreport.grid import escape
from evalreport.review_texts import GONE, NEW, SAME, blocks, matched, readable, word_pieces

AUTHOR, DATE = "evalreport", "2010-01-01T00:00:00Z"  # outputs carry no time of their own, and Word wants one
_MARKER = re.compile(r"^(#+ +|> ?|(?:[-*+]|\d+[.)]) +)?(.*?)(\s*\{#[^}]*\})?$", re.DOTALL)


def tracked_report(
    old: Mapping[str, str],
    chapters: Sequence[str],
    numbering: Sequence[Mapping[str, int | None]],
    figures: str,
    metadata: Mapping[str, Any],
    templates: str,
    reference: str,
    output: Path,
) -> None:
    """Write `output`. old: chapter -> its Markdown in the earlier build; the others as `scripts/assemble_docx.py` has them.

    Raises BadInput as assembling does.
    """
    with tempfile.TemporaryDirectory() as folder:
        merged = [Path(folder) / Path(path).name for path in chapters]
        for target, path in zip(merged, map(Path, chapters), strict=True):
            target.write_text(tracked_chapter(old.get(path.stem), path.read_text(encoding="utf-8")), encoding="utf-8")
        sources = chapter_sources(merged, numbering)
        assemble_docx(sources, Path(figures), metadata, Path(templates), output, Path(reference))


def tracked_chapter(old: str | None, new: str) -> str:
    """The new Markdown with insertions and deletions marked; old: None where the chapter is new, and nothing is."""
    if old is None or old == new:
        return new
    before = [block for block, is_text in blocks(old) if is_text]
    everything = blocks(new)
    after = [block for block, is_text in everything if is_text]
    pairs, moved = matched(before, after)
    waiting = [i for i in range(len(before)) if i not in pairs.values() or i in {pairs[k] for k in moved}]
    found: list[str] = []
    k = 0
    for block, is_text in everything:
        if not is_text:
            found.append(block)
            continue
        at = pairs.get(k) if k not in moved else None
        if at is not None:
            found += [_gone(before[i]) for i in waiting if i < at]
            waiting = [i for i in waiting if i > at]
        found.append(_new(block) if at is None else _changed(before[at], block))
        k += 1
    found += [_gone(before[i]) for i in waiting]
    return "\n\n".join(part for part in found if part) + "\n"


def _span(kind: str, text: str) -> str:
    """A piece as a tracked change, the spaces around it outside: a span cannot begin or end with one."""
    inner = text.strip(" \t\n")
    if not inner:
        return text if kind == NEW else ""
    lead, tail = text[: len(text) - len(text.lstrip(" \t\n"))], text[len(text.rstrip(" \t\n")) :]
    shown = inner if kind == NEW else escape(" ".join(readable(inner).split()))
    name = "insertion" if kind == NEW else "deletion"
    return f'{lead}[{shown}]{{.{name} author="{AUTHOR}" date="{DATE}"}}{tail}' if shown else lead + tail


def _mark(name: str) -> str:
    return f'[]{{.paragraph-{name} author="{AUTHOR}" date="{DATE}"}}'


def _parts(block: str) -> tuple[str, str, str]:
    """What makes a block a heading, a quotation or a list item; its words; its id."""
    match = _MARKER.match(block)
    assert match is not None  # every part of the pattern may be empty
    return match[1] or "", match[2], match[3] or ""


def _several(block: str) -> bool:
    """Whether lines of a block stand for themselves: lists, and quotations of several lines."""
    return "\n" in block and any(_parts(line)[0] for line in block.split("\n")[1:])


def _new(block: str) -> str:
    lines = block.split("\n") if _several(block) else [block]
    return "\n".join(
        f"{marker}{_span(NEW, words)}{'' if len(lines) > 1 else _mark('insertion')}{anchor}"
        for marker, words, anchor in map(_parts, lines)
    )


def _gone(block: str) -> str:
    """A paragraph that is gone, always as a plain one: a deleted heading would have a number."""
    text = _span(GONE, " ".join(_parts(line)[1] for line in block.split("\n")))
    return text + _mark("deletion") if text else ""


def _changed(old: str, new: str) -> str:
    if old == new:
        return new
    lines = old.split("\n"), new.split("\n")
    alike = [_parts(line)[0] for line in lines[0]] == [_parts(line)[0] for line in lines[1]]
    if _several(new) and alike:
        return "\n".join(_changed(*pair) for pair in zip(*lines, strict=True))
    was, now = _parts(old), _parts(new)
    heading = now[0].startswith("#")  # both wordings in one line would stand in the contents as one
    if _several(old) or _several(new) or was[0] != now[0] or heading:
        return f"{_gone(old)}\n\n{_new(new)}"
    pieces = word_pieces(was[1], now[1])
    return now[0] + "".join(text if kind == SAME else _span(kind, text) for kind, text in pieces) + now[2]
