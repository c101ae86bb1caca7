import pytest
from evalreport.words.sentences import join_words, lower_first


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ([], "nb", ""),
        (["a"], "nn", "a"),
        (["a", "b"], "nb", "a og b"),
        (["a", "b", "c"], "nn", "a, b og c"),
        (["a", "b", "c"], "en", "a, b and c"),
        (["a", "b", "c", "d"], "en", "a, b, c and d"),
    ],
)
def test_a_list_of_words(words, language, said):
    assert join_words(words, language) == said


@pytest.mark.parametrize(
    ("label", "inside"), [("All offices", "all offices"), ("NAV offices", "NAV offices"), ("I", "I")]
)
def test_a_label_inside_a_sentence(label, inside):
    assert lower_first(label) == inside
