"""The open answer beside the boxes of a question: the text of an "Other" that has its box, or itself the box that is left."""

from collections.abc import Sequence
from dataclasses import replace

from evalreport.scaffold.batteries import related
from evalreport.scaffold.questions import CODED, FREE_TEXT, Question
from evalreport.scaffold.vocabulary import Vocabulary


def with_open_boxes(questions: Sequence[Question], vocabulary: Vocabulary) -> list[Question]:
    """The questions with each open "Other" as free text where a box says that it was ticked, else as a box ticked by any text."""
    found: list[Question] = []
    for question in questions:
        found.append(
            _opened(question, _before(found, question), vocabulary) if is_open(question, vocabulary) else question
        )
    return found


def is_open(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether a column holds what people wrote beside "Other"."""
    by_name = vocabulary.named("open", question.header) or vocabulary.named("open_label", question.label)
    coded = any(column.codes for column in question.columns.values())
    return (
        by_name
        and not coded
        and question.type in (CODED, "text")
        and not question.private
        and len(set(question.texts())) > 1
    )


def _before(found: Sequence[Question], question: Question) -> list[Question]:
    """The neighbours before a question that belong to the same one."""
    run: list[Question] = []
    for other in reversed(found):
        if not (other.is_coded and related(other, question)):
            break
        run.append(other)
    return run


def _opened(question: Question, boxes: Sequence[Question], vocabulary: Vocabulary) -> Question:
    free = replace(question, type="text", answers={}, missing={}, lost=(), remark=FREE_TEXT)
    if (
        len(boxes) < 2
        or not all(_is_ticked(box, vocabulary) for box in boxes)
        or any(_is_other(box, vocabulary) for box in boxes)
    ):
        return free
    return replace(
        free, type=CODED, remark="ticked where anything is written; the texts stay in the export", open_box=True
    )


def _is_ticked(question: Question, vocabulary: Vocabulary) -> bool:
    words = set(question.valid.values())
    kinds = sorted((vocabulary.is_one_of("chosen", w), vocabulary.is_one_of("not_chosen", w)) for w in words)
    return len(words) == 1 or kinds == [(False, True), (True, False)]


def _is_other(question: Question, vocabulary: Vocabulary) -> bool:
    tail = question.label.rstrip(" ]:").replace("[", "- ").rpartition("- ")[2]
    return any(vocabulary.is_other(text) for text in (*question.valid.values(), tail))
