"""Pandoc: the only place that starts it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput, Problem

FORMATS = {".bib": "biblatex", ".json": "csljson", ".ris": "ris"}


def entries_of(path: Path) -> list[dict[str, Any]]:
    """The entries (CSL-JSON) of one file; raises BadInput with the line that pandoc cannot read."""
    import pypandoc

    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from", FORMATS[path.suffix], "--to", "csljson", str(path)],
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        line = re.search(r"\(line (\d+)", done.stderr)
        found = " ".join(done.stderr.split(":", 1)[-1].split()) if line else done.stderr.strip()
        expected = "See that line and the entry before it: a brace or comma too few"
        raise BadInput([Problem(str(path), f"line {line[1]}" if line else "", f"cannot be read: {found}", expected)])
    return list(json.loads(done.stdout))
