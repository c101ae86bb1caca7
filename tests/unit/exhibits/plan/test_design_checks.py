"""Weights, designs and statements that an exhibit or the evaluation names, held against what there is."""

import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.exhibits.plan.checks import plan_problems
from evalreport.exhibits.plan.load import load_plan
from evalreport.exhibits.survival.loaded_statements import loaded_statements
from evalreport.files.errors import BadInput

DESIGNS = """\
designs:
  arms: {label: {en: arms}, instrument: staff, clusters: arm}
groupings:
"""
SURVIVAL = """\
  - {id: survival, title: {en: What survives}, kind: survival, instrument: staff, source: statements, statements: s.csv, design: arms}
  - {id: everyone,"""
STATEMENTS = "id,label_en,published,section,test,variables,collapse,by\na,A,0.05,S,chi2,satisfied,three,group\n"


def problems(small, old: str = "", new: str = "", designs: str = DESIGNS) -> str:
    small.change("evaluation.yaml", "groupings:\n", designs)
    if old:
        small.change("exhibits/results.yaml", old, new)
    evaluation = small.evaluation()
    plan = load_plan(evaluation, evaluation.editions["final"])
    return "\n".join(map(str, plan_problems(evaluation, plan, load_codebooks(evaluation))))


def test_nothing_is_wrong_with_a_known_design(small):
    assert problems(small, "test: t,", "test: t, design: arms,") == ""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("test: t,", "test: t, design: arm,", "barrier_means: design: no 'arm'. Did you mean 'arms'?"),
        ("test: t,", "test: t, weights: population,", "barrier_means: weights: no 'population'. Known: none."),
        (
            "counted: [high],",
            "counted: [high], intervals: true,",
            "intervals in an exhibit of kind share with display: table",
        ),
        (
            "kind: share,",
            "kind: valid_n, display: bars, intervals: true,",
            "`intervals` in an exhibit of kind valid_n",
        ),
        (
            "test: t,",
            "test: t, statements: s.csv,",
            "`statements` in an exhibit of kind mean. It belongs to kind survival",
        ),
    ],
)
def test_slips_in_exhibits(small, old, new, expected):
    assert expected in problems(small, old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("clusters: arm", "clusters: amr", "designs > arms: clusters: the codebook of staff has no variable 'amr'. Did you mean 'arm'?"),
        ("instrument: staff", "instrument: stff", "designs > arms: unknown instrument 'stff'. Did you mean 'staff'?"),
        ("  arms:", "  simple:", "simple is the program's own design"),
        ("groupings:", "analysis_defaults: {design: amrs}\ngroupings:", "analysis_defaults: design: no 'amrs'. Did you mean 'arms'?"),
    ],
)  # fmt: skip
def test_slips_in_the_evaluation(small, old, new, expected):
    assert expected in problems(small, designs=DESIGNS.replace(old, new))


def test_a_default_design_is_for_exhibits_of_its_instrument_that_name_none(small):
    small.change("evaluation.yaml", "groupings:\n", "analysis_defaults: {design: arms}\n" + DESIGNS)
    small.change("exhibits/results.yaml", "test: t,", "test: t, design: simple,")
    evaluation = small.evaluation()
    plan = load_plan(evaluation, evaluation.editions["final"])
    designs = {exhibit.id: exhibit.design for exhibits in plan.values() for exhibit in exhibits}
    assert designs["barriers"] == "arms" and designs["barrier_means"] == "simple"
    assert designs["cleaned"] == "simple"  # not computed from answers


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (", design: arms", "", "kind survival without `design`"),
        (", statements: s.csv", "", "kind survival without `statements`"),
        ("source: statements", "source: statement", "source: 'statement'. Did you mean 'statements'?"),
        ("design: arms", "design: arms, display: bars", "kind survival as bars. Choose display: table"),
    ],
)
def test_a_survival_exhibit_says_what_it_needs(small, old, new, expected):
    assert expected in problems(small, "  - {id: everyone,", SURVIVAL.replace(old, new))


def statements(small, text: str):
    assert problems(small, "  - {id: everyone,", SURVIVAL) == ""
    (small.config / "small/s.csv").write_text(text, encoding="utf-8")
    evaluation = small.evaluation()
    return loaded_statements(
        evaluation, load_plan(evaluation, evaluation.editions["final"]), load_codebooks(evaluation)
    )


def test_statements_are_loaded_by_exhibit(small):
    assert [s.id for s in statements(small, STATEMENTS)["survival"]] == ["a"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("satisfied", "satsfied", "row 2: a: the codebook of staff has no variable 'satsfied'. Did you mean 'satisfied'?"),
        ("three", "thre", "row 2: a: unknown collapse 'thre'"),
        (",group", ",grop", "row 2: a: unknown grouping 'grop'"),
    ],
)  # fmt: skip
def test_what_statements_name_must_be_known(small, old, new, expected):
    with pytest.raises(BadInput) as caught:
        statements(small, STATEMENTS.replace(old, new))
    assert expected in str(caught.value)


def test_a_missing_table_of_statements_is_said(small):
    small.change("evaluation.yaml", "groupings:\n", DESIGNS)
    small.change("exhibits/results.yaml", "  - {id: everyone,", SURVIVAL)
    with pytest.raises(BadInput, match="the file does not exist"):
        small.project()
