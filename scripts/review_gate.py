"""A review that stops on a change that nobody has called expected, for a build server."""

import sys
from pathlib import Path

from evalreport.files.errors import Stopped
from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.review.job import run_review


def review_gate(contents, frozen, outputs, reviewed, language, page, path_to_review, path_to_log):
    """Write the review; Stopped with the changes that no sign-off in the release calls expected."""
    message, unexpected = run_review(contents, frozen, outputs, reviewed, language, Path(page), Path(path_to_review))
    if unexpected:
        raise Stopped(f"{message}\n{unexpected}")
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        review_gate(
            contents=snakemake.params.contents,
            frozen=snakemake.params.frozen,
            outputs=snakemake.input.outputs,
            reviewed=snakemake.params.reviewed,
            language=snakemake.params.language,
            page=f"{snakemake.params.places['shared']}/review",
            path_to_review=snakemake.params.review,
            path_to_log=snakemake.log[0],
        )
