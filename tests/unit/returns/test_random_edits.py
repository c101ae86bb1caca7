"""Random edits of a built Word file: each ends in the templates or in the list; none is lost, none done twice, no binding goes."""

import random
import re
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
from evalreport.docx.xml import read_package
from evalreport.returns.changes import CONFIRM, CONFLICT, LISTED, READY
from evalreport.returns.home import open_returned
from evalreport.returns.job import accepted, list_changes
from evalreport.returns.merge import Today, write_edits
from evalreport.returns.reading import LISTS, read_document
from evalreport.returns.trial import read_back
from evalreport.words.catalogue import about
from returning_report import FOLDER, VALUES, printed, small_report
from word_edits import edit_at_random

FILES, EDITS = 100, 5  # 500 edits
QUOTES = about("en")["quotes"]
CALL = re.compile(r"\{\{.*?\}\}|\{% claim.*?%\}", re.DOTALL)
NUMBERED = re.compile(r"^\d+(\.\d+)*\t")
REFERENCE = re.compile(r"\b(Section|section|Table|table|Figure|figure)\xa0\d+(\.\d+)*")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return small_report(tmp_path_factory.mktemp("report"))


def plain(text: str) -> str:
    return " ".join(REFERENCE.sub("", NUMBERED.sub("", text)).split())


def texts_of_file(path: Path) -> list[str]:
    """The paragraphs of a Word file as they read, without what the program alone writes."""
    read = read_document(read_package(path))
    wanted = (
        p for p in read.paragraphs if p.style not in (*LISTS, "TOCHeading", "Caption", "Title", "Author", "DraftMark")
    )
    return [text for p in wanted if (text := plain(p.text))]


def texts_of_templates() -> list[str]:
    """The paragraphs of the chapters as the templates now print them."""
    chapters = [printed(name, FOLDER) for name in ("sample", "wellbeing")]
    seen = ["".join(sign for sign, _, _ in each) for each in read_back(chapters, QUOTES)]
    return [text for each in seen for part in each.split("\u2029") if (text := plain(part)) and "\ufffd" not in text]


def changes(path: Path):
    returned = open_returned(path, "tiny", "second")
    today = Today(returned.base.templates)
    return list_changes([returned], {returned.name: today}, "en"), today


def calls() -> Counter:
    return Counter(call for path in FOLDER.iterdir() for call in CALL.findall(path.read_text(encoding="utf-8")))


def test_a_file_that_nobody_edited_has_no_changes(report, monkeypatch):
    monkeypatch.chdir(report.folder)
    assert changes(report.path)[0] == []
    assert texts_of_file(report.path) == texts_of_templates()  # what the other test compares is equal to begin with


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

        found, today = changes(Path("edited.docx"))
        before = calls()
        statuses.update(change.status for change in found)
        assert CONFLICT not in {change.status for change in found}, said
        numbers = ",".join(str(c.number) for c in found if c.status in (READY, CONFIRM))
        wanted = accepted(numbers, found)
        write_edits([edit for change in wanted for edit in change.edits], today)

        listed = [change for change in found if change.status == LISTED]
        file, built = Counter(texts_of_file(Path("edited.docx"))), Counter(texts_of_templates())
        room = sum(1 + change.old.count("¶") + change.new.count("¶") for change in listed)
        assert sum((file - built).values()) <= room and sum((built - file).values()) <= room, (
            f"{said}\n{file - built}\n{built - file}"
        )
        if not listed:
            assert texts_of_file(Path("edited.docx")) == texts_of_templates(), said
        taken = Counter(
            call for c in wanted if c.kind in ("gone", "edit", "new") for call in CALL.findall(_replaced(report, c))
        )
        assert not before - calls() - taken, f"{said}: a call is gone that nobody took out"
        comments = sum(name == "comment" for name in names)
        assert sum(change.kind == "comment" for change in found) == comments, said

        again, today = changes(Path("edited.docx"))
        assert [c for c in again if c.status in (READY, CONFIRM) and c.edits] == [], said
    assert sum(made.values()) >= FILES // 4 * EDITS * 0.8
    assert statuses[READY] > 0.5 * sum(statuses.values())


def _replaced(report, change) -> str:
    """What the edits of a change take out of the templates as they were."""
    texts = report.templates
    return "".join(texts[Path(edit.file).name][edit.start : edit.end] for edit in change.edits)


def test_values_of_the_report_are_what_the_calls_print(report, monkeypatch):
    monkeypatch.chdir(report.folder)
    text = " ".join(texts_of_templates())
    assert all(value in text for value in VALUES.values())
