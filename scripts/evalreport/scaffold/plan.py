"""Which tables and figures a first report shows, in which chapters, planned from the questions alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from evalreport.exhibits.registry import KINDS
from evalreport.markdown.grid import escape
from evalreport.scaffold.answers import Answers, AnswerSet
from evalreport.scaffold.batteries import Battery, battery_of, families
from evalreport.scaffold.questions import Question, slug
from evalreport.scaffold.vocabulary import Vocabulary

CLEANING, CHARACTERISTICS, NUMBERS = "cleaning", "characteristics", "numbers"
RESULTS = "results"
_A_CHAPTER, _STACKED, _LONGEST_HEADING, _BACKGROUND, _GROUPS = 12, 8, 110, 8, 6
_BESIDE = 6  # answers without an order that can be told apart by colour
_TAKEN = (CLEANING, CHARACTERISTICS, NUMBERS)


@dataclass(frozen=True)
class Named:
    """Something a sentence mentions: id or code, and its label, ready for a template."""

    name: str
    label: str

    @property
    def code(self) -> str:
        """The id, where it is a code."""
        return self.name


@dataclass(frozen=True)
class Planned:
    """A table or figure, with what its sentence says."""

    id: str
    kind: str  # distribution | share | mean
    title: str
    heading: str
    variables: tuple[Named, ...]
    waves: tuple[str, ...]
    battery: str = ""
    display: str = "table"
    first: Named | None = None  # the answers at the two ends; `last` alone is what a share counts
    last: Named | None = None
    answers: int = 0  # how many answers there are to choose between
    group: str = ""  # further argument of the number functions: the latest wave
    compared: bool = False  # whether several waves stand beside each other
    scale: str = ""  # how the answers of a figure are coloured, where their words tell
    ticked: bool = False  # boxes of a question with several answers
    by: str = ""  # the background that divides the respondents, beside their total
    wave: str = ""  # the wave that the sentences speak of, where there are several
    broken: bool = False  # whether its answers to choose between changed, so that the waves cannot be tested

    @property
    def whole(self) -> bool:
        """Whether it shows every answer, and so could show some of them only."""
        return "categories" in KINDS[self.kind].keys

    @property
    def tested(self) -> bool:
        """Whether its waves are tested against each other."""
        return self.compared and not self.broken

    @property
    def many(self) -> bool:
        """Whether it shows several items."""
        return len(self.variables) > 1

    @property
    def lead(self) -> str:
        """The heading as the beginning of a paragraph."""
        return sentence_of(self.heading)

    @property
    def anchor(self) -> str:
        """The end of the id of its heading."""
        return f"q-{self.id}"


@dataclass(frozen=True)
class Plan:
    """The exhibits of the drafted report by chapter, and what was found on the way."""

    batteries: tuple[Battery, ...]
    characteristics: tuple[str, ...]
    results: Mapping[str, tuple[Planned, ...]]  # chapter -> exhibits
    groups: tuple[str, ...]  # questions that could divide the respondents
    group_labels: Mapping[str, str] = field(default_factory=dict)  # what their groupings are called
    by: tuple[str, ...] = ()  # those that divide them in all exhibits


def group_of(wave: str) -> str:
    """The id of the group of a wave."""
    return f"wave_{slug('w ' + wave)[2:] or wave}"


def inside(text: str) -> str:
    """A text from an export inside a template: as Markdown prints it literally, and without Jinja's braces."""
    return escape(unbraced(text))


def unbraced(text: str) -> str:
    """A text without Jinja's braces, which captions and chapters would read as their own."""
    return text.replace("{", "(").replace("}", ")")


def plan_of(
    questions: Sequence[Question],
    answers: Answers,
    waves: Sequence[str],
    vocabulary: Vocabulary,
    words: Mapping[str, str],
    by: Sequence[str] = (),
) -> Plan:
    """The plan of the drafted report; questions that tell who somebody is are not among `questions`.

    by: questions that shall divide the respondents everywhere.
    """
    background = [
        q.name for q in questions if _is_background(q, vocabulary) and 2 <= len(_set(q, answers).valid) <= 14
    ][:_BACKGROUND]
    background = [q.name for q in questions if q.name in (*background, *by)]
    batteries: list[Battery] = []
    exhibits: list[Planned] = []
    taken = {*_TAKEN, *(question.name for question in questions)}
    for run in _runs(questions, background, answers):
        if len(run) > 1:
            battery = battery_of(run, taken)
            taken.add(battery.id)
            batteries.append(battery)
            exhibits.append(_of_battery(run, battery, _set(run[0], answers), waves, vocabulary, words))
        elif len(_set(run[0], answers).valid) > 1:
            exhibits.append(_of_question(run[0], _set(run[0], answers), waves, vocabulary, words))
    exhibits = _with_yes_no(exhibits, answers, waves, words, taken)
    numbers = [question for question in questions if question.type == "number" and not question.weight]
    if numbers:
        exhibits.append(_of_numbers(numbers, waves, words))
    groups = tuple(n for n in background if n in by or 2 <= len(answers.sets[answers.of[n]].valid) <= _GROUPS)
    if groups and len(waves) == 1 and not by:
        exhibits = [_divided(exhibit, groups[0]) for exhibit in exhibits]
    labels = {q.name: sentence_of(q.label).rstrip(".:") for q in questions if q.name in groups}
    return Plan(tuple(batteries), tuple(background), _chapters(exhibits), groups, labels, tuple(by))


def _divided(exhibit: Planned, background: str) -> Planned:
    """A question, or shares, beside each other for the groups of a background; a battery of whole scales would be too long."""
    if not KINDS[exhibit.kind].by_answers or (exhibit.whole and exhibit.many):
        return exhibit
    return replace(exhibit, by=background, group=', group="total"')


def _set(question: Question, answers: Answers) -> AnswerSet:
    return answers.sets[answers.of[question.name]]


def _is_background(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether a question tells who somebody is: by its name, its words, or its answers (women and men, ages, schooling)."""
    by_name = vocabulary.named("background", question.header) or vocabulary.named("background_label", question.label)
    answers = [text for text in question.valid.values() if not re.fullmatch(r"-?\d+", text)]
    return question.is_coded and (by_name or vocabulary.tells_who(answers))


def _runs(questions: Sequence[Question], background: Sequence[str], answers: Answers) -> list[list[Question]]:
    """Questions with answers, those of one family with one value set together; anything between two parts them."""
    found: list[list[Question]] = []
    for family in families(questions):
        before = ""
        for question in family:
            if not question.is_coded or question.name in background:
                before = ""
                continue
            own = answers.of[question.name]
            if own == before and len(_set(question, answers).valid) > 1:
                found[-1].append(question)
            else:
                found.append([question])
            before = own
    return found


def _chapters(exhibits: Sequence[Planned]) -> dict[str, tuple[Planned, ...]]:
    parts = [tuple(exhibits[i : i + _A_CHAPTER]) for i in range(0, len(exhibits), _A_CHAPTER)]
    if len(parts) < 2:
        return {RESULTS: parts[0]} if parts else {}
    return {f"{RESULTS}_{number}": part for number, part in enumerate(parts, start=1)}


def _shared(questions: Sequence[Question], waves: Sequence[str]) -> dict[str, Any]:
    """What depends on the waves alone: which have it, which of them the sentences speak of, whether they are compared."""
    asked = tuple(wave for wave in waves if any(wave in question.columns for question in questions))
    several = len(asked) > 1
    group = f', group="{group_of(asked[-1])}"' if several else ""
    return {
        "waves": asked,
        "group": group,
        "compared": several,
        "wave": inside(asked[-1]) if len(waves) > 1 else "",
        "broken": any(question.changed for question in questions),
    }


def sentence_of(label: str) -> str:
    """A label with a sign at its end, so that words can follow."""
    label = unbraced(label)
    return label if label[-1:] in ".?!:…" else f"{label}."


def _heading(label: str) -> str:
    if len(label) > _LONGEST_HEADING:
        label = label[:_LONGEST_HEADING].rpartition(" ")[0].rstrip(",;:–- ") + " …"
    return inside(label)


def _named(questions: Sequence[Question], labels: Sequence[str]) -> tuple[Named, ...]:
    return tuple(Named(q.name, inside(label)) for q, label in zip(questions, labels, strict=True))


def _ends(answers: AnswerSet) -> tuple[Named, Named]:
    """The first and the last answer, the one that is counted last."""
    valid = list(answers.valid)
    counted = next((choice for choice in valid if choice.code == answers.counted), valid[-1])
    first = next(choice for choice in valid if choice is not counted)
    return Named(str(first.code), inside(first.label)), Named(str(counted.code), inside(counted.label))


def _scale(answers: AnswerSet, vocabulary: Vocabulary) -> str:
    """Agreement has two ends and a middle; how often or how much goes one way; other answers are beside each other."""
    if answers.kind != "scale":
        return "nominal"
    return "sequential" if vocabulary.goes_one_way(choice.label for choice in answers.valid) else ""


def _of_question(
    question: Question, answers: AnswerSet, waves: Sequence[str], vocabulary: Vocabulary, words: Mapping[str, str]
) -> Planned:
    first, last = _ends(answers)
    return Planned(
        id=question.name,
        kind="distribution",
        title=words["distribution_title"].format(label=sentence_of(question.label)),
        heading=_heading(question.label),
        variables=_named([question], [question.label]),
        display="stacked" if len(answers.valid) <= (_STACKED if answers.kind == "scale" else _BESIDE) else "table",
        scale=_scale(answers, vocabulary) if len(answers.valid) <= _STACKED else "",
        first=first,
        last=last,
        answers=len(answers.valid),
        **_shared([question], waves),
    )


def stem_of(battery: Battery, questions: Mapping[str, Question], words: Mapping[str, str]) -> str:
    """The stem of a battery, else the range of its questions."""
    ends = {"first": questions[battery.items[0]].header, "last": questions[battery.items[-1]].header}
    return battery.stem or words["battery"].format(**ends)


def _of_battery(
    items: Sequence[Question],
    battery: Battery,
    answers: AnswerSet,
    waves: Sequence[str],
    vocabulary: Vocabulary,
    words: Mapping[str, str],
) -> Planned:
    stem = stem_of(battery, {question.name: question for question in items}, words)
    first, last = _ends(answers)
    counted, stacked = answers.kind == "tick" or answers.counted is not None, len(answers.valid) <= _STACKED
    kind = "share" if counted else "distribution" if stacked else "mean"
    label = sentence_of(stem)
    titles = {
        "share": words["tick_title"].format(label=label)
        if answers.kind == "tick"
        else words["share_title"].format(label=label, answer=_plain(answers, last)),
        "distribution": words["distribution_title"].format(label=label),
        "mean": words["battery_mean_title"].format(label=label),
    }
    return Planned(
        id=battery.id,
        kind=kind,
        title=titles[kind],
        heading=_heading(stem),
        variables=_named(items, battery.labels),
        battery=battery.id,
        ticked=answers.kind == "tick",
        scale=_scale(answers, vocabulary) if stacked and not counted else "",
        display="stacked" if stacked and not counted else "bars",
        first=first,
        last=last,
        answers=len(answers.valid),
        **_shared(items, waves),
    )


def _plain(answers: AnswerSet, named: Named) -> str:
    return next(unbraced(choice.label) for choice in answers.valid if str(choice.code) == named.name)


def _of_numbers(questions: Sequence[Question], waves: Sequence[str], words: Mapping[str, str]) -> Planned:
    """The means of all questions that are answered in numbers."""
    return Planned(
        id=NUMBERS,
        kind="mean",
        title=words["mean_title"],
        heading=words["numbers_heading"],
        variables=_named(questions, [question.label for question in questions]),
        **_shared(questions, waves),
    )


def _with_yes_no(
    exhibits: Sequence[Planned],
    answers: Answers,
    waves: Sequence[str],
    words: Mapping[str, str],
    taken: set[str],
) -> list[Planned]:
    """Three or more neighbours with the same yes and no become one figure of the share that says yes."""
    runs: list[list[Planned]] = []
    for exhibit in exhibits:
        alone = exhibit.whole and not exhibit.many
        set_ = answers.of[exhibit.variables[0].name] if alone else ""
        before = runs[-1][-1] if runs else None
        same = before is not None and not before.many and answers.of[before.variables[0].name] == set_
        counted = alone and answers.sets[set_].counted is not None
        if counted and same and before is not None and before.waves == exhibit.waves:
            runs[-1].append(exhibit)
        else:
            runs.append([exhibit])
    found: list[Planned] = []
    for run in runs:
        found += [_yes_no(run, answers, words, taken)] if len(run) > 2 else run
    return found


def _yes_no(run: Sequence[Planned], answers: Answers, words: Mapping[str, str], taken: set[str]) -> Planned:
    id, number = "yes_no_questions", 2
    while id in taken:
        id, number = f"yes_no_questions_{number}", number + 1
    taken.add(id)
    set_ = answers.sets[answers.of[run[0].variables[0].name]]
    yes = next(choice for choice in set_.valid if choice.code == set_.counted)
    return replace(
        run[0],
        id=id,
        kind="share",
        title=words["share_title"].format(label=words["yes_no_title"], answer=unbraced(yes.label)),
        heading=words["yes_no_heading"],
        variables=tuple(exhibit.variables[0] for exhibit in run),
        display="bars",
        scale="",
        first=None,
        last=Named(str(yes.code), inside(yes.label)),
    )
