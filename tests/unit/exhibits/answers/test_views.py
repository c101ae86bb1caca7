"""Views: what is shown, in the codebook's order, under the codebook's words."""

from dataclasses import replace

import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.note import change_notes
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.panels import panels_of
from evalreport.exhibits.plan.depends import for_drawing, for_text
from evalreport.exhibits.plan.load import load_plan
from evalreport.exhibits.registry import KINDS
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import TOTAL


def view(small, exhibit: str, **changes):
    evaluation = small.evaluation()
    plan = {e.id: e for exhibits in load_plan(evaluation, evaluation.editions["final"]).values() for e in exhibits}
    chosen = Exhibit(**{**vars(plan[exhibit]), **changes})
    return KINDS[chosen.kind].view(chosen, Ground(evaluation, load_codebooks(evaluation)))


def ids(items) -> list[str]:
    return [item.id for item in items]


def test_a_distribution(small):
    found = view(small, "satisfaction")
    assert (found.statistic, found.display, found.scale) == ("share", "table", "diverging")
    assert [(c.id, c.label) for c in found.categories] == [("low", "Low"), ("middle", "Middle"), ("high", "High")]
    assert [(v.id, v.label) for v in found.variables] == [("satisfied", "How satisfied are you?")]
    assert found.stem == "How satisfied are you?"
    assert ids(found.groups) == ["treated", "control", TOTAL]
    assert found.groups[-1].label == "Total"


def test_shown_categories_keep_the_codebook_s_order(small):
    assert ids(view(small, "satisfaction", categories=("high", "low")).categories) == ["low", "high"]


def test_without_a_collapse_the_valid_codes_are_shown(small):
    found = view(small, "satisfaction", collapse="", categories=())
    assert ids(found.categories) == ["1", "2", "3", "4", "5"]  # not the kind of missing, 9
    assert ids(view(small, "satisfaction", collapse="", categories=(4, 5)).categories) == ["4", "5"]


def test_groups_as_asked_for_and_in_that_order(small):
    assert ids(view(small, "satisfaction", groups=("control", "treated"), total=False).groups) == ["control", "treated"]


def test_panels_side_by_side_share_a_list_of_groups(small):
    found = view(small, "satisfaction_figure", groups=("second", "treated"))
    assert [(panel.id, ids(panel.groups)) for panel in found.panels] == [("group", ["treated"]), ("year", ["second"])]


def test_the_total_stands_last(small):
    found = view(small, "satisfaction_figure", total=True)
    assert [ids(panel.groups) for panel in found.panels] == [["treated", "control"], ["first", "second", TOTAL]]


def test_without_groupings_there_is_everybody(small):
    found = view(small, "everyone")
    assert ids(found.groups) == [TOTAL]
    assert ids(found.categories) == ["young", "old"]


def test_shares_and_means_have_no_categories(small):
    share = view(small, "barriers")
    assert (share.categories, share.statistic, share.stem) == ((), "share", "What stands in the way?")
    mean = view(small, "barrier_means")
    assert (mean.statistic, mean.scale_ends, mean.decimals) == ("mean", (1.0, 5.0), 2)


@pytest.mark.parametrize("kind", ["distribution", "change", "nps", "contrast", "mean", "valid_n"])
def test_a_base_of_all_who_were_asked_stands_in_the_note_of_shares(small, kind):
    """A mean has no such base, and a count is of those it counts."""
    by_kind = {
        "change": {"better": ("4", "5"), "worse": ("1", "2"), "collapse": ""},
        "nps": {"collapse": ""},
        "contrast": {"counted": ("high",), "contrasts": ({"id": "d", "label": "D", "plus": ("treated",), "minus": ("control",)},)},
        "mean": {"base": "answered"},
    }  # fmt: skip
    found = view(small, "satisfaction", kind=kind, **({"base": "all"} | by_kind.get(kind, {})))
    assert found.base == ("" if kind in ("mean", "valid_n") else "all")
    if kind == "change":
        said = change_notes(Evidence(found, {}, (), (0.05,)))[0]
        assert said.endswith("the others answered unchanged, or not at all.")
        assert change_notes(Evidence(replace(found, base=""), {}, (), (0.05,)))[0].endswith("answered unchanged.")


def test_variables_with_different_answers(small):
    found = view(small, "answers", kind="distribution", variables=("nav", "arm"))
    assert found.categories == ()
    assert {name: ids(items) for name, items in found.categories_of.items()} == {"nav": ["1", "2"], "arm": ["t", "c"]}
    alike = view(small, "answers", kind="distribution", variables=("time", "money"))
    assert ids(alike.categories) == ["1", "2", "3", "4", "5"] and alike.categories_of == {}


def test_how_answers_are_coloured(small):
    def scale(**changes):
        return view(small, "satisfaction", **changes).scale

    assert scale() == "diverging"
    assert scale(collapse="") == "diverging"
    assert scale(collapse="", variables=("nav",)) == "sequential"
    assert scale(collapse="ages", variables=("age",)) == "sequential"


def test_panels_of_another_language(small):
    small.change("evaluation.yaml", "language: en", "language: nb")
    evaluation = small.evaluation()
    exhibit = Exhibit("x", "c", "T", "distribution", by=("group",), total=True)
    assert panels_of(exhibit, evaluation)[0].groups[-1].label == "Totalt"


def test_a_figure_depends_on_no_caption_stem_or_note(small):
    first = view(small, "satisfaction", note="One")
    second = view(small, "satisfaction", note="Two", title="Another")
    assert for_drawing(first) == for_drawing(second)
    assert for_drawing(first) != for_drawing(view(small, "satisfaction", decimals=0))


def test_the_wording_of_a_lone_question_is_no_part_of_the_text():
    frame = View(
        exhibit="x",
        chapter="c",
        language="nb",
        title="T",
        kind="distribution",
        display="table",
        statistic="share",
        variables=(Item("q", "Ordlyden"),),
        categories=(Item("1", "Ja"),),
        panels=(Panel("g", "", (Item("a", "A"),)),),
    )
    assert for_text(frame, shown=True, ranked=False)["variables"][0]["label"] == ""
    battery = replace(frame, variables=(*frame.variables, Item("r", "En annen")))
    assert [item["label"] for item in for_text(battery, shown=True, ranked=False)["variables"]] == [
        "Ordlyden",
        "En annen",
    ]
