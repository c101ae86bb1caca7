"""Blocks on the page, in the form the assembly expects."""

from evalreport.chapters.blocks import (
    figure_block,
    inputs_block,
    note_block,
    questionnaire_block,
    software_block,
    table_block,
)
from evalreport.exhibits.evidence import Evidence
from evalreport.exhibits.view import Item, Panel, View
from evalreport.files.estimates import BASE

VIEW = View(
    exhibit="use",
    chapter="c",
    language="nb",
    title="Bruk av 1_2 [tall]",
    kind="distribution",
    display="table",
    statistic="share",
    variables=(Item("q", "Q"),),
    categories=(Item("1", "Ja"),),
    panels=(Panel("g", "", (Item("a", "HUSK"),)),),
)
CELLS = {
    ("q", BASE, "a"): {"n": 10, "estimate": None, "suppressed": 0},
    ("q", "1", "a"): {"n": 10, "estimate": 1.0, "suppressed": 0, "category": "1", "group": "a"},
}
EVIDENCE = Evidence(VIEW, {("q", "1", "a"): CELLS[("q", "1", "a")] | {"category": "1", "group": "a"}}, (), (0.05,))


def test_notes():
    assert note_block("") == ""
    assert note_block("* = p < 5 %") == "::: note\n\\* = p \\< 5 %\n:::"


def test_a_table_with_caption_and_note():
    text = table_block(EVIDENCE, "Konstruert.", landscape=False)
    assert text.startswith("::: {#tbl-use .exhibit}\n+-")
    assert "\n\n: Bruk av 1\\_2 \\[tall\\]\n:::\n\n::: note\n" in text
    assert text.endswith("Konstruert.\n:::")


def test_a_wide_table_stands_on_its_side_with_its_note():
    text = table_block(EVIDENCE, "Konstruert.", landscape=True)
    assert text.startswith("::: landscape\n\n::: {#tbl-use") and text.endswith("Konstruert.\n:::\n\n:::")


def test_a_table_without_note():
    assert "::: note" not in table_block(EVIDENCE, "", landscape=False)


def test_a_figure_with_alt_text_that_cannot_end_its_attribute():
    text = figure_block(EVIDENCE, 'Søyler for "HUSK" \\ 2009.', "")
    assert text == '![Bruk av 1\\_2 \\[tall\\]](use){#fig-use alt="Søyler for \\"HUSK\\" \\\\ 2009."}'


def test_the_questionnaire():
    entry = {
        "number": 3, "label": "Hva hindrer deg?", "waves": ["2009"], "asked_of": "ledere", "items": ["Tid", "Pe*ger"],
        "answers": ["1 = Uenig", "2 = Enig"],
    }  # fmt: skip
    assert questionnaire_block([entry], "nb") == (
        "**3.** Hva hindrer deg? (2009\\)\n\n*Stilt til: ledere*\n\n- Tid\n- Pe\\*ger\n\n::: answers\n1 = Uenig; 2 = Enig\n:::"
    )
    plain = entry | {"waves": [], "asked_of": "", "items": [], "answers": []}
    assert (
        questionnaire_block([plain, plain | {"number": 4}], "en")
        == "**3.** Hva hindrer deg?\n\n**4.** Hva hindrer deg?"
    )


def test_input_files_by_name_with_the_start_of_their_checksums():
    files = [
        {"file": "b_2.csv", "rows": 1234, "columns": 5, "sha256": "f" * 64},
        {"file": "a.csv", "rows": 1, "columns": 2, "sha256": "0" * 64},
    ]
    text = inputs_block(files, "nb")
    assert text.startswith("::: {#tbl-inputs .exhibit}")
    assert text.index("a.csv") < text.index("b\\_2.csv")
    assert "1\u00a0234" in text and f"`{'f' * 16}`" in text and "f" * 17 not in text


def test_software_by_name():
    text = software_block({"pandoc": "3.9", "Python": "3.11"}, "en")
    assert text.index("Python") < text.index("pandoc") and "#tbl-software" in text
