"""evaluation.yaml and the exhibit files: what they become, and what is wrong with them."""

import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.evaluation.model import items_of
from evalreport.exhibits.plan.load import load_plan
from evalreport.files.errors import BadInput
from evalreport.files.schema import languages


def message(load) -> str:
    with pytest.raises(BadInput) as caught:
        load()
    return str(caught.value)


def test_the_evaluation_in_its_language(small):
    evaluation = small.evaluation()
    assert (evaluation.id, evaluation.language, evaluation.title) == ("small", "en", "Small evaluation")
    assert evaluation.data_note == "These data are made up."
    assert evaluation.value_notes == {"invented": "The values are invented."}
    assert evaluation.significance_levels == (0.05, 0.1)  # smallest first, however they are written
    assert list(evaluation.instruments["staff"].waves) == ["2008", "2009"]


def test_groupings_keep_their_order_conditions_and_colours(small):
    grouping = small.evaluation().groupings["group"]
    assert [(g.id, g.label, g.where, g.colour) for g in grouping.groups] == [
        ("treated", "Treated", {"arm": ("t",)}, "#112233"),
        ("control", "Control", {"arm": ("c",)}, ""),
    ]
    assert small.evaluation().group("second").label == "2009"


def test_editions_and_their_chapters(small):
    edition = small.evaluation().editions["final"]
    assert [(c.id, c.number, c.appendix) for c in edition.chapters] == [("results", 1, None), ("methods", None, 1)]
    assert (edition.date, edition.status, edition.waves) == ("June 2010", "draft", {"staff": ("2008", "2009")})


def test_the_plan_of_an_edition(small):
    evaluation = small.evaluation()
    plan = load_plan(evaluation, evaluation.editions["final"])
    first = plan["results"][0]
    assert (first.id, first.chapter, first.title) == ("satisfaction", "results", "Satisfaction")
    assert (first.variables, first.by, first.total, first.test) == (("satisfied",), ("group",), True, "chi2")
    assert (first.display, first.decimals, first.base, first.sort, first.published) == (
        "table",
        1,
        "answered",
        "plan",
        (),
    )


def test_published_may_be_one_id_or_several(small):
    small.change("exhibits/results.yaml", "values: invented", "published: t1")
    evaluation = small.evaluation()
    assert load_plan(evaluation, evaluation.editions["final"])["results"][0].published == ("t1",)


def test_a_chapter_without_exhibits_needs_no_file(small):
    (small.config / "small/exhibits/methods.yaml").unlink()
    evaluation = small.evaluation()
    assert list(load_plan(evaluation, evaluation.editions["final"])) == ["results"]


def test_items_of_a_battery_and_named_variables(small):
    evaluation = small.evaluation()
    book = load_codebooks(evaluation)["staff"]
    plan = {e.id: e for e in load_plan(evaluation, evaluation.editions["final"])["results"]}
    assert [v.name for v in items_of(plan["barriers"], book)] == ["time", "money"]
    assert [v.name for v in items_of(plan["satisfaction"], book)] == ["satisfied"]


def test_derived_variables_follow_the_codebook_s(small):
    small.change(
        "evaluation.yaml",
        "groupings:\n",
        "derived:\n  staff:\n    old: {type: single, value_set: yesno, label: {en: Old}, waves: ['2009'],"
        " cases: [{code: 1, when: {arm: [t]}}]}\ngroupings:\n",
    )
    book = load_codebooks(small.evaluation())["staff"]
    assert book.names[-1] == "old"
    assert book.variable("old").waves == ("2009",)
    assert book.variable("old").label("en") == "Old"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("commissioner: Somebody", "comissioner: S", "unknown key 'comissioner'. Did you mean 'commissioner'?"),
        ("language: en", "language: fr", f"language: found 'fr'. Possible: {', '.join(languages())}."),
        (
            "reader: csv}",
            "reader: spss}",
            "found 'spss'. Possible: csv, sav, por, xlsx, ods, dta, sas7bdat, xpt, parquet.",
        ),
        (
            '"2008": {file',
            "2008: {file",
            "instruments > staff > waves: found 2008. Write a text, in quotes where it looks like a number",
        ),
        ('"#112233"', '"blue"', "treated > colour: found 'blue'. Write a colour as #1F4E79."),
        ("{arm: [t]}", "{arm: t}", "where > arm: found 't'. Write a list: [a, b]."),
        ("[0.10, 0.05]", "[5]", "significance_levels > 0: 5 is greater than or equal to the maximum of 1"),
        ("minimum_cell: 0", "minimum_cell: -1", "disclosure > minimum_cell: -1 is less than the minimum of 0"),
        ("      treated:", "      control:", "the key 'control' is written twice"),
        ("      first:", "      treated:", "groupings > year: the group 'treated' is defined in group too."),
        ("      first:", "      total:", "groupings > year: the group 'total' is defined in the program too."),
        ('waves: {staff: ["2008"', 'waves: {staf: ["2008"', "waves: unknown instrument 'staf'. Did you mean 'staff'?"),
        ('waves: {staff: ["2008"', 'waves: {staff: ["2007"', "waves: staff has no wave '2007'. Did you mean '200"),
        (
            "groupings:\n",
            "derived: {stff: {}}\ngroupings:\n",
            "derived: unknown instrument 'stff'. Did you mean 'staff'?",
        ),
    ],
)
def test_slips_in_evaluation_yaml(small, old, new, expected):
    small.change("evaluation.yaml", old, new)
    text = message(small.evaluation)
    assert "small/evaluation.yaml" in text
    assert expected in text


def test_slips_in_several_exhibit_files_are_said_at_once(small):
    small.change("exhibits/results.yaml", "kind: mean", "kind: means")
    small.change("exhibits/methods.yaml", "decimals: 0", "decimal: 0")
    evaluation = small.evaluation()
    text = message(lambda: load_plan(evaluation, evaluation.editions["final"]))
    assert "exhibits > [barrier_means] > kind: found 'means'. Possible: distribution, share, mean" in text
    assert "exhibits > [cleaned]: unknown key 'decimal'. Did you mean 'decimals'?" in text


def test_slips_in_the_codebooks_of_all_instruments_are_said_at_once(small):
    small.change("staff.csv", "satisfied,scale", "satisfied,scle")
    assert "'scle'. Did you mean 'scale'?" in message(lambda: load_codebooks(small.evaluation()))


@pytest.mark.parametrize("name", ["20 08", "20/08", "{2008}", ""])
def test_a_wave_whose_name_names_no_file_is_refused(small, name):
    small.change("evaluation.yaml", '"2008": {file', f'"{name}": {{file')
    told = message(small.evaluation)
    assert "The signs { } / * have another meaning" in told or f"wave {name!r}. Letters, digits, _ and - only" in told


def test_two_instruments_whose_waves_would_be_one_file_are_refused(small):
    other = """  staff_2008:
    label: {en: Others}
    codebook: codebook/staff.csv
    cleaning: cleaning/staff.yaml
    waves:
      "b": {file: b.csv, reader: csv}
"""
    small.change("evaluation.yaml", "groupings:\n", f"{other}groupings:\n")
    small.evaluation()
    small.change("evaluation.yaml", '"2009": {file', '"2008_b": {file')
    assert "wave 'b' of staff_2008 and wave '2008_b' of staff would be one file, staff_2008_b" in message(
        small.evaluation
    )
