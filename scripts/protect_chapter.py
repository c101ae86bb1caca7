"""The single exit of the analysis: small cells withheld, one table of estimates and one of tests an exhibit."""

from pathlib import Path

from evalreport.disclosure.masks import COLUMNS, withheld_by, withheld_tests
from evalreport.disclosure.protection import masked, protect, protect_tests, texts_left
from evalreport.disclosure.structure import structure_from
from evalreport.exhibits.joining import joined_table
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT, TEXT_TEXT
from evalreport.files.tables import read_table, write_table
from evalreport.provenance.jobs import job


def protect_chapter(
    path_to_estimates, path_to_tests, path_to_texts, limits, worded, folder, structures=None, masks=None, joined=None
):
    """Write <exhibit>.estimates.csv and <exhibit>.tests.csv of each exhibit into a folder, and <exhibit>.texts.csv of the worded.

    limits: exhibit -> smallest cell and smallest base that may leave, 0 for no limit; structures: exhibit -> what adds up in it
    (`Structure.to_dict`); masks: exhibit -> path of its mask, where one plan for the report decides; joined: exhibit that prints
    others' numbers -> these -> variable -> what it is called there.
    """
    estimates = read_table(path_to_estimates, text=ESTIMATE_TEXT)
    tests = read_table(path_to_tests, text=TEST_TEXT)
    kept_estimates = {}
    for exhibit, (minimum_cell, minimum_base) in limits.items():
        table = estimates[estimates["exhibit"] == exhibit].reset_index(drop=True)
        further = set()
        if masks:
            mask = read_table(masks[exhibit], text=tuple(COLUMNS))
            protected, further = masked(table, withheld_by(table, mask)), withheld_tests(mask)
        else:
            structure = structure_from(structures[exhibit]) if structures else None
            protected = protect(table, minimum_cell, minimum_base, structure)
        write_table(protected, Path(folder) / f"{exhibit}.estimates.csv")
        kept = protect_tests(tests[tests["exhibit"] == exhibit], protected, further)
        write_table(kept, Path(folder) / f"{exhibit}.tests.csv")
        kept_estimates[exhibit] = protected
    for exhibit, names in (joined or {}).items():
        write_table(joined_table(exhibit, names, kept_estimates), Path(folder) / f"{exhibit}.estimates.csv")
    texts = read_table(path_to_texts, text=TEXT_TEXT)
    for exhibit in worded:
        write_table(
            texts_left(texts[texts["exhibit"] == exhibit], kept_estimates[exhibit]),
            Path(folder) / f"{exhibit}.texts.csv",
        )


if __name__ == "__main__":
    with job(snakemake):
        protect_chapter(
            path_to_estimates=snakemake.input.estimates,
            path_to_tests=snakemake.input.tests,
            path_to_texts=snakemake.input.texts,
            limits=snakemake.params.limits,
            structures=snakemake.params.structures,
            masks=dict(zip(snakemake.params.limits, snakemake.input.masks, strict=True))
            if snakemake.input.masks
            else None,
            worded=snakemake.params.worded,
            joined=snakemake.params.joined,
            folder=snakemake.params.folder,
        )
