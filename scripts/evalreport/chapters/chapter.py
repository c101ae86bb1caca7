"""A chapter: its template rendered with the numbers it cites, to Markdown."""

import math
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError

from evalreport.audit.page import audit_functions
from evalreport.chapters import blocks
from evalreport.chapters.blocks import references_block
from evalreport.chapters.counts import with_counts
from evalreport.chapters.form_block import form_block
from evalreport.chapters.functions import HIDDEN, number_functions
from evalreport.chapters.quotations import name_problems, quote_block
from evalreport.chapters.references import reference_functions
from evalreport.chapters.sandbox import Sandbox, TooMuch, within
from evalreport.chapters.templates import SUFFIX, SYNTAX, templates_of
from evalreport.chapters.tracing import Trace, Tracer, Untraceable, marked_claim, read_trace, trace_with
from evalreport.claims.collect import Claim, Collector
from evalreport.claims.conditions import Margins
from evalreport.exhibits.evidence import Evidence, evidence_from
from evalreport.exhibits.view import view_from
from evalreport.figures.alttext import describe
from evalreport.files.errors import BadInput, Problem, raise_if
from evalreport.files.estimates import BASE, ESTIMATE_TEXT, TEST_TEXT, TEXT_TEXT
from evalreport.files.tables import read_table
from evalreport.files.texts import read_text
from evalreport.markdown.form import slips
from evalreport.markdown.markup import gives_markdown, print_as_markdown
from evalreport.words.in_words import in_words

# What a template may take: many times what the largest chapters do.
SECONDS, SECONDS_EACH = 5.0, 0.5  # of processor time, and as much for each exhibit that it quotes
MEMORY = 2**30  # bytes beyond what the program has
_PRINTS = re.compile(r"\b(?:table|figure|inputs|software|audit_findings)\(")
FAULTS = (TemplateError, ArithmeticError, LookupError, ValueError, TypeError, RecursionError, MemoryError)


def tables_of(paths: Sequence[str], exhibits: Iterable[str]) -> dict[str, dict[str, pd.DataFrame]]:
    """The estimates, tests and, of those that have them, texts of exhibits by the names that `render` has for them.

    paths: the <exhibit>.estimates.csv, .tests.csv and .texts.csv.
    """
    files, names = {Path(path).name: Path(path) for path in paths}, list(exhibits)
    with_texts = [name for name in names if f"{name}.texts.csv" in files]
    parts = (("estimates", names, ESTIMATE_TEXT), ("tests", names, TEST_TEXT), ("texts", with_texts, TEXT_TEXT))
    return {part: {name: read_table(files[f"{name}.{part}.csv"], text) for name in own} for part, own, text in parts}


@dataclass(frozen=True)
class Given:
    """What a chapter is rendered from.

    template: its path; folders: where templates lie; estimates, tests: exhibit -> its protected tables; settings:
    `Project.chapter_params`; manifests, versions: what inputs() and software() print; texts: exhibit -> what a listing or matrix
    prints; changes: what changes() calls; audit: the findings that audit_findings() and audit_count() print.
    """

    template: Path
    folders: Sequence[Path]
    estimates: Mapping[str, pd.DataFrame]
    tests: Mapping[str, pd.DataFrame]
    settings: Mapping[str, Any]
    manifests: Sequence[Mapping[str, Any]] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    changes: Callable[[], str] | None = None
    audit: pd.DataFrame | None = None


def render(given: Given) -> tuple[str, list[Claim]]:
    """The Markdown of a chapter, and its claims with their verdicts. Raises BadInput with the template's line."""
    text, claims = _printed(given)
    problems = _form_problems(text, given.template, given.folders)
    raise_if([*name_problems(text, given.settings, given.template), *problems])
    return text, claims


def traced(printed: str, given: Given) -> Trace | None:
    """Which place of its templates each sign of the chapter `printed` comes from; None where that cannot be told."""
    tracer = Tracer()
    try:
        marked, _ = _printed(given, tracer)
    except (BadInput, Untraceable):
        return None  # the chapter itself has been printed: what fails is the marking of it
    trace = read_trace(marked, printed, tracer)
    return trace and with_counts(trace, _evidence(given))


def _printed(given: Given, tracer: Tracer | None = None) -> tuple[str, list[Claim]]:
    """The chapter and its claims; with a tracer, marked."""
    settings, evidence = given.settings, _evidence(given)
    environment = _environment(given.folders)
    if tracer:
        trace_with(environment, tracer)
    collector = Collector(
        given.template.name.removesuffix(SUFFIX),
        evidence,
        Margins(**settings["claims"]["margins"]),
        settings["language"],
        settings["claims"]["marks"],
        named=settings["claims"].get("named", {}),
        mark=marked_claim if tracer else None,
    )
    environment.claim_check = collector  # type: ignore[attr-defined]
    environment.filters["in_words"] = partial(in_words, language=settings["language"])
    environment.globals.update(number_functions(evidence, settings["language"]))
    references = reference_functions(settings["displays"])
    environment.globals.update({name: gives_markdown(function) for name, function in references.items()})
    waves: Mapping[str, Sequence[str]] = settings.get("waves", {})
    environment.globals["edition"] = settings.get("edition", "")
    environment.globals["wave"] = lambda instrument, wave: wave in waves.get(instrument, ())

    as_text = environment.overlay(autoescape=False, finalize=None)  # what comes out is text, and escaped as a whole

    def say(text: str) -> str:
        """A caption, note or alt text with its numbers."""
        return as_text.from_string(text).render() if "{" in text else text

    environment.globals.update(_block_functions(evidence, given, say))
    environment.globals["changes"] = given.changes and gives_markdown(given.changes)
    audited = audit_functions(given.audit, settings["language"])
    environment.globals.update(audited | {"audit_findings": gives_markdown(audited["audit_findings"])})
    try:
        with within(SECONDS + SECONDS_EACH * len(evidence), MEMORY):
            text = environment.get_template(given.template.name).render()
    except FAULTS as error:
        raise BadInput([Problem(str(given.template), _line_of(error, given.template), _said(error))]) from error
    return text, collector.claims


def _evidence(given: Given) -> dict[str, Evidence]:
    levels = tuple(given.settings["levels"])
    return {
        name: evidence_from(view_from(view), given.estimates[name], given.tests[name], levels, given.texts.get(name))
        for name, view in given.settings["views"].items()
    }


def _form_problems(text: str, template: Path, folders: Sequence[Path]) -> Iterator[Problem]:
    """Slips of form in a chapter, with the line of its template, or of one that it includes, where that can be told."""
    found = slips(text)
    templates = templates_of(template, folders) if found else []
    written = {path: read_text(path).split("\n") for path in templates}
    for slip in found:
        calls = re.compile(rf"""\(\s*["']{re.escape(slip.numbered)}["']|\b{re.escape(slip.numbered)}\(""")
        at = [
            (path, number)
            for path, lines in written.items()
            for number, line in enumerate(lines, start=1)
            if (calls.search(line) and _PRINTS.search(line) if slip.numbered else line.strip() == slip.text.strip())
        ]
        file, place = at[0] if len(at) == 1 else (template, "")
        where = f"line {place}" if place else f"line {slip.line} of the chapter as printed"
        yield Problem(str(file), where, slip.found, slip.expected)


def _said(error: BaseException) -> str:
    """An error of a template in words."""
    if isinstance(error, RecursionError):
        return "it includes or calls itself without end"
    if isinstance(error, MemoryError):
        return f"it asks for more than {MEMORY // 2**20} MB of memory"
    if isinstance(error, TooMuch):
        return f"more than a chapter can need: {error}"
    return f"{type(error).__name__}: {error}"


def _environment(folders: Sequence[Path]) -> Sandbox:
    environment = Sandbox(
        **SYNTAX,
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8-sig"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    print_as_markdown(environment)
    return environment


def _line_of(error: BaseException, template: Path) -> str:
    """The template line in which an error arose."""
    frames = traceback.extract_tb(error.__traceback__ or sys.exc_info()[2])
    lines = [frame.lineno for frame in frames if Path(frame.filename).name == template.name]
    return f"line {lines[-1]}" if lines else ""


def _block_functions(evidence: Mapping[str, Evidence], given: Given, say: Callable[[str], str]) -> dict[str, Any]:
    settings = given.settings
    language, notes = settings["language"], settings["values_notes"]

    recorded = [{"file": file, "sha256": digest} for file, digest in settings.get("recorded", {}).items()]

    def worded(exhibit: str) -> Evidence:
        view = evidence[exhibit].view
        return replace(evidence[exhibit], view=replace(view, title=say(view.title), note=say(view.note)))

    def retested(exhibit: str) -> str:
        return blocks.retested_note(settings.get("retested", {}).get(exhibit, {}), settings["displays"], language)

    def table(exhibit: str) -> str:
        turned = exhibit in settings["landscape"]
        return blocks.table_block(worded(exhibit), notes.get(exhibit, ""), turned, retested(exhibit))

    def figure(exhibit: str) -> str:
        own = say(settings["alts"].get(exhibit, ""))
        alt = own or describe(evidence[exhibit].view, given.estimates[exhibit])
        return blocks.figure_block(worded(exhibit), alt, notes.get(exhibit, ""), retested(exhibit))

    def references(exhibit: str) -> str:
        return references_block(evidence[exhibit])

    printing: dict[str, Callable[..., str]] = {
        "table": table,
        "figure": figure,
        "references": references,
        "quote": lambda name: quote_block(settings["quotes"][name]),
        "questionnaire": lambda name: blocks.questionnaire_block(settings["questionnaires"][name], language),
        "questionnaire_form": lambda name: form_block(settings["forms"][name], language),
        "inputs": lambda: blocks.inputs_block([*given.manifests, *recorded], language, settings.get("rows_told", True)),
        "software": lambda: blocks.software_block(given.versions, language),
        "bibliography": lambda: "::: {#refs}\n:::",
    }
    return {name: gives_markdown(function) for name, function in printing.items()} | {
        "wave_count": lambda instrument, wave: _wave_count(instrument, wave, evidence, settings),
        "fact": lambda name: _fact(settings["facts"][name], language),
        "data_note": lambda: settings["data_note"],
    }


def _wave_count(instrument: str, wave: str, evidence: Mapping[str, Evidence], settings: Mapping[str, Any]) -> str:
    """How many usable answers a wave has, from the exhibit that counts them."""
    if instrument not in settings["counts"]:
        raise ValueError(f"wave_count({instrument!r}) needs an exhibit of kind cleaning for that instrument")
    counted = evidence[settings["counts"][instrument]]
    cell, found = counted.cell("usable", BASE, wave), counted.value("usable", BASE, wave)
    if cell["suppressed"]:
        return HIDDEN
    if math.isnan(found):
        raise ValueError(f"wave_count: {instrument!r} has no wave {wave!r} in this edition")
    return blocks.format_number(found, 0, settings["language"])


def _fact(fact: tuple[str, str], language: str) -> str:
    """A fact (value, unit) as printed: with the decimals that it was written with."""
    value, unit = fact
    if unit == "year":
        return value  # a year is a name, not a number: no space between its digits
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value  # "inf" is a word, and 1e400 more than a float holds
    return blocks.format_number(number, len(value.partition(".")[2]), language)
