"""What is done to a build besides writing: results deleted or edited, memory lost, dates set back, fonts and files exchanged, runs ended.

After each of these, as after the edits of authors, one run gives what a build from scratch gives.
"""

import os
import random
import shutil
from pathlib import Path
from typing import Any

import yaml
from edits import _files, _save_yaml, _word, _yaml

LONG_AGO = 10**9
FOLDERS = ("exhibits", "figures", "chapters", "analyse", "audit")


def _results(work: Any) -> list[Path]:
    """What a run has made, without logs and what is noted of it."""
    files = _files(work.folder / "results")
    return [path for path in files if path.name != "made.json" and not {"logs", "set_aside"} & {*path.parts}]


def result_deleted(rng: random.Random, work: Any) -> str:
    """A result that is gone, or a folder of them."""
    if rng.random() < 0.3:
        name = rng.choice(FOLDERS)
        shutil.rmtree((work.private if name == "analyse" else work.build) / name, ignore_errors=True)
        return f"deleted: {name}/"
    path = rng.choice(_results(work))
    path.unlink()
    return f"deleted: {path.relative_to(work.folder)}"


def result_edited(rng: random.Random, work: Any) -> str:
    """A result with a byte more."""
    path = rng.choice(_results(work))
    path.write_bytes(path.read_bytes() + b"1")
    return f"edited: {path.relative_to(work.folder)}"


def results_exchanged(rng: random.Random, work: Any) -> str:
    """Two results of one kind, each under the other's name."""
    tables = sorted((work.build / "exhibits").glob("*.estimates.csv"))
    if len(tables) < 2:
        return "nothing to exchange"
    one, other = rng.sample(tables, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"exchanged: {one.name} and {other.name}"


def memory_lost(rng: random.Random, work: Any) -> str:
    """The hidden folder is gone, and sometimes what lies beside the results too."""
    shutil.rmtree(work.folder / ".snakemake", ignore_errors=True)
    if rng.random() < 0.3:
        (work.private.parent / "made.json").unlink(missing_ok=True)
        return "lost: .snakemake and made.json"
    return "lost: .snakemake"


def dates_set_back(rng: random.Random, work: Any) -> str:
    """A clock that was wrong: some results look older than all sources."""
    paths = _results(work)
    old = rng.sample(paths, len(paths) // 2)
    for path in old:
        os.utime(path, (LONG_AGO, LONG_AGO))
    return f"dates set back: {len(old)} results"


def source_with_its_date(rng: random.Random, work: Any) -> str:
    """Another content under an old date, as an archive unpacked leaves it."""
    path = work.config / "facts.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",3,towns", f",{rng.randrange(4, 99)},towns"), encoding="utf-8"
    )
    os.utime(path, (LONG_AGO, LONG_AGO))
    return "facts.csv: another number, with an old date"


def font(rng: random.Random, work: Any) -> str:
    """Another file for a font, with an old date."""
    path = rng.choice(sorted((work.program / "report_templates/shared/fonts").rglob("*.ttf")))
    path.write_bytes(path.read_bytes() + bytes(rng.randrange(1, 9)))
    os.utime(path, (LONG_AGO, LONG_AGO))
    return f"{path.name}: another file"


def raw_file_renamed(rng: random.Random, work: Any) -> str:
    """A raw file under another name, which the configuration says too."""
    path = work.config / "evaluation.yaml"
    content = _yaml(path)
    wave = content["instruments"]["pupils"]["waves"]["2023"]
    name = f"pupils_{rng.randrange(1000)}.csv"
    (work.data / wave["file"]).rename(work.data / name)
    old, wave["file"] = wave["file"], name
    _save_yaml(path, content)
    return f"{old} -> {name}"


def order_of_chapters(rng: random.Random, work: Any) -> str:
    """Two chapters exchanged, with their numbers."""
    path = work.config / "evaluation.yaml"
    content = _yaml(path)
    chapters = content["editions"][work.edition]["chapters"]
    numbered = [i for i, chapter in enumerate(chapters) if "number" in chapter]
    one, other = rng.sample(numbered, 2)
    chapters[one]["id"], chapters[other]["id"] = chapters[other]["id"], chapters[one]["id"]
    _save_yaml(path, content)
    return f"chapters {chapters[one]['id']} and {chapters[other]['id']} exchanged"


def order_of_groups(rng: random.Random, work: Any) -> str:
    """The groups of a grouping in another order, which is theirs in tables and figures."""
    path = work.config / "evaluation.yaml"
    content = _yaml(path)
    name = rng.choice(sorted(content["groupings"]))
    groups = content["groupings"][name]["groups"]
    content["groupings"][name]["groups"] = dict(reversed(groups.items()))
    _save_yaml(path, content)
    return f"groups of {name} in another order"


def report_of_a_folder(rng: random.Random, work: Any) -> str:
    """A document more, or one less, in a folder that is read whole."""
    path = work.data / "reports/southwell_2023.txt"
    if path.is_file():
        path.unlink()
        return "a report less"
    path.write_text(
        f"Southwell, 2023\n\nActivities\n\nThe schools were {_word(rng)}.\n\nMoney\n\nItem        Spent\n"
        "Meals       1000\nTotal       1000\n",
        encoding="utf-8",
    )
    return "a report more"


def work_of_literature(rng: random.Random, work: Any) -> str:
    """The title of a work that a chapter cites."""
    path = work.config / "bibliography.bib"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("title")
    before, _, after = rest.partition("{")
    path.write_text(f"{head}title{before}{{{_word(rng).capitalize()}: {after}", encoding="utf-8")
    return "bibliography.bib: a title"


def run_ended(rng: random.Random, work: Any) -> str:
    """A change, and a run that stops half way: some results are new, the rest is not."""
    path = work.config / "evaluation.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["disclosure"]["minimum_cell"] = (content["disclosure"]["minimum_cell"] + 2) % 6
    _save_yaml(path, content)
    chapter = rng.choice(("wellbeing", "school_life", "sample"))
    work.snakemake(f"results/tiny/confidential/{work.edition}/analyse/{chapter}.estimates.csv")
    return f"minimum_cell, and a run that ends after analyse_{chapter}"


TAMPERING = (
    result_deleted,
    result_deleted,
    result_edited,
    result_edited,
    results_exchanged,
    memory_lost,
    dates_set_back,
    source_with_its_date,
    font,
    raw_file_renamed,
    order_of_chapters,
    order_of_groups,
    report_of_a_folder,
    work_of_literature,
    run_ended,
)
