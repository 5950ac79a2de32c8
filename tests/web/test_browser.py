"""The pages in Chromium, walked as a person would. With KG_SCREENSHOTS=DIR each walk leaves pictures there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Keys
from selenium.webdriver.support.ui import WebDriverWait

from kg.store import Embedded, Store
from kg.web import Settings
from tests.export.test_html import hostile
from tests.web.conftest import running

WIDE, PHONE = (1280, 800), (390, 844)


class Visitor:
    """Somebody at a browser."""

    def __init__(self, driver: Any, address: str, size: tuple[int, int] = WIDE) -> None:
        self.driver, self.address = driver, address
        width, height = size
        shown = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shown)
        driver.get("about:blank")
        driver.get_log("browser"), driver.get_log("performance")

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def link(self, text: str) -> Any:
        return self.driver.find_element("partial link text", text)

    def text(self) -> str:
        return str(self.find("main").text)

    def wait(self, told: str, seconds: float = 20) -> None:
        self.until(lambda: told in self.find("body").text, seconds)

    def until(self, shown: Callable[[], bool], seconds: float = 20) -> None:
        """Wait; an element of the page before may still be found for a moment."""
        waiting = WebDriverWait(self.driver, seconds, ignored_exceptions=[StaleElementReferenceException])
        waiting.until(lambda _: shown())

    def path(self) -> str:
        return str(self.driver.current_url).removeprefix(self.address)

    def picture(self, name: str) -> None:
        if folder := os.environ.get("KG_SCREENSHOTS"):
            time.sleep(0.4)
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(f"{folder}/{name}.png")

    def quiet(self) -> None:
        """Nothing was complained of, and nothing asked of another server."""
        assert self.driver.get_log("browser") == []
        logged = (entry["message"] for entry in self.driver.get_log("performance"))
        import json

        messages = [json.loads(entry)["message"] for entry in logged]
        sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        assert [url for url in sent if not url.startswith((self.address, "data:", "blob:", "about:"))] == []

    def fits(self) -> None:
        """No page is wider than its window."""
        inner, whole = self.driver.execute_script("return [innerWidth, document.documentElement.scrollWidth]")
        assert whole <= inner, self.path()


@pytest.fixture
def visitor(browser: Any, server: str) -> Visitor:
    return Visitor(browser, server)


def test_whom_did_crocker_meet_and_who_says_so(visitor: Visitor) -> None:
    """Search, choose, read: the sentence and its article are on the page that opens."""
    started = time.monotonic()
    visitor.open("/")
    visitor.picture("home")
    visitor.find("#q").send_keys("crock")
    visitor.wait("Person")
    visitor.find("#q").send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    visitor.wait("Whom Ryan Crocker met")
    told = visitor.find("#met").text
    assert "Hassan Kazemi Qomi" in told
    assert "met his Iranian counterpart" in told
    assert "Envoys meet in Baghdad · Sample Wire · 28 May 2007" in told
    visitor.picture("entity")
    assert time.monotonic() - started < 30
    visitor.link("Meeting: ").click()
    visitor.wait("accounts, side by side")
    assert "Talks were frank, Washington says" in visitor.text()
    visitor.picture("event")
    visitor.link("in the article").click()
    visitor.wait("It tells")
    assert visitor.driver.execute_script("return document.querySelector(':target') !== null")
    visitor.picture("article")
    visitor.find(".text .trigger[href*='/id/event/']").click()
    visitor.wait("Who says so")
    visitor.quiet()


def test_pair_from_its_form(visitor: Visitor) -> None:
    visitor.open("/pair")
    visitor.find("[name=one]").send_keys("Iran")
    visitor.find("[name=other]").send_keys("United States", Keys.ESCAPE)
    visitor.find(".pairing button").click()
    visitor.wait("Cooperation and conflict")
    assert visitor.driver.find_elements("css selector", "rect.q-material-conflict")
    visitor.picture("pair")
    visitor.find(".chart a").click()
    visitor.wait("show all")
    visitor.quiet()


def test_timeline_and_filters_of_events(visitor: Visitor) -> None:
    visitor.open("/events")
    visitor.driver.execute_script(
        "document.querySelector('.chart a[href*=since]').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    visitor.wait("show all")
    assert "since=" in visitor.path()
    visitor.picture("events")
    visitor.quiet()


def test_map_leads_to_a_place(visitor: Visitor) -> None:
    visitor.open("/map")
    visitor.picture("map")
    visitor.find("circle.spot").click()
    visitor.wait("Events")
    assert visitor.path().startswith("/id/")
    visitor.quiet()


def test_editor_answers_with_table_and_takes_ready_questions(visitor: Visitor) -> None:
    visitor.open("/query")
    assert not visitor.find("#plain").is_displayed()
    visitor.find(".yasqe_queryButton").click()
    visitor.until(lambda: "results in" in visitor.find(".yasr").text)
    assert "Occurred" in visitor.find(".yasr").text
    visitor.picture("query")
    visitor.find("[data-name=meetings]").click()
    visitor.until(lambda: "Hassan Kazemi Qomi" in visitor.find(".yasr").text)
    visitor.open("/query?query=DESCRIBE%20person:ryan-crocker")
    visitor.until(lambda: "results in" in visitor.find(".yasr").text)
    assert visitor.find(".yasqe").text.count("PREFIX person:") == 1
    visitor.find(".select_graph").click()
    assert visitor.find(".yasr .picture canvas").is_displayed()
    visitor.picture("query-graph")
    visitor.open("/query?query=SELECT%20%3Fp%20%7B%20%3Fp%20dip:met%20person:ryan-crocker%20%7D")
    visitor.until(lambda: "1 result" in visitor.find(".yasr").text)
    visitor.find(".yasr td a").click()
    visitor.wait("Whom Hassan Kazemi Qomi met")
    visitor.quiet()


def test_article_is_tried(visitor: Visitor) -> None:
    visitor.open("/add")
    visitor.find("textarea").send_keys("Condoleezza Rice met Manouchehr Mottaki in Istanbul on November 2, 2007.")
    visitor.find(".adding button").click()
    visitor.wait("Why, sentence by sentence", 90)
    assert "Meeting: " in visitor.text()
    visitor.picture("add")
    visitor.find(".reasons summary").click()
    assert "met" in visitor.find(".reasons pre").text
    visitor.quiet()


def test_every_page_fits_a_phone(browser: Any, server: str) -> None:
    visitor = Visitor(browser, server, PHONE)
    paths = {"home": "/", "events": "/events", "articles": "/articles", "pair": "/pair?one=Iran&other=United States"}
    paths |= {
        "map": "/map",
        "query": "/query",
        "add": "/add",
        "entity": "/id/person/ryan-crocker",
        "office": "/id/office/usa-ambassador",
        "search": "/search?q=iran",
    }
    for name, path in paths.items():
        visitor.open(path)
        visitor.fits()
        visitor.picture(f"{name}-phone")
    for name, start in (("event", "/events?type=talks&status=Occurred"), ("article", "/articles")):
        visitor.open(start)
        visitor.find("#events .head a, #events .hits a").click()
        visitor.fits()
        visitor.picture(f"{name}-phone")
    visitor.quiet()


def test_hostile_words_are_inert(browser: Any, tmp_path: Path, graph: Store) -> None:
    with Embedded(tmp_path / "store") as store:
        quads = hostile(graph)
        for document in graph.documents():
            store.replace(document, [q for q in quads if q.graph_name == document])
    with running(Settings(tmp_path)) as address:
        visitor = Visitor(browser, address)
        paths = [
            "/",
            "/events",
            "/articles",
            "/map",
            "/search?q=hacked",
            "/id/person/ryan-crocker",
            "/pair?one=state/irn&other=state/usa",
        ]
        for path in paths:
            visitor.open(path)
            script = "return [window.hacked, [...document.links].filter(a => !/^https?:$/.test(a.protocol)).length]"
            assert visitor.driver.execute_script(script) == [None, 0], path
        visitor.open("/")
        visitor.find("#q").send_keys("hacked")
        visitor.wait("window.hacked")
        assert (
            visitor.driver.execute_script("return document.querySelectorAll('.suggestions img, .suggestions a').length")
            == 0
        )
        visitor.quiet()
