"""`snakemake scaffold --config … by=gender`: the draft divides all its tables and figures, and its plan is a good one."""

import csv
from pathlib import Path

import pytest
from evalreport.files.errors import BadInput
from evalreport.files.schema import load_yaml
from evalreport.project.open import load_project
from evalreport.scaffold.draft import scaffold

SHARED = Path(__file__).parents[3] / "report_templates" / "shared"
ROWS = 60
COLUMNS = {
    "No": [str(i) for i in range(ROWS)],
    "Gender": [("Woman", "Man")[i % 2] for i in range(ROWS)],
    "Happy?": [("Never", "Sometimes", "Always")[i % 3] for i in range(ROWS)],
    "Place": [("North", "South", "East")[i % 7 % 3] for i in range(ROWS)],
    "Comment": [f"Something about {i}" for i in range(ROWS)],
}


def drafted(folder: Path, by: str, waves: int = 1):
    files = [f"s{2020 + wave}.csv" for wave in range(waves)]
    for file in files:
        with (folder / file).open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([list(COLUMNS), *zip(*COLUMNS.values(), strict=True)])
    return scaffold({"id": "new", "source": ",".join(files), "language": "en", "by": by}, folder, SHARED)


def project_of(folder: Path):
    asked = {"evaluation": "new", "edition": "draft"}
    return load_project(asked, folder / "config", folder / "report_templates", SHARED)


@pytest.mark.parametrize(("by", "names"), [("gender", ["gender"]), ("GENDER, Place", ["gender", "place"])])
def test_the_key_is_written_and_divides_the_results(tmp_path, by, names):
    drafted(tmp_path, by)
    assert load_yaml(tmp_path / "config/new/evaluation.yaml")["background"] == names
    plan = load_yaml(tmp_path / "config/new/exhibits/results.yaml")["exhibits"]
    assert not any("by" in exhibit for exhibit in plan)  # the key says it, once
    exhibits = project_of(tmp_path).exhibits
    assert all(exhibits[each["id"]].by == tuple(names) and exhibits[each["id"]].test == "chi2" for each in plan)


def test_beside_waves(tmp_path):
    drafted(tmp_path, "gender", waves=2)
    happy = next(e for e in project_of(tmp_path).exhibits.values() if e.variables == ("happy",))
    assert happy.by == ("wave", "gender") and happy.background == ("gender",)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("gendr", "no column 'gendr'. Did you mean 'gender'?"),
        ("comment", "'comment' does not divide the respondents into groups"),
        ("no", "'no' does not divide the respondents into groups"),
    ],
)
def test_what_does_not_divide_is_refused_and_nothing_made(tmp_path, by, expected):
    with pytest.raises(BadInput) as caught:
        drafted(tmp_path, by)
    assert expected in str(caught.value) and not (tmp_path / "config").exists()
