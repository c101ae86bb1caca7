"""Response rates by group and office, in the schema of estimates."""

import pandas as pd
from evalreport.files.tables import write_table
from evalreport.provenance.jobs import job
from evalreport.weighting.response import response_table


def respond_survey(tables, waves, groups, to_response):
    """Write the response table; its header alone for an evaluation that counts no response.

    tables: instrument -> clean table; waves, groups: as configured.
    """
    clean = {name: pd.read_parquet(path) for name, path in tables.items()}
    write_table(response_table(clean, waves, groups), to_response)


if __name__ == "__main__":
    with job(snakemake):
        respond_survey(
            tables=dict(zip(snakemake.params.instruments, snakemake.input.tables, strict=True)),
            waves=snakemake.params.waves,
            groups=snakemake.params.groups,
            to_response=snakemake.output.response,
        )
