# One plan for everything that leaves (disclosure: {scope: report}): which numbers the whole report withholds. See docs/disclosure.md.
#
# IN  results/{evaluation}/confidential/{edition}/analyse/, results/{evaluation}/confidential/clean/, results/{evaluation}/confidential/weight/ (where an exhibit is weighted),
#     config/{evaluation}/codebook/, releases/ (editions that are out)
# OUT results/{evaluation}/confidential/{edition}/: masks/, register.csv, checked.txt (a final edition's), and on request
#     (snakemake disclosure) disclosure.html


rule plan_disclosure:
    """Planning what the whole report withholds"""
    input:
        estimates=[
            f"{PATHS.confidential}/analyse/{chapter}.estimates.csv"
            for chapter in PROJECT.plan
        ],
        clean=PATHS.clean(PROJECT.disclosure.counted()),
        logs=PATHS.cleaning_logs(PROJECT.disclosure.counted()),
        weights=PATHS.weights(
            sorted({s for chapter in PROJECT.plan for s in PROJECT.weighted(chapter)})
        ),
        codebooks=PROJECT.codebook_files(),
        releases=PROJECT.disclosure.frozen_tables(Path("releases")),
    output:
        PATHS.masks(PROJECT.exhibits),
        register=f"{PATHS.confidential}/register.csv",
    log:
        f"{PATHS.confidential}/logs/plan_disclosure.log",
    params:
        contents=source_contents(
            [
                *PROJECT.codebook_files(),
                *PROJECT.disclosure.frozen_tables(Path("releases")),
            ]
        ),
        settings=Settings(
            PROJECT.disclosure.params() if PROJECT.disclosure.planned else {}
        ),
        folder=f"{PATHS.confidential}/masks",
        library=LIBRARY["plan_disclosure"],
    script:
        "../scripts/plan_disclosure.py"


# Of a final edition only, as with claims: the assembly waits for it.
rule check_disclosure:
    """Checking that what is published gives no small number away"""
    input:
        register=f"{PATHS.confidential}/register.csv",
    output:
        counts=f"{PATHS.confidential}/checked.txt",
    log:
        f"{PATHS.confidential}/logs/check_disclosure.log",
    params:
        library=LIBRARY["check_disclosure"],
    script:
        "../scripts/check_disclosure.py"


rule present_disclosure:
    """Writing the register of disclosure control as a page"""
    input:
        register=f"{PATHS.confidential}/register.csv",
    output:
        html=f"{PATHS.confidential}/disclosure.html",
    log:
        f"{PATHS.confidential}/logs/present_disclosure.log",
    params:
        contents=source_contents([SHARED / "disclosure.html"]),
        titles=Settings(PROJECT.disclosure.titles()),
        report=f"{SETTINGS.title}: {PROJECT.edition.title}",
        language=SETTINGS.language,
        places=PLACES,
        library=LIBRARY["present_disclosure"],
    script:
        "../scripts/present_disclosure.py"


rule disclosure:
    """The register of disclosure control is ready"""
    input:
        lambda wildcards: PROJECT.disclosure.disclosed(
            [
                f"{PATHS.confidential}/register.csv",
                f"{PATHS.confidential}/disclosure.html",
            ]
        ),
