"""What an edition says of its data in place of the evaluation, and the files it lists."""

import pytest
from evalreport.chapters.blocks import inputs_block
from evalreport.files.errors import BadInput


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("", "These data are made up."),
        ("    data_note: {en: From documents.}\n", "From documents."),
        ("    data_note: false\n", ""),
    ],
)
def test_the_note_on_data_of_an_edition(small, said, noted):
    small.change("evaluation.yaml", "    status: draft\n", f"    status: draft\n{said}")
    project = small.project()
    assert project.metadata()["data_note"] == noted
    assert (
        project.chapter_params("methods")["data_note"] == noted and project.chapter_params("results")["data_note"] == ""
    )


@pytest.mark.parametrize("said", ["true", "text", "{}"])
def test_a_note_that_is_none(small, said):
    small.change("evaluation.yaml", "    status: draft\n", f"    status: draft\n    data_note: {said}\n")
    with pytest.raises(BadInput, match="data_note"):
        small.project()


def test_files_of_records_are_listed_without_rows():
    files = [{"file": "b.csv", "rows": 1200, "columns": 3, "sha256": "a" * 64}, {"file": "a.docx", "sha256": "b" * 64}]
    text = inputs_block(files, "en")
    first, second = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in text.splitlines()
        if ".csv" in line or ".docx" in line
    ]
    assert first == ["a.docx", "–", "–", f"`{'b' * 16}`"] and second[:3] == ["b.csv", "1,200", "3"]
    assert "1,200" not in inputs_block(files, "en", rows_told=False) and "–" in inputs_block(
        files, "en", rows_told=False
    )
