"""What an edit must not do to a template: lose a remark, bring a call that none has, take one out of the loop that names its value."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from evalreport.chapters.tracing import CALL, COMMENT, TAG, TEXT, items
from evalreport.returns.changes import CONFIRM, LISTED, Change, Edit

_NAMES = re.compile(r"\{%[-+]?\s*(?:for\s+([\w\s,()]+?)\s+in\b|set\s+([\w\s,]+?)\s*(?:=|[-+]?%\})|macro\s+(\w+))")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def patched(text: str, edits: Sequence[Edit]) -> str:
    """A template's text with edits in it; of several at one place the first stays first."""
    for edit in reversed(sorted(edits, key=lambda each: (each.start, each.end))):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def guard(change: Change, templates: Mapping[str, str]) -> None:
    """Keep the authors' remarks, and let no call or tag come into a template that is not in one; templates: those of today."""
    texts = {file: templates[file] for file in {edit.file for edit in change.edits}}
    if change.kind == "moved":
        change.edits = _with_remarks(change.edits, texts)
    after = {file: patched(text, [e for e in change.edits if e.file == file]) for file, text in texts.items()}
    known = {call for text in templates.values() for call in _parts(text, CALL)}
    if _leaves_its_loop(change.edits, templates):
        change.status, change.reason, change.edits = LISTED, "unplaced", ()
        return
    if found := _foreign([*texts.values()], [*after.values()], known):
        change.status, change.reason, change.about, change.edits = LISTED, "foreign", found, ()
        return
    before, left = (Counter(r for text in each.values() for r in _parts(text, COMMENT)) for each in (texts, after))
    lost = " ".join((before - left).elements())
    if lost and change.kind != "gone":
        change.status, change.reason, change.about, change.edits = LISTED, "remark", lost, ()
    elif lost:
        about = f"{change.about} {lost}" if change.status == CONFIRM else lost
        change.status, change.reason, change.about = CONFIRM, "remark", about.strip()


def _with_remarks(edits: tuple[Edit, ...], texts: Mapping[str, str]) -> tuple[Edit, ...]:
    """The edits of a paragraph that moves with the remarks that stand in its lines today; the file had blanks for them."""
    gone, there = edits
    remarks = _parts(texts[gone.file][gone.start : gone.end], COMMENT)
    blanks = [item for item in items(there.new) if item.kind == COMMENT]
    if not remarks or len(remarks) != len(blanks):
        return edits
    new = there.new
    for item, remark in reversed([*zip(blanks, remarks, strict=True)]):
        new = new[: item.start] + remark + new[item.end :]
    return gone, Edit(there.file, there.start, there.end, new)


def _foreign(before: Sequence[str], after: Sequence[str], known: Set[str]) -> str:
    """The first call, tag or remark that edits would bring into templates; "" where they bring none."""
    for call in (call for text in after for call in _parts(text, CALL)):
        if call not in known:
            return call
    tags = [Counter(tag for text in texts for tag in _parts(text, TAG, COMMENT)) for texts in (before, after)]
    for tag in tags[1] - tags[0]:
        return tag
    for sign in ("{{", "{%", "{#"):
        loose = [sum(part.count(sign) for text in texts for part in _parts(text, TEXT)) for texts in (before, after)]
        if loose[1] > loose[0]:
            return sign
    return ""


def _parts(text: str, *kinds: str) -> list[str]:
    return [text[item.start : item.end] for item in items(text) if item.kind in kinds]


def _leaves_its_loop(edits: Sequence[Edit], texts: Mapping[str, str]) -> bool:
    """Whether a call comes to another place that uses names which a tag gives; there they may mean nothing, or something else."""
    given = (found[0] or found[1] or found[2] for text in texts.values() for found in _NAMES.findall(text))
    names = {name for each in given for name in _WORD.findall(each)}
    for edit in edits:
        added = Counter(_parts(edit.new, CALL)) - Counter(_parts(texts[edit.file][edit.start : edit.end], CALL))
        if any(names & {*_WORD.findall(_QUOTED.sub("", call))} for call in added):
            return True
    return False
