# Frozen editions: what was delivered, kept with what it was made of. Not part of a build; see docs/releases.md.
#
# IN  results/{evaluation}/{edition}/ (all that the report hands over, exhibits, figures, chapters), results/{evaluation}/confidential/ingest/ (digests of rows only),
#     data/{evaluation}/, config/{evaluation}/, report_templates/ and the program (checksums and copies)
# OUT releases/{evaluation}/{edition}/, and {edition}.r2 … on request; no output of Snakemake's, which would remove it before a job

from evalreport.project.needs.release import frozen_outputs
from evalreport.project.needs.release import release_params

RELEASES = f"releases/{EVALUATION}"
FROZEN = {
    "build": PATHS.build,
    "folders": {
        "config": CONFIG_FOLDER,
        "templates": f"report_templates/{EVALUATION}",
        "design": str(SHARED),
    },
    "program": str(Path(workflow.basedir)),
}


def handed_over(wildcards):
    numbers = protected(sorted(PROJECT.exhibits))
    pages = [
        *PRODUCTS,
        *rules.summarise_build.output,
        *rules.collect_claims.output,
    ]
    return list(dict.fromkeys([*pages, *numbers, *frozen_outputs(PROJECT, PATHS)]))


rule release:
    """Freezing the edition, or comparing with its frozen one"""
    input:
        outputs=handed_over,
        tables=PATHS.ingested(PROJECT.sources()),
    log:
        f"{PATHS.confidential}/logs/release.log",
    params:
        contents=lambda wildcards: release_params(PROJECT, PATHS, DATA_FOLDER),
        frozen=FROZEN,
        releases=RELEASES,
        again=config.get("freeze", "") == "again",
        library=LIBRARY["release_edition"],
    script:
        "../scripts/release_edition.py"


rule verify_release:
    """Comparing this build of the edition with the frozen one, byte for byte"""
    input:
        outputs=handed_over,
        tables=PATHS.ingested(PROJECT.sources()),
    log:
        f"{PATHS.confidential}/logs/verify_release.log",
    params:
        contents=lambda wildcards: release_params(PROJECT, PATHS, DATA_FOLDER),
        frozen=FROZEN,
        releases=RELEASES,
        release=config.get("release", EDITION),
        library=LIBRARY["verify_release"],
    script:
        "../scripts/verify_release.py"
