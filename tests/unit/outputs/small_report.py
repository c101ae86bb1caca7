"""A small report in three chapters for the tests of the outputs: tables, figures, notes, hostile labels, a withheld group."""

from dataclasses import replace
from pathlib import Path

from evalreport.assemble.report import ChapterSource, html_blocks
from evalreport.chapters.blocks import figure_block, table_block
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel, View
from evalreport.figures.data import cells_from
from evalreport.figures.draw import render, save, scene_of_view, settings
from evalreport.figures.theme import typeface
from evalreport.files.estimates import BASE, MEAN
from evalreport.outputs.shown import data_tables

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
NAN = float("nan")
GROUPS = (Item("a", "=1+1"), Item("b", "Office B"), Item("c", "Office C"))
TABLE = View(
    exhibit="use",
    chapter="one",
    language="en",
    title="Use of research. Per cent",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("q", "How often?"), Item("r", "+CMD|' /C calc'!A0")),
    categories=(Item("1", "-Often"), Item("2", "@Never")),
    panels=(Panel("office", "Office", GROUPS),),
    note="A note of its own.",
)
STACKED = replace(TABLE, exhibit="stack", title="Use in a figure", display="stacked", scale="diverging")
BARS = replace(TABLE, kind="share", exhibit="bars", title="Often", display="bars", categories=())
MEANS = replace(
    TABLE,
    exhibit="means",
    title="Mean use",
    kind="mean",
    statistic="mean",
    categories=(),
    decimals=2,
    intervals=True,
    panels=(Panel("office", "Office", GROUPS[:2]),),
)
METADATA = {
    "title": "A small report",
    "subtitle": "With everything",
    "authors": ["Ada", "Bo"],
    "institution": "An institute",
    "commissioner": "A directorate",
    "date": "May 2026",
    "status": "draft",
    "language": "en",
    "keywords": ["use"],
    "data_note": "The data are made up.",
    "edition": "Interim",
    "series": "",
    "bibliography": [],
}


def cell(n, estimate, suppressed=0, low=NAN, high=NAN) -> dict:
    return {"n": n, "estimate": estimate, "suppressed": suppressed, "ci_low": low, "ci_high": high}


def shares(withheld: bool) -> dict:
    rows = {}
    for variable in ("q", "r"):
        for group, (often, base) in {"a": (59, 80), "b": (1, 3), "c": (2, 7)}.items():
            hidden = withheld and group == "c"
            rows[(variable, BASE, group)] = cell(NAN if hidden else base, NAN, int(hidden))
            for category, n in (("1", often), ("2", base - often), ("counted", often)):
                share = NAN if hidden else n / base
                rows[(variable, category, group)] = cell(NAN if hidden else n, share, int(hidden))
    return rows


def means() -> dict:
    return {(v, MEAN, g): cell(80, 2.345, 0, 1.9, 2.81) for v in ("q", "r") for g in ("a", "b")}


def with_intervals(rows: dict) -> dict:
    """Shares with an interval each: below by 0.1, above by 0.05 of what there is to either side."""
    for row in rows.values():
        if row["estimate"] == row["estimate"]:
            row |= {"ci_low": 0.9 * row["estimate"], "ci_high": row["estimate"] + 0.05 * (1 - row["estimate"])}
    return rows


def whole(rows: dict) -> dict:
    """Rows with their own names in them, as a table of estimates has them."""
    names = ("variable", "category", "group")
    return {key: {**dict(zip(names, key, strict=True)), **row} for key, row in rows.items()}


def evidence() -> dict[str, Evidence]:
    """Exhibit -> its evidence; office C is withheld in the table."""
    levels = (0.05,)
    return {
        "use": Evidence(TABLE, whole(shares(True)), (), levels),
        "stack": Evidence(STACKED, whole(shares(False)), (), levels),
        "bars": Evidence(BARS, whole(shares(False)), (), levels),
        "means": Evidence(MEANS, whole(means()), (), levels),
    }


def draw(found: dict[str, Evidence], folder: Path) -> None:
    """The figures as SVG."""
    for name in ("stack", "bars"):
        view = found[name].view
        with settings():
            scene = scene_of_view(view, cells_from(view, found[name].estimates), typeface(SHARED / "fonts"))
            save(render(scene, typeface(SHARED / "fonts")), folder / name)


def figure(found: Evidence) -> str:
    return figure_block(found, "What it shows, and who answers most often.", "")


def chapters(found: dict[str, Evidence], folder: Path) -> list[ChapterSource]:
    texts = {
        "preface": "# Preface {#ch-preface}\n\nSee [](#tbl-use){.ref} and [](#fig-bars){.ref}.[^1]\n\n[^1]: A footnote.\n",
        "one": "\n\n".join(
            [
                "# First {#ch-one}",
                "## Use {#sec-use}",
                "In [](#fig-stack){.ref} <b>nothing</b> is hidden. [Look again]{.draft}",
                table_block(found["use"], "", False),
                figure(found["stack"]),
                "### Deeper {#sec-deep}",
                figure(found["bars"]),
            ]
        ),
        "two": f"# Last {{#ch-two}}\n\n{table_block(found['means'], '', True)}\n\n- a list\n- [](#ch-one){{.ref}}\n",
    }
    places = {"preface": (None, None), "one": (1, None), "two": (None, 1)}
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return [ChapterSource(folder / f"{name}.md", *places[name]) for name in texts]


def blocks(folder: Path) -> tuple[str, dict[str, Evidence]]:
    """The blocks of the report, and its evidence; figures lie in `folder`."""
    found = evidence()
    draw(found, folder)
    data = data_tables(found, folder)
    return html_blocks(chapters(found, folder), folder, METADATA, SHARED, data), found


__all__ = ["METADATA", "SHARED", "blocks", "evidence"]
