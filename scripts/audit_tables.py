"""What cannot be right in printed tables."""

from evalreport.audit.printed import read_printed
from evalreport.audit.run import audit
from evalreport.files.tables import write_table
from evalreport.provenance.jobs import job


def audit_tables(tables, language, path_to_findings):
    """Write the findings about printed tables, CSV files as docs/audit.md describes them."""
    write_table(audit(read_printed(tables), language), path_to_findings)


if __name__ == "__main__":
    with job(snakemake):
        audit_tables(
            tables=snakemake.input.tables,
            language=snakemake.params.language,
            path_to_findings=snakemake.output.findings,
        )
