"""What a screen reader is given, where the keyboard leads, and whether everything can be read, in both faces.

Asked of Chromium: its accessibility tree, its focus, and the colours that it has worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Keys

from kg.export import export
from kg.store import Store
from tests.web.test_browser import PHONE, WIDE, Visitor

PAGES = {
    "home": "/",
    "events": "/events",
    "articles": "/articles",
    "two sides": "/pair",
    "pair": "/pair?one=Iran&other=United States",
    "map": "/map",
    "query": "/query",
    "add": "/add",
    "person": "/id/person/ryan-crocker",
    "state": "/id/state/irn",
    "office": "/id/office/usa-ambassador",
    "search": "/search?q=iran",
    "nothing": "/id/person/nobody",
    "graph": "",
}
MOST = 400  # steps of the keyboard through a page
LANDMARKS = {"banner", "main", "contentinfo", "navigation", "complementary", "region", "form", "search"}
SEVERAL = LANDMARKS - {"banner", "main", "contentinfo"}
AA, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3; text is large from 24 px, or 18.66 px where bold
FACES = ("light", "dark")

CONTRAST = """
const channels = (text) => { const c = text.match(/[\\d.]+/g).map(Number); return c.length < 4 ? [...c, 1] : c; };
const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
const light = (c) => {
  const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4));
  return .2126 * r + .7152 * g + .0722 * b;
};
const ground = (element) => {
  const own = channels(getComputedStyle(element).backgroundColor);
  if (own[3] === 1 || !element.parentElement) return own[3] ? own : [255, 255, 255, 1];
  return over(own, ground(element.parentElement));
};
const found = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const seen = walker.currentNode.data.trim() && box.width > 1 && box.height > 1 && style.visibility === "visible";
  if (!seen || element.closest("noscript, script, style, option, #yasgui, [aria-hidden=true], :disabled")) continue;
  const drawn = element.closest("svg");
  const under = ground(element);
  const ink = over(channels(drawn ? style.fill : style.color), under);
  const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
  const size = parseFloat(style.fontSize);
  const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? arguments[1] : arguments[0];
  const ratio = (a + .05) / (b + .05);
  if (ratio < least) found.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 80)}`);
}
return [...new Set(found)];
"""
FOCUSED = """
const now = document.activeElement;
if (!now || now === document.body) return null;
const style = getComputedStyle(now);
const box = now.getBoundingClientRect();
const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
const first = now.dataset.seen === undefined;
now.dataset.seen = "";
const told = `${now.tagName} ${now.id || now.getAttribute("class")} ${now.textContent.trim().slice(0, 30)}`;
const after = window.before && !(window.before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
window.before = now;
return {told, ring, inside, first, editor: Boolean(now.closest("#yasgui")), back: Boolean(after)};
"""


@pytest.fixture(scope="session")
def mailed(tmp_path_factory: pytest.TempPathFactory, graph: Store) -> str:
    """The address of the graph page as a file."""
    return export(graph, "html", tmp_path_factory.mktemp("mailed") / "graph.html").as_uri()


@pytest.fixture
def reader(browser: Any, server: str) -> Iterator[Visitor]:
    """Somebody who reads by the accessibility tree."""
    yield Visitor(browser, server)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def opened(reader: Visitor, name: str, mailed: str) -> None:
    if PAGES[name]:
        reader.open(PAGES[name])
        if name == "query":
            reader.until(lambda: bool(reader.driver.find_elements("css selector", "#yasgui textarea")))
        return
    reader.driver.get(mailed)
    reader.until(lambda: bool(reader.driver.find_elements("css selector", "#graph canvas")))


def told(reader: Visitor) -> list[dict[str, Any]]:
    """What a screen reader is told, in its order: role, name and properties."""
    reader.driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes = reader.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    found = []
    for node in nodes:
        if not node["ignored"]:
            own = {p["name"]: p["value"].get("value") for p in node.get("properties", ())}
            name = node.get("name", {}).get("value", "").strip()
            found.append({"role": node["role"]["value"], "name": name, "id": node.get("backendDOMNodeId"), **own})
    return found


def shown(reader: Visitor, node: dict[str, Any]) -> str:
    described = reader.driver.execute_cdp_cmd("DOM.describeNode", {"backendNodeId": node["id"]})["node"]
    return f"{node['role']} {described['nodeName']} {described.get('attributes')}"


@pytest.mark.parametrize("name", PAGES)
def test_everything_has_role_and_name(reader: Visitor, name: str, mailed: str) -> None:
    opened(reader, name, mailed)
    nodes = told(reader)
    controls = [n for n in nodes if n.get("focusable") and n["role"] not in ("RootWebArea", "main")]
    assert len(controls) > 5
    silent = [n for n in controls if not n["name"] or n["role"] in ("generic", "none")]
    unnamed = [shown(reader, n) for n in silent if "CodeMirror-scroll" not in shown(reader, n)]  # is not tabbed to
    assert unnamed == []
    assert [n for n in nodes if n["role"] in ("image", "img") and not n["name"] and name != "query"] == []


@pytest.mark.parametrize("name", PAGES)
def test_landmarks_and_headings_are_in_order(reader: Visitor, name: str, mailed: str) -> None:
    opened(reader, name, mailed)
    nodes = told(reader)
    marks = [(n["role"], n["name"]) for n in nodes if n["role"] in LANDMARKS]
    assert [role for role, _ in marks].count("main") == 1
    assert len(set(marks)) == len(marks), marks  # two of a kind are told apart by their names
    assert all(title for role, title in marks if role in SEVERAL - {"search", "complementary"}), marks
    if PAGES[name]:
        order = [role for role, _ in marks if role in ("banner", "main", "contentinfo")]
        assert order == ["banner", "main", "contentinfo"]
    levels = [int(n["level"]) for n in nodes if n["role"] == "heading"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert all(n["name"] for n in nodes if n["role"] == "heading")


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_leads_through_the_page_and_shows_where_it_is(reader: Visitor, name: str, mailed: str) -> None:
    opened(reader, name, mailed)
    reader.driver.execute_script("window.before = null; document.activeElement.blur()")
    steps = []
    for _ in range(MOST):
        ActionChains(reader.driver).send_keys(Keys.TAB).perform()
        now = reader.driver.execute_script(FOCUSED)
        if now is None or not now["first"]:  # around once
            break
        steps.append(now)
    assert "skip" in steps[0]["told"]
    assert len(steps) > 5
    assert [s["told"] for s in steps if not (s["ring"] or s["editor"])] == []
    assert [s["told"] for s in steps if not (s["inside"] or s["editor"])] == []
    assert [s["told"] for s in steps if s["back"]] == []  # as it is read


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("name", PAGES)
def test_contrast_is_that_of_wcag_aa(reader: Visitor, name: str, face: str, mailed: str) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": face}]}
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    opened(reader, name, mailed)
    if name == "graph":
        reader.find("#search").send_keys("Crocker", Keys.ARROW_DOWN, Keys.ENTER)
        reader.wait("Offices")
    assert reader.driver.execute_script(CONTRAST, AA, LARGE) == []
    ground = reader.driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(246, 247, 249)") == (face == "light")


def test_what_changes_is_announced(reader: Visitor, mailed: str) -> None:
    opened(reader, "graph", mailed)
    live = reader.find("#announce")
    assert (live.get_attribute("role"), live.get_attribute("aria-live")) == ("status", "polite")
    before = live.get_attribute("textContent")
    reader.find("#statuses .row").click()
    assert live.get_attribute("textContent") != before
    assert " shown" in live.get_attribute("textContent")
    assert reader.find("#statuses .row").get_attribute("aria-pressed") == "false"
    reader.open("/")
    reader.find("#q").send_keys("crock")
    reader.until(lambda: "1 found" in reader.find(".find [role=status]").get_attribute("textContent"))
    reader.find("#q").send_keys(Keys.ARROW_DOWN)
    (chosen,) = [n for n in told(reader) if n["role"] == "option" and n.get("selected")]
    assert chosen["name"].startswith("Ryan Crocker")
    (box,) = [n for n in told(reader) if n["role"] == "combobox"]
    assert (box["expanded"], box["name"]) == (True, "Find a name or an article")


def test_nothing_is_too_small_for_a_finger(browser: Any, server: str) -> None:
    """WCAG 2.2, 2.5.8: what stands alone is 24 px or more each way; links within sentences are not meant."""
    alone = "nav a, button, input:not([type=hidden]), select, summary, .chip, .tabs a"
    small = """return [...document.querySelectorAll(arguments[0])]
      .filter((one) => one.getBoundingClientRect().width && !one.closest("#yasgui"))
      .filter((one) => Math.min(one.getBoundingClientRect().height, one.getBoundingClientRect().width) < 24)
      .map((one) => one.outerHTML.slice(0, 80))"""
    phone = Visitor(browser, server, PHONE)
    for name in ("home", "events", "pair", "add", "person"):
        phone.open(PAGES[name])
        assert phone.driver.execute_script(small, alone) == [], name
    Visitor(browser, server, WIDE)
