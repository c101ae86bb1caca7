"""What every printed number of answers tells in the plan of a report: as many respondents as it says, and nothing left out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.indices import Index
from evalreport.codebook.jumps import Jump
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.disclosure.blocks import blocks_of
from evalreport.disclosure.gather import Sources, counted_in
from evalreport.disclosure.masks import masks, planned
from evalreport.disclosure.primary import Case, Limits
from evalreport.disclosure.structure import grouped
from evalreport.disclosure.vectors import vectors_of
from evalreport.evaluation.model import Exhibit, Group, Text
from evalreport.exhibits.answers.model_numbers import regression_tables
from evalreport.exhibits.answers.numbers import analyse
from evalreport.files.estimates import BASE, CORRELATION, EVERYTHING, LEFT_OUT
from evalreport.survey.samplings import sampling_of, simple_sampling

NAMES = {"like": "five", "trust": "five", "recommend": "", "age": "", "hours": "", "led": "five"}
WAVES = ("1", "2")
BEHIND = {"led": (Jump("gate", "1"),)}  # asked of those who said yes to another question
BOOK = Codebook(
    "s",
    "s.csv",
    WAVES,
    (
        *(
            Variable(n, "scale" if v else "number", {"en": n.title()}, v, waves=WAVES, jumps=BEHIND.get(n, ()))
            for n, v in NAMES.items()
        ),
        Variable("spirit", "number", {"en": "Spirit"}, waves=WAVES, index=Index(("led", "trust"), 1)),
        *(Variable(n, "single", {"en": n}, "yesno", waves=WAVES) for n in ("gate", "home")),
        Variable("key", "id", {}, waves=WAVES),
    ),
    {
        "five": ValueSet("five", tuple(Choice(c, {"en": str(c)}) for c in range(1, 6))),
        "yesno": ValueSet("yesno", (Choice(1, {"en": "Yes"}), Choice(2, {"en": "No"}))),
    },
    {},
    {},
    {},
)
PANELS = (("g", (Group("a", Text(""), {"g": ("a",)}), Group("b", Text(""), {"g": ("b",)}))),)
KINDS = {
    "nps": {"variables": ("recommend",), "by": ("g",), "total": True},
    "correlation": {"variables": ("age", "hours", "like")},
    "kappa": {"variables": ("like",), "compared_with": "trust"},
    "regression": {
        "variables": ("hours",), "by": ("g",), "model": "linear", "effect": "difference",
        "covariates": ({"variable": "age", "per": 1, "label": Text("")},), "where": {"home": ("n",)},
    },
    "total": {"variables": ("hours",), "by": ("g",), "total": True},
    "quantile": {"variables": ("hours",), "by": ("g",), "quantiles": (0.1, 0.5, 0.9)},
    "histogram": {"variables": ("age",), "bins": (0, 5, 11)},
    "change": {"variables": ("like",), "by": ("g",), "better": ("4", "5"), "worse": ("1", "2")},
    "ratio": {"variables": ("hours",), "denominator": "age"},
    "share": {"variables": ("led", "like"), "counted": (4, 5), "by": ("g",), "total": True},
    "valid_n": {"variables": ("led", "like"), "base": "all", "by": ("g",)},
    "mean": {"variables": ("led", "spirit"), "where": {"home": ("n",)}, "by": ("g",)},
    "paired_change": {"variables": ("like", "led"), "person": "key", "waves": ("1", "2"), "by": ("g",)},
}  # fmt: skip


def data_of(size: int = 60) -> pd.DataFrame:
    draw = np.random.default_rng(5)
    table = pd.DataFrame({"wave": "1", "respondent": [str(i) for i in range(size)], "g": draw.choice(["a", "b"], size)})
    for name, scale in NAMES.items():
        values = draw.integers(1, 6, size) if scale else draw.integers(0, 11, size)
        table[name] = pd.array(values, dtype="Int64")
        table.loc[draw.choice(size, 7, replace=False), name] = pd.NA
    table["gate"] = pd.array(draw.choice([1, 1, 2], size), dtype="Int64")
    table["led"] = table["led"].where((table["gate"] == 1) | (np.arange(size) % 9 == 0))  # some answered all the same
    table["home"] = draw.choice(["n", "s"], size, p=[0.8, 0.2])
    table["spirit"] = table[["led", "trust"]].astype("Float64").mean(axis=1)
    table["key"] = pd.array([f"k{i % (size // 2)}" for i in range(size)], dtype="string")
    return table.assign(wave=np.where(np.arange(size) < size // 2, "1", "2"))


def sources_of(data: pd.DataFrame, moved: tuple[str, ...]) -> Sources:
    return Sources({"s": data}, {}, {}, {"s": BOOK}, {}, {"s": moved}, {"s": []})


def case_of(kind: str, data: pd.DataFrame, sources: Sources, limits: Limits) -> tuple[Exhibit, Case]:
    exhibit = Exhibit("x", "c", "T", kind, instrument="s", **KINDS[kind])
    panels = PANELS if exhibit.by else ()
    sampling = simple_sampling(len(data))
    if kind == "regression":
        table = regression_tables(exhibit, data, BOOK, panels, sampling).estimates
    else:
        table = analyse(exhibit, data, BOOK, panels, sampling)[0]
    vectors = vectors_of(exhibit, data, BOOK, counted_in(exhibit, panels, data, sources))
    groups = [[group.id for group in each] for _, each in panels] or [["total"]]
    return exhibit, Case(table, limits, grouped(groups, exhibit.total), vectors, {}, panels)


@pytest.mark.parametrize("moved", [(), tuple(NAMES), ("age", "like")])
@pytest.mark.parametrize("kind", KINDS)
def test_each_number_stands_in_the_plan_with_those_it_counts(kind, moved):
    """Whichever of its questions groups are made of: those that are read side by side stay in one block."""
    data = data_of()
    sources = sources_of(data, moved)
    found = case_of(kind, data, sources, Limits(3, 5))
    [block] = blocks_of([found], sources, {})
    rows = {row.key[1:]: row for row in block.ledger.rows}
    assert set(rows) == {key for key in found[1].keys if key[0] != EVERYTHING or key in found[1].vectors}
    for key, n in zip(found[1].keys, found[1].table["n"], strict=True):
        counted = [block.ledger.value(at) for at in rows[key].vectors if block.ledger.counts(at)]
        least = min(counted) if kind == "quantile" else counted[0] if counted else n  # the smaller side of a quantile
        assert least == n


def test_a_correlation_of_few_is_a_secret_and_is_withheld():
    data = data_of()
    data.loc[data.index[8:], "hours"] = pd.NA
    sources = sources_of(data, tuple(NAMES))
    case = case_of("correlation", data, sources, Limits(5, 10))
    [plan] = planned(blocks_of([case], sources, {}))
    small = {key for key, n in zip(case[1].keys, case[1].table["n"], strict=True) if 0 < n < 10}
    assert small == {("hours", CORRELATION, "age"), ("like", CORRELATION, "hours")}
    assert {secret.key[1:] for secret in plan.secrets} == small
    mask = masks([case], [plan])["x"]
    assert set(mask[["variable", "category", "group"]].itertuples(index=False, name=None)) >= small


@pytest.mark.parametrize("moved", [(), tuple(NAMES)])
def test_those_a_weighted_model_leaves_out_are_those_with_a_weight(moved):
    """Of no group as of one: who has no weight is in no number of the exhibit."""
    data = data_of().assign(g=lambda table: table["g"].where(table.index % 6 != 0, "c"))
    weight = np.where(data.index % 4 == 0, 0.0, 1.0 + data.index % 3)
    weights = pd.DataFrame({"respondent": data["respondent"], "weight": weight})
    sources = replace(sources_of(data, moved), weights={"w": weights})
    exhibit = Exhibit("x", "c", "T", "regression", instrument="s", weights="w", **KINDS["regression"])
    sampling = sampling_of(data, None, weights)
    table = regression_tables(exhibit, data, BOOK, PANELS, sampling).estimates
    own = data[(weight > 0) & (data["home"] == "n")]
    out = own[["hours", "age"]].isna().any(axis=1) | (own["g"] == "c")
    assert list(table.loc[table["category"] == LEFT_OUT, "n"]) == [out.sum()]
    vectors = vectors_of(exhibit, data, BOOK, counted_in(exhibit, PANELS, data, sources))
    case = Case(table, Limits(3, 5), grouped([["a", "b"]], False), vectors, {}, PANELS)
    [block] = blocks_of([(exhibit, case)], sources, {})
    rows = {row.key[1:]: row for row in block.ledger.rows}
    for key, n in zip(case.keys, table["n"], strict=True):
        if key[1] in (LEFT_OUT, BASE) and key in rows:
            assert [block.ledger.value(at) for at in rows[key].vectors] == [n]
    assert any(key[1] == LEFT_OUT for key in rows)
