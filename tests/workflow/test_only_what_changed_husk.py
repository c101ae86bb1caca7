"""The same property on the demonstration evaluation: a few edits, each followed by one `snakemake report`."""

import os
import random
import shutil
import sys

import pytest
import yaml
from conftest import REPOSITORY, Workspace
from test_only_what_changed import Drawn, round_of, stale_after

sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from benchmark import one_answer, one_exhibit, one_word


def answer(rng: random.Random, work: Workspace) -> str:
    return one_answer(work.folder)


def exhibit(rng: random.Random, work: Workspace) -> str:
    return one_exhibit(work.folder)


def word(rng: random.Random, work: Workspace) -> str:
    return one_word(work.folder)


def colour(rng: random.Random, work: Workspace) -> str:
    """The first group's colour: figures, and no text."""
    path = work.config / "evaluation.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    group = next(iter(next(iter(content["groupings"].values()))["groups"].values()))
    group["colour"] = f"#{rng.randrange(1 << 24):06X}"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return f"colour {group['colour']}"


def touch(rng: random.Random, work: Workspace) -> str:
    """The time of any file, results included."""
    path = rng.choice(sorted(path for path in work.folder.glob("[a-z]*/**/*") if path.is_file()))
    os.utime(path)
    return f"touch {path.relative_to(work.folder)}"


@pytest.fixture
def husk(program, tmp_path) -> Workspace:
    """The demonstration evaluation, built."""
    folder = tmp_path / "husk"
    for name in ("config/husk", "data/husk", "report_templates/husk", "releases/husk"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy2(REPOSITORY / "config/config.yaml", folder / "config/config.yaml")
    settings = yaml.safe_load((folder / "config/config.yaml").read_text(encoding="utf-8"))
    work = Workspace(program, folder, settings["evaluation"], settings["edition"])
    work.snakemake()
    return work


@pytest.mark.slow
def test_edits_of_the_demonstration_evaluation(husk, tmp_path):
    rng = random.Random(int(os.environ.get("EVALREPORT_SEED", "1")))
    drawn = [Drawn(edit, rng.random()) for edit in (answer, exhibit, word, colour, touch)]
    rounds = [round_of(husk, [each], authors=True) for each in drawn]
    wrong = [f"{done}: {complaint}" for done, complaints in rounds for complaint in complaints]
    stale = stale_after(husk, tmp_path / "fresh")
    assert not stale
    assert not wrong, "\n".join(wrong)
