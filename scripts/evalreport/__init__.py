"""From raw survey exports to the evaluation report: pure functions, one concept a module, no Snakemake in here."""
