"""Estimates and tests of every exhibit of a chapter."""

import pandas as pd
from evalreport.evaluation.codebooks import books_of
from evalreport.exhibits.numbers import chapter_tables
from evalreport.exhibits.sources import Sources
from evalreport.files.tables import ALL_TEXT, read_table, write_table
from evalreport.ingest.manifests import rows_received
from evalreport.provenance.jobs import job
from evalreport.survey.interval_rules import interval_rules
from evalreport.survey.samplings import Samplings


def analyse_chapter(
    codebooks,
    plan,
    clean,
    logs,
    received,
    response,
    to_estimates,
    to_tests,
    to_texts,
    diagnostics=None,
    weights=None,
    records=None,
):
    """Write one table of estimates, one of tests and one of texts for the exhibits of a chapter.

    codebooks: `Project.codebook_params`; plan: `Project.analysis_params`; clean, logs: instrument -> path; received: instrument ->
    wave -> rows of the raw file; diagnostics, weights: weighting scheme -> path; records: name.table -> path.
    """
    waves = plan["waves"]
    data = {name: _edition_rows(pd.read_parquet(path), waves[name]) for name, path in clean.items()}
    read = {name: read_table(path, text=ALL_TEXT) for name, path in (records or {}).items()}
    schemes = {scheme: pd.read_parquet(path) for scheme, path in (weights or {}).items()}
    books = {name: book.limited(waves.get(name, book.waves)) for name, book in books_of(codebooks).items()}
    samplings = Samplings(data, plan["designs"], schemes, interval_rules(plan["uncertainty"]))
    sources = Sources(logs, received, response, diagnostics or {}, waves, data, read, books, samplings)
    estimates, tests, texts = chapter_tables(plan, sources)
    write_table(estimates, to_estimates)
    write_table(tests, to_tests)
    write_table(texts, to_texts)


def _edition_rows(table, waves):
    return table[table["wave"].isin(waves)].reset_index(drop=True)


if __name__ == "__main__":
    with job(snakemake):
        analyse_chapter(
            codebooks=snakemake.params.codebooks,
            plan=snakemake.params.plan,
            clean=dict(zip(snakemake.params.surveyed, snakemake.input.clean, strict=True)),
            logs=dict(zip(snakemake.params.logged, snakemake.input.logs, strict=True)),
            received=rows_received(snakemake.input.manifests),
            response=next(iter(snakemake.input.response), None),
            diagnostics=dict(zip(snakemake.params.diagnosed, snakemake.input.diagnostics, strict=True)),
            weights=dict(zip(snakemake.params.weighted, snakemake.input.weights, strict=True)),
            records=dict(zip(snakemake.params.recorded, snakemake.input.records, strict=True)),
            to_estimates=snakemake.output.estimates,
            to_tests=snakemake.output.tests,
            to_texts=snakemake.output.texts,
        )
