"""Each kind of exhibit about the data gets its own numbers, from the right file, wave and group."""

import pandas as pd
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.numbers import NUMBERS
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.sources import Sources
from evalreport.files.estimates import BASE, ESTIMATES, TOTAL
from evalreport.files.tables import write_table
from evalreport.survey.samplings import Samplings

PANELS = [("group", [{"id": "treated", "where": {"arm": ["t"]}}])]


def rows(*parts) -> pd.DataFrame:
    names = ("exhibit", "variable", "category", "group", "n", "estimate")
    return pd.DataFrame([dict(zip(names, part, strict=True)) for part in parts]).reindex(columns=ESTIMATES)


def sources(folder) -> Sources:
    response = rows(("2", "usable", BASE, "treated", 5, 5), ("2", "usable", BASE, TOTAL, 9, 9),
                    ("2", "usable", BASE, "control", 4, 4), ("1", "usable", BASE, "treated", 3, 3))  # fmt: skip
    write_table(response, folder / "response.csv")
    diagnostics = rows(("spread", "mean", BASE, "1", 9, 1.5), ("spread", "mean", BASE, "2", 9, 2.5),
                       ("margins", "sex", "men", "1:sample", 9, 0.5))  # fmt: skip
    write_table(diagnostics, folder / "p.csv")
    log = pd.DataFrame({"wave": ["1"], "row": [1], "variable": ["*"], "new": [""], "rule": ["blank"]})
    write_table(log, folder / "log.csv")
    data = pd.DataFrame({"wave": ["1"] * 3, "name": ["x", "y", "z"], "why": [1, 2, 1], "arm": ["t", "t", "c"]})
    received = {"staff": {"1": 10, "2": 20}}
    files = {"staff": folder / "log.csv"}
    return Sources(
        files,
        received,
        folder / "response.csv",
        {"p": folder / "p.csv"},
        {"staff": ("1", "2")},
        {"staff": data},
        {},
        {},
        Samplings({"staff": data}, {}, {}),
    )


def made(tmp_path, **spec) -> list[tuple]:
    inputs = {"panels": PANELS, "columns": {"2": ""}} | {
        key: spec.pop(key) for key in ("panels", "columns") if key in spec
    }
    exhibit = Exhibit(**{"id": "x", "chapter": "c", "title": "", "instrument": "staff"} | spec)
    if exhibit.weights == "p":
        inputs = KINDS[exhibit.kind].inputs(exhibit, None)
    table = NUMBERS[exhibit.kind](exhibit, inputs, sources(tmp_path)).estimates
    assert set(table["exhibit"]) == {"x"} and list(table.columns) == ESTIMATES
    return list(zip(table["variable"], table["category"], table["group"], table["estimate"], strict=True))


def test_response_has_the_groups_shown(tmp_path):
    assert made(tmp_path, kind="response", variables=("usable",), by=("group",)) == [("usable", BASE, "treated", 5)]


def test_response_of_several_waves_has_a_column_each(tmp_path):
    spec = {"kind": "response", "variables": ("usable",), "by": ("group",), "columns": {"1": "1:", "2": "2:"}}
    assert made(tmp_path, **spec) == [("usable", BASE, "1:treated", 3), ("usable", BASE, "2:treated", 5)]


def test_a_flow_adds_the_forms_received_in_its_waves(tmp_path):
    spec = {"kind": "flow", "variables": ("received", "usable"), "by": ("group",), "total": True}
    steps = made(tmp_path, **spec, where={"wave": ("2",)})
    assert steps == [("usable", BASE, "treated", 5), ("usable", BASE, TOTAL, 9), ("received", BASE, TOTAL, 20)]
    assert made(tmp_path, **spec)[-1][-1] == 30


def test_cleaning_counts_the_waves_of_the_edition(tmp_path):
    assert ("usable", BASE, "1", 9) in made(tmp_path, kind="cleaning", panels=())


def test_units_meet_the_condition(tmp_path):
    spec = {"kind": "units", "variables": ("name", "why"), "where": {"why": (1,)}}
    assert made(tmp_path, **spec) == [("x", "1", "treated", 1)]
    assert [row[0] for row in made(tmp_path, **spec, panels=())] == ["x", "z"]


def test_weights_and_representativeness_take_their_part_of_the_diagnostics(tmp_path):
    assert made(tmp_path, kind="weights", weights="p", source="spread", where={"wave": ("2",)}) == [
        ("mean", BASE, "2", 2.5)
    ]
    assert made(tmp_path, kind="representativeness", weights="p") == [("sex", "men", "1:sample", 0.5)]


def test_every_kind_has_its_numbers():
    assert set(NUMBERS) == set(KINDS)
