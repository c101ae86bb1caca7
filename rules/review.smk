# Reviews: a build or a release held against an earlier release, or a git revision. Not part of a build; see docs/reviews.md.
#
# IN  report_templates/shared/review/, results/{evaluation}/{edition}/ (as for a release), results/{evaluation}/confidential/ingest/, config/{evaluation}/ (bibliography,
#     reference.docx), releases/{evaluation}/ (with sign-offs), data/{evaluation}/ (what a git revision has not)
# OUT results/{evaluation}/{edition}/review/; no output of Snakemake's, because inputs that change nothing are told too;
#     results/{evaluation}/revisions/{revision}/{edition}/, the report of a git revision, a release (with sign-offs) whose index is the output

from evalreport.releases.revisions import asked_revisions
from evalreport.releases.revisions import not_in_git


localrules:
    build_revision,


wildcard_constraints:
    revision="[0-9a-f]+",


REVISIONS = asked_revisions(config, Path(RELEASES), EVALUATION, EDITION)
BUILT_REVISIONS = {key: PATHS.revision(each.commit) for key, each in REVISIONS.items()}
FOLDERS = {key: str(Path(index).parent) for key, index in BUILT_REVISIONS.items()}

REVIEW = f"{PATHS.build}/review"
REVIEWED = {
    "folder": RELEASES,
    "against": FOLDERS.get("against", str(config.get("against", ""))),
    "wanted": FOLDERS.get("review", str(config.get("review", ""))),
    "called": {key: each.name for key, each in REVISIONS.items()},
    "editions": list(SETTINGS.editions),
    "previous": PROJECT.edition.previous,
}


def compared_build(wildcards):
    """The files of the current build; none where two releases are compared."""
    if REVIEWED["wanted"]:
        return []
    return [*handed_over(wildcards), *PATHS.ingested(PROJECT.sources())]


rule build_revision:
    """Building the report of an earlier git revision"""
    output:
        index=PATHS.revision("{revision}"),
    log:
        f"{PATHS.private}/logs/build_revision/{{revision}}_{EDITION}.log",
    params:
        evaluation=EVALUATION,
        edition=EDITION,
        data=lambda wildcards: not_in_git(DATA_FOLDER, wildcards.revision),
        contents=lambda wildcards: source_contents(
            not_in_git(DATA_FOLDER, wildcards.revision)
        ),
        said=f"{PATHS.private}/logs/build_revision/{{revision}}_{EDITION}.snakemake.log",
        library=LIBRARY["build_revision"],
    priority: 1  # an old report that cannot be built is told at once
    threads: 8
    script:
        "../scripts/build_revision.py"


rule review:
    """Comparing with an earlier release"""
    input:
        outputs=compared_build,
        revisions=list(BUILT_REVISIONS.values()),
    log:
        f"{PATHS.confidential}/logs/review.log",
    params:
        contents=lambda wildcards: release_params(PROJECT, PATHS, DATA_FOLDER),
        frozen=FROZEN,
        reviewed=REVIEWED,
        language=SETTINGS.language,
        review=REVIEW,
        places=PLACES,
        gate=False,
        library=LIBRARY["review"],
    script:
        "../scripts/review.py"


rule review_gate:
    """Comparing with an earlier release; stops on a change that nobody has called expected"""
    input:
        outputs=compared_build,
        revisions=list(BUILT_REVISIONS.values()),
    log:
        f"{PATHS.confidential}/logs/review_gate.log",
    params:
        contents=lambda wildcards: release_params(PROJECT, PATHS, DATA_FOLDER),
        frozen=FROZEN,
        reviewed=REVIEWED,
        language=SETTINGS.language,
        review=REVIEW,
        places=PLACES,
        gate=True,
        library=LIBRARY["review_gate"],
    script:
        "../scripts/review_gate.py"


rule review_word:
    """Marking what differs from an earlier release in the Word report"""
    input:
        outputs=compared_build,
        chapters=PATHS.chapters(chapter.id for chapter in PROJECT.chapters),
        revisions=[BUILT_REVISIONS[key] for key in BUILT_REVISIONS if key == "against"],
    log:
        f"{PATHS.confidential}/logs/review_word.log",
    params:
        edition=EDITION,
        reviewed=REVIEWED,
        numbering=PROJECT.numbering(),
        metadata=Settings(PROJECT.metadata()),
        figures=f"{PATHS.build}/figures",
        places=PLACES,
        reference=REFERENCE[0] if REFERENCE else str(SHARED / "reference.docx"),
        path=f"{REVIEW}/report_tracked.docx",
        library=LIBRARY["review_word"],
    script:
        "../scripts/review_word.py"
