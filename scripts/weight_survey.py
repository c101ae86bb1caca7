"""Weights of one scheme, and what they did."""

import pandas as pd
from evalreport.exhibits.weights.numbers import diagnostics
from evalreport.files.tables import write_parquet, write_table
from evalreport.provenance.jobs import job
from evalreport.survey.reweighing import margin_columns, number_columns, response_columns
from evalreport.weighting.weigh import weigh


def weight_survey(tables, scheme, name, to_weights, to_diagnostics):
    """Write the weight of each respondent, with what it takes to weigh again (see `reweighing`), and the diagnostics.

    tables: instrument -> clean table; scheme: as `weighting_plan.scheme_params` gives it; name: the scheme's id, for messages.
    """
    clean = {instrument: pd.read_parquet(path) for instrument, path in tables.items()}
    waves = weigh(clean, scheme, f"weighting > {name}")
    parts = [_table(wave.drawn or wave) for wave in waves.values()]
    write_parquet(pd.concat(parts, ignore_index=True).astype({"respondent": "string"}), to_weights)
    write_table(diagnostics(waves, clean[scheme["instrument"]], scheme["key_results"]), to_diagnostics)


def _table(wave):
    columns = {"respondent": wave.respondents, "wave": wave.wave, "weight": wave.weights, "base": wave.base}
    how = {"low": wave.bounds[0], "high": wave.bounds[1], "method": wave.method}
    known = {**margin_columns(wave.margins), **number_columns(wave.numbers)}
    return pd.DataFrame({**columns, **how, **known, **(response_columns(wave.response) if wave.response else {})})


if __name__ == "__main__":
    with job(snakemake):
        weight_survey(
            tables=dict(zip(snakemake.params.instruments, snakemake.input.tables, strict=True)),
            scheme=snakemake.params.scheme,
            name=snakemake.wildcards.scheme,
            to_weights=snakemake.output.weights,
            to_diagnostics=snakemake.output.diagnostics,
        )
