"""What Word shows before each heading of a .docx: its lists counted as ECMA-376-1, 17.9 says, from the file alone."""

from pathlib import Path

from evalreport.docx.xml import read_package, w
from lxml import etree


def numbered_headings(path: Path) -> list[str]:
    """The headings as a reader sees them: number, a tab or a space, title; no-break spaces as spaces."""
    parts = read_package(path)
    document, numbering, styles = (
        etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "numbering", "styles")
    )
    levels = {a.get(w("abstractNumId")): list(a.iter(w("lvl"))) for a in numbering.findall(w("abstractNum"))}
    lists = {n.get(w("numId")): n for n in numbering.findall(w("num"))}
    counts: dict[str, list[int]] = {}
    begun: set[str] = set()
    found = []
    for paragraph in document.iter(w("p")):
        style = _value(paragraph, "pStyle")
        if not (style or "").startswith("Heading"):
            continue
        number, level = _list_of(paragraph, style, styles)
        text = "".join(t.text for t in paragraph.iter(w("t")))
        if number is None:
            found.append(text)
            continue
        abstract = lists[number].find(w("abstractNumId")).get(w("val"))
        starts = [int(each.find(w("start")).get(w("val"))) for each in levels[abstract]]
        count = counts.setdefault(abstract, [start - 1 for start in starts])
        override = lists[number].find(f"{w('lvlOverride')}/{w('startOverride')}")
        if override is not None and number not in begun:
            count[0] = int(override.get(w("val"))) - 1
        begun.add(number)
        count[level] += 1
        count[level + 1 :] = [start - 1 for start in starts[level + 1 :]]
        found.append(_shown(levels[abstract][level], count) + text)
    return [text.replace("\u00a0", " ") for text in found]


def _value(element, name):
    found = element.find(f"{w('pPr')}/{w(name)}")
    return None if found is None else found.get(w("val"))


def _list_of(paragraph, style, styles):
    for owner in (paragraph, styles.find(f"{w('style')}[@{w('styleId')}='{style}']")):
        numbered = owner.find(f"{w('pPr')}/{w('numPr')}")
        if numbered is not None:
            return numbered.find(w("numId")).get(w("val")), int(numbered.find(w("ilvl")).get(w("val")))
    return None, 0


def _shown(level, count):
    text = level.find(w("lvlText")).get(w("val"))
    for number, value in enumerate(count, start=1):
        text = text.replace(f"%{number}", str(value))
    follows = level.find(w("suff"))
    return text + {"space": " ", "nothing": ""}.get(None if follows is None else follows.get(w("val")), "\t")
