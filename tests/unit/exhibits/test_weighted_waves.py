"""An exhibit that shows a wave which its weighting scheme lacks is an error before anything runs."""

from dataclasses import replace

import pytest
from evalreport.evaluation.load import load_codebooks
from evalreport.exhibits.kind import Ground
from evalreport.exhibits.plan.checks import edition_problems
from evalreport.exhibits.plan.edition import edition_plan
from evalreport.exhibits.plan.load import load_plan
from evalreport.exhibits.plan.scope import scope_of

SCHEME = {"people": {"instrument": "staff", "label": {"en": "People"}, "waves": {"2009": {}}}}


def found(small, weights: str = "people", waves=("2008", "2009"), **changes) -> list[str]:
    evaluation = replace(small.evaluation(), weighting=SCHEME)
    edition = replace(evaluation.editions["final"], waves={"staff": waves})
    exhibits = {e.id: e for es in load_plan(evaluation, edition).values() for e in es}
    exhibit = replace(exhibits["satisfaction"], weights=weights, **changes)
    scope = scope_of(evaluation, edition, load_codebooks(evaluation))
    plan, _ = edition_plan(scope, {"results": (exhibit,)})
    return [str(problem) for problem in edition_problems(Ground(scope.evaluation, scope.books), plan)]


@pytest.mark.parametrize(
    "changes",
    [
        {"by": ("year",), "total": True},
        {"by": ("year",), "total": False},
        {"by": ("group",), "total": False},
        {"by": (), "total": True},
        {"by": ("year",), "groups": ("second",), "total": True},
        {
            "by": ("year",),
            "kind": "contrast",
            "total": False,
            "contrasts": ({"id": "d", "plus": ["second"], "minus": ["first"]},),
        },
    ],
)
def test_groups_and_totals_of_a_wave_without_weights_are_told(small, changes):
    (problem,) = found(small, **changes)
    assert "results.yaml" in problem and "satisfaction" in problem
    assert "it shows 2008, which the weighting scheme 'people' does not weight" in problem
    assert "show 2009 only" in problem


@pytest.mark.parametrize(
    "changes",
    [
        {"by": ("year",), "groups": ("second",), "total": False},
        {"where": {"wave": ("2009",)}},
        {"variables": ("nav",), "collapse": "", "by": ("group",)},  # only 2009 asked it
        {"waves": ("2009",)},  # all that the edition knows
        {"weights": "none"},
        {"kind": "valid_n", "collapse": ""},
    ],
)
def test_exhibits_of_weighted_waves_only_are_in_order(small, changes):
    assert found(small, **changes) == []


def test_where_no_wave_has_weights_there_is_nothing_to_show(small):
    (problem,) = found(small, where={"wave": ("2008",)})
    assert "Add the wave to the scheme, or weights: none" in problem
