"""`snakemake chapter --config chapter=…`: one chapter as in the whole report, and no job more than it needs."""

import re

from conftest import Workspace
from docx import Document
from pypdf import PdfReader


def words(path) -> str:
    """All text of a Word file or a PDF, spaces evened out."""
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    return " ".join(" ".join(paragraph.text for paragraph in Document(str(path)).paragraphs).split())


def jobs(output: str) -> list[str]:
    """What the jobs say they do; "Using …" and "Assuming …" are Snakemake's own words."""
    return re.findall(r"^(?!Using|Assuming)([A-Z]\w+ing .*|The chapter is ready)$", output, re.MULTILINE)


def test_only_what_the_chapter_needs_is_built(tiny: Workspace):
    run = tiny.snakemake("chapter", "--config", "chapter=3")
    said = jobs(run.output)
    assert [job for job in said if job.startswith("Writing chapter")] == [
        "Writing chapter school_life with its numbers"
    ]
    assert len([job for job in said if job.startswith("Putting chapter")]) == 1
    assert not [job for job in said if "report together" in job]
    names = {path.name for path in (tiny.build / "chapters").iterdir()}
    assert names == {"school_life.md", "school_life.claims.csv", "school_life.docx", "school_life.pdf"}
    assert tiny.snakemake("chapter", "--config", "chapter=3").jobs == (0, 0)


def test_numbers_are_those_of_the_whole_report(built: Workspace):
    run = built.snakemake("chapter", "--config", "chapter=school_life")
    assert len(jobs(run.output)) == 2  # the chapter, and that it is ready
    for ending in ("docx", "pdf"):
        alone, whole = (words(built.build / name) for name in (f"chapters/school_life.{ending}", f"report.{ending}"))
        captions = re.findall(r"(?:Table|Figure)\s3\.\d+", alone)
        assert captions and set(captions) <= set(re.findall(r"(?:Table|Figure)\s3\.\d+", whole))
        assert "Chapter 3, draft" in alone
    run = built.snakemake("chapter", "--config", "chapter=appendix 1")
    assert "Appendix 1, draft" in words(built.build / "chapters" / "appendix.pdf")


def test_an_edit_elsewhere_that_moves_a_number_reaches_the_chapter(built: Workspace):
    built.snakemake("chapter", "--config", "chapter=3")
    template = built.templates / "wellbeing.md.jinja"
    template.write_text(template.read_text(encoding="utf-8") + "\n\nA sentence more.\n", encoding="utf-8")
    run = built.snakemake("chapter", "--config", "chapter=3")
    assert "Writing chapter" not in run.output


def test_an_unknown_chapter_is_told_before_the_first_job(tiny: Workspace):
    run = tiny.snakemake("chapter", "--config", "chapter=9", good=False)
    assert "no chapter '9'" in run.output and "1 (sample)" in run.output and jobs(run.output) == []


def test_without_a_chapter_the_user_is_told_how(tiny: Workspace):
    run = tiny.snakemake("chapter", good=False)
    assert "--config chapter=" in run.output and "a1 (appendix)" in run.output
