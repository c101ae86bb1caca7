"""Pictures of one's own: their size in points, and what is no picture that a report may hold."""

from io import BytesIO

import pytest
from evalreport.files.pictures import BadPicture, read_picture
from lxml import etree
from PIL import Image

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def read(tmp_path, content: str | bytes, name: str = "a.svg"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_picture(path)


@pytest.mark.parametrize(
    ("attributes", "size", "box"),
    [
        ('width="160mm" height="60mm" viewBox="0 0 320 120"', (453.54, 170.08), "0 0 320 120"),
        ('width="400" height="200px"', (300.0, 150.0), "0 0 400 200"),
        ('width="3in" height="2in"', (216.0, 144.0), "0 0 288 192"),
        ('viewBox="0,0,400 100"', (300.0, 75.0), "0 0 400 100"),
        ('width="100%" height="100%" viewBox="0 0 400 100"', (300.0, 75.0), "0 0 400 100"),
        ('width="200pt" viewBox="0 0 400 100"', (200.0, 50.0), "0 0 400 100"),
    ],
)
def test_a_drawing_has_a_size_in_points(tmp_path, attributes, size, box):
    picture = read(tmp_path, f'{HEAD} {attributes}><rect width="1" height="1"/></svg>')
    assert (round(picture.width, 2), round(picture.height, 2)) == size
    root = etree.fromstring(picture.data)
    assert (root.get("width"), root.get("height")) == tuple(f"{side:.2f}pt" for side in size)
    assert root.get("viewBox") == box


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<rect onclick="alert(1)"/>', "onclick=…"),
        ('<image href="http://a.b/c.png"/>', "a link to 'http://a.b/c.png'"),
        ('<image xlink:href="/etc/passwd"/>', "a link to '/etc/passwd'"),
        ('<use xlink:href="other.svg#a"/>', "a link to 'other.svg#a'"),
        ('<a href="javascript:alert(1)"><rect/></a>', "<a>"),
        ("<style>@import url(http://a.b/c.css);</style>", "a style from outside"),
        ("<style>rect { fill: url( 'http://a.b') }</style>", "a style from outside"),
        ('<rect style="fill:url(http://a.b/c.svg#d)"/>', "style with something from outside"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "a link to 'data:image/svg+xml;base64,AAAA'"),
    ],
)
def test_nothing_runs_and_nothing_comes_from_outside(tmp_path, inside, found):
    with pytest.raises(BadPicture) as caught:
        read(tmp_path, f'{HEAD} width="1" height="1">{inside}</svg>')
    assert f"a.svg has {found}" in [each for each, _ in caught.value.found]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    with pytest.raises(BadPicture) as caught:
        read(tmp_path, f'{HEAD}><script/><rect onload="x"/></svg>')
    assert len(caught.value.found) == 3


def test_an_entity_is_not_read(tmp_path):
    text = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD} width="1" height="1"><text>&x;</text></svg>'
    with pytest.raises(BadPicture, match="an entity"):
        read(tmp_path, text)


def test_links_within_the_drawing_and_pictures_in_it_are_right(tmp_path):
    inside = '<use xlink:href="#a"/><rect fill="url(#b)"/><image href="data:image/png;base64,iVBORw0KGgo="/>'
    assert read(tmp_path, f'{HEAD} width="1" height="1">{inside}</svg>').form == "svg"


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        ("<svg", "a.svg", "no SVG that can be read"),
        ("<html/>", "a.svg", "it begins with <html>"),
        (b"\x89PNG\r\n", "a.png", "no PNG that can be read"),
        ("GIF89a", "a.gif", "a.gif is no SVG or PNG"),
        (b"\xff\xd8\xff\xe0", "a.png", "no PNG that can be read"),
    ],
)
def test_what_is_no_picture(tmp_path, content, name, found):
    with pytest.raises(BadPicture, match=found):
        read(tmp_path, content, name)


def test_a_missing_file_and_the_one_that_was_meant(tmp_path):
    read(tmp_path, f'{HEAD} width="1" height="1"/>', "organisation.svg")
    with pytest.raises(BadPicture) as caught:
        read_picture(tmp_path / "organization.svg")
    ((found, expected),) = caught.value.found
    assert found.endswith("organization.svg does not exist") and "organisation.svg" in expected


@pytest.mark.parametrize(("dpi", "size"), [(None, (300.0, 150.0)), ((150, 150), (144.0, 72.0))])
def test_a_png_has_the_size_that_it_says(tmp_path, dpi, size):
    data = BytesIO()
    Image.new("RGB", (300, 150)).save(data, "PNG", **({"dpi": dpi} if dpi else {}))
    picture = read(tmp_path, data.getvalue(), "a.PNG")
    assert picture.data == data.getvalue()
    assert (round(picture.width), round(picture.height)) == size
