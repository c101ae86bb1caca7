# One plan for everything that leaves (disclosure: {scope: report}): which numbers the whole report withholds. See docs/disclosure.md.
#
# IN  results/{evaluation}/{edition}/analyse/, results/{evaluation}/clean/, results/{evaluation}/weight/ (where an exhibit is weighted),
#     config/{evaluation}/codebook/, releases/ (editions that are out)
# OUT results/{evaluation}/confidential/{edition}/masks/


rule plan_disclosure:
    """Planning what the whole report withholds"""
    input:
        estimates=[
            f"{PATHS.build}/analyse/{chapter}.estimates.csv"
            for chapter in PROJECT.plan
        ],
        clean=PATHS.clean(PROJECT.counted()),
        logs=PATHS.cleaning_logs(PROJECT.counted()),
        weights=PATHS.weights(
            sorted({s for chapter in PROJECT.plan for s in PROJECT.weighted(chapter)})
        ),
        codebooks=PROJECT.codebook_files(),
        releases=PROJECT.frozen_tables(Path("releases")),
    output:
        PATHS.masks(PROJECT.exhibits),
    log:
        f"{PATHS.build}/logs/plan_disclosure.log",
    params:
        contents=source_contents(
            [
                *PROJECT.codebook_files(),
                *PROJECT.frozen_tables(Path("releases")),
            ]
        ),
        settings=Settings(PROJECT.disclosure_params() if PROJECT.planned else {}),
        folder=f"{PATHS.confidential}/masks",
        library=LIBRARY["plan_disclosure"],
    script:
        "../scripts/plan_disclosure.py"
