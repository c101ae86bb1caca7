"""docs/configuration.md is what the schemas say."""

from pathlib import Path

from evalreport.evaluation.schema_docs import reference

PAGE = Path(__file__).parents[3] / "docs" / "configuration.md"


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_every_key_of_an_exhibit_is_listed():
    page = reference()
    for key in ("id", "kind", "battery", "test_groups", "counted", "where"):
        assert f"`exhibits[].{key}`" in page


def test_no_meaning_is_empty():
    rows = [line for line in reference().splitlines() if line.startswith("| `")]
    empty = [row for row in rows if row.rstrip().endswith("|  |")]
    assert empty == []
