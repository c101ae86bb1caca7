"""protect_chapter: one table of estimates and one of tests an exhibit, nothing small in them."""

import pandas as pd
from evalreport.disclosure.masks import COLUMNS
from evalreport.exhibits.sources import TEXTS
from evalreport.files.estimates import ESTIMATE_TEXT, ESTIMATES, TEST_TEXT, TESTS
from evalreport.files.tables import read_table, write_table
from protect_chapter import protect_chapter

NAN = float("nan")


def write(folder) -> dict[str, str]:
    def row(exhibit, category, n, share=NAN):
        return (exhibit, "q", category, "a", n, n, share, 0.1, 0.1, 0.9, 1.0, 0)

    rows = [
        row("x", "*", 50),
        row("x", "01", 3, 0.06),
        row("x", "2", 47, 0.94),
        row("y", "*", 4),
        row("y", "1", 4, 1.0),
    ]
    write_table(pd.DataFrame(rows, columns=ESTIMATES), folder / "c.estimates.csv")
    tests = [(e, "q", "g", "chi2", 1.0, 1.0, NAN, 0.3, NAN, "cramers_v", 0.1, "") for e in ("x", "y")]
    write_table(pd.DataFrame(tests, columns=TESTS), folder / "c.tests.csv")
    write_table(pd.DataFrame([("x", "", "1", "what", "A club")], columns=TEXTS), folder / "c.texts.csv")
    return {
        "path_to_estimates": folder / "c.estimates.csv",
        "path_to_tests": folder / "c.tests.csv",
        "path_to_texts": folder / "c.texts.csv",
        "worded": [],
        "folder": folder / "out",
    }


def read(folder, exhibit):
    estimates = read_table(folder / "out" / f"{exhibit}.estimates.csv", ESTIMATE_TEXT)
    return estimates, read_table(folder / "out" / f"{exhibit}.tests.csv", TEST_TEXT)


def test_each_exhibit_has_its_own_files(tmp_path):
    protect_chapter(**write(tmp_path), limits={"x": (0, 0), "y": (0, 0)})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "x.estimates.csv", "x.tests.csv", "y.estimates.csv", "y.tests.csv",
    ]  # fmt: skip
    estimates, tests = read(tmp_path, "x")
    assert estimates["category"].tolist() == ["*", "01", "2"]  # a code with a leading zero stays the text it is
    assert estimates["n"].tolist() == [50, 3, 47] and estimates["suppressed"].tolist() == [0, 0, 0]
    assert tests["p"].tolist() == [0.3]


def test_nothing_small_leaves(tmp_path):
    protect_chapter(**write(tmp_path), limits={"x": (5, 10), "y": (5, 10)})
    x, x_tests = read(tmp_path, "x")
    assert x["suppressed"].tolist() == [0, 1, 1] and x["n"].dropna().tolist() == [50]
    assert x_tests.empty  # a test tells of all its cells
    y, y_tests = read(tmp_path, "y")
    assert y["suppressed"].all() and y[["n", "n_weighted", "estimate", "se", "ci_low", "ci_high", "deff"]].isna().all(
        axis=None
    )
    assert y_tests.empty
    assert "3" not in (tmp_path / "out/x.estimates.csv").read_text().replace("3.", "")


def test_an_exhibit_that_was_not_analysed_gives_empty_tables(tmp_path):
    protect_chapter(**write(tmp_path), limits={"z": (5, 10)})
    estimates, tests = read(tmp_path, "z")
    assert estimates.empty and list(estimates.columns) == ESTIMATES and tests.empty


def test_the_same_input_gives_the_same_bytes(tmp_path):
    arguments = write(tmp_path)
    protect_chapter(**arguments, limits={"x": (5, 10)})
    first = (tmp_path / "out/x.estimates.csv").read_bytes()
    protect_chapter(**arguments, limits={"x": (5, 10)})
    assert (tmp_path / "out/x.estimates.csv").read_bytes() == first


def test_each_exhibit_has_its_limits_and_text_passes_where_it_is_printed(tmp_path):
    protect_chapter(**write(tmp_path) | {"worded": ["x"]}, limits={"x": (5, 5), "y": (0, 0)})
    hidden = {name: read(tmp_path, name)[0]["suppressed"].sum() for name in ("x", "y")}
    assert hidden["x"] > 0 and hidden["y"] == 0
    texts = pd.read_csv(tmp_path / "out" / "x.texts.csv", keep_default_na=False)
    assert texts["text"].tolist() == ["A club"] and not (tmp_path / "out" / "y.texts.csv").exists()


def test_where_one_plan_decides_its_mask_is_what_is_withheld(tmp_path):
    masks = {name: tmp_path / f"{name}.mask.csv" for name in ("x", "y")}
    write_table(pd.DataFrame([("q", "2", "a", "secondary")], columns=COLUMNS), masks["x"])
    write_table(pd.DataFrame(columns=COLUMNS), masks["y"])
    protect_chapter(**write(tmp_path), limits={"x": (5, 10), "y": (5, 10)}, masks=masks)
    x, x_tests = read(tmp_path, "x")
    assert x["category"][x["suppressed"] == 1].tolist() == ["2"] and x_tests.empty
    assert not read(tmp_path, "y")[0]["suppressed"].any()
