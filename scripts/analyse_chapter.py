"""Estimates and tests of every exhibit of a chapter."""

from pathlib import Path

import pandas as pd
from evalreport.analysis import ESTIMATES, TESTS, analyse
from evalreport.errors import plainly
from evalreport.evaluation import Exhibit, Group, load_codebooks, load_evaluation
from evalreport.manifests import rows_received
from evalreport.register_estimates import cleaning_estimates, response_estimates
from evalreport.tables import read_table, write_table
from evalreport.view import TOTAL


def analyse_chapter(evaluation, exhibits, panels, waves, clean, logs, received, response, to_estimates, to_tests):
    """Write one table of estimates and one of tests for the exhibits of a chapter.

    exhibits, panels, waves: as planned (plain data); clean, logs: instrument -> path; received: instrument -> wave -> rows of the raw file.
    """
    books = load_codebooks(evaluation)
    data = {name: _edition_rows(pd.read_parquet(path), waves[name]) for name, path in clean.items()}
    results = [_exhibit(Exhibit(**e, title=""), panels, waves, books, data, logs, received, response) for e in exhibits]
    write_table(_joined([estimates for estimates, _ in results], ESTIMATES), to_estimates)
    write_table(_joined([tests for _, tests in results], TESTS), to_tests)


def _edition_rows(table, waves):
    return table[table["wave"].isin(waves)].reset_index(drop=True)


def _joined(tables, columns):
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)


def _exhibit(exhibit, panels, waves, books, data, logs, received, response):
    no_tests = pd.DataFrame(columns=TESTS)
    if exhibit.kind == "response":
        table = read_table(response, text=("variable", "category", "group"))
        groups = [group["id"] for _, groups in panels[exhibit.id] for group in groups]
        everyone = [TOTAL] if exhibit.total or not exhibit.by else []
        return response_estimates(exhibit.id, table, list(exhibit.variables), [*groups, *everyone]), no_tests
    if exhibit.kind == "cleaning":
        log = read_table(logs[exhibit.instrument], text=("wave", "variable", "rule"))
        counts = {wave: received[exhibit.instrument][wave] for wave in waves[exhibit.instrument]}
        return cleaning_estimates(exhibit.id, log, counts), no_tests
    grouped = tuple(
        (name, tuple(Group(g["id"], "", g["where"]) for g in groups)) for name, groups in panels[exhibit.id]
    )
    return analyse(exhibit, data[exhibit.instrument], books[exhibit.instrument], grouped)


if __name__ == "__main__":
    with plainly(snakemake.log):
        settings = snakemake.params.codebooks
        analyse_chapter(
            evaluation=load_evaluation(Path(settings["config_folder"]), settings["evaluation"]),
            exhibits=snakemake.params.plan["exhibits"],
            panels=snakemake.params.plan["panels"],
            waves=snakemake.params.plan["waves"],
            clean=dict(zip(snakemake.params.surveyed, snakemake.input.clean, strict=True)),
            logs=dict(zip(snakemake.params.logged, snakemake.input.logs, strict=True)),
            received=rows_received(snakemake.input.manifests),
            response=next(iter(snakemake.input.response), None),
            to_estimates=snakemake.output.estimates,
            to_tests=snakemake.output.tests,
        )
