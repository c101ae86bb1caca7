"""The register of disclosure control as one page in a browser."""

from pathlib import Path

from evalreport.disclosure.page import html_page
from evalreport.disclosure.register import TEXT
from evalreport.files.tables import read_table
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job


def present_disclosure(register, titles, report, language, page, path_to_html):
    """Write the page; titles: exhibit -> title; report: the title of the report; page: the page's template."""
    table = read_table(register, TEXT)
    write_text(path_to_html, html_page(table, titles, report, language, Path(page)))


if __name__ == "__main__":
    with job(snakemake):
        present_disclosure(
            register=snakemake.input.register,
            titles=dict(snakemake.params.titles.items()),
            report=snakemake.params.report,
            language=snakemake.params.language,
            page=f"{snakemake.params.places['shared']}/disclosure.html",
            path_to_html=snakemake.output.html,
        )
