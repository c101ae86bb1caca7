"""Response rates with AAPOR's names, by group and office.

AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys, 10th edition, 2023.
I = complete and P = partial answers, R = refused, NC = not reached, O = other eligible cases without an answer, UH and
UO = cases whose eligibility is unknown, e = the share of these that is taken to be eligible.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalreport.clean.rows import where
from evalreport.codebook.conditions import Condition, variables_in
from evalreport.files.errors import Problem, raise_if
from evalreport.files.estimates import BASE, NAN, TOTAL, EstimateRow
from evalreport.files.spreadsheets import suggestion
from evalreport.files.tables import estimates_table
from evalreport.weighting.response_parts import COUNTS, MEMBER, NAME, OF_UNIT, RATE, REASON, WORDS, answers_wave

# usable/handed out is RR2: complete and partial answers are not told apart, and whoever was handed a form is eligible, so
# RR2 = RR4 = RR6. usable/FTE is RR2 with full-time positions in the place of persons: a bound, as a position may be
# shared. returned/handed out is RR2 by the offices' own count. Where nobody knows who was asked (a form on the web, say),
# there are no dispositions and no AAPOR rate of persons: share_fte and share_frame_fte are the same answers over the positions
# of the areas in the base and of all areas in the frame, called what they are. share_offices is RR2 of offices.

_OWN_KEYS = (*WORDS, "groups")  # of a wave, beside its parts
_KEYS = {
    "frame": ({"instrument", "wave", "unit"}, {"municipality", "where", NAME, REASON}),
    "answers": ({"instrument", "unit"}, set()),
    "forms": ({"instrument", "wave", "unit", "handed_out"}, {"returned", "otherwise", "base"}),
    "fte": ({"instrument", "wave", "unit", "count"}, {"base"}),
}


@dataclass(frozen=True)
class Dispositions:
    """Final dispositions: counts of cases (persons, or positions where only these are known)."""

    complete: float = 0
    partial: float = 0
    refused: float = 0
    noncontact: float = 0
    other: float = 0
    unknown: float = 0  # UH + UO


def response_rates(cases: Dispositions, e: float = 1.0) -> dict[str, float]:
    """AAPOR RR1 to RR6; NaN without eligible cases. e: share of the unknown taken to be eligible (RR3, RR4)."""
    complete, answered = cases.complete, cases.complete + cases.partial
    eligible = answered + cases.refused + cases.noncontact + cases.other
    bases = (eligible + cases.unknown, eligible + e * cases.unknown, eligible)
    rates = [_ratio(counted, base) for base in bases for counted in (complete, answered)]
    return {f"RR{number}": rate for number, rate in enumerate(rates, start=1)}


def _ratio(counted: float, base: float) -> float:
    return counted / base if base else float("nan")


@dataclass(frozen=True)
class Units:
    """The invited offices (one row each) and what is known of each; answers with the office they came from.

    frame: index office; columns of the frame, plus municipality_, area_, usable_, handed_out_, returned_, form_; fte:
    area (the unit in which positions are registered) -> full-time equivalents.
    """

    frame: pd.DataFrame
    answers: pd.DataFrame
    answers_unit: str
    fte: Mapping[str, float]
    has_areas: bool
    has_forms: bool
    has_fte: bool
    forms_base: str
    fte_base: str
    told: Mapping[str, str]  # name and reason -> the variables of the frame that tell them


def response_table(
    tables: Mapping[str, pd.DataFrame],
    waves: Mapping[str, Mapping[str, Any]],
    groups: Mapping[str, Mapping[str, Iterable[Any]]],
    file: str = "evaluation.yaml",
) -> pd.DataFrame:
    """Response of each wave by group, in total and by office, in the schema of estimates; the wave is the exhibit.

    tables: instrument -> clean table; waves: name of a wave -> its part of `response` (frame, answers, forms, fte; `groups` where it
    has groups of its own); groups: group id -> condition on variables of the frame. Counts stand in category "*", rates (0-1) in "rate"
    with n = the usable (or returned) forms counted; an office's name, its reason for silence and the groups it is in are the
    categories of rows without a number. Raises BadInput for names that do not exist, all at once.
    """
    raise_if([problem for wave, spec in waves.items() for problem in spec_problems(wave, spec, tables, groups, file)])
    made = [_of_wave(wave, _units(wave, tables, spec), own_groups(spec, groups)) for wave, spec in waves.items()]
    return pd.concat(made, ignore_index=True) if made else estimates_table([])


def own_groups(
    spec: Mapping[str, Any], groups: Mapping[str, Mapping[str, Iterable[Any]]]
) -> dict[str, Mapping[str, Iterable[Any]]]:
    """The groups that a wave is counted for: those it names, else all that no other wave has for itself."""
    return {name: groups[name] for name in spec.get("groups", groups) if name in groups}


def _of_wave(wave: str, units: Units, groups: Mapping[str, Mapping[str, Iterable[Any]]]) -> pd.DataFrame:
    rows: list[EstimateRow] = []
    members: dict[str, pd.Series] = {}
    for group, condition in groups.items():
        members[group] = where(units.frame, condition)
        rows += _rows(group, units, units.frame[members[group]], _answers(units, condition))
    rows += _rows(TOTAL, units, units.frame, units.answers)
    for office in sorted(units.frame.index):
        of_office = units.frame.loc[[office]]
        answers = units.answers[units.answers[units.answers_unit] == office]
        rows += _rows(f"{OF_UNIT}{office}", units, of_office, answers)
        words = [(key, of_office[name].iloc[0]) for key, name in units.told.items()]
        words += [(MEMBER, group) for group, inside in members.items() if inside[office]]
        rows += [_row(k, str(w), f"{OF_UNIT}{office}", float("nan"), float("nan")) for k, w in words if not pd.isna(w)]
    return estimates_table(rows, wave)


def _units(wave: str, tables: Mapping[str, pd.DataFrame], spec: Mapping[str, Any]) -> Units:
    frame_spec, answers_spec = spec["frame"], spec["answers"]
    frame = _part(tables, frame_spec)
    frame = frame[where(frame, frame_spec.get("where", {}))]
    frame = frame.set_index(frame_spec["unit"], drop=False).rename_axis(None)  # the unit may be the area itself
    answers = _part(tables, answers_spec | {"wave": answers_wave(wave, spec)})
    forms = spec.get("forms", {})
    given = _part(tables, forms).set_index(forms["unit"]) if forms else pd.DataFrame(index=frame.index[:0])
    handed_out = _column(given, forms.get("handed_out"), frame.index)
    if "otherwise" in forms:
        handed_out = handed_out.fillna(frame[forms["otherwise"]].astype("Float64"))
    frame = frame.assign(
        municipality_=frame[frame_spec["municipality"]] if "municipality" in frame_spec else None,
        area_=frame[spec["fte"]["unit"]] if "fte" in spec else None,
        usable_=answers[answers_spec["unit"]].value_counts().reindex(frame.index).fillna(0).astype(int),
        handed_out_=handed_out,
        returned_=_column(given, forms.get("returned"), frame.index),
        form_=frame.index.isin(given.index),
    )
    fte = (
        _part(tables, spec["fte"]).set_index(spec["fte"]["unit"])[spec["fte"]["count"]].dropna()
        if "fte" in spec
        else {}
    )
    forms_base, fte_base = (spec.get(part, {}).get("base", "invited") for part in ("forms", "fte"))
    told = {key: frame_spec[key] for key in (NAME, REASON) if key in frame_spec}
    unit = answers_spec["unit"]
    areas = "municipality" in frame_spec
    return Units(frame, answers, unit, dict(fte), areas, bool(forms), "fte" in spec, forms_base, fte_base, told)


def _part(tables: Mapping[str, pd.DataFrame], part: Mapping[str, Any]) -> pd.DataFrame:
    table = tables[part["instrument"]]
    return table[table["wave"] == part["wave"]]


def _column(table: pd.DataFrame, name: str | None, index: pd.Index) -> pd.Series:
    if name is None or name not in table.columns:
        return pd.Series(pd.NA, index=index, dtype="Float64")
    return table[name].astype("Float64").reindex(index)


def _answers(units: Units, condition: Condition) -> pd.DataFrame:
    """Usable answers of a group: by what the answer itself says, else by the office it came from."""
    if set(variables_in(condition)) <= set(units.answers.columns):
        return units.answers[where(units.answers, condition)]
    offices = units.frame.index[where(units.frame, condition)]
    return units.answers[units.answers[units.answers_unit].isin(offices)]


def _rows(group: str, units: Units, frame: pd.DataFrame, answers: pd.DataFrame) -> list[EstimateRow]:
    answered = frame["usable_"] > 0
    counts: dict[str, float] = {
        "invited_offices": len(frame),
        "answered_offices": int(answered.sum()),
        "usable": len(answers),
    }
    if units.has_areas:
        counts["invited_municipalities"] = frame["municipality_"].nunique()
        counts["answered_municipalities"] = frame.loc[answered, "municipality_"].nunique()
    offices = counts["answered_offices"]
    rates: dict[str, tuple[float, float]] = {
        "share_offices": (float("nan"), _rr2(offices, len(frame)))
    }  # no respondents
    if units.has_forms:
        of_forms, of_rates = _forms(units, frame, answers)
        counts, rates = counts | of_forms, rates | of_rates
    if units.has_fte and not (group.startswith(OF_UNIT) and _shares_area(units, frame)):
        of_fte, of_rates = _fte(units, frame, answers)
        counts, rates = counts | of_fte, rates | of_rates
    return [_row(name, BASE, group, counts[name], counts[name]) for name in COUNTS if name in counts] + [
        _row(name, RATE, group, counted, rate) for name, (counted, rate) in rates.items() if rate == rate
    ]


def _forms(
    units: Units, frame: pd.DataFrame, answers: pd.DataFrame
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Forms handed out and returned. Offices that tell no number are in neither part of a rate."""
    known = frame[frame["handed_out_"].notna() & _in_base(frame, units.forms_base)]
    both = frame[frame["handed_out_"].notna() & frame["returned_"].notna()]
    counts = {"offices_without_form": float((~frame["form_"]).sum())}
    rates: dict[str, tuple[float, float]] = {}
    if len(known):
        handed_out, counted = (
            float(known["handed_out_"].sum()),
            _told(units, answers, frame.index.difference(known.index)),
        )
        counts["handed_out"], rates["rr_forms"] = handed_out, (counted, _rr2(counted, handed_out))
    if len(both):
        returned = float(both["returned_"].sum())
        counts["returned"] = returned
        rates["rr_returned"] = (returned, _rr2(returned, float(both["handed_out_"].sum())))
    return counts, rates


def _fte(
    units: Units, frame: pd.DataFrame, answers: pd.DataFrame
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Full-time equivalents of the areas in the base and in the whole frame, and the answers over them."""
    counts: dict[str, float] = {}
    rates: dict[str, tuple[float, float]] = {}
    in_base = frame if units.fte_base == "invited" else _with_answers(frame)
    for name, part, names in (("fte", in_base, ("rr_fte", "share_fte")), ("frame_fte", frame, ("share_frame_fte",))):
        areas = sorted(set(part["area_"].dropna()) & set(units.fte))
        if areas:
            counts[name] = float(sum(units.fte[area] for area in areas))
            counted = float(_told(units, answers, frame.index[~frame["area_"].isin(areas)]))
            rates |= dict.fromkeys(names, (counted, _rr2(counted, counts[name])))
    return counts, rates


def _told(units: Units, answers: pd.DataFrame, untold: pd.Index) -> int:
    """Usable answers but those of offices whose eligible persons are not known."""
    return int((~answers[units.answers_unit].isin(untold)).sum())


def _in_base(frame: pd.DataFrame, base: str) -> pd.Series:
    """All invited offices, or those from which at least one answer came."""
    return frame["usable_"] > 0 if base == "answered" else pd.Series(True, index=frame.index)


def _with_answers(frame: pd.DataFrame) -> pd.DataFrame:
    """The offices of areas from which at least one answer came."""
    return frame[frame["area_"].isin(frame.loc[frame["usable_"] > 0, "area_"])]


def _shares_area(units: Units, office: pd.DataFrame) -> bool:
    """Whether other offices serve the same area, whose positions then cannot be told apart."""
    return bool((units.frame["area_"] == office["area_"].iloc[0]).sum() != 1)


def _rr2(answered: float, eligible: float) -> float:
    """RR2 of cases that are all eligible. More forms than an office said it handed out give a rate above 1."""
    return response_rates(Dispositions(partial=answered, other=eligible - answered))["RR2"]


def _row(variable: str, category: str, group: str, n: float, estimate: float) -> EstimateRow:
    return EstimateRow(variable, category, group, int(n) if float(n).is_integer() else NAN, estimate=estimate)


def spec_problems(
    wave: str,
    spec: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    groups: Mapping[str, Mapping[str, Any]],
    file: str,
) -> list[Problem]:
    """Everything in the specification that is no known key, instrument, wave or variable."""
    place = f"response > waves > {wave}"
    known_keys = {*_KEYS, *_OWN_KEYS}
    problems = [
        Problem(file, place, f"unknown key {key!r}", suggestion(key, known_keys)) for key in set(spec) - known_keys
    ]
    problems += [
        Problem(file, place, f"the key {k!r} is missing", "Add it") for k in ("frame", "answers") if k not in spec
    ]
    for part in sorted(set(spec) & set(_KEYS)):
        found = _part_problems(part, {**spec, **_answered_in(wave, spec)}, tables)
        problems += [Problem(file, f"{place} > {part}", *text) for text in found]
    if problems:
        return problems
    known = tables[spec["frame"]["instrument"]].columns
    return [
        Problem(file, f"group {group}", f"the frame has no variable {name!r}", suggestion(name, known))
        for group, condition in own_groups(spec, groups).items()
        for name in variables_in(condition)
        if name not in known
    ]


def _answered_in(wave: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a wave with the wave they are of."""
    return {"answers": {**spec["answers"], "wave": answers_wave(wave, spec)}} if "answers" in spec else {}


def _part_problems(part: str, spec: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> list[tuple[str, str]]:
    values = spec[part]
    needed, optional = _KEYS[part]
    optional = optional | {"wave"}
    found = [(f"the key {key!r} is missing", "Add it") for key in sorted(needed - set(values))]
    found += [(f"unknown key {k!r}", suggestion(k, needed | optional)) for k in sorted(set(values) - needed - optional)]
    if found:
        return found
    if values["instrument"] not in tables:
        return [(f"unknown instrument {values['instrument']!r}", suggestion(values["instrument"], tables))]
    table = tables[values["instrument"]]
    if values["wave"] not in set(table["wave"]):
        found.append((f"no rows of wave {values['wave']!r}", suggestion(values["wave"], table["wave"].unique())))
    own = [
        values[key]
        for key in ("unit", "municipality", NAME, REASON, "handed_out", "returned", "count")
        if key in values
    ]
    of_frame = [values["otherwise"]] if "otherwise" in values else []
    of_frame += [values["unit"]] if part == "fte" else []
    frame = tables.get(spec.get("frame", {}).get("instrument", ""), pd.DataFrame())
    found += [
        (f"unknown variable {name!r}", suggestion(name, table.columns)) for name in own if name not in table.columns
    ]
    found += [
        (f"the frame has no variable {name!r}", suggestion(name, frame.columns))
        for name in of_frame
        if name not in frame.columns
    ]
    counts = [values[key] for key in ("handed_out", "returned", "count") if values.get(key) in table.columns]
    found += [
        (f"{name!r} holds no numbers", "Name the variable with the counts, of type number")
        for name in counts
        if not pd.api.types.is_numeric_dtype(table[name])
    ]
    if values.get("base", "invited") not in ("invited", "answered"):
        found.append((f"base: {values['base']!r}", "invited or answered"))
    return found + (_twice(part, values, table) if not found else [])


def _twice(part: str, values: Mapping[str, Any], table: pd.DataFrame) -> list[tuple[str, str]]:
    """Units that stand twice in a register would be counted twice."""
    if part == "answers":
        return []
    rows = table[table["wave"] == values["wave"]]
    rows = rows[where(rows, values.get("where", {}))] if part == "frame" else rows
    return [
        (f"{values['instrument']} has {values[key]} {value!r} twice", "Clean it: one row a unit")
        for key in ("unit", NAME)
        if key in values
        for value in sorted(set(rows.loc[rows[values[key]].duplicated(), values[key]].dropna()))
    ]
