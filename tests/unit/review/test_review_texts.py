"""Paragraphs held against each other: changed words, moved and new paragraphs."""

from evalreport.review.paragraphs import (
    CHANGED,
    GONE,
    MOVED,
    NEW,
    SAME,
    compare_texts,
    paragraphs,
    readable,
    word_pieces,
)

CHAPTER = """# Life {#ch-life}

Half of the pupils, 50\u00a0%, are well ([](#fig-wellbeing){.ref}).

::: {#tbl-sleep .exhibit}
+---+
| 1 |
+---+

: Sleep
:::

## Sleep {#sec-sleep}

They sleep nine hours, which is what their parents say too.

Nobody sleeps more.
"""


def test_tables_and_figures_are_no_text():
    found = paragraphs(CHAPTER)
    assert len(found) == 5 and not any("Sleep\n" in block or "+---" in block for block in found)


def test_the_same_text_has_no_changes():
    assert compare_texts("life", CHAPTER, CHAPTER) == []
    assert compare_texts("life", CHAPTER, CHAPTER.replace("| 1 |", "| 2 |")) == []


def test_a_changed_number_is_one_change_of_one_word():
    (change,) = compare_texts("life", CHAPTER, CHAPTER.replace("50\u00a0%", "60\u00a0%"))
    assert change.change == CHANGED and change.numbers and change.heading == "Life"
    assert [piece for piece in change.pieces if piece[0] != SAME] == [(GONE, "50\u00a0%,"), (NEW, "60\u00a0%,")]


def test_words_changed_beside_each_other_are_one_change():
    assert word_pieces("a b c d", "a x y d") == ((SAME, "a "), (GONE, "b c"), (NEW, "x y"), (SAME, " d"))


def test_a_link_is_one_word():
    pieces = word_pieces("see [](#tbl-a){.ref .cap} now", "see [](#tbl-b){.ref .cap} now")
    assert pieces[1:3] == ((GONE, "[](#tbl-a){.ref .cap}"), (NEW, "[](#tbl-b){.ref .cap}"))
    assert readable(pieces[1][1]) == "[a]"


def test_a_moved_paragraph_is_said_to_have_moved_with_where_it_stood():
    line = "Half of the pupils, 50\u00a0%, are well ([](#fig-wellbeing){.ref}).\n\n"
    (change,) = compare_texts("life", CHAPTER, CHAPTER.replace(line, "") + "\n" + line)
    assert (change.change, change.heading, change.moved) == (MOVED, "Sleep", "Life")
    assert all(kind == SAME for kind, _ in change.pieces)


def test_new_and_gone_paragraphs_stand_where_they_belong():
    new = CHAPTER.replace("Nobody sleeps more.", "Quite another thing entirely follows here.")
    found = [(change.change, change.heading) for change in compare_texts("life", CHAPTER, new)]
    assert sorted(found) == [(GONE, "Sleep"), (NEW, "Sleep")]
    first = compare_texts("life", CHAPTER, "A word before.\n\n" + CHAPTER)[0]
    assert first.change == NEW and first.heading == ""


def test_headings_and_emphasis_are_shown_without_markup():
    assert readable("## Sleep {#sec-sleep}") == "Sleep"
    assert readable(r"It *holds* for **all** 3 \* 4 [word]{.insertion}") == "It holds for all 3 * 4 word"
