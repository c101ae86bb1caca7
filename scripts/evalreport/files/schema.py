"""Configuration files: loaded whole, checked against closed schemas, every problem said at once."""

import difflib
from collections.abc import Hashable, Iterator, Mapping
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
from evalreport.files.spreadsheets import suggestion

SCHEMAS = Path(__file__).parents[3] / "config" / "schemas"


SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there


class _UniqueKeyLoader(SafeLoader):
    """YAML in which a key written twice is an error; the standard loader silently keeps the last."""


def _unique_mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            found = "a list or mapping where a key should be"
            raise yaml.MarkedYAMLError(problem=found, problem_mark=key_node.start_mark)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} is written twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return dict(loader.construct_pairs(node, deep=True))


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def load_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises BadInput when the file is missing or is not YAML, with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput([Problem(str(path), "", "the file does not exist", _nearest_file(path))]) from None
    except UnicodeDecodeError as error:
        raise BadInput(
            [Problem(str(path), f"byte {error.start}", "this is not UTF-8", "Save the file as UTF-8")]
        ) from None
    try:
        return yaml.load(text, Loader=_UniqueKeyLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput([Problem(str(path), f"line {line}", str(error.problem), "See that line for a slip")]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadInput([Problem(str(path), f"line {line}", str(error.reason), "Remove the character")]) from None


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
    elif error.validator == "enum":
        possible = ", ".join(map(str, error.validator_value))
        yield keys, Problem(file, place, f"found {error.instance!r}", f"Possible: {possible}")
    else:
        yield keys, Problem(file, place, error.message, error.schema.get("description", ""))


def _wrong_name(error: ValidationError, file: str, place: str) -> Problem:
    """A key whose name is not one that the schema lets it have."""
    if error.validator == "format" and error.validator_value == LANGUAGE:
        return Problem(file, place, f"unknown key {error.instance!r}", suggestion(error.instance, languages()))
    return Problem(file, place, error.message, error.schema.get("description", ""))


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
