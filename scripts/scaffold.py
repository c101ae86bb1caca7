"""A new evaluation drafted from an export's own labels."""

from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.scaffold.draft import scaffold as draft_evaluation


def scaffold(asked, shared, path_to_log):
    """Draft the evaluation in the working directory, print what a person should know about it, and keep that in the log."""
    message = draft_evaluation(asked, Path(), Path(shared))
    write_text(path_to_log, f"{message}\n")
    print(f"\n{message}\n")


if __name__ == "__main__":
    with job(snakemake):
        scaffold(
            asked=snakemake.params.asked,
            shared=snakemake.params.places["shared"],
            path_to_log=snakemake.log[0],
        )
