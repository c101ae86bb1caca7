"""One source of records as tables of text, each row with the place it came from."""

from pathlib import Path

from evalreport.files.tables import write_table
from evalreport.provenance.jobs import job
from evalreport.records.registry import tables_of


def read_records(settings, data_folder, config_folder, language, paths):
    """Read a source of records; paths: one a table, named <table>.csv."""
    tables = tables_of(settings, Path(data_folder), Path(config_folder), language)
    for path in paths:
        write_table(tables[Path(path).stem], path)


if __name__ == "__main__":
    with job(snakemake):
        read_records(
            settings=snakemake.params.settings,
            data_folder=snakemake.params.data_folder,
            config_folder=snakemake.params.config_folder,
            language=snakemake.params.language,
            paths=snakemake.output,
        )
