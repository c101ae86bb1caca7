"""A final edition stops here when what is published gives a small number away."""

from evalreport.disclosure.register import TEXT, breaches
from evalreport.files.errors import raise_if
from evalreport.files.tables import read_table
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job


def check_disclosure(register, path_to_counts):
    """Write how many numbers have which status; raises BadInput with every breach."""
    table = read_table(register, TEXT)
    raise_if(breaches(table, str(register)))
    counts = table["status"].value_counts().sort_index()
    write_text(path_to_counts, "".join(f"{status}: {n}\n" for status, n in counts.items()) or "withheld: 0\n")


if __name__ == "__main__":
    with job(snakemake):
        check_disclosure(register=snakemake.input.register, path_to_counts=snakemake.output.counts)
