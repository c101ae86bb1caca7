"""config.yaml and the words after --config: which evaluation and edition is built, or what a new evaluation starts from."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.files.checking import Checks
from evalreport.files.errors import BadInput, Problem
from evalreport.files.schema import SCHEMAS, breaks, load_yaml
from evalreport.releases.releases import edition_of

MAIN = "config/config.yaml"
# Keys of `snakemake scaffold`.
STARTING = (
    *("id", "source", "waves", "language", "labels", "several", "by"),
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


def read_config(path: Path) -> dict[str, Any]:
    """What config.yaml says; raises BadInput where it cannot be read or holds no keys."""
    content = load_yaml(path)
    if not isinstance(content, dict):
        found = "nothing" if content is None else repr(content)[:60]
        raise BadInput([Problem(str(path), "top level", f"found {found}", "Write evaluation: … and edition: …")])
    return content


def look_at_config(path: Path) -> None:
    """End the program with the message where the file cannot be read; the engine, which reads it next, would show a traceback."""
    try:
        read_config(path)
    except BadInput as error:
        sys.exit(str(error))


def load_main_config(config: Mapping[str, Any], schemas: Path = SCHEMAS) -> dict[str, str]:
    """The evaluation and edition to build; keys that start a new evaluation have nothing to say to a build.

    A release that is to be verified says which edition. Raises BadInput with every problem.
    """
    checks = Checks()
    asked = read_main_config(config, checks, schemas)
    checks.finish()
    return asked


def read_main_config(config: Mapping[str, Any], checks: Checks, schemas: Path = SCHEMAS) -> dict[str, str]:
    """The same as far as it is right: a key with a mistake is left out."""
    wrong = breaks(dict(config), schemas / "config.yaml", MAIN)
    starting = sorted(set(config) & set(STARTING))
    checks.problems += [problem for _, problem in wrong]
    checks.problems += [
        Problem("config", key, "is of use to snakemake scaffold only", SCAFFOLD_HINT) for key in starting
    ]
    left = {keys[0] for keys, _ in wrong if keys}
    asked = {key: str(value) for key, value in config.items() if key not in left}
    return asked | ({"edition": edition_of(asked["release"])} if "release" in asked else {})
