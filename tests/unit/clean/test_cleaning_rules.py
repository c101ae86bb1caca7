"""Cleaning rules: what a rule file may say, and every slip in it with the rule's place."""

import pytest
from evalreport.clean.rules import parse_rules
from evalreport.codebook.codebook import Battery, Codebook, Variable
from evalreport.codebook.value_sets import Choice, ValueSet
from evalreport.files.errors import BadInput

AGREE = ValueSet("agree", (Choice(1, {"nb": "Uenig"}), Choice(2, {"nb": "Enig"})))
VARIABLES = (
    Variable("gain", "scale", {}, "agree", "benefits", waves=("1", "2")),
    Variable("loss", "scale", {}, "agree", "benefits", waves=("2",)),
    Variable("place", "text", {}, waves=("1", "2")),
)
BOOK = Codebook(
    "staff",
    "s.csv",
    ("1", "2"),
    VARIABLES,
    {"agree": AGREE},
    {"old": {"a": "1"}},
    {},
    {"benefits": Battery("benefits", {})},
)
BASE = {"id": "r", "reason": {"nb": "fordi", "en": "because"}}


def parse(*items, language="nb"):
    return parse_rules({"rules": list(items)}, "rules.yaml", BOOK, language)


def complaint(content):
    with pytest.raises(BadInput) as caught:
        parse_rules(content, "rules.yaml", BOOK, "nb")
    return str(caught.value)


def test_a_rule_acts_on_all_waves_and_gives_its_reason_in_the_language():
    (rule,) = parse(BASE | {"type": "set_missing", "battery": "benefits", "values": ["0"]}, language="en")
    assert rule.waves == ("1", "2")
    assert rule.variables == ("gain", "loss")
    assert rule.reason == "because"
    assert rule["values"] == ["0"]


def test_a_reason_without_the_language_falls_back_and_waves_may_be_numbers():
    (rule,) = parse(BASE | {"type": "set_missing", "variable": "loss", "waves": [2], "values": ["9"]}, language="nn")
    assert (rule.reason, rule.waves) == ("fordi", ("2",))


@pytest.mark.parametrize("content", [None, {}, {"rules": None}, {"rules": []}])
def test_an_instrument_may_need_no_cleaning(content):
    assert parse_rules(content, "rules.yaml", BOOK, "nb") == ()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"type": "set_mising", "values": ["9"]}, "rule 1 (r): type 'set_mising'. Did you mean 'set_missing'?"),
        ({"type": "set_missing", "variable": "gain"}, "the key 'values' is missing"),
        ({"type": "set_missing", "variable": "gian", "values": ["9"]}, "unknown variable 'gian'. Did you mean 'gain'?"),
        (
            {"type": "set_missing", "battery": "benefit", "values": ["9"]},
            "unknown battery 'benefit'. Did you mean 'benef",
        ),
        ({"type": "set_missing", "values": ["9"]}, "it names no variable"),
        (
            {"type": "set_missing", "variable": "gain", "value": [], "values": ["9"]},
            "unknown key 'value'. Did you mean",
        ),
        ({"type": "set_missing", "variable": "gain", "values": "0"}, "values: '0'. A list of texts"),
        ({"type": "replace", "variable": "gain", "values": ["0"]}, "values: ['0']. Pairs old: new"),
        ({"type": "set_missing", "variable": "gain", "values": ["9"], "waves": ["3"]}, "unknown wave '3'. Known: 1, 2"),
        ({"type": "set_missing", "variable": "loss", "values": ["9"], "waves": ["1"]}, "loss is not asked in 1"),
        ({"type": "set_missing", "variable": "gain", "values": []}, "values: empty. Name at least one"),
        ({"type": "set_missing", "variable": "gain", "values": [["9"]]}, "values: ['9'] inside. Write texts"),
        ({"type": "set_missing", "variable": ["gain"], "values": ["9"]}, "variable: ['gain']. Write the name of"),
        ({"type": ["set_missing"], "values": ["9"]}, "type ['set_missing']"),
        ({"type": "set_missing", "variable": "gain", "values": ["9"], "reason": {}}, "reason: {}. Write a text"),
        (
            {"type": "set_missing", "variable": "gain", "values": ["9"], "waves": "1"},
            "waves: '1'. Write a list of waves",
        ),
        ({"type": "drop_if_answers_below", "minimum": 99}, "minimum: 99 of "),
        ({"type": "parse_date", "variable": "place", "formats": ["%Q"], "as": "date"}, "formats: '%Q'. Write iso"),
        (
            {"type": "reverse", "variable": "gain", "minimum": 1, "maximum": 10**12},
            "and maximum 1000000000000, but gain",
        ),
        ({"type": "recode", "variable": "gain", "map": "odl"}, "unknown map 'odl'. Did you mean 'old'?"),
        ({"type": "reverse", "variable": "place", "minimum": 1, "maximum": 2}, "place is a text and has no codes"),
        ({"type": "reverse", "variable": "gain", "minimum": "1", "maximum": 2}, "minimum: '1'. Write a whole number"),
        ({"type": "drop_duplicates", "keys": ["k"], "keep": "latest"}, "keep: 'latest'. Did you mean 'last'?"),
        ({"type": "drop_where", "values": ["x"]}, "it needs a column or a variable"),
        ({"type": "fill_from", "variable": "place", "from": "plaec", "values": {}}, "unknown variable 'plaec'"),
        ({"type": "spelling", "variable": "place"}, "place is of type text and has no names"),
        ({"type": "spelling", "variable": "place", "values": {"a": "b"}}, "A list of texts"),
        (
            {"type": "spelling", "variable": "place", "values": ["Nordre Land", "NordreLand"]},
            "'Nordre Land' and 'NordreLand' differ in capitals and blanks alone",
        ),
        (
            {"type": "parse_date", "variable": "place", "formats": ["iso"], "as": "month"},
            "as: 'month'. Known: date, year",
        ),
    ],
)
def test_slips_in_a_rule_are_named(rule, expected):
    assert expected in complaint({"rules": [BASE | rule]})


def test_slips_in_the_file_are_named_all_at_once():
    good = BASE | {"type": "set_missing", "variable": "gain", "values": ["9"]}
    assert "rule 2: the id 'r' a second time" in complaint({"rules": [good, good]})
    assert "top level: unknown key 'rule'" in complaint({"rule": []})
    assert "top level: no list of rules" in complaint(["a"])
    assert "rule 1: 'text'. A rule is a mapping" in complaint({"rules": ["text"]})
    assert complaint({"rules": ["text", good, good]}).startswith("2 problems")
