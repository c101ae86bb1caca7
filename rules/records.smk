# Records: documents, coding tables, plans and lists as tables of text, one job a source.
#
# IN  data/{evaluation}/ (the files named under `records` in config/{evaluation}/evaluation.yaml), config/{evaluation}/codes/
# OUT results/{evaluation}/confidential/records/<name>/<table>.csv
#
# Outside the build: `snakemake report_forms` makes the empty forms, in the folder forms/ beside records/.

from evalreport.files.settings import Settings

for record in SETTINGS.records:

    rule:
        """Reading the records of {params.record}"""
        name:
            f"read_{record}"
        input:
            PROJECT.records.files(record, DATA_FOLDER),
        output:
            PATHS.records(PROJECT.records.tables(record)),
        log:
            f"{PATHS.private}/logs/read_records/{record}.log",
        params:
            record=record,
            contents=source_contents(PROJECT.records.files(record, DATA_FOLDER)),
            settings=Settings(SETTINGS.records[record].settings),
            data_folder=DATA_FOLDER,
            config_folder=CONFIG_FOLDER,
            language=SETTINGS.language,
            library=LIBRARY["read_records"],
        script:
            "../scripts/read_records.py"


if PROJECT.records.forms():

    rule report_forms:
        """Making the empty report forms"""
        input:
            PROJECT.records.form_files(),
        output:
            PATHS.forms(PROJECT.records.forms()),
        log:
            f"{PATHS.private}/logs/report_forms.log",
        params:
            contents=source_contents(PROJECT.records.form_files()),
            settings=Settings(
                {
                    name: SETTINGS.records[name].settings
                    for name in PROJECT.records.forms()
                }
            ),
            config_folder=CONFIG_FOLDER,
            language=SETTINGS.language,
            library=LIBRARY["report_forms"],
        script:
            "../scripts/report_forms.py"
