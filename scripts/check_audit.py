"""A final edition stops here when the audit proves a number of its own wrong."""

from evalreport.audit.own import gate_problems
from evalreport.audit.page import TEXT, counts_line
from evalreport.errors import plainly, raise_if
from evalreport.files import write_text
from evalreport.tables import read_table


def check_audit(findings, path_to_counts):
    """Write how many findings there are; raises BadInput with every proven one."""
    table = read_table(findings, TEXT)
    raise_if(gate_problems(table))
    write_text(path_to_counts, f"{counts_line(table)}\n")


if __name__ == "__main__":
    with plainly(snakemake.log):
        check_audit(findings=snakemake.input.findings, path_to_counts=snakemake.output.counts)
