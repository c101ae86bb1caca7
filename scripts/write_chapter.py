"""One chapter as Markdown, with the numbers its template cites, and its claims."""

import json
from pathlib import Path

from evalreport.audit.page import TEXT
from evalreport.changes.text import changes_text
from evalreport.chapters.chapter import Given, render, tables_of, traced
from evalreport.claims.report import claims_csv
from evalreport.files.tables import read_table
from evalreport.files.writing import write_text
from evalreport.ingest.manifests import read_manifests
from evalreport.provenance.jobs import job


def write_chapter(
    template,
    folders,
    exhibits,
    settings,
    manifests,
    software,
    path_to_chapter,
    path_to_claims,
    changes=None,
    audit=(),
    path_to_trace=None,
):
    """Render a chapter; exhibits: paths of the <exhibit>.estimates.csv, .tests.csv and .texts.csv it cites; software: name -> version,
    where it lists the programs; changes: for changes();
    audit: path of the findings it prints; path_to_trace: where it is told which place of a template each sign
    comes from, None where nobody asks.
    """
    tables = tables_of(exhibits, settings["views"])
    files = read_manifests(manifests)
    given = Given(
        template=Path(template),
        folders=[Path(folder) for folder in folders],
        settings=settings,
        manifests=files,
        versions=software or {},
        changes=lambda: changes_text(settings, tables["estimates"], tables["tests"], files, **changes),
        audit=next((read_table(path, TEXT) for path in audit), None),
        **tables,
    )
    text, claims = render(given)
    if path_to_trace:
        trace = traced(text, given)
        write_text(path_to_trace, json.dumps(trace and trace.to_dict(), ensure_ascii=False))
    write_text(path_to_claims, claims_csv(claims))
    write_text(path_to_chapter, text)


if __name__ == "__main__":
    with job(snakemake):
        write_chapter(
            template=snakemake.input.templates[0],
            folders=[snakemake.params.folder, snakemake.params.places["shared"]],
            exhibits=snakemake.input.exhibits,
            settings=snakemake.params.settings,
            manifests=snakemake.input.manifests,
            software=snakemake.params.software,
            path_to_chapter=snakemake.output.chapter,
            path_to_claims=snakemake.output.claims,
            audit=snakemake.input.audit,
            path_to_trace=next(iter(snakemake.output.trace), None),
            changes={
                "plan": snakemake.params.changes,
                "release": snakemake.input.release,
                "claims": snakemake.input.claims,
            },
        )
