"""The files of a drafted evaluation as texts: codebook, value sets, cleaning rules, exhibits, chapters, settings."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.registry import KINDS
from evalreport.files.schema import load_yaml
from evalreport.scaffold.answers import Answers
from evalreport.scaffold.asked import Asked
from evalreport.scaffold.exports import Wave
from evalreport.scaffold.paradata import Unfinished
from evalreport.scaffold.plan import CHARACTERISTICS, CLEANING, Plan, Planned, group_of, stem_of
from evalreport.scaffold.questions import Question, slug
from evalreport.scaffold.vocabulary import FOLDER

INSTRUMENT, EDITION = "survey", "draft"
MINIMUM_CELL, MINIMUM_BASE = 3, 10  # the limits of disclosure that a draft begins with
_COLOURS = ("#9CC2E5", "#1F4E79", "#D98324", "#3A6694", "#E4EEF8", "#12263B", "#7C7C7C")  # no two alike in a grey print
_FRONT, _BACK = ("preface", "summary", "methods"), ("appendix_questionnaire", "appendix_data")
# A chapter's own signs are those of Jinja, so the templates that write chapters have other ones.
_SIGNS: dict[str, Any] = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<##",
    "comment_end_string": "##>",
}


def is_small(wave: Wave) -> bool:
    """Whether a wave has fewer forms than the limit, so that all its numbers are withheld."""
    return wave.rows < MINIMUM_BASE


def words_of(shared: Path, language: str) -> dict[str, str]:
    """The words of a drafted evaluation in a language."""
    return dict(load_yaml(shared / FOLDER / language / "words.yaml"))


def drafted(
    asked: Asked,
    waves: Sequence[Wave],
    questions: Sequence[Question],
    answers: Answers,
    plan: Plan,
    shared: Path,
    left: Sequence[Unfinished] = (),
) -> dict[str, str]:
    """Path below the working directory -> text, of everything a first build needs but the exports themselves."""
    words = words_of(shared, asked.language)
    config, templates = f"config/{asked.id}", f"report_templates/{asked.id}"
    names = [wave.name for wave in waves]
    stems = {b.id: stem_of(b, {q.name: q for q in questions}, words) for b in plan.batteries}
    files = {
        f"{config}/codebook/{INSTRUMENT}.csv": _codebook(questions, answers, plan, names, asked.language, words),
        f"{config}/codebook/value_sets.csv": _value_sets(answers, asked.language),
        f"{config}/cleaning/{INSTRUMENT}.yaml": _cleaning(questions, asked.language, words, left),
        f"{config}/exhibits/methods.yaml": _methods(plan, names, words, asked.language),
        **{
            f"{config}/exhibits/{chapter}.yaml": _exhibits(exhibits, names, asked.language)
            for chapter, exhibits in plan.results.items()
        },
        **{f"{templates}/{name}.md.jinja": text for name, text in _chapters(asked, waves, plan, words, shared).items()},
        f"{config}/evaluation.yaml": _evaluation(asked, waves, answers, plan, words),
    }
    if stems:
        head = ["instrument", "battery", f"label_{asked.language}", "note"]
        rows = [[INSTRUMENT, id, stem, ""] for id, stem in stems.items()]
        files[f"{config}/codebook/batteries.csv"] = _table(head, rows)
    if answers.maps:
        rows = [[name, raw, str(code), ""] for name, codes in answers.maps.items() for raw, code in codes.items()]
        files[f"{config}/codebook/code_maps.csv"] = _table(["map", "raw", "code", "note"], rows)
    return files


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()


def quoted(text: str) -> str:
    """A text as a YAML scalar in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _codebook(
    questions: Sequence[Question],
    answers: Answers,
    plan: Plan,
    waves: Sequence[str],
    language: str,
    words: Mapping[str, str],
) -> str:
    breaks = ["breaks", f"break_note_{language}"] if any(question.changed for question in questions) else []
    columns = [name for wave in waves for name in (f"source_{wave}", f"map_{wave}")]
    head = ["variable", "type", f"label_{language}", "value_set", "battery", "section", "asked_of", "values_status"]
    battery_of = {name: battery.id for battery in plan.batteries for name in battery.items}
    labels = {n: text for b in plan.batteries for n, text in zip(b.items, b.labels, strict=True)}
    rows = []
    for question in questions:
        set_ = answers.of.get(question.name, "")
        type_ = answers.sets[set_].kind if set_ else question.type
        label, battery = labels.get(question.name, question.label), battery_of.get(question.name, "")
        sources = [
            cell
            for wave in waves
            for cell in (
                question.columns[wave].header if wave in question.columns else "",
                answers.mapped.get((question.name, wave), ""),
            )
        ]
        changed = "; ".join(question.changed.values())
        note = words["answers_changed"].format(answers=changed) if changed else ""
        broken = [" ".join(question.changed), note] if breaks else []
        remark = "; ".join(text for text in (question.remark, question.doubt) if text)
        rows.append([question.name, type_, label, set_, battery, "", "", "", *sources, *broken, remark])
    return _table([*head, *columns, *breaks, "note"], rows)


def _value_sets(answers: Answers, language: str) -> str:
    rows = [
        [name, str(choice.code), choice.label, choice.missing, " ".join(choice.waves), ""]
        for name, made in answers.sets.items()
        for choice in made.choices
    ]
    return _table(["value_set", "code", f"label_{language}", "missing", "waves", "note"], rows)


def _cleaning(
    questions: Sequence[Question], language: str, words: Mapping[str, str], left: Sequence[Unfinished]
) -> str:
    head = (
        "# Rules for what is wrong in the export; every change is logged with its reason. All kinds: docs/codebook.md.\n"
        "# For example (remove the # and put your own column, values and reason):\n"
        f"#   - {{id: test_forms, type: drop_where, column: Status, values: [Test], reason: {{{language}: Test}}}}\n"
    )
    rules = []
    for question in questions:
        if question.lost:
            number = all(text.lstrip("-").isdecimal() for text in question.lost)
            why = "no_label" if question.is_coded else "user_missing" if number else "not_a_number"
            declared = any(column.user_missing or column.codes for column in question.columns.values())
            why = "far_code" if why == "user_missing" and not declared else why
            why = "not_a_year" if question.type == "year" else why
            values = ", ".join(quoted(text) for text in question.lost)
            rules.append(
                f"  - {{id: {question.name}_missing, type: set_missing, variables: [{question.name}], "
                f"values: [{values}], reason: {{{language}: {quoted(words[why])}}}}}\n"
            )
    offered = [
        f"#  - {{id: unfinished_{slug(each.wave) or number}, type: drop_where, waves: [{quoted(each.wave)}], "
        f"column: {quoted(each.header)}, values: [{', '.join(map(quoted, each.values))}], "
        f"reason: {{{language}: {quoted(words['unfinished'])}}}}}\n"
        for number, each in enumerate(left, start=1)
    ]
    remark = ["# Forms that were not finished are counted; remove the # to leave them out.\n"] if offered else []
    return head + "".join(["rules:\n", *rules, *remark, *offered])


def _methods(plan: Plan, waves: Sequence[str], words: Mapping[str, str], language: str) -> str:
    parts = [
        f"  - id: {CLEANING}\n    title: {{{language}: {quoted(words['cleaning_title'])}}}\n"
        f"    instrument: {INSTRUMENT}\n    kind: cleaning\n    source: summary\n    decimals: 0\n"
    ]
    if plan.characteristics:
        by = "    by: [wave]\n" if len(waves) > 1 else ""
        parts.append(
            f"  - id: {CHARACTERISTICS}\n    title: {{{language}: {quoted(words['characteristics_title'])}}}\n"
            f"    instrument: {INSTRUMENT}\n    kind: distribution\n    variables: [{', '.join(plan.characteristics)}]\n{by}"
        )
    return "exhibits:\n" + "\n".join(parts)


def _exhibits(exhibits: Iterable[Planned], waves: Sequence[str], language: str) -> str:
    return "exhibits:\n" + "\n".join(_exhibit(exhibit, waves, language) for exhibit in exhibits)


def _exhibit(exhibit: Planned, waves: Sequence[str], language: str) -> str:
    names = ", ".join(variable.name for variable in exhibit.variables)
    lines = [
        f"  - id: {exhibit.id}",
        f"    title: {{{language}: {quoted(exhibit.title)}}}",
        f"    instrument: {INSTRUMENT}",
        f"    kind: {exhibit.kind}",
        f"    battery: {exhibit.battery}" if exhibit.battery else f"    variables: [{names}]",
    ]
    if "counted" in KINDS[exhibit.kind].required and exhibit.last:
        lines.append(f"    counted: [{exhibit.last.code}]")
    if exhibit.compared:
        lines.append("    by: [wave]")
        test = "chi2" if KINDS[exhibit.kind].by_answers else "t" if len(exhibit.waves) == 2 else "anova"
        if not exhibit.broken:
            lines.append(f"    test: {test}")
        if len(exhibit.waves) < len(waves):
            lines.append(f"    groups: [{', '.join(group_of(wave) for wave in exhibit.waves)}]")
    elif len(waves) > 1:
        lines.append(f"    where: {{wave: [{', '.join(quoted(wave) for wave in exhibit.waves)}]}}")
    if exhibit.by:
        lines += [f"    by: [{exhibit.by}]", "    total: true", "    test: chi2"]
    if exhibit.display != Exhibit.display:
        lines.append(f"    display: {exhibit.display}")
    if exhibit.scale:
        lines.append(f"    scale: {exhibit.scale}")
    lines.append(f"    decimals: {0 if KINDS[exhibit.kind].by_answers else 1}")
    return "\n".join(lines) + "\n"


def _chapters(
    asked: Asked, waves: Sequence[Wave], plan: Plan, words: Mapping[str, str], shared: Path
) -> dict[str, str]:
    environment = Environment(
        loader=FileSystemLoader(str(shared / FOLDER / asked.language)), undefined=StrictUndefined, **_SIGNS
    )
    results = [exhibit for exhibits in plan.results.values() for exhibit in exhibits]
    about: dict[str, Any] = {
        "instrument": INSTRUMENT,
        "waves": [{"name": wave.name, "shown": wave.name.replace("_", r"\_"), "few": is_small(wave)} for wave in waves],
        "characteristics": {"id": CHARACTERISTICS} if plan.characteristics else None,
        "main": results[:4],
    }
    found = {name: environment.get_template(f"{name}.md.jinja").render(about) for name in (*_FRONT, *_BACK)}
    for number, (chapter, exhibits) in enumerate(plan.results.items(), start=1):
        part = words["results_part"].format(number=number) if len(plan.results) > 1 else words["results"]
        settings = {"title": part, "chapter": chapter, "exhibits": exhibits}
        found[chapter] = environment.get_template("results.md.jinja").render(settings)
    return {name: "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for name, text in found.items()}


def _evaluation(asked: Asked, waves: Sequence[Wave], answers: Answers, plan: Plan, words: Mapping[str, str]) -> str:
    language, names = asked.language, [wave.name for wave in waves]

    def text(key: str) -> str:
        return f"{{{language}: {quoted(words[key])}}}"

    lines = [
        "# Drafted from the export's own labels; everything here is yours to change. All keys: docs/configuration.md.",
        f"title: {text('title')}",
        f"commissioner: {quoted(words['commissioner'])}",
        f"institution: {quoted(words['institution'])}",
        f"authors: [{quoted(words['author'])}]",
        f"language: {language}",
        "",
        "instruments:",
        f"  {INSTRUMENT}:",
        f"    label: {text('instrument')}",
        f"    codebook: codebook/{INSTRUMENT}.csv",
        f"    cleaning: cleaning/{INSTRUMENT}.yaml",
        "    waves:",
        *(f"      {quoted(wave.name)}: {_source(wave)}" for wave in waves),
        "",
        *_groupings(names, answers, plan, words, language),
        "",
        *([f"background: [{', '.join(plan.by)}]", ""] if plan.by else []),
        "significance_levels: [0.05]",
        f"# Cells with fewer than {MINIMUM_CELL} respondents and groups with fewer than {MINIMUM_BASE} are withheld; "
        "0 switches a limit off.",
        f"disclosure: {{minimum_cell: {MINIMUM_CELL}, minimum_base: {MINIMUM_BASE}}}",
        "",
        "editions:",
        f"  {EDITION}:",
        f"    title: {text('edition')}",
        f"    date: {text('date')}",
        "    status: draft",
        f"    waves: {{{INSTRUMENT}: [{', '.join(map(quoted, names))}]}}",
        "    chapters:",
        *_chapter_lines(plan),
    ]
    return "\n".join(lines) + "\n"


def _source(wave: Wave) -> str:
    options = {"file": wave.file.name, "reader": wave.reader, **wave.options}
    cells = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in options.items())
    return "{" + ", ".join(cells) + "}"


def _chapter_lines(plan: Plan) -> list[str]:
    numbered = ["methods", *plan.results]
    return [
        "      - {id: preface}",
        "      - {id: summary}",
        *(f"      - {{id: {name}, number: {number}}}" for number, name in enumerate(numbered, start=1)),
        *(f"      - {{id: {name}, appendix: {number}}}" for number, name in enumerate(_BACK, start=1)),
    ]


def _groupings(
    waves: Sequence[str], answers: Answers, plan: Plan, words: Mapping[str, str], language: str
) -> list[str]:
    """The waves as groups, and what could divide the respondents."""
    lines = []
    if len(waves) > 1:
        lines += ["  wave:", f"    label: {{{language}: {quoted(words['wave'])}}}", "    groups:"]
        for wave, colour in zip(waves, _COLOURS * len(waves), strict=False):
            lines.append(f"      {group_of(wave)}: {_group(wave, 'wave', quoted(wave), colour, language)}")
    for name in plan.groups:
        valid = answers.sets[answers.of[name]].valid
        lines += [f"  {name}:", f"    label: {{{language}: {quoted(plan.group_labels[name])}}}", "    groups:"]
        for choice, colour in zip(valid, cycle(_COLOURS), strict=False):
            id = f"{name}_{choice.code}".replace("-", "m")
            lines.append(f"      {id}: {_group(choice.label, name, str(choice.code), colour, language)}")
    remark = (
        "# Write by: [name] in an exhibit to compare these groups, or background: [name] below to compare them in all."
    )
    return [remark, "groupings:", *lines] if lines else ["groupings: {}"]


def _group(label: str, variable: str, code: str, colour: str, language: str) -> str:
    return f"{{label: {{{language}: {quoted(label)}}}, where: {{{variable}: [{code}]}}, colour: {quoted(colour)}}}"
