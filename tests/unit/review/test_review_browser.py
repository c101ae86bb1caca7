"""The reviewer's page in a real browser: headless Chromium, driven by selenium."""

import base64
import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from evalreport.releases.signoff import read_decisions
from evalreport.review.page.page import review_page
from evalreport.review.review import review, unexpected_message
from review_builds import Build

TEMPLATES = Path(__file__).parents[3] / "report_templates/shared/review"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no chromium and chromedriver here: apt-get install chromium chromium-driver"
)
EVIL = "<script>document.title='broken in'</script><img src=x onerror=\"document.title='broken in'\">"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    folder = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for switch in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "window-size=1200,900",
        f"user-data-dir={folder}/profile",
    ):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.downloads = folder / "downloads"
    driver.downloads.mkdir()
    allowed = {"behavior": "allow", "downloadPath": str(driver.downloads)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    yield driver
    driver.quit()


def show(browser, folder, found, old, new) -> None:
    """Open the page in a clean browser: nothing logged, nothing remembered."""
    path = folder / "review.html"
    path.write_text(review_page(found, old, new, TEMPLATES), encoding="utf-8")
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get(path.as_uri())
    browser.execute_script("localStorage.clear()")
    browser.refresh()


@pytest.fixture
def builds(tmp_path):
    old, new = Build(tmp_path, "interim"), Build(tmp_path, "final")
    new.share, new.p, new.verdict = 0.6, 0.01, "fails"
    new.height = 60
    old.caption, new.caption = "picture of before", "picture of now"
    new.answers = {**new.answers, "How often?": "2"}
    new.text = f"# Main\n\nUse is 60%. {EVIL}\n".replace("<", "\\<")
    path = "config/x/exhibits/main.yaml"
    new.sources = {**new.sources, path: f"{new.sources[path]}note: {json.dumps(EVIL)}\n"}
    new.answers = {**new.answers, EVIL: "1"}
    return old, new


@pytest.fixture
def opened(browser, builds, tmp_path):
    old, new = (build.side() for build in builds)
    show(browser, tmp_path, review(old, new, "en"), old, new)
    yield browser
    assert browser.get_log("browser") == []
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    # The browser itself asks for pages of its own when it starts.
    asked = [each["request"]["url"] for each in sent if each["documentURL"].startswith("file:")]
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def one(browser, selector):
    return browser.find_element("css selector", selector)


def click(browser, element):
    """Click as a person does, who scrolls until the bar at the bottom is out of the way."""
    found = one(browser, element) if isinstance(element, str) else element
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


def shown(browser):
    return [item for item in browser.find_elements("css selector", ".item") if item.is_displayed()]


def until(check, what):
    for _ in range(100):
        if check():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def set_slider(browser, value):
    browser.execute_script(
        "const s = document.querySelector('input[type=range]'); s.value = arguments[0];"
        "s.dispatchEvent(new Event('input', {bubbles: true}))",
        value,
    )


def test_a_label_with_a_script_in_it_is_text(opened):
    assert opened.title == "What has changed: Interim"
    assert "<script>document.title" in one(opened, "ins").text


def words(browser):
    """What the page says: heading, cards, a cause, a badge, a control, the count of changes."""
    selectors = ("h1", ".cards li", ".causes li", "#changes .badge:last-child", "#open + span", "#shown", "#progress")
    return [one(browser, selector).get_attribute("textContent") for selector in selectors]


def test_the_language_is_switched_and_remembered_and_the_report_stays_as_printed(opened):
    report = "return [...document.querySelectorAll('h3[lang], tbody th, .redline, blockquote')].map(e => e.textContent)"
    printed, first = opened.execute_script(report), words(opened)
    assert first[0] == "What has changed" and "no longer holds" in first[1] and "changed because" in first[2]
    seen = [first]
    for language, heading, count in (("nb", "Hva er endret", "Viser 4 av 4"), ("nn", "Kva er endra", "Viser 4 av 4")):
        click(opened, f"[data-language={language}]")
        seen.append(words(opened))
        assert seen[-1][0] == heading and opened.title == f"{heading}: Interim" and count in seen[-1][5]
        assert one(opened, "html").get_attribute("lang") == language
        assert opened.execute_script(report) == printed
    for place in zip(*seen, strict=True):
        assert len(set(place)) >= 2, place
    assert one(opened, ".scroll").accessible_name == "Endra tal i The use"
    assert one(opened, "img.new").accessible_name == "The use, no"
    assert one(opened, "[data-language=nn]").get_attribute("aria-pressed") == "true"

    def still():
        opened.refresh()
        return words(opened) == seen[-1]

    until(still, "the language is not remembered")
    click(opened, "[data-language=en]")
    assert words(opened) == first


def test_a_script_in_the_data_is_text_in_every_language(opened):
    tags = "return [document.querySelectorAll('main script').length, document.querySelectorAll('main img').length]"
    assert opened.execute_script(tags) == [0, 2]
    for language in ("nb", "nn", "en"):
        click(opened, f"[data-language={language}]")
        assert opened.execute_script(tags) == [0, 2] and "broken in" not in opened.title
        assert "<script>document.title" in one(opened, ".causes").get_attribute("textContent")


def test_all_figures_are_printed_also_those_never_seen(browser, builds, tmp_path):
    old, new = (build.side() for build in builds)
    found = review(old, new, "en")
    exhibit = next(item for item in found["items"] if item["kind"] == "exhibit")
    show(browser, tmp_path, {**found, "items": [{**exhibit, "id": f"{n:04}"} for n in range(30)]}, old, new)
    ready = "return document.querySelectorAll('.compare[data-drawn]').length"
    until(lambda: browser.execute_script(ready) == 30, "not all figures are made ready")
    paper = tmp_path / "page.pdf"
    paper.write_bytes(base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {})["data"]))
    text = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("picture of before") == text.count("picture of now") == 30


def test_the_print_button_waits_for_the_figures(browser, builds, tmp_path):
    old, new = (build.side() for build in builds)
    found = review(old, new, "en")
    exhibit = next(item for item in found["items"] if item["kind"] == "exhibit")
    never_idle = """window.requestIdleCallback = () => 0;
        window.print = () => { window.left = document.querySelectorAll('.compare:not([data-drawn])').length; };"""
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": never_idle})
    try:
        show(browser, tmp_path, {**found, "items": [{**exhibit, "id": f"{n:04}"} for n in range(30)]}, old, new)
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    assert browser.execute_script("return document.querySelectorAll('.compare:not([data-drawn])').length") > 10
    click(browser, "#print")
    until(lambda: browser.execute_script("return window.left !== undefined"), "nothing is printed")
    assert browser.execute_script("return window.left") == 0 and one(browser, "#print").text == "Print"


def test_a_browser_that_cannot_unpack_figures_is_told_so(browser, builds, tmp_path):
    old, new = (build.side() for build in builds)
    script = browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.DecompressionStream"}
    )
    try:
        show(browser, tmp_path, review(old, new, "en"), old, new)
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    assert "this browser is older than 2023" in one(browser, "#notice").text
    click(browser, "[data-language=nb]")
    assert "nettleseren er eldre enn 2023" in one(browser, "#notice").text
    assert browser.get_log("browser") == []


def test_nothing_is_wider_than_a_narrow_screen(opened):
    for width in (390, 1280):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        assert opened.execute_script("return document.documentElement.scrollWidth") <= width
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_keys_choose_how_a_figure_is_shown_and_focus_is_seen(opened):
    figure = one(opened, ".compare")
    opened.execute_script("arguments[0].closest('.item').focus()", figure)
    for key, mode in (("2", "swipe"), ("3", "overlay"), ("4", "difference"), ("1", "side")):
        opened.switch_to.active_element.send_keys(key)
        assert figure.get_attribute("data-mode") == mode
    before = one(opened, ".item")
    opened.switch_to.active_element.send_keys("k")
    assert opened.switch_to.active_element.id == before.id
    assert before.value_of_css_property("outline-style") == "solid"


def test_swipe_overlay_and_difference_show_both_figures_at_one_scale(opened):
    opened.execute_script("document.querySelector('.compare').scrollIntoView()")
    pictures = opened.find_elements("css selector", ".compare img")
    until(lambda: all(p.get_property("naturalWidth") for p in pictures), "the figures are not drawn")
    sides = [(p.rect["width"], p.rect["y"]) for p in pictures]
    assert sides[0] == sides[1]
    click(opened, "input[value=swipe]")
    set_slider(opened, 20)
    assert pictures[1].value_of_css_property("clip-path") == "inset(0px 0px 0px 20%)"
    places = [(p.rect["x"], p.rect["y"], p.rect["width"]) for p in pictures]
    assert places[0] == places[1]
    click(opened, "input[value=overlay]")
    set_slider(opened, 30)
    assert pictures[1].value_of_css_property("opacity") == "0.3"
    click(opened, "input[value=difference]")
    pane = pictures[1].find_element("xpath", "..")
    assert pane.value_of_css_property("mix-blend-mode") == "difference"
    # The higher of the two figures fits, and what only it has is laid against white.
    assert pictures[1].rect["height"] > pictures[0].rect["height"]
    assert pane.rect["height"] >= pictures[1].rect["height"] - 2  # the frame
    assert pane.value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"


def test_filters_hide_what_is_not_asked_for(opened):
    count, texts = len(shown(opened)), len(opened.find_elements("css selector", "[data-facet=text]"))
    assert 0 < texts < count
    click(opened, ".facet[value=text]")
    assert len(shown(opened)) == count - texts and f"Showing {count - texts} of {count}" in one(opened, "#shown").text
    click(opened, "button[type=reset]")
    until(lambda: len(shown(opened)) == count, "reset does not show all")
    one(opened, "#search").send_keys("no such word")
    assert shown(opened) == []
    click(opened, "button[type=reset]")
    until(lambda: len(shown(opened)) == count, "reset does not show all")
    click(opened, ".only")
    named = one(opened, ".only").get_attribute("data-cause")
    assert shown(opened) and all(named in item.get_attribute("data-causes").split() for item in shown(opened))


def test_a_sign_off_is_downloaded_and_makes_the_next_review_quiet(opened, builds, tmp_path):
    boxes = opened.find_elements("css selector", ".expected")
    click(opened, boxes[0])
    one(opened, ".remark").send_keys("The new wave is in")
    one(opened, "#by").send_keys("Kari Nordmann")

    def remembered():
        opened.refresh()
        return [b.is_selected() for b in opened.find_elements("css selector", ".expected")]

    # The browser writes it down a moment after it is asked to.
    until(lambda: remembered() == [True] + [False] * (len(boxes) - 1), "what was marked is not remembered")
    assert f"1 of {len(boxes)} decided" in one(opened, "#progress").text
    click(opened, "#download")
    until(lambda: list(opened.downloads.glob("signoff-kari-nordmann-*.json")), "nothing was downloaded")
    (file,) = opened.downloads.glob("*.json")
    file.rename(tmp_path / file.name)
    decisions = read_decisions(tmp_path)
    (decision,) = decisions.values()
    assert (decision.comment, decision.by) == ("The new wave is in", "Kari Nordmann")
    old, new = (build.side() for build in builds)
    found = review(old, new, "en", decisions)
    assert found["summary"]["unexpected"] == len(boxes) - 1 and "claim main" not in unexpected_message(found, "")
    show(opened, tmp_path, found, old, new)
    assert not one(opened, ".expected").is_enabled() and "The new wave is in" in one(opened, ".said").text


def test_all_shown_are_marked_at_once(opened):
    click(opened, ".facet[value=text]")
    click(opened, "#all-shown")
    for item in opened.find_elements("css selector", ".item"):
        marked = item.find_element("css selector", ".expected").is_selected()
        assert marked == (item.get_attribute("data-facet") != "text")


def test_the_keyboard_reaches_every_change(opened):
    for item in shown(opened):
        opened.switch_to.active_element.send_keys("j")
        assert opened.switch_to.active_element.id == item.id
    opened.switch_to.active_element.send_keys("e")
    assert opened.switch_to.active_element.find_element("css selector", ".expected").is_selected()


def test_every_control_has_a_name_for_a_screen_reader(opened):
    controls = opened.find_elements("css selector", "input, select, button, img, .scroll, aside, form")
    seen = [control for control in controls if control.is_displayed()]
    assert len(seen) > 10 and [c.get_attribute("outerHTML")[:80] for c in seen if not c.accessible_name] == []


def test_light_and_dark(opened):
    colours = set()
    for scheme in ("light", "dark"):
        feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
        colours.add(one(opened, "body").value_of_css_property("background-color"))
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert len(colours) == 2


def test_two_hundred_figures_are_there_at_once_and_drawn_when_they_come_near(browser, builds, tmp_path):
    old, new = (build.side() for build in builds)
    found = review(old, new, "en")
    exhibit = next(item for item in found["items"] if item["kind"] == "exhibit")
    many = [{**exhibit, "id": f"{n:04}", "name": f"use_{n}"} for n in range(200)]
    for side in (old, new):
        picture = side.text("figures/use.svg")
        for item in many:
            path = tmp_path / f"{side.name}_{item['name']}.svg"
            path.write_text(picture.replace("picture of", item["name"]), encoding="utf-8")
            side.files[f"figures/{item['name']}.svg"] = path
    watch = """window.longest = 0;
        new PerformanceObserver((seen) => seen.getEntries().forEach((task) => { longest = Math.max(longest, task.duration); }))
          .observe({entryTypes: ['longtask']});"""
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
    try:
        show(browser, tmp_path, {**found, "items": many}, old, new)
        drawn = "return document.querySelectorAll('.compare[data-drawn]').length"
        until(lambda: browser.execute_script(drawn) == 200, "not all figures are made ready")
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    seen = "return [...document.querySelectorAll('.compare img')].filter(i => i.naturalWidth).length"
    assert 0 < browser.execute_script(seen) < 100
    loaded = browser.execute_script("return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert loaded < 5000 and browser.execute_script("return longest") < 1000
    browser.execute_script("document.querySelectorAll('.compare')[199].scrollIntoView()")
    last = "return document.querySelectorAll('.compare img')[399].naturalWidth"
    until(lambda: browser.execute_script(last), "the last figure is not drawn")
