"""The form as Markdown, read back by pandoc: nothing of a codebook becomes markup, every box stands where it was."""

import json
import subprocess

import pypandoc
from evalreport.chapters.form_block import BOX, form_block

ENTRY = {"number": "13", "label": "Er det fora?", "asked_of": "", "waves": [], "part": {}, "instruction": ""}
ENTRY |= {"kind": "choices", "rows": [["Ja", "", False], ["1. *Annet* |", "", True]], "columns": [], "beside": []}


def blocks(*entries) -> list:
    command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=json"]
    made = subprocess.run(command, input=form_block(entries, "nb").encode(), capture_output=True, check=True).stdout
    return json.loads(made)["blocks"]


def plain(*entries) -> str:
    command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=plain", "--wrap=none"]
    return subprocess.run(
        command, input=form_block(entries, "nb").encode(), capture_output=True, check=True
    ).stdout.decode()


def test_answers_have_a_box_each_and_a_line_where_one_follows():
    text = plain(ENTRY)
    assert "13. Er det fora?" in text
    assert f"{BOX} Ja\n{BOX} 1. *Annet* | …" in text
    assert [block["t"] for block in blocks(ENTRY)] == ["Para", "LineBlock"]


def test_a_part_a_jump_an_instruction_and_waves():
    part = {"label": "Del #1 Opplæring", "instruction": "Gjelder *alle*."}
    found = plain(ENTRY | {"part": part, "asked_of": "ledere", "instruction": "Sett ett kryss.", "waves": ["2001"]})
    for text in ("Del #1 Opplæring", "Gjelder *alle*.", "Stilt til: ledere", "Sett ett kryss.", "Er det fora? (2001)"):
        assert text in found
    assert [block["t"] for block in blocks(ENTRY | {"part": part})][:2] == ["Header", "Para"]


def test_a_line_with_a_box_beside_it_and_a_line_below():
    line = ENTRY | {"kind": "line", "rows": [], "beside": [["Vet ikke", True], ["Hvorfor?", False]]}
    found = plain(line).split("\n\n")
    assert found[1].startswith("……") and found[1].rstrip().endswith(f"{BOX} Vet ikke")
    assert found[2].startswith("Hvorfor? ……")


def test_a_grid_has_items_down_and_answers_across():
    rows = [["Nyttige", "a", False], ["Dyre", "b", True]]
    (asked, table) = blocks(ENTRY | {"kind": "grid", "rows": rows, "columns": ["Uenig", "1. Enig", "Vet ikke"]})
    assert (asked["t"], asked["c"][0][1]) == ("Div", ["lead"])  # stays on the page of its grid
    assert table["t"] == "Table"
    found = json.dumps(table, ensure_ascii=False)
    assert found.count(BOX) == 6 and "List" not in found


def test_items_with_letters_and_lines_to_write_on():
    found = plain(ENTRY | {"kind": "line", "rows": [["Møter", "a", False], ["Timer", "b", False]]})
    assert "a) Møter …" in found and "\nb) Timer …" in found
    assert f"{BOX} c) Ingen" in plain(ENTRY | {"kind": "boxes", "rows": [["Ingen", "c", False]]})
