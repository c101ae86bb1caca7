"""A picture of one's own becomes what a drawn figure is: SVG, PNG and a table of data, of the same size and the same bytes."""

from pathlib import Path

import pytest
from evalreport.figures.pictures import place_picture
from evalreport.files.errors import BadInput
from lxml import etree
from PIL import Image

FONTS = Path(__file__).parents[3] / "report_templates/shared/fonts"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 20 10">'
    '<rect x="10" width="10" height="10" fill="#ff0000"/><text x="1" y="8" font-size="6" font-family="Arial">æ</text></svg>'
)


def test_a_drawing_becomes_a_png_of_its_size(tmp_path):
    (tmp_path / "a.svg").write_text(DRAWING, encoding="utf-8")
    place_picture(tmp_path / "a.svg", "plan", tmp_path / "out", FONTS)
    with Image.open(tmp_path / "out/plan.png") as image:
        assert image.size == (200, 100) and round(image.info["dpi"][0]) == 200
        pixels = image.convert("RGB")
        assert pixels.getpixel((150, 50)) == (255, 0, 0) and pixels.getpixel((90, 5)) == (255, 255, 255)
        letter = pixels.crop((5, 20, 95, 95))
        assert min(low for low, _ in letter.getextrema()) < 100  # the text is drawn, in a font that there is
    assert etree.parse(tmp_path / "out/plan.svg").getroot().get("width") == "72.00pt"
    assert (tmp_path / "out/plan.csv").read_text().startswith("exhibit,") and len(
        (tmp_path / "out/plan.csv").read_text().split("\n")
    ) == 2
    first = [(tmp_path / f"out/plan.{ending}").read_bytes() for ending in ("svg", "png", "csv")]
    place_picture(tmp_path / "a.svg", "plan", tmp_path / "again", FONTS)
    assert first == [(tmp_path / f"again/plan.{ending}").read_bytes() for ending in ("svg", "png", "csv")]


def test_a_png_stays_as_it_is_and_stands_in_an_svg(tmp_path):
    Image.new("RGB", (300, 150), "#00ff00").save(tmp_path / "b.png", dpi=(150, 150))
    place_picture(tmp_path / "b.png", "map", tmp_path / "out", FONTS)
    assert (tmp_path / "out/map.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    root = etree.parse(tmp_path / "out/map.svg").getroot()
    assert [round(float(root.get(side).removesuffix("pt"))) for side in ("width", "height")] == [144, 72]
    place_picture(tmp_path / "out/map.svg", "again", tmp_path / "out", FONTS)
    with Image.open(tmp_path / "out/again.png") as image:
        assert image.convert("RGB").getpixel((100, 50)) == (0, 255, 0)


def test_what_cannot_be_printed_is_told_with_file_and_exhibit(tmp_path):
    (tmp_path / "a.svg").write_text("<svg")
    with pytest.raises(BadInput) as caught:
        place_picture(tmp_path / "a.svg", "plan", tmp_path / "out", FONTS)
    assert f"{tmp_path / 'a.svg'}, plan: a.svg is no SVG that can be read" in str(caught.value)
    assert not (tmp_path / "out").exists()
