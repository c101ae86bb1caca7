"""A view survives the way through a rule's params."""

import json
import pickle

from evalreport.exhibits.view import Item, Panel, View, view_from

VIEW = View(
    exhibit="x",
    chapter="c",
    language="nb",
    title="Tittel",
    kind="mean",
    display="bars",
    statistic="mean",
    variables=(Item("q", "Spørsmål", short="Sp.", mark="*"),),
    categories=(Item("1", "Ja"),),
    panels=(
        Panel("p", "Panel", (Item("a", "A", colour="#112233", over="2008"), Item("b", "B"))),
        Panel("r", "Region", (Item("c", "C"),)),
    ),
    decimals=2,
    scale="diverging",
    scale_ends=(1.0, 7.0),
    categories_of={"q": (Item("1", "Ja"),)},
    stem="Stamme",
    note="Merknad",
)


def test_plain_data_and_back():
    assert view_from(VIEW.to_dict()) == VIEW


def test_plain_data_survive_json_and_pickle():
    assert view_from(json.loads(json.dumps(VIEW.to_dict()))) == VIEW
    assert view_from(pickle.loads(pickle.dumps(VIEW.to_dict()))) == VIEW


def test_what_is_not_set_stays_unset():
    bare = View("x", "c", "en", "T", "mean", "table", "share", (), (), ())
    assert view_from(bare.to_dict()) == bare
    assert bare.scale_ends is None


def test_groups_of_all_panels_in_order():
    assert [group.id for group in VIEW.groups] == ["a", "b", "c"]
