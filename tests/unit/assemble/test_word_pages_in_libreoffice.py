"""The pages that Word's contents name, beside those on which LibreOffice sets the same file; without it, the test is skipped."""

import random
import re

import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx
from test_assembly import METADATA, TEMPLATES, _png
from word_layout import OFFICE, printed, set_pages, stated_pages

TEXT = "en vurdering av samarbeidet mellom kontor og høgskole viser at brukerne i liten grad er med å utforme tiltak"
WORDS = TEXT.split()


def _text(draw: random.Random, words: int) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(words)).capitalize() + "."


def _table(draw: random.Random, name: str, rows: int) -> str:
    line = f"+{'-' * 42}+{'-' * 12}+{'-' * 12}+"
    body = [
        f"| {_text(draw, 5)[:40]:40} | {draw.randint(0, 99):<10} | {draw.randint(0, 99):<10} |\n{line}"
        for _ in range(rows)
    ]
    head = f"{line}\n| {'':40} | {'2008':10} | {'2009':10} |\n+:{'=' * 41}+{'=' * 11}:+{'=' * 11}:+\n"
    return (
        f"::: {{#tbl-{name} .exhibit}}\n{head}"
        + "\n".join(body)
        + f"\n\n: Tabell nummer {name}\n:::\n\n::: note\nMerk: {_text(draw, 20)}\n:::\n"
    )


def _chapter(draw: random.Random, number: int) -> str:
    """A chapter as reports have them: prose, lists, footnotes, short and long tables, figures, a turned table."""
    parts = [f"# Kapittel med nummer {number} {{#ch-{number}}}\n"]
    for section in range(1, 5):
        name = f"{number}{section}"
        parts.append(f"## Avsnitt som heter {name} {{#sec-{name}}}\n")
        parts += [_text(draw, draw.randint(30, 160)) + "\n" for _ in range(draw.randint(1, 4))]
        parts[-1] = parts[-1].rstrip() + f"[^{name}]\n\n[^{name}]: {_text(draw, 25)}\n"
        parts.append("\n".join(f"- {_text(draw, draw.randint(4, 25))}" for _ in range(draw.randint(2, 6))) + "\n")
        parts.append(_table(draw, name, draw.choice([4, 9, 15, 30])))
        parts.append(
            f'![Figur nummer {name}](bars){{#fig-{name} alt="Bars"}}\n\n::: note\nMerk: {_text(draw, 15)}\n:::\n'
        )
        parts.append(f"### Underavsnitt {name}\n\n{_text(draw, 60)}\n")
        if section == 2:
            parts.append(f"::: landscape\n{_table(draw, name + '0', 8)}:::\n")
    return "\n".join(parts)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not there to set the pages")
def test_pages_are_those_of_libreoffice_within_one(tmp_path):
    draw = random.Random(20100501)
    _png(tmp_path / "bars.png")
    sources = []
    for number in range(1, 6):
        (tmp_path / f"{number}.md").write_text(_chapter(draw, number), encoding="utf-8")
        sources.append(ChapterSource(tmp_path / f"{number}.md", number))
    path = tmp_path / "report.docx"
    assemble_docx(sources, tmp_path, METADATA, TEMPLATES, path)
    stated, reader = stated_pages(path), printed(path, tmp_path)
    lines = [line.strip() for line in reader.pages[1].extract_text().splitlines()]
    numbered = [line for line in lines if re.search(r"\.{5}\s*\d+$", line)]
    assert len(numbered) > 20  # the contents show their pages at the ends of their lines
    found = set_pages(reader, list(stated))
    assert len(found) > 0.9 * len(stated) > 60
    far = {entry: (stated[entry], page) for entry, page in found.items() if abs(stated[entry] - page) > 1}
    assert far == {}
