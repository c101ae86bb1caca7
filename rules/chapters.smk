# Text: one job a chapter.
#
# IN  results/{evaluation}/{edition}/exhibits/ (those the template cites), report_templates/{evaluation}/,
#     results/{evaluation}/ingest/ (where the chapter lists the data files)
# OUT results/{evaluation}/{edition}/chapters/<chapter>.md


rule write_chapter:
    """Writing chapter {wildcards.chapter} with its numbers"""
    input:
        templates=lambda wildcards: [
            str(path) for path in PROJECT.templates[wildcards.chapter]
        ],
        exhibits=lambda wildcards: protected(PROJECT.quoted(wildcards.chapter)),
        manifests=lambda wildcards: PATHS.manifests(PROJECT.listed(wildcards.chapter)),
    output:
        chapter=f"{PATHS.build}/chapters/{{chapter}}.md",
    log:
        f"{PATHS.build}/logs/write_chapter_{{chapter}}.log",
    params:
        contents=lambda wildcards: source_contents(PROJECT.templates[wildcards.chapter]),
        folders=[f"report_templates/{EVALUATION}", str(SHARED)],
        settings=lambda wildcards: Settings(PROJECT.chapter_params(wildcards.chapter)),
        with_software=lambda wildcards: PROJECT.calls(wildcards.chapter, "software"),
        library=LIBRARY,
    script:
        "../scripts/write_chapter.py"
