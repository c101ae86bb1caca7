"""The chapter of changes: what it reads, what it prints, what is said when it cannot be made."""

import io
import json
import re

import pytest
from evalreport.changes.block import Builds, changes_block, received
from evalreport.changes.compare import Numbers
from evalreport.changes.frozen import claims_of, frozen_numbers, plain_title, shown_otherwise
from evalreport.exhibits.view import view_from
from evalreport.files.errors import BadInput
from evalreport.files.estimates import ESTIMATE_TEXT, TEST_TEXT
from evalreport.files.tables import read_table
from evalreport.project.needs.changes import changes_params, claiming_chapters, release_files
from evalreport.project.needs.content import edition_content
from evalreport.releases.releases import CONTENT, INDEX, to_json, write_release

ESTIMATES = "exhibit,variable,category,group,n,estimate,suppressed\n"
TESTS = "exhibit,variable,groups,test,p,p_adjusted,effect,reason\n"


def tables(name, share="0.4", p="0.2", variable="satisfied"):
    return {
        f"exhibits/{name}.estimates.csv": f"{ESTIMATES}{name},{variable},*,treated,10,,0\n"
        f"{name},{variable},high,treated,4,{share},0\n",
        f"exhibits/{name}.tests.csv": f"{TESTS}{name},{variable},treated|control,chi2,{p},,,\n",
    }


def numbers(name, **values):
    text = tables(name, **values)
    read = lambda part, words: read_table(io.StringIO(text[f"exhibits/{name}.{part}.csv"]), words)  # noqa: E731
    return Numbers(read("estimates", ESTIMATE_TEXT), read("tests", TEST_TEXT))


def freeze(small, name="final", exhibits=("satisfaction", "barriers", "cleaned"), claims=""):
    """The small evaluation's edition, frozen with a few numbers."""
    project = small.project()
    index = {
        "title": "Final report",
        "date": "June 2010",
        "inputs": {
            "data": {
                "data/small/staff_2008.csv": {
                    "sha256": "1",
                    "sources": [{"instrument": "staff", "wave": "2008", "rows": 5, "columns": 3}],
                }
            }
        },
    }
    texts = {CONTENT: to_json(edition_content(project))}
    for exhibit in exhibits:
        texts |= tables(exhibit)
    texts |= {"claims.csv": claims} if claims else {}
    return write_release(small.folder / "releases" / "small" / name, index, {}, texts)


def compare_with(small, previous="final"):
    """A chapter of changes in the edition, and the edition it compares with."""
    small.change("evaluation.yaml", "    status: draft\n", f"    status: draft\n    previous: {previous}\n")
    small.change("methods.md.jinja", "{{ inputs() }}", "{{ changes() }}")


def test_a_chapter_depends_on_the_exhibits_both_editions_have(small):
    freeze(small)
    before = small.project().quoted("methods")
    compare_with(small)
    project = small.project()
    assert set(project.quoted("methods")) == {*before, "satisfaction", "barriers", "cleaned"}
    assert project.quoted("results") == [n for n in project.quoted("results") if n in project.exhibits]
    assert "cleaned" not in project.quoted("results"), "other chapters depend on no more than before"
    names = {path.split("releases/small/final/")[1] for path in release_files(project, "methods")}
    assert names == {INDEX, CONTENT, *tables("satisfaction"), *tables("barriers"), *tables("cleaned")}
    assert release_files(project, "results") == [] and changes_params(project, "results") == {}
    assert project.listed("methods") == [("staff", "2008"), ("staff", "2009")]


def test_new_and_gone_exhibits_by_title(small):
    freeze(small)
    compare_with(small)
    small.change("results.yaml", "id: everyone", "id: all_ages")
    small.change("shared_part.md.jinja", "everyone", "all_ages")
    plan = changes_params(small.project(), "methods")
    assert plan["added"] == {"all_ages": "All ages"} and plan["gone"] == {"everyone": "All ages"}
    assert plan["shown"]["all_ages"] == "table" and "barrier_means" not in plan["shown"]


def test_a_table_that_was_computed_and_is_shown_now_is_told(small):
    small.change("results.md.jinja", '{{ table("barriers") }}', "")
    freeze(small)
    compare_with(small)
    small.change("results.md.jinja", '{{ figure("satisfaction_figure") }}', '{{ table("barriers") }}')
    small.change("results.md.jinja", '({{ Ref("satisfaction_figure") }})', "")
    small.change("methods.md.jinja", '{{ table("cleaned") }}', "")
    plan = changes_params(small.project(), "methods")
    assert plan["newly_shown"] == {"barriers": "Barriers"} and plan["no_longer_shown"] == {
        "cleaned": "What the cleaning did"
    }
    assert not plan["added"] and not plan["gone"]
    views = {name: small.project().views[name] for name in plan["exhibits"]}
    text = changes_block(plan, views, Builds({}, {}), "en").replace("\n", " ")
    assert "now shown" in text and "no longer shown" in text and "#tbl-barriers" in text


def test_a_release_that_does_not_say_what_it_shows_tells_nothing():
    assert shown_otherwise(None, {"x": "table"}, ["x"]) == ([], [])
    assert shown_otherwise({"y": "figure"}, {"x": "table", "z": "table"}, ["x", "y"]) == (["x"], ["y"])


@pytest.mark.parametrize(
    ("file", "old", "new", "change"),
    [
        ("staff.csv", "How satisfied are you?", "Are you satisfied?", ("questions", "Are you satisfied?", "reworded")),
        ("staff.csv", "age,number,Age,,,,,,Q5,,Q5,,\n", "", ("questions", "Age", "gone")),
        ("value_sets.csv", "scale5,9,Don't know,dont_know,", "scale5,9,Don't know,no_answer,", None),
        ("staff.yaml", '["55"]', '["55", "66"]', ("cleaning", "Out of range", "changed")),
    ],
)
def test_changes_of_questions_and_cleaning_are_found(small, file, old, new, change):
    freeze(small)
    compare_with(small)
    if "age," in old:
        small.change(
            "results.yaml",
            "  - {id: everyone, title: {en: All ages}, kind: distribution, instrument: staff, variables: [age], collapse: ages}\n",
            "",
        )
        small.change("shared_part.md.jinja", '{{ table("everyone") }}', "")
    small.change(f"config/small/{'cleaning' if file.endswith('yaml') else 'codebook'}/{file}", old, new)
    found = changes_params(small.project(), "methods")["content"]
    if change is None:  # the codes of three questions
        assert {(c["label"], c["change"]) for c in found} == {
            (label, "recoded") for label in ("How satisfied are you?", "Lack of time", "Lack of money")
        }
    else:
        assert [(c["kind"], c["label"], c["change"]) for c in found] == [change]


def test_changes_without_a_previous_edition_name_the_template(small):
    small.change("methods.md.jinja", "{{ inputs() }}", "{{ changes() }}")
    with pytest.raises(BadInput, match=r"methods\.md\.jinja, line 11: changes\(\) needs an edition to compare with"):
        small.project()


def test_a_previous_edition_that_is_not_frozen_says_what_to_run(small):
    compare_with(small, "interim")
    with pytest.raises(BadInput, match="Freeze that edition first: snakemake release --config edition=interim"):
        small.project()


def test_a_previous_edition_nobody_compares_with_need_not_be_frozen(small):
    small.change("evaluation.yaml", "    status: draft\n", "    status: draft\n    previous: interim\n")
    assert small.project().previous is None


def test_the_release_to_verify_must_be_there(small):
    from evalreport.project.open import load_project

    asked = {"evaluation": "small", "edition": "final", "release": "final.r2"}
    with pytest.raises(BadInput, match=r"no frozen edition .*final\.r2"):
        load_project(asked, small.config, small.templates, small.templates / "shared")


def test_frozen_numbers_that_were_altered_are_refused(small):
    release = freeze(small)
    compare_with(small)
    paths = release_files(small.project(), "methods")
    assert set(frozen_numbers(paths, release.index)) == {"satisfaction", "barriers", "cleaned"}
    path = release.folder / "exhibits/satisfaction.estimates.csv"
    path.write_text(path.read_text().replace("0.4", "0.5"))
    with pytest.raises(BadInput, match="satisfaction.estimates.csv: this is not what was frozen"):
        frozen_numbers(paths, release.index)


def block(small, new, **builds):
    freeze(small, exhibits=("satisfaction",))
    compare_with(small)
    project = small.project()
    plan = changes_params(project, "methods")
    views = {n: view_from(json.loads(json.dumps(project.views[n].to_dict()))) for n in plan["exhibits"]}
    return changes_block(plan, views, Builds({"satisfaction": numbers("satisfaction")}, new, **builds), "en")


def test_nothing_changed_is_said(small):
    text = block(small, {"satisfaction": numbers("satisfaction")})
    assert text == (
        "This edition is compared with Final report (June 2010). No number that both editions have has changed."
        " No test that was made in both has another outcome.\n\n"
        "Data files, questions, cleaning and weights are the same."
    )


def test_changed_numbers_and_verdicts_are_tabled_with_references(small):
    text = block(small, {"satisfaction": numbers("satisfaction", share="0.55", p="0.01")})
    assert "Other numbers than last time: 1 of 1 tables and figures that both editions have." in text
    assert "[](#tbl-satisfaction){.ref}" in text
    assert _cells(text, "40.0%") == ["Satisfaction", "High, Treated: 40.0% → 55.0%", "1"]
    about = _cells(text, "Treated /")
    assert about == ["Satisfaction", "Treated / Control", "p = 0.20 (not significant)", "p = 0.010 (significant, 5%)"]


def _cells(text, label):
    """The cells of the table row that holds a label, their wrapped lines joined, references left out."""
    rows = [rows for rows in re.split(r"^\+[-=:+]+\+$", text, flags=re.MULTILINE) if label in rows.replace("\n", " ")]
    lines = [[cell.strip() for cell in line[1:-1].split("|")] for line in rows[0].strip().splitlines()]
    cells = [" ".join(parts).replace("\u00a0", " ").strip() for parts in zip(*lines, strict=True)]
    return [re.sub(r" \(\[\].*\)$", "", cell) for cell in cells]


def test_a_change_below_print_is_none(small):
    assert "No number that both" in block(small, {"satisfaction": numbers("satisfaction", share="0.4001")})


def test_claims_and_data_files(small):
    claims = [
        {"chapter": "results", "condition": "c", "sentence": "Most are.", "verdict": v} for v in ("holds", "fails")
    ]
    text = block(
        small,
        {"satisfaction": numbers("satisfaction")},
        old_claims=claims[:1],
        new_claims=claims[1:],
        old_data={"a.csv": {"sha256": "1", "rows": 5}},
        new_data={"a.csv": {"sha256": "2", "rows": 1234}},
    )
    flat = " ".join(text.replace("|", " ").split())
    assert "Most are. holds fails" in flat and "a.csv changed 5 1,234" in flat
    assert "are the same." not in text


def test_two_sheets_of_a_file_are_counted_together():
    manifests = [{"file": "a.xlsx", "sha256": "1", "rows": rows} for rows in (2, 3)]
    assert received(manifests) == {"a.xlsx": {"sha256": "1", "rows": 5}}


def test_claims_of_the_other_chapters_are_compared_where_the_release_has_claims(small):
    freeze(small, claims="chapter,condition,sentence,verdict\nresults,a > b,It is so.,holds\n")
    compare_with(small)
    project = small.project()
    assert claiming_chapters(project, "methods") == ["results"] and claiming_chapters(project, "results") == []
    assert [(row["condition"], row["verdict"]) for row in claims_of(release_files(project, "methods"))] == [
        ("a > b", "holds")
    ]


def test_a_release_without_claims_has_none_to_compare(small):
    freeze(small)
    compare_with(small)
    assert claiming_chapters(small.project(), "methods") == []


def test_numbers_in_a_caption_are_left_out_of_its_title():
    assert plain_title('Of {{ n("a") }} people, {{ pct("a") }}') == "Of … people, …"
