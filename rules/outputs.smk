# Other editions of the same report, each a target of its own and not part of `snakemake report`: a workbook, a web page.
# What there is stands in evalreport.outputs.registry; `snakemake all_outputs` makes all of it, with Word and PDF.
#
# IN  results/{evaluation}/{edition}/chapters/, results/{evaluation}/{edition}/figures/,
#     results/{evaluation}/{edition}/exhibits/, report_templates/shared/, config/{evaluation}/codebook/
#     (slides: results/{evaluation}/{edition}/claims.csv, config/{evaluation}/<slides: template>)
# OUT results/{evaluation}/{edition}/figure_data.md (an appendix of Word and PDF), blocks.html, and report.html, tables.xlsx and slides.pptx beside it;
#     results/{evaluation}/blank_forms/

from evalreport.outputs.registry import OUTPUTS

SHOWN = PROJECT.shown_views()
TEMPLATE = SETTINGS.slides_template
DECK_TEMPLATE = [str(TEMPLATE)] if TEMPLATE else []
DECK = Settings({**PROJECT.deck(), "claims": f"{PATHS.build}/claims.csv"})


def slides_inputs(wildcards):
    """What the slides are made from beside the rest: the claims, the pictures, the team's template."""
    pictures = PATHS.figures(PROJECT.the_slides(), "png")
    return [f"{PATHS.build}/claims.csv", *pictures, *DECK_TEMPLATE]


rule gather_blocks:
    """Gathering chapters, tables and the numbers behind figures"""
    input:
        chapters=PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
        claims=CHECKED,
        figures=PATHS.figures(FIGURES, "svg"),
        exhibits=lambda wildcards: protected(list(SHOWN)),
        literature=LITERATURE,
    output:
        blocks=f"{PATHS.build}/blocks.html",
    log:
        f"{PATHS.confidential}/logs/gather_blocks.log",
    params:
        contents=DESIGN,
        numbering=PROJECT.numbering(),
        views=Settings(SHOWN),
        levels=list(SETTINGS.significance_levels),
        exhibits=f"{PATHS.build}/exhibits",
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        places=PLACES,
        library=LIBRARY["gather_blocks"],
    script:
        "../scripts/gather_blocks.py"


# An appendix of Word and PDF, where the edition has it: the web page has these numbers below each figure.
rule write_figure_data:
    """Writing out the numbers behind the figures"""
    input:
        chapters=PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
        exhibits=lambda wildcards: protected(list(PROJECT.figure_data())),
    output:
        text=f"{PATHS.build}/figure_data.md",
    log:
        f"{PATHS.confidential}/logs/write_figure_data.log",
    params:
        views=Settings(PROJECT.figure_data()),
        levels=list(SETTINGS.significance_levels),
        exhibits=f"{PATHS.build}/exhibits",
        language=SETTINGS.language,
        library=LIBRARY["write_figure_data"],
    script:
        "../scripts/write_figure_data.py"


for each in OUTPUTS:

    rule:
        """Writing {params.target}"""
        name:
            f"write_{each.target}"
        input:
            blocks=f"{PATHS.build}/blocks.html",
            exhibits=lambda wildcards: protected(list(SHOWN)),
            figures=PATHS.figures(FIGURES, "svg"),
            slides=slides_inputs if each.slides else [],
        output:
            file=f"{PATHS.build}/{each.file}",
        log:
            f"{PATHS.confidential}/logs/write_{each.target}.log",
        params:
            contents=source_contents(
                [
                    *sorted(SHARED.glob(f"{each.template_folder or '-'}/*")),
                    *(DECK_TEMPLATE if each.slides else []),
                ]
            ),
            target=each.target,
            views=Settings(SHOWN),
            levels=list(SETTINGS.significance_levels),
            exhibits=f"{PATHS.build}/exhibits",
            metadata=Settings(PROJECT.metadata()),
            figures=f"{PATHS.build}/figures",
            deck=DECK if each.slides else {},
            places=PLACES,
            library=LIBRARY["write_output"],
        script:
            "../scripts/write_output.py"

    rule:
        """{params.docstring}"""
        name:
            each.target
        input:
            f"{PATHS.build}/{each.file}",
        params:
            docstring=each.docstring,


rule all_outputs:
    """The report is ready in every form"""
    input:
        results_of_edition,
        PATHS.products(
            each.file for each in OUTPUTS if PROJECT.edition.slides or not each.slides
        ),


if PROJECT.instruments():

    rule blank_forms:
        """Making the questionnaires as blank forms"""
        input:
            codebooks=PROJECT.codebook_files(),
            reference=REFERENCE,
        output:
            forms=PATHS.blank_forms(PROJECT.instruments()),
        log:
            f"{PATHS.private}/logs/blank_forms.log",
        params:
            contents=[DESIGN, source_contents(PROJECT.codebook_files())],
            codebooks=Settings(PROJECT.codebook_params()),
            waves={name: PROJECT.waves(name)[-1] for name in PROJECT.instruments()},
            labels={
                name: SETTINGS.instruments[name].label
                for name in PROJECT.instruments()
            },
            metadata=Settings(PROJECT.metadata()),
            places=PLACES,
            library=LIBRARY["blank_forms"],
        script:
            "../scripts/blank_forms.py"
