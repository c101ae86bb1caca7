"""The claims of all chapters in one table, in the order of the report."""

from evalreport.claims.report import claims_csv, read_claims
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job


def collect_claims(chapters, path_to_claims):
    """Write claims.csv; chapters: <chapter>.claims.csv of every chapter, in their order."""
    write_text(path_to_claims, claims_csv(claim for path in chapters for claim in read_claims(path)))


if __name__ == "__main__":
    with job(snakemake):
        collect_claims(chapters=snakemake.input.chapters, path_to_claims=snakemake.output.claims)
