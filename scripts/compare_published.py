"""The published numbers beside ours, cell by cell."""

from pathlib import Path

import pandas as pd
from evalreport.exhibits.evidence import evidence_from
from evalreport.exhibits.view import view_from
from evalreport.files.errors import raise_if
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT
from evalreport.files.spreadsheets import read_config_table
from evalreport.files.tables import read_table, write_table
from evalreport.provenance.jobs import job
from evalreport.verify.prose import compare_prose, read_prose
from evalreport.verify.reproduction import COLUMNS, Matcher, compare, read_cells

PLACE = ("table_id", "row_label", "col_label", "statistic")
EXPLAINED, LABELS = (*PLACE, "ours", "reason"), ("table_id", "label", "id")


def compare_published(tables, views, labels, explained, published, folder, path_to_comparison, prose=()):
    """Write reproduction.csv, with its header only where nothing was published.

    published: paths of the published tables; tables: published table -> exhibit; views: exhibit -> its view (plain data);
    labels, explained, prose: paths of labels.csv, explained.csv and prose.csv (or none); folder: where the protected exhibits are.
    """
    known = {tuple(row[c] for c in PLACE): (row["ours"], row["reason"]) for row in _rows(explained, EXPLAINED)}
    names = _rows(labels, LABELS)
    parts = []
    for path in map(Path, published):
        table = path.stem
        own = {row["label"]: row["id"] for row in names if row["table_id"] in (table, "*")}
        matcher = Matcher(_evidence(views[tables[table]], Path(folder)), own) if table in tables else None
        parts.append(compare(read_cells(path), matcher, known))
    for path in map(Path, prose):
        numbers = read_prose(path)
        known = {name: _evidence(views[name], Path(folder)) for name in {number.exhibit for number in numbers}}
        parts.append(compare_prose(numbers, known))
    write_table(pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS), path_to_comparison)


def _rows(paths, columns):
    tables = [read_config_table(Path(path), str(path), columns, ("note",)) for path in paths]
    raise_if([problem for table in tables for problem in table.problems])
    return [row for table in tables for row in table.rows]


def _evidence(view, folder):
    name = view["exhibit"]
    estimates = read_table(folder / f"{name}.estimates.csv", ESTIMATE_TEXT)
    return evidence_from(view_from(view), estimates, read_table(folder / f"{name}.tests.csv", TEST_TEXT), (0.05,))


if __name__ == "__main__":
    with job(snakemake):
        compare_published(
            tables=snakemake.params.tables,
            views=snakemake.params.views,
            labels=snakemake.input.labels,
            explained=snakemake.input.explained,
            published=snakemake.input.published,
            prose=snakemake.input.prose,
            folder=snakemake.params.folder,
            path_to_comparison=snakemake.output.comparison,
        )
