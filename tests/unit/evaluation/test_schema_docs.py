"""docs/configuration.md is what the schemas say."""

from pathlib import Path

from evalreport.evaluation.schema_docs import LONGEST, reference

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


def test_a_long_meaning_is_a_section_and_no_cell():
    page = reference()
    cells = [line.split(" | ", 2)[2] for line in page.splitlines() if line.startswith("| `")]
    assert max(map(len, cells)) <= LONGEST + len(" *Below.* |")
    below = [cell.removesuffix(" *Below.* |") for cell in cells if cell.endswith(" *Below.* |")]
    sections = [part.partition("\n\n")[2] for part in page.split("\n### ")[1:]]
    assert below and all(any(text.startswith(cell.removesuffix(" …")) for text in sections) for cell in below)
    assert page.count("weighted_wave") == 0 and all(part.startswith("`") for part in page.split("\n### ")[1:])
