"""The questionnaires as blank forms in Word, from their codebooks: the next round is sent from the source it is read with."""

import tempfile
from pathlib import Path

from evalreport.assemble.report import assemble_docx, chapter_sources
from evalreport.chapters.form_block import form_block
from evalreport.codebook.printed_form import printed_form
from evalreport.evaluation.codebooks import books_of
from evalreport.markdown.grid import escape
from evalreport.provenance.jobs import job


def blank_forms(codebooks, waves, labels, metadata, templates, reference, to):
    """Write a form an instrument; codebooks: `Project.codebook_params`; waves: instrument -> the wave whose questions it holds;
    labels: instrument -> its heading; to: instrument -> path.
    """
    books = books_of(codebooks)
    for name, path in to.items():
        entries = printed_form(books[name].limited((waves[name],)), metadata["language"])
        text = f"# {escape(labels[name])} {{.unnumbered}}\n\n{form_block(entries, metadata['language'])}\n"
        with tempfile.TemporaryDirectory() as folder:
            chapter = Path(folder) / f"{name}.md"
            chapter.write_text(text, encoding="utf-8")
            sources = chapter_sources([chapter], [{}])
            form = {"reference": reference and Path(reference), "alone": True}
            assemble_docx(sources, Path(folder), metadata | {"status": "final"}, Path(templates), Path(path), **form)


if __name__ == "__main__":
    with job(snakemake):
        blank_forms(
            codebooks=snakemake.params.codebooks,
            waves=snakemake.params.waves,
            labels=snakemake.params.labels,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            reference=next(iter(snakemake.input.reference), None),
            to=dict(zip(snakemake.params.labels, snakemake.output.forms, strict=True)),
        )
