"""Exhibits as tables: which number stands where, sums only where they are true, and signs for what is not shown."""

from dataclasses import replace

from evalreport.exhibits.cells import base_range
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.printed import grid_of
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, MEAN

NAN = float("nan")
VIEW = View(
    exhibit="x",
    chapter="c",
    language="nb",
    title="T",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("q", "Spørsmål"),),
    categories=(Item("1", "Ja"), Item("2", "Nei*")),
    panels=(Panel("group", "Gruppe", (Item("a", "HUSK"), Item("b", "Kontroll"))),),
)


def cell(n, estimate, suppressed=0) -> dict:
    return {"n": n, "estimate": estimate, "suppressed": suppressed}


def shares(variable="q", **groups) -> dict:
    """group -> (count yes, count no)."""
    rows = {}
    for group, counts in groups.items():
        base = sum(counts)
        rows[(variable, BASE, group)] = cell(base, NAN)
        for category, n in enumerate(counts, start=1):
            rows[(variable, str(category), group)] = cell(n, n / base if base else NAN)
    return rows


def rows(view: View, cells: dict, *tests: dict) -> list[list[str]]:
    grid = grid_of(Evidence(view, cells, tests, (0.05, 0.1)))
    return [[text.replace("\u00a0", " ") for text in row] for row in grid.rows]


def test_a_distribution_has_its_answers_a_sum_and_n():
    assert rows(VIEW, shares(a=(1, 2), b=(59, 21))) == [
        ["Ja", "33,3 %", "73,8 %"],
        ["Nei\\*", "66,7 %", "26,3 %"],
        ["*Sum*", "100,0 %", "100,0 %"],
        ["*N*", "3", "80"],
    ]


def test_no_sum_where_not_every_answer_is_shown():
    found = rows(replace(VIEW, categories=VIEW.categories[:1]), shares(a=(1, 2), b=(3, 4)))
    assert [row[0] for row in found] == ["Ja", "*N*"]


def test_a_group_without_answers_is_empty_and_does_not_cost_the_sum():
    found = rows(VIEW, shares(a=(1, 3), b=(0, 0)))
    assert [row[2] for row in found] == ["–", "–", "–", "–"]
    assert found[2] == ["*Sum*", "100,0 %", "–"]


def test_withheld_cells_have_a_sign_and_no_sum_gives_them_away():
    cells = shares(a=(1, 2), b=(50, 40)) | {("q", "1", "a"): cell(None, NAN, 1), ("q", "2", "a"): cell(None, NAN, 1)}
    found = rows(VIEW, cells)
    assert [row[1] for row in found] == ["·", "·", "3"]
    assert [row[0] for row in found] == ["Ja", "Nei\\*", "*N*"]


def test_a_withheld_group_hides_its_n():
    cells = shares(b=(50, 40)) | {("q", c, "a"): cell(None, NAN, 1) for c in (BASE, "1", "2")}
    assert [row[1] for row in rows(VIEW, cells)][-1] == "·"


def test_several_variables_have_a_heading_each():
    view = replace(VIEW, variables=(Item("q", "Kjønn"), Item("r", "Alder")))
    found = rows(view, shares(a=(1, 2), b=(3, 4)) | shares("r", a=(1, 1), b=(2, 2)))
    assert [row[0] for row in found] == [
        "**Kjønn**",
        "Ja",
        "Nei\\*",
        "*Sum*",
        "*N*",
        "**Alder**",
        "Ja",
        "Nei\\*",
        "*Sum*",
        "*N*",
    ]


def test_variables_with_their_own_answers():
    view = replace(
        VIEW,
        variables=(Item("q", "Kjønn"), Item("r", "Alder")),
        categories=(),
        categories_of={"q": (Item("1", "Mann"), Item("2", "Kvinne")), "r": (Item("1", "Ung"), Item("2", "Gammel"))},
    )
    found = rows(view, shares(a=(1, 2), b=(3, 4)) | shares("r", a=(1, 1), b=(2, 2)))
    assert [row[0] for row in found][1:3] == ["Mann", "Kvinne"] and [row[0] for row in found][6:8] == ["Ung", "Gammel"]


BATTERY = replace(VIEW, kind="share", categories=(), variables=(Item("time", "Tid"), Item("money", "Penger")))


def counted(**values) -> dict:
    rows = {}
    for variable, groups in values.items():
        for group, (n, share) in groups.items():
            rows |= {(variable, BASE, group): cell(n, NAN), (variable, "counted", group): cell(1, share)}
    return rows


COUNTED = counted(time={"a": (280, 0.735), "b": (112, 0.5)}, money={"a": (276, 0.1), "b": (112, NAN)})


def test_a_battery_has_a_line_an_item_and_the_range_of_n():
    assert rows(BATTERY, COUNTED) == [["Tid", "73,5 %", "50,0 %"], ["Penger", "10,0 %", "–"], ["*N*", "276–280", "112"]]


def test_items_whose_groups_differ_are_marked():
    test = dict(variable="time", groups="group", test="chi2", statistic=9.0, df1=1.0, df2=NAN, p=0.01, reason="")
    assert [row[0] for row in rows(BATTERY, COUNTED, test)] == ["Tid \\*", "Penger", "*N*"]


def test_means():
    view = replace(BATTERY, kind="mean", statistic="mean", decimals=2)
    cells = {
        ("time", MEAN, "a"): cell(40, 4.256),
        ("money", MEAN, "a"): cell(None, NAN, 1),
        ("time", MEAN, "b"): cell(0, NAN),
    }
    assert rows(view, cells) == [["Tid", "4,26", "–"], ["Penger", "·", "–"], ["*N*", "40", "–"]]


def test_counts_and_rates_stand_as_they_are():
    view = replace(BATTERY, kind="response", statistic="rate", decimals=0)
    cells = {
        ("time", BASE, "a"): cell(392, 392.0),
        ("time", BASE, "b"): cell(None, NAN, 1),
        ("money", "rate", "a"): cell(286, 0.7296),
        ("money", "rate", "b"): cell(1, NAN),
    }
    assert rows(view, cells) == [["Tid", "392", "·"], ["Penger", "73 %", "–"]]
    cells[("time", BASE, "a")] = cell(None, 1484.8)
    assert rows(replace(view, decimals=1), cells)[0][1] == "1 484,8"


def test_headings_above_groups_and_panels():
    over = replace(VIEW, panels=(Panel("p", "", (Item("a", "HUSK", over="2008"), Item("b", "Kontroll", over="2008"))),))
    grid = grid_of(Evidence(over, shares(a=(1, 2), b=(3, 4)), (), (0.05,)))
    assert (grid.over, grid.head) == (("", "2008", "2008"), ("", "HUSK", "Kontroll"))
    panels = replace(VIEW, panels=(Panel("p", "Kjent?", (Item("a", "Ja"),)), Panel("r", "Region", (Item("b", "HiO"),))))
    assert grid_of(Evidence(panels, shares(a=(1, 2), b=(3, 4)), (), (0.05,))).over == ("", "Kjent?", "Region")
    assert grid_of(Evidence(VIEW, shares(a=(1, 2), b=(3, 4)), (), (0.05,))).over == ()


def test_the_range_of_bases():
    evidence = Evidence(BATTERY, COUNTED, (), (0.05,))
    assert base_range(evidence, "a") == "276–280"
    assert base_range(evidence, "nobody") == "–"


def test_items_in_descending_order_of_the_first_group():
    items = tuple(Item(f"v{i}", f"V{i}") for i in range(3))
    frame = replace(VIEW, kind="share", variables=items, categories=(), sort="descending")
    cells = {("v0", "counted", "a"): cell(2, 0.2), ("v1", "counted", "a"): cell(5, 0.5)}
    assert [row[0] for row in rows(frame, cells)][:-1] == ["V1", "V0", "V2"]


GROUPED = (Item("a", "A", over="2009"), Item("b", "B", over="2009"))


def number(value, low=NAN, high=NAN, suppressed=0) -> dict:
    return {"n": 30, "estimate": value, "suppressed": suppressed, "ci_low": low, "ci_high": high}


def table_of(view: View, cells: dict, *tests: dict):
    return grid_of(Evidence(view, cells, tests, (0.05, 0.1)))


def quantity(statistic: str, **changes) -> View:
    panels = (Panel("g", "G", tuple(replace(group, over="") for group in GROUPED)),)
    return replace(
        BATTERY,
        kind=statistic,
        statistic=statistic,
        panels=panels,
        variables=(Item("q", "Q"),),
        **{"decimals": 1, "language": "en"} | changes,
    )


def test_numbers_have_their_interval_under_a_design():
    for statistic, category in (("total", "sum"), ("ratio", "ratio")):
        cells = {("q", category, "a"): number(12.34, 10, 14.5), ("q", category, "b"): number(NAN, suppressed=1)}
        cells |= {("q", BASE, group): number(NAN) for group in "ab"}
        assert table_of(quantity(statistic), cells).rows[0] == ("Q", "12.3", "·")
        under = table_of(quantity(statistic, clusters="offices"), cells)
        assert under.rows[0][1].replace("\u00a0", " ") == "12.3 (10.0; 14.5)" and under.rows[1] == ("*N*", "30", "30")


def test_means_have_an_interval_where_it_is_asked_for():
    cells = {("q", MEAN, group): number(4.25, 4, 4.5) for group in "ab"}
    assert table_of(quantity("mean"), cells).rows[0][1] == "4.3"
    assert table_of(quantity("mean", intervals=True), cells).rows[0][1].replace("\u00a0", " ") == "4.3 (4.0; 4.5)"


def test_quantiles_have_a_row_each():
    cells = {("q", name, group): number(3.0) for name in ("q25", "q50") for group in "ab"}
    cells |= {("q", BASE, group): number(NAN) for group in "ab"}
    view = quantity("quantile", categories=(Item("q25", "Lower quartile"), Item("q50", "Median")), decimals=0)
    assert table_of(view, cells).rows == (("Lower quartile", "3", "3"), ("Median", "3", "3"), ("*N*", "30", "30"))


def test_a_change_has_better_worse_and_a_marked_net_under_each_group():
    labels = (Item("better", "Better"), Item("same", "Same"), Item("worse", "Worse"), Item("net", "Net"))
    cells = {}
    for group in "ab":
        cells |= {
            ("q", "better", group): number(0.5),
            ("q", "worse", group): number(0.2),
            ("q", BASE, group): number(NAN),
        }
        cells |= {("q", "net", group): number(0.3, 0.1, 0.5)}
    test = dict(variable="q", groups="a", test="jackknife_t", statistic=3.0, df1=9.0, df2=NAN, p=0.01, reason="")
    view = quantity("change", categories=labels, clusters="offices", decimals=0)
    found = table_of(view, cells, test)
    assert found.head == ("", "Better", "Worse", "Net", "Better", "Worse", "Net") and found.over == ("", *"AAABBB")
    shown = [text.replace("\u00a0", " ").replace("\\", "") for text in found.rows[0]]
    assert shown == ["Q", "50%", "20%", "30* (10; 50)", "50%", "20%", "30 (10; 50)"]
