"""A plain PDF of lines at fixed places, written by hand so that the bytes never depend on a library's version."""

from pathlib import Path

LEFT, TOP, LEADING, PER_PAGE = 60, 780, 15, 46
Cell = tuple[int, str]  # x in points from the left margin, text
Line = tuple[tuple[Cell, ...], int]  # cells, font size (0 = an empty line)


def write_pdf(path: Path, lines: list[Line]) -> None:
    """Pages of A4 in Helvetica (Windows-1252), each with its number at the foot."""
    pages = [lines[start : start + PER_PAGE] for start in range(0, len(lines), PER_PAGE)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for number, page in enumerate(pages, start=1):
        kids.append(len(objects) + 1)
        stream = _page(page, f"Side {number} av {len(pages)}")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects) + 2} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    path.write_bytes(_file(objects))


def _page(lines: list[Line], foot: str) -> bytes:
    parts, y = [], TOP
    for cells, size in lines:
        parts += [_text(LEFT + x, y, size, text) for x, text in cells]
        y -= LEADING
    return b"\n".join([*parts, _text(270, 40, 9, foot)])


def _text(x: int, y: int, size: int, text: str) -> bytes:
    shown = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F1 %d Tf %d %d Td (%b) Tj ET" % (size, x, y, shown)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail
