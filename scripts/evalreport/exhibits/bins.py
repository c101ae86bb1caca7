"""Classes of numbers between edges, as a histogram shows them: each from its lower edge to below the next, the last to its upper edge."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evalreport.words.catalogue import word
from evalreport.words.numbers import decimals_of, format_number


def bin_ids(edges: Sequence[float]) -> list[str]:
    """The id of each class, its edges: 0_10."""
    return [f"{low:.15g}_{high:.15g}" for low, high in zip(edges, edges[1:], strict=False)]


def bin_labels(edges: Sequence[float], language: str) -> list[str]:
    """The label of each class."""
    pairs = [*zip(edges, edges[1:], strict=False)]
    keys = ["bin_below"] * (len(pairs) - 1) + ["bin_last"]
    return [
        word(key, language).format(low=_number(low, language), high=_number(high, language))
        for key, (low, high) in zip(keys, pairs, strict=True)
    ]


def binned(values: NDArray[np.float64], edges: Sequence[float]) -> NDArray[np.object_]:
    """The class id (n,) of each value, "" for none (NaN) and "(none)" outside the edges."""
    ids = np.array([*bin_ids(edges), "(none)", ""], dtype=object)
    place = np.digitize(values, edges) - 1
    place = np.where(values == edges[-1], len(edges) - 2, place)
    place = np.where((place < 0) | (place > len(edges) - 2), len(edges) - 1, place)
    return ids[np.where(np.isnan(values), len(edges), place)]


def _number(value: float, language: str) -> str:
    return format_number(value, decimals_of(value), language)
