"""A final edition stops here when the audit proves a number of its own wrong."""

from evalreport.audit.gate import gate_problems
from evalreport.audit.page import TEXT, counts_line
from evalreport.files.errors import raise_if
from evalreport.files.tables import read_table
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job


def check_audit(findings, path_to_counts):
    """Write how many findings there are; raises BadInput with every proven one."""
    table = read_table(findings, TEXT)
    raise_if(gate_problems(table))
    write_text(path_to_counts, f"{counts_line(table)}\n")


if __name__ == "__main__":
    with job(snakemake):
        check_audit(findings=snakemake.input.findings, path_to_counts=snakemake.output.counts)
