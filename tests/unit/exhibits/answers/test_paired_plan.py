"""What the same persons answered in two waves: what a plan may ask for, the table and its note."""

import pandas as pd
import pytest
from evalreport.exhibits.answers.answers import panels_from
from evalreport.exhibits.answers.numbers import analyse
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.panels import panel_params
from evalreport.exhibits.printed import grid_of, note
from evalreport.exhibits.view import view_from
from evalreport.files.errors import BadInput
from evalreport.survey.samplings import Samplings

PLAN = (
    "  - {id: change, title: {en: Change}, kind: paired_change, instrument: staff, variables: [satisfied, time], person: key,\n"
    '     waves: ["2008", "2009"], by: [group], total: true}\n'
)


@pytest.fixture
def paired(small):
    """The small evaluation with a change of the same persons."""
    small.change("exhibits/results.yaml", "exhibits:\n", "exhibits:\n" + PLAN)
    small.change("results.md.jinja", '{{ table("barriers") }}', '{{ table("barriers") }}\n\n{{ table("change") }}')
    return small


def answers(people: int = 12) -> pd.DataFrame:
    """Two waves of the same persons, the second a step better for all but every fourth."""
    rows = [
        {
            "respondent": f"{wave}-{k}", "wave": wave, "key": f"k{k}", "arm": "t" if k % 2 else "c",
            "satisfied": 1 + (k + later * (k % 4 > 0)) % 5, "time": 3 - later * (k % 3 == 0), "nav": 1, "age": 30.0,
        }
        for later, wave in enumerate(("2008", "2009"))
        for k in range(people)
    ]  # fmt: skip
    types = {"satisfied": "Int64", "time": "Int64", "nav": "Int64"} | dict.fromkeys(
        ("respondent", "wave", "key", "arm"), "string"
    )
    return pd.DataFrame(rows).astype(types)


def printed(small, data: pd.DataFrame, name: str = "change"):
    project = small.project()
    exhibit = project.exhibits[name]
    sampling = Samplings({"staff": data}, {}, {}).of_persons("staff", "simple", "none", exhibit.person, exhibit.waves)
    panels = panels_from(panel_params(exhibit, project.evaluation))
    tables = analyse(exhibit, data, project.codebooks["staff"], panels, sampling)
    return evidence_from(view_from(project.views[name].to_dict()), *tables, (0.05, 0.10))


def test_the_table_shows_both_waves_the_change_and_the_persons_of_each_group(paired):
    data = answers()
    evidence = printed(paired, data)
    grid = grid_of(evidence)
    assert grid.over[1:5] == ("Treated",) * 4 and grid.over[-1] == "Total"
    assert grid.head[1:5] == ("2008", "2009", "Change", "*N*")
    satisfied = data[data["arm"] == "t"].pivot(index="key", columns="wave", values="satisfied").astype(float)
    row = next(row for row in grid.rows if row[0].startswith("How satisfied"))
    means = [f"{satisfied[wave].mean():.1f}" for wave in ("2008", "2009")]
    assert [row[1], row[2]] == means and row[4] == "6"
    assert (
        row[3]
        .replace("\u00a0", " ")
        .startswith(f"{(satisfied['2009'] - satisfied['2008']).mean():.1f}".replace("-", "−"))
    )
    text = note(evidence)
    assert "Means of those who answered both times (2008 and 2009)" in text and "95% confidence interval" in text
    assert "The groups are those of the first time (2008)." in text


def test_shares_are_in_per_cent_and_their_change_in_points(paired):
    paired.change(
        "exhibits/results.yaml",
        "by: [group], total: true}\n  - {id: satisfaction,",
        "collapse: three, counted: [high]}\n  - {id: satisfaction,",
    )
    data = answers()
    evidence = printed(paired, data)
    grid = grid_of(evidence)
    assert not grid.over and grid.head == ("", "2008", "2009", "Change", "*N*")
    high = data.assign(high=data["satisfied"] >= 4).groupby("wave")["high"].mean() * 100
    row = next(row for row in grid.rows if row[0].startswith("How satisfied"))
    assert [row[1].replace("\u00a0", ""), row[2].replace("\u00a0", "")] == [f"{share:.1f}%" for share in high]
    assert "Shares of those who answered both times" in note(evidence) and "percentage points" in note(evidence)
    assert "The groups" not in note(evidence)


def test_a_change_that_is_told_from_zero_is_marked_and_the_mark_explained(paired):
    data = answers(40)
    data["satisfied"] = (
        data["satisfied"]
        .where(data["wave"] == "2009", 2)
        .where(data["wave"] == "2008", (3 + pd.Series(range(80)) % 2).astype("Int64"))
    )
    evidence = printed(paired, data)
    row = next(row for row in grid_of(evidence).rows if row[0].startswith("How satisfied"))
    assert "*" in row[-2] and ";" in row[-2]
    assert row[3] == "2.0" and row[4] == "20"  # all of them went the same way up: there is no error, and no interval
    said = note(evidence).replace("\u00a0", " ")
    assert "statistically different from zero at the 5% level (paired t test)" in said


def test_templates_quote_the_change(paired):
    paired.change(
        "results.md.jinja", '{{ table("change") }}',
        '{{ table("change") }} {{ diff("change", variable="satisfied", group="treated") }}'
        ' {{ n("change", variable="satisfied", group="total") }}'
        ' {{ ci("change", variable="time", group="total") }} {{ p("change", variable="time", groups="total") }}'
        ' {% claim "above_zero", "change", variable="satisfied", group="total" %}It rose.{% endclaim %}',
    )  # fmt: skip
    assert "change" in paired.project().quoted("results")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("person: key,", "", "kind paired_change without `person`"),
        ("person: key", "person: kye", "person: no variable 'kye'. Did you mean 'key'?"),
        ('["2008", "2009"], by', '["2008", "2010"], by', "waves: staff has no wave '2010'"),
        ('["2008", "2009"], by', '["2008"], by', "waves"),
        ("variables: [satisfied, time]", "variables: [nav]", "nav was not asked in 2008. Choose questions that both waves asked"),
        ("variables: [satisfied, time]", "variables: [arm]", "arm is of type single and has no mean"),
        ("by: [group], total: true", "by: [year]", "by: year has groups that nobody is in in 2008"),
        ("by: [group], total: true", 'where: {wave: ["2009"]}', "where holds for nobody in 2008"),
        ("person: key,", "person: key, display: bars,", "kind paired_change as bars"),
        ("person: key,", "person: key, base: all,", "base: all in an exhibit of kind paired_change without `counted`. Leave it out"),
        ("person: key,", "person: key, test: t,", "`test` in an exhibit of kind paired_change"),
        ("kind: paired_change", "kind: mean", "`person` in an exhibit of kind mean. It belongs to kind paired_change"),
    ],
)  # fmt: skip
def test_slips_are_told(paired, old, new, expected):
    paired.change("exhibits/results.yaml", old, new)
    with pytest.raises(BadInput) as error:
        paired.project()
    assert expected in str(error.value)


def test_an_edition_that_knows_one_of_the_waves_has_no_change(paired):
    paired.change("results.md.jinja", '\n\n{{ table("change") }}', "")
    assert "change" in paired.project().exhibits
    paired.change("evaluation.yaml", 'waves: {staff: ["2008", "2009"]}', 'waves: {staff: ["2009"]}')
    assert "change" not in paired.project().exhibits
