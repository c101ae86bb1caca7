"""The five published tables of the self-registration, cell by cell, from the units' own sheets, and the total that was printed wrong."""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.numbers import chapter_tables
from evalreport.exhibits.sources import Sources
from evalreport.project.open import load_project
from evalreport.records.registry import tables_of
from evalreport.survey.samplings import Samplings
from evalreport.verify.reproduction import AGREES, EXPLAINED, Matcher, cells_of, compare

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "egenregistrering"
PUBLISHED = DATA / "published"
TABLES = sorted(path.stem for path in PUBLISHED.glob("t_*.csv"))


@pytest.fixture(scope="module")
def project():
    config = {"evaluation": "egenregistrering", "edition": "notat"}
    return load_project(config, ROOT / "config", ROOT / "report_templates", ROOT / "report_templates" / "shared")


@pytest.fixture(scope="module")
def records(project):
    source = project.evaluation.records["november"]
    return tables_of(source.settings, DATA, project.evaluation.folder, "nb")


@pytest.fixture(scope="module")
def estimates(project, records):
    read = {f"november.{name}": table for name, table in records.items()}
    sources = Sources({}, {}, None, {}, {}, {}, read, project.codebooks, Samplings({}, {}, {}))
    return chapter_tables(project.analysis_params("registrations"), sources)[0]


def explained():
    rows = pd.read_csv(PUBLISHED / "explained.csv", dtype=str)
    keys = ["table_id", "row_label", "col_label", "statistic"]
    return {tuple(row[key] for key in keys): (row["ours"], row["reason"]) for row in rows.to_dict("records")}


def test_there_are_five():
    assert len(TABLES) == 5


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_agrees_or_is_explained(project, estimates, table):
    exhibit = project.published_by()[table]
    evidence = evidence_from(project.views[exhibit], estimates[estimates["exhibit"] == exhibit], pd.DataFrame(), ())
    cells = cells_of(pd.read_csv(PUBLISHED / f"{table}.csv", keep_default_na=False, dtype=str))
    found = compare(cells, Matcher(evidence, {}), explained())
    assert len(found) and found[~found["agreement"].isin([AGREES, EXPLAINED])].to_dict("records") == []
    assert (found["agreement"] == EXPLAINED).sum() == sum(key[0] == table for key in explained())


def test_the_total_printed_wrong_is_told_with_the_arithmetic(records):
    findings = records["findings"]
    wrong = findings[findings["kind"] == "printed_sum"]
    assert wrong[["subject", "found", "expected"]].to_numpy().tolist() == [
        ["hl", "ca 243", "55 + 145 + 45 + 98 = ca 343"]
    ]
    overlapping = findings[findings["kind"] == "overlapping_sum"]
    assert overlapping["subject"].tolist() == ["hl", "mo"]
    assert set(findings["kind"]) == {"printed_sum", "overlapping_sum"}  # the sums in the units' sheets are right
