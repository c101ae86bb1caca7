"""docs/recipes.md: every recipe fits onto the draft it speaks of, alone and with all others."""

import shutil
from pathlib import Path

import pytest
from evalreport.project.open import load_project
from evalreport.scaffold.draft import scaffold
from platforms import spss
from recipes import PAGE, apply, blocks

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
SECTIONS = [part.partition("\n") for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]]
WITH_BLOCKS = [(title, body) for title, _, body in SECTIONS if "\n`config/" in body]


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    """The drafted evaluation of the page, to be copied."""
    folder = tmp_path_factory.mktemp("course")
    scaffold({"id": "course", **spss(folder, (2025, 2026), weight=True)}, folder, SHARED)
    (folder / "config/course/reference.docx").write_bytes((SHARED / "reference.docx").read_bytes())
    return folder


@pytest.fixture
def course(draft, tmp_path):
    """A folder with the draft for one test alone."""
    return Path(shutil.copytree(draft, tmp_path / "course"))


def opened(folder: Path):
    return load_project(
        {"evaluation": "course", "edition": "draft"}, folder / "config", folder / "report_templates", SHARED
    )


@pytest.mark.parametrize(("title", "body"), WITH_BLOCKS, ids=[title for title, _ in WITH_BLOCKS])
def test_a_recipe_fits_onto_the_draft(course, tmp_path, title, body):
    page = tmp_path / "recipe.md"
    page.write_text(body, encoding="utf-8")
    apply(course, blocks(page))
    opened(course)


def test_all_recipes_fit_together_and_none_is_left_out(course):
    apply(course, blocks())
    wanted = {exhibit for block in blocks() if "exhibits/" in block.path for exhibit in _ids(block.text)}
    assert wanted <= set(opened(course).exhibits) and len(wanted) >= 9
    text = PAGE.read_text(encoding="utf-8")
    fences = text.count("```yaml") + text.count("```csv")
    assert fences == len([block for block in blocks() if block.kind != "text"])


def _ids(text: str) -> list[str]:
    return [line.split("id: ")[1] for line in text.splitlines() if line.startswith("  - id: ")]
