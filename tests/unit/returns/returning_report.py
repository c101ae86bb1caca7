"""A small report that can come home, put together without Snakemake: real templates, traces and pandoc; calls print what a table says."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from evalreport.assemble.report import ChapterSource, assemble_docx
from evalreport.chapters.chapter import _environment
from evalreport.chapters.tracing import Trace, Tracer, read_trace, trace_with
from evalreport.markdown.markup import Markdown, gives_markdown
from evalreport.returns.anchors import anchor_report, chapters_with_blocks, marked_chapters

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
FOLDER = Path("report_templates/tiny")
METADATA = {"title": "A good day at school", "language": "en", "status": "draft", "authors": ["The evaluators"]}
VALUES = {
    "good_pilot": "83%",
    "good_before": "50%",
    "sleep_pilot": "7.7",
    "sleep_other": "8.1",
    "forms": "24",
    "rate": "39%",
}
TABLE = """::: {#tbl-sleep .exhibit}
+-------+-------+
|       | Pilot |
+:======+======:+
| Hours | 7.7   |
+-------+-------+

: Hours of sleep. Mean
:::

::: note
Analysis of variance: not statistically significant.
:::"""
WELLBEING = """# Well-being {#ch-wellbeing}

{## A remark among authors: nobody else reads this. ##}
{{ Section("sec-response") }} tells how *many* answered, and what "well" means here.
{% claim "increase", "wellbeing", category="good", by=5 %}
In pilot schools {{ pct("good_pilot") }} are well, against
{{ pct("good_before") }} two years earlier;
{% endclaim %}
the change is **not** certain ({{ ref("sleep") }}).

The pupils slept {{ mean("sleep_pilot") }} hours in pilot schools and {{ mean("sleep_other") }} in the others. A second sentence says more
about the same nights, and it is a little longer than the first one.

{{ table("sleep") }}

## What it means {#sec-meaning}

- {% claim "majority", "wellbeing", category="good" %}Most pupils in pilot schools are well.{% endclaim %}
- The change may be chance, says the {{ fact("town") }} council.
- Nobody knows why.

> A pupil said that school is fine.

The last paragraph of the chapter has no number in it at all.
"""
SAMPLE = """# Who answered {#ch-sample}

## Response {#sec-response}

{% include "about.md.jinja" %}

There are {{ n("forms") }} forms, and the rate is {{ pct("rate") }}. The forms came by post & by hand.

{% for town in ["Northby", "Southwell"] %}
The town of {{ town }} took part.

{% endfor %}
One more paragraph stands here; it is plain.
"""
ABOUT = "The items were asked with five answers, from strong disagreement to strong agreement.\n"


def functions() -> dict:
    """What the templates call."""
    return {
        **{name: lambda key: VALUES[key] for name in ("pct", "mean", "n")},
        "fact": lambda key: key,
        "ref": gives_markdown(lambda name: f"[](#tbl-{name}){{.ref}}"),
        "Section": gives_markdown(lambda name: f"[](#{name}){{.ref .cap}}"),
        "table": lambda name: Markdown(TABLE),
    }


def printed(name: str, folder: Path, tracer: Tracer | None = None) -> str:
    """A chapter as it is printed, with marks where a tracer is given."""
    environment = _environment([folder])
    if tracer:
        trace_with(environment, tracer)
    environment.globals.update(functions())
    return environment.get_template(f"{name}.md.jinja").render()


@dataclass(frozen=True)
class Report:
    """A built report, and the templates it was made from."""

    folder: Path
    path: Path
    plain: Path

    @property
    def templates(self) -> dict[str, str]:
        return {path.name: path.read_text(encoding="utf-8") for path in sorted((self.folder / FOLDER).iterdir())}


def build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report in a folder, with its anchors, and without."""
    monkeypatch.chdir(folder)
    texts, traces = dict[str, str](), dict[str, Trace | None]()
    for name in ("sample", "wellbeing"):
        texts[name], tracer = printed(name, FOLDER), Tracer()
        traces[name] = read_trace(printed(name, FOLDER, tracer), texts[name], tracer)
        (folder / f"{name}.md").write_text(texts[name], encoding="utf-8")
    chapters = chapters_with_blocks(texts, traces)
    sources = [ChapterSource(folder / f"{name}.md", i) for i, name in enumerate(texts, start=1)]
    (folder / "marked").mkdir()
    marked = marked_chapters(chapters, folder / "marked")
    own = [ChapterSource(marked[s.path.stem], s.number) for s in sources]
    place = folder / "figures", METADATA, SHARED
    assemble_docx(own, *place, folder / "report.docx", measured=sources)
    anchor_report(folder / "report.docx", chapters, {"evaluation": "tiny", "edition": "second"})
    assemble_docx(sources, *place, folder / "plain.docx")
    return Report(folder, folder / "report.docx", folder / "plain.docx")


def write_templates(folder: Path) -> None:
    """The templates of the report."""
    (folder / FOLDER).mkdir(parents=True)
    for name, text in (("sample", SAMPLE), ("wellbeing", WELLBEING), ("about", ABOUT)):
        (folder / FOLDER / f"{name}.md.jinja").write_text(text, encoding="utf-8", newline="\n")


def small_report(folder: Path) -> Report:
    """A report that tests read and copy, and never change."""
    write_templates(folder)
    with pytest.MonkeyPatch.context() as patch:
        return build(folder, patch)
