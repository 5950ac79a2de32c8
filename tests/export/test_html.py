"""The graph page: its bytes, and how it behaves in a real browser where one is installed."""

from __future__ import annotations

import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import OutputError
from kg.export.html import html, render
from kg.export.page.content import FOLDER, legend
from kg.iri import BASE
from kg.ontology import DIP, literal, term
from kg.store import Embedded, Store

MEETING, STATEMENT, PLANNED = "Meeting 2007-05-28", "Statement", "Meeting 2007-06\nplanned"
TOLD_TWICE = (
    "Ambassador Ryan Crocker met his Iranian counterpart, Hassan Kazemi Qomi, in Baghdad on Monday.",
    "Iran's ambassador to Iraq, Hassan Kazemi Qomi, and Ryan Crocker met in Baghdad on May 28, 2007.",
)
EVIL = (
    "<svg/onload=window.hacked='svg'>",
    "<details open ontoggle=window.hacked='toggle'><summary>href</summary></details>",
    '"><iframe srcdoc="<script>parent.hacked=\'frame\'</script>"></iframe>',
    "</style><style>@import url(https://evil.example/x.css)</style>",
    "${window.hacked='template'} {{7*7}} %7B%7B {% raw %}",
    "<math><mtext></p><style><!--</style><img title=\"--><img src onerror=window.hacked='mxss'>\">",
    "\u202egnirts\u202c ]]> --> */ \x00",
    "data:text/html,<script>window.hacked='data'</script>",
    " jAvAsCrIpT&colon;window.hacked='entity'",
    '</script><script>window.hacked = "script"</script>',
    "<img src=x onerror=\"window.hacked='img'\">",
    "<a href=\"javascript:window.hacked='href'\">href</a>",
    "javascript:window.hacked='address'",
    "https://evil.example/\"onclick='window.hacked=1' {{script}}",
    "{{script}} \u2028 \u2029 & <!-- <script>",
)


ADDRESSES = ("javascript:window.hacked='address'", "https://evil.example/\"onclick='window.hacked=1' {{script}}")


def hostile(graph: Store) -> list[ox.Quad]:
    """The same graph with markup, script or a bad address wherever an article's words stand."""
    made, addresses = [], iter(ADDRESSES)
    for i, quad in enumerate(sorted(graph.quads(), key=str)):
        value = quad.object
        if quad.predicate == term("dct:source"):
            value = ox.Literal(next(addresses))
        elif isinstance(value, ox.Literal) and value.datatype.value.endswith(("#string", "#langString")):
            value = ox.Literal(f"{EVIL[i % len(EVIL)]} {i}")
        made.append(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    return made


def many(people: int, events: int) -> list[ox.Quad]:
    """A large graph: people, and events that each join two of them or are statements of one."""
    chance = random.Random(7)
    persons = [ox.NamedNode(f"{BASE}person/p{i}") for i in range(people)]
    made = [ox.Quad(person, term("rdf:type"), DIP.Person) for person in persons]
    for i in range(events):
        event = ox.NamedNode(f"{BASE}event/e{i}")
        kind, size = (DIP.Statement, 1) if i % 3 == 0 else (DIP.Meeting, 2)
        made.append(ox.Quad(event, term("rdf:type"), kind))
        made.append(ox.Quad(event, DIP.date, literal("2007-05-28", "date")))
        made += [ox.Quad(event, DIP.participant, one) for one in chance.sample(persons, size)]
    return made


def raw_data(page: bytes) -> str:
    return page.decode().partition(' id="data">')[2].partition("</script>")[0]


def data_of(page: bytes) -> Any:
    return json.loads(raw_data(page))


def without_data(page: bytes) -> str:
    return page.decode().replace(raw_data(page), "")


def test_same_bytes_whatever_the_order(graph: Store) -> None:
    for quads in (list(graph.quads()), many(70, 160)):
        assert render(quads) == render(random.Random(1).sample(quads, len(quads)))


def test_nodes_edges_and_what_the_panel_reads(graph: Store) -> None:
    data = data_of(render(graph.quads()))
    labels = [node["label"] for node in data["nodes"]]
    assert {STATEMENT, PLANNED, "Aid\nalleged", "Ryan Crocker", "Iran", "Baghdad"} <= set(labels)
    assert labels.count(MEETING) == 1  # told by both articles
    tenure = next(e for e in data["edges"] if e["label"] == "prime minister")
    assert (tenure["kind"], tenure["to"]) == ("tenure", BASE + "state/irq")
    aid = next(e for e in data["events"].values() if e["status"] == "Alleged")
    assert aid["sources"] == [BASE + "person/ryan-crocker"]
    meeting = next(e for e in data["events"].values() if len(e["evidence"]) == len(TOLD_TWICE))
    assert (meeting["type"], meeting["when"]) == ("Meeting", "28 May 2007")
    assert {data["passages"][p]["text"] for p in meeting["evidence"]} == set(TOLD_TWICE)


def test_shapes_keep_apart() -> None:
    nodes = data_of(render(many(30, 60)))["nodes"]
    for i, one in enumerate(nodes):
        for other in nodes[:i]:
            assert abs(one["x"] - other["x"]) > 16 or abs(one["y"] - other["y"]) > 16


def test_large_graph_shows_its_most_connected_part() -> None:
    data = data_of(render(many(200, 900), core=300, whole=600))
    core = {node["id"] for node in data["nodes"] if "x" in node}
    assert 150 < len(core) <= 300 < len(data["nodes"]) <= 600 < data["total"]
    assert all("fx" in node for node in data["nodes"])
    ends = {end for edge in data["edges"] for end in (edge["from"], edge["to"]) if {edge["from"], edge["to"]} <= core}
    assert ends == core
    assert data["off"] == ["statements"]


def test_page_names_no_address_outside_its_data(graph: Store) -> None:
    shell = without_data(render(graph.quads()))
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", shell)
    assert "@import" not in shell
    assert "sourceMappingURL" not in shell
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shell)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_markup_in_words_stays_data(graph: Store) -> None:
    page = render(hostile(graph))
    assert without_data(page) == without_data(render([]))
    assert not re.search("[<>&\u2028\u2029]", raw_data(page))


def test_writes_to_the_output_and_reports_failure(graph: Store) -> None:
    output = io.BytesIO()
    html(graph, output)
    assert output.getvalue() == render(graph.quads())

    class Full(io.BytesIO):
        def write(self, _: Any) -> int:
            raise OSError("no space left")

    with pytest.raises(OutputError, match="no space left"):
        html(Embedded(), Full())


class Page:
    """A loaded page: what is drawn, and what a visitor does with it."""

    def __init__(self, driver: Any, path: Path, content: bytes) -> None:
        self.driver = driver
        path.write_bytes(content)
        driver.get("about:blank")
        driver.get_log("browser"), driver.get_log("performance")  # what came before
        driver.get(path.as_uri())

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def shown(self) -> set[str]:
        script = "return diplomacyGraph.nodes.get({filter: n => !n.hidden}).map(n => n.label)"
        return set(self.run(script))

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def panel(self) -> str:
        return str(self.find("#panel").text)

    def click_at(self, labels: list[str]) -> None:
        """A real click on the picture, in the middle of the nodes with these labels."""
        from selenium.webdriver import ActionChains
        from selenium.webdriver.support.ui import WebDriverWait

        script = """const g = diplomacyGraph;
            const spots = arguments[0].map((label) => g.network.canvasToDOM(
              g.network.getPosition(g.nodes.get({filter: n => n.label === label})[0].id)));
            const r = document.getElementById("graph").getBoundingClientRect();
            const mean = (key) => spots.reduce((sum, p) => sum + p[key], 0) / spots.length;
            return [Math.round(r.left + mean("x")), Math.round(r.top + mean("y"))]"""
        x, y = self.run(script, labels)
        chain: Any = ActionChains(self.driver)
        chain.w3c_actions.pointer_action.move_to_location(x, y)
        chain.click().perform()
        WebDriverWait(self.driver, 10).until(lambda _: self.find("#panel").is_displayed())

    def requests(self) -> list[str]:
        """Every address that was asked for, but the page's own file."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        assert any(url.startswith("file:") for url in sent)  # or the log is blind
        return [url for url in sent if not url.startswith(("file:", "data:"))]


@pytest.fixture
def page(browser: Any, tmp_path: Path, graph: Store) -> Page:
    return Page(browser, tmp_path / "graph.html", render(graph.quads()))


def test_loads_quietly_and_asks_nothing(page: Page, graph: Store) -> None:
    assert page.driver.get_log("browser") == []
    assert page.requests() == []
    assert page.run("return performance.getEntriesByType('resource').length") == 0
    assert page.run("return diplomacyGraph.nodes.length") == len(data_of(render(graph.quads()))["nodes"])
    assert page.driver.title == "Diplomacy graph"


def test_legend_hides_a_type(page: Page) -> None:
    every = page.shown()
    page.find("[data-key=statements]").click()
    page.find("[data-key=place]").click()
    assert every - page.shown() == {STATEMENT, "Baghdad", "Tehran"}
    page.find("#reset").click()
    assert page.shown() == every


def test_status_filter(page: Page) -> None:
    page.find("[data-key=Alleged]").click()
    page.find("[data-key=Negated]").click()
    assert not [label for label in page.shown() if label.endswith(("alleged", "negated"))]
    assert {MEETING, PLANNED} <= page.shown()


def test_date_filter(page: Page) -> None:
    page.find("#undated").click()
    fill = "const f = document.getElementById(arguments[0]); f.value = arguments[1];"
    fill += "f.dispatchEvent(new Event('input'))"
    page.run(fill, "from", "2007-06")
    events = {label for label in page.shown() if re.match("(Meeting|Visit|Aid|Sanction|Statement)", label)}
    assert events == {PLANNED, "Visit 2007-08\nplanned"}
    page.run(fill, "to", "2007-07")
    assert "Visit 2007-08\nplanned" not in page.shown()
    assert {"Ryan Crocker", "Hassan Kazemi Qomi"} <= page.shown()
    assert "Baghdad" not in page.shown()


def test_search_focuses(page: Page) -> None:
    from selenium.webdriver import Keys

    page.find("#search").send_keys("kazemi", Keys.ARROW_DOWN, Keys.ENTER)
    selected = page.run("return diplomacyGraph.network.getSelectedNodes()")
    assert selected == [f"{BASE}person/hassan-kazemi-qomi"]
    assert page.panel().startswith("Person\n×\nHassan Kazemi Qomi\nalso Qomi")
    assert page.run("return document.activeElement.id") == "panel"


def test_click_on_a_node_tells_its_sentences(page: Page) -> None:
    page.click_at([MEETING])
    panel = page.panel()
    for words in (*TOLD_TWICE, "Occurred", "Envoys meet in Baghdad", "Sample Wire", "29 May 2007"):
        assert words in panel
    links = [link.get_attribute("href") for link in page.driver.find_elements("css selector", "#panel a")]
    assert links == ["https://daily.example/talks"]
    page.find("#panel dl .walk").click()
    assert page.panel().startswith("Person\n×\nHassan Kazemi Qomi")


def test_click_on_an_edge_and_the_speaker(page: Page) -> None:
    page.click_at(["Nouri al-Maliki", "Iraq"])
    assert "prime minister of Iraq" in page.panel()
    page.click_at(["Aid\nalleged"])
    assert "according to Ryan Crocker · Envoys meet in Baghdad" in page.panel()


def test_hostile_words_are_inert(browser: Any, tmp_path: Path, graph: Store) -> None:
    page = Page(browser, tmp_path / "hostile.html", render(hostile(graph)))
    page.find("#search").click()
    walk_all = """const g = diplomacyGraph, links = new Set(), panel = document.getElementById("panel");
        let foreign = 0;
        for (const id of g.nodes.getIds()) {
          g.choose(id, true);
          for (const a of panel.querySelectorAll("a")) links.add(a.protocol);
          foreign += document.querySelectorAll("img, #panel script, [onclick], [onerror]").length;
        }
        return [[...links].sort(), foreign]"""
    assert page.run(walk_all) == [["http:", "https:"], 0]
    assert page.run("return window.hacked") is None
    assert page.driver.get_log("browser") == []
    assert page.requests() == []


def test_empty_graph_says_so(browser: Any, tmp_path: Path) -> None:
    page = Page(browser, tmp_path / "empty.html", render([]))
    assert "This graph is empty." in page.find("#empty").text


def fire(page: Page, selector: str, name: str, value: str) -> None:
    """Set a control and let the page know."""
    script = "const f = document.querySelector(arguments[0]); f.value = arguments[2];"
    script += "f.dispatchEvent(new Event(arguments[1]))"
    page.run(script, selector, name, value)


def action(page: Page, text: str) -> None:
    """Press the button of the panel that begins so."""
    buttons = page.driver.find_elements("css selector", "#panel button")
    next(button for button in buttons if button.text.startswith(text)).click()


def test_whom_crocker_met_and_who_says_so_in_three_clicks(page: Page) -> None:
    from selenium.webdriver import Keys

    page.find("#search").send_keys("crocker", Keys.ENTER)
    page.find("#panel .met").click()
    panel = page.panel()
    assert "Ryan Crocker and Hassan Kazemi Qomi" in panel
    assert TOLD_TWICE[0] in panel
    assert "Envoys meet in Baghdad · Sample Wire · 28 May 2007" in panel


def test_who_with_whom(page: Page) -> None:
    page.find("[data-view=people]").click()
    assert "Hassan Kazemi Qomi" in page.shown()
    assert not any(label.startswith("Meeting") for label in page.shown())
    lines = page.run("return diplomacyGraph.edges.get().map(e => [e.from, e.to, e.label].join(' '))")
    crocker, qomi = f"{BASE}person/ryan-crocker", f"{BASE}person/hassan-kazemi-qomi"
    assert f"{qomi} {crocker} Meeting × 2" in lines
    page.run("document.querySelector('[data-key=Planned]').click()")
    lines = page.run("return diplomacyGraph.edges.get().map(e => [e.from, e.to, e.label].join(' '))")
    assert f"{qomi} {crocker} Meeting" in lines
    page.click_at(["Hassan Kazemi Qomi", "Ryan Crocker"])
    assert "Together in events" in page.panel()
    page.find("[data-view=events]").click()
    assert MEETING in page.shown()


def test_speaker_article_and_sureness(page: Page) -> None:
    from selenium.webdriver.support.ui import Select

    every = page.shown()
    Select(page.find("#speaker")).select_by_visible_text("Ryan Crocker (1)")
    assert {label for label in page.shown() if "\n" in label or label == STATEMENT} == {"Aid\nalleged"}
    Select(page.find("#speaker")).select_by_index(0)
    Select(page.find("#article")).select_by_visible_text("Talks were frank, Washington says (6)")
    assert "Sanction 2007-03" in page.shown()
    assert "Agreement 2007-05-20" not in page.shown()
    page.find("#reset").click()
    fire(page, "#sure", "input", "85")
    events = {label for label in page.shown() if label[-1].isdigit() or "\n" in label or label == STATEMENT}
    assert events == {MEETING, "Aid 2007-04"}
    page.find("#reset").click()
    assert page.shown() == every


def test_brush_over_the_months(page: Page) -> None:
    from selenium.webdriver import ActionChains

    bars = page.driver.find_elements("css selector", "#histogram div")
    ActionChains(page.driver).click_and_hold(bars[1]).move_to_element(bars[2]).release().perform()
    assert page.run("return [diplomacyGraph.state.from, diplomacyGraph.state.to]") == ["2007-04", "2007-05"]
    assert "Sanction 2007-03" not in page.shown()
    assert MEETING in page.shown()


def test_focus_and_wider(page: Page) -> None:
    every = page.shown()
    page.run("diplomacyGraph.choose(arguments[0], true)", f"{BASE}person/nouri-al-maliki")
    action(page, "Only what is around")
    assert page.shown() == {"Nouri al-Maliki", "Iraq", "Visit 2007-08\nplanned"}
    action(page, "One step wider")
    assert "Tehran" in page.shown()
    action(page, "Show all again")
    assert page.shown() == every


def test_path_between_two(page: Page) -> None:
    from selenium.webdriver import Keys

    page.run("diplomacyGraph.choose(arguments[0], true)", f"{BASE}person/sean-mccormack")
    page.find("#path-to").send_keys("iran", Keys.ENTER)
    assert "No events connect the two" in page.panel()
    page.run("diplomacyGraph.choose(arguments[0], true)", f"{BASE}person/hassan-kazemi-qomi")
    page.find("#path-to").send_keys("iran", Keys.ARROW_DOWN, Keys.ENTER)
    way = page.run("return diplomacyGraph.state.path")
    assert [way[0], way[2], way[-1]] == [
        f"{BASE}{x}" for x in ("person/hassan-kazemi-qomi", "person/ryan-crocker", "state/irn")
    ]
    assert "2 events lead from one to the other." in page.panel()
    assert {"Hassan Kazemi Qomi", "Ryan Crocker", "Iran"} < page.shown()
    assert len(page.shown()) == len(way)


def test_sentence_stands_in_its_surroundings_with_its_words_marked(page: Page) -> None:
    page.click_at(["Sanction 2007-03"])
    assert page.find("#panel blockquote mark").text == "imposed"
    around = [part.text for part in page.driver.find_elements("css selector", "#panel blockquote .around")]
    assert around[0].startswith("… ")
    assert around[0].endswith("travels to Tehran in August.")
    assert around[1].startswith("Zalmay Khalilzad, a former")


def test_turtle_is_the_graph(page: Page, graph: Store) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    known = {str(q.triple) for q in graph.quads()}
    ids = page.run("return diplomacyGraph.nodes.getIds()")
    text = page.run("return diplomacyGraph.turtle(arguments[0])", ids)
    made = {str(q.triple) for q in ox.parse(text.encode(), ox.RdfFormat.TURTLE)}
    assert len(made) > 150
    assert made <= known
    page.run("diplomacyGraph.choose(arguments[0], true)", ids[0])
    action(page, "Copy as Turtle")
    told = "return [...document.querySelectorAll('.action')].pop().textContent"
    WebDriverWait(page.driver, 10).until(lambda _: page.run(told) == "Copied")  # copying takes its time


def test_keys(page: Page) -> None:
    from selenium.webdriver import ActionChains, Keys

    ActionChains(page.driver).send_keys("/").perform()
    assert page.run("return document.activeElement.id") == "search"
    page.find("#search").send_keys("qomi", Keys.ENTER)
    ActionChains(page.driver).send_keys(Keys.ESCAPE).perform()
    assert not page.find("#panel").is_displayed()


def test_more_of_a_large_graph_is_shown_on_demand(browser: Any, tmp_path: Path) -> None:
    page = Page(browser, tmp_path / "large.html", render(many(120, 500), core=80))
    first = page.run("return diplomacyGraph.nodes.getIds()")
    assert len(first) <= 80
    assert "best connected of 619 names and events" in page.find("#notice").text
    page.run("diplomacyGraph.choose(arguments[0], true)", next(x for x in first if "/person/" in x))
    action(page, "Show ")
    second = page.run("return diplomacyGraph.nodes.getIds()")
    assert set(first) < set(second)
    spots = page.run("return diplomacyGraph.nodes.get().map(n => `${n.x} ${n.y}`)")
    assert len(spots) == len(set(spots))
    page.find("#whole-graph").click()
    assert page.run("return diplomacyGraph.nodes.length") == 619
    page.find("#whole-graph").click()
    assert len(page.run("return diplomacyGraph.nodes.getIds()")) <= 80
    hidden = f"{BASE}person/p119" if f"{BASE}person/p119" not in first else f"{BASE}person/p118"
    page.find("#search").send_keys(hidden.rpartition("/")[2])
    page.find("#suggestions [role=option]").click()
    assert hidden in page.run("return diplomacyGraph.nodes.getIds()")
    assert page.driver.get_log("browser") == []


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrast_passes_wcag_aa(theme: int) -> None:
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", (FOLDER / "base.css").read_text(encoding="utf-8"))
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[theme]))
    for ground in ("ground", "card", "hover"):
        for text in ("ink", "soft", "accent"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
    for row in legend():
        assert contrast(colours[row["key"]], colours["card"]) >= 3, row["key"]  # shapes
