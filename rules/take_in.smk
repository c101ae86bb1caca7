# What colleagues have changed in the Word report: listed, and with accept=… written into the templates. Not part of a build; see docs/word.md.
#
# IN  the edited files (--config word=edited.docx), report_templates/{evaluation}/, config/{evaluation}/comments.csv, report_templates/shared/take_in/
# OUT results/{evaluation}/{edition}/take_in/take_in.html and take_in.csv; with accept=…, report_templates/{evaluation}/ and
#     config/{evaluation}/comments.csv


rule take_in:
    """Reading what colleagues have changed in Word"""
    log:
        f"{PATHS.confidential}/logs/take_in.log",
    params:
        word=config.get("word", ""),
        accept=str(config.get("accept", "")),
        evaluation=EVALUATION,
        edition=EDITION,
        language=SETTINGS.language,
        config=CONFIG_FOLDER,
        folder=f"{PATHS.build}/take_in",
        places=PLACES,
        library=LIBRARY["take_in"],
    script:
        "../scripts/take_in.py"
