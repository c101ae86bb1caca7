"""The reviewer's page as a file: whole, escaped, with nothing to fetch."""

import base64
import hashlib
import json
import re
import zlib
from html import unescape
from pathlib import Path

import pytest
from evalreport.review.page.page import review_page
from evalreport.review.review import review, review_json
from review_builds import Build

TEMPLATES = Path(__file__).parents[3] / "report_templates/shared/review"
EVIL = "</script><script>alert(1)</script>"


@pytest.fixture
def builds(tmp_path):
    return Build(tmp_path, "interim"), Build(tmp_path, "final")


def page(builds, language="en"):
    old, new = (build.side() for build in builds)
    return review_page(review(old, new, language), old, new, TEMPLATES)


def unpacked(text, name):
    return zlib.decompress(base64.b64decode(re.search(rf'id="{name}">(.*?)</script>', text)[1])).decode()


def drawn(text, side):
    """A figure as the script of the page puts it together."""
    name, *size = re.search(rf'<figure[^>]*data-{side}="([^"]*)"', text)[1].split(" ")
    parts = unpacked(text, "parts").split("\0")
    return re.sub("\0(\\d+)\0", lambda mark: parts[int(mark[1])], unpacked(text, name)), size


def test_figures_stand_in_the_page_as_packed_pictures_old_and_new(builds):
    builds[1].share = 0.6
    old, new = (build.side() for build in builds)
    text = review_page(review(old, new, "en"), old, new, TEMPLATES)
    for key, side in (("old", old), ("new", new)):
        assert drawn(text, key) == (side.text("figures/use.svg"), ["100.0", "50.0"])
    assert unpacked(text, "parts") != "" and "<svg" not in text


def test_the_same_picture_is_stored_once(builds):
    builds[0].p, builds[1].p = 0.2, 0.01
    builds[1].label = "Much"
    old, new = (build.side() for build in builds)
    found = review(old, new, "en")
    text = review_page(found, old, new, TEMPLATES)
    assert len(re.findall(r'id="p\d+"', text)) == 2
    new.files["figures/use.svg"].write_bytes(old.files["figures/use.svg"].read_bytes())
    text = review_page(found, old, new, TEMPLATES)
    assert re.findall(r'id="(p\d+)"', text) == ["p0"] and drawn(text, "old") == drawn(text, "new")


def test_a_claim_shows_its_condition_and_the_numbers_that_decided(builds):
    builds[0].claim = {"condition": "majority: use", "numbers": "w 60%"}
    builds[1].claim = {**builds[0].claim, "numbers": EVIL}
    builds[1].verdict = "fails"
    text = page(builds)
    assert "<code>majority: use</code>" in text and '<span lang="en">w 60%</span>' in text
    assert EVIL not in text and "&lt;script&gt;alert(1)" in text


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
    kinds = re.findall(r"<script([^>]*)>", text)
    assert kinds.count("") == 1 and all("text/plain" in kind or "application/json" in kind for kind in kinds if kind)


def test_the_policy_allows_this_style_and_script_and_no_request(builds):
    builds[1].share = 0.6
    text = page(builds)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    for kind in ("style", "script"):
        (inside,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'; img-src blob:;" in policy and "unsafe" not in policy and "data:" not in policy
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)
    assert not re.search(r"<[^>]+\sstyle=", text) and not re.search(r"<[^>]+\son\w+=", text)


def test_the_same_review_is_the_same_page(builds):
    builds[1].share, builds[1].text = 0.6, "# Main\n\nUse is 60%.\n"
    assert page(builds) == page(builds)


@pytest.fixture
def much(builds):
    """Builds in which every kind of item differs."""
    builds[1].share, builds[1].p, builds[1].verdict = 0.6, 0.01, "fails"
    builds[1].answers = {**builds[1].answers, "How often?": "2"}
    builds[1].text = "# Main\n\nSomething else entirely stands here now.\n"
    return builds


def test_every_part_of_the_page_has_words_in_every_language(much):
    for language, said in (("nb", "holder ikke lenger"), ("nn", "held ikkje lenger"), ("en", "no longer holds")):
        text = page(much, language)
        assert f'<html lang="{language}">' in text and said in text


def test_what_the_program_says_is_the_same_page_in_another_language(much):
    """What the script does when the language is switched gives the page that is written in that language."""

    def switched(text, language):
        texts = json.loads(re.search(r'id="data">(.*?)</script>', text)[1])["texts"][language]

        def said(match):
            values = json.loads(unescape(match["values"])) if match["values"] else {}
            return re.sub(r"{(\w+)}", lambda name: str(values.get(name[1], name[0])), texts[int(match["number"])])

        body = text[text.index("<body>") : text.index("<script")]
        body = re.sub(r'<span data-t="(?P<number>\d+)"(?: data-a="(?P<values>[^"]*)")?>[^<]*</span>', said, body)
        names = r' (?:alt|aria-label)="[^"]*" data-(?:alt|label)="\d+"'  # these need the heading beside them
        return unescape(re.sub(rf' lang="[a-z]+"|{names}|<option value="" data-t="\d+">[^<]*', "", body))

    pages = {language: page(much, language) for language in ("nb", "nn", "en")}
    assert "changed because answers in staff.csv changed (1 row changed" in pages["en"]
    for wanted in pages:
        bodies = [switched(text, wanted) for text in pages.values()]
        assert bodies[0] == bodies[1] == bodies[2]
    assert switched(pages["nb"], "nn") != switched(pages["nb"], "nb")


def test_the_words_of_the_report_are_marked_as_its_language(much):
    text = page(much, "nn")
    for of_report in ("The use</h3>", "It is high.</blockquote>"):
        assert re.search(rf'<[^>]* lang="nn">{re.escape(of_report)}', text)
    assert '<tbody lang="nn">' in text and '<p class="redline" lang="nn">' in text


def test_the_file_for_machines_is_in_the_language_of_the_evaluation(much):
    old, new = (build.side() for build in much)
    (cause,) = json.loads(review_json(review(old, new, "nb")))["causes"]
    assert "er endret fordi svar i staff.csv er endret" in cause["sentence"] and "said" not in cause


def colours(css, block):
    found = re.search(rf"{block}\s*:root {{(.*?)}}", css, re.DOTALL)[1]
    return dict(re.findall(r"--([\w-]+): (#\w+);", found))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "block", ["^", r"@media \(prefers-color-scheme: dark\) {", "@media print {"], ids=["light", "dark", "print"]
)
def test_all_text_stands_out_from_what_is_behind_it(block):
    assert contrast("#fff", "#000") == pytest.approx(21) and contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )
    colour = colours((TEMPLATES / "page.css").read_text(encoding="utf-8"), block)
    pairs = [(ink, back) for ink in ("ink", "quiet", "accent", "loud", "new", "gone") for back in ("paper", "card")]
    pairs += [(name, f"{name}-bg") for name in ("loud", "new", "gone")] + [("paper", "accent"), ("ink", "loud-bg")]
    faint = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


def test_a_claim_that_is_weakened_is_not_said_to_fail(builds):
    for verdict, said in (("fails", True), ("weakened", False)):
        builds[1].verdict = verdict
        text = page(builds)
        assert (">no longer holds<" in text, ">less certain than before<" in text) == (said, not said)


def test_nothing_changed_is_said(builds):
    assert "Nothing a reader sees has changed." in page(builds)


def test_claims_with_another_verdict_stand_first_and_new_ones_with_their_chapter(builds):
    builds[1].claim = {"condition": "y", "sentence": "It is quite low."}
    text = page(builds)
    assert 'id="claims"' not in text and "New claim" in text and "Claim removed" in text
    builds[1].claim, builds[1].verdict = {}, "fails"
    text = re.sub(r"</?span[^>]*>", "", page(builds))
    assert (
        text.index('id="claims"')
        < text.index("holds → fails")
        < text.index('id="why"' if 'id="why"' in text else 'id="changes"')
    )
