# Pictures: one job a chapter draws all its figures from the protected estimates.
#
# IN  results/{evaluation}/{edition}/exhibits/, report_templates/shared/fonts/, config/{evaluation}/ (pictures of one's own)
# OUT results/{evaluation}/{edition}/figures/<exhibit>.svg and .png, and <exhibit>.csv: the data behind the figure

FONTS = sorted(str(path) for path in SHARED.glob("fonts/**/*.ttf"))


for chapter in (name for name in PROJECT.plan if PROJECT.drawn(name)):

    rule:
        """Drawing the figures of chapter {params.chapter}"""
        name:
            f"draw_figures_{chapter}"
        input:
            exhibits=lambda wildcards, chapter=chapter: protected(
                PROJECT.drawn(chapter)
            ),
            pictures=list(PROJECT.pictures(chapter).values()),
        output:
            [
                f"{PATHS.build}/figures/{name}.{ending}"
                for name in PROJECT.drawn(chapter)
                for ending in ("svg", "png", "csv")
            ],
        log:
            f"{PATHS.confidential}/logs/draw_figures_{chapter}.log",
        threads: 2
        params:
            chapter=chapter,
            contents=source_contents([*FONTS, *PROJECT.pictures(chapter).values()]),
            plan=Settings(
                views=PROJECT.drawing_params(chapter),
                pictures=PROJECT.pictures(chapter),
            ),
            levels=list(SETTINGS.significance_levels),
            exhibits=f"{PATHS.build}/exhibits",
            figures=f"{PATHS.build}/figures",
            spreadsheet=SETTINGS.language if SETTINGS.figure_csv == "excel" else "",
            places=PLACES,
            library=LIBRARY["draw_figures"],
        script:
            "../scripts/draw_figures.py"
