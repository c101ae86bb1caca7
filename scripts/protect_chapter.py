"""The single exit of the analysis: small cells withheld, one table of estimates and one of tests an exhibit."""

from pathlib import Path

from evalreport.errors import plainly
from evalreport.evidence import ESTIMATE_TEXT, TEST_TEXT
from evalreport.protection import protect, protect_tests
from evalreport.tables import read_table, write_table


def protect_chapter(path_to_estimates, path_to_tests, exhibits, minimum_cell, minimum_base, folder, unit_tables=()):
    """Write <exhibit>.estimates.csv and <exhibit>.tests.csv of each exhibit into a folder.

    unit_tables: exhibits in which each cell is a group of its own (an office), and has to pass the limit of groups too.
    """
    estimates = read_table(path_to_estimates, text=ESTIMATE_TEXT)
    tests = read_table(path_to_tests, text=TEST_TEXT)
    for exhibit in exhibits:
        limit = max(minimum_cell, minimum_base) if exhibit in unit_tables else minimum_cell
        protected = protect(estimates[estimates["exhibit"] == exhibit], limit, minimum_base)
        write_table(protected, Path(folder) / f"{exhibit}.estimates.csv")
        kept = protect_tests(tests[tests["exhibit"] == exhibit], protected)
        write_table(kept, Path(folder) / f"{exhibit}.tests.csv")


if __name__ == "__main__":
    with plainly(snakemake.log):
        protect_chapter(
            path_to_estimates=snakemake.input.estimates,
            path_to_tests=snakemake.input.tests,
            exhibits=snakemake.params.exhibits,
            minimum_cell=snakemake.params.minimum_cell,
            minimum_base=snakemake.params.minimum_base,
            folder=snakemake.params.folder,
            unit_tables=snakemake.params.unit_tables,
        )
