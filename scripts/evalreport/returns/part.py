"""The build that a Word file came from, as a part of the file holds it; what others may have spoilt is looked at before it is used."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from evalreport.returns.blocks import Block, Stretch
from evalreport.returns.reading import Aside, Sign, parse

NAMESPACE = "urn:evalreport:returns:2"
PREFIX = -1  # what the program writes before a heading or caption


class NoBuild(Exception):
    """Raised where a file does not say what it was built from."""


class SpoiltBuild(Exception):
    """Raised where what a file says of its build cannot be so."""


@dataclass(frozen=True)
class BaseParagraph:
    """A paragraph as the build printed it; block 0: one of the program's own, as the title."""

    block: int
    lead: str  # the signs with which it would begin in Markdown
    signs: tuple[Sign, ...]

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(sign.text for sign in self.signs)


@dataclass(frozen=True)
class Base:
    """The build that a file came from: its templates, its chapters in blocks, and every paragraph as it was printed."""

    evaluation: str
    edition: str
    build: str
    templates: Mapping[str, str]
    texts: Mapping[str, str]
    blocks: Mapping[int, Block]
    paragraphs: tuple[BaseParagraph, ...]
    tables: tuple[tuple[str, ...], ...]
    asides: tuple[Aside, ...]
    comments: tuple[tuple[str, str, str], ...]

    def printed(self) -> dict[int, BaseParagraph]:
        """Block -> the paragraph that shows it."""
        return {each.block: each for each in self.paragraphs if each.block}

    def expression(self, stretch: Stretch) -> str:
        """What a stretch is in its template."""
        return self.templates.get(stretch.file, "")[stretch.source : stretch.source_end]

    def line(self, file: str, at: int) -> int:
        """The line of a template on which a place stands."""
        return self.templates[file].count("\n", 0, at) + 1


def digest_of(content: Mapping[str, Any]) -> str:
    """The fingerprint of what a file holds of its build."""
    text = json.dumps({k: v for k, v in content.items() if k != "build"}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def base_of(parts: Mapping[str, bytes]) -> Base:
    """The build of a file. Raises NoBuild where it holds none, and SpoiltBuild where it is not as a build writes it."""
    try:
        content = _content(parts)
        if content.get("build") != digest_of(content):
            raise SpoiltBuild("it is not what the build has written")
        base = _base(content)
        _check(base)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise SpoiltBuild(f"{type(error).__name__}: {str(error)[:80]}") from None
    return base


def _content(parts: Mapping[str, bytes]) -> dict[str, Any]:
    for name in sorted(parts):
        if name.startswith("customXml/") and name.endswith(".xml") and NAMESPACE.encode() in parts[name]:
            try:
                root = parse(parts[name])
            except etree.XMLSyntaxError as error:
                raise SpoiltBuild(str(error)) from None
            if root.tag == f"{{{NAMESPACE}}}returns":
                return _dict(json.loads(root.text or ""))
    raise NoBuild


# --- as objects: every type is looked at ---


def _is(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"found {str(value)[:40]!r} where {kind.__name__} should be")
    return value


def _dict(value: Any) -> dict[str, Any]:
    return dict(_is(value, dict))


def _list(value: Any) -> list[Any]:
    return list(_is(value, list))


def _str(value: Any) -> str:
    return str(_is(value, str))


def _int(value: Any) -> int:
    return int(_is(value, int))


def _base(content: Mapping[str, Any]) -> Base:
    chapters = [_dict(each) for each in _list(content["chapters"])]
    blocks = [_block(each) for chapter in chapters for each in _list(chapter["blocks"])]
    if len({block.number for block in blocks}) < len(blocks):
        raise ValueError("two blocks have one number")
    return Base(
        _str(content["evaluation"]),
        _str(content["edition"]),
        _str(content["build"]),
        {_str(name): _str(text) for name, text in _dict(content["templates"]).items()},
        {_str(chapter["name"]): _str(chapter["text"]) for chapter in chapters},
        {block.number: block for block in blocks},
        tuple(_paragraph(*_list(each)) for each in _list(content["paragraphs"])),
        tuple(_texts(cells) for cells in _list(content["tables"])),
        tuple(Aside(*_texts(each)) for each in _list(content["asides"])),
        tuple((author, date, text) for author, date, text in map(_texts, _list(content["comments"]))),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_str(each) for each in _list(value))


def _block(flat: Any) -> Block:
    chapter, kind, lead, start, end, stretches, number, of, made = _list(flat)
    return Block(
        _str(chapter),
        _str(kind),
        _int(lead),
        _int(start),
        _int(end),
        tuple(_stretch(*_list(each)) for each in _list(stretches)),
        _int(number),
        _str(of),
        bool(_is(made, bool)),
    )


def _stretch(start: Any, end: Any, file: Any, source: Any, source_end: Any, bound: Any) -> Stretch:
    return Stretch(_int(start), _int(end), _str(file), _int(source), _int(source_end), _int(bound))


def _paragraph(block: Any, lead: Any, prefix: Any, runs: Any) -> BaseParagraph:
    own = [(_str(text), _int(bound), _int(look)) for text, bound, look in map(_list, _list(runs))]
    signs = [Sign(each, bound, look) for text, bound, look in own for each in text]
    if _int(prefix) > 0 and _int(block):
        signs = [Sign(s.text, PREFIX, s.look) for s in signs[:prefix]] + signs[prefix:]
    return BaseParagraph(_int(block), _str(lead), tuple(signs))


# --- what must hang together ---


def _check(base: Base) -> None:
    """Raise SpoiltBuild where a block or a place is named that there is not."""
    for block in base.blocks.values():
        length = len(base.texts.get(block.chapter, ""))
        _must(block.number > 0 and block.chapter in base.texts, f"block {block.number} is in no chapter")
        _must(0 <= block.lead <= block.start <= block.end <= length, f"block {block.number} ends before it begins")
        _must(bool(block.stretches), f"block {block.number} is made from nothing")
        for stretch in block.stretches:
            _must(
                block.start <= stretch.start <= stretch.end <= block.end, f"block {block.number} holds more than it is"
            )
            long = len(base.templates.get(stretch.file, ""))
            _must(not stretch.file or stretch.file in base.templates, f"the template {stretch.file[:80]} is not in it")
            _must(not stretch.file or 0 <= stretch.source <= stretch.source_end <= long, f"{stretch.file[:80]} is cut")
        _must(_rising(block.stretches), f"the parts of block {block.number} overlap")
    shown = [paragraph.block for paragraph in base.paragraphs if paragraph.block]
    _must(len(set(shown)) == len(shown) and set(shown) <= {*base.blocks}, "a paragraph is of no block")


def _rising(stretches: Iterable[Stretch]) -> bool:
    found = [*stretches]
    return all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def _must(holds: bool, found: str) -> None:
    if not holds:
        raise SpoiltBuild(found)
