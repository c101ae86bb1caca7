"""Manifests: what is known of the raw files, by instrument and wave."""

import json

from evalreport.ingest.manifests import read_manifests, rows_received


def manifest(folder, instrument: str, wave: str, rows: int) -> str:
    path = folder / f"{instrument}_{wave}.manifest.json"
    content = {"file": f"{instrument}_{wave}.csv", "rows": rows, "instrument": instrument, "wave": wave}
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def test_manifests_in_the_order_given(tmp_path):
    paths = [manifest(tmp_path, "b", "2009", 1), manifest(tmp_path, "a", "2009", 2)]
    assert [m["file"] for m in read_manifests(paths)] == ["b_2009.csv", "a_2009.csv"]


def test_rows_by_instrument_and_wave(tmp_path):
    """Instruments and waves both may have underscores in their names."""
    paths = [
        manifest(tmp_path, "staff_survey", "2008", 190),
        manifest(tmp_path, "staff_survey", "my_wave_2", 410),
        manifest(tmp_path, "staff", "survey_2010", 7),
    ]
    assert rows_received(paths) == {"staff_survey": {"2008": 190, "my_wave_2": 410}, "staff": {"survey_2010": 7}}
