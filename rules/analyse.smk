# Numbers: one job a chapter.
#
# IN  results/{evaluation}/confidential/clean/, results/{evaluation}/confidential/respond/, results/{evaluation}/confidential/ingest/ (row counts only),
#     results/{evaluation}/confidential/weight/ (where an exhibit is weighted), results/{evaluation}/confidential/records/,
#     config/{evaluation}/codebook/
# OUT results/{evaluation}/confidential/{edition}/analyse/<chapter>.estimates.csv, <chapter>.tests.csv and <chapter>.texts.csv


for chapter in PROJECT.plan:

    rule:
        """Computing the tables and figures of chapter {params.chapter}"""
        name:
            f"analyse_{chapter}"
        input:
            clean=PATHS.clean(PROJECT.surveyed(chapter)),
            logs=PATHS.cleaning_logs(PROJECT.logged(chapter)),
            manifests=PATHS.manifests(PROJECT.received(chapter)),
            diagnostics=PATHS.diagnostics(PROJECT.diagnosed(chapter)),
            response=[PATHS.response] if PROJECT.responds(chapter) else [],
            weights=PATHS.weights(PROJECT.weighted(chapter)),
            records=PATHS.records(PROJECT.recorded(chapter)),
            codebooks=PROJECT.codebook_files(),
        output:
            estimates=f"{PATHS.confidential}/analyse/{chapter}.estimates.csv",
            tests=f"{PATHS.confidential}/analyse/{chapter}.tests.csv",
            texts=f"{PATHS.confidential}/analyse/{chapter}.texts.csv",
        log:
            f"{PATHS.confidential}/logs/analyse_{chapter}.log",
        params:
            chapter=chapter,
            contents=source_contents(PROJECT.codebook_files()),
            codebooks=Settings(PROJECT.codebook_params()),
            plan=Settings(PROJECT.analysis_params(chapter)),
            surveyed=PROJECT.surveyed(chapter),
            logged=PROJECT.logged(chapter),
            diagnosed=PROJECT.diagnosed(chapter),
            weighted=PROJECT.weighted(chapter),
            recorded=PROJECT.recorded(chapter),
            library=LIBRARY["analyse_chapter"],
        script:
            "../scripts/analyse_chapter.py"
