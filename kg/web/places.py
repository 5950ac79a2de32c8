"""Where events took place, as spots on a map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from kg.errors import DataError
from kg.iri import BASE
from kg.resources import folder
from kg.web.catalogue import Catalogue
from kg.web.events import Choice, Event
from kg.web.terms import Named

SQUEEZE = 0.82  # as in seeds/outlines.py
QUERY = """SELECT ?place ?name (COUNT(DISTINCT ?event) AS ?events) WHERE {
  ?event dip:place ?place ; dip:status ?status . ?place skos:prefLabel ?name
} GROUP BY ?place ?name ORDER BY DESC(?events)"""
_WORLD = (-147.0, -84.0, 294.0, 142.0)
_LEAST, _MARGIN, _ASPECT = 24.0, 5.0, 1.9  # degrees of the smallest view; around spots; width to height
_SMALL, _LARGE = 0.006, 0.020  # radius of a spot, in widths of the view
_LETTER = 0.0112  # width of a letter of a label, likewise, rather too much than too little
_EDGE = 0.1  # share of the events that may lie outside the view, on each side


_Frame = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its events; ``x`` and ``y`` as in the outlines, ``keys`` how many of each row of the legend."""

    this: Named
    x: float
    y: float
    count: int
    keys: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a spot: to its right, or to its left, where it is anchored at its ``end``."""

    x: float
    y: float
    text: str
    end: bool


@dataclass(frozen=True, slots=True)
class View:
    """A part of the map, in degrees, and its labels; ``radius`` of a spot by its IRI."""

    left: float
    top: float
    width: float
    height: float
    radius: dict[str, float]
    labels: tuple[Label, ...]

    @property
    def unit(self) -> float:
        """The width of a thin line."""
        return self.width / 1000


@cache
def outlines() -> tuple[str, ...]:
    """SVG paths of the countries."""
    return tuple((Path(__file__).parent / "outlines.txt").read_text(encoding="utf-8").splitlines())


@cache
def coordinates() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of cities and states, by IRI."""
    try:
        lines = (folder("seeds") / "coordinates.tsv").read_text(encoding="utf-8").splitlines()
        rows = (line.split("\t") for line in lines if not line.startswith("#"))
        return {BASE + name: (float(north), float(east)) for name, north, east in rows}
    except (OSError, ValueError) as error:
        raise DataError(f"seeds/coordinates.tsv cannot be read ({error}): install kg again") from error


def spots(known: Catalogue, choice: Choice) -> list[Spot]:
    """The places with coordinates, the busiest first."""
    found = []
    for iri, events in _by_place(known, choice).items():
        if iri in coordinates():
            north, east = coordinates()[iri]
            keys = tuple(Counter(e.key for e in events).most_common())
            found.append(Spot(known.name(iri), round(east * SQUEEZE, 2), round(-north, 2), len(events), keys))
    return sorted(found, key=lambda s: (-s.count, s.this.label))


def unplaced(known: Catalogue, choice: Choice) -> list[tuple[Named, int]]:
    """The places without coordinates, the busiest first."""
    found = [(known.name(iri), len(e)) for iri, e in _by_place(known, choice).items() if iri not in coordinates()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].label))


def _by_place(known: Catalogue, choice: Choice) -> dict[str, list[Event]]:
    pairs = [(iri, e) for e in known.events.values() if choice.fits(e) for link, iri in e.links if link == "place"]
    pairs.sort(key=lambda pair: pair[0])
    return {iri: [e for _, e in group] for iri, group in groupby(pairs, lambda pair: pair[0])}


def view(shown: list[Spot], *, whole: bool) -> View:
    """The part of the world that holds the spots, or all of it."""
    frame = _WORLD if whole or not shown else _frame(shown)
    width = frame[2]
    most = max((s.count for s in shown), default=1)
    radius = {s.this.iri: width * (_SMALL + (_LARGE - _SMALL) * (s.count / most) ** 0.5) for s in shown}
    return View(*frame, radius, tuple(_labels(shown, radius, frame)))


def _frame(shown: list[Spot]) -> _Frame:
    """The view of most events, wide enough that no spot lies on its edge or close by: those left out lie far off."""
    xs, ys = (_middle([(getattr(s, axis), s.count) for s in shown]) for axis in ("x", "y"))
    while True:
        frame = left, top, width, height = _around(xs, ys)
        if width >= _WORLD[2]:
            return _WORLD
        near = [
            s
            for s in shown
            if left - _MARGIN < s.x < left + width + _MARGIN and top - _MARGIN < s.y < top + height + _MARGIN
        ]
        wider = [
            (min(a, *found), max(b, *found)) for (a, b), found in ((xs, [s.x for s in near]), (ys, [s.y for s in near]))
        ]
        if wider == [xs, ys]:
            return frame
        xs, ys = wider


def _around(xs: tuple[float, float], ys: tuple[float, float]) -> _Frame:
    """The smallest view of these stretches, with a margin."""
    width = max(xs[1] - xs[0] + 2 * _MARGIN, (ys[1] - ys[0] + 2 * _MARGIN) * _ASPECT, _LEAST)
    height = width / _ASPECT
    left, top = (xs[0] + xs[1] - width) / 2, (ys[0] + ys[1] - height) / 2
    return round(left, 2), round(top, 2), round(width, 2), round(height, 2)


def _middle(weighted: list[tuple[float, int]]) -> tuple[float, float]:
    """Where the coordinates begin and end, a few events at either end left out."""
    spread = [at for at, count in sorted(weighted) for _ in range(count)]
    few = int(len(spread) * _EDGE)
    return spread[few], spread[-1 - few]


def _labels(shown: list[Spot], radius: dict[str, float], frame: _Frame) -> list[Label]:
    """Names beside spots, as far as they have room; the busiest first."""
    left, top, width, height = frame
    taken = [(s.x - r, s.y - r, s.x + r, s.y + r) for s in shown for r in (radius[s.this.iri] * 0.8,)]
    placed = []
    for spot in shown:
        high, long, away = width * 0.024, len(spot.this.label) * width * _LETTER, radius[spot.this.iri] + width * 0.004
        y = spot.y + high / 3
        for x, end in ((spot.x + away, False), (spot.x - away, True)):
            box = (x - long * end, y - high * 0.8, x + long * (not end), y + high * 0.2)
            inside = left < box[0] and box[2] < left + width and top < box[1] and box[3] < top + height
            if inside and not any(b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3] for b in taken):
                taken.append(box)
                placed.append(Label(round(x, 2), round(y, 2), spot.this.label, end))
                break
    return placed
