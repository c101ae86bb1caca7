"""write_chapter: a small evaluation from clean tables through protection to Markdown."""

import json

import pandas as pd
import pytest
from analyse_chapter import analyse_chapter
from evalreport.claims.report import read_claims
from evalreport.files.errors import BadInput
from evalreport.files.tables import write_parquet, write_table
from evalreport.programs.versions import software_versions
from protect_chapter import protect_chapter
from write_chapter import write_chapter

CLEAN = pd.DataFrame(
    {
        "wave": ["2008"] * 20 + ["2009"] * 20,
        "arm": ["t", "c"] * 20,
        "satisfied": pd.array([1, 2, 5, 4, 3] * 8, dtype="Int64"),
        "time": pd.array([5, 1, 4, 2] * 10, dtype="Int64"),
        "money": pd.array([3, 3, 5, 2] * 10, dtype="Int64"),
        "nav": pd.array([None] * 20 + [1, 2] * 10, dtype="Int64"),
        "age": pd.array([25, 45] * 20, dtype="Float64"),
    }
)
LOG = pd.DataFrame(
    [("2009", 3, "*", "", "dropped", "unfinished")], columns=["wave", "row", "variable", "old", "new", "rule"]
)


def build(small, chapter: str, minimum_base: int = 0, with_software: bool = False) -> str:
    """All stages from the clean table to the chapter's Markdown."""
    project, folder = small.project(), small.folder
    write_parquet(CLEAN, folder / "staff.parquet")
    write_table(LOG, folder / "staff.log.csv")
    for owner in project.plan:
        plan = project.analysis_params(owner)
        paths = tuple(folder / f"{owner}.{part}.csv" for part in ("estimates", "tests", "texts"))
        analyse_chapter(
            codebooks=project.codebook_params(),
            plan=plan,
            clean={name: folder / "staff.parquet" for name in project.surveyed(owner)},
            logs={name: folder / "staff.log.csv" for name in project.logged(owner)},
            received={"staff": {"2008": 20, "2009": 21}},
            response=None,
            to_estimates=paths[0],
            to_tests=paths[1],
            to_texts=paths[2],
        )
        protect_chapter(*paths, dict.fromkeys(project.analysed(owner), (0, minimum_base)), [], folder / "exhibits")
    manifest = {"file": "staff_2009.csv", "rows": 21, "columns": 6, "sha256": "a" * 64}
    (folder / "staff_2009.manifest.json").write_text(json.dumps(manifest))
    names = [f"{name}.{part}.csv" for name in project.quoted(chapter) for part in ("estimates", "tests")]
    write_chapter(
        template=str(project.templates[chapter][0]),
        folders=[str(small.templates / "small"), str(small.templates / "shared")],
        exhibits=[str(folder / "exhibits" / name) for name in names],
        settings=project.chapter_params(chapter),
        manifests=[str(folder / "staff_2009.manifest.json")],
        software=software_versions() if with_software else {},
        path_to_chapter=str(folder / "chapters" / f"{chapter}.md"),
        path_to_claims=str(folder / "chapters" / f"{chapter}.claims.csv"),
    )
    return (folder / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")


def test_a_chapter_from_the_clean_table_to_markdown(small):
    text = build(small, "results")
    assert text.startswith("# Results {#ch-results}\n\n::: {#tbl-satisfaction .exhibit}\n")
    assert "Of the treated, 40% are satisfied ([](#fig-satisfaction_figure){.ref .cap})." in text
    assert "The programme has 1,318 offices." in text
    assert "![Satisfaction by group and year](satisfaction_figure){#fig-satisfaction_figure alt=" in text
    assert "::: landscape\n\n::: {#tbl-barriers" in text
    assert "The values are invented." in text
    assert "#tbl-everyone" in text  # from the included template
    assert "nan" not in text


def test_the_methods_chapter(small):
    text = build(small, "methods")
    assert "20 answers; [](#tbl-satisfaction){.ref} in [](#ch-results){.ref}. These data are made up." in text
    assert "Forms received" in text and "Not finished" in text
    assert "**1.** Arm" in text and "What stands in the way?" in text
    assert "staff\\_2009.csv" in text and "`aaaaaaaaaaaaaaaa`" in text


def test_withheld_numbers_stay_out_of_text_and_tables(small):
    text = build(small, "results", minimum_base=30)
    assert "Of the treated, \\[…\\] are satisfied" in text
    assert "· = withheld to protect respondents." in text
    assert "40%" not in text.split("#tbl-everyone")[0]


def test_software_only_where_it_is_asked_for(small):
    small.change("methods.md.jinja", "{{ inputs() }}", "{{ software() }}")
    assert "pandoc" in build(small, "methods", with_software=True)


def test_two_runs_give_the_same_bytes(small):
    assert build(small, "results") == build(small, "results")


def test_a_slip_in_the_template_leaves_the_old_chapter(small):
    before = build(small, "results")
    small.change("results.md.jinja", "The programme has", "{{ (1).nothing.more }}")
    with pytest.raises(BadInput, match=r"results.md.jinja, line 6: .*no attribute 'nothing'"):
        build(small, "results")
    assert (small.folder / "chapters/results.md").read_text(encoding="utf-8") == before


CLAIM = '{% claim "higher", "barriers", variable="time", group="treated", than="control" %}Time is short.{% endclaim %}'


def test_the_claims_of_a_chapter_beside_it(small):
    small.change("results.md.jinja", "The programme has", f"{CLAIM} The programme has")
    text = build(small, "results")
    (claim,) = read_claims(small.folder / "chapters/results.claims.csv")
    assert "Time is short. The programme has" in text
    assert (claim.line, claim.sentence, claim.verdict) == (6, "Time is short.", "holds")
    assert claim.numbers == "treated 100%; control 0%"


def test_a_number_that_is_withheld_leaves_a_claim_unknown(small):
    small.change("results.md.jinja", "The programme has", f"{CLAIM} The programme has")
    text = build(small, "results", minimum_base=30)
    (claim,) = read_claims(small.folder / "chapters/results.claims.csv")
    assert claim.verdict == "unknown" and "100%" not in claim.numbers
    assert "Time is short. [cannot be checked]{.claim_unknown}" in text
