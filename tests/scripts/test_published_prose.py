"""Numbers of printed sentences against ours: bounds at their ends, what is withheld, what is explained, and slips with their line."""

import pandas as pd
import pytest
from compare_published import compare_published
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.errors import BadInput
from evalreport.files.tables import read_table, write_table
from evalreport.verify.prose import BOUNDS, prose_problems

GROUPS = (Panel("size", "Size", (Item("small", "Small"), Item("large", "Large"))),)
VIEW = View(
    "forums", "c", "nb", "T", "distribution", "table", "share", (Item("forum", "Forum"),), (Item("1", "Ja"), Item("2", "Nei")), GROUPS
)  # fmt: skip
MEANS = View(
    "days",
    "c",
    "nb",
    "T",
    "mean",
    "table",
    "mean",
    (Item("days", "Dager"),),
    (),
    (Panel("everyone", "", (Item("total", "Alle"),)),),
)
COLUMNS = ["exhibit", "variable", "category", "group", "n", "estimate", "suppressed"]
ESTIMATES = {
    "forums": [
        ("forums", "forum", "*", "small", 200, None, 0), ("forums", "forum", "1", "small", 141, 0.705, 0),
        ("forums", "forum", "2", "small", 59, 0.295, 0), ("forums", "forum", "*", "large", 40, None, 0),
        ("forums", "forum", "1", "large", None, None, 1), ("forums", "forum", "2", "large", None, None, 1),
    ],
    "days": [("days", "days", "mean", "total", 31, 4.25, 0)],
}  # fmt: skip
HEAD = "id,printed,bound,value,exhibit,category,group,measure,ours,reason\n"


def judged(tmp_path, *rows):
    (tmp_path / "prose.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return judged_as_it_is(tmp_path)


def estimates_in(tmp_path):
    for name, cells in ESTIMATES.items():
        write_table(pd.DataFrame(cells, columns=COLUMNS), tmp_path / f"{name}.estimates.csv")
        write_table(
            pd.DataFrame(columns=["exhibit", "variable", "groups", "test", "p"]), tmp_path / f"{name}.tests.csv"
        )


def judged_as_it_is(tmp_path):
    estimates_in(tmp_path)
    views = {name: view.to_dict() for name, view in (("forums", VIEW), ("days", MEANS))}
    compare_published({}, views, [], [], [], tmp_path, tmp_path / "out.csv", [tmp_path / "prose.csv"])
    found = read_table(tmp_path / "out.csv", ("published", "ours", "agreement", "row_label", "reason"))
    return [(row.published, row.ours, row.agreement) for row in found.itertuples()]


@pytest.mark.parametrize(
    ("bound", "value", "agreement"),
    [
        ("", "71", "agrees"), ("", "70.5", "agrees"), ("", "70", "differs"),  # half up, as printed
        ("over", "70", "agrees"), ("over", "70.5", "differs"), ("at_least", "70.5", "agrees"), ("under", "70.5", "differs"),
        ("at_most", "70.5", "agrees"), ("under", "75", "agrees"), ("nearly", "75.5", "agrees"), ("nearly", "75.6", "differs"),
        ("nearly", "70.5", "differs"), ("about", "72.5", "agrees"), ("about", "72.6", "differs"), ("about", "68.5", "agrees"),
    ],
)  # fmt: skip
def test_each_bound_at_its_ends(tmp_path, bound, value, agreement):
    ((said, ours, found),) = judged(tmp_path, f"a,over 70 % av,{bound},{value},forums,1,small,,,")
    assert (said, found) == (f"{bound} {value}".strip(), agreement) and ours in ("71", "70.5")


def test_counts_means_and_what_is_withheld(tmp_path):
    rows = (
        "a,,,200,forums,,small,n,,",
        "b,,,141,forums,1,small,n,,",
        "c,,,4.3,days,,,,,",
        "d,,over,50,forums,1,large,,,",
        "e,,,40,forums,1,large,n,,",
    )
    assert judged(tmp_path, *rows) == [
        ("200", "200", "agrees"),
        ("141", "141", "agrees"),
        ("4.3", "4.3", "agrees"),
        ("over 50", "", "not matched"),
        ("40", "", "not matched"),
    ]


@pytest.mark.parametrize(
    ("row", "agreement"),
    [
        ("a,,nearly,4,days,,,,,", "differs"), ("a,,nearly,4.4,days,,,,,", "agrees"), ("a,,nearly,8,days,,,,,", "differs"),
        ("a,,about,4.4,days,,,,,", "agrees"), ("a,,about,5,days,,,,,", "differs"), ("a,,about,210,forums,,small,n,,", "agrees"),
        ("a,,about,220,forums,,small,n,,", "differs"), ("a,,nearly,205,forums,,small,n,,", "agrees"),
    ],
)  # fmt: skip
def test_of_counts_and_means_room_is_a_part_of_the_number(tmp_path, row, agreement):
    assert [found for *_, found in judged(tmp_path, row)] == [agreement]


def test_what_is_explained_is_checked_both_ways(tmp_path):
    rows = [
        "a,,,60,forums,1,small,,71,another base",
        "b,,,71,forums,1,small,,71,another base",
        "c,,,60,forums,1,small,,70,x",
    ]
    stale = "explained but agrees or changed"
    assert [agreement for *_, agreement in judged(tmp_path, *rows)] == ["explained", stale, stale]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,value,exhibit,catgory\na,1,forums,1\n", "row 1: unknown column 'catgory'. Did you mean 'category'"),
        ("id,value\na,1\n", "row 1: column 'exhibit' is missing"),
        (HEAD + "a,,,over 70,forums,1,small,,,\n", "row 2: value 'over 70'"),
        (HEAD + "a,,above,70,forums,1,small,,,\n", "row 2: bound 'above'"),
        (HEAD + "a,,,70,forms,1,small,,,\n", "row 2: no exhibit 'forms' in this edition. Did you mean 'forums'"),
        (HEAD + "a,,,70,forums,3,small,,,\n", "row 2: forums has no category '3'"),
        (HEAD + "a,,,70,forums,1,,,,\n", "row 2: forums has several: which group?"),
        (HEAD + "a,,,70,forums,,small,,,\n", "row 2: forums has several: which category?"),
        (
            HEAD + 'a,,,"1,234",forums,1,small,,,\n',
            "row 2: value '1,234'. A number, 9.5 or 9,5, without a mark between thousands",
        ),
        (HEAD + ",,,70,forums,1,small,,,\n", "row 2, column id: empty"),
        (HEAD + "a,,,nan,forums,1,small,,,\n", "row 2: value 'nan'"),
        (HEAD + "a,,,70,forums,1,small\n", "row 2: 7 cells, the header has 10"),
        (HEAD + "a,,,70,forums,1,small,mean,,\n", "row 2: measure 'mean'"),
        (HEAD + "a,,,70,forums,1,small,,,because\n", "row 2: ours and reason belong together"),
        (HEAD + "a,,,70,forums,1,small,,,\na,,,70,forums,1,small,,,\n", "row 3: the id 'a' stands in row 2 too"),
    ],
)
def test_slips_are_told_with_their_line(tmp_path, text, told):
    path = tmp_path / "prose.csv"
    path.write_text(text, encoding="utf-8")
    said = "; ".join(
        str(problem).replace(f"{path}, ", "") for problem in prose_problems(path, {"forums": VIEW, "days": MEANS})
    )
    assert told in said


def test_a_right_list_has_no_slip(tmp_path):
    path = tmp_path / "prose.csv"
    path.write_text(
        HEAD + "".join(f"{bound},,{bound},70,forums,1,small,,,\n" for bound in BOUNDS) + "n,,,9,days,,,,,\n",
        encoding="utf-8",
    )
    assert [*prose_problems(path, {"forums": VIEW, "days": MEANS})] == []


def test_a_list_that_a_norwegian_spreadsheet_has_saved(tmp_path):
    rows = ["a,,over,70,forums,1,small,,,", "b,nær,,4.3,days,,,,,", "c,,,4,days,,,,4.2,x"]
    plain = judged(tmp_path, *rows)
    path = tmp_path / "prose.csv"
    text = path.read_text(encoding="utf-8").replace(",", ";").replace("4.3", "4,3").replace("4.2", "4,2")
    for encoding in ("cp1252", "utf-8-sig"):
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        assert [*prose_problems(path, {"forums": VIEW, "days": MEANS})] == []
        assert judged_as_it_is(tmp_path) == plain


TABLE = "table_id,row_label,col_label,statistic,value\nt,Ja,Small,pct,70.5\nt,Nei,Small,pct,30\nt,N,Small,n,200\n"


@pytest.mark.parametrize("text", [TABLE, TABLE.replace(",", ";").replace("70.5", "70,5")])
def test_a_published_table_with_the_columns_that_it_must_have(tmp_path, text):
    (tmp_path / "t.csv").write_bytes(text.encode("cp1252"))
    estimates_in(tmp_path)
    compare_published(
        {"t": "forums"}, {"forums": VIEW.to_dict()}, [], [], [tmp_path / "t.csv"], tmp_path, tmp_path / "out.csv"
    )
    found = read_table(tmp_path / "out.csv", ("published", "ours", "agreement"))
    assert [(r.published, r.ours, r.agreement) for r in found.itertuples()] == [
        ("70.5", "70.5", "agrees"), ("30", "30", "agrees"), ("200", "200", "agrees"),
    ]  # fmt: skip


def test_slips_of_a_published_table_are_told_together(tmp_path):
    (tmp_path / "t.csv").write_text(TABLE.replace("70.5", "sytti").replace("200", "1 200"), encoding="utf-8")
    with pytest.raises(BadInput) as told:
        compare_published({}, {}, [], [], [tmp_path / "t.csv"], tmp_path, tmp_path / "out.csv")
    assert [p.place for p in told.value.problems] == ["row 2, column value", "row 4, column value"]
    (tmp_path / "t.csv").write_text("table_id,row,value\nt,Ja,1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="column 'row_label' is missing"):
        compare_published({}, {}, [], [], [tmp_path / "t.csv"], tmp_path, tmp_path / "out.csv")
