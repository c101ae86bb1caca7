"""What the audit finds by itself of the anomalies known in a published report: `python tests/golden/audit_anomalies.py` prints the list."""

import csv
import sys
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "scripts")]

import pandas as pd  # noqa: E402
from evalreport.audit.printed import read_printed  # noqa: E402
from evalreport.audit.run import audit  # noqa: E402
from evalreport.project.needs.audit import NOT_PRINTED  # noqa: E402

PUBLISHED = ROOT / "data" / "husk" / "published"


@cache
def findings() -> pd.DataFrame:
    """The findings about the published tables."""
    return audit(read_printed([p for p in sorted(PUBLISHED.rglob("*.csv")) if p.name not in NOT_PRINTED]), "nb")


def anomalies() -> list[dict[str, str]]:
    """The known anomalies: the finding that shows each with why it is no proof, or the outside knowledge that it needs."""
    with (HERE / "husk" / "audit_anomalies.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shown_by(anomaly: dict[str, str]) -> pd.DataFrame:
    """The findings that show an anomaly."""
    table = findings()
    same = pd.Series(True, index=table.index)
    for key in ("check", "grade", "table_id", "place"):
        same &= table[key] == anomaly[key]
    return table[same & table["arithmetic"].str.contains(anomaly["says"], regex=False)]


if __name__ == "__main__":
    print("anomaly | what | found | why not proven (what it rests on beside the printed digits)")
    for each in anomalies():
        found = "needs " + each["outside_knowledge"] if each["outside_knowledge"] else ""
        found = found or (f"{each['grade']} ({each['check']})" if len(shown_by(each)) else "NOT FOUND")
        print(f"{each['anomaly']:4}| {each['what']} | {found} | {each['why_not_proven']}")
    print(findings()["grade"].value_counts().to_string())
