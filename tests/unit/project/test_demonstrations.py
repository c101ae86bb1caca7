"""The demonstrations keep the habits that a reader of a report counts on."""

from pathlib import Path

import pytest
from evalreport.evaluation.load import load_evaluation
from evalreport.files.schema import load_yaml

CONFIG = Path(__file__).parents[3] / "config"
EVALUATIONS = sorted(path.parent.name for path in CONFIG.glob("*/evaluation.yaml") if path.parent.name != "schemas")


@pytest.mark.parametrize("name", EVALUATIONS)
def test_waves_stand_in_one_order_throughout(name):
    """From the first to the last, as in the tables that the program lays out itself."""
    evaluation = load_evaluation(CONFIG, name)
    order = list(
        dict.fromkeys(wave for instrument in evaluation.instruments.values() for wave in sorted(instrument.waves))
    )
    groups = {g.id: g for grouping in evaluation.groupings.values() for g in grouping.groups}

    def sequence(ids):
        waves = [groups[group].where["wave"] for group in ids if len(groups[group].where.get("wave", ())) == 1]
        return [order.index(wave) for (wave,) in waves]

    shown = {f"grouping {grouping.id}": [g.id for g in grouping.groups] for grouping in evaluation.groupings.values()}
    for path in sorted((CONFIG / name / "exhibits").glob("*.yaml")):
        shown |= {f"{path.name} {each['id']}": each.get("groups", []) for each in load_yaml(path)["exhibits"]}
    assert [place for place, ids in shown.items() if sequence(ids) != sorted(sequence(ids))] == []
