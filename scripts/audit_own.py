"""The audit of the report's own tables, read back from the text that is printed."""

from pathlib import Path

from evalreport.audit.own import printed_cells
from evalreport.audit.printed import Printed
from evalreport.audit.run import audit
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.view import view_from
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT
from evalreport.files.tables import read_table, write_table
from evalreport.provenance.jobs import job


def audit_own(exhibits, views, statistics, levels, language, path_to_findings):
    """Write the findings.

    exhibits: paths of the protected tables of the exhibits in `views` (plain data by exhibit);
    statistics: exhibit -> what its numbers are; levels: of significance, which the marks of tests stand for.
    """
    paths = {Path(path).name: path for path in exhibits}
    cells = [
        cell
        for name, view in views.items()
        for cell in printed_cells(_evidence(name, view, tuple(levels), paths), statistics[name])
    ]
    write_table(audit(Printed(tuple(cells)), language, bases_known=True), path_to_findings)


def _evidence(name, view, levels, paths):
    estimates = read_table(paths[f"{name}.estimates.csv"], ESTIMATE_TEXT)
    return evidence_from(view_from(view), estimates, read_table(paths[f"{name}.tests.csv"], TEST_TEXT), levels)


if __name__ == "__main__":
    with job(snakemake):
        audit_own(
            exhibits=snakemake.input.exhibits,
            views=snakemake.params.views,
            statistics=snakemake.params.statistics,
            levels=snakemake.params.levels,
            language=snakemake.params.language,
            path_to_findings=snakemake.output.findings,
        )
