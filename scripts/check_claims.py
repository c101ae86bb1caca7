"""How the claims of the report came out, in one line; a final edition stops here when one of them fails."""

from evalreport.claims.report import REFUSED, counts_line, read_claims, refusals
from evalreport.files.errors import raise_if
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job


def check_claims(claims, status, weakened, path_to_counts):
    """Write claims.txt; status: draft or final; weakened: report or refuse. Raises BadInput in a final edition."""
    found = read_claims(claims)
    if status == "final":
        raise_if(refusals(found, weakened == "refuse"), REFUSED)
    line = counts_line(found)
    write_text(path_to_counts, f"{line}\n" if line else "")


if __name__ == "__main__":
    with job(snakemake):
        check_claims(
            claims=snakemake.input.claims,
            status=snakemake.params.status,
            weakened=snakemake.params.weakened,
            path_to_counts=snakemake.output.counts,
        )
