"""On which pages a .docx says its headings, tables and figures stand, and on which LibreOffice sets them."""

import re
import shutil
import subprocess
from pathlib import Path

from evalreport.docx.xml import read_package, style_of, w
from lxml import etree
from pypdf import PdfReader

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LISTS = ("TOC1", "TOC2", "TOC3", "TableofFigures")


def printed(docx: Path, folder: Path) -> PdfReader:
    """The file as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(folder / 'office').resolve().as_uri()}"
    command = [OFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return PdfReader(folder / f"{docx.stem}.pdf")


def stated_pages(docx: Path) -> dict[str, int]:
    """Entry of the lists (number and words) -> the page it names."""
    document = etree.fromstring(read_package(docx)["word/document.xml"])
    entries = {}
    for paragraph in document.iter(w("p")):
        if style_of(paragraph) in LISTS:
            *words, page = [text.text for text in paragraph.iter(w("t"))]
            entries[_plain("".join(words))] = int(page)
    return entries


def set_pages(reader: PdfReader, entries: list[str]) -> dict[str, int]:
    """Entry -> the page on which LibreOffice sets the heading or caption; those it breaks oddly are left out."""
    texts = [_plain(page.extract_text()) for page in reader.pages]
    first = min(reader.get_destination_page_number(item) for item in _flat(reader.outline))
    found = {}
    for entry in entries:
        pages = [number for number, text in enumerate(texts) if number >= first and entry in text]
        if len(pages) == 1:
            found[entry] = pages[0] + 1
    return found


def _flat(outline):
    for item in outline:
        yield from _flat(item) if isinstance(item, list) else [item]


def _plain(text: str) -> str:
    """Without any space: where lines break and tabs stand differs between the file and the page."""
    return re.sub(r"[\s\u00ad\u200b]", "", text)
