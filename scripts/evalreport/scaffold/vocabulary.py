"""What is recognised in an export: scales, kinds of missing, names of columns. The words are in recognise.yaml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from evalreport.files.contact import holds_contact
from evalreport.files.schema import load_yaml

FOLDER = "scaffold"


_END = r"( ?[/,;:(–-].*| (eller|or|och|og|and) .*)?$"  # what may follow the words for no answer: others for the same
_BARE = re.compile(r"[\d\s.,:/TZ+-]*")  # numbers, dates and times by themselves
_CODE = re.compile(r"\d{1,3} ?[-–.=:)] ?(?=\D)")  # in front of an answer: "8. Don't know"


def plain(text: str) -> str:
    """A text for comparison: small letters, one space between words, without a full stop at the end."""
    return " ".join(text.casefold().split()).rstrip(".:!")


@dataclass(frozen=True)
class Vocabulary:
    """The content of recognise.yaml, asked in questions."""

    content: Mapping[str, Any]

    @cached_property
    def _ranks(self) -> list[dict[str, int]]:
        return [{plain(w): i for i, step in enumerate(scale) for w in step} for scale in self.content["scales"]]

    def scale_of(self, texts: Iterable[str]) -> int | None:
        """The number of the first scale that has all the texts on different steps, at least two; None without one."""
        wanted = [plain(text) for text in texts]
        for number, ranks in enumerate(self._ranks):
            steps = {ranks.get(text, -1) for text in wanted}
            if len(wanted) > 1 and -1 not in steps and len(steps) == len(wanted):
                return number
        return None

    def rank(self, scale: int, text: str) -> int:
        """The step of a text on a scale."""
        return self._ranks[scale][plain(text)]

    def goes_one_way(self, texts: Iterable[str]) -> bool:
        """Whether a scale has one end only: never, not at all, daily."""
        return any(self.fits(self.content["one_way"], text) for text in texts)

    def tells_who(self, texts: Iterable[str]) -> bool:
        """Whether most of some answers, at least two, are of one kind that tells who somebody is: gender, age, schooling."""
        texts = list(texts)
        fitting = (sum(self.fits(patterns, text) for text in texts) for patterns in self.content["who"].values())
        return any(count >= 2 and count >= 0.6 * len(texts) for count in fitting)

    def is_one_of(self, key: str, text: str) -> bool:
        """Whether a text is one of the words listed under yes, no, chosen or not_chosen."""
        return plain(text) in {plain(str(word)) for word in self.content[key]}

    def is_low(self, text: str) -> bool:
        """Whether a worded end of a scale is the low one."""
        words = re.findall(r"\w+", plain(text))
        return any(word in words for word in self.content["low"])

    def missing(self, text: str) -> str:
        """The kind of missing a text stands for, "" for an answer."""
        bare = _CODE.sub("", plain(text), count=1) or text.strip()
        return next((kind for kind, ps in self._missing.items() if any(p.search(bare) for p in ps)), "")

    @cached_property
    def _missing(self) -> dict[str, list[re.Pattern[str]]]:
        patterns = self.content["missing"].items()
        return {kind: [re.compile(re.sub("~$", lambda _: _END, p)) for p in ps] for kind, ps in patterns}

    def is_other(self, text: str) -> bool:
        """Whether an answer is the open one that stands last."""
        return any(re.search(pattern, plain(text)) for pattern in self.content["other"])

    def named(self, key: str, name: str) -> bool:
        """Whether a column's name or label fits the patterns under a key of `names`."""
        return self.fits(self.content["names"][key], name)

    @staticmethod
    def fits(patterns: Iterable[str], name: str) -> bool:
        """Whether a text fits one of some patterns."""
        return any(re.search(pattern, plain(name)) for pattern in patterns)

    @staticmethod
    def holds_contact(texts: Iterable[str]) -> bool:
        """Whether some of the answers, which are no mere numbers or times, tell how somebody is reached or who it is."""
        return any(holds_contact(text) for text in texts if not _BARE.fullmatch(text.strip()))

    @property
    def finished(self) -> list[Mapping[str, Any]]:
        """How exports tell whether a form was finished."""
        return list(self.content["finished"])

    def personal(self, name: str, label: str, texts: list[str]) -> str:
        """What a column would tell about somebody (e-mail, name, ...), "" where nothing is recognised."""
        for entry in self.content["personal"]:
            by_name = any(re.search(p, plain(text)) for p in entry["names"] for text in (name, label) if text)
            looks = entry.get("values")
            by_value = looks and texts and _most(re.compile(looks, re.IGNORECASE), texts)
            if by_value or (by_name and len(set(texts)) > 2):
                return str(entry["kind"])
        return ""


def _most(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return sum(bool(pattern.fullmatch(text)) for text in texts) >= 0.8 * len(texts)


def load_vocabulary(shared: Path) -> Vocabulary:
    """The vocabulary of the shared templates."""
    return Vocabulary(load_yaml(shared / FOLDER / "recognise.yaml"))
