"""The final codes: what the coders agree on, and what was decided where they do not."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evalreport.files.errors import Problem
from evalreport.files.spreadsheets import suggestion
from evalreport.records.coders.codings import NONE, Coding, Scheme, cell_problem
from evalreport.records.codes import in_list_order, labelled
from evalreport.records.sheets import FILE, PLACE, Sheet

FINDINGS = ("kind", "subject", "field", "found", "expected")
DISAGREEMENT, NEEDLESS, OVERRULED = "disagreement", "decision not needed", "decision against both"
Key = tuple[str, str]  # unit, variable


def decisions_of(
    sheets: Iterable[Sheet], headings: Mapping[str, str], scheme: Scheme
) -> tuple[dict[Key, Coding], list[Problem]]:
    """What was decided, by unit and variable, and every problem of the sheets: a row a decision.

    headings: unit, variable, codes -> the sheet's heading; the variable is given by its name or its heading.
    """
    names = {heading: name for name, heading in scheme.headings.items()} | {name: name for name in scheme.headings}
    decided, problems = dict[Key, Coding](), list[Problem]()
    for sheet in sheets:
        missing = sheet.column_problems(headings.values())
        problems += missing
        for row, cells in () if missing else sheet.rows:
            unit, told, codes = (cells[headings[key]] for key in ("unit", "variable", "codes"))
            if unit not in scheme.coded:
                problems.append(
                    sheet.problem(row, headings["unit"], f"unknown {unit!r}", suggestion(unit, scheme.coded))
                )
                continue
            if told not in names:
                problems.append(
                    sheet.problem(row, headings["variable"], f"unknown {told!r}", suggestion(told, scheme.headings))
                )
                continue
            name = names[told]
            wrong = cell_problem(codes, scheme.lists[name])
            if wrong:
                problems.append(sheet.problem(row, headings["codes"], *wrong))
            if (unit, name) in decided:
                found = f"{unit}, {told}: decided in {decided[unit, name].place} too"
                problems.append(sheet.problem(row, headings["unit"], found, "One decision for each"))
            final = "" if codes in NONE or wrong else in_list_order(codes, scheme.lists[name])
            decided[unit, name] = Coding("", unit, name, final, sheet.file, sheet.cell(row, headings["codes"]))
    return decided, problems


def final_codes(
    codings: Iterable[Coding], decided: Mapping[Key, Coding], scheme: Scheme
) -> tuple[dict[Key, Coding], list[dict[str, str]], list[Problem]]:
    """(final codings, findings, problems): a disagreement without a decision, and a unit that nobody coded, are problems.

    Every disagreement is a finding, and so is a decision that was not needed or that follows neither coder.
    """
    of: dict[Key, list[Coding]] = {}
    for coding in codings:
        of.setdefault((coding.unit, coding.variable), []).append(coding)
    final, findings, problems = dict[Key, Coding](), list[dict[str, str]](), list[Problem]()
    for unit in scheme.coded:
        for variable, heading in scheme.headings.items():
            given, decision = of.get((unit, variable), []), decided.get((unit, variable))
            if not given:
                problems.append(Problem("coders", f"{unit}, {heading}", "coded by nobody", "Every unit is coded once"))
                continue
            agreed = len({coding.codes for coding in given}) == 1
            final[unit, variable] = decision or replace(given[0], coder="")
            if not agreed and not decision:
                problems.append(_undecided(given, heading, scheme))
            findings += _findings(given, decision, heading, agreed, scheme)
    return final, findings, problems


def _undecided(given: list[Coding], heading: str, scheme: Scheme) -> Problem:
    first, last = given[0], next(coding for coding in given if coding.codes != given[0].codes)
    found = f"{first.unit}, {heading}: {_said(given, scheme)}"
    expected = f"Decide it in the adjudication, or change one of the two (the other is {last.file}, {last.place})"
    return Problem(first.file, first.place, found, expected)


def _said(given: Iterable[Coding], scheme: Scheme) -> str:
    return "; ".join(f"{scheme.coders.get(coding.coder, coding.coder)}: {_labels(coding, scheme)}" for coding in given)


def _labels(coding: Coding, scheme: Scheme) -> str:
    return ", ".join(labelled(coding.codes, scheme.lists[coding.variable].labels)) or NONE[0]


def _findings(
    given: list[Coding], decision: Coding | None, heading: str, agreed: bool, scheme: Scheme
) -> list[dict[str, str]]:
    kinds = [] if agreed else [DISAGREEMENT]
    if decision and agreed and decision.codes == given[0].codes:
        kinds.append(NEEDLESS)
    elif decision and decision.codes not in {coding.codes for coding in given}:
        kinds.append(OVERRULED)
    source = decision or given[0]
    told = {"subject": source.unit, "field": heading, "found": _said(given, scheme)}
    told |= {"expected": _labels(decision, scheme) if decision else "", FILE: source.file, PLACE: source.place}
    return [told | {"kind": kind} for kind in kinds]
