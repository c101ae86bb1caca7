"""The annual reports of the local projects: python data/husk/generate/annual_reports.py [--out FOLDER]

RECONSTRUCTED from annual_reports.yaml; see data/husk/README.md. Most are filled into the form that
config/husk/records/annual_report.yaml describes, one is an older Word file, one a PDF, one a scanned text.
"""

import argparse
import io
import re
import sys
import textwrap
import zipfile
from copy import deepcopy
from pathlib import Path

import yaml
from docx import Document
from lxml import etree
from report_pdf import Line, write_pdf

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CONFIG = ROOT / "config" / "husk"
sys.path.insert(0, str(ROOT / "scripts"))

from evalreport.docx.xml import (  # noqa: E402
    read_package,
    to_bytes,
    w,
    write_package,
)
from evalreport.records.codes import load_code_lists  # noqa: E402
from evalreport.records.reports.form import (  # noqa: E402
    form_of,
    load_form,
)
from evalreport.records.reports.form_docx import write_form  # noqa: E402

LANGUAGE, UNIT, YEARS = "nb", "region", ("2008", "2009")
COLUMNS = {
    2: (0, 330),
    3: (0, 300, 390),
    4: (0, 210, 280, 350),
    5: (0, 110, 185, 260, 360),
}  # points, by number of columns
FIRST_WIDE = (0, 215, 285, 340)


def write_annual_reports(folder: Path) -> None:
    """All reports into `folder`, the same bytes on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = yaml.safe_load((HERE / "annual_reports.yaml").read_text(encoding="utf-8"))
    misread = reports.pop("misread")
    form = folder / "form.docx"
    _empty_form(form)
    for name, content in reports.items():
        if content["made_as"] == "form":
            _filled_form(form, content, folder / f"{name}.docx")
        elif content["made_as"] == "document":
            _older_document(content, folder / f"{name}.docx")
        elif content["made_as"] == "pdf":
            write_pdf(folder / f"{name}.pdf", _pdf_lines(content))
        else:
            _scanned_text(content, misread, folder / f"{name}.txt")
    form.unlink()


# ---------------------------------------------------------------- the form, filled in


def _empty_form(path: Path) -> None:
    form = form_of(load_form(CONFIG / "records" / "annual_report.yaml"), LANGUAGE)
    lists = load_code_lists(CONFIG, [UNIT, *form.code_lists], LANGUAGE)
    write_form(form, (UNIT, lists[UNIT]), YEARS, lists, LANGUAGE, path)


def _filled_form(form: Path, content: dict, path: Path) -> None:
    parts = read_package(form)
    root = etree.fromstring(parts["word/document.xml"])
    fields = {sdt.find(f"{w('sdtPr')}/{w('tag')}").get(w("val")): sdt for sdt in root.iter(w("sdt"))}
    for tag, text in content["fields"].items():
        _write(fields[tag], text)
    for name, value in content.items():
        if name in ("made_as", "fields") or not value:
            continue
        if isinstance(value[0], list):
            _fill_table(fields[name], value)
        else:
            _write_paragraphs(fields[name], value)
    parts["word/document.xml"] = to_bytes(root)
    write_package(parts, path)


def _write(field, text: str) -> None:
    """A text into a field inside a paragraph or a cell, which is then no placeholder any more."""
    hidden = field.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    if hidden is not None:
        hidden.getparent().remove(hidden)
    run = next(field.iter(w("r")))
    style = run.find(w("rPr"))
    if style is not None:
        run.remove(style)
    next(run.iter(w("t"))).text = text


def _write_paragraphs(field, texts: list[str]) -> None:
    _write(field, texts[0])
    content = field.find(w("sdtContent"))
    for text in texts[1:]:
        further = deepcopy(content[0])
        next(further.iter(w("t"))).text = text
        content.append(further)


def _fill_table(field, rows: list[list[str]]) -> None:
    """Rows into the empty rows of a table, more rows than there are made as Tab makes them; the row of totals stays last."""
    table = next(field.iter(w("tbl")))
    head, *free = table.findall(w("tr"))
    totals = [row for row in free if "".join(row.itertext()).strip() == "Sum"]
    free = [row for row in free if row not in totals]
    body = rows[: len(rows) - len(totals)]
    while len(free) < len(body):
        free[-1].addnext(deepcopy(free[-1]))
        free = [row for row in table.findall(w("tr"))[1:] if row not in totals]
    for row, cells in [*zip(free, body, strict=False), *zip(totals, rows[len(body) :], strict=True)]:
        for cell, text in zip(row.iter(w("tc")), cells, strict=True):
            _fill_cell(cell, text)


def _fill_cell(cell, text: str) -> None:
    choice = next(cell.iter(w("sdt")), None)
    if choice is not None:
        if text:
            _write(choice, text)
        return
    paragraph = cell.find(w("p"))
    for run in paragraph.findall(w("r")):
        paragraph.remove(run)
    run = etree.SubElement(paragraph, w("r"))
    etree.SubElement(run, w("t")).text = text


# ---------------------------------------------------------------- without the form


def _older_document(content: dict, path: Path) -> None:
    """A Word file as a secretary writes it: headings, paragraphs, tables, nothing of the form."""
    document = Document()
    document.core_properties.author = document.core_properties.comments = ""
    document.add_paragraph(content["title"], style="Title")
    for heading, parts in content["sections"].items():
        document.add_paragraph(heading, style="Heading 1")
        rows = [part for part in parts if isinstance(part, list)]
        for text in (part for part in parts if not isinstance(part, list)):
            document.add_paragraph(text.strip())
        if rows:
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as package:
        write_package({name: package.read(name) for name in package.namelist()}, path)


def _pdf_lines(content: dict) -> list[Line]:
    lines: list[Line] = [(((0, content["title"]),), 16), ((), 0), ((), 0)]
    for number, (heading, parts) in enumerate(content["sections"].items(), start=1):
        lines += [(((0, f"{number}. {heading}"),), 12), ((), 0)]
        for part in parts:
            if isinstance(part, list):
                places = COLUMNS[len(part)] if heading != "Status for målene" else FIRST_WIDE
                lines.append((tuple(zip(places, part, strict=True)), 8))
            else:
                lines += [(((0, line),), 10) for line in textwrap.wrap(part.strip(), 88)]
        lines.append(((), 0))
    return lines


def _scanned_text(content: dict, misread: dict[str, str], path: Path) -> None:
    """What comes out of a scanner: hard line ends, words misread, a leading space where a page begins."""
    lines = [f" {content['title']}", ""]
    for number, (heading, parts) in enumerate(content["sections"].items(), start=1):
        lines += [f"{' ' if number in (4, 7) else ''}{number}. {heading}", ""]
        rows = [part for part in parts if isinstance(part, list)]
        widths = [max(len(row[column]) for row in rows) + 3 for column in range(len(rows[0]))] if rows else []
        for part in parts:
            if isinstance(part, list):
                lines.append("".join(cell.ljust(width) for cell, width in zip(part, widths, strict=True)).rstrip())
            else:
                lines += [*textwrap.wrap(part.strip(), 86), ""]
        lines += [""] if rows else []
    words = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, misread)) + r")(?!\w)")
    path.write_text(words.sub(lambda found: misread[found[1]], "\n".join(lines) + "\n"), encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent, help="folder to write into")
    write_annual_reports(parser.parse_args().out / "annual_reports")


if __name__ == "__main__":
    main()
