# A new evaluation from an export's own labels; outside the build, and the only rule that writes into config/ and report_templates/.
#
# IN  the exports named with --config source=…
# OUT config/<id>/, data/<id>/, report_templates/<id>/: files that are not there yet

from evalreport.project.config import STARTING
from evalreport.files.settings import Places

PLACES = Places(shared=str(SHARED))


rule scaffold:
    """Drafting a new evaluation"""
    params:
        asked={key: str(config[key]) for key in STARTING if key in config},
        places=PLACES,
        library=LIBRARY["scaffold"],
    log:
        "results/scaffold.log",
    script:
        "../scripts/scaffold.py"
