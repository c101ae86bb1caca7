"""Code lists as tables and as REFI-QDA codebooks."""

import pytest
from evalreport.files.errors import BadInput
from evalreport.records.codes import code_files, known_lists, load_codes

# As programs write it: a namespace of their own version, codes inside codes, a category that cannot be given.
QDC = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook origin="QualCoder" xmlns="urn:QDA-XML:codebook:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="urn:QDA-XML:codebook:1.0 Codebook.xsd"><Codes>
<Code guid="2A08BDDF-4C35-4250-BF77-7DE37B50C930" name="Barriers" isCodable="false">
  <Code guid="2D969AF8-C875-4FAE-BCD8-F0162BC27396" name="Time" isCodable="true" color="#FF8800">
    <Description>Too little
      time</Description>
    <Code guid="5D969AF8-C875-4FAE-BCD8-F0162BC27396" name="Workload" isCodable="true"/>
  </Code>
</Code>
<Code guid="7D969AF8-C875-4FAE-BCD8-F0162BC27396" name="Benefits" isCodable="true"/>
</Codes><Sets/></CodeBook>"""


@pytest.fixture
def config(tmp_path):
    (tmp_path / "codes").mkdir()
    return tmp_path


def codebook(config, text):
    (config / "codes" / "theme.qdc").write_text(text, encoding="utf-8")
    return load_codes(config, "theme", "nb")


def complaint(config, text):
    with pytest.raises(BadInput) as told:
        codebook(config, text)
    return str(told.value)


def test_a_codebook_is_a_code_list(config):
    theme = codebook(config, QDC)
    assert theme.known == ["Time", "Workload", "Benefits"]
    assert [(code.parent, code.colour, code.definition) for code in theme.codes] == [
        ("Barriers", "#FF8800", "Too little time"),
        ("Time", "", ""),
        ("", "", ""),
    ]


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", ""])
def test_whatever_namespace_a_program_writes(config, namespace):
    text = QDC.replace(' xmlns="urn:QDA-XML:codebook:1.0"', f' xmlns="{namespace}"' if namespace else "")
    assert codebook(config, text).known == ["Time", "Workload", "Benefits"]


def test_the_file_that_is_there_is_what_a_job_depends_on(config):
    codebook(config, QDC)
    (config / "codes" / "kind.csv").write_text("code,label_nb\nK,Kartlegging\n", encoding="utf-8")
    assert code_files(config, ["theme", "kind"]) == [f"{config}/codes/theme.qdc", f"{config}/codes/kind.csv"]
    assert known_lists(config) == {"theme", "kind"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name="Workload"', 'name="Time"', "the name stands twice"),
        ('name="Workload"', 'name="Work; load"', "a name with ';' in it"),
        ("<CodeBook", "<Project", "no XML"),
        ('isCodable="true"', 'isCodable="false"', "no code that can be given"),
    ],
)
def test_what_is_wrong_with_a_codebook_is_said(config, old, new, said):
    assert said in complaint(config, QDC.replace(old, new))


def test_a_project_is_no_codebook(config):
    assert "begins with Project" in complaint(config, '<Project xmlns="urn:QDA-XML:project:1.0"/>')


def test_a_table_beside_the_codebook_is_an_error(config):
    (config / "codes" / "theme.csv").write_text("code,label_nb\nA,B\n", encoding="utf-8")
    assert "theme.csv is there too" in complaint(config, QDC)
