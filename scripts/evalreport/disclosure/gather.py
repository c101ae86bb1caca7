"""What a report has of numbers, exhibit by exhibit, and which respondents each of them counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import variables_in
from evalreport.disclosure.primary import Case, Limits
from evalreport.disclosure.structure import structure_from
from evalreport.disclosure.vectors import Key, Vector, vectors_of
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.answers import Panels, condition, group_masks, panels_from
from evalreport.exhibits.answers.paired_rows import with_partner
from evalreport.exhibits.kind import ANSWERED, FORMS, RESPONSE
from evalreport.exhibits.register.view import RECEIVED, USABLE
from evalreport.exhibits.registry import KINDS
from evalreport.files.estimates import BASE, EVERYTHING, TOTAL
from evalreport.survey.design import Mask
from evalreport.weighting.response_parts import RATES, answers_wave


@dataclass(frozen=True)
class Sources:
    """What the vectors are made from: clean tables, cleaning logs, weights, codebooks, and the section `response`."""

    data: Mapping[str, pd.DataFrame]
    logs: Mapping[str, pd.DataFrame]
    weights: Mapping[str, pd.DataFrame]
    books: Mapping[str, Codebook]
    response: Mapping[str, Any]
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)  # questions that no group is made of
    ties: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)  # variables that a definition joins

    def size(self, instrument: str) -> int:
        """How many respondents an instrument has, those that cleaning dropped among them."""
        log = self.logs.get(instrument)
        return len(self.data[instrument]) + (0 if log is None else len(_dropped(log)))


def cases_of(
    plans: Mapping[str, Mapping[str, Any]],
    estimates: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Any],
    earlier: Mapping[str, Mapping[Key, tuple[float, ...]]],
    sources: Sources,
) -> Iterator[tuple[Exhibit, Case]]:
    """Every exhibit of a report with what is to be judged of it.

    plans: chapter -> `Project.analysis_params`; settings: `DisclosureJobs.params`; earlier: exhibit -> row -> n in editions
    that are out.
    """
    for plan in plans.values():
        for data in plan["exhibits"]:
            exhibit = Exhibit(**data, title="")
            cell, base = settings["limits"][exhibit.id]
            dominance = settings["dominance"]
            limits = Limits(cell, base, settings["group_disclosure"], tuple(dominance) if dominance else None)
            table = estimates[exhibit.id].reset_index(drop=True)
            vectors = vectors_of_exhibit(exhibit, plan, sources) if cell or base else {}
            structure = structure_from(settings["structures"][exhibit.id])
            answered = KINDS[exhibit.kind].respondents(exhibit) == ANSWERED
            groups = panels_from(plan["inputs"][exhibit.id]["panels"]) if answered else ()
            of = answered_in(exhibit, plan, sources, vectors)
            yield exhibit, Case(table, limits, structure, vectors, earlier.get(exhibit.id, {}), groups, of)


def vectors_of_exhibit(exhibit: Exhibit, plan: Mapping[str, Any], sources: Sources) -> dict[Key, list[Vector]]:
    """Row -> its vectors over the clean rows of an instrument and, behind them, the forms that cleaning dropped."""
    of = KINDS[exhibit.kind].respondents(exhibit)
    if of == ANSWERED:
        panels = panels_from(plan["inputs"][exhibit.id]["panels"])
        data, book = sources.data[exhibit.instrument], sources.books[exhibit.instrument]
        return vectors_of(exhibit, data, book, counted_in(exhibit, panels, data, sources))
    if of == FORMS and exhibit.instrument in sources.data:
        return _cleaning(exhibit.instrument, sources)
    if of == RESPONSE:
        return _response(exhibit, plan, sources)
    return {}


def counted_in(exhibit: Exhibit, panels: Panels, data: pd.DataFrame, sources: Sources) -> dict[str, Mask]:
    """Group of a survey exhibit -> the rows (n,) that it counts: those that have a weight, where the exhibit is weighted.

    A model tells of those in none of its groups too: EVERYTHING has all that it looks at.
    """
    weights = sources.weights.get(exhibit.weights)
    inside = np.ones(len(data), dtype=bool)
    if weights is not None:
        known = set(weights.loc[weights["weight"] > 0, "respondent"])
        inside = data["respondent"].isin(known).to_numpy(dtype=bool)
    inside = with_partner(exhibit, data, inside) if exhibit.person else inside
    masks = group_masks(data, exhibit, panels, sources.books[exhibit.instrument])
    masks |= {EVERYTHING: condition(data, exhibit.where)} if exhibit.model else {}
    return {group: mask & inside for group, mask in masks.items()}


def instrument_of(exhibit: Exhibit, sources: Sources) -> str:
    """The instrument whose respondents an exhibit counts."""
    if KINDS[exhibit.kind].respondents(exhibit) == RESPONSE:
        waves = sources.response.get("waves", {})
        shown = [spec for name, spec in waves.items() if name in exhibit.where.get("wave", waves)]
        return next((str(spec["answers"]["instrument"]) for spec in shown), "")
    return exhibit.instrument


def answered_in(exhibit: Exhibit, plan: Mapping[str, Any], sources: Sources, keys: Iterable[Key]) -> dict[Key, str]:
    """Row of the response -> the instrument whose respondents it counts: two questionnaires can stand side by side."""
    if KINDS[exhibit.kind].respondents(exhibit) != RESPONSE:
        return {}
    columns = plan["inputs"][exhibit.id]["columns"]
    longest = sorted(columns, key=lambda wave: len(columns[wave]), reverse=True)
    waves = {key: next(wave for wave in longest if key[2].startswith(columns[wave])) for key in keys}
    found = {key: str(sources.response["waves"][wave]["answers"]["instrument"]) for key, wave in waves.items()}
    return found | {key: exhibit.instrument for key in found if key[0] == RECEIVED}


def _dropped(log: pd.DataFrame) -> pd.DataFrame:
    """The forms that cleaning dropped, a row each, in the order of the log."""
    return log[log["variable"] == "*"].reset_index(drop=True)


def _cleaning(instrument: str, sources: Sources) -> dict[Key, list[Vector]]:
    data, dropped = sources.data[instrument], _dropped(sources.logs[instrument])
    wave = np.concatenate([data["wave"].to_numpy(dtype=object), dropped["wave"].to_numpy(dtype=object)])
    gone = np.arange(len(wave)) >= len(data)
    rule = np.concatenate([np.full(len(data), "", dtype=object), dropped["rule"].to_numpy(dtype=object)])
    found: dict[Key, list[Vector]] = {}
    for name in dict.fromkeys(wave):
        inside = wave == name
        found[RECEIVED, BASE, name] = [inside.astype(np.int64)]
        found[USABLE, BASE, name] = [(inside & ~gone).astype(np.int64)]
        for each in dict.fromkeys(rule[gone]):
            found[each, BASE, name] = [(inside & (rule == each)).astype(np.int64)]
    return found


def _response(exhibit: Exhibit, plan: Mapping[str, Any], sources: Sources) -> dict[Key, list[Vector]]:
    """Usable answers of each group, which the rates of forms and positions tell too, their bases being printed."""
    found: dict[Key, list[Vector]] = {}
    groups = {g["id"]: g["where"] for _, members in plan["inputs"][exhibit.id]["panels"] for g in members} | {TOTAL: {}}
    for wave, prefix in plan["inputs"][exhibit.id]["columns"].items():
        spec = sources.response["waves"][wave]
        data, frame = sources.data.get(spec["answers"]["instrument"]), sources.data.get(spec["frame"]["instrument"])
        if data is None or frame is None:
            continue
        units = frame[frame["wave"] == spec["frame"]["wave"]]
        for group, wanted in groups.items():
            inside = (data["wave"] == answers_wave(wave, spec)).to_numpy(dtype=bool)
            if set(variables_in(wanted)) <= set(data.columns):
                inside = inside & where(data, wanted).to_numpy(dtype=bool)
            else:
                members = units.loc[where(units, wanted), spec["frame"]["unit"]]
                inside = inside & data[spec["answers"]["unit"]].isin(members).to_numpy(dtype=bool)
            for variable, category in [("usable", BASE), *((rate, "rate") for rate in RATES if rate != "rr_returned")]:
                found[variable, category, prefix + group] = [inside.astype(np.int64)]
    if RECEIVED in exhibit.variables and exhibit.instrument in sources.data:
        found[RECEIVED, BASE, TOTAL] = [_received(exhibit, sources)]
    return found


def _received(exhibit: Exhibit, sources: Sources) -> Vector:
    """The forms that a flow begins with, over clean rows and those dropped: of the waves it shows, else of all."""
    log = sources.logs.get(exhibit.instrument)
    dropped = [] if log is None else [_dropped(log)["wave"]]
    wave = pd.concat([sources.data[exhibit.instrument]["wave"], *dropped], ignore_index=True)
    return np.asarray(wave.isin(list(exhibit.where.get("wave", wave.unique()))), dtype=np.int64)
