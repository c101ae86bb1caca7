"""The response of two questionnaires in one exhibit: each number counts the respondents of its own."""

import numpy as np
import pandas as pd
from evalreport.codebook.codebook import Codebook
from evalreport.disclosure.blocks import blocks_of
from evalreport.disclosure.gather import Sources, answered_in
from evalreport.disclosure.masks import masks, planned
from evalreport.disclosure.primary import Case, Limits
from evalreport.disclosure.structure import grouped
from evalreport.evaluation.model import Exhibit

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
