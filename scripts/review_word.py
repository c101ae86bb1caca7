"""The Word report with what differs from a release as tracked changes."""

import sys
from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.review.figures import FigureFiles
from evalreport.review.job import earlier_release
from evalreport.review.sides import side_of_release
from evalreport.review.word.document import tracked_report


def review_word(
    chapters, numbering, figures, metadata, templates, reference, reviewed, edition, path_to_report, path_to_log
):
    """Write the report of this build; it is compared with the release asked for, else the last."""
    old = side_of_release(earlier_release(reviewed, edition))
    texts = {name: old.text(f"chapters/{name}.md") for name in old.chapters}
    drawn = {
        name: FigureFiles(old.files[f"figures/{name}.svg"], old.files[f"figures/{name}.csv"]) for name in old.figures
    }
    tracked_report(texts, drawn, chapters, numbering, figures, metadata, templates, reference, Path(path_to_report))
    message = f"What differs from {old.name} is marked in {path_to_report}"
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        review_word(
            chapters=snakemake.input.chapters,
            numbering=snakemake.params.numbering,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            reference=snakemake.params.reference,
            reviewed=snakemake.params.reviewed,
            edition=snakemake.params.edition,
            path_to_report=snakemake.params.path,
            path_to_log=snakemake.log[0],
        )
