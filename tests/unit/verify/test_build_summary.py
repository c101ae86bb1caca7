import pandas as pd
from evalreport.verify.summary import summary

NOTHING = pd.DataFrame()


def test_every_file_read_is_named_forms_and_plans_too():
    manifests = [{"file": "survey.sav", "rows": 12, "columns": 3, "sha256": "a" * 64}]
    text = summary(
        title="T", manifests=manifests, logs={}, estimates=[], comparison=NOTHING, notices=[], typed=NOTHING,
        records={"plans/plan.csv": "b" * 64},
    )  # fmt: skip
    part = text[text.index("## Files read") : text.index("## Cleaning")]
    assert [line for line in part.splitlines() if "`" in line] == [
        "| plans/plan.csv |  |  | `bbbbbbbbbbbbbbbb` |",
        "| survey.sav | 12 | 3 | `aaaaaaaaaaaaaaaa` |",
    ]
