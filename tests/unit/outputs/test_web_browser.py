"""The web page in headless Chromium: axe-core's rules, the keyboard, narrow screens, zoom, dark mode, and no request."""

import json
import os
import shutil
from pathlib import Path

import pytest
from evalreport.outputs.web_page import web_page
from small_report import METADATA, SHARED, blocks

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no chromium and chromedriver here: apt-get install chromium chromium-driver"
)
ROOT = Path(__file__).parents[3]
# `npm ci --prefix .ci/axe` puts it there; without it the rules are skipped, the keyboard is not.
AXE = Path(os.environ.get("EVALREPORT_AXE", ROOT / ".ci/axe/node_modules/axe-core/axe.min.js"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    folder = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for switch in ("headless=new", "no-sandbox", "disable-gpu", "window-size=1200,900", f"user-data-dir={folder}/p"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The small report, or the page that EVALREPORT_PAGE names."""
    if named := os.environ.get("EVALREPORT_PAGE"):
        return Path(named).resolve().as_uri()
    folder = tmp_path_factory.mktemp("page")
    path = folder / "report.html"
    path.write_text(web_page(blocks(folder)[0], METADATA, folder, SHARED / "web"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get(address)
    yield browser
    assert browser.get_log("browser") == []
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert [url for url in sent if not url.startswith(("file:", "data:", "chrome:"))] == []


def narrow(browser, width=320):
    screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


def dark(browser):
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core here: npm ci --prefix .ci/axe")
@pytest.mark.parametrize("look", [(), (dark,), (narrow, dark)], ids=["light", "dark", "narrow"])
def test_axe_finds_nothing(opened, look):
    for change in look:
        change(opened)
    opened.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")
    # Past the page's policy, which lets no script of the page itself run.
    opened.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    opened.set_script_timeout(300)
    found = opened.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(r => done({passes:"
        "r.passes.length, wrong: r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])}))"
    )
    assert found["passes"] > 20
    assert found["wrong"] == []


def focused(browser):
    return browser.switch_to.active_element


def press(browser, *keys):
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def test_the_first_stop_of_the_keyboard_leads_past_the_contents(opened):
    from selenium.webdriver.common.keys import Keys

    press(opened, Keys.TAB)
    link = focused(opened)
    assert link.get_attribute("class") == "skip"
    assert link.rect["x"] >= 0
    press(opened, Keys.ENTER)
    assert focused(opened).get_attribute("id") == "report"


def test_every_stop_shows_where_it_is_and_none_is_a_trap(opened):
    from selenium.webdriver.common.keys import Keys

    wanted = opened.execute_script(
        "return [...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility()).length"
    )
    if wanted > 200:
        pytest.skip("a long report: the small one is walked through")
    seen = []
    for _ in range(wanted):
        press(opened, Keys.TAB)
        seen.append(focused(opened).id)
        outline = opened.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert len(set(seen)) == wanted


def test_the_numbers_of_a_figure_open_with_the_keyboard(opened):
    from selenium.webdriver.common.keys import Keys

    details = opened.find_elements("css selector", "details.data")
    assert details
    table = details[0].find_element("css selector", "table")
    assert not table.is_displayed()
    opened.execute_script("arguments[0].focus()", details[0].find_element("css selector", "summary"))
    press(opened, Keys.SPACE)
    assert table.is_displayed()


def test_a_link_leads_to_its_table(opened):
    link = opened.find_element("css selector", "main a[href^='#tbl-']")
    target = opened.find_element("id", link.get_attribute("href").partition("#")[2])
    opened.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    top = opened.execute_script("return arguments[0].getBoundingClientRect().top", target)
    height = opened.execute_script("return innerHeight")
    assert -1 <= top < height


@pytest.mark.parametrize("width", [320, 640, 1024, 1600])
def test_no_width_scrolls_the_page_sideways(opened, width):
    """WCAG 2.1, 1.4.10: 320 CSS pixels, what 1280 become at 400 per cent; tables may scroll inside their region."""
    narrow(opened, width)
    opened.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert opened.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_every_number_is_printed_and_the_ink_is_dark(opened):
    dark(opened)
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    style = "const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]"
    assert opened.execute_script(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    shown = "return [...document.querySelectorAll('details.data table')].every(e => e.checkVisibility() && e.offsetHeight > 20)"
    assert opened.execute_script(shown)
