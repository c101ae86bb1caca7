"""One chapter on its own, as Word and as PDF, with the numbers it has in the whole report."""

import tempfile
from pathlib import Path

from evalreport.assemble.report import assemble_docx, assemble_pdf, lone_chapter
from evalreport.provenance.jobs import job


def assemble_chapter(chapter, order, outlines, figures, metadata, templates, reference, path_to_docx, path_to_pdf):
    """Write the chapter; order: {"id", "number", "appendix"} of all chapters, outlines: what the others hold, by id."""
    figures, templates = Path(figures), Path(templates)
    with tempfile.TemporaryDirectory() as folder:
        sources = lone_chapter(Path(chapter), order, outlines, Path(folder))
        word = {"reference": reference and Path(reference), "alone": True}
        assemble_docx(sources, figures, metadata, templates, Path(path_to_docx), **word)
        assemble_pdf(sources, figures, metadata, templates, Path(path_to_pdf), alone=True)


if __name__ == "__main__":
    with job(snakemake):
        assemble_chapter(
            chapter=snakemake.input.chapter,
            order=snakemake.params.order,
            outlines=snakemake.params.outlines,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            reference=next(iter(snakemake.input.reference), None),
            path_to_docx=snakemake.output.docx,
            path_to_pdf=snakemake.output.pdf,
        )
