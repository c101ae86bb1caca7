"""The single exit of the analysis: small cells withheld, one table of estimates and one of tests an exhibit."""

from pathlib import Path

from evalreport.disclosure.structure import structure_from
from evalreport.exhibits.protection import protect, protect_tests
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT, TEXT_TEXT
from evalreport.files.tables import read_table, write_table
from evalreport.provenance.jobs import job


def protect_chapter(path_to_estimates, path_to_tests, path_to_texts, limits, worded, folder, structures=None):
    """Write <exhibit>.estimates.csv and <exhibit>.tests.csv of each exhibit into a folder, and <exhibit>.texts.csv of the worded.

    limits: exhibit -> smallest cell and smallest base that may leave, 0 for no limit; structures: exhibit -> what adds up in it
    (`Structure.to_dict`).
    """
    estimates = read_table(path_to_estimates, text=ESTIMATE_TEXT)
    tests = read_table(path_to_tests, text=TEST_TEXT)
    for exhibit, (minimum_cell, minimum_base) in limits.items():
        structure = structure_from(structures[exhibit]) if structures else None
        protected = protect(estimates[estimates["exhibit"] == exhibit], minimum_cell, minimum_base, structure)
        write_table(protected, Path(folder) / f"{exhibit}.estimates.csv")
        kept = protect_tests(tests[tests["exhibit"] == exhibit], protected)
        write_table(kept, Path(folder) / f"{exhibit}.tests.csv")
    texts = read_table(path_to_texts, text=TEXT_TEXT)
    for exhibit in worded:
        write_table(texts[texts["exhibit"] == exhibit], Path(folder) / f"{exhibit}.texts.csv")


if __name__ == "__main__":
    with job(snakemake):
        protect_chapter(
            path_to_estimates=snakemake.input.estimates,
            path_to_tests=snakemake.input.tests,
            path_to_texts=snakemake.input.texts,
            limits=snakemake.params.limits,
            structures=snakemake.params.structures,
            worded=snakemake.params.worded,
            folder=snakemake.params.folder,
        )
