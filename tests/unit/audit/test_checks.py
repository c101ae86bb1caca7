"""The checks of the audit: planted errors are found, clean tables are silent, and nothing true is ever called proven wrong."""

from fractions import Fraction

import pytest
from evalreport.audit.printed import Cell, Coding, Link, Printed
from evalreport.audit.rounding import HALF_EVEN, HALF_UP, NEAREST, TRUNCATED, counts_for, rounded, said, unit
from evalreport.audit.run import audit
from hypothesis import given, settings
from hypothesis import strategies as st


def cell(row, column, value, statistic="pct", decimals=1, table="t", part=""):
    return Cell(
        table, row, column, statistic, None if value is None else Fraction(str(value)), decimals, part, "t.csv", 2
    )


def column(label, counts, decimals=1, table="t", part="", total=True, n=True, statistic="pct"):
    """A column of percentages printed from counts, with its sum and N."""
    base = sum(counts)
    cells = [
        Cell(table, f"answer {i}", label, statistic, rounded(Fraction(100 * k, base), decimals), decimals, part)
        for i, k in enumerate(counts)
    ]
    cells += [cell("Sum", label, 100, statistic, decimals, table, part)] if total else []
    return cells + ([cell("N", label, base, "n", 0, table, part)] if n else [])


def found(cells, **others):
    return audit(Printed(tuple(cells), **others), "en")


def grades(table):
    return set(zip(table["check"], table["grade"], strict=True))


def test_grim_shows_the_counts_on_both_sides():
    table = found([cell("Women", "All", "76.7"), cell("Men", "All", "23.3"), cell("N", "All", 171, "n", 0)])
    assert grades(table) == {("grim", "proven")}
    assert "131/171 = 76.6 and 132/171 = 77.2, so 76.7 does not exist" in table["arithmetic"][0]
    assert "172" in table["arithmetic"][0]


def test_cut_decimals_are_not_proven():
    shares = [Fraction(100 * k, 171) for k in (131, 40)]
    cells = [Cell("t", str(i), "All", "pct", (x * 10 // 1) / 10, 1) for i, x in enumerate(shares)]
    table = found([*cells, cell("Sum", "All", 100), cell("N", "All", 171, "n", 0)])
    assert not (table["grade"] == "proven").any()


def test_items_of_a_list_may_have_their_own_bases():
    table = found([cell("a", "All", "6.5"), cell("b", "All", "2.5"), cell("N", "All", 394, "n", 0)])
    assert grades(table) == {("grim", "strong")}


def test_weighted_percentages_have_no_counts():
    cells = [cell("a", "All", "76.7", "weighted_pct"), cell("b", "All", "23.3", "weighted_pct")]
    assert found([*cells, cell("N", "All", 171, "n", 0)]).empty


def test_a_mean_of_whole_numbers():
    assert grades(found([cell("x", "All", "3.40", "mean", 2), cell("N", "All", 11, "n", 0)])) == {("grim", "strong")}
    assert found([cell("x", "All", "3.45", "mean", 2), cell("N", "All", 20, "n", 0)]).empty


def test_counts_that_do_not_add_up_to_n():
    values = ["2.5", "3.9", "2.5", "60.6", "30.3"]
    cells = [cell(str(i), "HUSK", value) for i, value in enumerate(values)]
    table = found([*cells, cell("Sum", "HUSK", 100), cell("N", "HUSK", 284, "n", 0)])
    assert grades(table) == {("sums", "proven")}
    assert table["arithmetic"][0] == "7 + 11 + 7 + 172 + 86 = 283; N = 284"


def test_a_printed_sum_that_rounding_cannot_explain():
    cells = [cell("a", "X", "40.0"), cell("b", "X", "30.0"), cell("c", "X", "29.0"), cell("Sum", "X", 100)]
    assert grades(found(cells)) == {("sums", "proven")}
    fine = [cell("a", "X", "33.3"), cell("b", "X", "33.3"), cell("c", "X", "33.3"), cell("Sum", "X", 100)]
    assert not {grade for check, grade in grades(found(fine)) if check == "sums"}


def test_counts_and_their_sum():
    cells = [cell("a", "East", 3, "count", 0), cell("a", "West", 4, "count", 0), cell("a", "Sum", 8, "count", 0)]
    assert grades(found(cells)) == {("sums", "proven")}
    blank = [cell("a", "East", 3, "count", 0), cell("a", "West", None, "count", 0), cell("a", "Sum", 8, "count", 0)]
    assert grades(found(blank)) == {("sums", "soft")}
    units = [cell("a", "East", 3, "count", 0), cell("a", "West", 4, "count", 0), cell("a", "Total", 5, "count", 0)]
    assert grades(found(units)) == {("sums", "strong")}  # a unit may stand under both


def test_multiple_answers_may_exceed_a_hundred():
    cells = [cell(a, "X", v, "multiple_pct") for a, v in (("a", "60.0"), ("b", "30.0"), ("c", "14.0"))]
    assert found(cells).empty
    assert not found([cell(c.row, c.column, str(float(c.value))) for c in cells]).empty


def test_a_total_with_persons_in_no_group():
    cells = [*column("A", [146, 80, 54]), *column("B", [65, 31, 18]), *column("Total", [301, 167, 110])]
    table = found(cells)
    assert grades(table) == {("totals", "proven")}
    assert (
        "578" in table["arithmetic"][0] and "184" in table["arithmetic"][0] and "answer 0 90" in table["arithmetic"][0]
    )


def test_a_total_declared_wider_is_a_remark():
    cells = [*column("A", [146, 80]), *column("B", [65, 31]), *column("Total", [301, 167], n=False)]
    assert grades(found([*cells, cell("N", "Total", 468, "n_wider", 0)])) == {("totals", "soft")}


def test_a_row_of_the_total_that_its_groups_do_not_make():
    cells = [*column("A", [215, 56]), *column("B", [92, 19]), *column("Total", [308, 74])]
    table = found(cells)
    assert grades(table) == {("totals", "proven")} and len(table) == 2
    assert "215 (79.3 % × 271) + 92 (82.9 % × 111) = 307; 80.6 % × 382 → 308" in set(table["arithmetic"])


def test_a_total_outside_its_groups():
    cells = [cell("a", g, v) for g, v in (("A", "20.0"), ("B", "30.0"), ("Total", "31.0"))]
    cells += [cell("b", g, v) for g, v in (("A", "80.0"), ("B", "70.0"), ("Total", "69.0"))]
    assert grades(found(cells)) == {("totals", "strong")}


def test_one_group_with_two_bases():
    cells = [*column("2009 | A", [30, 40], table="t"), *column("A 2009", [30, 38], table="u")]
    table = found(cells)
    assert grades(table) == {("bases", "soft")}
    assert table["arithmetic"][0] == "70: t; 68: u"


def test_the_only_base_that_fits():
    cells = column("A", [1, 6, 59, 9, 5], n=False)
    other = column("A 2009", [60, 55], table="u")
    table = found([*cells, *other])
    assert "only 80 gives" in table["statement"][0] and "rounded up" in table["statement"][0]


def test_more_persons_than_a_table_leaves_a_group():
    regions = [cell(r, "2009", v, table="r") for r, v in (("East", "50.0"), ("West", "30.0"), ("North", "20.0"))]
    regions += [cell("Sum", "2009", 100, table="r"), cell("N", "2009", 100, "n", 0, "r")]
    counts = {"East": [31, 29, 23], "West": [17, 21, 23], "North": [7, 29, 21]}
    cells = [c for label, own in counts.items() for c in column(label, own, decimals=2, n=False)]
    table = found([*regions, *cells])
    assert ("bases", "strong") in grades(table)
    assert found([*regions, *cells])["statement"].str.contains("cannot be about them alone").sum() == 1


def test_counts_against_a_catalogue():
    cells = [cell("a", "East", 3, "count", 0), cell("a", "West", None, "count", 0), cell("b", "East", 2, "count", 0)]
    units = [("a", "East", "E1"), ("a", "East", "E2"), ("a", "West", "W1"), ("b", "East", "E10"), ("b", "East", "E2")]
    codings = tuple(Coding("t", "", row, column, unit) for row, column, unit in units)
    table = found(cells, codings=codings)
    assert grades(table) == {("catalogue", "strong")} and len(table) == 2
    doubtful = Coding("t", "", "a", "East", "E3", "possible")
    assert grades(found(cells, codings=(*codings, doubtful))) == {("catalogue", "strong"), ("catalogue", "soft")}


def test_stated_significance():
    cells = [*column("A", [50, 50]), *column("B", [52, 48])]
    assert grades(found([*cells, cell("*", "*", "0.05", "p_below", 2)])) == {("pvalues", "strong")}
    assert found([*cells, cell("*", "*", "0.05", "p_not_below", 2)]).empty
    far = [*column("A", [80, 20]), *column("B", [20, 80])]
    assert found([*far, cell("*", "*", "0.05", "p_below", 2)]).empty
    assert grades(found([*far, cell("*", "*", "0.05", "p_not_below", 2)])) == {("pvalues", "strong")}
    assert grades(found([*far, cell("answer 0", "A;B", "0.40", "p", 2)])) == {("pvalues", "strong")}
    near = [*column("A", [50, 50], 0), *column("B", [36, 64], 0)]  # p from 0.03 to 0.06, by what was rounded away
    assert found([*near, cell("answer 0", "*", "0.05", "p_below", 2)]).empty
    assert found([*near, cell("answer 0", "*", "0.05", "p_not_below", 2)]).empty


@pytest.mark.parametrize(
    ("told", "grade"), [(77, None), (76, "strong"), (78, "proven"), (75, "proven")]
)  # 76.7 rounds to 77; cut off it is 76
def test_the_text_against_a_table(told, grade):
    cells = [cell("Women", "All", "76.7"), Cell("p_text", "w", "x", "pct", Fraction(told), 0)]
    table = found(cells, links=(Link(("p_text", "w", "x"), "t", "", ("Women",), ("All",)),))
    assert list(table["grade"]) == ([grade] if grade else [])


def test_the_text_about_a_sum_of_cells():
    cells = [cell("a", "All", "18.3"), cell("b", "All", "15.1"), Cell("p_text", "w", "x", "pct", Fraction(33), 0)]
    links = (Link(("p_text", "w", "x"), "t", "", ("a", "b"), ("All",)),)
    assert found(cells, links=links).empty
    wrong = [*cells[:2], Cell("p_text", "w", "x", "pct", Fraction(35), 0)]
    table = found(wrong, links=links)
    assert table["arithmetic"][0] == "18.3 + 15.1 = 33.4 → 33 ≠ 35"


def test_an_exchanged_pair():
    text = [Cell("p_text", "negative", g, "pct", Fraction(v), 0) for g, v in (("A", 22), ("B", 39))]
    cells = [cell("negative", "A", "39.2"), cell("negative", "B", "21.9"), *text]
    links = tuple(Link(("p_text", "negative", g), "t", "", ("negative",), (g,)) for g in "AB")
    assert grades(found(cells, links=links)) == {("pairs", "strong")}
    right = [
        *cells[:2],
        *(Cell(c.table, c.row, c.column, "pct", v, 0) for c, v in zip(text, (Fraction(39), Fraction(22)), strict=True)),
    ]
    assert found(right, links=links).empty


counts = st.lists(st.integers(0, 400), min_size=2, max_size=8).filter(lambda own: sum(own) > 0)


@settings(deadline=None, max_examples=60)
@given(first=counts, second=counts, hidden=st.integers(0, 9), decimals=st.integers(0, 3), printed_n=st.booleans())
def test_nothing_true_is_proven_wrong(first, second, hidden, decimals, printed_n):
    """Groups and their total printed from true counts, at any decimals, with or without N and with persons of no group."""
    size = min(len(first), len(second))
    first, second = first[:size], second[:size]
    if not (sum(first) and sum(second)):
        return
    both = [a + b for a, b in zip(first, second, strict=True)]
    both[0] += hidden
    cells = [
        *column("A", first, decimals, n=printed_n),
        *column("B", second, decimals, n=printed_n),
        *column("Total", both, decimals, n=False),
    ]
    cells += [cell("N", "Total", sum(both), "n_wider" if hidden else "n", 0)] if printed_n else []
    table = found(cells)
    serious = table[
        (table["grade"] != "soft") & (table["statement"].str.contains("groups have") | (table["grade"] == "proven"))
    ]
    assert serious.empty, serious.to_dict("records")


@settings(deadline=None, max_examples=60)
@given(first=counts, second=counts, decimals=st.integers(0, 2))
def test_cut_decimals_are_never_proven_wrong(first, second, decimals):
    """The same with decimals cut off, as some programs and authors do."""
    size = min(len(first), len(second))
    groups = {"A": first[:size], "B": second[:size]}
    if not all(sum(own) for own in groups.values()):
        return
    groups["Total"] = [a + b for a, b in zip(groups["A"], groups["B"], strict=True)]
    step, cells = unit(decimals), []
    for label, own in groups.items():
        n = sum(own)
        cells += [
            Cell("t", f"{i}", label, "pct", Fraction(100 * k, n) // step * step, decimals) for i, k in enumerate(own)
        ]
        cells += [cell("Sum", label, 100, decimals=decimals), cell("N", label, n, "n", 0)]
    assert not (found(cells)["grade"] == "proven").any()


@settings(deadline=None, max_examples=150)
@given(k=st.integers(0, 300), extra=st.integers(0, 300), decimals=st.integers(0, 4))
def test_a_count_is_among_those_of_its_printed_percentage(k, extra, decimals):
    n = k + extra + 1
    share = Fraction(100 * k, n)
    assert k in counts_for(rounded(share, decimals), decimals, n, HALF_UP)
    assert k in counts_for(rounded(share, decimals), decimals, n, NEAREST)
    step = unit(decimals)
    assert k in counts_for(share // step * step, decimals, n, TRUNCATED)
    even = round(share / step) * step  # Python's round of a Fraction is half to even
    assert k in counts_for(even, decimals, n, HALF_EVEN)


@settings(deadline=None, max_examples=60)
@given(own=st.lists(st.integers(1, 25), min_size=2, max_size=5), data=st.data())
def test_a_changed_digit_is_seen(own, data):
    """With two decimals and N below 126 neighbouring counts lie 0.79 apart or more: a percentage 0.1 to 0.4 off does not exist."""
    index = data.draw(st.integers(0, len(own) - 1))
    off = data.draw(st.sampled_from([Fraction(1, 10), Fraction(-1, 10), Fraction(4, 10), Fraction(-4, 10)]))
    cells = column("A", own, 2)
    wrong = cells[index]
    changed = Cell(wrong.table, wrong.row, wrong.column, "pct", wrong.value + off, 2)
    assert ("grim", "proven") in grades(found([*cells[:index], changed, *cells[index + 1 :]]))


def test_halves():
    assert not counts_for(Fraction("11.3"), 1, 80, HALF_EVEN) and 9 in counts_for(Fraction("11.3"), 1, 80, HALF_UP)
    assert rounded(Fraction(-5, 2), 0) == -3 and said(Fraction(12345, 10), 1, "nb") == "1\u00a0234,5"


def battery(statistic):
    shares = {"A": ("61.0", "29.0", "14.0"), "B": ("70.0", "50.0", "9.0"), "C": ("40.0", "30.0", "38.0")}
    return [
        cell(item, group, v, statistic) for group, own in shares.items() for item, v in zip("xyz", own, strict=True)
    ]


@pytest.mark.parametrize("statistic", ["pct", "weighted_pct", "multiple_pct", "weighted_multiple_pct"])
def test_the_items_of_a_battery_are_no_categories_of_one_answer(statistic):
    table = found(battery(statistic))
    assert not set(table["grade"]) & {"strong", "proven"}
    assert table.empty or not statistic.endswith("multiple_pct")


def test_a_distribution_beside_one_that_adds_up_must_add_up_too():
    cells = [cell(c.row, c.column, str(float(c.value))) for c in battery("pct") if c.column == "A"]
    whole = [cell(a, "B", v) for a, v in (("x", "60.0"), ("y", "30.0"), ("z", "10.0"))]
    assert grades(found([*cells, *whole])) == {("sums", "strong")}


def test_counts_that_add_up_are_silent():
    cells = [cell("a", "East", 3, "count", 0), cell("a", "West", 4, "count", 0), cell("a", "Sum", 7, "count", 0)]
    assert found(cells).empty
    unprinted = [cell("a", "East", None, "count", 0), cell("a", "West", None, "count", 0)]
    assert found([*unprinted, cell("a", "Sum", 7, "count", 0)]).empty


def test_a_sum_that_only_halves_reach_is_not_proven_wrong():
    """33.5 prints as 34 and 100.5 as 100 where halves go to the even number: 3 x 33.5 = 100.5."""
    cells = [cell(a, "X", 34, decimals=0) for a in "abc"]
    assert ("sums", "proven") not in grades(found([*cells, cell("Sum", "X", 100, decimals=0)]))
    assert ("sums", "proven") in grades(
        found([*cells, cell("d", "X", 1, decimals=0), cell("Sum", "X", 100, decimals=0)])
    )


def test_what_must_stand_in_a_blank_cell():
    table = found([cell("a", "X", "40.0"), cell("b", "X", "55.0"), cell("c", "X", None)])
    (blank,) = table[table["check"] == "sums"].to_dict("records")
    assert "4.9" in blank["statement"] and "5.1" in blank["statement"] and "c" in blank["statement"]
    assert blank["arithmetic"] == "40.0 + 55.0 = 95.0; rounding gives at most 0.1 either way"


def test_an_answer_that_all_gave_has_nobody_beside_it():
    """Rounded to whole per cents, "all" may be 99.5: never more than everybody."""
    cells = [cell("a", "A", 100, decimals=0), cell("b", "A", 0, decimals=0), cell("N", "A", 20, "n", 0)]
    cells += [cell("a", "B", 50, decimals=0), cell("b", "B", 50, decimals=0), cell("N", "B", 20, "n", 0)]
    for statistic, expected in (("p_below", set()), ("p_not_below", {("pvalues", "strong")})):
        table = found([*cells, cell("a", "A;B", "0.05", statistic, 2)])
        assert grades(table) == expected
    assert "χ²(1); N = 20, 20" in table["arithmetic"][0]
