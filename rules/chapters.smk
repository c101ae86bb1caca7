# Text: one job a chapter.
#
# IN  results/{evaluation}/{edition}/exhibits/ (those the template cites), report_templates/{evaluation}/,
#     results/{evaluation}/confidential/ingest/ (where the chapter lists the data files), releases/ (where it tells what has changed),
#     results/{evaluation}/{edition}/audit/ (where it prints findings)
# OUT results/{evaluation}/{edition}/chapters/<chapter>.md, <chapter>.claims.csv and (for take_in) <chapter>.trace.json,
#     results/{evaluation}/{edition}/claims.csv,
#     results/{evaluation}/{edition}/claims.txt (a final edition's)

from evalreport.project.needs.changes import changes_params
from evalreport.project.needs.changes import claiming_chapters
from evalreport.project.needs.changes import release_files
from evalreport.programs.versions import software_versions


rule write_chapter:
    """Writing chapter {wildcards.chapter} with its numbers"""
    input:
        templates=lambda wildcards: [
            str(path)
            for path in PROJECT.templates[wildcards.chapter]
            if not path.is_relative_to(SHARED)
        ],
        exhibits=lambda wildcards: protected(PROJECT.quoted(wildcards.chapter)),
        manifests=lambda wildcards: PATHS.manifests(PROJECT.listed(wildcards.chapter)),
        release=lambda wildcards: release_files(PROJECT, wildcards.chapter),
        claims=lambda wildcards: PATHS.chapter_claims(
            claiming_chapters(PROJECT, wildcards.chapter)
        ),
        audit=lambda wildcards: PROJECT.audit.printed(wildcards.chapter, PATHS.build),
    output:
        chapter=f"{PATHS.build}/chapters/{{chapter}}.md",
        claims=f"{PATHS.build}/chapters/{{chapter}}.claims.csv",
        trace=PATHS.traces(["{chapter}"] if PROJECT.returns else []),
    log:
        f"{PATHS.confidential}/logs/write_chapter_{{chapter}}.log",
    params:
        contents=lambda wildcards: source_contents(
            [
                *PROJECT.templates[wildcards.chapter],
                *release_files(PROJECT, wildcards.chapter),
            ]
        ),
        folder=str(PROJECT.template_folder),
        places=PLACES,
        settings=lambda wildcards: Settings(
            PROJECT.chapter_params(wildcards.chapter)
            | PROJECT.records.listed(wildcards.chapter, DATA_FOLDER)
        ),
        changes=lambda wildcards: Settings(changes_params(PROJECT, wildcards.chapter)),
        software=lambda wildcards: Settings(
            software_versions() if PROJECT.calls(wildcards.chapter, "software") else {}
        ),
        library=LIBRARY["write_chapter"],
    script:
        "../scripts/write_chapter.py"


rule collect_claims:
    """Listing the claims of the text and what the data say of them"""
    input:
        chapters=PATHS.chapter_claims(chapter.id for chapter in PROJECT.chapters),
    output:
        claims=f"{PATHS.build}/claims.csv",
    log:
        f"{PATHS.confidential}/logs/collect_claims.log",
    params:
        order=[chapter.id for chapter in PROJECT.chapters],
        library=LIBRARY["collect_claims"],
    script:
        "../scripts/collect_claims.py"


# Of a final edition only: the assembly waits for it, so that an old report stays where it is when a claim fails.
rule check_claims:
    """Checking that the data support the claims of the text"""
    input:
        claims=f"{PATHS.build}/claims.csv",
    output:
        counts=f"{PATHS.build}/claims.txt",
    log:
        f"{PATHS.confidential}/logs/check_claims.log",
    params:
        status=PROJECT.edition.status,
        weakened=SETTINGS.claims.weakened,
        library=LIBRARY["check_claims"],
    script:
        "../scripts/check_claims.py"
