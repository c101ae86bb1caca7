"""The report of a git revision, for a review that compares with it."""

import sys
from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.releases import revision_build


def build_revision(commit, evaluation, edition, data, program, cores, path_to_index, path_to_output, path_to_log):
    """Build an edition as a revision has it, with its own program, and keep it as a release; say where."""
    message = revision_build.build_revision(
        commit, evaluation, edition, data, Path(program), cores, Path(path_to_index), Path(path_to_output)
    )
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        build_revision(
            commit=snakemake.wildcards.revision,
            evaluation=snakemake.params.evaluation,
            edition=snakemake.params.edition,
            data=snakemake.params.data,
            program=Path(snakemake.scriptdir).parent,
            cores=snakemake.threads,
            path_to_index=snakemake.output.index,
            path_to_output=snakemake.params.said,
            path_to_log=snakemake.log[0],
        )
