"""Notes under exhibits, written from what was done."""

from dataclasses import replace

import pytest
from evalreport.exhibits.cells import label_with_mark
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.printed import note
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE, EVERYTHING, FEW_CLUSTERS, TOTAL
from evalreport.words.catalogue import word

LEVELS = (0.05, 0.1)
ONE = View(
    exhibit="x",
    chapter="c",
    language="nb",
    title="T",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("q", "Spørsmål"),),
    categories=(Item("1", "Ja"), Item("2", "Nei")),
    panels=(Panel("group", "Gruppe", (Item("a", "HUSK"), Item("b", "Kontroll"))),),
)
TWO_PANELS = replace(ONE, panels=(*ONE.panels, Panel("nav", "NAV-kontor?", (Item("y", "Ja"), Item("n", "Nei")))))
BATTERY = replace(ONE, variables=(Item("time", "Tid"), Item("money", "Penger")), categories=())
DIFFERENT = replace(BATTERY, categories_of={"time": (Item("1", "Ja"),), "money": (Item("2", "Mye"),)})
SAME = replace(BATTERY, categories=ONE.categories)


def a_test(variable="q", p=0.03, groups="group", name="chi2", reason="") -> dict:
    return dict(
        variable=variable, groups=groups, test=name, statistic=7.0, df1=2.0, df2=float("nan"), p=p, reason=reason
    )


def written(view: View, *tests: dict, rows: dict | None = None, values: str = "", language: str = "nb") -> str:
    found = Evidence(replace(view, language=language), rows or {}, tests, LEVELS)
    return note(found, values).replace("\u00a0", " ")


def row(estimate, suppressed=0, category="1", group="a") -> dict:
    return {
        ("q", category, group): {"category": category, "group": group, "estimate": estimate, "suppressed": suppressed}
    }


def test_nothing_to_say():
    assert written(ONE) == ""


def test_a_single_test():
    assert (
        written(ONE, a_test())
        == "Pearsons kjikvadrattest: χ²(2) = 7,00, p = 0,030, statistisk signifikant på 5 %-nivå."
    )
    assert written(ONE, a_test(), language="en") == (
        "Pearson's chi-square test: χ²(2) = 7.00, p = 0.030, statistically significant at the 5% level."
    )


def test_one_test_a_panel_names_the_panels_without_their_question_marks():
    text = written(TWO_PANELS, a_test(), a_test(groups="nav", p=0.6))
    assert text == (
        "Pearsons kjikvadrattest. Gruppe: χ²(2) = 7,00, p = 0,030, statistisk signifikant på 5 %-nivå; "
        "NAV-kontor: χ²(2) = 7,00, p = 0,60, ikke statistisk signifikant."
    )


def test_chosen_groups_are_named_by_their_labels():
    text = written(ONE, a_test(groups="a|b"), a_test(groups="b|a", p=0.5))
    assert "HUSK og Kontroll: " in text and "; Kontroll og HUSK: " in text
    assert "HUSK and Kontroll: " in written(ONE, a_test(groups="a|b"), a_test(groups="b|a"), language="en")


def test_groups_of_the_same_name_are_told_apart():
    """By the panel they stand in, then by the heading above them; never two tests of one name."""
    again = Panel("municipality", "Kommune", (Item("y2", "Ja"), Item("n2", "Nei")))
    text = written(
        replace(TWO_PANELS, panels=(*TWO_PANELS.panels, again)),
        *(a_test(groups=groups) for groups in ("a|b", "y|n", "y2|n2")),
    )
    assert text.count("HUSK og Kontroll:") == 1 and "NAV-kontor, Ja og Nei:" in text and "Kommune, Ja og Nei:" in text
    waves = (
        Item("y1", "Ja", over="2008"),
        Item("n1", "Nei", over="2008"),
        Item("y2", "Ja", over="2010"),
        Item("n2", "Nei", over="2010"),
    )
    text = written(replace(ONE, panels=(Panel("nav", "", waves),)), a_test(groups="y1|n1"), a_test(groups="y2|n2"))
    assert "2008, Ja og Nei:" in text and "2010, Ja og Nei:" in text
    assert "Tid (2008, Ja og Nei):" in written(
        replace(BATTERY, panels=(Panel("nav", "", waves),)),
        a_test("time", groups="y1|n1"),
        a_test("money", groups="y2|n2"),
    )


def test_a_test_that_could_not_be_done():
    assert written(ONE, a_test(p=float("nan"))) == "Pearsons kjikvadrattest: ikke testet."


def test_a_battery_that_could_not_be_tested_is_not_called_without_differences():
    nan = float("nan")
    assert written(BATTERY, a_test("time", nan), a_test("money", nan)) == "Pearsons kjikvadrattest: ikke testet."


def test_sparse_tables_are_said_to_be_so():
    assert written(ONE, a_test(reason="sparse")).endswith(
        "nivå. Mer enn en femtedel av de forventede antallene er under 5, så testen er usikker."
    )
    assert "More than a fifth of the expected counts" in written(ONE, a_test(reason="sparse"), language="en")


@pytest.mark.parametrize("language", ["nb", "nn", "en", "sv"])
def test_an_item_whose_test_is_withheld_is_not_among_those_without_a_difference(language):
    third = replace(BATTERY, variables=(*BATTERY.variables, Item("gone", "Borte")))
    tests = [a_test("time", 0.4), a_test("money", 0.6)]
    hidden = {("gone", "1", "a"): {"category": "1", "group": "a", "n": 2, "estimate": None, "suppressed": 1}}
    shown = {("gone", "1", "a"): {"category": "1", "group": "a", "n": 9, "estimate": 0.5, "suppressed": 0}}
    said = {
        name: written(third, *tests, rows=rows, language=language)
        for name, rows in (("gone", hidden), ("there", shown))
    }
    sentence = word("tests_withheld", language)
    assert sentence in said["gone"] and sentence not in said["there"]


def test_the_marks_of_a_battery_are_explained():
    text = written(BATTERY, a_test("time", 0.01), a_test("money", 0.07))
    assert text == (
        "* = forskjellen mellom gruppene er statistisk signifikant på 5 %-nivå; "
        "(*) = forskjellen mellom gruppene er statistisk signifikant på 10 %-nivå (Pearsons kjikvadrattest)."
    )


def test_only_the_marks_that_occur_are_explained():
    text = written(BATTERY, a_test("time", 0.01), a_test("money", 0.7))
    assert "5 %-nivå" in text and "10 %-nivå" not in text
    text = written(BATTERY, a_test("time", 0.07), a_test("money", 0.7), language="en")
    assert text.startswith("(*) = the difference") and "5% level" not in text


def test_a_battery_without_a_difference():
    text = written(BATTERY, a_test("time", 0.4), a_test("money", 0.7))
    assert text.startswith("Ingen av forskjellene mellom gruppene er statistisk signifikante på 10 %-nivå (")
    text = written(BATTERY, a_test("time", 0.4), a_test("money", 0.7), language="en")
    assert text.startswith("None of the differences between the groups is statistically significant at the 10% level")


def test_variables_with_different_answers_have_their_tests_one_by_one():
    text = written(DIFFERENT, a_test("time", 0.01), a_test("money", 0.7))
    assert "Tid: χ²(2) = 7,00, p = 0,010, statistisk signifikant på 5 %-nivå; Penger: " in text


def test_so_do_several_families_of_groups():
    tests = (a_test("time", 0.01, "a|b"), a_test("time", 0.7, "b|a"), a_test("money", 0.02, "a|b"))
    text = written(BATTERY, *tests)
    assert "Tid (HUSK og Kontroll): χ²" in text and "Tid (Kontroll og HUSK): χ²" in text
    assert "* =" not in text


@pytest.mark.parametrize("view", [SAME, replace(SAME, display="stacked")])
def test_where_no_line_carries_a_mark_the_items_are_named(view):
    """Sections of answers, one below the other, have no single line to put a mark on."""
    text = written(view, a_test("time", 0.01), a_test("money", 0.07))
    assert text == (
        "Forskjellen mellom gruppene er statistisk signifikant på 5 %-nivå for: Tid; "
        "Forskjellen mellom gruppene er statistisk signifikant på 10 %-nivå for: Penger (Pearsons kjikvadrattest)."
    )
    both = written(view, a_test("time", 0.01), a_test("money", 0.02), language="en")
    assert both.startswith(
        "The difference between the groups is statistically significant at the 5% level for: Tid and Penger ("
    )
    assert written(view, a_test("time", 0.5), a_test("money", 0.7)).startswith("Ingen av forskjellene")


def test_withheld_and_empty_cells_are_explained_only_where_they_occur():
    assert written(ONE, rows=row(0.5)) == ""
    assert written(ONE, rows=row(None, suppressed=1)) == "· = holdt tilbake av hensyn til personvernet."
    assert written(ONE, rows=row(float("nan"))) == "– = ikke stilt eller ingen svar."
    assert written(ONE, rows=row(float("nan")), language="en") == "– = not asked or no answers."
    assert written(ONE, rows=row(float("nan"), category=BASE)) == ""
    assert written(ONE, rows=row(float("nan"), group="not_shown")) == ""


def test_the_parts_stand_in_a_fixed_order():
    view = replace(ONE, note="Uvektet. ")
    text = written(view, a_test(p=0.5), rows=row(None, 1) | row(float("nan"), group="b"), values=" Rekonstruert. ")
    places = [text.index(part) for part in ("Uvektet.", "Pearsons", "· =", "– =", "Rekonstruert.")]
    assert places == sorted(places)
    assert "  " not in text


def test_labels_with_marks():
    assert label_with_mark(Item("a", "Tid", mark="*")) == "Tid *"
    assert label_with_mark(Item("a", "Tid")) == "Tid"


# --- Under a design -------------------------------------------------------------------------------------------------

BASIS = {(EVERYTHING, BASE, TOTAL): {"n": 401, "estimate": 33.0, "suppressed": 0, "category": BASE, "group": TOTAL}}
OFFICES = replace(ONE, clusters="kontorer")


def test_a_design_is_told_with_answers_and_clusters():
    text = written(OFFICES, a_test(name="rao_scott"), rows=BASIS)
    assert text == (
        "Rao og Scotts test: F(2) = 7,00, p = 0,030, statistisk signifikant på 5 %-nivå. "
        "Usikkerhet og tester tar hensyn til at de 401 svarene kommer fra 33 kontorer."
    )


def test_weights_are_told_by_name():
    text = written(replace(OFFICES, weights="Vektet til populasjonen"), rows=BASIS)
    assert text.startswith("Vekter: vektet til populasjonen. N er uvektet. Usikkerhet")
    alone = written(replace(ONE, weights="Kalibrert"), rows=BASIS)
    assert alone == "Vekter: kalibrert. N er uvektet. Grunnlag: 401 svar."


def test_adjustment_for_several_tests_is_told_and_decides():
    tests = (a_test("time", 0.01) | {"p_adjusted": 0.02}, a_test("money", 0.04) | {"p_adjusted": 0.2})
    text = written(replace(BATTERY, clusters="kontorer"), *tests, rows=BASIS)
    assert "p-verdiene er justert for 2 tester (Holm)." in text
    assert "* = forskjellen mellom gruppene er statistisk signifikant på 5 %-nivå" in text and "(*)" not in text


def test_one_test_is_adjusted_for_nothing_and_a_withheld_one_counts():
    single = a_test("time", 0.01) | {"p_adjusted": 0.01}
    assert "Holm" not in written(
        replace(BATTERY, clusters="kontorer"), single, a_test("money", float("nan")), rows=BASIS
    )
    gone = {("money", "1", "a"): {"category": "1", "group": "a", "n": None, "estimate": None, "suppressed": 1}}
    assert "for 2 tester (Holm)" in written(replace(BATTERY, clusters="kontorer"), single, rows=BASIS | gone)


def test_against_a_stated_number_a_withheld_group_is_not_called_alike():
    tests = [a_test(p=0.4, groups="a", name="t")]
    hidden = {
        ("q", "counted", "b"): {"category": "counted", "group": "b", "n": None, "estimate": None, "suppressed": 1}
    }
    stated = replace(ONE, stated=0.4, categories=(), variables=(Item("q", "Spørsmål"),))
    sentence = word("tests_withheld", "nb")
    assert sentence in written(stated, *tests, rows=hidden) and sentence not in written(stated, *tests)


def test_a_group_in_too_few_clusters_is_told():
    text = written(OFFICES, a_test(p=float("nan"), name="design_t", reason=FEW_CLUSTERS), rows=BASIS)
    assert "Designbasert t-test: ikke testet." in text and "fra for få kontorer er ikke testet" in text


def test_a_withheld_basis_is_not_told():
    hidden = {key: row | {"n": None, "estimate": None, "suppressed": 1} for key, row in BASIS.items()}
    assert "svarene kommer" not in written(OFFICES, rows=hidden)


def test_lines_in_a_figure_are_explained():
    bars = replace(ONE, intervals=True, display="bars")
    assert written(bars) == "Strekene er 95 % konfidensintervall."
    ends = (Item("1", "uenig"), Item("2", "verken eller"), Item("3", "enig"))
    stacked = replace(bars, display="stacked", categories=ends)
    assert written(stacked).endswith("under søylen for «uenig», over den for «enig».")
    unlike = replace(stacked, categories_of={"a": ends, "b": ends[:2]})
    assert written(unlike).endswith("under søylen for det første svaret, over den for det siste.")


MEAN_TABLE = replace(ONE, statistic="mean", categories=(), indices={"q": (3, 2, 1)})


def test_an_index_says_what_it_is_made_of_and_its_alpha():
    alpha = {("q", "alpha", "*"): {"category": "alpha", "group": "*", "n": 90, "suppressed": 0, "estimate": 0.8123}}
    interval = {("q", "alpha", "*"): alpha["q", "alpha", "*"] | {"ci_low": 0.7, "ci_high": 0.88}}
    made_of = "Indeksen er gjennomsnittet av 3 spørsmål for dem som har svart på minst 2. Ett spørsmål er snudd."
    unknown = {("q", "alpha", "*"): alpha["q", "alpha", "*"] | {"ci_low": float("nan"), "ci_high": float("nan")}}
    assert written(MEAN_TABLE, rows=unknown) == made_of + " Cronbachs alfa er 0,81 (n = 90)."
    assert written(MEAN_TABLE, rows=interval).endswith("Cronbachs alfa er 0,81 (95 % KI 0,70–0,88, n = 90).")
    withheld = {("q", "alpha", "*"): unknown["q", "alpha", "*"] | {"estimate": float("nan"), "suppressed": 1}}
    assert "Cronbach" not in written(MEAN_TABLE, rows=withheld)


def test_intervals_in_tables_are_explained():
    asked = replace(MEAN_TABLE, indices={}, intervals=True)
    assert written(asked) == "95 % konfidensintervall i parentes." and written(replace(asked, intervals=False)) == ""
    ratio = replace(ONE, statistic="ratio", categories=())
    assert written(ratio) == "" and written(replace(ratio, clusters="kontorer")).startswith("95 % konfidensintervall i")


def test_net_change_explains_its_marks_and_tells_the_test_between_groups_apart():
    labels = {"better": "Mer", "same": "Likt", "worse": "Mindre", "net": "Netto"}
    view = replace(ONE, kind="change", statistic="change", categories=tuple(Item(*pair) for pair in labels.items()))
    own = [a_test(groups=group, name="jackknife_t", p=p) for group, p in (("a", 0.01), ("b", 0.5))]
    text = written(view, *own, a_test(groups="group", name="jackknife_t", p=0.2))
    assert text.startswith("Netto er andelen «mer» minus andelen «mindre», i prosentpoeng; resten svarte uendret. * = ")
    assert "(*)" not in text and "forskjellig fra null på 5 %-nivå" in text
    assert text.endswith(
        "Netto sammenlignet mellom gruppene: designbasert t-test (jackknife): "
        "t(2) = 7,00, p = 0,20, ikke statistisk signifikant."
    )
    assert "mellom gruppene" not in written(view, *own)
