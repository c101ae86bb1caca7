"""Tables of a web page that a screen reader can read: captions, heads with a scope, sections, a region to scroll in.

After the techniques H51, H39, H63 and H43 of WCAG 2.1 and the regions of WAI-ARIA 1.2.
"""

from lxml import etree

from evalreport.docx.xml import Element

ALIGN = {"text-align: right;": "num", "text-align: center;": "mid"}


def text_of(element: Element | None) -> str:
    """The words of an element, spaces made one; no-break spaces stay."""
    return "" if element is None else " ".join("".join(element.itertext()).replace("\n", " ").split(" ")).strip()


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return list(element.get("class", "").split())


def with_class(root: Element, name: str) -> list[Element]:
    """The elements below `root` that have a class, in order."""
    return [element for element in root.iter(etree.Element) if name in classes(element)]


def make_tables_readable(root: Element, unnamed: str) -> None:
    """Change every table below `root` in place; `unnamed` is what a table without a caption is called, before its place."""
    for number, table in enumerate(root.iter("table"), start=1):
        _classes_for_styles(table)
        for group in table.findall("colgroup"):
            table.remove(group)
        _heads(table)
        _bodies(table)
        region = table.getparent()
        if "scroll" in classes(region):
            name = text_of(table.find("caption")) or f"{unnamed} {number}"
            region.attrib.update({"role": "region", "tabindex": "0", "aria-label": name})


def _classes_for_styles(table: Element) -> None:
    """Alignment as classes: a page whose policy allows one style sheet runs no styles of elements."""
    for element in table.iter(etree.Element):
        style = element.attrib.pop("style", "")
        if style in ALIGN:
            element.set("class", " ".join([*classes(element), ALIGN[style]]))


def _heads(table: Element) -> None:
    rows = table.findall("thead/tr")
    for row in rows:
        for cell in row:
            wide = int(cell.get("colspan", "1")) > 1
            if not text_of(cell):
                cell.tag = "td"  # an empty head is a head of nothing
            elif wide and row is not rows[-1]:
                cell.set("scope", "colgroup")
                cell.set("class", "mid")
            else:
                cell.set("scope", "col")


def _bodies(table: Element) -> None:
    """The first cell of a row is its head; a row of one cell is the head of the rows below it, which get a body of their own."""
    for body in table.findall("tbody"):
        current, filled = body, 0
        for row in list(body):
            first = row[0]
            across = len(row) == 1 and int(first.get("colspan", "1")) > 1
            if across and filled:
                following = etree.Element("tbody")
                current.addnext(following)
                current, filled = following, 0
            if text_of(first):
                first.tag = "th"
                first.set("scope", "rowgroup" if across else "row")
            if current is not body:
                current.append(row)
            filled += 1
