"""Draws ``exports/graph.png``, the picture in the README: ``python -m tests.picture``. Needs Chromium."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By

EXPORTS = Path(__file__).parents[1] / "exports"
CHOSEN = "Meeting: Hassan Kazemi Qomi, Nouri al-Maliki, Ryan Crocker\n28 May 2007"  # as the page's search lists it
SIZE = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
SETTLED = 2.0
"""Seconds after which nothing moves any more."""


def main() -> None:
    """Open the page, choose the meeting and take the picture."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
        driver.get((EXPORTS / "graph.html").as_uri())
        driver.find_element(By.ID, "search").send_keys(CHOSEN.replace("\n", " "))
        time.sleep(SETTLED)
        listed = driver.find_elements(By.CSS_SELECTOR, "#suggestions [role=option]")
        next(option for option in listed if option.text == CHOSEN).click()
        time.sleep(SETTLED)
        driver.save_screenshot(str(EXPORTS / "graph.png"))
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
