"""A raw export as a table of text, with a manifest of what was read."""

import json

from evalreport.files.tables import write_parquet
from evalreport.files.writing import write_text
from evalreport.ingest.reading import read_source
from evalreport.provenance.jobs import job


def ingest_source(path_to_raw, reader, options, instrument, wave, path_to_table, path_to_manifest, path_to_log):
    """Read a raw export with its reader and options; write its table of text, its manifest, and what it told to the log."""
    source = read_source(path_to_raw, reader, options)
    manifest = {**source.manifest, "instrument": instrument, "wave": wave}
    write_parquet(source.table, path_to_table)
    write_text(path_to_manifest, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    write_text(path_to_log, "".join(f"{manifest['file']}: {notice}\n" for notice in manifest["notices"]))


if __name__ == "__main__":
    with job(snakemake):
        ingest_source(
            path_to_raw=snakemake.input.raw,
            reader=snakemake.params.reader,
            options=snakemake.params.options,
            instrument=snakemake.wildcards.instrument,
            wave=snakemake.wildcards.wave,
            path_to_table=snakemake.output.table,
            path_to_manifest=snakemake.output.manifest,
            path_to_log=snakemake.log[0],
        )
