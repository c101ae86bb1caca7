"""Where the published report contradicts its own numbers: each statement as a claim, judged on the report's exhibits.

`python tests/golden/contradictions.py` builds the exhibits from the raw files in a folder of its own and lists the statements with
anomaly, lines of the report, condition, numbers and verdict. `--results FOLDER`: a folder with `results/` of a build to use instead.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from evalreport.chapters.citations import citation_problems  # noqa: E402
from evalreport.chapters.cited import calls_in  # noqa: E402
from evalreport.claims.collect import judged  # noqa: E402
from evalreport.claims.conditions import Margins  # noqa: E402
from evalreport.claims.table import Written  # noqa: E402
from evalreport.claims.verdicts import Outcome  # noqa: E402
from evalreport.exhibits.evidence import (  # noqa: E402
    Evidence,
    evidence_from,
)
from evalreport.files.estimates import (  # noqa: E402
    ESTIMATE_TEXT,
    TEST_TEXT,
)
from evalreport.files.tables import read_table  # noqa: E402
from evalreport.project.layout import Layout  # noqa: E402
from evalreport.project.open import load_project  # noqa: E402
from evalreport.project.project import Project  # noqa: E402

STATEMENTS = ROOT / "tests" / "golden" / "husk" / "published_claims.yaml"
EVALUATION, EDITION = "husk", "interim_2010"
REFUSED = "refused"  # what a condition comes to that the workflow does not accept


@dataclass(frozen=True)
class Statement:
    """A published statement, what it is expected to come to, and the statement that the numbers support."""

    anomaly: str
    kind: str
    lines: str
    statement: str
    condition: str
    expected: str
    corrected: str
    right: str


def statements() -> list[Statement]:
    """The published statements in their order."""
    found = yaml.safe_load(STATEMENTS.read_text(encoding="utf-8"))
    return [Statement(kind=each.pop("class"), **{k: str(v) for k, v in each.items()}) for each in found]


def project() -> Project:
    """The demonstration evaluation as it is in the repository."""
    config = {"evaluation": EVALUATION, "edition": EDITION}
    return load_project(config, ROOT / "config", ROOT / "report_templates", ROOT / "report_templates" / "shared")


def build(folder: Path) -> None:
    """Build the exhibits of the demonstration evaluation, and reproduction.csv, in an empty folder; raises when it fails."""
    for name in ("config", "data", "releases", "report_templates"):
        (folder / name).symlink_to(ROOT / name)
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", str(folder)]
    target = f"{Layout(EVALUATION, EDITION).build}/reproduction.csv"
    done = subprocess.run([*command, "--cores", "2", target], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])


class Judge:
    """Judges conditions, as they are written in a template, on the exhibits of a build."""

    def __init__(self, folder: Path, opened: Project | None = None):
        self.folder = folder / Layout(EVALUATION, EDITION).build / "exhibits"
        self.project = opened or project()
        self._evidence: dict[str, Evidence] = {}

    def __call__(self, condition: str) -> Outcome:
        """The verdict and the numbers; `refused` with the messages where the workflow would not begin."""
        from evalreport.chapters.templates import SYNTAX
        from jinja2 import Environment

        tree = Environment(**SYNTAX).parse(f"{{% claim {condition} %}}x{{% endclaim %}}")
        cited = list(calls_in(tree, "statement"))
        problems = citation_problems({"": cited}, self.project.views, {}, set(), [])
        if problems:
            return Outcome(REFUSED, tuple(problem.found for problem in problems))
        written = [Written(c.args[0], c.args[1], c.kwargs) for c in cited]
        return judged(written, self.evidence(name for c in cited for name in c.exhibits), Margins())

    def evidence(self, names: Iterable[str]) -> Mapping[str, Evidence]:
        """Evidence of some exhibits, each read once."""
        for name in names:
            if name not in self._evidence:
                tables: list[Any] = [
                    read_table(self.folder / f"{name}.{part}.csv", text)
                    for part, text in (("estimates", ESTIMATE_TEXT), ("tests", TEST_TEXT))
                ]
                levels = self.project.evaluation.significance_levels
                self._evidence[name] = evidence_from(self.project.views[name], *tables, levels)
        return self._evidence


def listing(judge: Judge) -> str:
    """The caught contradictions as text."""
    parts = []
    for each in statements():
        outcome, right = judge(each.condition), judge(each.right)
        parts.append(
            f"{each.anomaly} ({each.kind}), lines {each.lines}\n  {each.statement}\n  {each.condition}\n"
            f"  {'; '.join(outcome.numbers)}\n  -> {outcome.verdict}\n  Instead: {each.corrected} -> {right.verdict}"
        )
    caught = [each for each in statements() if judge(each.condition).verdict != "holds"]
    head = f"{len(caught)} of {len(parts)} statements are caught, of {len({c.anomaly for c in caught})} anomalies"
    return "\n\n".join([*parts, head]).replace("\u00a0", " ")


def main() -> None:
    """Print the listing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, help="folder with results/ of a build")
    given = parser.parse_args().results
    if given:
        print(listing(Judge(given)))
        return
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        print(listing(Judge(Path(folder))))


if __name__ == "__main__":
    main()
