"""The response of two questionnaires in one exhibit: each number counts the respondents of its own."""

from dataclasses import replace

import numpy as np
import pandas as pd
from evalreport.codebook.codebook import Codebook
from evalreport.disclosure.blocks import blocks_of
from evalreport.disclosure.gather import Sources, answered_in, vectors_of_exhibit
from evalreport.disclosure.masks import masks, planned
from evalreport.disclosure.primary import Case, Limits
from evalreport.disclosure.structure import grouped
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.kind import RESPONSE as RESPONDENTS
from evalreport.exhibits.registry import KINDS

EXHIBIT = Exhibit("x", "c", "T", "response")
PLAN = {"inputs": {"x": {"columns": {"staff": "staff:", "leaders": "leaders:"}, "panels": []}}}
RESPONSE = {
    "waves": {
        name: {"answers": {"instrument": name, "wave": "2025"}, "frame": {"instrument": "units", "wave": "2025"}}
        for name in ("staff", "leaders")
    }
}
NORTH = {"staff": np.arange(30) < 12, "leaders": np.arange(20) < 2}


def sources() -> Sources:
    data = {name: pd.DataFrame({"wave": "2025", "north": inside}) for name, inside in NORTH.items()}
    books = {name: Codebook(name, f"{name}.csv", ("2025",), (), {}, {}, {}, {}) for name in data}
    return Sources(data, {}, {}, books, RESPONSE)


def case(of: Sources) -> Case:
    vectors = {
        ("usable", "*", f"{name}:{group}"): [mask.astype(np.int64)]
        for name, north in NORTH.items()
        for group, mask in (("north", north), ("south", ~north), ("total", north | True))
    }
    rows = [(*key, int(vector.sum())) for key, [vector] in vectors.items()]
    table = pd.DataFrame(rows, columns=["variable", "category", "group", "n"])
    table = table.assign(
        n_weighted=0.0, estimate=np.nan, se=np.nan, ci_low=np.nan, ci_high=np.nan, deff=np.nan, suppressed=0
    )
    structure = grouped([[f"{name}:north", f"{name}:south"] for name in NORTH], False)
    return Case(table, Limits(3, 5), structure, vectors, {}, (), answered_in(EXHIBIT, PLAN, of, vectors))


def test_a_flow_begins_with_the_forms_received_and_cannot_give_those_dropped_away():
    """30 usable of 31 received: the one that was dropped follows from any two exhibits that print them."""
    log = pd.DataFrame({"wave": ["2025", "2025", "2024"], "variable": ["*", "q", "*"], "rule": "twice"})
    of = replace(sources(), logs={"staff": log})
    flow = Exhibit(
        "f", "c", "T", "flow", instrument="staff", variables=("received", "usable"), where={"wave": ("2025",)}
    )
    plan = {"inputs": {"f": {"columns": {"2025": ""}, "panels": []}}, "exhibits": []}
    data = {**of.data, "units": pd.DataFrame({"wave": ["2025"]})}
    of = replace(of, data=data, response={"waves": {"2025": RESPONSE["waves"]["staff"]}})
    found = vectors_of_exhibit(flow, plan, of)
    assert KINDS["flow"].respondents(flow) == KINDS["response"].respondents(EXHIBIT) == RESPONDENTS
    assert {key: int(v.sum()) for key, [v] in found.items() if key[0] in ("received", "usable")} == {
        ("received", "*", "total"): 31,
        ("usable", "*", "total"): 30,
    }
    assert set(answered_in(flow, plan, of, found).values()) == {"staff"}


def test_each_questionnaire_has_a_ledger_of_its_own_with_the_numbers_of_its_respondents():
    of = sources()
    found = case(of)
    blocks = blocks_of([(EXHIBIT, found)], of, {})
    assert [block.instrument for block in blocks] == ["staff", "leaders"]
    for block in blocks:
        assert len(block.ledger.rows) == 3 and all(row.key[3].startswith(block.instrument) for row in block.ledger.rows)
        assert [block.ledger.value(row.vectors[0]) for row in block.ledger.rows] == [row.n for row in block.ledger.rows]
    (mask,) = masks([(EXHIBIT, found)], planned(blocks)).values()
    hidden = set(mask["group"])
    assert "leaders:north" in hidden and hidden & {"leaders:south", "leaders:total"}, "2 = 20 - 18"
    assert not [group for group in hidden if group.startswith("staff")]
