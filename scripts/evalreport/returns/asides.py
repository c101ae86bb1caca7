"""What an edited file holds beside its paragraphs (tables, notes, pictures, boxes, links, headers, footers) and has otherwise."""

from collections import Counter
from collections.abc import Iterator

from evalreport.returns.changes import LISTED, Change
from evalreport.returns.home import Returned
from evalreport.returns.reading import Aside

_REASONS = {"footnote": "footnote", "endnote": "footnote", "header": "margin", "footer": "margin", "link": "link"}
SHOWN = 200  # characters


def beside(returned: Returned) -> Iterator[Change]:
    """Tables, and what stands beside the text, with the words it stands at."""
    yield from _tables(returned)
    was, now = Counter(returned.base.asides), Counter(returned.read.asides)
    old, new = [*(was - now).elements()], [*(now - was).elements()]
    for each in old[:]:  # at other words now, because the paragraph is another one
        same = next((other for other in new if (other.what, other.text) == (each.what, each.text)), None)
        if same:
            old.remove(each)
            new.remove(same)
    for each in old:
        other = next((other for other in new if other.what == each.what and other.where == each.where), None)
        if other:
            new.remove(other)
        yield _change(each, other)
    for each in new:
        yield _change(None, each)


def _change(old: Aside | None, new: Aside | None) -> Change:
    own = new or old
    assert own is not None
    reason = _REASONS.get(own.what, "unread")
    kind = "made" if reason in ("footnote", "margin") else "unread"
    was, now = (f"{own.what}: {each.text}" if each and each.text else own.what if each else "" for each in (old, new))
    return Change(kind, LISTED, reason, old=was[:SHOWN], new=now[:SHOWN], before=own.where[:SHOWN])


def _tables(returned: Returned) -> Iterator[Change]:
    base, read = returned.base, returned.read
    pool = Counter(base.tables)
    other = list[list[str]]()
    for cells in read.tables:
        if pool[tuple(cells)]:
            pool[tuple(cells)] -= 1
        else:
            other.append(cells)
    left = [list(cells) for cells in pool.elements()]
    for cells in other:
        was = next(
            (
                each
                for each in left
                if len(each) == len(cells) and sum(a == b for a, b in zip(each, cells, strict=True)) * 2 >= len(cells)
            ),
            None,
        )
        if was is None:
            yield Change("unread", LISTED, "new_table", new=" | ".join(cells)[:200])
            continue
        left.remove(was)
        for a, b in zip(was, cells, strict=True):
            if a != b:
                yield Change("made", LISTED, "cell", old=a, new=b)
    for cells in left:
        yield Change("gone", LISTED, "table", old=" | ".join(cells)[:200])
