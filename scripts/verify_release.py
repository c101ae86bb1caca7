"""A build held against its frozen edition, byte for byte."""

import sys
from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.releases.freezing import verify
from evalreport.releases.snapshots import take_snapshot


def verify_release(contents, frozen, outputs, releases, release, path_to_log):
    """Say that the build has the same bytes as the release; a build that has not stops with the files and the reasons."""
    message = verify(take_snapshot(**contents, **frozen, outputs=outputs), Path(releases), release)
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        verify_release(
            contents=snakemake.params.contents,
            frozen=snakemake.params.frozen,
            outputs=snakemake.input.outputs,
            releases=snakemake.params.releases,
            release=snakemake.params.release,
            path_to_log=snakemake.log[0],
        )
