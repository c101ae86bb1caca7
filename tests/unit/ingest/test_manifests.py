"""Manifests: what is known of the raw files, by instrument and wave."""

import json

from evalreport.ingest.manifests import read_manifests, rows_received


def manifest(folder, name: str, rows: int) -> str:
    path = folder / f"{name}.manifest.json"
    path.write_text(json.dumps({"file": f"{name}.csv", "rows": rows}), encoding="utf-8")
    return str(path)


def test_manifests_in_the_order_given(tmp_path):
    paths = [manifest(tmp_path, "b_2009", 1), manifest(tmp_path, "a_2009", 2)]
    assert [m["file"] for m in read_manifests(paths)] == ["b_2009.csv", "a_2009.csv"]


def test_rows_by_instrument_and_wave(tmp_path):
    """Instruments have underscores in their names, waves have none."""
    paths = [manifest(tmp_path, "staff_survey_2008", 190), manifest(tmp_path, "staff_survey_2009", 410)]
    assert rows_received([*paths, manifest(tmp_path, "users_2009", 7)]) == {
        "staff_survey": {"2008": 190, "2009": 410},
        "users": {"2009": 7},
    }
