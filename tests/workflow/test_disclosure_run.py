"""One plan for all that leaves (`disclosure: {scope: report}`): the tiny evaluation built with it, end to end."""

import pandas as pd
import pytest
from conftest import TINY, Workspace, edit

LIMITS = "disclosure: {minimum_cell: 3, minimum_base: 5, scope: report, group_disclosure: true}"


@pytest.fixture(scope="module")
def limited(program, tmp_path_factory) -> Workspace:
    """The tiny evaluation under a plan for the report; the last test changes it."""
    workspace = Workspace(program, TINY).copy_to(tmp_path_factory.mktemp("limited"), results=False)
    edit(workspace.config / "evaluation.yaml", "disclosure: {minimum_cell: 0, minimum_base: 0}", LIMITS)
    workspace.snakemake()
    return workspace


def masks(workspace: Workspace) -> dict[str, pd.DataFrame]:
    folder = workspace.build.parent / "confidential" / workspace.edition / "masks"
    return {path.name.removesuffix(".mask.csv"): pd.read_csv(path, dtype=str) for path in folder.glob("*.csv")}


def exhibits(workspace: Workspace) -> dict[str, pd.DataFrame]:
    """Exhibit -> its protected estimates."""
    paths = (workspace.build / "exhibits").glob("*.estimates.csv")
    text = dict.fromkeys(("variable", "category", "group"), str)
    return {path.name.removesuffix(".estimates.csv"): pd.read_csv(path, dtype=text) for path in paths}


def test_what_the_plan_withholds_is_withheld_and_nothing_else(limited):
    planned, printed = masks(limited), exhibits(limited)
    assert planned.keys() == printed.keys()
    for name, table in printed.items():
        hidden = table[table["suppressed"] == 1]
        keys = set(zip(hidden["variable"], hidden["category"], hidden["group"], strict=True))
        mask = planned[name]
        assert keys == set(zip(mask["variable"], mask["category"], mask["group"], strict=True)), name
        assert hidden[["n", "estimate", "se", "ci_low", "ci_high"]].isna().all(axis=None)
    reasons = pd.concat(planned.values())["reason"].value_counts()
    assert reasons["cell"] and reasons["secondary"] and not reasons.get("budget")


def test_no_small_number_is_printed(limited):
    for name, table in exhibits(limited).items():
        if name in ("characteristics", "climate", "activities", "wellbeing", "wellbeing_table"):
            shown = table[table["suppressed"] == 0]
            assert not ((shown["n"] > 0) & (shown["n"] < 3)).any(), name


def test_only_the_chapters_whose_mask_changed_run_again(limited):
    """A row that somebody lets out changes the masks around it; chapters whose masks stay are not written again."""
    before, written = masks(limited), limited.chapters()
    row = next((n, r) for n, mask in before.items() for r in mask.to_dict("records") if r["reason"] == "cell")
    name, row = row
    exception = (
        f'{{exhibit: {name}, variable: {row["variable"]}, category: "{row["category"]}", group: {row["group"]}, '
        "reason: Agreed with the school, approved_by: A. Reviewer}"
    )
    edit(
        limited.config / "evaluation.yaml",
        "group_disclosure: true}",
        f"group_disclosure: true, exceptions: [{exception}]}}",
    )
    limited.snakemake()
    after = masks(limited)
    changed = {name for name in before if not before[name].equals(after[name])}
    assert name in changed
    owners = {"sample": {"response", "cleaning", "characteristics", "representative"}}
    owners |= {"school_life": {"climate", "activities"}, "wellbeing": {"wellbeing", "wellbeing_table", "sleep"}}
    again = {chapter for chapter, at in limited.chapters().items() if at != written[chapter]}
    expected = {chapter for chapter, own in owners.items() if own & changed}
    assert expected and again & owners.keys() == expected and set(owners) - again
