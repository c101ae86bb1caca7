"""The tiny evaluation in every language that has a file of words: nothing but the language and the keys of its texts is changed."""

import re
import zipfile
from pathlib import Path

import pytest
from evalreport.words.catalogue import LANGUAGES, language_tag, word

WRITTEN = "en"  # the tiny evaluation's own language; its build is looked at by all other tests


def translate_keys(folder: Path, language: str) -> None:
    """Every text of a configuration put under another language, and the evaluation in it: what it says stays English."""
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(rf"(?<![\w-]){WRITTEN}: ", f"{language}: ", text)
        path.write_text(re.sub(rf"^language: {WRITTEN}$", f"language: {language}", text, flags=re.M), encoding="utf-8")
    for path in sorted(folder.rglob("*.csv")):
        head, _, rows = path.read_text(encoding="utf-8-sig").partition("\n")
        path.write_text(re.sub(rf"_{WRITTEN}(?=,|\r|$)", f"_{language}", head) + "\n" + rows, encoding="utf-8")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != WRITTEN])
def test_the_tiny_evaluation_is_built_in_every_language(tiny, language):
    translate_keys(tiny.config, language)
    tiny.snakemake()
    with zipfile.ZipFile(tiny.build / "report.docx") as package:
        document, styles = (package.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", document))
    for key in ("received", "forms_dropped", "total", "checksum", "coverage_report", "contents"):
        assert word(key, language) in text, key
    assert f"{word('table', language).capitalize()}\u00a0" in text or f"{word('table', language).capitalize()} " in text
    assert f'w:lang w:val="{language_tag(language)}"' in styles
    assert (tiny.build / "report.pdf").stat().st_size > 0
