"""config.yaml and the words after --config: which evaluation and edition is built, or what a new evaluation starts from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.files.errors import Problem, raise_if
from evalreport.files.schema import SCHEMAS, check
from evalreport.releases.releases import edition_of

# Keys of `snakemake scaffold`.
STARTING = (
    *("id", "source", "waves", "language", "labels", "several"),
    *(
        "sheet",
        "delimiter",
        "encoding",
        "decimal",
        "thousands",
        "skip_rows",
        "skip_footer",
        "header_rows",
        "label_rows",
    ),
)
SCAFFOLD_HINT = "Write: snakemake scaffold --config id=school_survey source=answers.sav language=nb"


def load_main_config(config: Mapping[str, Any], schemas: Path = SCHEMAS) -> dict[str, str]:
    """The evaluation and edition to build; keys that start a new evaluation have nothing to say to a build.

    A release that is to be verified says which edition.
    """
    starting = sorted(set(config) & set(STARTING))
    raise_if(
        [
            *check(dict(config), schemas / "config.yaml", "config/config.yaml"),
            *(Problem("config", key, "is of use to snakemake scaffold only", SCAFFOLD_HINT) for key in starting),
        ]
    )
    asked = {key: str(value) for key, value in config.items()}
    return asked | ({"edition": edition_of(asked["release"])} if "release" in asked else {})
