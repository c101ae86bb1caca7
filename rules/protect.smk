# The single exit of the analysis: what goes into the report has passed here.
#
# IN  results/{evaluation}/{edition}/analyse/
# OUT results/{evaluation}/{edition}/exhibits/<exhibit>.estimates.csv and <exhibit>.tests.csv
#
# A checkpoint, and the only one: when it is finished, Snakemake decides anew, by content, which chapters and
# figures have to be made again. One level only: chained checkpoints can end with a stale report.


for chapter in PROJECT.plan:

    checkpoint:
        """Withholding small cells in chapter {params.chapter}"""
        name:
            f"protect_{chapter}"
        input:
            estimates=f"{PATHS.build}/analyse/{chapter}.estimates.csv",
            tests=f"{PATHS.build}/analyse/{chapter}.tests.csv",
        output:
            PATHS.exhibits(PROJECT.analysed(chapter)),
        log:
            f"{PATHS.build}/logs/protect_{chapter}.log",
        params:
            chapter=chapter,
            exhibits=PROJECT.analysed(chapter),
            unit_tables=PROJECT.unit_tables(chapter),
            minimum_cell=SETTINGS.disclosure["minimum_cell"],
            minimum_base=SETTINGS.disclosure["minimum_base"],
            folder=f"{PATHS.build}/exhibits",
            library=LIBRARY,
        script:
            "../scripts/protect_chapter.py"


def protected(names):
    for owner in sorted({PROJECT.owner(name) for name in names}):
        getattr(checkpoints, f"protect_{owner}").get()
    return PATHS.exhibits(names)
