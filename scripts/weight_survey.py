"""Weights of one scheme, and what they did."""

import pandas as pd
from evalreport.errors import plainly
from evalreport.tables import write_parquet, write_table
from evalreport.weigh import weigh
from evalreport.weight_estimates import diagnostics


def weight_survey(tables, scheme, name, to_weights, to_diagnostics):
    """Write the weight of each respondent (columns respondent, weight) and the diagnostics, in the schema of estimates.

    tables: instrument -> clean table; scheme: as `weighting_plan.scheme_params` gives it; name: the scheme's id, for messages.
    """
    clean = {instrument: pd.read_parquet(path) for instrument, path in tables.items()}
    waves = weigh(clean, scheme, f"weighting > {name}")
    parts = [pd.DataFrame({"respondent": w.respondents, "weight": w.weights}) for w in waves.values()]
    write_parquet(pd.concat(parts, ignore_index=True).astype({"respondent": "string"}), to_weights)
    write_table(diagnostics(waves, clean[scheme["instrument"]], scheme["key_results"]), to_diagnostics)


if __name__ == "__main__":
    with plainly(snakemake.log):
        weight_survey(
            tables=dict(zip(snakemake.params.instruments, snakemake.input.tables, strict=True)),
            scheme=snakemake.params.scheme,
            name=snakemake.wildcards.scheme,
            to_weights=snakemake.output.weights,
            to_diagnostics=snakemake.output.diagnostics,
        )
