# evalreport: from raw survey exports to the evaluation report.
#
#   snakemake report     builds the edition named in config/config.yaml, as Word and PDF
#   snakemake -n report  says what would be built
#
# The stages, in the order in which they run, are the files in rules/. Settings: config/. Results: results/.

import sys
from pathlib import Path

from snakemake.utils import min_version

min_version("9.19")
sys.path.insert(0, str(Path(workflow.basedir) / "scripts"))

from evalreport.errors import BadInput
from evalreport.layout import Layout, first_existing
from evalreport.project import library_fingerprint, load_main_config, load_project
from evalreport.settings import Settings


configfile: "config/config.yaml"


# An evaluation may live elsewhere (snakemake --directory): its folders are there, the shared templates are here.
SHARED = first_existing("report_templates/shared", Path(workflow.basedir) / "report_templates/shared")
try:
    PROJECT = load_project(load_main_config(config), Path("config"), Path("report_templates"), SHARED)
except BadInput as error:
    sys.exit(str(error))

SETTINGS = PROJECT.evaluation
EVALUATION, EDITION = SETTINGS.id, PROJECT.edition.id
CONFIG_FOLDER = f"config/{EVALUATION}"
DATA_FOLDER = f"data/{EVALUATION}"
FONTS = sorted(str(path) for path in SHARED.glob("fonts/*.ttf"))
LIBRARY = library_fingerprint()
PATHS = Layout(EVALUATION, EDITION)


wildcard_constraints:
    evaluation="[a-z][a-z0-9_]*",
    edition="[a-z][a-z0-9_]*",
    instrument="|".join(SETTINGS.instruments),
    wave="[^/_]+",
    chapter="|".join(chapter.id for chapter in PROJECT.chapters),


include: "rules/ingest.smk"
include: "rules/clean.smk"
include: "rules/respond.smk"
include: "rules/analyse.smk"
include: "rules/protect.smk"
include: "rules/figures.smk"
include: "rules/chapters.smk"
include: "rules/assemble.smk"
include: "rules/verify.smk"


onstart:
    for notice in PROJECT.notices:
        print(f"Notice: {notice}", file=sys.stderr)


rule report:
    """The whole report: Word, PDF, comparison with published numbers and a summary of the build"""
    default_target: True
    input:
        f"{PATHS.build}/report.docx",
        f"{PATHS.build}/report.pdf",
        f"{PATHS.build}/reproduction.csv",
        f"{PATHS.build}/summary.md",
