# The report: chapters and figures as Word and as PDF.
# One chapter alone (snakemake chapter --config chapter=8): the same for it, with the numbers it has in the report.
#
# IN  results/{evaluation}/{edition}/chapters/, results/{evaluation}/{edition}/figures/, report_templates/shared/,
#     config/{evaluation}/ (bibliography, reference.docx); a final edition waits for the checks of its claims and tables
#     (results/{evaluation}/{edition}/exhibits/ of figures that Word draws itself, figure_data.md: an appendix that outputs.smk makes)
# OUT results/{evaluation}/{edition}/report.docx and report.pdf,
#     results/{evaluation}/{edition}/chapters/<chapter>.docx and .pdf

FIGURES = [name for chapter in PROJECT.plan for name in PROJECT.drawn(chapter)]
ORDER = [chapter.id for chapter in PROJECT.chapters]
BEHIND_FIGURES = PATHS.products(["figure_data.md"]) if PROJECT.figure_data() else []
CHECKED = (
    PATHS.products(["claims.txt", "audit/own.txt"])
    if PROJECT.edition.status == "final"
    else []
)
if PROJECT.edition.status == "final" and PROJECT.disclosure.planned:
    CHECKED.append(f"{PATHS.confidential}/checked.txt")
REFERENCE = [str(SETTINGS.reference)] if SETTINGS.reference else []
LITERATURE = PROJECT.bibliography()
DESIGN = source_contents(
    [
        *sorted(
            path
            for path in SHARED.rglob("*")
            if path.is_file()
            and not {"scaffold", "review", "web", "slides", "take_in"} & set(path.parts)
        ),
        *LITERATURE,
        *REFERENCE,
    ]
)


rule assemble_docx:
    """Putting the Word report together"""
    input:
        chapters=[
            *PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
            *BEHIND_FIGURES,
        ],
        traces=PATHS.traces(ORDER if PROJECT.returns else []),
        claims=CHECKED,
        charts=lambda wildcards: protected(list(PROJECT.native_charts())),
        figures=PATHS.figures(FIGURES, "png"),
        reference=REFERENCE,
        literature=LITERATURE,
    output:
        docx=f"{PATHS.build}/report.docx",
    log:
        f"{PATHS.confidential}/logs/assemble_docx.log",
    params:
        contents=DESIGN,
        numbering=PROJECT.printed_numbering(),
        order=ORDER,
        metadata=Settings(PROJECT.metadata()),
        charts=Settings(PROJECT.native_charts()),
        levels=list(SETTINGS.significance_levels),
        exhibits=f"{PATHS.build}/exhibits",
        figures=f"{PATHS.build}/figures",
        report={"evaluation": EVALUATION, "edition": EDITION},
        places=PLACES,
        library=LIBRARY["assemble_docx"],
    script:
        "../scripts/assemble_docx.py"


rule assemble_pdf:
    """Putting the PDF report together"""
    input:
        chapters=[
            *PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
            *BEHIND_FIGURES,
        ],
        claims=CHECKED,
        figures=PATHS.figures(FIGURES, "svg"),
        literature=LITERATURE,
    output:
        pdf=f"{PATHS.build}/report.pdf",
    log:
        f"{PATHS.confidential}/logs/assemble_pdf.log",
    params:
        contents=DESIGN,
        numbering=PROJECT.printed_numbering(),
        order=ORDER,
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        places=PLACES,
        library=LIBRARY["assemble_pdf"],
    script:
        "../scripts/assemble_pdf.py"


rule assemble_chapter:
    """Putting chapter {wildcards.chapter} together, as Word and as PDF"""
    input:
        chapter=f"{PATHS.build}/chapters/{{chapter}}.md",
        pictures=lambda wildcards: [
            path
            for ending in ("png", "svg")
            for path in PATHS.figures(PROJECT.shown(wildcards.chapter), ending)
        ],
        reference=REFERENCE,
        literature=LITERATURE,
    output:
        docx=f"{PATHS.build}/chapters/{{chapter}}.docx",
        pdf=f"{PATHS.build}/chapters/{{chapter}}.pdf",
    log:
        f"{PATHS.confidential}/logs/assemble_chapter_{{chapter}}.log",
    params:
        contents=DESIGN,
        order=[{"id": name} | place for name, place in zip(ORDER, PROJECT.numbering())],
        outlines=lambda wildcards: Settings(PROJECT.outlines(wildcards.chapter)),
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        places=PLACES,
        library=LIBRARY["assemble_chapter"],
    script:
        "../scripts/assemble_chapter.py"


rule chapter:
    """The chapter is ready"""
    input:
        lambda wildcards: PATHS.alone(PROJECT.the_chapter()),
