"""A build held against its release as a team does it: one answer, one recode, one font."""

import json
import shutil
import zipfile

import pytest
from conftest import Workspace, edit


def found(work: Workspace) -> dict:
    return json.loads((work.build / "review/review.json").read_text(encoding="utf-8"))


@pytest.fixture
def answer(copy):
    work = copy("answer")
    edit(work.data / "pupils_2023.csv", "w003,Complete,103,Boy,Good,No,8.9", "w003,Complete,103,Boy,Bad,No,6.1")
    return work


def test_one_answer_is_reviewed_signed_off_and_quiet(answer):
    run = answer.snakemake("review")
    assert "changed because answers in pupils_2023.csv changed (1 row changed; answers differ in" in run.output
    assert "review/review.html" in run.output and (answer.build / "review/review.html").is_file()
    review = found(answer)
    changed = {item["name"]: item for item in review["items"] if item["kind"] == "exhibit"}
    assert {"sleep", "wellbeing"} <= set(changed)
    named = {cause["id"]: cause["name"] for cause in review["causes"]}
    assert {named[c] for item in review["items"] for c in item["causes"]} == {"data/tiny/pupils_2023.csv"}
    text = answer.snakemake("review_gate", good=False).output
    assert "that nobody has called expected" in text and "exhibit sleep: values" in text
    decisions = [{"id": item["id"], "comment": "corrected form", "by": "Kari"} for item in review["items"]]
    signoff = answer.folder / "releases/tiny/second/signoff.json"
    signoff.write_text(json.dumps({"format": 1, "decisions": decisions}), encoding="utf-8")
    answer.snakemake("review_gate")
    assert found(answer)["summary"]["unexpected"] == 0
    answer.snakemake("review_word")
    with zipfile.ZipFile(answer.build / "review/report_tracked.docx") as parts:
        assert "<w:delText" in parts.read("word/document.xml").decode()
    signoff.write_text(json.dumps({"format": 1, "decisions": decisions[1:]}), encoding="utf-8")
    assert "1 change since second" in answer.snakemake("review_gate", good=False).output


def test_a_recode_names_the_codebook_and_the_exhibits_with_it(copy):
    work = copy("recode")
    edit(work.config / "codebook/collapses.csv", "wellbeing3,so_so,So so,3,", "wellbeing3,so_so,So so,3-4,")
    edit(work.config / "codebook/collapses.csv", "wellbeing3,good,Good,4-5,", "wellbeing3,good,Good,5,")
    work.snakemake("review")
    review = found(work)
    (cause,) = review["causes"]
    assert cause["name"] == "config/tiny/codebook/collapses.csv" and len(cause["details"]) == 2
    values = [item for item in review["items"] if item["kind"] == "exhibit"]
    assert values and all(item["certain"] and item["causes"] == [cause["id"]] for item in values)


def test_a_font_changes_no_value(copy, tmp_path):
    program = shutil.copytree(copy("x").program, tmp_path / "program")
    fonts = sorted((program / "report_templates/shared/fonts").glob("*Regular*.ttf"))
    bold = next(path for path in (program / "report_templates/shared/fonts").glob("*.ttf") if path not in fonts)
    shutil.copyfile(bold, fonts[0])
    work = copy("font", program=program)
    work.snakemake("review")
    review = found(work)
    assert review["summary"]["cells"] == review["summary"]["paragraphs"] == review["summary"]["exhibits_values"] == 0
    looks = [item for item in review["items"] if item["kind"] == "exhibit"]
    assert looks and {item["change"] for item in looks} == {"look"}
    assert all(f"/fonts/{fonts[0].name}" in cause["name"] for cause in review["causes"])


def test_two_releases_are_compared_without_a_build(answer):
    answer.snakemake("release", "--config", "freeze=again")
    shutil.rmtree(answer.folder / "results")
    run = answer.snakemake("review", "--config", "against=second", "review=second.r2")
    assert run.jobs == (1, 1) and found(answer)["new"]["name"] == "second.r2"
    assert "numbers that print differently" in run.output
    text = answer.snakemake("review", "--config", "against=zecond", good=False).output
    assert "there is no release 'zecond' in releases/tiny, and this folder is in no git repository." in text
    assert "Did you mean 'second'? One of second, second.r2" in text
