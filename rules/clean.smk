# One tidy table an instrument, all waves on the same codes, and a log of every changed or dropped value.
#
# IN  results/{evaluation}/confidential/ingest/, config/{evaluation}/codebook/, config/{evaluation}/cleaning/
# OUT results/{evaluation}/confidential/clean/{instrument}.parquet, .log.csv, .missing.csv and .notices.csv

from evalreport.codebook.codebook import shared_tables
from evalreport.evaluation.codings import coding_params
from evalreport.project.dependencies import lookups
from evalreport.files.settings import Settings
from evalreport.files.team_tables import table_file


def derived(wildcards):
    variables = SETTINGS.derived.get(wildcards.instrument, {})
    return {
        name: {key: value for key, value in spec.items() if key != "label"}
        for name, spec in variables.items()
    }


def looked_up(wildcards):
    return lookups(derived(wildcards))


def decisions(wildcards):
    """What decides values; batteries.csv and collapses.csv are checked with the codebook, but decide none."""
    instrument = SETTINGS.instruments[wildcards.instrument]
    own = [
        str(table_file(Path(CONFIG_FOLDER) / instrument.codebook)),
        f"{CONFIG_FOLDER}/{instrument.cleaning}",
    ]
    tables = [
        str(table_file(Path(CONFIG_FOLDER) / spec["file"]))
        for spec in SETTINGS.codings.get(wildcards.instrument, {}).values()
    ]
    return own + shared_tables(CONFIG_FOLDER, instrument.codebook) + tables


rule clean_survey:
    """Cleaning {wildcards.instrument}: coding answers, applying the cleaning rules, logging what changes"""
    input:
        waves=lambda wildcards: [
            f"results/{wildcards.evaluation}/confidential/ingest/{wildcards.instrument}_{wave}.parquet"
            for wave in SETTINGS.instruments[wildcards.instrument].waves
        ],
        manifests=lambda wildcards: [
            f"results/{wildcards.evaluation}/confidential/ingest/{wildcards.instrument}_{wave}.manifest.json"
            for wave in SETTINGS.instruments[wildcards.instrument].waves
        ],
        codebook=lambda wildcards: decisions(wildcards)[0],
        rules=lambda wildcards: decisions(wildcards)[1],
        shared=lambda wildcards: decisions(wildcards)[2:],
        others=lambda wildcards: [
            f"results/{wildcards.evaluation}/confidential/clean/{other}.parquet"
            for other in looked_up(wildcards)
        ],
    output:
        table="results/{evaluation}/confidential/clean/{instrument}.parquet",
        log="results/{evaluation}/confidential/clean/{instrument}.log.csv",
        missing="results/{evaluation}/confidential/clean/{instrument}.missing.csv",
        notices="results/{evaluation}/confidential/clean/{instrument}.notices.csv",
    log:
        "results/{evaluation}/confidential/logs/clean_survey/{instrument}.log",
    params:
        contents=lambda wildcards: source_contents(decisions(wildcards)),
        config_folder=CONFIG_FOLDER,
        codebook=lambda wildcards: SETTINGS.instruments[wildcards.instrument].codebook,
        sources=lambda wildcards: {
            wave: {"file": source["file"], "decimal": source.get("decimal", ".")}
            for wave, source in SETTINGS.instruments[
                wildcards.instrument
            ].waves.items()
        },
        derived=lambda wildcards: Settings(derived(wildcards)),
        codings=lambda wildcards: Settings(
            coding_params(SETTINGS, wildcards.instrument)
        ),
        others=looked_up,
        language=SETTINGS.shared_language,
        library=LIBRARY["clean_survey"],
    script:
        "../scripts/clean_survey.py"
