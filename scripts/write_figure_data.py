"""The appendix with the numbers behind the figures, for the report in Word and PDF."""

from pathlib import Path

from evalreport.files.writing import write_text
from evalreport.outputs.figure_data import figure_data
from evalreport.outputs.shown import read_evidence
from evalreport.provenance.jobs import job


def write_figure_data(chapters, views, levels, exhibits, language, path_to_text):
    """Write the appendix as Markdown; chapters: the files in order, views: exhibit -> `View.to_dict` of the figures they show."""
    texts = [Path(path).read_text(encoding="utf-8") for path in chapters]
    evidence = read_evidence(views, levels, Path(exhibits))
    write_text(path_to_text, figure_data(texts, evidence, Path(exhibits), language))


if __name__ == "__main__":
    with job(snakemake):
        write_figure_data(
            chapters=snakemake.input.chapters,
            views=snakemake.params.views,
            levels=snakemake.params.levels,
            exhibits=snakemake.params.exhibits,
            language=snakemake.params.language,
            path_to_text=snakemake.output.text,
        )
