"""What a stage needs besides its own instrument."""

from evalreport.project.dependencies import answering, lookups


def test_lookups_names_each_instrument_once():
    looked_up = {"lookup": {"instrument": "offices", "key": "office", "value": "group"}}
    assert lookups({"a": looked_up, "b": {"cases": []}, "c": looked_up}) == ("offices",)
    assert lookups({}) == ()


def test_answering_names_the_instruments_of_all_parts():
    wave = {"frame": {"instrument": "offices"}, "answers": {"instrument": "staff"}}
    spec = {"groups": ["a"], "waves": {"1": wave, "2": wave | {"fte": {"instrument": "positions"}}}}
    assert answering(spec) == ("offices", "positions", "staff")
    assert answering({}) == ()
