"""From clean tables to weights: populations, merging, margins, bounds, and errors that name what is wrong."""

import numpy as np
import pandas as pd
import pytest
from evalreport.files.errors import BadInput
from evalreport.weighting.weigh import framed, populated, weigh

OFFICES = pd.DataFrame(
    {
        "wave": "1",
        "office": ["a", "b", "c", "d", "e", "z"],
        "town": ["A", "B", "C", "D", "D", None],
        "arm": ["t", "t", "t", "c", "c", "t"],
        "mail": [pd.NA, pd.NA, 6, pd.NA, pd.NA, pd.NA],
        "invited": [1, 1, 1, 1, 1, 2],
    }
).astype({"mail": "Float64"})
FORMS = pd.DataFrame(
    {
        "wave": "1",
        "office": ["a", "b", "d", "e"],
        "staff": [20, 10, 30, 10],
        "women": [15, 5, 20, 8],
        "men": [5, 5, 10, 2],
    }
).astype({"staff": "Float64", "women": "Float64", "men": "Float64"})
JOBS = pd.DataFrame({"wave": "0", "town": ["A", "B", "C", "D"], "fte": [10.0, 5.0, 4.0, 40.0]})
FRAME = {"instrument": "offices", "wave": "1", "unit": "office", "where": {"invited": [1]}}
SOURCES = [
    {"instrument": "forms", "wave": "1", "unit": "office", "count": "staff"},
    {"instrument": "offices", "wave": "1", "unit": "office", "count": "mail"},
]
SEX = {
    "id": "sex",
    "variable": "gender",
    "counts": {"instrument": "forms", "wave": "1", "scaled": True},
    "categories": {"women": {"codes": [1], "count": "women"}, "men": {"codes": [2], "count": "men"}},
}
ARM = {"id": "arm", "groups": {"treated": {"arm": ["t"]}, "control": {"arm": ["c"]}}}


def staff() -> pd.DataFrame:
    """Eight answers of a, two of b, none of c, six of d, six of e, one of nowhere."""
    offices = ["a"] * 8 + ["b"] * 2 + ["d"] * 6 + ["e"] * 6 + [None]
    gender = [1, 2] * 11 + [pd.NA]
    table = pd.DataFrame({"wave": "1", "office": offices, "gender": gender}).astype({"gender": "Int64"})
    return table.assign(respondent=[f"r{k}" for k in range(len(table))])


def tables(**changed) -> dict[str, pd.DataFrame]:
    return {"staff": staff(), "offices": OFFICES, "forms": FORMS, "jobs": JOBS} | changed


def scheme(**changed) -> dict:
    wave = {
        "unit": "office",
        "frame": FRAME,
        "population": SOURCES,
        "pool": ["arm"],
        "minimum": 3,
        "margins": [ARM, SEX],
        "bounds": [0.1, 10],
    }
    return {"instrument": "staff", "waves": {"1": wave | changed}}


def error(**changed) -> str:
    with pytest.raises(BadInput) as caught:
        weigh(changed.pop("tables", tables()), scheme(**changed), "here")
    return "\n".join(map(str, caught.value.problems))


def test_weights_hit_every_margin_and_sum_to_the_population():
    wave = weigh(tables(), scheme())["1"]
    data = staff()
    assert wave.weights.sum() == pytest.approx(76)
    arm = data["office"].map(OFFICES.set_index("office")["arm"])
    known = wave.weights[arm.notna().to_numpy()].sum()
    assert wave.weights[(arm == "t").fillna(False).to_numpy()].sum() / known == pytest.approx(36 / 76)
    sex = data["gender"].fillna(0).to_numpy()
    women, men = (wave.weights[sex == code].sum() for code in (1, 2))
    assert women / (women + men) == pytest.approx(48 / 70)


def test_the_base_weight_is_people_over_answers_and_small_and_silent_units_are_merged():
    wave = weigh(tables(), scheme())["1"]
    factor = 76 / (76 + 76 / 22)  # the answer of no unit gets the mean, and all are brought to the population
    by_office = pd.Series(wave.base / factor).groupby(staff()["office"]).first()
    # b has too few answers and c none; together they have two, so a joins them: 36 people, ten answers.
    assert by_office.to_dict() == pytest.approx({"a": 3.6, "b": 3.6, "d": 5, "e": 10 / 6})
    assert wave.base[-1] / factor == pytest.approx(76 / 22)
    assert wave.units["cell"].tolist() == [0, 0, 0, 3, 4]


def test_the_first_source_that_has_a_number_tells_the_population():
    frame = framed(tables(), FRAME)
    units = populated(tables(), frame, {"population": SOURCES, "pool": ["arm"]})
    assert units["population"].tolist() == [20, 10, 6, 30, 10]
    assert units["source"].tolist() == [0, 0, 1, 0, 0]
    assert "z" not in units.index, "not invited"


def test_positions_are_brought_to_persons_where_both_are_known_and_shared_areas_tell_nothing():
    jobs = {"instrument": "jobs", "wave": "0", "unit": "town", "count": "fte", "ratio": True}
    forms = FORMS[FORMS["office"] != "e"]
    frame = framed(tables(), FRAME)
    units = populated(tables(forms=forms), frame, {"population": [SOURCES[0], jobs], "pool": ["arm"]})
    # a and b: 30 persons in 15 positions. c: 4 positions. d and e share a town.
    assert units.loc["c", "population"] == pytest.approx(8)
    assert units.loc["c", "source"] == 1
    assert np.isnan(units.loc["e", "population"]) and units.loc["e", "source"] == -1


def test_areas_can_be_weighted_in_the_place_of_units():
    jobs = {"instrument": "jobs", "wave": "0", "unit": "town", "count": "fte"}
    made = scheme(frame=FRAME | {"area": "town"}, population=[jobs], margins=[ARM], minimum=1)
    wave = weigh(tables(), made)["1"]
    assert wave.units.index.tolist() == ["A", "B", "C", "D"]
    assert wave.units["answers"].tolist() == [8, 2, 0, 12]
    assert wave.population == 59 and wave.weights.sum() == pytest.approx(59)


def test_fewer_people_than_answers_is_named_with_all_units_merged():
    small = FORMS.assign(staff=FORMS["staff"].where(~FORMS["office"].isin(["a", "b"]), 1))
    message = error(tables=tables(forms=small))
    assert "pool t, units a, b, c: 10 respondents of 8" in message


def test_weights_stay_inside_the_bounds_and_still_hit_the_margins():
    wave = weigh(tables(), scheme(bounds=[0.6, 1.6]))["1"]
    free = weigh(tables(), scheme())["1"]
    relative = wave.weights / wave.weights.mean()
    assert relative.max() <= 1.6 + 1e-9 and relative.min() >= 0.6 - 1e-9
    assert free.weights.max() / free.weights.mean() > 1.6
    assert wave.weights.sum() == pytest.approx(76)


def test_the_order_of_rows_does_not_matter():
    data = staff().sample(frac=1, random_state=3)
    one, other = (weigh(tables(staff=table), scheme())["1"] for table in (staff(), data))
    found = pd.Series(other.weights, index=other.respondents.to_numpy())[one.respondents]
    assert np.allclose(found, one.weights, rtol=1e-9)


def test_a_silent_unit_of_unknown_population_is_outside_the_population():
    offices = OFFICES.assign(mail=OFFICES["mail"].mask(OFFICES["office"] == "c"))
    wave = weigh(tables(offices=offices), scheme())["1"]
    assert wave.population == 70 and np.isnan(wave.units.loc["c", "population"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"population": SOURCES[1:]}, "unit a: 8 respondents and no population"),
        ({"margins": [SEX | {"counts": {"instrument": "forms", "wave": "1"}}]},
         "margin sex: the population adds up to 70, that of the units to 76"),
        ({"margins": [SEX | {"categories": {"women": SEX["categories"]["women"]}}]},
         "margin sex, answer 2: 11 respondents and no category"),
        ({"margins": [{"id": "arm", "groups": {"treated": {"arm": ["t"]}}}]}, "margin arm, unit d: it is in 0 of the groups"),
        ({"margins": [ARM, SEX], "bounds": [0.95, 1.05]}, "margin "),
    ],
)  # fmt: skip
def test_errors_name_unit_margin_and_category(changes, message):
    assert f"here > 1: {message}" in error(**changes) or message in error(**changes)


def test_a_category_with_people_and_no_respondents_is_named():
    men = {"women": {"codes": [1, 2], "count": "women"}, "men": {"codes": [3], "count": "men"}}
    assert "margin sex, category men: a population of" in error(margins=[SEX | {"categories": men}])


def test_a_pool_without_an_answer_is_named():
    data = staff()
    assert "pool c, units d, e: 0 respondents of 40" in error(
        tables=tables(staff=data[~data["office"].isin(["d", "e"])])
    )


def test_problems_of_all_waves_come_together():
    made = scheme(population=SOURCES[1:])
    made["waves"]["2"] = scheme(margins=[SEX | {"counts": {"instrument": "forms", "wave": "1"}}])["waves"]["1"]
    both = pd.concat([staff(), staff().assign(wave="2")])
    with pytest.raises(BadInput) as caught:
        weigh(tables(staff=both), made)
    assert len({str(problem.file) for problem in caught.value.problems}) == 2
