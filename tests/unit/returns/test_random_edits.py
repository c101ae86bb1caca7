"""Random edits of a built Word file: each ends in the templates or in the list; none is lost, none done twice, no binding goes."""

import random
import re
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
from evalreport.returns import compare
from evalreport.returns.changes import CONFIRM, CONFLICT, LISTED, READY
from evalreport.returns.home import open_returned
from evalreport.returns.job import accepted, list_changes
from evalreport.returns.merge import Today, write_edits
from evalreport.returns.reading import LISTS
from evalreport.returns.trial import read_back
from evalreport.words.catalogue import about
from returning_report import FOLDER, VALUES, printed
from word_edits import ASIDES, LARGE, LOOKS, edit_at_random

FILES, EDITS = 120, 5  # 600 edits
QUOTES = about("en")["quotes"]
CALL = re.compile(r"\{\{.*?\}\}|\{% claim.*?%\}|\]\{\.claim[^}]*\}", re.DOTALL)
NUMBERED = re.compile(r"^\d+(\.\d+)*\t")
REFERENCE = re.compile(r"\b(Section|section|Table|table|Figure|figure)\xa0\d+(\.\d+)*")


def plain(text: str) -> str:
    return " ".join(REFERENCE.sub("", NUMBERED.sub("", text)).split())


@pytest.fixture(autouse=True)
def each_text_is_read_once(monkeypatch):
    """Pandoc is started only for texts that it has not read: the second look at a file tries what the first one tried."""
    known = dict[str, list]()

    def read(texts, quotes):
        new = [*dict.fromkeys(text for text in texts if text not in known)]
        known.update(zip(new, read_back(new, quotes), strict=True))
        return [known[text] for text in texts]

    monkeypatch.setattr(compare, "read_back", read)


def texts_of_file(returned) -> list[str]:
    """The paragraphs of a Word file as they read, without what the program alone writes."""
    wanted = (
        p
        for p in returned.read.paragraphs
        if p.style not in (*LISTS, "TOCHeading", "Caption", "Title", "Author", "DraftMark")
    )
    return [text for p in wanted if (text := plain(p.text))]


def texts_of_templates() -> list[str]:
    """The paragraphs of the chapters as the templates now print them."""
    chapters = [printed(name, FOLDER) for name in ("sample", "wellbeing")]
    seen = ["".join(sign for sign, _, _ in each) for each in read_back(chapters, QUOTES)]
    return [text for each in seen for part in each.split("\u2029") if (text := plain(part)) and "\ufffd" not in text]


def changes(returned):
    today = Today(returned.base.templates)
    return list_changes([returned], {returned.base.build: today}, "en"), today


def calls() -> Counter:
    return Counter(call for path in FOLDER.iterdir() for call in CALL.findall(path.read_text(encoding="utf-8")))


def test_a_file_that_nobody_edited_has_no_changes(report, monkeypatch):
    monkeypatch.chdir(report.folder)
    returned = open_returned(report.path, "tiny", "second")
    assert changes(returned)[0] == []
    assert texts_of_file(returned) == texts_of_templates()  # what the other test compares is equal to begin with


@pytest.mark.parametrize("part", range(4))
def test_every_edit_ends_in_the_templates_or_in_the_list(report, tmp_path, monkeypatch, part):
    statuses, made = Counter(), Counter()
    for seed in range(part, FILES, 4):
        folder = tmp_path / str(seed)
        shutil.copytree(report.folder / FOLDER, folder / FOLDER)
        monkeypatch.chdir(folder)
        chance, document = random.Random(seed), docx.Document(str(report.path))
        names = edit_at_random(document, chance, EDITS)
        document.save("edited.docx")
        made.update(names)
        said = f"file {seed}: {names}"

        returned = open_returned(Path("edited.docx"), "tiny", "second")
        found, today = changes(returned)
        before = calls()
        statuses.update(change.status for change in found)
        assert CONFLICT not in {change.status for change in found}, said
        numbers = ",".join(str(c.number) for c in found if c.status in (READY, CONFIRM))
        wanted = accepted(numbers, found)
        write_edits([edit for change in wanted for edit in change.edits], today)

        listed = [change for change in found if change.status == LISTED]
        shown = texts_of_templates()
        file, built = Counter(texts_of_file(returned)), Counter(shown)
        room = sum(1 + change.old.count("¶") + change.new.count("¶") for change in listed)
        assert sum((file - built).values()) <= room and sum((built - file).values()) <= room, (
            f"{said}\n{file - built}\n{built - file}"
        )
        if not listed:
            assert texts_of_file(returned) == shown, said
        if not {*names} & {edit.__name__ for edit in LARGE}:
            for kinds, reasons in ((LOOKS, ("look", "made", "caption")), (ASIDES, ("footnote", "link"))):
                told = sum(change.reason in reasons for change in listed)
                assert told >= sum(name in kinds for name in names), f"{said}: {[(c.reason, c.new) for c in listed]}"
        taken = Counter(
            call for c in wanted if c.kind in ("gone", "edit", "new") for call in CALL.findall(_replaced(report, c))
        )
        assert not before - calls() - taken, f"{said}: a call is gone that nobody took out"
        comments = sum(name == "comment" for name in names)
        assert sum(change.kind == "comment" for change in found) == comments, said

        again, today = changes(returned)
        assert [c for c in again if c.status in (READY, CONFIRM) and c.edits] == [], said
    assert sum(made.values()) >= FILES // 4 * EDITS * 0.8
    assert statuses[READY] > 0.3 * sum(statuses.values())


def _replaced(report, change) -> str:
    """What the edits of a change take out of the templates as they were."""
    texts = report.templates
    return "".join(texts[Path(edit.file).name][edit.start : edit.end] for edit in change.edits)


def test_values_of_the_report_are_what_the_calls_print(report, monkeypatch):
    monkeypatch.chdir(report.folder)
    text = " ".join(texts_of_templates())
    assert all(value in text for value in VALUES.values())
