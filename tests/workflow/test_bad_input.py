"""What a researcher reads when something is wrong with the input: the file, the place, what is there, what would be right.

Whatever goes wrong, nothing half-written stays behind.
"""

import re
import resource
import shutil
import subprocess

import pytest

INGEST_2023 = "results/tiny/confidential/ingest/pupils_2023.parquet"
INGEST_2025 = "results/tiny/confidential/ingest/pupils_2025.parquet"
CLEAN = "results/tiny/confidential/clean/pupils.parquet"


def replace(path, old, new):
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- Before the first job -----------------------------------------------------------------------------------------------


def test_slips_in_every_kind_of_file_are_told_in_one_message_and_touch_no_result(built):
    before = built.results()
    replace(built.config / "evaluation.yaml", "status: final", "status: finl")
    replace(built.config / "codebook/value_sets.csv", "missing", "mising")
    replace(built.config / "exhibits/wellbeing.yaml", "decimals: 0", "decimal: 0")
    replace(built.templates / "preface.md.jinja", 'fact("towns")', 'fact("town")')
    run = built.snakemake("report", good=False)
    says = [
        "5 problems in the input",
        "found 'finl'",
        "column 'missing' is missing",
        "unknown column 'mising'",
        "unknown key 'decimal'",
        "no 'town'",
    ]
    waiting = ["Not checked before this is right:", "codebook/pupils.csv: config/tiny/cleaning/pupils.yaml"]
    assert [text for text in (*says, *waiting) if text not in run.output] == [], run.output
    assert "Traceback" not in run.output and built.results() == before


def test_a_codebook_variable_no_exhibit_uses_is_a_notice(tiny):
    with (tiny.config / "codebook/pupils.csv").open("a", encoding="utf-8") as file:
        file.write("lunch,single,Do you eat lunch?,yes_no,,3,,published,,,,,\n")
    says = "codebook/pupils.csv, lunch: no exhibit uses this variable"
    target = "results/tiny/second/summary.md"
    run = tiny.snakemake(target)
    assert says in run.output
    assert says in (tiny.folder / target).read_text(encoding="utf-8")


# --- In a job -----------------------------------------------------------------------------------------------------------


def test_an_encoding_that_is_not_the_one_of_the_file(tiny):
    path = tiny.data / "pupils_2023.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Very good", "Très bien").encode("cp1252"))
    run = tiny.snakemake(INGEST_2023, good=False)
    for text in ("pupils_2023.csv, line ", "byte 0xe8 cannot be utf-8", "set encoding: cp1252"):
        assert text in run.output
    assert "BadInput" not in run.output and 'File "' not in run.output, f"a traceback:\n{run.output}"
    assert not (tiny.folder / INGEST_2023).exists() and tiny.unfinished() == []


def test_a_raw_file_that_is_not_there(tiny):
    (tiny.data / "pupils_2023.csv").unlink()
    run = tiny.snakemake("-n", "report", good=False)
    assert "data/tiny/pupils_2023.csv" in run.output


# --- In the middle of a job --------------------------------------------------------------------------------------------


def other_title(work):
    """An edit after which only the report is put together again."""
    replace(work.config / "evaluation.yaml", "A good day at school", "A better day at school")


def smaller_than(limit):
    """No file beyond this size: what writing to a full disk is like, for anyone and without a mount."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_a_file_that_cannot_be_written_to_its_end(built, finished):
    other_title(built)
    run = built.snakemake("report", good=False, before=smaller_than(30_000))
    assert "The disk is full: [Errno 27] File too large" in run.output and 'File "' not in run.output, run.output
    assert built.unfinished() == []
    # Snakemake takes an old report away before it starts on the new one; everything else stays as it was.
    put_together = tuple(f"results/tiny/second/{name}" for name in ("report.docx", "report.pdf", "summary.md"))
    assert {k: v for k, v in built.results().items() if k not in put_together} == {
        k: v for k, v in finished.results().items() if k not in put_together
    }
    built.snakemake("report")
    assert (built.build / "report.docx").read_bytes()[:2] == b"PK"


@pytest.fixture
def small_disk(tiny):
    """A disk of two blocks under the folder of ingested tables (needs the right to mount)."""
    folder = tiny.folder / "results/tiny/confidential/ingest"
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    (folder / "keep").touch()  # Snakemake takes empty folders away, and a mounted one cannot be
    yield tiny
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(small_disk):
    run = small_disk.snakemake(INGEST_2023, good=False)
    assert re.search(r"The disk is full: .*No space left on device", run.output) and 'File "' not in run.output, (
        run.output
    )
    assert small_disk.unfinished() == [] and not (small_disk.folder / INGEST_2023).exists()
