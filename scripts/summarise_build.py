"""What was read, dropped, changed, withheld and reproduced, on one page for the team."""

from pathlib import Path

from evalreport.audit.page import TEXT
from evalreport.build_summary import summary
from evalreport.claim_report import read_claims
from evalreport.errors import plainly
from evalreport.evidence import ESTIMATE_TEXT
from evalreport.files import sha256, write_text
from evalreport.literal_calls import literal_table
from evalreport.manifests import read_manifests
from evalreport.tables import read_table, write_table

LOG_TEXT = ("wave", "variable", "old", "new", "rule", "reason")


def summarise_build(
    title,
    claims,
    own,
    comparison,
    logs,
    manifests,
    records,
    data_folder,
    waves,
    exhibits,
    notices,
    literals,
    path_to_summary,
    path_to_typed,
):
    """Write summary.md and literals.csv; records: raw files; waves: instrument -> waves the edition knows, in the order of `logs`."""
    estimates = [read_table(path, text=ESTIMATE_TEXT) for path in exhibits if str(path).endswith(".estimates.csv")]
    typed = literal_table(estimates=estimates, **literals)
    text = summary(
        title=title,
        manifests=read_manifests(manifests),
        records={str(Path(path).relative_to(data_folder)): sha256(path) for path in records},
        logs={
            name: _of_waves(read_table(path, text=LOG_TEXT), waves[name])
            for name, path in zip(waves, logs, strict=True)
        },
        estimates=estimates,
        claims=read_claims(claims),
        audit=read_table(own, TEXT),
        comparison=read_table(comparison, text=("agreement", "reason")),
        notices=notices,
        typed=typed,
    )
    write_text(path_to_summary, text)
    write_table(typed, path_to_typed)


def _of_waves(log, waves):
    return log[log["wave"].isin(waves)]


if __name__ == "__main__":
    with plainly(snakemake.log):
        summarise_build(
            title=snakemake.params.title,
            claims=snakemake.input.claims,
            own=snakemake.input.audit,
            comparison=snakemake.input.comparison,
            logs=snakemake.input.logs,
            manifests=snakemake.input.manifests,
            records=snakemake.input.records,
            data_folder=snakemake.params.data_folder,
            waves=snakemake.params.waves,
            exhibits=snakemake.input.exhibits,
            notices=snakemake.params.notices["all"],
            literals=snakemake.params.literals,
            path_to_summary=snakemake.output.summary,
            path_to_typed=snakemake.output.literals,
        )
