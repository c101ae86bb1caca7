"""One output of the registry, from the blocks of the report and the protected numbers."""

from pathlib import Path

from evalreport.outputs.registry import Material, output
from evalreport.outputs.shown import read_evidence
from evalreport.provenance.jobs import job


def write_output(target, blocks, views, levels, exhibits, figures, metadata, templates, deck, path_to_output):
    """Write the file of a target (`registry.OUTPUTS`); deck: of `Project.deck` with the file of all claims, {} without slides."""
    evidence = read_evidence(views, levels, Path(exhibits))
    material = Material(Path(blocks), metadata, evidence, Path(figures), Path(templates), deck)
    output(target).write(material, Path(path_to_output))


if __name__ == "__main__":
    with job(snakemake):
        write_output(
            target=snakemake.params.target,
            blocks=snakemake.input.blocks,
            views=snakemake.params.views,
            levels=snakemake.params.levels,
            exhibits=snakemake.params.exhibits,
            figures=snakemake.params.figures,
            metadata=snakemake.params.metadata,
            templates=snakemake.params.places["shared"],
            deck=snakemake.params.deck,
            path_to_output=snakemake.output.file,
        )
