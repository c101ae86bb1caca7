"""The report as PDF, from its chapters and figures."""

from pathlib import Path

from evalreport.assemble.report import assemble_pdf as assemble
from evalreport.assemble.report import chapter_sources
from evalreport.provenance.jobs import job


def assemble_pdf(chapters, numbering, figures, metadata, templates, path_to_report):
    """Write the report; numbering: {"number": 8} | {"appendix": 3} | {} a chapter, in the order of `chapters`."""
    assemble(chapter_sources(chapters, numbering), Path(figures), metadata, Path(templates), Path(path_to_report))


if __name__ == "__main__":
    with job(snakemake):
        assemble_pdf(
            chapters=snakemake.input.chapters,
            numbering=snakemake.params.numbering,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            path_to_report=snakemake.output.pdf,
        )
