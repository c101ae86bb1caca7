"""The report as one accessible web page: everything inside the file, nothing fetched, no script."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree, html
from markupsafe import Markup

from evalreport.assemble.report import title_page
from evalreport.docx.xml import Element
from evalreport.files.errors import Problem, raise_if
from evalreport.files.writing import write_text
from evalreport.outputs.registry import Material
from evalreport.outputs.web_tables import classes, make_tables_readable, text_of, with_class
from evalreport.words.catalogue import word
from evalreport.words.numbers import NO_BREAK
from evalreport.words.sentences import lower_first

_LENGTH = re.compile(r"([\d.]+)pt")
HEADINGS = ("h2", "h3")  # in the contents: chapters and their sections
POINTS_TO_PIXELS = 96 / 72


@dataclass(frozen=True)
class Entry:
    """A line of the contents: where it leads, its number and words, and the lines below it."""

    target: str
    number: str
    title: str
    below: tuple["Entry", ...] = ()


def read_blocks(blocks: str) -> Element:
    """The tree of the HTML that `assembly.html_blocks` gave."""
    return html.fragment_fromstring(blocks, create_parent="div")


def write_page(material: Material, path: Path) -> None:
    """Write report.html from the material of an edition."""
    blocks = material.blocks.read_text(encoding="utf-8")
    write_text(path, web_page(blocks, material.metadata, material.figures, material.templates / "web"))


def web_page(blocks: str, metadata: Mapping[str, Any], figures: Path, templates: Path) -> str:
    """The page; blocks: of `assembly.html_blocks`, figures: folder of <exhibit>.svg, templates: folder of page.html.jinja and page.css.

    Its policy lets a browser fetch nothing. Raises BadInput for ids that are there twice and links that lead nowhere.
    """
    language = metadata["language"]
    root = read_blocks(blocks)
    _figures(root, figures, language)
    make_tables_readable(root, word("table", language).capitalize())
    _footnotes(root, language)
    _name_headings(root)
    raise_if(link_problems(root))
    style = (templates / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals["w"] = lambda key: word(key, language)
    return environment.get_template("page.html.jinja").render(
        language=language,
        title=title_page(metadata),
        policy=policy(style),
        style=Markup(style),
        contents=contents(root),
        lists=[(word(f"list_of_{kind}s", language), exhibit_list(root, kind)) for kind in ("table", "figure")],
        body=Markup("".join(html.tostring(child, encoding="unicode") for child in root)),
    )


def policy(style: str) -> str:
    """The content security policy: this style sheet, pictures that stand in the page, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _figures(root: Element, figures: Path, language: str) -> None:
    """Pictures into the page, captions as figcaption, the numbers behind each figure into a disclosure."""
    for exhibit in with_class(root, "figure"):
        picture, caption = exhibit[0], exhibit[1]
        figure = etree.Element("figure")
        exhibit.insert(0, figure)
        figure.extend([picture, caption])
        caption.tag = "figcaption"
        for data in with_class(exhibit, "data"):
            data.tag = "details"
            summary = etree.Element("summary")
            name = lower_first(text_of(with_class(caption, "number")[0]))
            summary.text = word("output_show_numbers", language).format(figure=name)
            data.insert(0, summary)
    for image in root.iter("img"):
        _embed(image, figures / Path(image.get("src")).name)


def _embed(image: Element, path: Path) -> None:
    data = path.read_bytes()
    image.set("src", "data:image/svg+xml;base64," + base64.b64encode(data).decode())
    image.attrib.pop("style", None)
    drawing = etree.fromstring(data)
    for side in ("width", "height"):
        if length := _LENGTH.fullmatch(drawing.get(side, "")):
            image.set(side, str(round(float(length[1]) * POINTS_TO_PIXELS)))


def _footnotes(root: Element, language: str) -> None:
    """The footnotes get a heading; the links back say where they lead."""
    for section in root.xpath(".//section[@id='footnotes']"):
        heading = etree.Element("h2", id="footnotes-heading")
        heading.text = word("output_footnotes", language)
        for rule in section.findall("hr"):
            section.remove(rule)
        section.insert(0, heading)
        section.set("aria-labelledby", "footnotes-heading")
    for link in with_class(root, "footnote-back"):
        link.set("aria-label", word("output_back_to_text", language))


def _name_headings(root: Element) -> None:
    for number, heading in enumerate(each for each in root.iter("h2", "h3", "h4", "h5") if not each.get("id")):
        heading.set("id", f"heading-{number + 1}")


def contents(root: Element) -> tuple[Entry, ...]:
    """The chapters, each with its sections."""
    found: list[tuple[Element, list[Entry]]] = []
    for heading in root.iter(*HEADINGS):
        if heading.tag == "h2":
            found.append((heading, []))
        elif found:
            found[-1][1].append(_entry(heading))
    return tuple(_entry(heading, tuple(below)) for heading, below in found)


def _entry(heading: Element, below: tuple[Entry, ...] = ()) -> Entry:
    number, title = _parts(heading)
    return Entry(f"#{heading.get('id')}", number, title, below)


def _parts(element: Element) -> tuple[str, str]:
    """Number and words of a heading or caption; calls of footnotes left out."""
    plain = html.fromstring(html.tostring(element))
    for call in with_class(plain, "footnote-ref"):
        call.drop_tree()
    numbers = with_class(plain, "number")
    number = text_of(numbers[0]) if numbers else ""
    return number, text_of(plain).removeprefix(number).strip()


def heading_names(root: Element, language: str) -> dict[str, str]:
    """What references call the headings: id -> `chapter 3`, `section 3.1`, `Appendix 2`; one without a number by its words."""
    found = {}
    for heading in root.iter("h2", "h3", "h4", "h5"):
        number, title = _parts(heading)
        kind = "chapter" if heading.tag == "h2" else "section"
        numbered = number.rstrip(":") if number.endswith(":") else f"{word(kind, language)}{NO_BREAK}{number}"
        found[heading.get("id")] = numbered if number else title
    return {id: name for id, name in found.items() if id}


def exhibit_list(root: Element, kind: str) -> tuple[Entry, ...]:
    """The tables or the figures, in order."""
    return tuple(Entry(f"#{each.id}", each.number, each.caption) for each in exhibits_in(root) if each.kind == kind)


@dataclass(frozen=True)
class ShownExhibit:
    """A table or figure where the report shows it: kind table | figure, its number in words, caption, note and chapter."""

    id: str
    exhibit: str
    kind: str
    number: str
    caption: str
    note: str
    chapter: str
    alt: str = ""


def exhibits_in(root: Element) -> tuple[ShownExhibit, ...]:
    """All numbered tables and figures of the blocks in their order."""
    chapter, found = "", []
    for element in root.iter(etree.Element):
        if element.tag == "h2":
            chapter = " ".join(part for part in _parts(element) if part)
        if "exhibit" in classes(element):
            found.append(_exhibit(element, chapter))
    return tuple(found)


def _exhibit(element: Element, chapter: str) -> ShownExhibit:
    kind = "figure" if "figure" in classes(element) else "table"
    captions = [*with_class(element, "caption")] if kind == "figure" else [*element.iter("caption")]
    number, caption = _parts(captions[0])
    note = " ".join(text_of(each) for each in with_class(element, "note"))
    image = next(element.iter("img"), None)
    id, alt = element.get("id"), "" if image is None else image.get("alt")
    return ShownExhibit(id, id.partition("-")[2], kind, number, caption, note, chapter, alt)


def link_problems(root: Element) -> list[Problem]:
    """Ids that are there twice, and links inside the page that lead nowhere."""
    ids = [element.get("id") for element in root.iter(etree.Element) if element.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
    targets = {link.get("href")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")}
    return [
        *(Problem("report.html", name, "the id is there twice", "One element of an id") for name in twice),
        *(
            Problem("report.html", name, "a link leads to this id, which is nowhere", "An element of that id")
            for name in sorted(targets - set(ids))
        ),
    ]
