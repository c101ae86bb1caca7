"""Configuration files: loaded whole, checked against closed schemas, every problem said at once."""

import difflib
import math
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import url2pathname

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from evalreport.files.errors import BadInput, Problem
from evalreport.files.identifiers import is_isbn, is_issn
from evalreport.files.spreadsheets import suggestion
from evalreport.files.texts import UNPRINTABLE, character, read_text

SCHEMAS = Path(__file__).parents[3] / "config" / "schemas"


SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there


class _UniqueKeyLoader(SafeLoader):
    """YAML in which a key written twice is an error; the standard loader silently keeps the last."""


def _unique_mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = _key(loader, key_node)
        if not isinstance(key, Hashable):
            found = "a list or mapping where a key should be"
            raise yaml.MarkedYAMLError(problem=found, problem_mark=key_node.start_mark)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} is written twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return {_key(loader, key): loader.construct_object(value, deep=True) for key, value in node.value}


def _key(loader: Any, node: Any) -> Any:
    """A key: of a word that YAML takes for true or false (no, yes, on, off) the word itself, which may be a code or a country."""
    value = loader.construct_object(node, deep=True)
    return node.value if isinstance(value, bool) else value


def _dated(loader: Any, node: Any) -> Any:
    """A date; one that no calendar has is an error with its line."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        found = f"{node.value!r} is no date: {error}"
        raise yaml.MarkedYAMLError(problem=found, problem_mark=node.start_mark) from None


_UniqueKeyLoader.add_constructor("tag:yaml.org,2002:timestamp", _dated)
_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


_DEPTH = 60  # levels of nesting; a configuration has ten
_SIZE = (
    300_000  # values, those that an alias repeats counted each time; the largest configuration has some ten thousand
)
_LONG = 160  # characters of a value that a message shows
_FLOAT, _INTEGER = "tag:yaml.org,2002:float", "tag:yaml.org,2002:int"


def load_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises BadInput when the file is missing, is not YAML, holds control characters or numbers that are none, or stands for more
    than a configuration can be (aliases that repeat each other), with the line.
    """
    try:
        text = read_text(path)
    except FileNotFoundError:
        raise BadInput([Problem(str(path), "", "the file does not exist", _nearest_file(path))]) from None
    loader = None
    try:
        loader = _UniqueKeyLoader(text)
        root = loader.get_single_node()
        _check_values(root)
        return None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput([Problem(str(path), f"line {line}", str(error.problem), "See that line for a slip")]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadInput([Problem(str(path), f"line {line}", str(error.reason), "Remove the character")]) from None
    except RecursionError:
        found = f"values nested more than {_DEPTH} deep"
        raise BadInput([Problem(str(path), "", found, "See it for brackets that are not closed")]) from None
    finally:
        if loader is not None:
            loader.dispose()


def _check_values(root: Any) -> None:
    """Raise yaml.MarkedYAMLError at a value that no configuration can hold; aliases count as what they stand for."""
    size, waiting = 0, [(root, 0)] if root is not None else []
    while waiting:
        node, depth = waiting.pop()
        size += 1
        if depth > _DEPTH:
            raise _at(node, f"values nested more than {_DEPTH} deep, or an alias inside what it stands for")
        if size > _SIZE:
            raise _at(node, f"with its aliases the file stands for more than {_SIZE} values")
        if isinstance(node, yaml.ScalarNode):
            if found := _wrong_scalar(node):
                raise _at(node, found)
        elif isinstance(node, yaml.MappingNode):
            waiting += [(each, depth + 1) for pair in node.value for each in pair]
        else:
            waiting += [(each, depth + 1) for each in node.value]


def _wrong_scalar(node: Any) -> str:
    if bad := UNPRINTABLE.search(node.value):
        return f"a control character ({character(bad[0])})"
    if node.tag == _FLOAT and not math.isfinite(float(_plain_float(node.value))):
        return f"{node.value!r} is no number that can be counted with"
    if node.tag == _INTEGER and len(node.value) > 18:
        return f"a number of {len(node.value)} digits"
    return ""


def _plain_float(text: str) -> str:
    """A number as Python reads it: YAML writes .inf and .nan, and minutes as 1:30."""
    return text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan").partition(":")[0] or "0"


def _at(node: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _nearest_file(path: Path) -> str:
    names = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    close = difflib.get_close_matches(path.name, names, n=1)
    return f"Did you mean {close[0]}" if close else ""


LANGUAGE = "language"  # a format of ours: the code of a language that the program has words in
FORMATS = FormatChecker(())
WORDS = Path(__file__).parents[1] / "words"


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a file of words."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.yaml")))


@FORMATS.checks(LANGUAGE)
def _is_language(value: object) -> bool:
    return not isinstance(value, str) or value in languages()


IDENTIFIERS = ("isbn", "issn")  # formats of ours: numbers with a check digit


@FORMATS.checks("isbn")
def _is_isbn(value: object) -> bool:
    return not isinstance(value, str) or is_isbn(value)


@FORMATS.checks("issn")
def _is_issn(value: object) -> bool:
    return not isinstance(value, str) or is_issn(value)


@cache
def schema_at(uri: str) -> dict[str, Any]:
    """A schema by the address of its file; `$ref` in it are relative to that."""
    path = Path(url2pathname(urlsplit(uri).path))
    return {"$id": uri, **yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)}


def _referred(schema: Any) -> Iterator[str]:
    """The files that a schema's `$ref` name, as written."""
    if isinstance(schema, dict):
        if file := str(schema.get("$ref", "")).partition("#")[0]:
            yield file
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _referred(part)


def _with_referred(uri: str) -> dict[str, dict[str, Any]]:
    """Address -> schema, of a schema and of all it refers to."""
    schemas, to_read = {}, [uri]
    while to_read:
        if (address := to_read.pop()) not in schemas:
            schemas[address] = schema_at(address)
            to_read += [urljoin(address, file) for file in _referred(schemas[address])]
    return schemas


@cache
def _validator(schema_path: Path) -> Draft202012Validator:
    uri = schema_path.resolve().as_uri()
    resources = [(address, DRAFT202012.create_resource(schema)) for address, schema in _with_referred(uri).items()]
    # Looked through once: a registry that fetches what it lacks looks through it again at each reference.
    schemas: Registry[Any] = Registry().with_resources(resources).crawl()
    return Draft202012Validator(schema_at(uri), registry=schemas, format_checker=FORMATS)


Keys = tuple[Any, ...]  # keys and numbers that lead to a place in a file


def check(data: Any, schema_path: Path, file: str) -> list[Problem]:
    """Every way in which `data` breaks a schema, as problems with the place in the file."""
    return [problem for _, problem in breaks(data, schema_path, file)]


def breaks(data: Any, schema_path: Path, file: str) -> list[tuple[Keys, Problem]]:
    """Every way in which `data` breaks a schema: the keys that lead to what is unknown, missing or of another form, and the problem."""
    errors = sorted(_validator(schema_path).iter_errors(data), key=lambda error: [str(part) for part in error.path])
    return [each for error in errors for each in _explain(error, file, data)]


def _place(error: ValidationError, data: Any) -> str:
    """The path to the place, list items named by their id where they have one."""
    parts, node = [], data
    for key in error.absolute_path:
        node = node[key]
        parts.append(
            f"[{node['id']}]" if isinstance(node, dict) and "id" in node and isinstance(key, int) else str(key)
        )
    return " > ".join(parts) or "top level"


def _explain(error: ValidationError, file: str, data: Any) -> Iterator[tuple[Keys, Problem]]:
    place, keys = _place(error, data), tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(error.schema.get("properties", {}))
        for key in sorted(set(error.instance) - set(known), key=str):
            yield (*keys, key), Problem(file, place, f"unknown key {key!r}", suggestion(str(key), known))
    elif error.validator == "required":
        for key in (key for key in error.validator_value if key not in error.instance):
            description = error.schema["properties"][key].get("description", "")
            yield (*keys, key), Problem(file, place, f"the key {key!r} is missing", description)
    elif "propertyNames" in error.schema_path:
        yield (*keys, error.instance), _wrong_name(error, file, place)
    elif error.validator == "format" and error.validator_value == LANGUAGE:
        yield keys, Problem(file, place, f"found {error.instance!r}", f"Possible: {', '.join(languages())}")
    elif error.validator == "format" and error.validator_value in IDENTIFIERS:
        name = error.validator_value.upper()
        found = f"found {error.instance!r}, which is no {name}: digits are missing, or the last does not fit the others"
        yield keys, Problem(file, place, found, f"The {name} as it was given out")
    else:
        yield keys, Problem(file, place, *_said(error))


def _wrong_name(error: ValidationError, file: str, place: str) -> Problem:
    """A key whose name is not one that the schema lets it have."""
    if error.validator == "format" and error.validator_value == LANGUAGE:
        return Problem(file, place, f"unknown key {error.instance!r}", suggestion(error.instance, languages()))
    return Problem(file, place, *_said(error))


def _said(error: ValidationError) -> tuple[str, str]:
    """(what was found, what would be right) of a value that is not as it should be."""
    if error.validator == "uniqueItems" and isinstance(error.instance, list):
        twice = [each for i, each in enumerate(error.instance) if each in error.instance[:i]]
        return f"{twice[0] if twice else error.instance!r} stands here twice", "Keep one, or name another"
    if error.validator == "enum":
        return f"found {error.instance!r}", f"Possible: {', '.join(map(str, error.validator_value))}"
    if error.validator == "type":
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        if isinstance(error.instance, bool) and "string" in wanted:
            words = "off, no and false" if error.instance is False else "on, yes and true"
            return f"found {shown(error.instance)}", _right(
                f"a text in quotes: without them YAML reads {words} so", error
            )
        return f"found {shown(error.instance)}", _right(" or ".join(map(TYPES.__getitem__, wanted)), error)
    if error.validator == "pattern":
        words = PATTERNS.get(error.validator_value, f"a text of the form {error.validator_value}")
        return f"found {shown(error.instance)}", _right(words, error)
    if error.validator == "oneOf" and all([*each] == ["required"] for each in error.validator_value):
        names = [name for each in error.validator_value for name in each["required"]]
        there = [name for name in names if name in error.instance]
        return " beside ".join(there) or f"neither {' nor '.join(names)}", f"One of them: {', '.join(names)}"
    if error.validator in ("minItems", "minLength", "minProperties") and not error.instance:
        return f"found {shown(error.instance)}, which is empty", _right("at least one", error)
    return _short(error), error.schema.get("description", "")


TYPES = {  # of JSON Schema, in words
    "string": "a text, in quotes where it looks like a number",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list: [a, b]",
    "object": "keys with values: {key: value}",
    "null": "nothing",
}
PATTERNS = {
    "^[a-z][a-z0-9_]*$": "a name of a-z, 0-9 and _ that begins with a letter",
    "^[a-z_]+$": "a name of a-z and _",
    "^#[0-9A-Fa-f]{6}$": "a colour as #1F4E79",
    "^[^{}*]+$": "a name without { } and *",
    "^[^{}/*]+$": "a name without { } / and *",
}


def _right(words: str, error: ValidationError) -> str:
    """What would be right, and what the key is for."""
    return f"Write {words}. {error.schema.get('description', '')}".strip()


def shown(value: Any) -> str:
    """A value as YAML has it, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _short(error: ValidationError) -> str:
    """The message of the schema, in which a long value is shortened."""
    return error.message.replace(repr(error.instance), shown(error.instance))


def load_checked(path: Path, schema_path: Path) -> Any:
    """A YAML file that fits its schema; raises BadInput with every problem otherwise."""
    data = load_yaml(path)
    problems = check(data, schema_path, str(path))
    if problems:
        raise BadInput(problems)
    return data


def text_of(texts: Mapping[str, str], language: str) -> str:
    """A text in the report's language, else the first there is (so that one language is enough to start)."""
    return texts.get(language) or next(iter(texts.values()), "")
