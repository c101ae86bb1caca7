"""Claims by id in a template: `[The sentence.]{.claim #c-id}`, whose condition stands in a table; and the parts of a template's text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_STRING = r"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"""
PART = re.compile(  # possessive: a call that never closes is looked at once
    r"(?P<comment>\{##.*?##\})"
    rf"|(?P<call>\{{\{{(?:{_STRING}|(?!\}}\}}).)*+\}}\}})"
    rf"|(?P<tag>\{{%(?:{_STRING}|(?!%\}}).)*+%\}})",
    re.DOTALL,
)
_QUOTED = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_ENDS = re.compile(r"\]\{(?:\.claim +#([\w-]+)|#([\w-]+) +\.claim)\}")
_ATTRIBUTE = re.compile(r"\{[^{}\n]*\.claim(?![\w-])[^{}\n]*\}")
SIGN = "#"  # before the id, where a condition of the long form has its name


class LooseClaim(Exception):
    """Raised where a claim by id does not begin or has no id; `at`: the place in the template."""

    def __init__(self, at: int, found: str):
        super().__init__(found)
        self.at = at


@dataclass(frozen=True)
class Span:
    """A claim by id: the places of its `[`, of its `]` and behind its `}`, and the id."""

    begin: int
    close: int
    end: int
    name: str


def spans(source: str) -> list[Span]:
    """The claims by id of a template, in the order in which they end. Raises LooseClaim with the place of a slip."""
    if ".claim" not in source:
        return []
    text = _without(_without(source, _QUOTED), PART)
    found, ends = list[Span](), set[int]()
    for match in _ENDS.finditer(text):
        if not _escaped(text, match.start()):
            ends.add(match.start() + 1)
            begin = _begin(text, match.start())
            found.append(Span(begin, match.start(), match.end(), match[1] or match[2]))
    for match in _ATTRIBUTE.finditer(text):
        if match.start() not in ends and not _escaped(text, match.start()):
            raise LooseClaim(match.start(), f"{match[0]} is no claim: write [the sentence]{{.claim #its-id}}")
    return found


def _without(source: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda found: "\0" * len(found[0]), source)


def _begin(text: str, close: int) -> int:
    """The `[` that belongs to a `]`."""
    depth = 0
    for at in range(close - 1, -1, -1):
        if text[at] in "[]" and not _escaped(text, at):
            if text[at] == "[" and not depth:
                return at
            depth += 1 if text[at] == "]" else -1
    raise LooseClaim(close, "a claim that ends here begins nowhere: its [ is missing")


def _escaped(text: str, at: int) -> bool:
    first = at
    while first and text[first - 1] == "\\":
        first -= 1
    return bool((at - first) % 2)


def as_tags(source: str, failed: Callable[[str, int], None]) -> str:
    """The template with the tags of the long form for its claims by id, on the same lines; failed: is told a slip, and its line."""
    try:
        found = spans(source)
    except LooseClaim as error:
        failed(str(error), source.count("\n", 0, error.at) + 1)
        return source
    marks = [(span.begin, span.begin + 1, f'{{%+ claim "{SIGN}{span.name}" +%}}') for span in found]
    marks += [(span.close, span.end, "{%+ endclaim +%}") for span in found]
    parts, at = list[str](), 0
    for start, end, tag in sorted(marks):
        parts += [source[at:start], tag]
        at = end
    return "".join([*parts, source[at:]])
