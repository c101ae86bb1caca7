"""The published numbers: a test a published table, on the report as it is built from the raw files.

A cell regenerated equals the printed one at the printed decimals (half up), or stands in data/<id>/published/explained.csv
with the value we get and the reason. The list is checked both ways: a listed cell that suddenly agrees, or gives another value, fails too.
"""

from pathlib import Path

import pandas as pd
import pytest
from evalreport.verify.reproduction import AGREES, EXPLAINED, NOT_PRINTED

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "data" / "husk" / "published"
TABLES = sorted(path.stem for path in PUBLISHED.glob("[tf]_*.csv"))
TARGET = "results/husk/interim_2010/reproduction.csv"


@pytest.fixture(scope="session")
def comparison(published_build):
    """reproduction.csv of a build in an empty folder."""
    return pd.read_csv(published_build / TARGET, keep_default_na=False, dtype=str)


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_agrees_or_is_explained(comparison, table):
    cells = comparison[comparison["table_id"] == table]
    printed = pd.read_csv(PUBLISHED / f"{table}.csv")
    assert len(cells) == len(printed)
    wrong = cells[~cells["agreement"].isin([AGREES, EXPLAINED, NOT_PRINTED])]
    assert wrong.to_dict("records") == []


def test_most_cells_agree(comparison):
    counts = comparison["agreement"].value_counts()
    assert counts[AGREES] >= 666


def test_no_explanation_is_left_over(comparison):
    explained = pd.read_csv(PUBLISHED / "explained.csv", keep_default_na=False, dtype=str)
    used = comparison[comparison["agreement"] == EXPLAINED]
    assert len(used) == len(explained)
    assert explained["reason"].str.len().min() > 20


def test_cells_without_a_printed_value_are_blank_in_print(comparison):
    blank = sum(pd.read_csv(PUBLISHED / f"{table}.csv")["value"].isna().sum() for table in TABLES)
    unprinted = comparison[comparison["published"] == ""]
    assert len(unprinted) == blank
    assert unprinted["agreement"].isin([NOT_PRINTED, EXPLAINED]).all()  # some are blank where we have a count
    assert (comparison.loc[comparison["agreement"] == NOT_PRINTED, "published"] == "").all()
