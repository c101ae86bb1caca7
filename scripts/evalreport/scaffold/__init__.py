"""A first draft of an evaluation from an export's own labels: `snakemake scaffold`."""
