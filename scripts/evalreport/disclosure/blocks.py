"""The numbers of each instrument as one ledger: classes of respondents, segments of questions, and what must stay unknown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evalreport.codebook.codebook import Codebook
from evalreport.codebook.conditions import variables_in
from evalreport.disclosure.gather import Sources, counted_in, instrument_of
from evalreport.disclosure.ledger import Key, Ledger, LedgerMaker, Place, SegmentMaker, classes_of
from evalreport.disclosure.plan import Secret
from evalreport.disclosure.possible import REAL, blocks, with_possible
from evalreport.disclosure.primary import EDITION, Case
from evalreport.disclosure.vectors import Vector, read_with, vectors_of
from evalreport.evaluation.model import Exhibit, items_of
from evalreport.exhibits.kind import ANSWERED
from evalreport.exhibits.registry import KINDS
from evalreport.files.estimates import ALPHA, BASE, BESIDE, EVERYTHING, MEAN, TOTAL
from evalreport.survey.design import Mask

Cases = Sequence[tuple[Exhibit, Case]]
Places = dict[Key, list[Place]]
Masks = Mapping[str, Mask]
Questions = tuple[str, ...]  # names of questions
REST = "rest"  # the category of those of a base who are in none of its cells


@dataclass(frozen=True)
class Block:
    """All numbers of one instrument: the ledger, its primary rows with reasons, and the secrets."""

    instrument: str
    ledger: Ledger
    primary: Mapping[int, str]
    secrets: tuple[Secret, ...]


def blocks_of(cases: Cases, sources: Sources, worth: Mapping[str, int]) -> list[Block]:
    """The exhibits with vectors, an instrument each; worth: exhibit -> how much is lost with its numbers."""
    named = [part for exhibit, case in cases if case.vectors for part in _by_instrument(exhibit, case, sources)]
    found = []
    for instrument in dict.fromkeys(name for name, _, _ in named):
        found.append(_block(instrument, [(e, c) for name, e, c in named if name == instrument], sources, worth))
    return found


def _by_instrument(exhibit: Exhibit, case: Case, sources: Sources) -> Iterator[tuple[str, Exhibit, Case]]:
    """An exhibit with the vectors of each instrument whose respondents it counts."""
    of = {key: case.answered_in.get(key) or instrument_of(exhibit, sources) for key in case.vectors}
    instruments = dict.fromkeys(of.values())
    if len(instruments) == 1:
        yield next(iter(instruments)), exhibit, case
        return
    for instrument in instruments:
        yield instrument, exhibit, replace(case, vectors={k: v for k, v in case.vectors.items() if of[k] == instrument})


def _block(instrument: str, cases: Cases, sources: Sources, worth: Mapping[str, int]) -> Block:
    shown = [(e, c) for e, c in cases if answered(e)]
    masks = {e.id: counted_in(e, c.panels, sources.data[instrument], sources) for e, c in shown}
    classes = _classes(instrument, cases, masks, sources)
    maker = LedgerMaker(classes)
    places: Places = {}
    rests: dict[Key, Place] = {}
    for exhibit, case in cases:
        if not answered(exhibit):
            padded = {k: [_padded(v, len(classes)) for v in vectors] for k, vectors in case.vectors.items()}
            places |= {(exhibit.id, *k): [maker.of_classes(v) for v in each] for k, each in padded.items()}
    for names, moves in _segments(instrument, shown, sources):
        own, few = _segment(instrument, names, moves, shown, masks, sources, maker)
        places |= own
        rests |= few
    places |= _everything(shown, places, sources, maker)
    found: dict[int, str] = {}
    secrets: list[Secret] = []
    for exhibit, case in cases:
        small = case.small
        for i, (key, n) in enumerate(zip(case.keys, case.table["n"], strict=True)):
            name = (exhibit.id, *key)
            if name in places:
                if i in small:
                    found[len(maker.rows)] = small[i]
                    secrets += secrets_of(case, key, float(n), small[i], places[name], name)
                known = float(n) in case.earlier.get(key, ())
                maker.add(name, float(n), places[name], worth.get(exhibit.id, 0), known)
        secrets += [Secret(at, case.limits.minimum_cell, k) for k, at in rests.items() if k[0] == exhibit.id]
    return Block(instrument, maker.made(), found, tuple(secrets))


def secrets_of(
    case: Case, key: tuple[str, str, str], n: float, reason: str, places: Sequence[Place], name: Key
) -> list[Secret]:
    """What must stay unknown of a small number; of one near to an edition that is out, that it is near.

    A reader subtracts: a number that has grown by few must be able to have grown by the limit, and one that has become less to be
    less by the limit, or nothing.
    """
    if reason != EDITION:
        return [Secret(place, case.limits.of(key[1]), name) for place in places]
    limit = case.limits.minimum_cell
    near = [then for then in case.earlier[key] if 0 < abs(n - then) < limit]
    grown = [Secret(places[0], then + limit, name) for then in near if n > then]
    return grown + [Secret(places[0], 0, name, maximum=max(then - limit, 0.0)) for then in near if n < then]


def answered(exhibit: Exhibit) -> bool:
    """Whether an exhibit counts answers of respondents."""
    return KINDS[exhibit.kind].respondents(exhibit) == ANSWERED


def _padded(vector: Vector, size: int) -> Vector:
    return np.concatenate([vector, np.zeros(size - len(vector), dtype=np.int64)])


def _classes(instrument: str, cases: Cases, masks: Mapping[str, Masks], sources: Sources) -> np.ndarray:
    """The class of each respondent, those dropped behind: wave, groups and bases of all exhibits, and whatever is no answer."""
    data, size = sources.data[instrument], sources.size(instrument)
    vectors: list[Vector] = [np.asarray(pd.factorize(data["wave"])[0], dtype=np.int64) + 1]
    for exhibit, case in cases:
        if answered(exhibit):
            vectors += [mask.astype(np.int64) for mask in masks[exhibit.id].values()]
        else:
            vectors += [vector for each in case.vectors.values() for vector in each]
    return classes_of([_padded(vector, size) for vector in vectors], size)


def _segments(instrument: str, cases: Cases, sources: Sources) -> list[tuple[Questions, bool]]:
    """The questions of the exhibits in blocks that hang together, and whether their answers may be those of others."""
    book = sources.books[instrument]
    read = [tie for exhibit, _ in cases for tie in read_with(exhibit, book)]
    items = {v.name for exhibit, _ in cases for v in items_of(exhibit, book)}.union(*read)
    # Answers of the same persons in two waves belong together: who could have been one of them is no respondent of its own.
    paired = {v.name for exhibit, _ in cases if exhibit.person for v in items_of(exhibit, book)}
    moved = set(sources.moved.get(instrument, ())) - paired
    together = blocks(moved, [*sources.ties.get(instrument, ()), *read])
    moving = [tuple(block) for block in together if items & set(block)]
    left = items - {name for block in moving for name in block}
    staying = blocks(left, [tie for tie in read if left >= set(tie)])
    return [*((block, True) for block in moving), *((tuple(block), False) for block in staying)]


def _segment(
    instrument: str,
    names: Questions,
    moves: bool,
    cases: Cases,
    masks: Mapping[str, Masks],
    sources: Sources,
    maker: LedgerMaker,
) -> tuple[Places, dict[Key, Place]]:
    """The numbers of a block's questions, and the few who are in a base and in no cell of it."""
    book, data = sources.books[instrument], sources.data[instrument]
    data = data[_columns(names, book, cases)]
    moved = [name for name in names if moves and name in data]
    table, rows = with_possible(data, maker.classes[: len(data)], moved)
    real = table[REAL].to_numpy(dtype=bool)
    segment = maker.segment(maker.classes[rows], real.astype(np.int64))
    places: Places = {}
    rests: dict[Key, Place] = {}
    for exhibit, case in cases:
        items = [v.name for v in items_of(exhibit, book)]
        shown = tuple(name for name in items if name in names)
        if not shown:
            continue
        part = replace(exhibit, variables=shown, battery="")
        found = vectors_of(part, table, book, {group: mask[rows] for group, mask in masks[exhibit.id].items()})
        if len(shown) < len(items):
            del found[EVERYTHING, BASE, TOTAL]
        places |= {(exhibit.id, *key): [segment.vector(v) for v in vectors] for key, vectors in found.items()}
        rests |= {(exhibit.id, *key): at for key, at in _not_shown(exhibit, case, found, segment, real)}
    return places, rests


def _columns(names: Questions, book: Codebook, cases: Cases) -> list[str]:
    """What the numbers of a block's questions are read from: wave, questions, items of indices, what is read beside them, the questions
    that decide who was asked, and what their exhibits' conditions and persons are told by."""
    shown = [e for e, _ in cases if {v.name for v in items_of(e, book)} & set(names)]
    beside = [name for e in shown for tie in read_with(e, book) if set(tie) & set(names) for name in tie]
    known = [book.variable(name) for name in dict.fromkeys([*names, *beside]) if name in book.names]
    items = [book.variable(item) for variable in known if variable.index for item in variable.index.items]
    gates = [jump.gate for variable in (*known, *items) for jump in variable.jumps]
    about = [name for e in shown for name in (*variables_in(e.where), *([e.person] if e.person else []))]
    return list(dict.fromkeys(["wave", *names, *beside, *(item.name for item in items), *gates, *about]))


def _not_shown(
    exhibit: Exhibit,
    case: Case,
    found: Mapping[tuple[str, str, str], list[Vector]],
    segment: SegmentMaker,
    real: Vector,
) -> Iterator[tuple[tuple[str, str, str], Place]]:
    """Few respondents of a base who are in none of its cells: a share tells them as well as it tells those counted."""
    for key, (base, *_) in found.items():
        if key[1] != BASE or key[0] == EVERYTHING or not KINDS[exhibit.kind].by_answers:
            continue
        skipped = (BASE, MEAN, ALPHA, *BESIDE)
        cells = [v[0] for k, v in found.items() if (k[0], k[2]) == (key[0], key[2]) and k[1] not in skipped]
        rest = base - np.sum(cells, axis=0) if cells else base * 0
        if cells and (rest >= 0).all() and 0 < int(rest[real].sum()) < case.limits.minimum_cell:
            yield (key[0], REST, key[2]), segment.vector(rest)


def _everything(cases: Cases, places: Places, sources: Sources, maker: LedgerMaker) -> Places:
    """Respondents behind exhibits of several questions, who answered any of them: in segments of their own."""
    found: Places = {}
    for exhibit, case in cases:
        key = (EVERYTHING, BASE, TOTAL)
        if key in case.vectors and (exhibit.id, *key) not in places:
            vector = case.vectors[key][0]
            segment = maker.segment(maker.classes[: len(vector)], np.ones(len(vector), dtype=np.int64))
            found[exhibit.id, *key] = [segment.vector(vector)]
    return found
