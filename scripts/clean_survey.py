"""One tidy table of all waves of an instrument, with the log of every change and counts of what is missing."""

from pathlib import Path

import pandas as pd
from evalreport.clean.cleaning import clean, summary
from evalreport.clean.coded import with_codings
from evalreport.clean.coding import turned_answers
from evalreport.clean.derive import derive
from evalreport.clean.notice import notices_table
from evalreport.clean.noticed import notices
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import load_codebook
from evalreport.codebook.export_labels import label_problems, labels_in
from evalreport.files.errors import raise_if
from evalreport.files.schema import load_yaml
from evalreport.files.tables import write_parquet, write_table
from evalreport.files.writing import write_text
from evalreport.ingest.manifests import read_manifests
from evalreport.provenance.jobs import job


def clean_survey(
    instrument, waves, manifests, sources, config_folder, codebook, rules, language, derived, codings, others, to
):
    """Clean an instrument and add its derived variables.

    waves: wave -> ingested table; manifests: wave -> what was read; sources: wave -> {file, decimal}; others: instrument -> clean
    table looked up; codings: name -> how open answers are coded (`evaluation.codings.coding_params`); to: what is written (table,
    log, missing, notices, summary) -> path.
    """
    book = load_codebook(Path(config_folder), instrument, codebook, list(sources), [language])
    steps = parse_rules(load_yaml(Path(rules)), rules, book, language)
    ingested = {wave: pd.read_parquet(path) for wave, path in waves.items()}
    files = {wave: source["file"] for wave, source in sources.items()}
    labels = {wave: labels_in(read_manifests([path])[0]) for wave, path in manifests.items()}
    raise_if(label_problems(book, labels, files, turned_answers(steps, book)))
    cleaned = clean(ingested, book, steps, files, {wave: source["decimal"] for wave, source in sources.items()})
    table = with_codings(cleaned.table, book, codings, Path(config_folder), ingested)
    registers = {name: pd.read_parquet(path) for name, path in others.items()}
    table = derive(table, book, derived, registers)
    told = notices(table, cleaned.log, book, steps, derived, registers, files, Path(rules).name, ingested)
    write_parquet(table, to["table"])
    write_table(cleaned.log, to["log"])
    write_table(cleaned.missing, to["missing"])
    write_table(notices_table(told), to["notices"])
    write_text(to["summary"], summary(cleaned.log, steps, book.waves).to_csv(index=False))


if __name__ == "__main__":
    with job(snakemake):
        clean_survey(
            instrument=snakemake.wildcards.instrument,
            waves=dict(zip(snakemake.params.sources, snakemake.input.waves, strict=True)),
            manifests=dict(zip(snakemake.params.sources, snakemake.input.manifests, strict=True)),
            sources=snakemake.params.sources,
            config_folder=snakemake.params.config_folder,
            codebook=snakemake.params.codebook,
            rules=snakemake.input.rules,
            language=snakemake.params.language,
            derived=snakemake.params.derived,
            codings=snakemake.params.codings,
            others=dict(zip(snakemake.params.others, snakemake.input.others, strict=True)),
            to={**dict(snakemake.output.items()), "summary": snakemake.log[0]},
        )
