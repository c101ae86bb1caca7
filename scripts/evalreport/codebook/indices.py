"""Indices, the mean of several items on one scale, as configured: their items, and what is wrong with one.

Every job reads the configuration: what estimates (and numpy, scipy) is in `index_estimates`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from evalreport.codebook.codebook import Codebook, Index, Variable
from evalreport.files.spreadsheets import suggestion

Spec = Mapping[str, Any]
Found = tuple[str, str]  # what was found, what would be right


def index_of(spec: Spec, book: Codebook) -> Index:
    """The index that a specification (`items` or `battery`, `minimum`) asks for; without items where its battery is unknown."""
    items = spec.get("items", ())
    if spec.get("battery") in book.batteries:
        items = [variable.name for variable in book.battery(spec["battery"])]
    return Index(tuple(items), spec["minimum"])


def index_errors(derived: Spec, book: Codebook) -> list[Found]:
    """What is wrong with a derived variable that has an `index`."""
    spec = derived["index"]
    found = [] if derived["type"] == "number" else [(f"an index of type {derived['type']!r}", "An index is a number")]
    if ("items" in spec) == ("battery" in spec):
        return [*found, ("index: it needs either items or a battery", "Give one of them")]
    if "battery" in spec and spec["battery"] not in book.batteries:
        hint = suggestion(spec["battery"], book.batteries)
        return [*found, (f"index: no battery {spec['battery']!r}", hint)]
    index = index_of(spec, book)
    own = [variable.name for variable in book.variables if variable.index is None]
    unknown = [name for name in index.items if name not in own]
    found += [(f"index: unknown item {name!r}", suggestion(name, own)) for name in unknown]
    return found if unknown else found + list(_item_errors(index, derived, book))


def _item_errors(index: Index, derived: Spec, book: Codebook) -> Iterator[Found]:
    """Items that cannot stand in one mean."""
    twice = sorted({name for name in index.items if index.items.count(name) > 1})
    for name in twice:
        yield f"index: {name!r} stands there twice", "Each item once"
    if len(set(index.items)) < 2:
        yield f"index: {len(set(index.items))} item", "An index has at least two"
    if index.minimum > len(index.items):
        yield f"index: minimum {index.minimum} of {len(index.items)} items", "At most as many as there are items"
    items = [book.variable(name) for name in index.items]
    unscaled = [v.name for v in items if v.type != "scale" or book.value_set(v.value_set).is_text]
    for name in unscaled:
        yield f"index: {name!r} is no scale", "Items are of type scale, with numbers as codes"
    scales = {v.name: scale_ends(v, book) for v in items if v.name not in unscaled}
    first = next(iter(scales), "")
    for name, ends in scales.items():
        if ends != scales[first]:
            found = f"index: {name!r} goes from {ends[0]:g} to {ends[1]:g}, {first!r} from {scales[first][0]:g} to {scales[first][1]:g}"
            yield found, "Items of an index have one scale"
    for wave in derived.get("waves", book.waves):
        silent = [v.name for v in items if not v.asked_in(wave)]
        if silent:
            yield (
                f"index: {wave} did not ask {', '.join(map(repr, silent))}",
                "Leave the wave out with waves:, or the item",
            )


def scale_ends(variable: Variable, book: Codebook) -> tuple[float, float]:
    """Smallest and largest code of a scale."""
    codes = [float(choice.code) for choice in book.value_set(variable.value_set).valid]
    return min(codes), max(codes)


def index_ends(index: Index, book: Codebook) -> tuple[float, float]:
    """The ends of the scale of an index."""
    return scale_ends(book.variable(index.items[0]), book)
