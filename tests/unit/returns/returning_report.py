"""A small report that can come home, put together without Snakemake: real templates, traces and pandoc; calls print what a table says."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from evalreport.assemble.report import ChapterSource, assemble_docx
from evalreport.chapters.chapter import _environment
from evalreport.chapters.tracing import Trace, Tracer, read_trace, trace_with
from evalreport.docx.xml import read_package, write_package
from evalreport.markdown.markup import Markdown, gives_markdown
from evalreport.returns.anchors import anchor_report, chapters_with_blocks, marked_chapters
from evalreport.returns.job import Asked, take_in
from evalreport.returns.part import NAMESPACE, digest_of
from lxml import etree

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
FOLDER = Path("report_templates/tiny")
PAGE = SHARED / "take_in"
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

> [A pupil said that school is fine.]{.claim #c-fine}

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


def build(folder: Path, monkeypatch: pytest.MonkeyPatch, part: str = "") -> Report:
    """The report in a folder, with its anchors, and without; part: heading of one that begins with the second chapter."""
    monkeypatch.chdir(folder)
    texts, traces = dict[str, str](), dict[str, Trace | None]()
    for name in ("sample", "wellbeing"):
        texts[name], tracer = printed(name, FOLDER), Tracer()
        traces[name] = read_trace(printed(name, FOLDER, tracer), texts[name], tracer)
        (folder / f"{name}.md").write_text(texts[name], encoding="utf-8")
    chapters = chapters_with_blocks(texts, traces)
    begins = ("", part)
    sources = [ChapterSource(folder / f"{name}.md", i, part=begins[i - 1]) for i, name in enumerate(texts, start=1)]
    (folder / "marked").mkdir()
    marked = marked_chapters(chapters, folder / "marked")
    own = [ChapterSource(marked[s.path.stem], s.number, part=s.part) for s in sources]
    place = folder / "figures", METADATA, SHARED
    assemble_docx(own, *place, folder / "report.docx", measured=sources)
    anchor_report(folder / "report.docx", chapters, {"evaluation": "tiny", "edition": "second"})
    assemble_docx(sources, *place, folder / "plain.docx")
    return Report(folder, folder / "report.docx", folder / "plain.docx")


def write_templates(folder: Path, more: str = "") -> None:
    """The templates of the report; more: what the first chapter ends with."""
    (folder / FOLDER).mkdir(parents=True)
    for name, text in (("sample", SAMPLE + more), ("wellbeing", WELLBEING), ("about", ABOUT)):
        (folder / FOLDER / f"{name}.md.jinja").write_text(text, encoding="utf-8", newline="\n")


def small_report(folder: Path, part: str = "", more: str = "") -> Report:
    """A report that tests read and copy, and never change."""
    write_templates(folder, more)
    with pytest.MonkeyPatch.context() as patch:
        return build(folder, patch, part)


def run(accept: str = "", *files: str) -> tuple[str, list[dict[str, str]]]:
    """What is said, and the rows of the list."""
    said = take_in(Asked(files or ("edited.docx",), accept, "tiny", "second", "en"), PAGE, Path("out"), Path("config"))
    with Path("out/take_in.csv").open(encoding="utf-8", newline="") as stream:
        return said, [*csv.DictReader(stream)]


def edited(old: str, new: str, source: str = "report.docx", name: str = "edited.docx") -> None:
    """The report with other words in one run."""
    document = docx.Document(source)
    lines = (
        p
        for p in document.element.body.iter(qn("w:p"))
        if not any("PAGEREF" in c.text for c in p.iter(qn("w:instrText")))
    )
    word = next(each for line in lines for each in line.iter(qn("w:t")) if old in (each.text or ""))
    word.text = word.text.replace(old, new)
    document.save(name)


def template(name: str) -> str:
    return (FOLDER / f"{name}.md.jinja").read_text(encoding="utf-8")


def with_part(change: Callable, write: Callable[[str], str] = str, source: str = "report.docx") -> None:
    """edited.docx, with another part about its build, which says that a build wrote it so."""
    parts = read_package(source)
    name = next(n for n in sorted(parts) if n.startswith("customXml/item") and NAMESPACE.encode() in parts[n])
    root = etree.fromstring(parts[name])
    content = json.loads(root.text)
    change(content)
    try:
        content = json.loads(write(json.dumps(content, ensure_ascii=False)))
        root.text = json.dumps({**content, "build": digest_of(content)}, ensure_ascii=False)
    except RecursionError:
        root.text = write(root.text)
    parts[name] = etree.tostring(root)
    write_package(parts, "edited.docx")


def paragraph_with(document, start: str):
    """The paragraph of a document that begins with these words, contents and lists of tables aside."""
    own = (
        p
        for p in document.element.body.iter(qn("w:p"))
        if not any("PAGEREF" in c.text for c in p.iter(qn("w:instrText")))
    )
    texts = {p: "".join(word.text or "" for word in p.iter(qn("w:t"))) for p in own}
    ranked = sorted((p for p in texts if start in texts[p]), key=lambda p: not texts[p].startswith(start))
    return ranked[0]
