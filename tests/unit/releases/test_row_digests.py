"""Rows told apart by digests: what is counted, and what cannot be found again."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest
from evalreport.files.errors import Stopped
from evalreport.releases.row_digests import RowChanges, key_column, key_of, row_changes, row_digests
from hypothesis import given
from hypothesis import strategies as st

KEY = b"secret"


def table(**columns):
    return pd.DataFrame({"row": range(len(next(iter(columns.values())))), **columns})


def digests(data, key=KEY, ids=("id",)):
    return row_digests(key, data, "staff", "2008", ids)


def changes(old, new):
    return row_changes(digests(old), digests(new))[("staff", "2008")]


BEFORE = table(id=["a", "b", "c"], q1=["1", "2", None], q2=["x", "x", "y"])


def test_rows_added_removed_and_changed_are_counted():
    after = table(id=["c", "d", "b"], q1=[None, "1", "5"], q2=["y", "x", "x"])
    assert changes(BEFORE, after) == RowChanges(added=1, removed=1, changed=1)


def test_the_order_of_rows_is_no_change():
    assert changes(BEFORE, BEFORE.iloc[::-1].assign(row=[0, 1, 2])) == RowChanges(0, 0, 0)


def test_the_columns_that_differ_are_named_where_the_same_people_answered():
    after = BEFORE.assign(q2=["x", "y", "y"])
    assert changes(BEFORE, after) == RowChanges(0, 0, 1, columns_changed=("q2",))


def test_columns_that_come_and_go_are_named():
    found = changes(BEFORE, BEFORE.drop(columns="q2").assign(q3=["1", "1", "1"]))
    assert (found.columns_added, found.columns_removed) == (("q3",), ("q2",))


def test_an_empty_cell_is_not_the_word_nan_nor_nothing():
    assert changes(BEFORE, BEFORE.assign(q1=["1", "2", "nan"])).changed == 1
    assert changes(BEFORE, BEFORE.assign(q1=["1", "2", ""])).changed == 1


def test_the_column_with_most_different_values_names_respondents():
    data = table(school=["1", "1", "2"], id=["a", "b", "c"])
    assert key_column(data, ["school", "id"]) == "id"
    assert key_column(data.assign(id="a", school="1"), ["school", "id"]) == ""
    assert key_column(data, ["elsewhere"]) == ""


def test_without_such_a_column_a_row_is_its_content():
    before, after = table(q1=["1", "1", "2"]), table(q1=["1", "2", "2"])
    found = row_changes(digests(before, ids=()), digests(after, ids=()))[("staff", "2008")]
    assert found == RowChanges(added=1, removed=1, changed=0)


def test_nothing_of_the_answers_is_in_the_digests_and_without_the_key_none_can_be_tried():
    data = table(id=["anna@example.org", "b"], q1=["a very telling answer", "2"])
    rows, columns = digests(data)
    text = rows.to_csv() + columns.to_csv()
    assert "anna" not in text and "telling" not in text
    assert not {*digests(data)[0]["row"]} & {*digests(data, key=b"another")[0]["row"]}
    assert not any(hashlib.sha256(value.encode()).hexdigest()[:20] in text for value in ("anna@example.org", "2", "b"))


def test_equal_answers_of_two_people_have_different_digests():
    assert digests(table(id=["a", "b"], q1=["1", "1"]))[0]["row"].nunique() == 2


def test_the_key_is_made_once_from_the_raw_files_and_is_none_of_their_checksums(tmp_path):
    (tmp_path / "a.csv").write_text("1\n")
    key = key_of(tmp_path, [tmp_path / "a.csv"])
    assert key.decode() != hashlib.sha256(b"1\n").hexdigest()
    (tmp_path / "a.csv").write_text("2\n")
    assert key_of(tmp_path, [tmp_path / "a.csv"]) == key, "the key stays when the files change"
    (tmp_path / "release.key").unlink()
    assert key_of(tmp_path, [tmp_path / "a.csv"]) != key


@pytest.mark.parametrize("found", [None, 0o644, 0o660, 0o400])
def test_only_its_owner_can_read_a_key(tmp_path, found):
    (tmp_path / "a.csv").write_text("1\n")
    path = tmp_path / "release.key"
    if found:
        path.write_text("of a colleague\n")
        path.chmod(found)
    assert key_of(tmp_path, [tmp_path / "a.csv"]) == (b"of a colleague" if found else path.read_bytes().strip())
    assert path.stat().st_mode & 0o777 == (0o400 if found == 0o400 else 0o600)


def test_a_key_whose_rights_cannot_be_changed_is_used_all_the_same(tmp_path, monkeypatch):
    def refuse(path, mode):
        raise PermissionError(1, "Operation not permitted", str(path))

    (tmp_path / "release.key").write_text("of a colleague\n")
    (tmp_path / "release.key").chmod(0o640)
    monkeypatch.setattr(Path, "chmod", refuse)
    assert key_of(tmp_path, []) == b"of a colleague"


def test_a_key_that_cannot_be_read_says_whose_it_is(tmp_path, monkeypatch):
    def refuse(path, **how):
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "release.key").write_text("of a colleague\n")
    owner = (tmp_path / "release.key").owner()
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(Stopped, match=rf"release\.key cannot be read.*only its owner \({owner}\) may read it"):
        key_of(tmp_path, [])


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path, monkeypatch):
    def refuse(path, text):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("evalreport.releases.row_digests.write_private", refuse)
    (tmp_path / "a.csv").write_text("1\n")
    with pytest.raises(Stopped, match=r"release\.key cannot be written.*put a file there with the line [0-9a-f]{64}$"):
        key_of(tmp_path, [tmp_path / "a.csv"])


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("12"), min_size=6, max_size=6),
)
def test_counts_are_those_of_the_sets(old, new, answers):
    if not old or not new:
        return
    before, after = (table(id=people, q=list(a[: len(people)])) for people, a in ((old, "111111"), (new, answers)))
    found = changes(before, after)
    value = dict(zip(new, answers, strict=False))
    assert found.added == len({*new} - {*old}) and found.removed == len({*old} - {*new})
    assert found.changed == sum(value[person] != "1" for person in {*old} & {*new})


@pytest.mark.parametrize("wave", ["2008", "2009"])
def test_digests_of_another_wave_or_instrument_are_others(wave):
    here, there = row_digests(KEY, BEFORE, "staff", wave, ["id"])[0], row_digests(KEY, BEFORE, "users", wave, ["id"])[0]
    assert not {*here["row"]} & {*there["row"]}
