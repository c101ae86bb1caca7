"""Alt texts: whole sentences from the values, in three languages, short and safe inside an attribute."""

from dataclasses import replace

import pandas as pd
import pytest
from evalreport.exhibits.view import Break, Item, Panel, View
from evalreport.figures.alttext import MAX_LENGTH, describe

ANSWERS = (Item("no", "Uenig"), Item("yes", "Enig"))
GROUPS = (Item("a", "HUSK"), Item("b", "Kontroll"))
STACKED = View(
    exhibit="x",
    chapter="ch",
    language="nb",
    title="T",
    kind="distribution",
    display="stacked",
    statistic="share",
    variables=(Item("q", "Spørsmål", mark="*"),),
    categories=ANSWERS,
    panels=(Panel("p", "", GROUPS),),
)
BARS = replace(
    STACKED, display="bars", categories=(), decimals=0, variables=(Item("t", "Tid", mark="*"), Item("p", "Penger"))
)


def table(*rows: tuple) -> pd.DataFrame:
    """Rows of (variable, category, group, n, estimate), or three values for a withheld one."""
    full = [(*row, None, None, 1) if len(row) == 3 else (*row, 0) for row in rows]
    return pd.DataFrame(full, columns=["variable", "category", "group", "n", "estimate", "suppressed"]).assign(
        exhibit="x"
    )


def shares(no: float, yes: float, group: str, n: int) -> list[tuple]:
    return [("q", "*", group, n, None), ("q", "no", group, 1, no), ("q", "yes", group, 1, yes)]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_stacked_with_the_same_largest_answer():
    text = plain(describe(STACKED, table(*shares(0.4, 0.6, "a", 280), *shares(0.45, 0.55, "b", 114))))
    assert text == (
        "Stablede søyler med svarfordelingen for HUSK (n = 280) og Kontroll (n = 114). "
        "«Enig» er største svar i alle gruppene: HUSK 60,0 %; Kontroll 55,0 %."
    )


def test_intervals_are_mentioned():
    rows = [*shares(0.4, 0.6, "a", 280), *shares(0.45, 0.55, "b", 114)]
    assert describe(replace(STACKED, intervals=True), table(*rows)).endswith(" Streker viser 95 % konfidensintervall.")


def test_stacked_with_different_largest_answers():
    text = plain(describe(STACKED, table(*shares(0.7, 0.3, "a", 280), *shares(0.45, 0.55, "b", 114))))
    assert text.endswith("Største svar: HUSK: «Uenig» 70,0 %; Kontroll: «Enig» 55,0 %.")


def test_bars_name_highest_and_lowest_without_marks():
    rows = [(v, "*", "a", 100, None) for v in "tp"] + [("t", "counted", "a", 74, 0.735), ("p", "counted", "a", 1, 0.2)]
    one = replace(BARS, panels=(Panel("p", "", GROUPS[:1]),))
    assert plain(describe(one, table(*rows))) == (
        "Liggende søyler med andeler for HUSK (n = 100). Høyest og lavest verdi: HUSK: «Tid» (74 %) og «Penger» (20 %)."
    )


def test_answers_that_share_the_first_place_are_all_named():
    """What counts is what is printed: 49.96 and 50.04 are both 50.0."""
    text = plain(describe(STACKED, table(*shares(0.4996, 0.5004, "a", 280), *shares(0.45, 0.55, "b", 114))))
    assert text.endswith("Største svar: HUSK: «Uenig» og «Enig» 50,0 %; Kontroll: «Enig» 55,0 %.")
    text = plain(describe(STACKED, table(*shares(0.5, 0.5, "a", 280), *shares(0.5, 0.5, "b", 114))))
    assert "«Uenig» og «Enig» er største svar i alle gruppene: HUSK 50,0 %; Kontroll 50,0 %." in text


def test_items_that_share_the_ends_are_all_named():
    items = (*BARS.variables, Item("c", "Kurs"), Item("r", "Ro"))
    one = replace(BARS, variables=items, panels=(Panel("p", "", GROUPS[:1]),))
    rows = [(v, "*", "a", 100, None) for v in "tpcr"]
    rows += [(v, "counted", "a", 50, share) for v, share in zip("tpcr", (0.741, 0.2, 0.738, 0.5), strict=True)]
    assert "HUSK: «Tid», «Kurs» (74 %) og «Penger» (20 %)" in plain(describe(one, table(*rows)))


def test_means_name_the_scale():
    means = replace(BARS, statistic="mean", scale_ends=(1, 7), decimals=2, panels=(Panel("p", "", GROUPS[:1]),))
    text = describe(means, table(("t", "mean", "a", 90, 4.111), ("p", "mean", "a", 91, 5.0)))
    assert "på skalaen 1 til 7" in text and "«Penger» (5,00) og «Tid» (4,11)" in text


def test_trend_tells_from_first_to_last():
    waves = tuple(Item(w, w) for w in ("2008", "2009"))
    trend = replace(STACKED, display="trend", panels=(Panel("p", "", waves),))
    text = plain(describe(trend, table(*shares(0.4, 0.6, "2008", 187), *shares(0.3, 0.7, "2009", 400))))
    assert "2008 (n = 187) og 2009 (n = 400)" in text
    assert "«Enig» fra 60,0 % til 70,0 %" in text


def test_a_broken_trend_is_told_stretch_by_stretch():
    waves = tuple(Item(w, w) for w in ("2008", "2009", "2011"))
    stretches = {"2008": (0,), "2009": (0,), "2011": (1,)}
    trend = replace(
        STACKED,
        display="trend",
        panels=(Panel("p", "", waves),),
        breaks={STACKED.variables[0].id: Break(("2011",), "ny ordlyd", stretches)},
    )
    rows = [*shares(0.4, 0.6, "2008", 187), *shares(0.3, 0.7, "2009", 400), *shares(0.1, 0.9, "2011", 300)]
    text = plain(describe(trend, table(*rows)))
    assert "«Enig» fra 60,0 % (2008) til 70,0 % (2009); " in text and "«Enig» 90,0 % (2011)" in text
    assert "Brudd i serien fra 2011" in text
    assert "til 90,0 %" not in text


def test_withheld_and_absent_values_are_said_and_not_ranked():
    rows = [*shares(0.4, 0.6, "a", 280), ("q", "*", "b", 9, None), ("q", "no", "b"), ("q", "yes", "b", 6, 0.7)]
    text = plain(describe(STACKED, table(*rows)))
    assert "1 av verdiene er holdt tilbake" in text and "Kontroll 7" not in text and "Kontroll: «" not in text
    gone = plain(describe(STACKED, table(*shares(0.4, 0.6, "a", 280))))
    assert "2 av verdiene mangler" in gone and "nan" not in gone


def test_bars_of_which_one_is_withheld_have_no_highest_and_lowest():
    """A withheld number can be larger, or smaller, than all that are shown."""
    rows = [(v, "*", g, 20, None) for v in "tp" for g in "ab"]
    rows += [("t", "counted", "a", 10, 0.5), ("p", "counted", "a", 0, 0.0), ("t", "counted", "b", 0, 0.0)]
    text = plain(describe(BARS, table(*rows, ("p", "counted", "b"))))
    assert "Høyest og lavest verdi: HUSK: «Tid» (50 %) og «Penger» (0 %). 1 av verdiene" in text
    none = plain(describe(BARS, table(*rows[:4], rows[6], ("t", "counted", "a"), rows[5], ("p", "counted", "b"))))
    assert "Høyest" not in none and "2 av verdiene er holdt tilbake" in none


def test_panels_name_their_groups():
    panels = (Panel("k", "Kjenner til", (Item("a", "Ja"),)), Panel("n", "NAV-kontor", (Item("b", "Ja"),)))
    text = plain(
        describe(replace(STACKED, panels=panels), table(*shares(0.4, 0.6, "a", 10), *shares(0.7, 0.3, "b", 20)))
    )
    assert "Kjenner til: Ja (n = 10); NAV-kontor: Ja (n = 20)" in text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_language_and_display_gives_finished_sentences(language):
    rows = table(*shares(0.4, 0.6, "a", 1280), *shares(0.7, 0.3, "b", 114))
    for display in ("stacked", "bars", "trend"):
        text = describe(replace(STACKED, language=language, display=display), rows)
        assert text.endswith(".") and "{" not in text
    assert ("1,280" if language == "en" else "1\u00a0280") in text


def test_long_labels_stay_short_and_safe():
    nasty = 'Jeg "tror" folk\ner «trøtte» \\ av prosjekter, omstillinger og alt annet som ikke gjelder brukerne '
    variables = tuple(Item(f"v{i}", nasty + str(i)) for i in range(20))
    groups = tuple(Item(f"g{i}", f"Gruppe {nasty}{i}") for i in range(9))
    view = replace(BARS, variables=variables, panels=(Panel("p", nasty, groups), Panel("q", nasty, groups[:1])))
    rows = [(v.id, "counted", g.id, 1, 0.3) for v in variables for g in groups]
    for display in ("bars", "stacked", "trend"):
        text = describe(replace(view, display=display), table(*rows))
        assert len(text) < MAX_LENGTH
        assert not set(text) & set('"\n\r\\“”')


def test_lists_are_cut_from_the_end_with_their_number():
    groups = tuple(Item(f"g{i}", f"Kommune nummer {i}") for i in range(14))
    view = replace(STACKED, panels=(Panel("p", "", groups),))
    rows = [row for g in groups for row in shares(0.4, 0.6, g.id, 10)]
    text = describe(view, table(*rows))
    assert len(text) < MAX_LENGTH
    assert " til." in text and "og " in text


def test_shares_of_few_are_said_as_the_counts_that_the_figure_prints():
    few = replace(STACKED, percent_from=5)
    rows = [("q", "*", "a", 3, None), ("q", "no", "a", 1, 1 / 3), ("q", "yes", "a", 2, 2 / 3)]
    text = plain(describe(few, table(*rows, *shares(0.45, 0.55, "b", 114))))
    assert text.endswith("«Enig» er største svar i alle gruppene: HUSK 2 av 3; Kontroll 55,0 %.") and "66" not in text
    halves = [("q", "*", "a", 2, None), ("q", "no", "a", 1, 0.5), ("q", "yes", "a", 1, 0.5)]
    text = plain(describe(few, table(*halves, *shares(0.45, 0.55, "b", 114))))
    assert "HUSK: «Uenig» og «Enig» 1 av 2; Kontroll: «Enig» 55,0 %." in text


def test_equal_shares_of_several_small_bases_have_each_their_counts():
    one = replace(BARS, panels=(Panel("p", "", GROUPS[:1]),), percent_from=5)
    rows = [
        ("t", "*", "a", 2, None),
        ("p", "*", "a", 4, None),
        ("t", "counted", "a", 1, 0.5),
        ("p", "counted", "a", 2, 0.5),
    ]
    text = plain(describe(one, table(*rows)))
    assert "«Tid» (1 av 2), «Penger» (2 av 4)" in text and "%" not in text


def test_the_course_of_a_line_from_few_is_said_in_counts():
    waves = (Panel("w", "", (Item("1", "2008"), Item("2", "2010"))),)
    view = replace(BARS, display="trend", variables=BARS.variables[:1], panels=waves, percent_from=5)
    rows = [
        ("t", "*", "1", 3, None),
        ("t", "counted", "1", 1, 1 / 3),
        ("t", "*", "2", 10, None),
        ("t", "counted", "2", 5, 0.5),
    ]
    text = plain(describe(view, table(*rows)))
    assert "1 av 3" in text and "50 %" in text and "33" not in text
