"""Exhibits of two questionnaires beside each other: the protected numbers of both, and nothing that neither shows."""

import pandas as pd
import pytest
from analyse_chapter import analyse_chapter
from evalreport.evaluation.codebooks import books_of
from evalreport.exhibits.answers.joined import nearly_alike
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.printed import grid_of, note
from evalreport.files.errors import BadInput
from evalreport.files.estimates import ESTIMATE_TEXT
from evalreport.files.tables import read_table, write_parquet
from protect_chapter import protect_chapter

CHIEFS = """\
variable,type,label_en,value_set,battery,section,asked_of,values_status,source_2009,map_2009,note
content,scale,How content are you?,scale5,,,,,Q1,,
hurry,scale,Lack of time,scale5,,,,,Q2,,
budget,scale,Too little money,scale5,,,,,Q3,,
"""
CENSUSED = """\
  chiefs:
    label: {en: Chiefs}
    codebook: codebook/chiefs.csv
    cleaning: cleaning/chiefs.yaml
    waves: {"2009": {file: chiefs.csv, reader: csv}}
"""
PARTS = """\
  - {id: staff_content, title: {en: A}, kind: distribution, instrument: staff, variables: [satisfied], collapse: three, by: [group]}
  - {id: chiefs_content, title: {en: B}, kind: distribution, instrument: chiefs, variables: [content], collapse: three}
  - {id: staff_barriers, title: {en: A}, kind: share, instrument: staff, battery: barriers, collapse: three, counted: [high]}
  - {id: chiefs_barriers, title: {en: B}, kind: share, instrument: chiefs, variables: [budget, hurry], collapse: three, counted: [high]}
"""
BOTH = """\
  - {id: content_both, title: {en: Both}, kind: joined, of: [staff_content, chiefs_content], counts: brackets}
  - {id: barriers_both, title: {en: Both}, kind: joined, of: [staff_barriers, chiefs_barriers],
     items: [{of: [money, budget], label: {en: Money}}, {of: [time, hurry]}]}
"""
STAFF = pd.DataFrame(
    {
        "wave": ["2008"] * 20 + ["2009"] * 20,
        "arm": ["t"] * 37 + ["c", "c", None],
        "satisfied": pd.array([1, 2, 5, 4, None] * 8, dtype="Int64"),
        "time": pd.array([5, 1, 4, 2] * 10, dtype="Int64"),
        "money": pd.array([3, 3, 5, 2] * 10, dtype="Int64"),
        "nav": pd.array([None] * 40, dtype="Int64"),
        "age": pd.array([25, 45] * 20, dtype="Float64"),
    }
)
CENSUS = pd.DataFrame(
    {
        "wave": ["2009"] * 12,
        "content": pd.array([5, 5, 4, 4, 4, 3, 3, 3, 3, None, 1, 1], dtype="Int64"),
        "hurry": pd.array([5] * 6 + [1] * 6, dtype="Int64"),
        "budget": pd.array([None] * 11 + [5], dtype="Int64"),
    }
)


@pytest.fixture
def two(small):
    """The small evaluation with a second questionnaire and exhibits of both beside each other."""
    (small.config / "small/codebook/chiefs.csv").write_text(CHIEFS, encoding="utf-8")
    (small.config / "small/cleaning/chiefs.yaml").write_text("rules: []\n", encoding="utf-8")
    small.change("evaluation.yaml", "groupings:\n", f"{CENSUSED}groupings:\n")
    small.change("evaluation.yaml", '{staff: ["2008", "2009"]}', '{staff: ["2008", "2009"], chiefs: ["2009"]}')
    small.change("exhibits/results.yaml", "exhibits:\n", f"exhibits:\n{PARTS}{BOTH}")
    return small


def protected(small, base=0):
    """Exhibit -> its protected estimates and view, through the jobs of the chapter."""
    project, folder = small.project(), small.folder
    for name, table in (("staff", STAFF), ("chiefs", CENSUS)):
        write_parquet(table, folder / f"{name}.parquet")
    paths = tuple(folder / f"results.{part}.csv" for part in ("estimates", "tests", "texts"))
    clean = {name: folder / f"{name}.parquet" for name in project.surveyed("results")}
    analyse_chapter(project.codebook_params(), project.analysis_params("results"), clean, {}, {}, None, *paths)
    limits = dict.fromkeys(project.analysed("results"), (0, base))
    protect_chapter(*paths, limits, [], folder / "exhibits", joined=project.disclosure.joined("results"))
    assert books_of(project.codebook_params())
    return {
        name: evidence_from(
            project.views[name], read_table(folder / f"exhibits/{name}.estimates.csv", ESTIMATE_TEXT),
            pd.read_csv(folder / f"exhibits/{name}.tests.csv"), (0.05,),
        )
        for name in ("content_both", "barriers_both", "staff_content", "chiefs_content")
    }  # fmt: skip


def plain(evidence):
    return [[text.replace("\u00a0", " ") for text in row] for row in grid_of(evidence).rows]


def test_the_groups_of_both_stand_beside_each_other(two):
    found = protected(two)["content_both"]
    assert [g.id for g in found.view.groups] == [
        "staff_content:treated",
        "staff_content:control",
        "chiefs_content:total",
    ]
    grid = grid_of(found)
    assert (grid.over, grid.head) == (("", "Staff", "Staff", ""), ("", "Treated", "Control", "Chiefs"))
    treated = STAFF[STAFF["arm"] == "t"]["satisfied"].dropna()
    content = CENSUS["content"].dropna()
    high = [f"{(x >= 4).sum()} ({100 * (x >= 4).mean():.1f}%)" for x in (treated, content)]
    rows = plain(found)
    assert [rows[2][1], rows[2][3]] == high
    assert rows[-1] == [
        "*N*",
        str(len(treated)),
        "1" if STAFF["satisfied"][37:39].notna().sum() == 1 else "2",
        str(len(content)),
    ]
    assert "Pearson" not in note(found)


def test_items_of_other_names_answer_each_other(two):
    found = protected(two)["barriers_both"]
    assert [item.label for item in found.view.variables] == ["Lack of time", "Money"]
    shares = [(STAFF["time"] >= 4).mean(), (CENSUS["hurry"] >= 4).mean(), (STAFF["money"] >= 4).mean()]
    rows = plain(found)
    assert [*rows[0][1:], rows[1][1]] == [f"{100 * share:.1f}%" for share in shares]
    assert rows[1][2] == "1 of 1"  # the one chief who answered


def test_what_is_withheld_of_a_part_is_withheld_here(two):
    found = protected(two, base=5)
    assert found["staff_content"].cell("satisfied", "high", "control")["suppressed"]
    assert [row[2] for row in plain(found["content_both"])] == ["·", "·", "·", "–", "·"]
    assert plain(found["barriers_both"])[1][2] == "·"


def test_parts_of_one_questionnaire_are_called_by_their_titles(two):
    two.change("exhibits/results.yaml", "of: [staff_content, chiefs_content]", "of: [staff_content, later]")
    later = "  - {id: later, title: {en: Later}, kind: distribution, instrument: staff, variables: [satisfied], collapse: three}\n"
    two.change("exhibits/results.yaml", "exhibits:\n", f"exhibits:\n{later}")
    groups = two.project().views["content_both"].groups
    assert [(g.over, g.label) for g in groups] == [("A", "Treated"), ("A", "Control"), ("", "Later")]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("A", "of: staff_content, later have the same title"),
        ("Later, {{ n('everyone') }} persons", "of: the title of later has a function in it"),
    ],
)
def test_titles_above_columns_are_words_that_tell_them_apart(two, title, told):
    later = PARTS.splitlines()[0].replace("staff_content", "later").replace("{en: A}", f'{{en: "{title}"}}')
    two.change("exhibits/results.yaml", "exhibits:\n", f"exhibits:\n{later}\n")
    two.project()  # with another questionnaire beside it, no title stands there
    two.change("exhibits/results.yaml", "of: [staff_content, chiefs_content]", "of: [staff_content, later]")
    with pytest.raises(BadInput, match=told):
        two.project()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("of: [staff_content, chiefs_content]", "of: [staff_content, nobody]", "of: no exhibit 'nobody'"),
        ("of: [staff_content, chiefs_content]", "of: [staff_content, everyone]", "of: no exhibit 'everyone'"),
        ("of: [staff_content, chiefs_content]", "of: [staff_content, staff_barriers]", "of: parts with another kind"),
        ("{of: [money, budget], label: {en: Money}}", "{of: [money, budget]}", "of: money reads 'Lack of money' in staff_barriers"),
        (", {of: [time, hurry]}", "", "of: hurry, time not in both"),
        ("[time, hurry]", "[time, age]", "items: chiefs_barriers has no 'age'"),
        ("variables: [content], collapse: three", "variables: [content]", "of: satisfied has other answers in staff_content"),
        ("counts: brackets}", "counts: brackets, display: bars}", "counts in an exhibit with display: bars"),
        (", counts: brackets}", ", answers: columns, display: stacked}", "answers: columns with display: stacked"),
        ("variables: [budget, hurry], collapse: three, counted: [high]", "variables: [budget, hurry], collapse: three, counted: [low]",
         "of: time counts 'High' in staff_barriers, and hurry 'Low' in chiefs_barriers"),
        ("variables: [budget, hurry], collapse: three, counted: [high]", "variables: [budget, hurry], counted: [4, 5]",
         "of: time counts 'High' in staff_barriers, and hurry '4', '5' in chiefs_barriers"),
        ("[time, hurry]}]}", "[time, hurry]}], answers: columns}", "answers: columns of staff_barriers, which is of kind share"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_one(two, old, new, told):
    two.change("exhibits/results.yaml", old, new)
    with pytest.raises(BadInput, match=told.replace("[", r"\[")):
        two.project()


def test_a_turned_scale_is_not_the_same_scale_with_another_word_in_it():
    agree = {"1": "Agree fully", "2": "Agree rather", "3": "Agree"}
    assert nearly_alike(agree, agree | {"2": "Between the two"})
    assert not nearly_alike(agree, {"1": "Disagree fully", "2": "Disagree rather", "3": "Disagree"})
    assert not nearly_alike(agree, {"1": "Agree fully", "2": "Agree rather"}) and not nearly_alike(
        {"1": "Yes"}, {"1": "No"}
    )


def means(two, staff, chiefs):
    """The parts as means, with these keys."""
    for name, group, keys in (
        ("staff, variables: [satisfied]", ", by: [group]", staff),
        ("chiefs, variables: [content]", "", chiefs),
    ):
        old = f"kind: distribution, instrument: {name}, collapse: three{group}"
        two.change("exhibits/results.yaml", old, f"kind: mean, instrument: {name}{group}{keys}")
    labels = ", items: [{of: [satisfied, content], label: {en: Content}}]}"
    two.change("exhibits/results.yaml", ", counts: brackets}", labels)


def test_a_part_with_a_mistake_of_its_own_is_no_part_that_is_not_there(two):
    two.change("exhibits/results.yaml", "id: chiefs_content,", "id: chiefs_content, Where: {},")
    with pytest.raises(BadInput) as told:
        two.project()
    assert [problem.found for problem in told.value.problems] == ["unknown key 'Where'"]


def test_means_of_two_questionnaires_with_their_deviations(two):
    means(two, ", sd: true, range: true", ", sd: true, range: true")
    (row, bases) = plain(protected(two)["content_both"])
    treated, content = STAFF[STAFF["arm"] == "t"]["satisfied"].dropna(), CENSUS["content"].dropna()
    assert row[0] == "Content" and row[1:5] == [f"{treated.mean():.1f}", f"{treated.std():.1f}", "1", "5"]
    assert row[9:] == [f"{content.mean():.1f}", f"{content.std():.1f}", "1", "5"] and bases[9] == str(len(content))


def test_counts_beside_means_would_be_called_shares(two):
    means(two, "", "")
    two.change("exhibits/results.yaml", "label: {en: Content}}]}", "label: {en: Content}}], counts: only}")
    with pytest.raises(BadInput, match="counts: only beside means"):
        two.project()


def test_items_with_other_answers_are_no_columns(two):
    unlike = "kind: distribution, instrument: staff, variables: [satisfied, arm], where"
    parts = "".join(f'  - {{id: in_{w}, title: {{en: A}}, {unlike}: {{wave: ["{w}"]}}}}\n' for w in ("2008", "2009"))
    both = "  - {id: unlike, title: {en: A}, kind: joined, of: [in_2008, in_2009], answers: columns}\n"
    two.change("exhibits/results.yaml", "exhibits:\n", f"exhibits:\n{parts}{both}")
    with pytest.raises(BadInput, match="answers: columns of items that have not the same answers"):
        two.project()


def test_means_of_which_one_has_deviations_only_do_not_stand_together(two):
    means(two, ", sd: true", "")
    with pytest.raises(BadInput, match="of: parts with other columns beside their means"):
        two.project()


def test_an_edition_that_lacks_a_part_has_nothing_to_show(two):
    two.change("evaluation.yaml", ', chiefs: ["2009"]', ", chiefs: []")
    two.change("results.md.jinja", '{{ table("barriers") }}', '{{ table("content_both") }}')
    with pytest.raises(BadInput, match="nothing to show in this edition: chiefs_content has nothing to show"):
        two.project()
