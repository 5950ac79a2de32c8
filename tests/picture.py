"""Draws the pictures of the README, ``exports/*.png``: ``python -m tests.picture``. Needs Chromium."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By

from kg.pipeline import build
from kg.web import Settings
from tests.web.conftest import running

EXPORTS = Path(__file__).parents[1] / "exports"
CHOSEN = ("Meeting", "Kazemi Qomi", "Ryan Crocker", "28 May 2007")  # words that the page lists
SIZE = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
SETTLED = 2.0
"""Seconds after which nothing moves any more."""


def main() -> None:
    """Take both pictures."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
        page(driver)
        explorer(driver)
    finally:
        driver.quit()


def page(driver: Any) -> None:
    """The graph page with a meeting chosen."""
    driver.get((EXPORTS / "graph.html").as_uri())
    driver.find_element(By.ID, "search").send_keys(" ".join(CHOSEN))
    time.sleep(SETTLED)
    listed = driver.find_elements(By.CSS_SELECTOR, "#suggestions [role=option]")
    next(option for option in listed if all(part in option.text for part in CHOSEN)).click()
    time.sleep(SETTLED)
    driver.save_screenshot(str(EXPORTS / "graph.png"))


def explorer(driver: Any) -> None:
    """The page of a person."""
    with tempfile.TemporaryDirectory() as folder:
        build(["seeds/articles"], folder)
        with running(Settings(folder)) as address:
            driver.get(f"{address}/id/person/ryan-crocker")
            time.sleep(SETTLED)
            driver.save_screenshot(str(EXPORTS / "explorer.png"))


if __name__ == "__main__":
    main()
