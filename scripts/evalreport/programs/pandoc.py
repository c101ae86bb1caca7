"""Pandoc: the only place that starts it."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput, Problem
from evalreport.files.texts import read_text

FORMATS = {".bib": "biblatex", ".json": "csljson", ".ris": "ris"}


def run_pandoc(
    source: str, target: str, *options: str, text: str | None = None, environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """What pandoc did from one format to another; text: what it reads, unless the options name files.

    Whoever calls says what a return code other than 0 means (`check_returncode`, or a message of its own).
    """
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--from", source, "--to", target, *options]
    return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", env=environment)


def entries_of(path: Path) -> list[dict[str, Any]]:
    """The entries (CSL-JSON) of one file; raises BadInput with the line that pandoc cannot read, or that is no text."""
    read_text(path)
    done = run_pandoc(FORMATS[path.suffix], "csljson", str(path))
    if done.returncode:
        line = re.search(r"\(line (\d+)", done.stderr)
        found = " ".join(done.stderr.split(":", 1)[-1].split()) if line else done.stderr.strip()
        expected = "See that line and the entry before it: a brace or comma too few"
        raise BadInput([Problem(str(path), f"line {line[1]}" if line else "", f"cannot be read: {found}", expected)])
    return list(json.loads(done.stdout))
