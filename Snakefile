# evalreport: `snakemake report` builds the edition named in config/config.yaml, as Word and PDF.
# The stages, in running order, are the files in rules/. Settings: config/. Results: results/.
import os
import sys
from pathlib import Path

from snakemake.utils import min_version

min_version("9.19")
sys.path.insert(0, str(Path(workflow.basedir) / "scripts"))
# Images of containers often tell Python to keep no bytecode; each job of a build would compile the library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

from evalreport.provenance.fingerprints import open_fingerprints
from evalreport.provenance.keeping import begin_run
from evalreport.project.config import look_at_config
from evalreport.project.layout import Layout, first_existing
from evalreport.project.open import open_project
from evalreport.run.forked_jobs import fork_jobs
from evalreport.run.progress import show_progress

# An evaluation may live elsewhere (snakemake --directory): its folders are there, the shared templates are here.
TEMPLATES = "report_templates/shared"
SHARED = first_existing(TEMPLATES, Path(workflow.basedir) / TEMPLATES)
LIBRARY = open_fingerprints()
show_progress(workflow)
fork_jobs(workflow, shell)


include: "rules/scaffold.smk"


# With source=… a new evaluation is started from an export: there is none to build yet.
if "source" not in config:
    look_at_config(Path("config/config.yaml"))

    configfile: "config/config.yaml"

    PROJECT = open_project(config, SHARED)
    SETTINGS = PROJECT.evaluation
    PATHS = Layout(
        EVALUATION := SETTINGS.id,
        EDITION := PROJECT.edition.id,
        PROJECT.records.folder,
    )
    CONFIG_FOLDER, DATA_FOLDER = f"config/{EVALUATION}", f"data/{EVALUATION}"

    include: "rules/ingest.smk"
    include: "rules/records.smk"
    include: "rules/clean.smk"
    include: "rules/respond.smk"
    include: "rules/weight.smk"
    include: "rules/analyse.smk"
    include: "rules/disclosure.smk"
    include: "rules/protect.smk"
    include: "rules/figures.smk"
    include: "rules/chapters.smk"
    include: "rules/assemble.smk"
    include: "rules/verify.smk"
    include: "rules/outputs.smk"
    include: "rules/audit.smk"
    include: "rules/release.smk"
    include: "rules/review.smk"
    include: "rules/take_in.smk"

    rule report:
        """The report is ready"""
        default_target: True
        input:
            results_of_edition,

    begin_run(workflow, PATHS.root, sys.argv[1:])


for each in workflow.rules:
    each.message = each.docstring  # said while it runs
