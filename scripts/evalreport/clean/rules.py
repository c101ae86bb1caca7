"""Cleaning rules as data: what each kind of rule needs, and what is wrong with the rules somebody wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evalreport.clean.spelling import spelling_problems, spellings
from evalreport.codebook.codebook import Codebook, Variable
from evalreport.codebook.printed import excluded_by
from evalreport.files.errors import Problem, raise_if
from evalreport.files.spreadsheets import suggestion

_TARGETS = ("variable", "variables", "battery")


@dataclass(frozen=True)
class Kind:
    """Which keys a kind of rule takes beside id, type, waves and reason; `target`: it names variables."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    target: str = "needed"  # needed | optional | none


EXCLUSIVE, JUMPS, SPELLING = "exclusive", "jumps", "spelling"
# Rules on texts and rows act in the order written, before the answers are coded; reverse and recode at coding, exclusive and jumps after.
KINDS: dict[str, Kind] = {
    "drop_where": Kind(("values",), ("column",), target="optional"),
    "drop_duplicates": Kind(("keys", "keep"), ("order_by",), target="optional"),
    "drop_if_answers_below": Kind(("minimum",), (), target="optional"),
    "replace": Kind(("values",)),
    "set_missing": Kind(("values",)),
    SPELLING: Kind((), ("values",)),
    "parse_date": Kind(("formats", "as")),
    "fill_from": Kind(("from", "values")),
    "correct": Kind(("row", "old", "new")),
    "reverse": Kind(("minimum", "maximum")),
    "recode": Kind(("map",)),
    "flag": Kind(("when",)),
    "exclusive": Kind(("keep",), (), target="optional"),
    "jumps": Kind(target="optional"),
}
CODING = ("reverse", "recode")
_SHAPES: dict[str, tuple[type, str]] = {
    "keys": (list, "a list of columns"),
    "formats": (list, "a list such as [iso, excel_serial, '%d.%m.%Y']"),
    "minimum": (int, "a whole number"),
    "maximum": (int, "a whole number"),
    "row": (int, "a row number"),
    "id": (str, "a name"),
    "variable": (str, "the name of a variable"),
    "from": (str, "the name of a variable"),
    "map": (str, "the name of a code map"),
    "battery": (str, "the name of a battery"),
    "column": (str, "a header of the export"),
    "order_by": (str, "a header of the export"),
    "variables": (list, "a list of variables"),
    "waves": (list, 'a list of waves, as ["2023"]'),
}
_LISTS = ("keys", "formats", "variables", "waves", "values")  # of which an empty one does nothing
_CHOICES = {"keep": ("first", "last", "most_answers", "box", "others"), "as": ("date", "year"), "when": ("missing",)}


@dataclass(frozen=True)
class Rule:
    """One cleaning rule: when it applies, to which variables, why, and its settings."""

    id: str
    type: str
    waves: tuple[str, ...]
    variables: tuple[str, ...]
    reason: str
    settings: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.settings[key]


def parse_rules(content: Any, file: str, book: Codebook, language: str) -> tuple[Rule, ...]:
    """The rules of a cleaning file, checked against the codebook; raises BadInput with every problem.

    content: the loaded YAML ({"rules": [...]}, or nothing at all for an instrument that needs no cleaning).
    """
    items = (content or {}).get("rules") or [] if isinstance(content or {}, Mapping) else None
    extra = sorted(set(content or {}) - {"rules"}) if isinstance(content or {}, Mapping) else []
    if not isinstance(items, list) or extra:
        found = "unknown key " + ", ".join(map(repr, extra)) if extra else "no list of rules"
        raise_if([Problem(file, "top level", found, "Write rules: and a list")])
    problems, seen = [], set()
    for number, item in enumerate(items or [], start=1):
        place = f"rule {number}"
        if not isinstance(item, Mapping):
            problems.append(Problem(file, place, f"{item!r}", "A rule is a mapping with id, type, reason"))
            continue
        problems += [Problem(file, f"{place} ({item.get('id', '?')})", *text) for text in _wrong(item, book)]
        if (name := str(item.get("id"))) in seen:
            problems.append(Problem(file, place, f"the id {item['id']!r} a second time", "Ids are unique"))
        seen.add(name)
    raise_if(problems)
    return tuple(_rule(item, book, language) for item in items or [])


def _rule(item: Mapping[str, Any], book: Codebook, language: str) -> Rule:
    common = ("id", "type", "waves", "reason", *_TARGETS)
    reason = item["reason"]
    return Rule(
        id=item["id"],
        type=item["type"],
        waves=tuple(str(wave) for wave in item.get("waves", book.waves)),
        variables=_targets(item, book),
        reason=reason if isinstance(reason, str) else reason.get(language) or next(iter(reason.values())),
        settings={key: value for key, value in item.items() if key not in common} | _names(item, book),
    )


def _names(item: Mapping[str, Any], book: Codebook) -> dict[str, Any]:
    """Variable -> the right spelling of its names, of a rule that corrects these."""
    if item["type"] != SPELLING:
        return {}
    values = item.get("values", ())
    return {"names": {name: spellings(book.variable(name), values, book) for name in _targets(item, book)}}


def _targets(item: Mapping[str, Any], book: Codebook) -> tuple[str, ...]:
    named = [item["variable"]] if "variable" in item else list(item.get("variables", ()))
    items = [variable.name for variable in book.variables if variable.battery == item.get("battery", None)]
    return (*named, *items)


def _wrong(item: Mapping[str, Any], book: Codebook) -> list[tuple[str, str]]:
    """(found, expected) of everything wrong with one rule."""
    if not isinstance(item.get("type"), str) or item["type"] not in KINDS:
        return [(f"type {item.get('type')!r}", suggestion(str(item.get("type")), KINDS))]
    kind = KINDS[item["type"]]
    needed = ("id", "type", "reason", *kind.required)
    known = (*needed, "waves", *kind.optional, *(() if kind.target == "none" else _TARGETS))
    found = [(f"the key {key!r} is missing", "Add it") for key in needed if key not in item]
    found += [(f"unknown key {key!r}", suggestion(str(key), known)) for key in item if key not in known]
    misshapen = [(f"{key}: {item[key]!r}", f"Write {_SHAPES[key][1]}") for key in _SHAPES if not _fits(item, key)]
    found += misshapen + _wrong_reason(item.get("reason", ""))
    found += [
        (f"{key}: empty", "Name at least one, or take the rule out") for key in _LISTS if item.get(key) in ([], {})
    ]
    for key, allowed in _CHOICES.items():
        if key in item and item[key] not in allowed:
            found.append((f"{key}: {item[key]!r}", suggestion(str(item[key]), allowed)))
    if "values" in item:
        found += _wrong_values(item)
    if "formats" in item and not misshapen:
        bad = [form for form in item["formats"] if not _is_format(form)]
        found += [(f"formats: {form!r}", "Write iso, excel_serial or a form such as '%d.%m.%Y'") for form in bad]
    return found if misshapen else found + _wrong_names(item, kind, book)


def _is_format(form: Any) -> bool:
    """Whether a date can be read by it."""
    if form in ("iso", "excel_serial"):
        return True
    try:
        day = datetime(2001, 2, 3)
        return isinstance(form, str) and datetime.strptime(day.strftime(form), form).year > 0
    except ValueError:
        return False


def _wrong_reason(reason: Any) -> list[tuple[str, str]]:
    """A reason is a text, or a text in each language."""
    texts = reason.values() if isinstance(reason, Mapping) and reason else [reason]
    if all(isinstance(text, str) for text in texts):
        return []
    return [(f"reason: {reason!r}", "Write a text, or a text in each language as {en: …}")]


def _fits(item: Mapping[str, Any], key: str) -> bool:
    return key not in item or (isinstance(item[key], _SHAPES[key][0]) and not isinstance(item[key], bool))


def _wrong_values(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """`values` pairs old with new texts where a rule replaces, and lists texts where it looks for them."""
    mapping = item["type"] in ("replace", "fill_from")
    if isinstance(item["values"], Mapping if mapping else list):
        values: Any = item["values"]
        parts = [*values.values()] if mapping else values
        nested = [part for part in parts if isinstance(part, list | dict)]
        return [(f"values: {nested[0]!r} inside", "Write texts or numbers")] if nested else []
    return [(f"values: {item['values']!r}", "Pairs old: new" if mapping else "A list of texts")]


def _wrong_names(item: Mapping[str, Any], kind: Kind, book: Codebook) -> list[tuple[str, str]]:
    waves = [str(wave) for wave in item.get("waves", ())]
    found = [(f"unknown wave {wave!r}", suggestion(wave, book.waves)) for wave in waves if wave not in book.waves]
    names = [*item.get("variables", ()), *([item["variable"]] if "variable" in item else [])]
    sources = [item["from"]] if "from" in item else []
    unknown = [name for name in (*names, *sources) if name not in book.names]
    found += [(f"unknown variable {name!r}", suggestion(name, book.names)) for name in unknown]
    if "battery" in item and item["battery"] not in book.batteries:
        found.append((f"unknown battery {item['battery']!r}", suggestion(item["battery"], book.batteries)))
    if "map" in item and item["map"] not in book.code_maps:
        found.append((f"unknown map {item['map']!r}", suggestion(item["map"], book.code_maps)))
    if kind.target == "needed" and not any(key in item for key in _TARGETS):
        found.append(("it names no variable", "Add variable, variables or battery"))
    if item["type"] == "drop_where" and ("column" in item) == ("variable" in item):
        found.append(("it needs a column or a variable", "Name one of them"))
    found += _wrong_keep(item)
    if item["type"] == EXCLUSIVE and not any(excluded_by(variable, book) for variable in book.variables):
        found.append(("no box of the codebook excludes others", "Give those that do `excludes`"))
    if item["type"] == JUMPS and not any(variable.jumps for variable in book.variables):
        found.append(("no question of the codebook stands behind a jump", "Give those that do asked_if"))
    if unknown:
        return found
    return (
        found
        + _wrong_use(item, [book.variable(name) for name in names], waves, book)
        + _wrong_minimum(item, names, book)
    )


def _wrong_keep(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is kept of rows sent twice is no answer to what is kept of boxes, and the other way round."""
    own = ("box", "others") if item["type"] == EXCLUSIVE else ("first", "last", "most_answers")
    if item.get("keep", own[0]) in own or item["keep"] not in _CHOICES["keep"]:
        return []
    return [(f"keep: {item['keep']!r}", f"Write {' or '.join(own)}")]


def _wrong_minimum(item: Mapping[str, Any], names: Sequence[str], book: Codebook) -> list[tuple[str, str]]:
    """A number of answers that every form has, or that none can have."""
    if item["type"] != "drop_if_answers_below" or "minimum" not in item:
        return []
    items = sum(variable.battery == item["battery"] for variable in book.variables) if "battery" in item else 0
    most = len(names) + items if any(key in item for key in _TARGETS) else len(book.variables)
    if 1 <= item["minimum"] <= most:
        return []
    return [(f"minimum: {item['minimum']} of {most} answers", f"Write a number from 1 to {most}")]


def _wrong_ends(item: Mapping[str, Any], variable: Variable, book: Codebook) -> list[tuple[str, str]]:
    """A reversal about other ends than those of the scale would make answers of others, or none."""
    codes = [choice.code for choice in book.value_set(variable.value_set).valid]
    if not all(isinstance(code, int) for code in codes):
        return [(f"{variable.name} has texts as codes", "Use recode")]
    ends = (min(codes, default=0), max(codes, default=0))
    if (item["minimum"], item["maximum"]) == ends:
        return []
    found = (
        f"minimum {item['minimum']} and maximum {item['maximum']}, but {variable.name} goes from {ends[0]} to {ends[1]}"
    )
    return [(found, "Write the ends of the scale")]


def _wrong_use(
    item: Mapping[str, Any], variables: Sequence[Variable], waves: Sequence[str], book: Codebook
) -> list[tuple[str, str]]:
    """Variables a rule of this type cannot act on, or in no wave it names (fill_from may act where none asked)."""
    found = []
    for variable in variables:
        if item["type"] in CODING and not variable.is_coded:
            found.append((f"{variable.name} is a {variable.type} and has no codes", "Use replace or correct"))
        if item["type"] == SPELLING:
            found += spelling_problems(variable, item.get("values", ()), book)
        if item["type"] == EXCLUSIVE and not excluded_by(variable, book):
            found.append((f"{variable.name} excludes nothing", "Give it `excludes` in the codebook, or take it out"))
        if item["type"] == JUMPS and not variable.jumps:
            found.append((f"{variable.name} stands behind no jump", "Give it asked_if in the codebook, or take it out"))
        if item["type"] == "reverse" and variable.is_coded and {"minimum", "maximum"} <= {*item}:
            found += _wrong_ends(item, variable, book)
        if waves and item["type"] not in ("fill_from", "flag") and not any(map(variable.asked_in, waves)):
            found.append((f"{variable.name} is not asked in {', '.join(waves)}", "Take the wave or the variable out"))
    return found
