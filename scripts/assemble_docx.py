"""The report as Word, from its chapters and figures."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from evalreport.assemble.report import assemble_docx as assemble
from evalreport.assemble.report import chapter_sources
from evalreport.chapters.tracing import Trace
from evalreport.files.errors import BadInput
from evalreport.outputs.charts.word import draw_charts
from evalreport.outputs.shown import read_evidence
from evalreport.provenance.jobs import job
from evalreport.returns.anchors import anchor_report, chapters_with_blocks, marked_chapters


def assemble_docx(
    chapters,
    numbering,
    figures,
    metadata,
    templates,
    reference,
    charts,
    levels,
    exhibits,
    path_to_report,
    traces=(),
    report=None,
):
    """Write the report; numbering: {"number": 8} | {"appendix": 3} | {} a chapter, in the order of `chapters`;
    traces: where the signs of the chapters come from, none where nobody asks; report: its evaluation and edition;
    reference: the team's own design of Word files, None for ours; charts: exhibit -> `View.to_dict` of the figures that Word draws itself.
    """
    path = Path(path_to_report)
    sources = chapter_sources(chapters, numbering)
    place = Path(figures), metadata, Path(templates), path, reference and Path(reference)
    if traces:
        assemble_for_return(sources, traces, report, place)
    else:
        assemble(sources, *place)
    if charts:
        draw_charts(path, read_evidence(charts, levels, Path(exhibits)).values())


def assemble_for_return(sources, traces, report, place):
    """Write the report with the anchors by which its edits come home; report: its evaluation and edition."""
    texts = {source.path.stem: source.path.read_text(encoding="utf-8") for source in sources}
    read = {Path(path).name.partition(".")[0]: json.loads(Path(path).read_text(encoding="utf-8")) for path in traces}
    traced = {name: content and Trace.from_dict(content) for name, content in read.items()}
    chapters = chapters_with_blocks(texts, traced)
    with tempfile.TemporaryDirectory() as folder:
        marked = marked_chapters(chapters, Path(folder))
        own = [replace(source, path=marked.get(source.path.stem, source.path)) for source in sources]
        try:
            assemble(own, *place, measured=sources)
        except BadInput as error:
            names = {str(each.path): str(source.path) for each, source in zip(own, sources, strict=True)}
            raise BadInput(replace(each, file=names.get(each.file, each.file)) for each in error.problems) from None
    anchor_report(place[3], chapters, report)


if __name__ == "__main__":
    with job(snakemake):
        assemble_docx(
            chapters=snakemake.input.chapters,
            traces=snakemake.input.traces,
            report=snakemake.params.report,
            numbering=snakemake.params.numbering,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            reference=next(iter(snakemake.input.reference), None),
            charts=snakemake.params.charts,
            levels=snakemake.params.levels,
            exhibits=snakemake.params.exhibits,
            path_to_report=snakemake.output.docx,
        )
