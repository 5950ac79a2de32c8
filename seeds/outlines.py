"""Write kg/web/outlines.txt, the map's outlines of countries, from Natural Earth (public domain).

    python seeds/outlines.py countries-110m.json

The argument is TopoJSON of the npm package world-atlas 2.0.2. A line is the SVG path of a country: x is the longitude
times ``SQUEEZE``, y the latitude downwards, in degrees.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

SQUEEZE = 0.82  # true to scale at 35 degrees north and south
TARGET = Path(__file__).parents[1] / "kg" / "web" / "outlines.txt"
ANTARCTICA = "010"

Point = tuple[float, float]


def arcs(topology: Any) -> list[list[Point]]:
    """The lines that outlines are made of, as longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    summed = ([*accumulate(line, lambda a, b: [a[0] + b[0], a[1] + b[1]])] for line in topology["arcs"])
    return [[(x * sx + tx, y * sy + ty) for x, y in line] for line in summed]


def ring(parts: Iterable[int], lines: Sequence[list[Point]]) -> list[Point]:
    """A closed outline; a negative number is a line backwards."""
    points: list[Point] = []
    for part in parts:
        line = lines[part] if part >= 0 else lines[~part][::-1]
        points += line[1:] if points else line
    return points


def path(points: Sequence[Point]) -> str:
    """SVG path data with one decimal; nothing for what is too small, or runs around the back of the world."""
    spots = [(round(10 * east * SQUEEZE), round(-10 * north)) for east, north in points]
    spots = [spots[0], *(b for a, b in pairwise(spots) if a != b)]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(spots)][:-1]
    if len(steps) < 2 or any(abs(x) > 1000 for x, _ in steps):
        return ""
    text = f"M{spots[0][0] / 10:g} {spots[0][1] / 10:g}" + "".join(f"l{x / 10:g} {y / 10:g}" for x, y in steps) + "z"
    return re.sub(r"(?<!\d)0\.", ".", text).replace(" -", "-")


def main() -> None:
    """Read the topology, write the paths."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = arcs(topology)
    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        found.append("".join(path(ring(parts, lines)) for polygon in polygons for parts in polygon))
    TARGET.write_text("".join(f"{data}\n" for data in found if data), encoding="utf-8")


if __name__ == "__main__":
    main()
