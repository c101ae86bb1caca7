# The report: chapters and figures as Word and as PDF.
#
# IN  results/{evaluation}/{edition}/chapters/, results/{evaluation}/{edition}/figures/, report_templates/shared/
# OUT results/{evaluation}/{edition}/report.docx and report.pdf

FIGURES = [name for chapter in PROJECT.plan for name in PROJECT.drawn(chapter)]
NUMBERING = [
    {"number": chapter.number, "appendix": chapter.appendix}
    for chapter in PROJECT.chapters
]
READER = sorted(str(path) for path in SHARED.glob("*.lua"))
DESIGN = source_contents(sorted(path for path in SHARED.rglob("*") if path.is_file()))


rule assemble_docx:
    """Putting the Word report together"""
    input:
        chapters=PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
        figures=PATHS.figures(FIGURES, "png"),
        reference=str(SHARED / "reference.docx"),
        pages=str(SHARED / "pages.typ"),
        letters=sorted(str(path) for path in SHARED.glob("measure/*.ttf")),
        reader=READER,
    output:
        docx=f"{PATHS.build}/report.docx",
    log:
        f"{PATHS.build}/logs/assemble_docx.log",
    params:
        contents=DESIGN,
        numbering=NUMBERING,
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        templates=str(SHARED),
        library=LIBRARY,
    script:
        "../scripts/assemble_docx.py"


rule assemble_pdf:
    """Putting the PDF report together"""
    input:
        chapters=PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
        figures=PATHS.figures(FIGURES, "svg"),
        design=str(SHARED / "report.typ"),
        fonts=FONTS,
        reader=READER,
    output:
        pdf=f"{PATHS.build}/report.pdf",
    log:
        f"{PATHS.build}/logs/assemble_pdf.log",
    params:
        contents=DESIGN,
        numbering=NUMBERING,
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        templates=str(SHARED),
        library=LIBRARY,
    script:
        "../scripts/assemble_pdf.py"
