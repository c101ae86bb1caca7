"""Running text has its own words for groups and items; tables and figures keep their labels."""

import pytest
from evalreport.chapters.functions import number_functions
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.notes.breakdown import breakdown
from evalreport.exhibits.plan.depends import for_drawing, for_text
from evalreport.exhibits.registry import KINDS


def with_prose(small, language="en"):
    small.change(
        "evaluation.yaml",
        "treated: {label: {en: Treated},",
        "treated: {label: {en: Treated}, prose: {en: those treated},",
    )
    small.change("codebook/staff.csv", "variable,type,label_en,", "variable,type,label_en,prose_en,")
    lines = (small.config / "small/codebook/staff.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines]
    prose = {"time": "too little time"}
    rows[1:] = [[*row[:3], prose.get(row[0], ""), *row[3:]] for row in rows[1:]]
    (small.config / "small/codebook/staff.csv").write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    return small.project()


@pytest.fixture
def asked(small):
    project = with_prose(small)
    view = project.views["barriers"]
    shares = {("time", "treated"): 0.6, ("time", "control"): 0.4, ("money", "treated"): 0.3, ("money", "control"): 0.2}
    rows = {(v, "counted", g): {"n": 10, "estimate": share, "suppressed": 0} for (v, g), share in shares.items()}
    return project, Evidence(view, rows, (), (0.05,))


def test_lists_in_prose_use_the_prose_forms(asked):
    _, evidence = asked
    functions = number_functions({"barriers": evidence}, "en")
    assert functions["largest"]("barriers", group="treated", k=2) == "too little time and lack of money"
    assert functions["largest"]("barriers", group="treated", k=1, as_written=True) == "Lack of time"
    assert functions["largest_group"]("barriers", variable="time", category="counted") == "those treated"
    assert functions["smallest_group"]("barriers", variable="time", category="counted") == "Control"


def test_tables_keep_the_labels(asked):
    project, evidence = asked
    assert [item.label for item in evidence.view.groups] == ["Treated", "Control"]
    assert KINDS["share"].grid(evidence).head[1:] == ("Treated", "Control")
    assert [row[0] for row in KINDS["share"].grid(evidence).rows][:2] == ["Lack of time", "Lack of money"]
    assert (
        KINDS["share"].view(project.exhibits["barriers"], Ground(project.evaluation, project.codebooks))
        == evidence.view
    )


def test_a_prose_form_draws_no_figure_again_and_writes_only_texts_that_name_it(asked):
    _, evidence = asked
    drawing = str(for_drawing(evidence.view))
    assert "those treated" not in drawing and "too little time" not in drawing
    assert "those treated" not in str(for_text(evidence.view, shown=False, ranked=False))
    assert "too little time" in str(for_text(evidence.view, shown=False, ranked=True))


def test_sentences_of_a_background_use_them(small):
    small.change(
        "evaluation.yaml", "significance_levels", "background: {by: [group], test: false}\nsignificance_levels"
    )
    small.change("exhibits/results.yaml", "{id: everyone,", "{id: everyone, sentences: true,")
    project = with_prose(small)
    view = project.views["everyone"]
    rows = {}
    for group, share in (("treated", 0.8), ("control", 0.3), ("total", 0.5)):
        rows |= {("age", "young", group): {"n": 10, "estimate": share, "suppressed": 0}}
        rows |= {("age", "old", group): {"n": 10, "estimate": 1 - share, "suppressed": 0}}
    test = {"variable": "age", "groups": "group", "test": "chi2", "p": 0.001, "p_adjusted": None, "reason": ""}
    (sentence,) = breakdown(Evidence(view, rows, (test,), (0.05,)))
    assert "those treated" in sentence and "Treated" not in sentence
