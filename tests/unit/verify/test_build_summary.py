import pandas as pd
import pytest
from evalreport.clean.notice import Notice
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


def cleaned(limits: dict | None, noticed: tuple[Notice, ...] = ()) -> str:
    log = pd.DataFrame(
        [("2020", "*", "empty")] * 2 + [("2020", "*", "twice")] + [("2020", "q1", "typo")] * 9,
        columns=["wave", "variable", "rule"],
    )
    manifest = {"file": "survey.sav", "rows": 100, "columns": 3, "sha256": "a" * 64, "instrument": "s", "wave": "2020"}
    return summary(
        title="T", manifests=[manifest], logs={"s": log}, estimates=[], comparison=NOTHING, notices=[],
        typed=pd.DataFrame(), limits=limits, noticed=noticed,
    )  # fmt: skip


def test_the_cleaning_of_the_summary_passes_the_gate_of_its_exhibit():
    limits = {"minimum_cell": 5, "structures": {"s": structure(["empty", "twice"]).to_dict()}}
    text = cleaned(limits)
    assert "| survey.sav | withheld | 3 |" in text  # received less usable would be the three that were dropped
    assert "| s | 2020 | empty | withheld | 0 |" in text and "| s | 2020 | typo | 0 | 9 |" in text
    open_text = cleaned(None)
    assert "| survey.sav | 100 | 3 |" in open_text and "| s | 2020 | empty | 2 | 0 |" in open_text


@pytest.mark.parametrize(
    "limits", [None, {"minimum_cell": 5, "structures": {"s": structure(["empty", "twice"]).to_dict()}}]
)
def test_notices_of_cleaning_say_no_rows_and_values_and_where_they_stand(limits):
    notice = Notice("2020", "survey.sav", "row 7 ('k12')", "some rows have no key", "See them")
    text = cleaned(limits, (notice,))
    assert "- survey.sav: some rows have no key. See them." in text and "k12" not in text and "row 7" not in text
    assert "confidential/clean/, in the tables .notices.csv" in text
    no_place = cleaned(limits, (Notice("", "survey.yaml", "", "the rule 'x' finds nothing", "Correct it"),))
    assert "- survey.yaml: the rule 'x' finds nothing. Correct it." in no_place and ".notices.csv" not in no_place


def test_what_was_told_of_a_raw_file_stands_in_the_summary():
    manifest = {"file": "a.xlsx", "rows": 1, "columns": 1, "sha256": "a" * 64, "notices": ["sheet 'S': row 3 hidden"]}
    text = summary(
        title="T", manifests=[manifest], logs={}, estimates=[], comparison=NOTHING, notices=[], typed=NOTHING
    )
    assert "- a.xlsx, sheet 'S': row 3 hidden." in text


def test_an_exhibit_that_nobody_is_in_is_told():
    columns = ["exhibit", "variable", "category", "group", "n", "suppressed"]
    rows = [("none", "q", "*", "a", 0, 0), ("none", "q", "1", "a", 0, 0), ("some", "q", "*", "a", 0, 0)]
    table = pd.DataFrame([*rows, ("some", "q", "*", "b", 4, 0), ("held", "q", "*", "a", 0, 1)], columns=columns)
    table = table.assign(n_weighted=0.0, estimate=float("nan"))
    estimates = [table[table["exhibit"] == name] for name in ("none", "some", "held")]
    text = summary(title="T", manifests=[], logs={}, estimates=estimates, comparison=NOTHING, notices=[], typed=NOTHING)
    assert "- none: nobody is in this exhibit." in text
    assert "- some: nobody" not in text and "- held: nobody" not in text
