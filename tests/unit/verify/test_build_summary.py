import pandas as pd
from evalreport.disclosure.structure import cleaned as structure
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


def cleaned(limits: dict | None) -> str:
    log = pd.DataFrame(
        [("2020", "*", "empty")] * 2 + [("2020", "*", "twice")] + [("2020", "q1", "typo")] * 9,
        columns=["wave", "variable", "rule"],
    )
    manifest = {"file": "survey.sav", "rows": 100, "columns": 3, "sha256": "a" * 64, "instrument": "s", "wave": "2020"}
    return summary(
        title="T", manifests=[manifest], logs={"s": log}, estimates=[], comparison=NOTHING, notices=[],
        typed=pd.DataFrame(), limits=limits,
    )  # fmt: skip


def test_the_cleaning_of_the_summary_passes_the_gate_of_its_exhibit():
    limits = {"minimum_cell": 5, "structures": {"s": structure(["empty", "twice"]).to_dict()}}
    text = cleaned(limits)
    assert "| survey.sav | withheld | 3 |" in text  # received less usable would be the three that were dropped
    assert "| s | 2020 | empty | withheld | 0 |" in text and "| s | 2020 | typo | 0 | 9 |" in text
    open_text = cleaned(None)
    assert "| survey.sav | 100 | 3 |" in open_text and "| s | 2020 | empty | 2 | 0 |" in open_text
