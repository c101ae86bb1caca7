"""The reviewer's page as a file: whole, escaped, with nothing to fetch."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from evalreport.language import WORDS
from evalreport.review import review
from evalreport.review_page import review_page
from review_builds import Build

TEMPLATES = Path(__file__).parents[2] / "report_templates/shared/review"
EVIL = "</script><script>alert(1)</script>"


@pytest.fixture
def builds(tmp_path):
    return Build(tmp_path, "interim"), Build(tmp_path, "final")


def page(builds, language="en"):
    old, new = (build.side() for build in builds)
    return review_page(review(old, new, language), old, new, TEMPLATES)


def test_figures_stand_in_the_page_as_pictures_old_and_new(builds):
    builds[1].share = 0.6
    text = page(builds)
    data = json.loads(re.search(r'id="pictures">(.*?)</script>', text)[1])
    old, new = (base64.b64decode(data["use"][side][0].partition(",")[2]).decode() for side in ("old", "new"))
    assert 'width="50.0"' in old and 'width="60.0"' in new and "<svg" not in text


def test_a_new_font_says_that_no_value_changed(builds):
    builds[1].colour, builds[1].design = 200, {"report_templates/shared/fonts/a.ttf": "2"}
    text = page(builds)
    assert "No value changed." in text and "no value changed" in text and "<table>" not in text
    assert "Ingen verdi er endret." in page(builds, "nb")


def test_markup_in_data_is_text_on_the_page(builds):
    builds[1].share, builds[1].text = 0.6, f"# Main\n\nUse is {EVIL} 60%.\n"
    for build in builds:
        path, text = "config/x/exhibits/main.yaml", build.sources["config/x/exhibits/main.yaml"]
        build.sources = {**build.sources, path: text + f"# {build.name} {EVIL}\nnote: '{build.name} {EVIL}'\n"}
        build.answers = {EVIL: build.name, **build.answers}
    text = page(builds)
    assert EVIL not in text and "alert(1)" in text and "&lt;/script&gt;" in text
    assert len(re.findall(r"<script", text)) == 3


def test_the_policy_allows_this_style_and_script_and_no_request(builds):
    builds[1].share = 0.6
    text = page(builds)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    for kind in ("style", "script"):
        (inside,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)
    assert not re.search(r"<[^>]+\sstyle=", text) and not re.search(r"<[^>]+\son\w+=", text)


def test_the_same_review_is_the_same_page(builds):
    builds[1].share, builds[1].text = 0.6, "# Main\n\nUse is 60%.\n"
    assert page(builds) == page(builds)


def test_every_part_of_the_page_has_words_in_every_language(builds):
    builds[1].share, builds[1].p, builds[1].verdict = 0.6, 0.01, "fails"
    builds[1].text = "# Main\n\nSomething else entirely stands here now.\n"
    for language, said in (("nb", "holder ikke lenger"), ("nn", "held ikkje lenger"), ("en", "no longer holds")):
        text = page(builds, language)
        assert f'<html lang="{language}">' in text and said in text
    assert all(set(texts) == {"nb", "nn", "en"} for key, texts in WORDS.items() if key.startswith("review_"))


def test_nothing_changed_is_said(builds):
    assert "Nothing a reader sees has changed." in page(builds)


def test_claims_with_another_verdict_stand_first_and_new_ones_with_their_chapter(builds):
    builds[1].claim = {"condition": "y", "sentence": "It is quite low."}
    text = page(builds)
    assert 'id="claims"' not in text and "New claim" in text and "Claim removed" in text
    builds[1].claim, builds[1].verdict = {}, "fails"
    text = page(builds)
    assert (
        text.index('id="claims"')
        < text.index("holds → fails")
        < text.index('id="why"' if 'id="why"' in text else 'id="changes"')
    )
