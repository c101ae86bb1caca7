# Reviews: a build or a release held against an earlier release. Not part of a build; see docs/reviews.md.
#
# IN  report_templates/shared/review/, results/{evaluation}/{edition}/ (as for a release), results/{evaluation}/ingest/, config/{evaluation}/ (bibliography,
#     reference.docx), releases/{evaluation}/ (with sign-offs)
# OUT results/{evaluation}/{edition}/review/; no output of Snakemake's, because inputs that change nothing are told too

REVIEW = f"{PATHS.build}/review"
REVIEWED = {
    "folder": RELEASES,
    "against": str(config.get("against", "")),
    "wanted": str(config.get("review", "")),
    "editions": list(SETTINGS.editions),
    "previous": PROJECT.edition.previous,
}


def compared_build(wildcards):
    """The files of the current build; none where two releases are compared."""
    if REVIEWED["wanted"]:
        return []
    return [*handed_over(wildcards), *PATHS.ingested(PROJECT.sources())]


rule review:
    """Comparing with an earlier release"""
    input:
        outputs=compared_build,
    log:
        f"{PATHS.build}/logs/review.log",
    params:
        contents=lambda wildcards: release_params(PROJECT, PATHS, DATA_FOLDER),
        frozen=FROZEN,
        reviewed=REVIEWED,
        language=SETTINGS.language,
        review=REVIEW,
        page=str(SHARED / "review"),
        gate=False,
    script:
        "../scripts/review.py"


rule review_gate:
    """Comparing with an earlier release; stops on a change that nobody has called expected"""
    input:
        outputs=compared_build,
    log:
        f"{PATHS.build}/logs/review_gate.log",
    params:
        contents=lambda wildcards: release_params(PROJECT, PATHS, DATA_FOLDER),
        frozen=FROZEN,
        reviewed=REVIEWED,
        language=SETTINGS.language,
        review=REVIEW,
        page=str(SHARED / "review"),
        gate=True,
    script:
        "../scripts/review_gate.py"


rule review_word:
    """Marking what differs from an earlier release in the Word report"""
    input:
        outputs=compared_build,
        chapters=PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
    log:
        f"{PATHS.build}/logs/review_word.log",
    params:
        edition=EDITION,
        reviewed=REVIEWED,
        numbering=NUMBERING,
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        templates=str(SHARED),
        reference=REFERENCE,
        path=f"{REVIEW}/report_tracked.docx",
    script:
        "../scripts/review_word.py"
