"""The empty form: a Word file with a field for everything that is asked, which reads back as empty."""

from pathlib import Path

from docx import Document
from evalreport.evaluation.load import load_evaluation
from evalreport.records.reports.documents import read_document
from report_forms import report_forms

TINY = Path(__file__).parents[1] / "data" / "tiny" / "config"


def test_a_form_a_source(tmp_path):
    settings = load_evaluation(TINY, "tiny").records["reports"].settings
    report_forms({"reports": settings}, TINY / "tiny", "en", [tmp_path / "reports.docx"])
    document = Document(tmp_path / "reports.docx")
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Activities", "Money"]
    found = read_document(tmp_path / "reports.docx")
    assert found.kind == "form"
    assert found.fields["form"] == "[town_report 1]"
    assert found.fields["town"] == found.fields["year"] == found.fields["activities"] == ""
