"""The scripts of the audit: tables in, findings, page and Word file out; a final edition stops at a proven one."""

import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from audit_tables import audit_tables
from check_audit import check_audit
from evalreport.files.errors import BadInput
from present_audit import present_audit

SHARED = Path(__file__).parents[2] / "report_templates" / "shared"
TABLE = """table_id,row_label,col_label,statistic,value
gender,Women,2008,pct,76.7
gender,Men,2008,pct,23.3
gender,N,2008,n,{n}
"""
METADATA = {"title": "A report", "language": "en", "status": "draft", "institution": "", "bibliography": []}


def audited(folder, n):
    (folder / "gender.csv").write_text(TABLE.format(n=n), encoding="utf-8")
    audit_tables([folder / "gender.csv"], "en", folder / "findings.csv")
    return folder / "findings.csv"


def test_findings_page_and_word_file(tmp_path):
    path = audited(tmp_path, 171)
    assert list(pd.read_csv(path)["grade"]) == ["proven"]
    html, docx = tmp_path / "audit.html", tmp_path / "audit.docx"
    tables = [tmp_path / "gender.csv"]
    present_audit(path, tables, SHARED / "audit.html", SHARED / "reference.docx", METADATA, SHARED, html, docx)
    assert "131/171 = 76.6" in html.read_text(encoding="utf-8")
    text = zipfile.ZipFile(docx).read("word/document.xml").decode()
    assert "131/171" in text and "DRAFT" not in text
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', text)]
    assert [round(100 * width / sum(widths)) for width in widths] == [22, 34, 44]
    first = docx.read_bytes()
    present_audit(path, tables, SHARED / "audit.html", SHARED / "reference.docx", METADATA, SHARED, html, docx)
    assert docx.read_bytes() == first


def test_a_long_name_may_go_on_in_the_next_line(tmp_path):
    name = "t_user_participation_satisfaction_region"
    (tmp_path / "gender.csv").write_text(TABLE.format(n=171).replace("gender", name), encoding="utf-8")
    audit_tables([tmp_path / "gender.csv"], "en", tmp_path / "findings.csv")
    html, docx = tmp_path / "audit.html", tmp_path / "audit.docx"
    tables = [tmp_path / "gender.csv"]
    findings = tmp_path / "findings.csv"
    present_audit(findings, tables, SHARED / "audit.html", SHARED / "reference.docx", METADATA, SHARED, html, docx)
    text = zipfile.ZipFile(docx).read("word/document.xml").decode()
    assert name.replace("_", "_\u200b") in text and name in html.read_text(encoding="utf-8")


def test_nothing_found_is_a_page_too(tmp_path):
    path = audited(tmp_path, 172)
    html, docx = tmp_path / "audit.html", tmp_path / "audit.docx"
    tables = [tmp_path / "gender.csv"]
    present_audit(path, tables, SHARED / "audit.html", SHARED / "reference.docx", METADATA, SHARED, html, docx)
    assert html.read_text(encoding="utf-8").count("No findings.") == 3 and docx.is_file()


def test_a_final_edition_stops_at_a_proven_finding(tmp_path):
    check_audit(audited(tmp_path, 172), tmp_path / "own.txt")
    assert (tmp_path / "own.txt").read_text(encoding="utf-8") == "Findings: 0 proven, 0 strong, 0 soft.\n"
    with pytest.raises(BadInput, match="cannot come from N = 171"):
        check_audit(audited(tmp_path, 171), tmp_path / "other.txt")
    assert not (tmp_path / "other.txt").exists()
