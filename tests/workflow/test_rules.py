"""Every rule says what it does and where it logs, and reads and writes what the head of its file says, no more and no less."""

import csv
import io
import re
import subprocess
from functools import cache

import pytest
from conftest import REPOSITORY

HEAD_LINES = re.compile(r"^# (IN|OUT) +(.*(?:\n#  +.*)*)", re.MULTILINE)
PATHS = re.compile(r"[a-z_]+/[\w<>{}./]*")
RULE = re.compile(r"^( *)(?:rule|checkpoint)\b *(\w*) *:\n((?:\1    .*\n|\s*\n)+)", re.MULTILINE)
NAMED = re.compile(r'name:\s+(?:f"(\w+?)_\{|each\.(\w+))')
FILES = sorted((REPOSITORY / "rules").glob("*.smk"))
OUTSIDE = (
    "scaffold",
    "release",
    "review",
    "outputs",
    "disclosure",
    "take_in",
)  # no part of every build; see their own tests


def rules_in(text: str) -> dict[str, str]:
    """Rule -> its body; a rule that stands for several (name: f"draw_figures_{chapter}") under its common beginning."""
    found = {}
    for _, name, body in RULE.findall(text):
        named = NAMED.search(body)
        found[name or (named.group(1) or named.group(2) if named else "?")] = body
    return found


def is_target(body: str) -> bool:
    """A name for what other rules make."""
    return "output:" not in body


def head_folders(text: str, key: str) -> set[str]:
    """The folders named after IN or OUT, without names and confidential/: results/{evaluation}/{edition}/ is results/."""
    head = text.split("\n\n")[0]
    lines = " ".join(line for found, line in HEAD_LINES.findall(head) if found == key)
    return {folder(path) for path in PATHS.findall(re.sub(r"\(.*?\)", "", lines))}


def folder(path: str) -> str:
    """results/tiny/confidential/second/analyse/x.csv -> results/analyse; data/tiny/x.csv -> data; …/report.docx -> results/report."""
    parts = [part for part in path.split("/") if part]
    if "report_templates" in parts:
        return "report_templates/shared" if "shared" in parts else "report_templates"
    if parts[0] != "results":
        return parts[0]
    rest = [part for part in parts[1:] if part not in ("tiny", "second", "{evaluation}", "{edition}", "confidential")]
    return f"results/{rest[0].split('.')[0]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_rule_says_what_it_does_and_where_it_logs(path):
    rules = rules_in(path.read_text(encoding="utf-8"))
    assert rules and "?" not in rules
    for name, body in rules.items():
        assert re.search(r"^ +message:", body, re.MULTILINE) or '"""' in body, f"{name} says nothing"
        assert is_target(body) or re.search(r"^ +log:", body, re.MULTILINE), f"{name} has no log"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_script_has_the_name_of_its_rule(path):
    for name, body in rules_in(path.read_text(encoding="utf-8")).items():
        if is_target(body):
            continue
        script = re.search(r'script:\s+"\.\./scripts/(\w+)\.py"', body)
        assert script and (script.group(1) == name or script.group(1).startswith(f"{name}_")), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_has_the_fingerprint_of_its_own_script(path):
    for name, body in rules_in(path.read_text(encoding="utf-8")).items():
        if not is_target(body):
            script = re.search(r"""script:\s+"\.\./scripts/(\w+)\.py\"""", body)
            assert script and f'library=LIBRARY["{script.group(1)}"]' in body, name


@cache
def shown(finished) -> list[tuple[str, list[str], str]]:
    """Rule, the files it reads, a file it writes."""
    command = finished.command("--detailed-summary", "report", "results/tiny/second/chapters/sample.docx")
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = csv.DictReader(io.StringIO(text), delimiter="\t")
    return [
        (row["rule"], [name for name in row["input-file(s)"].split(",") if name not in ("", "-")], row["output_file"])
        for row in rows
    ]


@pytest.fixture(scope="session")
def jobs(finished) -> dict[str, tuple[set[str], set[str]]]:
    """Rule -> folders it reads, folders it writes, from Snakemake's own summary of a finished build."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for rule, reads_files, written in shown(finished):
        reads, writes = found.setdefault(rule, (set(), set()))
        reads |= {folder(name) for name in reads_files}
        writes.add(folder(written))
    return found


@pytest.mark.parametrize("path", [path for path in FILES if path.stem not in OUTSIDE], ids=lambda path: path.stem)
def test_the_head_names_what_goes_in_and_out(path, jobs):
    text = path.read_text(encoding="utf-8")
    own = [name for name in jobs for rule in rules_in(text) if name == rule or name.startswith(f"{rule}_")]
    assert own, "no job of these rules in the build"
    reads = {name for rule in own for name in jobs[rule][0]}
    writes = {name for rule in own for name in jobs[rule][1]}
    said = head_folders(text, "IN")
    assert reads <= said | writes, f"reads {sorted(reads - said)}, which IN does not name"
    assert writes == head_folders(text, "OUT")
    optional = {
        "verify": {"data"},
        "chapters": {"releases", "results/audit"},
        "audit": {"data"},
        "figures": {"config"},
    }.get(path.stem, set())  # only where an evaluation has them
    optional |= {"report_templates/shared"}  # known by content (PLACES), wherever it lies
    assert said <= reads | optional, f"IN names {sorted(said - reads)}, which no rule reads"


PASSING = re.compile(r"/ingest/\w+\.manifest\.json$")  # of raw files, which a chapter and the summary list
SUMMED = re.compile(r"/clean/\w+\.(log|notices)\.csv$")  # which the summary passes through the gate of the cleaning


def test_what_is_handed_on_is_made_from_nothing_confidential(finished):
    """Only the protection, and what is confidential itself, reads numbers before protection."""
    open_, seen = [row for row in shown(finished) if "/confidential/" not in row[2]], set()
    for rule, reads, written in open_:
        private = {name for name in reads if "/confidential/" in name}
        if rule.startswith("protect_"):
            assert private and all("/analyse/" in name for name in private)
            continue
        seen.add(rule)
        told = {name for name in private if PASSING.search(name) or (rule == "summarise_build" and SUMMED.search(name))}
        assert private == told, (written, private - told)
    assert {"write_chapter", "assemble_docx", "assemble_pdf", "summarise_build"} <= seen and len(open_) > 30
