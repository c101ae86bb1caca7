"""One plan for all that leaves (`disclosure: {scope: report}`): the tiny evaluation built with it, end to end."""

import json
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
import yaml
from attack import Attacker, read_alt, read_estimates, read_figure, small_differences
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
    folder = workspace.private / "masks"
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


def cell_limits(category: str) -> int:
    return 5 if category == "*" else 3


def questions(workspace: Workspace) -> list[tuple[dict, str]]:
    """Exhibits of pupils' answers, an entry a question."""
    found = []
    for path in sorted((workspace.config / "exhibits").glob("*.yaml")):
        for exhibit in yaml.safe_load(path.read_text(encoding="utf-8"))["exhibits"]:
            if exhibit["kind"] in ("distribution", "share"):
                book = pd.read_csv(workspace.config / "codebook" / "pupils.csv", dtype=str)
                names = exhibit.get("variables") or book.loc[book["battery"] == exhibit["battery"], "variable"].tolist()
                found += [(exhibit, name) for name in names]
    return found


def answers_of(workspace: Workspace, exhibit: dict, codes: list[str]) -> dict[str, set[str]]:
    """Category -> codes, and under `*` those of the base."""
    answers = {code: {code} for code in codes}
    if exhibit.get("collapse"):
        table = pd.read_csv(workspace.config / "codebook" / "collapses.csv", dtype=str)
        rows = table[table["collapse"] == exhibit["collapse"]]
        spans = ((r.category, r.codes.split("-")) for r in rows.itertuples())
        answers = {name: {str(i) for i in range(int(span[0]), int(span[-1]) + 1)} for name, span in spans}
    if exhibit.get("counted"):
        answers = {"counted": set().union(*(answers[str(each)] for each in exhibit["counted"]))}
    return answers | {"*": {*codes, ""} if exhibit.get("base") == "all" else set(codes)}


def groups_of(workspace: Workspace, exhibit: dict) -> dict[str, dict[str, list[str]]]:
    """Group of an exhibit -> where, the total among them."""
    groupings = yaml.safe_load((workspace.config / "evaluation.yaml").read_text(encoding="utf-8"))["groupings"]
    base = exhibit.get("where", {})
    named = {g: spec["where"] for by in exhibit.get("by", ()) for g, spec in groupings[by]["groups"].items()}
    return {name: {**base, **where} for name, where in {**named, "total": {}}.items()}


def test_an_attacker_who_has_all_that_leaves_finds_no_small_number(limited):
    """Tables, the data of figures, alt texts and the response, read into one linear program a question."""
    data = pd.read_parquet(next((limited.folder / "results").rglob("clean/pupils.parquet")))
    data = data.assign(programme=data["programme"].astype(object).where(data["programme"].notna(), ""))
    printed, asked = exhibits(limited), questions(limited)
    text = "".join(path.read_text(encoding="utf-8") for path in (limited.build / "chapters").glob("*.md"))
    tried = 0
    for name in dict.fromkeys(name for _, name in asked):
        answer = data[name].astype(object).where(data[name].notna(), "").map(lambda v: v if v == "" else str(int(v)))
        codes = sorted(set(answer) - {""})
        axes = {"wave": ["2023", "2025"], "programme": ["pilot", "comparison", ""], "answer": [*codes, ""]}
        attacker = Attacker(axes)
        own = [exhibit for exhibit, question in asked if question == name]
        for exhibit in own:
            groups, answers = groups_of(limited, exhibit), answers_of(limited, exhibit, codes)
            table = printed[exhibit["id"]]
            read_estimates(attacker, table[table["variable"] == name], groups, answers)
            figure = limited.build / "figures" / f"{exhibit['id']}.csv"
            if figure.exists():
                drawn = pd.read_csv(figure, dtype={"variable": str, "category": str, "group": str, "printed": str})
                read_figure(attacker, drawn[drawn["variable"] == name], groups, answers)
            alt = re.search(rf"#fig-{exhibit['id']} alt=\"([^\"]*)\"", text)
            if alt and len(exhibit.get("variables", ())) == 1:
                over = {"pilot_2023": "2023, Pilot", "comparison_2023": "2023, Comparison"}
                over |= {"pilot_2025": "2025, Pilot", "comparison_2025": "2025, Comparison"}
                labels = {label: group for group, label in over.items()} | {
                    "Bad": "bad",
                    "So so": "so_so",
                    "Good": "good",
                }
                read_alt(attacker, alt.group(1), groups, labels, answers)
        usable = printed["response"]
        for row in usable[(usable["variable"] == "usable") & (usable["suppressed"] == 0)].itertuples():
            where = {"programme": [row.group]} if row.group != "total" else {}
            attacker.count({"wave": ["2025"], **where}, row.n, "response")
        seen = pd.DataFrame({"wave": data["wave"], "programme": data["programme"], "answer": answer})
        truth = seen.value_counts()
        assert attacker.contradicted(np.array([truth.get(tuple(c.values()), 0) for c in attacker.cells])) == [], name
        for exhibit in own:
            groups, answers = groups_of(limited, exhibit), answers_of(limited, exhibit, codes)
            rows = printed[exhibit["id"]]
            for row in rows[
                (rows["variable"] == name) & rows["group"].isin(groups) & rows["category"].isin(answers)
            ].itertuples():
                where = {**groups[row.group], "answer": answers[row.category]}
                n = int(np.logical_and.reduce([seen[axis].isin(codes) for axis, codes in where.items()]).sum())
                if 0 < n < cell_limits(row.category):
                    tried += 1
                    assert not attacker.finds(where, cell_limits(row.category)), (
                        exhibit["id"],
                        row,
                        attacker.ends(where),
                    )
    assert tried > 5


def test_the_forms_that_few_left_out_are_not_known_from_those_received(limited):
    table = exhibits(limited)["cleaning"]
    log = pd.read_csv(next((limited.folder / "results").rglob("clean/pupils.log.csv")), dtype=str)
    dropped = log[log["variable"] == "*"].value_counts(["wave", "rule"])
    rules = sorted(set(log["rule"]))
    for wave in sorted(set(table["group"])):
        attacker = Attacker({"rule": ["usable", *rules]})
        for row in table[(table["group"] == wave) & (table["suppressed"] == 0)].itertuples():
            attacker.count({} if row.variable == "received" else {"rule": [row.variable]}, row.n)
        for rule in rules:
            if 0 < dropped.get((wave, rule), 0) < 3:
                assert attacker.rows == [] or not attacker.finds({"rule": [rule]}, 3), (wave, rule)


def test_the_register_is_a_table_and_a_page_and_changes_no_report(limited, finished):
    before = limited.results()
    limited.snakemake("disclosure")
    folder = limited.private
    table = pd.read_csv(folder / "register.csv")
    assert len(table) == sum(map(len, masks(limited).values())) and set(table["status"]) == {"withheld"}
    page = (folder / "disclosure.html").read_text(encoding="utf-8")
    assert (
        page.count('<tr class="withheld">') == len(table) and "How pupils are at school" in page and "http" not in page
    )
    after = limited.results()
    assert {name for name in after if before.get(name) != after[name]} == {
        "results/tiny/confidential/second/disclosure.html"
    }
    run = finished.snakemake("disclosure", good=False)
    assert "no plan is made for the report" in run.output and "scope: report" in run.output


def told_of(path, wanted: re.Pattern) -> bool:
    """Whether a file, or what is packed in it, holds one of the wanted texts."""
    parts = [path.read_bytes()]
    if path.suffix == ".parquet":
        parts.append(pd.read_parquet(path).to_csv().encode())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            parts += [packed.read(name) for name in packed.namelist()]
    return any(wanted.search(part) for part in parts)


def test_what_must_not_be_handed_on_lies_in_one_folder(limited, tmp_path):
    """Keys of respondents and tables before protection, looked for in every form of the report, a release and a review."""
    work = limited.copy_to(tmp_path / "all")
    edit(work.config / "evaluation.yaml", ", finding: Most pupils in pilot schools", "")  # its claim is withheld
    work.snakemake("all_outputs", "report_forms", "blank_forms", "release")
    edit(work.config / "evaluation.yaml", "How pupils are before and after", "How all pupils are before and after")
    work.snakemake("review")
    keys = pd.read_csv(work.data / "pupils_2023.csv", dtype=str)["Key"].dropna().tolist()
    wanted = re.compile("|".join(rf"\b{re.escape(key)}\b" for key in keys).encode())
    root = work.folder / "results" / work.evaluation
    assert {path.name for path in root.iterdir()} <= {"confidential", work.edition, "forms", "blank_forms"}
    files = [path for top in (root, work.folder / "releases") for path in top.rglob("*") if path.is_file()]
    private = [path for path in files if path.is_relative_to(root / "confidential")]
    open_ = [path for path in files if path not in private]
    assert len(open_) > 60 and [path for path in open_ if told_of(path, wanted)] == []
    assert sum(told_of(path, wanted) for path in private) >= 2, "they would be found elsewhere"
    before = {
        path.read_bytes() for path in private if path.suffix in (".csv", ".json", ".parquet") and path.stat().st_size
    }
    same = {path for path in open_ if path.read_bytes() in before}
    assert not [path for path in same if "tests" not in path.name and "texts" not in path.name]  # of nothing withheld
    assert not [path for path in open_ if path.suffix == ".parquet" or path.name.startswith("made")]


def answers_in(data: pd.DataFrame, name: str) -> pd.DataFrame:
    """Wave, programme and answer of each respondent, as the attacker's axes have them."""
    programme = data["programme"].astype(object).where(data["programme"].notna(), "")
    answer = data[name].astype(object).where(data[name].notna(), "").map(lambda v: v if v == "" else str(int(v)))
    return pd.DataFrame({"wave": data["wave"], "programme": programme, "answer": answer})


def test_a_respondent_who_withdrew_between_two_editions_cannot_be_read_off(limited, tmp_path):
    """An attacker with the frozen edition and the new one: no difference of few is printed or follows, in no group and answer."""
    work = limited.copy_to(tmp_path / "two")
    work.snakemake("release")
    clean = work.private.parent / "clean" / "pupils.parquet"
    printed, data = {"then": exhibits(work)}, {"then": pd.read_parquet(clean)}
    path = work.data / "pupils_2023.csv"
    lines = path.read_text(encoding="utf-8").splitlines(True)
    gone = next(i for i, line in enumerate(lines) if line.startswith("w007,"))
    path.write_text("".join(lines[:gone] + lines[gone + 1 :]), encoding="utf-8")
    work.snakemake()
    printed["now"], data["now"] = exhibits(work), pd.read_parquet(clean)
    assert len(data["now"]) == len(data["then"]) - 1
    for name, table in printed["now"].items():
        assert small_differences(printed["then"][name], table, 3) == [], name
    asked, tried = questions(work), 0
    for name in dict.fromkeys(name for _, name in asked):
        seen = {edition: answers_in(table, name) for edition, table in data.items()}
        codes = sorted(set(seen["then"]["answer"]) - {""})
        axes = {"wave": ["2023", "2025"], "programme": ["pilot", "comparison", ""], "answer": [*codes, ""]}
        attacker = Attacker({**axes, "edition": ["then", "now"]})
        own = [exhibit for exhibit, question in asked if question == name]
        rows = [(groups_of(work, exhibit), answers_of(work, exhibit, codes), exhibit["id"]) for exhibit in own]
        for edition in ("then", "now"):
            for groups, answers, exhibit in rows:
                table = printed[edition][exhibit]
                where = {group: {**each, "edition": [edition]} for group, each in groups.items()}
                read_estimates(attacker, table[table["variable"] == name], where, answers)
        for groups, answers, exhibit in rows:
            for group, category in ((g, c) for g in groups for c in answers):
                where = {**groups[group], "answer": answers[category]}
                n = [
                    int(np.logical_and.reduce([seen[edition][axis].isin(c) for axis, c in where.items()]).sum())
                    for edition in ("then", "now")
                ]
                if 0 < abs(n[0] - n[1]) < 3:
                    tried += 1
                    ends = attacker.ends({**where, "edition": ["then"]}, {**where, "edition": ["now"]})
                    assert max(-ends[0], ends[1]) >= 3 - 1e-6 and ends[1] - ends[0] > 0.5, (
                        exhibit,
                        group,
                        category,
                        ends,
                    )
    assert tried > 10
    work.snakemake("review")
    told = json.loads((work.build / "review" / "review.json").read_text(encoding="utf-8"))
    cells = [cell for item in told["items"] if item["kind"] == "exhibit" for cell in item["cells"]]
    assert cells and not [cell for cell in cells if cell["measure"] == "n" and re.search(r"\d", cell["difference"])]
    page = (work.build / "review" / "review.html").read_text(encoding="utf-8")
    assert "1 row removed" not in page and "how many is not told" in page


def test_a_final_edition_stops_at_a_small_number_that_is_out_and_a_draft_is_built(limited, tmp_path):
    """An edition frozen without limits has printed small numbers: they are known, whatever is withheld now."""
    work = limited.copy_to(tmp_path / "breach")
    name, row = next(
        (n, r) for n, mask in masks(work).items() for r in mask.to_dict("records") if r["reason"] == "cell"
    )
    owner = next(p for p in (work.private / "analyse").glob("*.estimates.csv") if name in p.read_text(encoding="utf-8"))
    unprotected = pd.read_csv(owner, dtype=str, keep_default_na=False)
    out = work.folder / "releases" / work.evaluation / "earlier" / "exhibits" / f"{name}.estimates.csv"
    out.parent.mkdir(parents=True)
    unprotected[unprotected["exhibit"] == name].to_csv(out, index=False)
    checked = f"results/{work.evaluation}/confidential/{work.edition}/checked.txt"
    edit(work.config / "evaluation.yaml", "status: draft", "status: final")
    told = work.snakemake("report", good=False).output
    place = f"exhibit {name}, {row['variable']} / {row['category']} / {row['group']}: what is published"
    assert place in told and "or let it out in `disclosure > exceptions`" in told
    assert not (work.folder / checked).exists()
    built = [(work.build / each).stat().st_mtime_ns for each in ("report.docx", "report.pdf")]
    assert built == [(limited.build / each).stat().st_mtime_ns for each in ("report.docx", "report.pdf")]
    edit(work.config / "evaluation.yaml", "status: final", "status: draft")
    work.snakemake()
    register = pd.read_csv(work.private / "register.csv")
    assert (register["status"] == "breach").any()


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
