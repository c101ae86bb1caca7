"""The report as Word, from its chapters and figures."""

from pathlib import Path

from evalreport.assemble.report import assemble_docx as assemble
from evalreport.assemble.report import chapter_sources
from evalreport.provenance.jobs import job


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
        from evalreport.returns.assembly import assemble_for_return

        assemble_for_return(sources, [Path(trace) for trace in traces], report, *place)
    else:
        assemble(sources, *place)
    if charts:
        from evalreport.outputs.charts.word import draw_charts
        from evalreport.outputs.shown import read_evidence

        draw_charts(path, read_evidence(charts, levels, Path(exhibits)).values())


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
