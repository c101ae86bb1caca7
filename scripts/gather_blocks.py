"""The report as blocks of HTML, with the numbers behind its figures: what the outputs beside Word and PDF are made from."""

from pathlib import Path

from evalreport.assemble.report import chapter_sources, html_blocks
from evalreport.files.writing import write_text
from evalreport.outputs.shown import data_tables, read_evidence
from evalreport.provenance.jobs import job


def gather_blocks(chapters, numbering, views, levels, exhibits, figures, metadata, templates, path_to_blocks):
    """Write the blocks; numbering: as for the report, views: exhibit -> `View.to_dict` of those the chapters show."""
    evidence = read_evidence(views, levels, Path(exhibits))
    data = data_tables(evidence, Path(exhibits))
    sources = chapter_sources(chapters, numbering)
    write_text(path_to_blocks, html_blocks(sources, Path(figures), metadata, Path(templates), data))


if __name__ == "__main__":
    with job(snakemake):
        gather_blocks(
            chapters=snakemake.input.chapters,
            numbering=snakemake.params.numbering,
            views=snakemake.params.views,
            levels=snakemake.params.levels,
            exhibits=snakemake.params.exhibits,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            path_to_blocks=snakemake.output.blocks,
        )
