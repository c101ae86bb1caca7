"""The report as Word, from its chapters and figures."""

from pathlib import Path

from evalreport.assemble.report import assemble_docx as assemble
from evalreport.assemble.report import chapter_sources
from evalreport.provenance.jobs import job


def assemble_docx(chapters, numbering, figures, metadata, templates, reference, path_to_report):
    """Write the report; numbering: {"number": 8} | {"appendix": 3} | {} a chapter, in the order of `chapters`;
    reference: the team's own design of Word files, None for ours.
    """
    sources = chapter_sources(chapters, numbering)
    assemble(sources, Path(figures), metadata, Path(templates), Path(path_to_report), reference and Path(reference))


if __name__ == "__main__":
    with job(snakemake):
        assemble_docx(
            chapters=snakemake.input.chapters,
            numbering=snakemake.params.numbering,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            reference=next(iter(snakemake.input.reference), None),
            path_to_report=snakemake.output.docx,
        )
