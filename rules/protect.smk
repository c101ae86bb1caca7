# The single exit of the analysis: what goes into the report has passed here.
#
# IN  results/{evaluation}/confidential/{edition}/analyse/ (and the masks of the plan for the report, where there is one)
# OUT results/{evaluation}/{edition}/exhibits/<exhibit>.estimates.csv and <exhibit>.tests.csv, and <exhibit>.texts.csv of
#     those that print text
#
# A checkpoint, and the only one: when it is finished, Snakemake decides anew, by content, which chapters and
# figures have to be made again. One level only: chained checkpoints can end with a stale report.


def exhibit_files(names):
    return PATHS.exhibits(names) + PATHS.exhibits(
        PROJECT.records.worded(names), ("texts",)
    )


for chapter in PROJECT.plan:

    checkpoint:
        """Withholding small cells in chapter {params.chapter}"""
        name:
            f"protect_{chapter}"
        input:
            estimates=f"{PATHS.confidential}/analyse/{chapter}.estimates.csv",
            tests=f"{PATHS.confidential}/analyse/{chapter}.tests.csv",
            texts=f"{PATHS.confidential}/analyse/{chapter}.texts.csv",
            masks=(
                PATHS.masks(PROJECT.analysed(chapter))
                if PROJECT.disclosure.planned
                else []
            ),
        output:
            exhibit_files(PROJECT.analysed(chapter)),
        log:
            f"{PATHS.confidential}/logs/protect_{chapter}.log",
        params:
            chapter=chapter,
            limits=PROJECT.disclosure.limits(chapter),
            structures=Settings(PROJECT.disclosure.structures(chapter)),
            joined=Settings(PROJECT.disclosure.joined(chapter)),
            worded=PROJECT.records.worded(PROJECT.analysed(chapter)),
            folder=f"{PATHS.build}/exhibits",
            library=LIBRARY["protect_chapter"],
        script:
            "../scripts/protect_chapter.py"


def protected(names):
    for owner in sorted({PROJECT.owner(name) for name in names}):
        getattr(checkpoints, f"protect_{owner}").get()
    return exhibit_files(names)
