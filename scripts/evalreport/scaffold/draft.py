"""From the wish to the new evaluation: read, guess, plan, write, tell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalreport.files.errors import BadInput, Problem
from evalreport.scaffold.answers import Answers, answers_of
from evalreport.scaffold.asked import Asked, asked_for
from evalreport.scaffold.boxes import with_open_boxes
from evalreport.scaffold.divided import dividing
from evalreport.scaffold.drafts import EDITION, INSTRUMENT, drafted, is_small, words_of
from evalreport.scaffold.exports import Wave, read_waves
from evalreport.scaffold.install import MAIN, Installed, install, main_config
from evalreport.scaffold.paradata import Unfinished, unfinished, without_answers
from evalreport.scaffold.plan import Plan, plan_of
from evalreport.scaffold.questions import CONTACT, Question, questions_of
from evalreport.scaffold.vocabulary import load_vocabulary

_LISTED = 12


def scaffold(config: Mapping[str, Any], folder: Path, shared: Path) -> str:
    """Make the new evaluation in `folder` and return what a person should know about it.

    config: the words after --config; shared: the shared templates. Raises BadInput, and then nothing was made.
    """
    asked = asked_for(config, folder)
    waves = read_waves(asked)
    questions, answers, plan = understood(asked, waves, shared)
    shown = [question for question in questions if not question.private]
    left = unfinished(waves, load_vocabulary(shared))
    files = drafted(asked, waves, shown, answers, plan, shared, left)
    if not (folder / MAIN).exists():
        files[MAIN] = main_config(asked.id)
    sources = {f"data/{asked.id}/{wave.file.name}": wave.file for wave in waves}
    installed = install(asked.id, files, sources, folder, shared)
    return told(asked, waves, questions, answers, plan, installed, left)


def understood(asked: Asked, waves: Sequence[Wave], shared: Path) -> tuple[list[Question], Answers, Plan]:
    """The questions, their answers and the plan; BadInput when there is nothing in the exports to report."""
    vocabulary, words = load_vocabulary(shared), words_of(shared, asked.language)
    questions = with_open_boxes(questions_of(waves, vocabulary), vocabulary)
    shown = [question for question in questions if not question.private]
    answers = answers_of(shown, vocabulary, (words["chosen"], words["not_chosen"]))
    by = dividing(asked.by, shown, answers)
    plan = plan_of(shown, answers, [wave.name for wave in waves], vocabulary, words, by)
    if not plan.results and not plan.characteristics:
        found = f"none of the {len(questions)} columns holds answers that can be counted or averaged"
        raise BadInput([Problem(", ".join(w.file.name for w in waves), "", found, "Check sheet, delimiter and file")])
    return questions, answers, plan


def told(
    asked: Asked,
    waves: Sequence[Wave],
    questions: Sequence[Question],
    answers: Answers,
    plan: Plan,
    installed: Installed,
    left: Sequence[Unfinished] = (),
) -> str:
    """What was made, what was guessed, and what a person has to decide."""
    exhibits = sum(map(len, plan.results.values()))
    lines = [
        f"The evaluation {asked.id!r} is drafted: {len(questions)} columns, {exhibits} tables and figures, "
        f"{len(plan.batteries)} batteries.",
        "",
        "Made:",
        *(f"  {path}" for path in installed.made),
        *(["Was there already and is as it was:", *(f"  {p}" for p in installed.kept)] if installed.kept else []),
        "",
        "Read:",
        *(line for wave in waves for line in (_read_as(wave), *(f"    {notice}" for notice in wave.notices))),
        *_incomplete(asked, waves, questions, left),
        "",
        *_personal(questions),
        "Guessed, please check in the codebook:",
        *_guesses(questions, answers, plan),
        "",
        "Decide next:",
        *_decisions(asked, waves, questions, plan),
        "",
        f"Build the first report:  snakemake report --config evaluation={asked.id} edition={EDITION}",
    ]
    return "\n".join(lines)


def _read_as(wave: Wave) -> str:
    return f"  {wave.file.name}: wave {wave.name!r}, {wave.rows} rows{_how(wave)}"


def _incomplete(
    asked: Asked, waves: Sequence[Wave], questions: Sequence[Question], left: Sequence[Unfinished]
) -> list[str]:
    """How many forms were not finished, or hold no answer at all."""
    headers: dict[str, list[str]] = {}
    for question in questions:
        for wave, column in question.columns.items() if question.is_coded or question.type == "number" else ():
            headers.setdefault(wave, []).append(column.header)
    shown = [
        f"  {each.count} of {each.rows} forms in {each.wave} are not finished ({each.header} is "
        f"{' or '.join(value or 'empty' for value in each.values[:3])}{' …' if len(each.values) > 3 else ''}); they are counted. "
        f"A rule that leaves them out stands ready behind # in config/{asked.id}/cleaning/{INSTRUMENT}.yaml"
        for each in left
    ]
    empty = without_answers(waves, headers)
    return [*shown, *(f"  {count} forms in {wave} hold no answer at all" for wave, count in empty.items())]


def _how(wave: Wave) -> str:
    shown = {"\t": "tab", " ": "blank"}
    told = ((key, value) for key, value in wave.options.items() if key != "several")
    return "".join(f", {key} {shown.get(str(value), value)}" for key, value in told)


def _personal(questions: Sequence[Question]) -> list[str]:
    found = [question for question in questions if question.private]
    if not found:
        return []
    return [
        "PERSONAL DATA, left out of the codebook; delete these columns from the export before you share or keep it:",
        *(f"  {question.header} ({question.private})" for question in found),
        "",
    ]


def _guesses(questions: Sequence[Question], answers: Answers, plan: Plan) -> list[str]:
    def listed(what: str, names: Sequence[str]) -> list[str]:
        return [f"  {what}: {_some(names)}"] if names else []

    missing = dict.fromkeys(c.label for made in answers.sets.values() for c in made.choices if c.missing)
    strays = [f"{', '.join(q.lost)} in {q.name}" for q in questions if q.is_coded and q.lost]
    return [
        *listed("identifies the form", [q.name for q in questions if q.type == "id"]),
        *(f"  battery {battery.id}: {battery.items[0]} to {battery.items[-1]}" for battery in plan.batteries),
        *listed("background of the respondents", plan.characteristics),
        *listed(
            "answers by the alphabet, no scale that is known; if they are one, order its rows in value_sets.csv and "
            "write type scale in the codebook",
            [battery.id for battery in plan.batteries if _is_by_alphabet(battery.items, questions, answers)],
        ),
        *listed("counts as no answer", list(missing)),
        *listed("codes without a label, set to missing by a cleaning rule", strays),
        *(f"  {line}" for question in questions for line in question.asks),
        *listed("weight, not used yet", [q.name for q in questions if q.weight]),
        *listed("free text, not shown; read it through for names", [q.name for q in questions if _is_free(q)]),
        *listed(
            "of these, with e-mail addresses or long numbers in the answers",
            [q.name for q in questions if q.remark == CONTACT],
        ),
        *listed(
            "not shown (no answers, dates, years, numbers that are names)", [q.name for q in questions if _is_other(q)]
        ),
        *listed("not shown, for all gave the same answer", [q.name for q in questions if _is_one(q, answers)]),
    ]


def _is_by_alphabet(items: Sequence[str], questions: Sequence[Question], answers: Answers) -> bool:
    """Whether three or more answers in words have no order of their own: neither the file's codes, nor a known scale."""
    made = answers.sets[answers.of[items[0]]]
    coded = any(c.codes for q in questions if q.name in items for c in q.columns.values())
    worded = not any(sign.isdigit() for choice in made.valid for sign in choice.label)
    return made.kind == "single" and len(made.valid) > 2 and worded and not coded


def _is_free(question: Question) -> bool:
    return question.type == "text" and not question.private and bool(question.texts()) and not _is_named(question)


def _is_named(question: Question) -> bool:
    return question.remark.endswith("not shown")


def _is_other(question: Question) -> bool:
    empty = question.type == "text" and not question.texts()
    return question.type in ("date", "year") or empty or _is_named(question)


def _is_one(question: Question, answers: Answers) -> bool:
    return question.is_coded and not question.private and len(answers.sets[answers.of[question.name]].valid) < 2


def _decisions(asked: Asked, waves: Sequence[Wave], questions: Sequence[Question], plan: Plan) -> list[str]:
    config, templates = f"config/{asked.id}", f"report_templates/{asked.id}"
    unnamed = [battery.id for battery in plan.batteries if not battery.stem]
    few = [wave for wave in waves if is_small(wave)]
    return [
        *(
            f"  ONLY {wave.rows} FORMS in {wave.name}: every number is withheld, and the report says so, until you lower "
            f"disclosure: minimum_base in {config}/evaluation.yaml"
            for wave in few
        ),
        f"  {config}/evaluation.yaml: title, commissioner, authors, date; the limits of disclosure",
        *(
            [
                f"  {config}/evaluation.yaml: which groups to compare everywhere, background: [{plan.groups[0]}] (or by: in an "
                f"exhibit); known are {_some(plan.groups)}"
            ]
            if plan.groups and not plan.by
            else []
        ),
        *([f"  {config}/codebook/batteries.csv: the question above {', '.join(unnamed)}"] if unnamed else []),
        f"  {config}/codebook/{INSTRUMENT}.csv and value_sets.csv: wording, types, what counts as no answer",
        *_about_waves(waves, questions),
        f"  {templates}/: the sentences marked [ ]",
    ]


def _about_waves(waves: Sequence[Wave], questions: Sequence[Question]) -> list[str]:
    if len(waves) < 2:
        return []
    common = sum(len(question.columns) == len(waves) for question in questions)
    mapped = [question.name for question in questions if question.raw]
    return [
        f"  joined in all waves, by wording and answers: {common} of {len(questions)} questions",
        *(
            [f"    codes that differ between waves, mapped by their labels in code_maps.csv: {_some(mapped)}"]
            if mapped
            else []
        ),
        *(f"    {_moved(q)}" for q in questions if len({column.header for column in q.columns.values()}) > 1),
        *(
            f"    {q.name}: {what} in {wave}; a break until you empty `breaks`"
            for q in questions
            for wave, what in q.changed.items()
        ),
        *(f"    {q.doubt}" for q in questions if q.doubt),
        *(
            [
                "    if it is the same question: its column in source_… of the other row, the wave in same_question (a map "
                "in map_… where the codes differ), and the row of its own deleted"
            ]
            if any(q.doubt for q in questions)
            else []
        ),
        "  the waves' names: if they are wrong, remove what was made and start again with waves=…",
    ]


def _moved(question: Question) -> str:
    found = ", ".join(f"{column.header} in {wave}" for wave, column in question.columns.items())
    return f"{question.name}: the same words in other columns, {found}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"{', '.join(names[:_LISTED])}{more}"
