"""Word's tracked changes as a reader settles them: all accepted, or all rejected."""

import re
from copy import deepcopy

from evalreport.docx.xml import style_of, w


def settled(root, keep, drop):
    """The document with all changes accepted (keep ins, drop del) or rejected (the other way round)."""
    root = deepcopy(root)
    for row in [*root.iter(w("tr"))]:
        if row.find(f"{w('trPr')}/{w(drop)}") is not None:
            row.getparent().remove(row)
    for paragraph in [*root.iter(w("p"))]:
        for change in paragraph.findall(w(drop)) + paragraph.findall(f"{w(keep)}/{w(drop)}"):
            change.getparent().remove(change)
        if paragraph.find(f"{w('pPr')}/{w('rPr')}/{w(drop)}") is not None:
            assert said(paragraph) == ""  # else it would run into the next one
            paragraph.getparent().remove(paragraph)
    return root


def said(element):
    return "".join(text.text or "" for name in ("t", "delText") for text in element.iter(w(name)))


def told(root):
    """What the paragraphs of a document say, without the pages in its lists."""
    texts = [
        re.sub(r"\d+$", "", said(p)) if style_of(p).startswith("T") and "of" in style_of(p) else said(p)
        for p in root.iter(w("p"))
    ]
    return [text for text in texts if text]
