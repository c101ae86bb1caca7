"""A finished build, frozen; or, where its edition is frozen already, held against that."""

import sys
from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.programs.git import git_state
from evalreport.provenance.jobs import job
from evalreport.releases.freezing import freeze
from evalreport.releases.snapshots import take_snapshot


def release_edition(contents, frozen, outputs, releases, again, path_to_log):
    """Write releases/<evaluation>/<edition>/, or say that the build is the frozen one; a build that differs stops with the reasons."""
    snapshot = take_snapshot(**contents, **frozen, outputs=outputs)
    _, message = freeze(snapshot, Path(releases), git_state(Path(frozen["program"])), again)
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        release_edition(
            contents=snakemake.params.contents,
            frozen=snakemake.params.frozen,
            outputs=snakemake.input.outputs,
            releases=snakemake.params.releases,
            again=snakemake.params.again,
            path_to_log=snakemake.log[0],
        )
