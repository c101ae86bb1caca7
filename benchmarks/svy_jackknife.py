"""Processor seconds of the package svy for what `survey_speed.py` times, in an environment of its own (it is no dependency).

    python -m venv svy-env && svy-env/bin/pip install svy
    SVY_PYTHON=svy-env/bin/python python benchmarks/survey_speed.py 1000000

Reads a Parquet file with y, w, office, arm, a0, a1, a2; prints jackknife means of two groups, the same with the weights raked in each
replicate, and the t test of their difference.
"""

import sys
from collections.abc import Callable
from time import process_time

import polars as pl
from svy import Design, Sample

MARGINS = ("a0", "a1", "a2")


def seconds(task: Callable[[], object]) -> float:
    start = process_time()
    task()
    return process_time() - start


def main(path: str) -> None:
    data = pl.read_parquet(path)
    controls = {m: dict(data.group_by(m).agg(pl.col("w").sum()).iter_rows()) for m in MARGINS}
    sample = Sample(data, Design(stratum="arm", psu="office", wgt="w"))
    made = {}

    def plain() -> None:
        made["jk"] = sample.weighting.create_jk_wgts()
        made["jk"].estimation.mean("y", by="a0", method="replication", variance_center="estimate")

    def raked() -> None:
        again = made["jk"].weighting.rake(controls=controls, tol=1e-8, max_iter=1000)
        again.estimation.mean("y", by="a0", method="replication", variance_center="estimate")

    def test() -> None:
        made["jk"].categorical.ttest("y", group="a0", method="replication")

    for task in (plain, raked, test):
        try:
            print(seconds(task), flush=True)
        except Exception as error:  # one that svy cannot do must not cost the others
            print("nan", repr(error)[:200], file=sys.stderr)
            print("nan", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
