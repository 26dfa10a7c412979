"""The HTML page in headless Chromium, if it is installed."""

import shutil

import pandas as pd
import pytest
from conftest import FIXTURES, page_of
from selenium.webdriver.common.by import By

from python_steps.reporting.chart_data import read_chart_data

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def address(browser, shipped, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_of(read_chart_data("all", shipped.published)), encoding="utf-8")
    return path.as_uri()


def emulate(browser, **media):
    features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def resize(browser, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 800},
    )


def test_all_sections_are_visible_and_the_browser_console_is_empty(browser, address):
    resize(browser, 1200)
    browser.get(address)
    assert browser.get_log("browser") == []
    sections = browser.find_elements(By.CSS_SELECTOR, "main > section")
    assert len(sections) == 7
    assert all(section.is_displayed() and section.text for section in sections)
    assert "What to do first" in sections[0].text


@pytest.mark.parametrize("width", [390, 768, 1200])
def test_the_page_never_scrolls_sideways(browser, address, width):
    resize(browser, width)
    browser.get(address)
    assert browser.execute_script("return innerWidth") == width
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(browser, address, scheme):
    """At least 4.5 to 1, as WCAG 2 level AA requires."""
    emulate(browser, prefers_color_scheme=scheme)
    browser.get(address)
    found = browser.execute_script("""
        const lines = [];
        const background = (element) => {
            for (; element; element = element.parentElement) {
                const color = getComputedStyle(element).backgroundColor;
                if (color !== "rgba(0, 0, 0, 0)") return color;
            }
            return "rgb(255, 255, 255)";
        };
        const parts = (color) => color.match(/[0-9.]+/g).slice(0, 3).map(Number);
        const light = (color) => {
            const [r, g, b] = parts(color).map((c) => c / 255).map(
                (c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        for (const element of document.querySelectorAll(
                "h1, h2, h3, p, a, td, th, span, b, strong, figcaption, footer")) {
            const [a, b] = [getComputedStyle(element).color, background(element)].map(light);
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            lines.push([contrast, element.tagName + ": " + element.textContent.slice(0, 40)]);
        }
        return lines;
    """)
    assert len(found) > 100
    assert [line for line in found if line[0] < 4.5] == []
    page = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert page == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(23, 25, 28)")


def test_a_click_on_a_column_header_sorts_and_another_reverses(browser, address):
    resize(browser, 1200)
    browser.get(address)
    table = browser.find_element(By.CSS_SELECTOR, "#data table")
    head = table.find_element(By.XPATH, ".//th[normalize-space()='Rows read']")

    def rows_read():
        cells = table.find_elements(By.CSS_SELECTOR, "tbody td:nth-child(3)")
        return [int(cell.get_attribute("data-value")) for cell in cells]

    before = rows_read()
    head.find_element(By.TAG_NAME, "button").click()
    assert rows_read() == sorted(before)
    assert head.get_attribute("aria-sort") == "ascending"
    head.find_element(By.TAG_NAME, "button").click()
    assert rows_read() == sorted(before, reverse=True)
    assert before != sorted(before)


def test_the_page_is_the_same_without_javascript(browser, address):
    browser.get(address)
    with_script = browser.find_element(By.TAG_NAME, "main").text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(address)
        assert browser.find_element(By.TAG_NAME, "main").text == with_script
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_script_in_a_comment_is_shown_but_does_not_run(browser, place, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(FIXTURES / "shop_small", raw)
    comments = pd.read_csv(raw / "user_feedback.csv", dtype=str)
    comments.loc[comments["rating"] == "1", "feedback_text"] = f"terrible {SCRIPT}"
    comments.to_csv(raw / "user_feedback.csv", index=False)
    place.build(raw_dir=str(raw), max_rejected_share=0.9)
    path = tmp_path / "report.html"
    path.write_text(page_of(read_chart_data(path=place.published)), encoding="utf-8")
    browser.get(path.as_uri())
    assert f"terrible {SCRIPT}" in browser.find_element(By.ID, "support").text
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert browser.get_log("browser") == []
