"""Exhibits about the data: counts of the cleaning and rows of the response table."""

from dataclasses import replace

import pandas as pd
import pytest
from evalreport.chapters.citations import Citable, call_problems
from evalreport.chapters.cited import Citation
from evalreport.chapters.functions import NumberFunctions
from evalreport.claims.cells import cell_of
from evalreport.disclosure.protection import protect
from evalreport.evaluation.load import load_codebooks
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.evidence import Evidence, evidence_from
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import exhibit_problems
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.register.numbers import cleaning_estimates, response_estimates, unit_estimates
from evalreport.exhibits.register.plan import column_prefixes
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, ESTIMATES, TESTS
from evalreport.verify.reproduction import Cell, Matcher
from evalreport.weighting.response_parts import AAPOR, RATES
from evalreport.words.catalogue import word

LOG = pd.DataFrame(
    [
        ("2008", 3, "*", "unfinished"),
        ("2008", 7, "*", "unfinished"),
        ("2009", 1, "*", "double"),
        ("2009", 4, "satisfied", "out_of_range"),
        ("2009", 4, "time", "out_of_range"),
        ("2007", 1, "*", "unfinished"),
    ],
    columns=["wave", "row", "variable", "rule"],
)


def values(table: pd.DataFrame) -> dict:
    return {(row.variable, row.group): row.estimate for row in table.itertuples()}


def test_rows_received_dropped_usable_and_values_changed():
    table = cleaning_estimates("x", LOG, {"2008": 10, "2009": 20})
    assert list(table.columns) == ESTIMATES
    assert values(table) == {
        ("received", "2008"): 10,
        ("usable", "2008"): 8,
        ("unfinished", "2008"): 2,
        ("received", "2009"): 20,
        ("usable", "2009"): 19,
        ("double", "2009"): 1,
        ("out_of_range", "2009"): 2,
    }
    assert set(table["category"]) == {BASE} and set(table["suppressed"]) == {0} and set(table["exhibit"]) == {"x"}


def test_a_wave_that_lost_nothing():
    assert values(cleaning_estimates("x", LOG.iloc[:0], {"2008": 10})) == {
        ("received", "2008"): 10,
        ("usable", "2008"): 10,
    }


def test_the_view_of_the_cleaning_has_a_row_a_rule_with_its_reason(small):
    view = shown(small.evaluation(), Exhibit("x", "c", "T", "cleaning", instrument="staff"))
    assert [(v.id, v.label) for v in view.variables] == [
        ("received", "Forms received"),
        ("unfinished", "Not finished"),
        ("usable", "Usable forms"),
        ("out_of_range", "Out of range"),
    ]
    assert [group.id for group in view.groups] == ["2008", "2009"]
    assert view.statistic == "count"


def test_an_instrument_without_rules(small):
    (small.config / "small/cleaning/staff.yaml").write_text("rules: []\n")
    view = shown(small.evaluation(), Exhibit("x", "c", "T", "cleaning", instrument="staff"))
    assert [v.id for v in view.variables] == ["received", "usable"]


RESPONSE = """
response:
  groups: [treated, control]
  waves:
    "2008": {frame: &frame {instrument: staff, wave: "2009", unit: key, municipality: arm, name: age, reason: nav},
             answers: &answers {instrument: staff, unit: key}}
    "2009": {frame: *frame, answers: *answers, forms: {instrument: staff, wave: "2009", unit: key, handed_out: age}}
"""


@pytest.fixture
def counted(small):
    """The small evaluation with a response of two waves; only the second has forms."""
    small.change("evaluation.yaml", "groupings:\n", RESPONSE.lstrip() + "groupings:\n")
    return small.evaluation()


def exhibit(**spec) -> Exhibit:
    keys = {"variables": ("usable", "handed_out"), "by": ("group",), "where": {"wave": ("2009",)}} | spec
    return Exhibit("x", "c", "T", "response", **keys)


def table_of(*parts) -> pd.DataFrame:
    names = ("exhibit", "variable", "category", "group", "n", "estimate")
    rows = [dict(zip(names, part, strict=True)) for part in parts]
    return pd.DataFrame(rows).reindex(columns=ESTIMATES).assign(suppressed=0)


def shown(evaluation, spec: Exhibit):
    return KINDS[spec.kind].view(spec, Ground(evaluation, load_codebooks(evaluation)))


def test_response_rates_take_their_rows_from_the_response_table(counted):
    response = table_of(
        ("2009", "usable", BASE, "treated", 40, 40),
        ("2009", "usable", BASE, "control", 20, 20),
        ("2008", "usable", BASE, "treated", 9, 9),
        ("2009", "fte", BASE, "treated", 7, 7),
    )
    table = response_estimates("x", response, ["usable"], ["treated"], {"2009": ""})
    assert table[["exhibit", "variable", "group", "n"]].to_numpy().tolist() == [["x", "usable", "treated", 40]]
    both = response_estimates("x", response, ["usable"], ["treated"], {"2008": "2008:", "2009": "2009:"})
    assert both[["group", "n"]].to_numpy().tolist() == [["2008:treated", 9], ["2009:treated", 40]]
    view = shown(counted, exhibit(variables=("usable",)))
    assert [(v.id, v.label) for v in view.variables] == [("usable", "Usable answers")]
    assert [group.id for group in view.groups] == ["treated", "control"]
    assert view.statistic == "rate"


def test_units_areas_and_waves_are_called_as_the_configuration_says(small):
    own = RESPONSE.replace(
        '"2008": {', '"2008": {label: {en: Counties, nb: Fylker}, units: {en: counties}, areas: {en: regions}, '
    )
    small.change("evaluation.yaml", "groupings:\n", own.lstrip() + "groupings:\n")
    counted = small.evaluation()
    names = ("invited_offices", "share_offices", "answered_municipalities")

    def labels(**where):
        return [item.label for item in shown(counted, exhibit(variables=names, where=where)).variables]

    assert labels(wave=("2008",)) == [
        "Counties invited", "Counties that answered, per cent of invited (AAPOR RR2)", "Regions that answered",
    ]  # fmt: skip
    assert labels(wave=("2009",))[0] == "Offices invited" and labels()[0] == "Offices invited"  # both in one table
    view = shown(counted, exhibit(variables=("usable",), where={}))
    assert [group.over for group in view.groups][::2] == ["Counties", "2009"]
    flow = shown(counted, Exhibit("x", "c", "T", "flow", variables=("invited_offices",), where={"wave": ("2008",)}))
    assert [(item.label, item.over) for item in flow.variables] == [("Counties invited", "Counties")]


def test_groups_of_a_wave_are_those_it_is_counted_for(small):
    own = RESPONSE.replace('"2008": {', '"2008": {groups: [treated], ')
    small.change("evaluation.yaml", "groupings:\n", own.lstrip() + "groupings:\n")
    counted, books = small.evaluation(), load_codebooks(small.evaluation())

    def told(**spec):
        return [
            found
            for found, _ in KINDS["response"].problems(exhibit(variables=("usable",), **spec), Ground(counted, books))
        ]

    assert told(where={"wave": ("2008",)}) == ["the response is not counted for the group 'control'"]
    assert told(where={"wave": ("2008",)}, groups=("treated",)) == [] and told() == []


def test_published_rates_are_compared(counted):
    view = shown(counted, exhibit(variables=("usable", "rr_forms"), groups=("treated",)))
    table = table_of(("x", "usable", BASE, "treated", 40, 40), ("x", "rr_forms", "rate", "treated", 40, 0.6667))
    matcher = Matcher(evidence_from(view, table, pd.DataFrame(columns=TESTS), (0.05,)), {"Response rate": "rr_forms"})
    treated = view.groups[0].label
    assert matcher.value(Cell("t", "Response rate", treated, "pct", 67, 0)) == pytest.approx(66.67)
    assert matcher.value(Cell("t", "Usable answers", treated, "n", 40, 0)) == 40


def test_waves_stand_side_by_side_and_the_edition_has_the_last_word(counted):
    spec = exhibit(variables=("usable",), where={})
    view = shown(counted, spec)
    assert [(g.id, g.over) for g in view.groups][::2] == [("2008:treated", "2008"), ("2009:treated", "2009")]
    first = replace(counted.editions["final"], waves={"staff": ("2008",)})
    assert column_prefixes(spec, counted, first) == {"2008": "2008:"}
    assert column_prefixes(exhibit(), counted, first) == {}


def test_groups_of_the_only_wave_are_named_with_it_or_without_it(counted):
    one = shown(counted, exhibit(variables=("usable",)))
    assert one.aliases == {"2009:treated": "treated", "2009:control": "control"}
    rows = table_of(("x", "usable", BASE, "treated", 40, 40), ("x", "usable", BASE, "control", 30, 30))
    evidence = evidence_from(one, rows, pd.DataFrame(columns=TESTS), (0.05,))
    functions = NumberFunctions({"x": evidence}, "en")
    assert functions.n("x", group="2009:treated") == functions.n("x", group="treated") == "40"
    assert cell_of(evidence, {"group": "2009:control"}) == cell_of(evidence, {"group": "control"})
    cited = [Citation("t", 1, "n", ("x", name), {}) for name in ("2009:treated", "treated", "2008:treated")]
    found = [[*call_problems(c, Citable({"x": one}, {}, (), {}))] for c in cited]
    assert [len(problems) for problems in found] == [0, 0, 1]
    known = {"staff": ("2008",)}
    first = KINDS["response"].view(
        exhibit(variables=("usable",), where={}),
        Ground(counted, load_codebooks(counted), replace(counted.editions["final"], waves=known)),
    )
    assert [g.id for g in first.groups] == ["2008:treated", "2008:control"]
    assert first.aliases == {"treated": "2008:treated", "control": "2008:control"}
    assert shown(counted, exhibit(variables=("usable",), where={})).aliases == {}


UNITS = table_of(
    ("2009", "usable", BASE, "office:1", 3, 3), ("2009", "handed_out", BASE, "office:1", 4, 4),
    ("2009", "rr_forms", "rate", "office:1", 3, 0.75), ("2009", "name", "North", "office:1", None, None),
    ("2009", "group", "treated", "office:1", None, None), ("2009", "reason", "1", "office:1", None, None),
    ("2009", "usable", BASE, "office:2", 0, 0), ("2009", "name", "South", "office:2", None, None),
    ("2009", "group", "treated", "office:2", None, None), ("2009", "reason", "1", "office:2", None, None),
    ("2009", "usable", BASE, "office:3", 9, 9), ("2009", "name", "East", "office:3", None, None),
    ("2009", "group", "control", "office:3", None, None), ("2009", "frame_fte", BASE, "office:3", None, 12.5),
)  # fmt: skip


def test_a_row_an_office_with_its_rate_or_the_reason_for_its_silence(counted):
    spec = exhibit(source="units", variables=("usable", "rr_forms"), decimals=0)
    view = shown(counted, spec)
    made = unit_estimates("x", UNITS, spec.variables, ["treated", "control"], {"2009": ""})
    grid = grid_of(evidence_from(view, made, made.iloc[:0], (0.05,)))
    assert grid.head[1:] == ("Works at an office?", "Usable answers", "Response rate of forms handed out (AAPOR RR2)")
    assert grid.rows == (
        ("**Treated**",),
        ("North", "", "3", "75%"),
        ("South", "Yes", "0", "–"),
        ("**Control**",),
        ("East", "", "9", "–"),
    )
    assert grid.text_columns == 2


def test_an_office_is_withheld_as_a_whole_and_not_alone(counted):
    made = unit_estimates("x", UNITS, ("usable", "fte"), [], {"2009": ""})
    assert set(made["variable"]) == {"total"}
    assert made[made["category"] == "East"]["estimate"].tolist() == [9, 12.5]
    hidden = protect(made, 5, 5)
    assert set(hidden[hidden["suppressed"] == 1]["category"]) == {"North", "East"}


def test_what_a_wave_does_not_count_has_no_column(counted):
    view = shown(counted, exhibit(source="units", where={}))
    assert [g.id for g in view.groups] == [
        "2008:reason",
        "2009:reason",
        "2008:usable",
        "2009:usable",
        "2009:handed_out",
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"variables": ("useable",)}, "'useable' is nothing that the response counts. Did you mean 'usable'"),
        ({"where": {"wave": ("2008",)}}, "no wave shown has the register that 'handed_out' is counted in"),
        ({"where": {"wave": ("2010",)}, "variables": ("usable",)}, "the response of the wave '2010' is not counted"),
        ({"where": {"arm": ("t",)}}, "where: 'arm'. Only the wave can be chosen here"),
        ({"by": ("year",)}, "the response is not counted for the group 'first'. Add it to `groups`"),
        ({"source": "offices"}, "source: 'offices'. units, for a row an office"),
        ({"source": "units", "display": "bars"}, "Choose display: table"),
        ({"source": "units", "total": True}, "One grouping at most, and no total"),
        ({"source": "units", "variables": ("invited_offices",)}, "'invited_offices' is nothing that the response counts"),
    ],
)  # fmt: skip
def test_slips_in_an_exhibit_are_named(counted, spec, expected):
    found = exhibit_problems(counted, exhibit(**spec), load_codebooks(counted), "plan.yaml")
    assert expected in "\n".join(map(str, found))


def test_units_need_names_and_coded_reasons(counted):
    frame = counted.response["waves"]["2009"]["frame"]
    books = load_codebooks(counted)
    spec = exhibit(source="units")
    assert exhibit_problems(counted, spec, books, "f") == []
    frame |= {"reason": "age"}
    assert "reason: 'age' has no coded answers" in str(exhibit_problems(counted, spec, books, "f")[0])
    del frame["name"]
    assert "Add `name` to it" in str(exhibit_problems(counted, spec, books, "f")[0])


def test_without_a_response_there_is_nothing_to_show(small):
    evaluation = small.evaluation()
    (problem,) = exhibit_problems(evaluation, exhibit(), load_codebooks(evaluation), "f")
    assert "the evaluation counts no response" in str(problem)


def of_plan(evaluation, **spec) -> str:
    planned = Exhibit(**{"id": "x", "chapter": "c", "title": "T"} | spec)
    return "\n".join(map(str, exhibit_problems(evaluation, planned, load_codebooks(evaluation), "f")))


def test_a_flow_goes_through_one_wave(counted):
    assert "a flow through several waves" in of_plan(counted, kind="flow", variables=("usable",))


def test_steps_of_a_flow(counted):
    where = {"wave": ("2009",)}
    wrong = ("invited_offices", "usabel", "received")
    text = of_plan(counted, kind="flow", variables=wrong, instrument="nobody", where=where)
    assert "'usabel' is no step from the invited to the usable. Did you mean 'usable'?" in text
    assert "unknown instrument 'nobody'" in text
    fine = ("handed_out", "received", "usable")
    assert of_plan(counted, kind="flow", variables=fine, instrument="staff", where=where) == ""


def test_units_take_a_name_and_a_coded_variable(small):
    for variables, good in ((("age", "arm"), True), (("arm", "age"), False), (("arm",), False)):
        text = of_plan(small.evaluation(), kind="units", instrument="staff", variables=variables)
        assert ("Two: one with the names of the units" in text) is not good


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv"])
def test_what_is_called_by_a_name_of_aapor_is_named_with_its_edition(language):
    """The labels and the list of such rates agree, and the note names the edition that the program computes by."""
    assert {name for name in RATES if "AAPOR" in word(f"response_{name}", language)} == set(AAPOR)

    def said(*names: str, group: str = "all") -> str:
        items, panel = tuple(Item(name, name) for name in names), Panel("p", "", (Item(group, group),))
        view = View("x", "c", language, "T", "response", "table", "rate", items, (), (panel,))
        return note(Evidence(view, {}, (), (0.05,)))

    assert "10" in said("rr_fte") and "2023" in said("rr_fte") and "AAPOR" in said("usable", group="2009:rr_forms")
    assert "AAPOR" not in said("usable", "share_fte")
