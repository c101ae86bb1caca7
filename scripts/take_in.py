"""What colleagues have changed in the Word report: listed, and with accept=… written into the templates."""

import sys
from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.provenance.jobs import job
from evalreport.returns.job import Asked, asked_files
from evalreport.returns.job import take_in as run


def take_in(word, accept, evaluation, edition, language, config, page, folder, path_to_log):
    """List the changes of edited files and write those that are accepted; page: folder of the page's templates."""
    asked = Asked(asked_files(word), accept, evaluation, edition, language)
    message = run(asked, Path(page), Path(folder), Path(config))
    write_text(path_to_log, f"{message}\n")
    print(message, file=sys.stderr)


if __name__ == "__main__":
    with job(snakemake):
        take_in(
            word=snakemake.params.word,
            accept=snakemake.params.accept,
            evaluation=snakemake.params.evaluation,
            edition=snakemake.params.edition,
            language=snakemake.params.language,
            config=snakemake.params.config,
            page=f"{snakemake.params.places['shared']}/take_in",
            folder=snakemake.params.folder,
            path_to_log=snakemake.log[0],
        )
