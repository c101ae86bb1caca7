"""The numbers of a whole report, collected for its plan: exhibits with vectors by instrument, the others for themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from evalreport.clean.rows import where
from evalreport.codebook.codebook import Codebook
from evalreport.disclosure.ledger import Ledger, LedgerMaker
from evalreport.disclosure.plan import Secret
from evalreport.disclosure.possible import REAL
from evalreport.disclosure.primary import Case, Limits, primary
from evalreport.disclosure.structure import structure_from
from evalreport.disclosure.vectors import Key, Vector, vectors_of
from evalreport.evaluation.model import Exhibit
from evalreport.exhibits.answers.answers import panels_from
from evalreport.exhibits.kind import ANSWERED, FORMS, RESPONSE
from evalreport.exhibits.register.view import RECEIVED, USABLE
from evalreport.exhibits.registry import KINDS
from evalreport.files.estimates import ALPHA, BASE, MEAN, NET, TOTAL
from evalreport.weighting.response_parts import RATES


@dataclass(frozen=True)
class Sources:
    """What the vectors are made from: clean tables, cleaning logs, weights, codebooks, and the section `response`."""

    data: Mapping[str, pd.DataFrame]
    logs: Mapping[str, pd.DataFrame]
    weights: Mapping[str, pd.DataFrame]
    books: Mapping[str, Codebook]
    response: Mapping[str, Any]
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)  # clean tables as they are

    def real(self, instrument: str) -> Any:
        """Which rows of an instrument are respondents, those that cleaning dropped behind them."""
        data, log = self.data[instrument], self.logs.get(instrument)
        known = data[REAL].to_numpy(dtype=bool) if REAL in data else np.ones(len(data), dtype=bool)
        return np.concatenate([known, np.ones(0 if log is None else len(_dropped(log)), dtype=bool)])


@dataclass(frozen=True)
class Block:
    """All numbers of one instrument: the ledger, its primary rows with reasons, and the secrets."""

    instrument: str
    ledger: Ledger
    primary: Mapping[int, str]
    secrets: tuple[Secret, ...]


def cases_of(
    plans: Mapping[str, Mapping[str, Any]],
    estimates: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Any],
    earlier: Mapping[str, Mapping[Key, tuple[float, ...]]],
    sources: Sources,
) -> Iterator[tuple[Exhibit, Case]]:
    """Every exhibit of a report with what is to be judged of it.

    plans: chapter -> `Project.analysis_params`; settings: `Project.disclosure_params`; earlier: exhibit -> row -> n in editions
    that are out.
    """
    for plan in plans.values():
        for data in plan["exhibits"]:
            exhibit = Exhibit(**data, title="")
            cell, base = settings["limits"][exhibit.id]
            dominance = settings["dominance"]
            limits = Limits(cell, base, settings["group_disclosure"], tuple(dominance) if dominance else None)
            table = estimates[exhibit.id].reset_index(drop=True)
            vectors = _vectors(exhibit, plan, sources) if cell or base else {}
            structure = structure_from(settings["structures"][exhibit.id])
            name = instrument_of(exhibit, sources)
            size = len(next(iter(vectors.values()))[0]) if vectors else 0
            real = sources.real(name)[:size] if vectors else None
            yield exhibit, Case(table, limits, structure, vectors, earlier.get(exhibit.id, {}), real)


def _vectors(exhibit: Exhibit, plan: Mapping[str, Any], sources: Sources) -> dict[Key, list[Vector]]:
    """Row -> its vectors over the clean rows of an instrument and, behind them, the forms that cleaning dropped."""
    of = KINDS[exhibit.kind].respondents(exhibit)
    if of == ANSWERED:
        data = sources.data[exhibit.instrument]
        weights = sources.weights.get(exhibit.weights)
        known = set(weights.loc[weights["weight"] > 0, "respondent"]) if weights is not None else set()
        weighted = np.ones(len(data), bool) if weights is None else data["respondent"].isin(known).to_numpy(dtype=bool)
        panels = panels_from(plan["inputs"][exhibit.id]["panels"])
        return vectors_of(exhibit, data, sources.books[exhibit.instrument], panels, weighted)
    if of == FORMS and exhibit.instrument in sources.data:
        return _cleaning(exhibit.instrument, sources)
    if of == RESPONSE:
        return _response(exhibit, plan, sources)
    return {}


def instrument_of(exhibit: Exhibit, sources: Sources) -> str:
    """The instrument whose respondents an exhibit counts."""
    if KINDS[exhibit.kind].respondents(exhibit) == RESPONSE:
        return next((str(w["answers"]["instrument"]) for w in sources.response.get("waves", {}).values()), "")
    return exhibit.instrument


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
        data, frame = sources.data.get(spec["answers"]["instrument"]), sources.frames.get(spec["frame"]["instrument"])
        if data is None or frame is None:
            continue
        units = frame[frame["wave"] == spec["frame"]["wave"]]
        for group, wanted in groups.items():
            inside = (data["wave"] == wave).to_numpy(dtype=bool)
            if set(wanted) <= set(data.columns):
                inside &= where(data, wanted).to_numpy(dtype=bool)
            else:
                members = units.loc[where(units, wanted), spec["frame"]["unit"]]
                inside &= data[spec["answers"]["unit"]].isin(members).to_numpy(dtype=bool)
            for variable, category in [("usable", BASE), *((rate, "rate") for rate in RATES if rate != "rr_returned")]:
                found[variable, category, prefix + group] = [inside.astype(np.int64)]
    return found


def blocks_of(cases: Sequence[tuple[Exhibit, Case]], sources: Sources, worth: Mapping[str, int]) -> list[Block]:
    """The exhibits with vectors, an instrument each; worth: exhibit -> how much is lost with its numbers."""
    blocks = []
    named = [(instrument_of(exhibit, sources), exhibit, case) for exhibit, case in cases if case.vectors]
    for instrument in dict.fromkeys(name for name, _, _ in named):
        real = sources.real(instrument)
        size = len(real)
        maker, found, secrets = LedgerMaker(size, real), {}, []
        for exhibit, case in ((e, c) for name, e, c in named if name == instrument):
            small = primary(case)
            for i, (key, n) in enumerate(zip(case.keys, case.table["n"], strict=True)):
                if key not in case.vectors:
                    continue
                vectors = [_padded(v, size) for v in case.vectors[key]]
                if i in small:
                    found[len(maker.rows)] = small[i]
                    named_key = (exhibit.id, *key)
                    secrets += [Secret(maker.vector(v), case.limits.of(key[1]), named_key) for v in vectors]
                maker.add((exhibit.id, *key), float(n), vectors, worth.get(exhibit.id, 0))
            secrets += _not_shown(exhibit, case, maker, real)
        blocks.append(Block(instrument, maker.made(), found, tuple(secrets)))
    return blocks


def _padded(vector: Vector, size: int) -> Vector:
    return np.concatenate([vector, np.zeros(size - len(vector), dtype=np.int64)])


def _not_shown(exhibit: Exhibit, case: Case, maker: LedgerMaker, real: Any) -> Iterator[Secret]:
    """Few respondents of a base who are in none of its cells: a share tells them as well as it tells those counted."""
    for key, (base, *_) in case.vectors.items():
        if key[1] != BASE or not KINDS[exhibit.kind].by_answers:
            continue
        skipped = (BASE, MEAN, ALPHA, NET)
        cells = [v[0] for k, v in case.vectors.items() if (k[0], k[2]) == (key[0], key[2]) and k[1] not in skipped]
        rest = base - np.sum(cells, axis=0) if cells else base * 0
        few = int(rest[real[: len(rest)]].sum())
        if cells and (rest >= 0).all() and 0 < few < case.limits.minimum_cell:
            yield Secret(
                maker.vector(_padded(rest, len(real))), case.limits.minimum_cell, (exhibit.id, key[0], "rest", key[2])
            )
