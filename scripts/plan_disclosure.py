"""One plan for what the whole report withholds: a mask an exhibit, and the register of it all."""

from pathlib import Path

from evalreport.disclosure.blocks import blocks_of
from evalreport.disclosure.gather import cases_of
from evalreport.disclosure.masks import masks, planned
from evalreport.disclosure.register import register
from evalreport.disclosure.sources import exceptions_of, read_earlier, read_estimates, read_sources
from evalreport.files.tables import write_table
from evalreport.provenance.jobs import job


def plan_disclosure(settings, estimates, clean, logs, weights, releases, folder, path_to_register):
    """Write <exhibit>.mask.csv of each exhibit into a folder, and the register; settings: `DisclosureJobs.params`."""
    sources = read_sources(settings, clean, logs, weights)
    tables = read_estimates(estimates, settings["limits"])
    let_out = exceptions_of(settings["exceptions"], tables, settings["file"])
    cases = list(cases_of(settings["plans"], tables, settings, read_earlier(releases), sources))
    plans = planned(blocks_of(cases, sources, settings["worth"]), let_out)
    found = masks(cases, plans, let_out)
    for name, mask in found.items():
        write_table(mask, Path(folder) / f"{name}.mask.csv")
    write_table(register(cases, plans, found, settings["exceptions"]), path_to_register)


if __name__ == "__main__":
    with job(snakemake):
        settings = snakemake.params.settings
        plan_disclosure(
            settings=settings,
            estimates=snakemake.input.estimates,
            clean=dict(zip(settings["surveyed"], snakemake.input.clean, strict=True)),
            logs=dict(zip(settings["surveyed"], snakemake.input.logs, strict=True)),
            weights=dict(zip(settings["weighted"], snakemake.input.weights, strict=True)),
            releases=snakemake.input.releases,
            folder=snakemake.params.folder,
            path_to_register=snakemake.output.register,
        )
