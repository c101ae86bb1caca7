"""The appendix with the numbers behind the figures as text: what a reader who does not see a figure can read, in Word and PDF."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from evalreport.exhibits.evidence import Evidence
from evalreport.outputs.shown import data_tables
from evalreport.words.catalogue import word

ID = "ch-figure-data"  # no chapter of an evaluation can have it: their names have no hyphen
# A figure as `chapters.blocks.figure_block` writes it: its caption, with what stands in brackets inside, and its id.
_FIGURE = re.compile(r"!\[((?:\\.|\[[^\[\]]*\]|[^\[\]\\])*)\]\((\w+)\)\{#fig-\2 ")


def captions_in(chapters: Iterable[str]) -> dict[str, str]:
    """Exhibit -> the caption of its figure as Markdown, in the order of the report."""
    return {found[2]: found[1] for text in chapters for found in _FIGURE.finditer(text)}


def figure_data(chapters: Iterable[str], evidence: Mapping[str, Evidence], exhibits: Path, language: str) -> str:
    """The appendix as Markdown: for each figure of the chapters (Markdown) a line with its number and caption, and its numbers.

    exhibits: folder of the protected numbers; what is withheld there is a sign here, as in the figure. Pictures of the team's own,
    which have no numbers, are left out.
    """
    tables = data_tables(evidence, exhibits)
    parts = [f"# {word('figure_data_heading', language)} {{#{ID}}}", word("figure_data_intro", language)]
    for name, caption in ((name, text) for name, text in captions_in(chapters).items() if name in tables):
        parts += [f"::: lead\n[](#fig-{name}){{.ref .cap}}. {caption}\n:::", tables[name]]
    return "\n\n".join(parts) + "\n"
