"""The findings of an audit as one page in a browser, and for Word."""

import tempfile
from pathlib import Path

from evalreport.assemble.report import ChapterSource, assemble_docx
from evalreport.audit.page import TEXT, html_page, markdown_page
from evalreport.audit.printed import read_printed
from evalreport.files.tables import read_table
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.words.catalogue import word

OWN = {
    "bibliography": [],
    "data_note": "",
    "subtitle": "",
    "status": "final",
}  # a page of its own, no part of the report


def present_audit(findings, tables, page, reference, metadata, templates, path_to_html, path_to_docx):
    """Write audit.html and audit.docx; tables: what was audited; page: the page's template; metadata: the report's."""
    table, cells, language = read_table(findings, TEXT), read_printed(tables).cells, metadata["language"]
    counts = (len({cell.table for cell in cells}), sum(cell.value is not None for cell in cells))
    write_text(path_to_html, html_page(table, *counts, language, Path(page)))
    with tempfile.TemporaryDirectory() as folder:
        chapter = Path(folder) / "audit.md"
        chapter.write_text(markdown_page(table, *counts, language), encoding="utf-8")
        assemble_docx(
            [ChapterSource(chapter)],
            Path(folder),
            metadata | OWN | {"title": word("audit_running", language)},
            Path(templates),
            Path(path_to_docx),
            reference and Path(reference),
            alone=True,
        )


if __name__ == "__main__":
    with job(snakemake):
        present_audit(
            findings=snakemake.input.findings,
            tables=snakemake.input.tables,
            page=f"{snakemake.params.places['shared']}/audit.html",
            reference=next(iter(snakemake.input.reference), None),
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            path_to_html=snakemake.output.html,
            path_to_docx=snakemake.output.docx,
        )
