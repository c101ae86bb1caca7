# Raw exports as they came: every file as one table of text, and what it was.
#
# IN  data/{evaluation}/ (the files named in config/{evaluation}/evaluation.yaml)
# OUT results/{evaluation}/confidential/ingest/{instrument}_{wave}.parquet and .manifest.json

from evalreport.files.writing import source_contents
from evalreport.project.layout import one_of


wildcard_constraints:
    instrument=one_of(SETTINGS.instruments),
    wave=one_of(wave for each in SETTINGS.instruments.values() for wave in each.waves),
    chapter=one_of(chapter.id for chapter in PROJECT.chapters),
    scheme=one_of(SETTINGS.weighting),


def source(wildcards):
    return SETTINGS.instruments[wildcards.instrument].waves[wildcards.wave]


rule ingest_source:
    """Reading {wildcards.instrument} {wildcards.wave}"""
    input:
        raw=lambda wildcards: f"{DATA_FOLDER}/{source(wildcards)['file']}",
    output:
        table="results/{evaluation}/confidential/ingest/{instrument}_{wave}.parquet",
        manifest="results/{evaluation}/confidential/ingest/{instrument}_{wave}.manifest.json",
    log:
        "results/{evaluation}/confidential/logs/ingest_source/{instrument}_{wave}.log",
    params:
        contents=lambda wildcards: source_contents(
            [f"{DATA_FOLDER}/{source(wildcards)['file']}"]
        ),
        reader=lambda wildcards: source(wildcards)["reader"],
        options=lambda wildcards: {
            key: value
            for key, value in source(wildcards).items()
            if key not in ("file", "reader")
        },
        library=LIBRARY["ingest_source"],
    script:
        "../scripts/ingest_source.py"
