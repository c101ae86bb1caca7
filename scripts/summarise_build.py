"""What was read, dropped, changed, withheld and reproduced, on one page for the team."""

from evalreport.audit.page import TEXT
from evalreport.chapters.literals.calls import literal_table
from evalreport.claims.report import read_claims
from evalreport.files.estimates import ESTIMATE_TEXT
from evalreport.files.tables import read_table, write_table
from evalreport.files.writing import write_text
from evalreport.ingest.manifests import read_manifests
from evalreport.provenance.jobs import job
from evalreport.verify.cleaned import logs_of, notices_of
from evalreport.verify.summary import summary


def summarise_build(claims, own, comparison, logs, manifests, waves, exhibits, literals, paths, noticed=(), **settings):
    """Write summary.md and literals.csv (paths); waves: instrument -> waves, in the order of `logs`; noticed: what cleaning told,
    a table an instrument, in the order of `logs`; settings: title, records, notices, limits and earlier, as `summary` takes them."""
    estimates = [read_table(path, text=ESTIMATE_TEXT) for path in exhibits if str(path).endswith(".estimates.csv")]
    typed = literal_table(estimates=estimates, **literals)
    text = summary(
        manifests=read_manifests(manifests),
        logs=logs_of(waves, logs),
        estimates=estimates,
        claims=read_claims(claims),
        audit=read_table(own, TEXT),
        comparison=read_table(comparison, text=("agreement", "reason")),
        typed=typed,
        noticed=notices_of(waves, noticed),
        **settings,
    )
    write_text(paths[0], text)
    write_table(typed, paths[1])


if __name__ == "__main__":
    with job(snakemake):
        summarise_build(
            title=snakemake.params.title,
            claims=snakemake.input.claims,
            own=snakemake.input.audit,
            comparison=snakemake.input.comparison,
            logs=snakemake.input.logs,
            manifests=snakemake.input.manifests,
            records=snakemake.params.records,
            limits=snakemake.params.limits,
            noticed=snakemake.input.noticed,
            waves=snakemake.params.waves,
            exhibits=snakemake.input.exhibits,
            notices=snakemake.params.notices["all"],
            earlier=snakemake.params.earlier["lines"],
            literals=snakemake.params.literals,
            paths=snakemake.output,
        )
