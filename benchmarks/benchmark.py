"""How long a build takes, from nothing and after an edit, beside what it cannot do without: prints a Markdown table.

    python benchmarks/benchmark.py               the evaluation of config/config.yaml
    python benchmarks/benchmark.py --keep        leaves the copy it worked on and says where it is

Works on a copy of the working tree in a temporary folder; nothing in the tree changes. Needs what the build needs, and
Linux: seconds of processor time (they depend less on what else the machine does) are those of Snakemake and of all that it
starts; peak memory is that of the largest process, looked at ten times a second.

Floors are measured in the same run: an empty Snakemake workflow of as many jobs, all done; what every script loads; and the
text of the report as Word and as PDF by pandoc and Typst alone, without its design. A row's ratio is its processor time over
the sum of the floors it cannot do without.
"""

import argparse
import csv
import ctypes
import io
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
PARTS = ("Snakefile", "rules", "scripts", "profiles", "config", "data", "report_templates")
PACKAGES = ("snakemake", "pandas", "numpy", "scipy", "matplotlib", "typst")
PAGE = os.sysconf("SC_PAGE_SIZE")
DONE = re.compile(r"^(\d+) of (\d+) steps", re.MULTILINE)


SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): children whose parent has gone are counted here
IMPORTS = "import numpy, pandas, pyarrow.parquet, yaml, jsonschema, jinja2, babel.dates, scipy.stats, matplotlib.figure"


@dataclass(frozen=True)
class Measurement:
    """One run: of Snakemake, or of a floor."""

    what: str
    seconds: float
    jobs: int
    peak: int  # bytes, of the largest process
    work: float  # seconds of processor time
    floor: float | None = None  # seconds of processor time it cannot do without


def tree(root: int) -> list[int]:
    """A process and all its descendants."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # ended while we looked
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def resident(process: int) -> int:
    """Resident memory of a process in bytes; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, ValueError, IndexError):
        return 0


def processor() -> float:
    """Seconds of processor time of all children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ended(process: subprocess.Popen[str]) -> int:
    """The exit code of a process, when it and all that it has left behind have ended."""
    code = 0
    while True:
        try:
            found, status = os.wait()
        except ChildProcessError:
            return code
        if found == process.pid:
            code = process.returncode = os.waitstatus_to_exitcode(status)


def watched(what: str, command: list[str], folder: Path) -> tuple[str, Measurement]:
    """Output and measurement of a command; ends the benchmark when the command fails."""
    start, before, peak, running = time.monotonic(), processor(), 0, True
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, text=True)

        def watch() -> None:
            nonlocal peak
            while running:
                peak = max([peak, *(resident(one) for one in tree(os.getpid())[1:])])
                time.sleep(0.1)

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = ended(process)
        running, seconds = False, time.monotonic() - start
        watcher.join()
        said.seek(0)
        output = said.read()
    if code:
        sys.exit(f"{' '.join(command)} failed:\n{output}")
    return output, Measurement(what, seconds, 0, peak, processor() - before)


def build(folder: Path, what: str, *target: str, floor: float | None = None) -> Measurement:
    """One run of Snakemake; the target rule itself is not counted as a job."""
    output, measured = watched(what, [sys.executable, "-m", "snakemake", *(target or ("report",))], folder)
    done = DONE.findall(output)
    return replace(measured, jobs=int(done[-1][0]) - 1 if done else 0, floor=floor)


def empty_workflow(folder: Path, jobs: int) -> Measurement:
    """A workflow of as many jobs that make nothing of interest, when all is done."""
    folder.mkdir()
    rules = [f"rule one_{n}:\n    output: '{n}.txt'\n    shell: 'touch {{output}}'\n" for n in range(jobs)]
    wanted = f"rule all:\n    default_target: True\n    input: {[f'{n}.txt' for n in range(jobs)]}\n"
    (folder / "Snakefile").write_text(wanted + "".join(rules), encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--cores", "1"]
    watched("", command, folder)
    return watched(f"floor: Snakemake with {jobs} empty jobs, all done", command, folder)[1]


def floors(folder: Path, results: Path, jobs: int) -> dict[str, Measurement]:
    """What a build cannot do without, by name; results: of the edition."""
    import pypandoc

    texts = [str(path) for path in sorted((results / "chapters").glob("*.md"))]
    whole = "".join(Path(path).read_text(encoding="utf-8") for path in texts)
    for picture in set(re.findall(r"!\[.*?\]\((\w+)\)", whole)):
        for ending in ("png", "svg"):
            shutil.copy2(results / "figures" / f"{picture}.{ending}", folder)
    # References name what the design numbers.
    (folder / "plain.lua").write_text("function Link(link) return link.content end", encoding="utf-8")
    reader = ["--from", "markdown-tex_math_dollars-citations", "--lua-filter", "plain.lua"]
    pandoc = [pypandoc.get_pandoc_path(), *reader, *texts, "--default-image-extension"]
    printing = "import typst; typst.compile('plain.typ', output='plain.pdf')"
    commands = {
        "imports": ("what scripts load", [sys.executable, "-c", IMPORTS]),
        "word": ("pandoc alone, Word", [*pandoc, "png", "--output", "plain.docx"]),
        "source": ("pandoc alone, Typst's source", [*pandoc, "svg", "--standalone", "--output", "plain.typ"]),
        "pdf": ("Typst alone", [sys.executable, "-c", printing]),
    }
    found = {name: watched(f"floor: {what}", command, folder)[1] for name, (what, command) in commands.items()}
    return {"engine": empty_workflow(folder / "empty", jobs), **found}


def settings(folder: Path) -> tuple[str, str, dict]:
    """Evaluation, edition and the evaluation's settings."""
    chosen = yaml.safe_load((folder / "config/config.yaml").read_text(encoding="utf-8"))
    name = chosen["evaluation"]
    content = yaml.safe_load((folder / "config" / name / "evaluation.yaml").read_text(encoding="utf-8"))
    return name, chosen["edition"], content


def largest_chapter(folder: Path) -> str:
    """The chapter of the edition with the longest exhibit file."""
    name, edition, content = settings(folder)
    files = [
        folder / "config" / name / "exhibits" / f"{c['id']}.yaml" for c in content["editions"][edition]["chapters"]
    ]
    return max((path for path in files if path.exists()), key=lambda path: path.stat().st_size).stem


def one_word(folder: Path) -> str:
    """A word more in the largest chapter."""
    path = folder / "report_templates" / settings(folder)[0] / f"{largest_chapter(folder)}.md.jinja"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + " X.\n", encoding="utf-8")
    return f"one word in one chapter ({path.name.split('.')[0]})"


def one_exhibit(folder: Path) -> str:
    """Another number of decimals in the first exhibit of the largest chapter that has percentages in a table."""
    path = folder / "config" / settings(folder)[0] / "exhibits" / f"{largest_chapter(folder)}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    tables = [e for e in content["exhibits"] if e["kind"] == "distribution" and e.get("display", "table") == "table"]
    tables[0]["decimals"] = (tables[0].get("decimals", 1) + 1) % 3
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return f"one exhibit's decimals ({tables[0]['id']})"


def one_answer(folder: Path) -> str:
    """One answer of one respondent, in the CSV file of a wave: another answer that stands in the same column."""
    name, _, content = settings(folder)
    exhibits = yaml.safe_load(
        (folder / "config" / name / "exhibits" / f"{largest_chapter(folder)}.yaml").read_text(encoding="utf-8")
    )
    used = {variable for exhibit in exhibits["exhibits"] for variable in exhibit.get("variables", ())}
    instrument = exhibits["exhibits"][0].get("instrument") or next(
        e["instrument"] for e in exhibits["exhibits"] if "instrument" in e
    )
    spec = content["instruments"][instrument]
    wave, source = next((w, s) for w, s in spec["waves"].items() if s["reader"] == "csv")
    with (folder / "config" / name / spec["codebook"]).open(encoding="utf-8", newline="") as file:
        columns = {
            row[f"source_{wave}"] for row in csv.DictReader(file) if row["variable"] in used and row["value_set"]
        }
    path, encoding = folder / "data" / name / source["file"], source.get("encoding", "utf-8")
    delimiter = source.get("delimiter", ",")
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter))
    number, column = changeable(rows, columns)
    values = sorted({row[column] for row in rows[1:] if len(row) > column and row[column]} - {rows[number][column]})
    rows[number][column] = values[0]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n" if b"\r\n" in path.read_bytes() else "\n").writerows(
        rows
    )
    path.write_bytes(text.getvalue().encode(encoding))
    return f"one respondent's answer ({path.name})"


def changeable(rows: list[list[str]], columns: set[str]) -> tuple[int, int]:
    """Row and column of an answer in the middle of the file, in a column with two to nine different answers."""
    header = rows[0]
    for column in (i for i, name in enumerate(header) if name.strip() in columns):
        answers = {row[column] for row in rows[1:] if len(row) > column and row[column]}
        if 2 <= len(answers) <= 9:
            middle = len(rows) // 2
            return next(n for n in range(middle, len(rows)) if rows[n][column]), column
    sys.exit("no column with a few different answers to change one of")


EDITS: tuple[Callable[[Path], str], ...] = (one_word, one_exhibit, one_answer)


def machine() -> str:
    """Cores, memory, processor, system and versions."""
    cpu = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30
    parts = [f"{len(os.sched_getaffinity(0))} cores", f"{memory:.0f} GiB", *([cpu.group(1).strip()] if cpu else [])]
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{', '.join(parts)}; {platform.system()} {platform.release()}; Python {platform.python_version()}, {versions}"
    )


def table(rows: list[Measurement]) -> str:
    """The measurements as Markdown."""
    lines = [
        "| edit | seconds | of processor time | over its floors | jobs run | peak memory |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        ratio = f"{row.work / row.floor:.1f}" if row.floor else ""
        lines.append(
            f"| {row.what} | {row.seconds:.1f} | {row.work:.1f} | {ratio} | {row.jobs} | {row.peak / 2**20:.0f} MB |"
        )
    return "\n".join(lines)


def measure(folder: Path) -> list[Measurement]:
    """Cold build, nothing to do, each edit, one chapter alone, and the floors."""
    cold = build(folder, "from nothing (docx and pdf)")
    name, edition, _ = settings(folder)
    with tempfile.TemporaryDirectory() as apart:
        found = floors(Path(apart), folder / "results" / name / edition, cold.jobs)
    known = {name: each.work for name, each in found.items()}
    text = known["engine"] + known["word"] + known["source"] + known["pdf"]
    rows = [replace(cold, floor=text + known["imports"])]
    rows.append(build(folder, "nothing changed", floor=known["engine"]))
    rows += [build(folder, edit(folder), floor=text) for edit in EDITS]
    one_word(folder)
    chapter = largest_chapter(folder)
    rows.append(
        build(folder, f"one chapter alone after a word ({chapter})", "chapter", "--config", f"chapter={chapter}")
    )
    return [*rows, *found.values()]


def main() -> None:
    """Measure on a copy and print."""
    parser = argparse.ArgumentParser(description="Measure builds of the evaluation named in config/config.yaml.")
    parser.add_argument("--tree", type=Path, default=REPOSITORY, help="working tree to measure (default: this one)")
    parser.add_argument("--keep", action="store_true", help="leave the copy that was worked on")
    arguments = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    folder = Path(tempfile.mkdtemp(prefix="evalreport_benchmark_"))
    try:
        for name in PARTS:
            source = arguments.tree / name if (arguments.tree / name).exists() else REPOSITORY / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, folder / name)
        for name in ("config/schemas", "report_templates/shared"):
            if not (folder / name).exists():
                shutil.copytree(REPOSITORY / name, folder / name)
        if (arguments.tree / "releases").exists():  # editions that this one is compared with
            shutil.copytree(arguments.tree / "releases", folder / "releases")
        rows = measure(folder)
        print(f"{machine()}\n\n{table(rows)}")
        if arguments.keep:
            print(f"\n{folder}")
    finally:
        if not arguments.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
