"""A raw export as a table of text, with a manifest of what was read."""

import json

from evalreport.files.tables import write_parquet
from evalreport.files.writing import write_text
from evalreport.ingest.reading import read_source
from evalreport.provenance.jobs import job


def ingest_source(path_to_raw, reader, options, path_to_table, path_to_manifest):
    """Read a raw export with its reader and options; write its table of text and its manifest."""
    source = read_source(path_to_raw, reader, options)
    write_parquet(source.table, path_to_table)
    write_text(path_to_manifest, json.dumps(source.manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    with job(snakemake):
        ingest_source(
            path_to_raw=snakemake.input.raw,
            reader=snakemake.params.reader,
            options=snakemake.params.options,
            path_to_table=snakemake.output.table,
            path_to_manifest=snakemake.output.manifest,
        )
