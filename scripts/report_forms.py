"""The empty report forms as Word files, to be handed out."""

from pathlib import Path

from evalreport.provenance.jobs import job
from evalreport.records.reports.form_docx import write_empty_form


def report_forms(settings, config_folder, language, paths):
    """Write the form of each source of records; settings: source -> its settings; paths: one a source, named <source>.docx."""
    for path in map(Path, paths):
        write_empty_form(settings[path.stem], Path(config_folder), language, path)


if __name__ == "__main__":
    with job(snakemake):
        report_forms(
            settings=snakemake.params.settings,
            config_folder=snakemake.params.config_folder,
            language=snakemake.params.language,
            paths=snakemake.output,
        )
