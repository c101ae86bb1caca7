"""Numbers in classes, dates by week or month, and ages: values, labels, and what stops a build."""

import pandas as pd
import pytest
from evalreport.clean.derive import derive
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.made_sets import made_set, with_made_sets
from evalreport.files.errors import BadInput

TYPES = {"age": "number", "wage": "number", "born": "date", "birth_year": "year", "sent": "date", "why": "text"}
BOOK = Codebook("s", "s.csv", ("1", "2"), tuple(Variable(n, t, {}) for n, t in TYPES.items()), {}, {}, {}, {})
DTYPES = {"age": "Float64", "wage": "Float64", "birth_year": "Int64"}


def table(**columns):
    n = len(next(iter(columns.values())))
    columns = {"respondent": [f"1-{i}" for i in range(1, n + 1)], "wave": ["1"] * n} | columns
    return pd.DataFrame({k: pd.array(v, dtype=DTYPES.get(k, "string")) for k, v in columns.items()})


def classed(limits, values, of="age", **more):
    spec = {"type": "scale", "label": {"en": "Age"}, "classes": {"of": of, "limits": limits} | more}
    return spec, derive(table(**{of: values}), BOOK, {"group": spec})["group"].fillna(0).tolist()


def labels(limits, language="en", **more):
    return [c.label(language) for c in made_set("g", {"classes": {"of": "age", "limits": limits} | more}).choices]


def complaint(derived, **columns):
    with pytest.raises(BadInput) as caught:
        derive(table(**columns), BOOK, derived)
    return str(caught.value)


def test_a_class_holds_its_lower_limit_and_the_last_one_its_upper():
    assert classed([18, 30, 45, 67], [18, 29, 30, 44, 45, 67, None])[1] == [1, 1, 2, 2, 3, 3, 0]
    assert classed([None, 30, 67, None], [-5, 29, 30, 66, 67, 150])[1] == [1, 1, 2, 2, 3, 3]


def test_classes_are_called_by_their_limits():
    assert labels([18, 30, 45, 67]) == ["18–29", "30–44", "45–67"]
    assert labels([None, 30, 31, None]) == ["under 30", "30", "31 or more"]
    assert labels([None, 30, None], "nb") == ["under 30", "30 eller mer"]
    assert labels([0, 1.5, 3], "nb") == ["0 til under 1,5", "1,5–3"]
    assert labels([1990, 2000, None]) == ["1990–1999", "2000 or more"]
    assert labels([0, 10, 20], "nb", labels={"nb": ["lav", "høy"]}) == ["lav", "høy"]


@pytest.mark.parametrize(
    ("limits", "value", "told"),
    [
        ([18, 30, 45], 17, "17 lies outside all classes (1-2)"),
        ([18, 30, 45], 46, "46 lies outside all classes"),
        ([18, 30, 45], 29.5, "29.5 is no whole number, and the classes are called by whole numbers"),
    ],
)
def test_a_value_that_no_class_holds_stops_the_build_with_who_gave_it(limits, value, told):
    spec = {"type": "scale", "classes": {"of": "age", "limits": limits}}
    text = complaint({"group": spec}, age=[20, value])
    assert told in text and "derived > s > group" in text
    if "outside" in told:
        assert classed(limits, [20, value], outside="missing")[1] == [1, 0]
    else:  # what lies between two labels is no answer that could be left out without a word
        spec["classes"]["outside"] = "missing"
        assert told in complaint({"group": spec}, age=[20, value])


def test_many_values_outside_are_told_by_number():
    spec = {"type": "scale", "classes": {"of": "age", "limits": [18, 30]}}
    text = complaint({"group": spec}, age=[*range(100, 115), 100, 100, 100, 100, 100, 100])
    assert "5 more such values" in text and "and 2 more" in text


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"classes": {"of": "age", "limits": [30, 18]}}, "Each above the one before"),
        ({"classes": {"of": "age", "limits": [18, None, 30]}}, "an open limit between others"),
        ({"classes": {"of": "age", "limits": [None, None]}}, "Each above"),
        ({"classes": {"of": "why", "limits": [1, 2]}}, "why is of type text"),
        ({"classes": {"of": "agge", "limits": [1, 2]}}, "Did you mean 'age'?"),
        ({"classes": {"of": "age", "limits": [1, 2], "labels": {"en": ["a", "b"]}}}, "2 labels (en) for 1 classes"),
        ({"classes": {"of": "age", "limits": [1, 2, 3], "labels": {"en": ["a", "a"]}}}, "have one label"),
        ({"classes": {"of": "age", "limits": [1, 2]}, "type": "number"}, "They are answers"),
        ({"classes": {"of": "age", "limits": [1, 2]}, "value_set": "x"}, "Leave value_set out"),
        ({"classes": {"of": "age", "limits": [1, 2]}, "cases": []}, "it needs one of"),
        ({"period": {"of": "sent", "by": "week", "from": "2009-13-01", "to": "2009-10-31"}}, "is no day"),
        ({"period": {"of": "sent", "by": "week", "from": "2009-11-01", "to": "2009-10-31"}}, "lies before"),
        ({"period": {"of": "sent", "by": "day", "from": "2000-01-01", "to": "2009-10-31"}}, "more than 400 periods"),
        ({"period": {"of": "age", "by": "day", "from": "2009-10-01", "to": "2009-10-31"}}, "age is of type number"),
        ({"age": {"born": "why", "at": "2009-10-01"}, "type": "number"}, "why is of type text"),
        ({"age": {"born": "born", "at": "2009-10-32"}, "type": "number"}, "is no day"),
        ({"age": {"born": "born", "at": "sendt"}, "type": "number"}, "Did you mean 'sent'?"),
        ({"age": {"born": "born", "at": {"1": "2009-10-01"}}, "type": "number"}, "no day for wave '2'"),
        (
            {"age": {"born": "born", "at": {"1": "2009-10-01", "2": "2010-01-01", "3": "x"}}, "type": "number"},
            "no wave '3'",
        ),
        ({"age": {"born": "born", "at": "2009-10-01"}, "type": "year"}, "An age is a number"),
    ],
)
def test_slips_are_told(spec, told):
    data = {"age": [1], "why": ["x"], "sent": ["2009-10-12"], "born": ["1980-01-01"]}
    assert told in complaint({"made": {"type": "single"} | spec}, **data)


def by(period, dates, first="2009-09-28", last="2010-01-03", **more):
    spec = {"type": "single", "period": {"of": "sent", "by": period, "from": first, "to": last} | more}
    return spec, derive(table(sent=dates), BOOK, {"when": spec})["when"].fillna(0).tolist()


def test_weeks_are_those_of_the_standard_at_the_turn_of_a_year():
    spec, codes = by("week", ["2009-10-04", "2009-10-05", "2010-01-03", None])
    assert codes == [200940, 200941, 200953, 0]
    made = made_set("when", spec)
    assert len(made.choices) == 14 and made.codes[0] == 200940  # weeks without an answer are there
    assert (made.label(200953, "en"), made.label(200953, "nb")) == ("week 53, 2009", "uke 53, 2009")


@pytest.mark.parametrize(
    ("period", "code", "label"),
    [
        ("month", 200910, "oktober 2009"),
        ("quarter", 20094, "4. kvartal 2009"),
        ("year", 2009, "2009"),
        ("day", 20091012, "2009-10-12"),
    ],
)
def test_dates_by_month_quarter_year_and_day(period, code, label):
    spec, codes = by(period, ["2009-10-12"])
    assert codes == [code] and made_set("when", spec).label(code, "nb") == label


def test_a_date_outside_stops_the_build_unless_it_is_no_answer():
    spec = by("month", ["2009-10-01"])[0]
    # A day before the first one, though in its month.
    spec = {**spec, "period": {**spec["period"], "from": "2009-10-05"}}
    assert "2009-10-01 lies outside 2009-10-05 to 2010-01-03 (1-1)" in complaint({"when": spec}, sent=["2009-10-01"])
    assert by("month", ["2009-10-01", "2009-11-01"], "2009-10-05", outside="missing")[1] == [0, 200911]


def age_at(at, **data):
    born = "born" if "born" in data else "birth_year"
    spec = {"type": "number", "age": {"born": born, "at": at}}
    return derive(table(**data), BOOK, {"years": spec})["years"].fillna(-1).tolist()


def test_age_counts_birthdays():
    assert age_at("2009-10-12", born=["1980-10-12", "1980-10-13", "2008-02-29", None]) == [29, 28, 1, -1]
    assert age_at("2009-02-28", born=["2008-02-29"]) == [0]
    assert age_at("2009-01-01", birth_year=[1980]) == [29]
    assert age_at({"1": "2009-10-12", "2": "2011-10-12"}, born=["1980-10-12", "1980-10-12"], wave=["1", "2"]) == [
        29,
        31,
    ]
    assert age_at("sent", born=["1980-10-12", "1980-10-12"], sent=["2009-10-11", None]) == [28, -1]


def test_an_age_that_cannot_be_is_told():
    spec = {"type": "number", "age": {"born": "born", "at": "2009-10-12"}}
    text = complaint({"years": spec}, born=["2010-01-01", "1888-01-01"])
    assert "born 2010-01-01" in text and "-1 years (1-1)" in text and "121 years (1-2)" in text
    spec["age"]["outside"] = "missing"
    assert derive(table(born=["2010-01-01"]), BOOK, {"years": spec})["years"].isna().all()


def test_classes_of_an_age_that_is_made_before():
    derived = {
        "years": {"type": "number", "age": {"born": "born", "at": "2009-10-12"}},
        "group": {"type": "scale", "classes": {"of": "years", "limits": [None, 30, None]}},
        "half": {"type": "scale", "waves": ["2"], "classes": {"of": "years", "limits": [None, 30, None]}},
    }
    made = derive(table(born=["1980-10-12", "1950-01-01"], wave=["1", "2"]), BOOK, derived)
    assert made["group"].tolist() == [1, 2] and made["half"].fillna(0).tolist() == [0, 2]
    assert with_made_sets(BOOK, derived).value_set("group").codes == (1, 2)
