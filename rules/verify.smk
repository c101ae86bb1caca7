# What the build says about itself.
#
# IN  results/{evaluation}/{edition}/exhibits/, results/{evaluation}/confidential/clean/ (logs and notices), results/{evaluation}/confidential/ingest/ (manifests),
#     results/{evaluation}/{edition}/claims.csv, results/{evaluation}/{edition}/audit/, data/{evaluation}/<published>/ (where an edition has published numbers)
# OUT results/{evaluation}/{edition}/reproduction.csv, results/{evaluation}/{edition}/summary.md,
#     results/{evaluation}/{edition}/literals.csv


from evalreport.claims.report import counts_line
from evalreport.claims.report import read_claims
from evalreport.clean.notice import notices_in, said
from evalreport.files.tables import ALL_TEXT, read_table
from evalreport.project.needs.release import frozen_outputs
from evalreport.provenance.keeping import left_over_line
from evalreport.provenance.keeping import left_overs
from evalreport.project.needs.earlier_waves import earlier_waves
from evalreport.project.needs.literals import literal_params

PRODUCTS = PATHS.products(
    ["report.docx", "report.pdf", "reproduction.csv", "summary.md"]
)


def results_of_edition(wildcards):
    """What README calls a result: what is deleted is made again."""
    numbers = protected(sorted(PROJECT.exhibits))
    others = PATHS.products(["claims.csv", "literals.csv"])
    clean = [
        *PATHS.clean(PROJECT.instruments()),
        *PATHS.cleaning_logs(PROJECT.instruments()),
        *PATHS.cleaning_notices(PROJECT.instruments()),
    ]
    return [*PRODUCTS, *others, *numbers, *frozen_outputs(PROJECT, PATHS), *clean]


onstart:
    for notice in PROJECT.notices:
        print(f"Notice: {notice}", file=sys.stderr)


onsuccess:
    for path in PATHS.cleaning_notices(PROJECT.instruments()):
        if Path(path).is_file():
            for line in said(notices_in(read_table(path, ALL_TEXT)), path):
                print(line, file=sys.stderr)
    if (claims := Path(f"{PATHS.build}/claims.csv")).is_file():
        print(counts_line(read_claims(claims)), file=sys.stderr)
    makers = [rule for rule in workflow.rules if rule.products]
    left = left_overs(
        Path(PATHS.root),
        EDITION,
        SETTINGS.editions,
        lambda path: any(rule.is_producer(path) for rule in makers),
        PROJECT.records.folder,
    )
    if line := left_over_line(list(left)):
        print(line, file=sys.stderr)


rule compare_published:
    """Comparing published numbers with ours"""
    input:
        exhibits=lambda wildcards: protected(PROJECT.audit.compared(DATA_FOLDER)),
        published=PROJECT.audit.published_tables(DATA_FOLDER),
        labels=PROJECT.audit.published_list(DATA_FOLDER, "labels.csv"),
        explained=PROJECT.audit.published_list(DATA_FOLDER, "explained.csv"),
        prose=PROJECT.audit.prose(DATA_FOLDER),
    output:
        comparison=f"{PATHS.build}/reproduction.csv",
    log:
        f"{PATHS.confidential}/logs/compare_published.log",
    params:
        contents=source_contents(
            PROJECT.audit.published_tables(DATA_FOLDER)
            + PROJECT.audit.published_list(DATA_FOLDER, "labels.csv")
            + PROJECT.audit.published_list(DATA_FOLDER, "explained.csv")
            + PROJECT.audit.prose(DATA_FOLDER)
        ),
        tables=Settings(PROJECT.published_by()),
        views=Settings(
            {
                name: PROJECT.views[name].to_dict()
                for name in PROJECT.audit.compared(DATA_FOLDER)
            }
        ),
        folder=f"{PATHS.build}/exhibits",
        library=LIBRARY["compare_published"],
    script:
        "../scripts/compare_published.py"


rule summarise_build:
    """Summing up the build"""
    input:
        comparison=f"{PATHS.build}/reproduction.csv",
        claims=f"{PATHS.build}/claims.csv",
        audit=f"{PATHS.build}/audit/own.csv",
        logs=PATHS.cleaning_logs(PROJECT.instruments()),
        noticed=PATHS.cleaning_notices(PROJECT.instruments()),
        manifests=PATHS.manifests(PROJECT.sources()),
        exhibits=lambda wildcards: protected(sorted(PROJECT.exhibits)),
    output:
        summary=f"{PATHS.build}/summary.md",
        literals=f"{PATHS.build}/literals.csv",
    log:
        f"{PATHS.confidential}/logs/summarise_build.log",
    params:
        title=f"{SETTINGS.title}: {PROJECT.edition.title}",
        literals=Settings(literal_params(PROJECT)),
        waves=Settings(
            {name: list(PROJECT.waves(name)) for name in PROJECT.instruments()}
        ),
        records=Settings(PROJECT.records.raw(DATA_FOLDER)),
        limits=Settings(PROJECT.disclosure.cleaning_limits(PROJECT.instruments())),
        notices=Settings(all=[str(problem) for problem in PROJECT.notices]),
        earlier=Settings(lines=earlier_waves(PROJECT)),
        library=LIBRARY["summarise_build"],
    script:
        "../scripts/summarise_build.py"
