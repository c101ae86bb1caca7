"""docs/recipes.md put to use: its blocks, and how they are applied to a drafted evaluation as the page says."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).parents[1] / "docs" / "recipes.md"
_BLOCK = re.compile(
    r"^`((?:config|report_templates)/[^`]+)`\n\n```(yaml|csv|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """Lines of the page and the file they belong to."""

    path: str
    kind: str  # yaml | csv | text
    text: str


def blocks(page: Path = PAGE) -> list[Block]:
    """The blocks of the page that name a file, in its order."""
    return [Block(*found) for found in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def outcomes(page: Path = PAGE) -> list[list[str]]:
    """The rows that the page's tables of results show, without their headings."""
    results = re.split(
        r"^## What a condition may say$.*?(?=^## )", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    lines = [line for part in results for line in part.splitlines() if line.startswith("| ") and "---" not in line]
    return [cells for line in lines if (cells := cells_of(line))[0]]


def cells_of(line: str) -> list[str]:
    """The cells of a row of a Markdown table."""
    return [cell.strip(" *").replace("\u00a0", " ") for cell in line.strip("|").split("|")]


def apply(folder: Path, wanted: list[Block]) -> None:
    """Write the blocks into an evaluation: YAML below its keys, rows and text at the end."""
    for block in wanted:
        path = folder / block.path
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if block.kind == "yaml":
            made = merged(yaml.safe_load(old) or {}, yaml.safe_load(block.text))
            path.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), encoding="utf-8")
        elif block.kind == "csv":
            head, rows = block.text.split("\n", 1)
            assert not old or old.splitlines()[0] == head, f"{block.path} has other columns than the recipe"
            path.write_text((old or f"{head}\n") + rows, encoding="utf-8")
        else:
            path.write_text(f"{old}\n{block.text}", encoding="utf-8")


def merged(old: Any, new: Any) -> Any:
    """What a file says with the lines added: keys below keys, lists behind lists."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: merged(old[key], value) if key in old else value for key, value in new.items()}
    return [*(old or []), *new] if isinstance(new, list) else new
