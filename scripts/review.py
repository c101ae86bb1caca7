"""What differs between this build and a release, or between two releases, and why."""

import sys
from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.review.job import run_review


def review(contents, frozen, outputs, reviewed, language, page, path_to_review, path_to_log):
    """Write review.html and review.json into a folder, and say in a few lines what they hold; page: folder of the page's templates."""
    message, _ = run_review(contents, frozen, outputs, reviewed, language, Path(page), Path(path_to_review))
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        review(
            contents=snakemake.params.contents,
            frozen=snakemake.params.frozen,
            outputs=snakemake.input.outputs,
            reviewed=snakemake.params.reviewed,
            language=snakemake.params.language,
            page=f"{snakemake.params.places['shared']}/review",
            path_to_review=snakemake.params.review,
            path_to_log=snakemake.log[0],
        )
