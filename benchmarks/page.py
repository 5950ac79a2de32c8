"""How fast the graph page is in Chromium: ``python -m benchmarks.page [NODES...]``.

For each size a graph of so many names and events with their sentences is made, exported and opened. Measured are the
seconds to export, those from opening the file until the picture stands still, the same for drawing the whole graph,
and the frames per second while it is dragged with the mouse.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from selenium import webdriver

from benchmarks.explorer import article
from kg.export.html import render
from kg.graph import quads

SIZES = (100, 1_000, 5_000, 20_000)
NODES_AN_ARTICLE = 18  # about; entities that come again count once
SECONDS_OF_DRAGGING = 4.0
READY = "return window.diplomacyGraph !== undefined && document.readyState === 'complete'"
COUNT = """window.frames_ = 0; window.diplomacyGraph.network.on("afterDrawing", () => { window.frames_ += 1; })"""
STILL = """const done = arguments[0]; let quiet = 0, last = -1;
let drawn = 0; window.diplomacyGraph.network.on("afterDrawing", () => { drawn += 1; });
const look = () => { quiet = drawn === last ? quiet + 1 : 0; last = drawn;
  if (quiet >= 3) done(performance.now()); else requestAnimationFrame(look); };
requestAnimationFrame(look);"""
WHOLE = 'document.getElementById("whole-graph").click()'


def graph(nodes: int) -> list[ox.Quad]:
    """The quads of a graph of about so many names and events."""
    chance, made, number, held = random.Random(nodes), [], 0, set[str]()
    while len(held) < nodes:
        facts = article(number, chance)
        told = quads(facts)
        made += told
        held |= {str(q.subject) for q in told if "/event/" in str(q.subject)}
        held |= {str(q.object) for q in told if q.predicate.value.endswith(("#participant", "#actor", "#place"))}
        number += 1
    return made


def driver() -> Any:
    """Chromium without a window, at the size of a usual one."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,800"):
        options.add_argument(argument)
    found = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    found.set_script_timeout(120)
    found.set_page_load_timeout(240)
    return found


def dragging(browser: Any) -> float:
    """Frames per second while the mouse drags the picture."""
    browser.execute_script(COUNT)

    def mouse(kind: str, x: float, y: float) -> None:
        pressed = {"button": "left", "buttons": 1, "clickCount": 1}
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **pressed})

    mouse("mousePressed", 700, 560)
    begin, turn = time.monotonic(), 0
    while time.monotonic() - begin < SECONDS_OF_DRAGGING:
        turn += 1
        mouse("mouseMoved", 700 + turn % 200, 560 - turn % 150)
    seconds = time.monotonic() - begin
    frames = browser.execute_script("return window.frames_")
    mouse("mouseReleased", 700, 560)
    return float(frames) / seconds


def measure(browser: Any, folder: Path, nodes: int) -> str:
    """One row of the table."""
    made = graph(nodes)
    begin = time.perf_counter()
    page = render(made)
    exported = time.perf_counter() - begin
    path = folder / f"{nodes}.html"
    path.write_bytes(page)
    browser.get("about:blank")
    browser.get(path.as_uri())
    while not browser.execute_script(READY):
        time.sleep(0.02)
    opened = float(browser.execute_async_script(STILL)) / 1000
    panned = dragging(browser)
    held = browser.execute_script("return diplomacyGraph.nodes.length")
    row = [nodes, f"{len(page) / 1e6:.1f}", f"{exported:.1f}", held, f"{opened:.2f}", f"{panned:.0f}"]
    if browser.execute_script("return document.getElementById('whole-graph') !== null"):
        start = browser.execute_script("return performance.now()")
        browser.execute_script(WHOLE)
        row.append(f"{(float(browser.execute_async_script(STILL)) - start) / 1000:.2f}")
        row.append(f"{dragging(browser):.0f}")
    else:
        row += ["", ""]
    return f"| {' | '.join(map(str, row))} |"


def main() -> None:
    """Measure and print a table in Markdown."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    head = (
        "nodes",
        "MB",
        "s to export",
        "drawn first",
        "s until still",
        "frames/s",
        "s to draw all",
        "frames/s of all",
    )
    print(f"| {' | '.join(head)} |\n|{' ---: |' * len(head)}")
    browser = driver()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for size in sizes:
                print(measure(browser, Path(folder), size), flush=True)
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
