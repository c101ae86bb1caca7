"""Claims in a whole build: marked in a draft's Word and PDF, refused in a final edition, decided by the answers."""

import csv
import re
import subprocess

import openpyxl
import pytest
from evalreport.docx.xml import read_package
from evalreport.files.errors import BadInput
from stages import Stages

PILOT = '{% claim "majority"'
SECOND = '    status: draft\n    waves: {pupils: ["2023", "2025"]}'


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def fail_one(work):
    """The sentence that most pupils are well, with the opposite condition."""
    change(work.templates / "wellbeing.md.jinja", PILOT, '{% claim "minority"')


def make_final(work):
    change(work.config / "evaluation.yaml", SECOND, SECOND.replace("draft", "final"))


def verdicts(work):
    with (work.build / "claims.csv").open(encoding="utf-8", newline="") as stream:
        return {row["sentence"]: row["verdict"] for row in csv.DictReader(stream)}


def documents(work):
    """The visible text of the Word file and of the PDF."""
    xml = read_package(work.build / "report.docx")["word/document.xml"].decode()
    word = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))
    pdf = subprocess.run(["pdftotext", "-layout", str(work.build / "report.pdf"), "-"], capture_output=True, text=True)
    return word, xml, pdf.stdout


MOST = "Most pupils in pilot schools are well."


def test_the_tiny_report_has_claims_that_hold(finished):
    assert verdicts(finished)[MOST] == "holds" and len(verdicts(finished)) == 5
    assert "## Claims" in (finished.build / "summary.md").read_text(encoding="utf-8")


def test_a_draft_marks_the_claim_that_fails(built):
    before = documents(built)
    run_first = verdicts(built)
    fail_one(built)
    run = built.snakemake()
    assert re.search(r"\nClaims: \d+ holds?, \d+ weakened, 1 fails \(see claims.csv\)\n", run.output), run.output[-600:]
    assert verdicts(built) == run_first | {MOST: "fails"}
    word, xml, pdf = documents(built)
    assert f"{MOST} [does not hold]" in word and 'w:val="ClaimFails"' in xml
    assert f"{MOST} [does not hold]" in pdf
    assert "does not hold" not in before[0] + before[2]
    listed = (built.build / "summary.md").read_text(encoding="utf-8").split("## Claims")[1].split("## ")[0]
    assert (
        listed.strip()
        .splitlines()[2]
        .startswith("- **fails** report_templates/tiny/wellbeing.md.jinja, line 14: «Most pupils")
    )


def test_a_final_edition_is_refused_with_one_message_and_the_old_report_stays(built):
    make_final(built)
    built.snakemake()
    old = {name: (built.build / name).read_bytes() for name in ("report.docx", "report.pdf")}
    fail_one(built)
    change(built.templates / "wellbeing.md.jinja", '"lower", "sleep"', '"higher", "sleep"')
    run = built.snakemake(good=False)
    assert "The final edition is not assembled, because the data do not support what it says" in run.output
    for line, sentence in ((14, MOST), (17, "The pupils slept")):
        assert (
            f"report_templates/tiny/wellbeing.md.jinja, line {line} (chapter wellbeing): the claim «{sentence}"
            in run.output
        )
    assert "Numbers: " in run.output and "Rewrite the sentence" in run.output
    assert {name: (built.build / name).read_bytes() for name in old} == old
    assert verdicts(built)[MOST] == "fails" and not built.unfinished()
    change(built.templates / "wellbeing.md.jinja", '"minority"', '"majority"')
    change(built.templates / "wellbeing.md.jinja", '"higher", "sleep"', '"lower", "sleep"')
    built.snakemake()
    assert set(verdicts(built).values()) <= {"holds", "weakened"}


def test_weakened_claims_in_a_final_edition(built):
    make_final(built)
    change(built.templates / "wellbeing.md.jinja", "by=5", "by=60")
    built.snakemake()
    assert "weakened" in verdicts(built).values()
    assert "[weakened]" not in "".join(documents(built))
    change(built.config / "evaluation.yaml", "significance_levels:", "claims: {weakened: refuse}\nsignificance_levels:")
    assert "is weakened" in built.snakemake(good=False).output


def test_one_answer_decides_a_claim(built):
    change(built.templates / "wellbeing.md.jinja", '"majority", "wellbeing"', '"at_least", "wellbeing", share=0.8')
    built.snakemake()
    assert verdicts(built)[MOST] == "holds"  # ten of twelve
    path = built.data / "pupils_2025.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Answers"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    pilot = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["school"]).value in (101, 102, 103)]
    well = next(row for row in pilot if sheet.cell(row, columns["q1"]).value in (4, 5))
    sheet.cell(well, columns["q1"]).value = 2
    book.save(path)
    built.snakemake()
    assert verdicts(built)[MOST] == "fails"
    assert f"{MOST} [does not hold]" in documents(built)[0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"majority", "wellbeing"', '"majorty", "wellbeing"', "no condition 'majorty'. Did you mean 'majority'?"),
        ('"majority", "wellbeing"', '"majority", "welbeing"', "no exhibit 'welbeing'. Did you mean 'wellbeing'?"),
        ('"majority", "wellbeing", category', '"majority", "wellbeing", categry', "no argument 'categry'. Did you mean 'category'?"),
    ],
)  # fmt: skip
def test_a_slip_in_a_claim_stops_the_build_before_the_first_job(tiny, old, new, expected):
    change(tiny.templates / "wellbeing.md.jinja", old, new)
    with pytest.raises(BadInput) as told:
        assert Stages(tiny.folder).project
    assert "wellbeing.md.jinja, line 14: " in str(told.value) and expected in str(told.value)
