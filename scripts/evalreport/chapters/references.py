"""Cross-references of a chapter template, which the assembly numbers."""

from collections.abc import Callable, Mapping


def reference_functions(displays: Mapping[str, str]) -> dict[str, Callable[[str], str]]:
    """ref, Ref, section, Section: cross-references that the assembly numbers. displays: exhibit id -> table or figure kind."""

    def anchor(exhibit: str) -> str:
        return f"{'tbl' if displays[exhibit] == 'table' else 'fig'}-{exhibit}"

    return {
        "ref": lambda exhibit: f"[](#{anchor(exhibit)}){{.ref}}",
        "Ref": lambda exhibit: f"[](#{anchor(exhibit)}){{.ref .cap}}",
        "section": lambda name: f"[](#{name}){{.ref}}",
        "Section": lambda name: f"[](#{name}){{.ref .cap}}",
    }
