"""The reference of all configuration keys, written from the schemas.

`python -m evalreport.evaluation.schema_docs > docs/configuration.md`
"""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evalreport.files.schema import SCHEMAS

INTRODUCTION = """# Configuration keys

Written from config/schemas/ by `python -m evalreport.evaluation.schema_docs`; do not edit by hand. A key that is not listed here is an
error. *required* keys must be there. What takes more than a few lines to say stands below its table.
"""
_REQUIRED = " *required*"
_SENTENCE = re.compile(r".+?[.;](?= [^a-zæøå0-9])")
LONGEST = 160  # signs of a cell; a longer meaning has a section of its own, of which the cell is the first sentence


def reference(schemas: Path = SCHEMAS) -> str:
    """The page, one section a schema."""
    contents = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(schemas.rglob("*.yaml")))
    return "\n".join([INTRODUCTION, *(_section(schema) for schema in contents if "properties" in schema)])


def _section(schema: dict[str, Any]) -> str:
    keys = list(_keys(schema, schema, ""))
    rows = "\n".join(f"| {key} | {kind} | {_short(text)} |" for key, kind, text in keys)
    long = [f"\n### {key.removesuffix(_REQUIRED)}\n\n{text}\n" for key, _, text in keys if len(text) > LONGEST]
    head = f"## {schema['title']}\n\n{schema['description']}\n\n| key | value | meaning |\n| --- | --- | --- |"
    return f"{head}\n{rows}\n" + "".join(dict.fromkeys(long))


def _short(text: str) -> str:
    """The first sentence of a meaning that stands below, else all of it."""
    if len(text) <= LONGEST:
        return text
    first = _SENTENCE.match(text)
    begun = first[0] if first and len(first[0]) <= LONGEST else textwrap.shorten(text, LONGEST - 20, placeholder=" …")
    return f"{begun} *Below.*"


def _resolve(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    return {**root["$defs"][node["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in node.items() if k != "$ref"}}


def _keys(node: dict[str, Any], root: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
    required = node.get("required", [])
    for key, raw in node.get("properties", {}).items():
        child = _resolve(raw, root)
        mark = _REQUIRED if key in required else ""
        yield f"`{prefix}{key}`{mark}", _kind(raw, child), child.get("description", "")
        if not raw.get("$ref", "").endswith(("/text", "/where")):
            yield from _keys(child, root, f"{prefix}{key}.")
    further = node.get("additionalProperties")
    if isinstance(further, dict):
        child = _resolve(further, root)
        if not further.get("$ref", "").endswith(("/text", "/where")) and child.get("type") == "object":
            yield from _keys(child, root, f"{prefix}<name>.")
    if node.get("type") == "array" and isinstance(node.get("items"), dict):
        yield from _keys(_resolve(node["items"], root), root, prefix.removesuffix(".") + "[].")


def _kind(raw: dict[str, Any], child: dict[str, Any]) -> str:
    if raw.get("$ref", "").endswith("/text"):
        return "text per language"
    if raw.get("$ref", "").endswith("/where"):
        return "condition"
    if raw.get("$ref", "").endswith("/background"):
        return "background (above)"
    if child.get("format") == "language":
        return "language"
    if "enum" in child:
        return ", ".join(f"`{value}`" for value in child["enum"])
    kind = child.get("type", "")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


if __name__ == "__main__":
    print(reference(), end="")
