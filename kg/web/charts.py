"""Charts as numbers: where each mark of a timeline lies, for templates to draw as SVG."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.export.coding import quad_class
from kg.export.page.content import when
from kg.ontology import DIP, graph, subclasses, term
from kg.web.events import Event
from kg.web.terms import shapes

_AT_MOST = 42  # months as columns
_MOST = 0.85  # of the dates that months must hold
_FEW = 20  # one in so many dates may lie far off at either end of years
_WIDTH, _LEFT = 1000, 168  # pixels: the whole, and the names of the lanes
_LANE, _TOP, _FOOT = 38, 8, 26
_SMALL, _LARGE = 5.0, 13.0  # radius of a mark
_HALF = 96  # height of the bars to either side


@dataclass(frozen=True, slots=True)
class Period:
    """A column of a chart: dates from ``first`` to ``last``, either empty for all before or after."""

    first: str
    last: str
    label: str

    def holds(self, date: str) -> bool:
        """Whether a date lies in it; one less exact than the period counts where it begins."""
        return (not self.first or date >= self.first) and (not self.last or date[: len(self.last)] <= self.last)


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape of a row of the legend, as large as ``count`` asks for."""

    x: float
    y: float
    radius: float
    key: str
    count: int
    period: Period


@dataclass(frozen=True, slots=True)
class Lanes:
    """Rows by type, columns by time."""

    width: int
    height: int
    rows: tuple[tuple[str, float, int], ...]
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column: ``quad`` names its kind and colour."""

    x: float
    y: float
    width: float
    height: float
    quad: str
    count: int
    period: Period


@dataclass(frozen=True, slots=True)
class Balance:
    """Cooperation above the line, conflict below."""

    width: int
    height: int
    middle: float
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


def lanes(events: Iterable[Event]) -> Lanes | None:
    """Events with a year, by row of the legend and period; None where there is none."""
    dated = [e for e in events if e.year]
    columns = periods(e.date for e in dated)
    if not columns:
        return None
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    known: dict[str, int] = {}
    for event in dated:
        counts[event.key][_column(columns, event.date, known)] += 1
    keys = [key for key in shapes() if key in counts]
    most = max(n for row in counts.values() for n in row.values())
    step = (_WIDTH - _LEFT) / len(columns)
    marks = [
        Mark(_LEFT + (i + 0.5) * step, _TOP + (row + 0.5) * _LANE, _radius(n, most), key, n, columns[i])
        for row, key in enumerate(keys)
        for i, n in sorted(counts[key].items())
    ]
    rows = tuple((key, _TOP + (i + 0.5) * _LANE, sum(counts[key].values())) for i, key in enumerate(keys))
    height = _TOP + len(keys) * _LANE + _FOOT
    return Lanes(_WIDTH, height, rows, tuple(_ticks(columns, _LEFT, step)), tuple(marks))


def balance(events: Iterable[Event]) -> Balance | None:
    """What happened between two sides over time; None where nothing of it has a year and a PLOVER type."""
    told = [(e.date, quad) for e in events if e.happened and e.year and (quad := quad_of(e.type))]
    columns = periods(date for date, _ in told)
    if not columns:
        return None
    known: dict[str, int] = {}
    counts = Counter((_column(columns, date, known), quad) for date, quad in told)
    sides = [[row["key"] for row in quads() if row["key"].endswith(end)] for end in ("cooperation", "conflict")]
    highest = max(sum(counts[i, q] for q in side) for i in range(len(columns)) for side in sides)
    step = _WIDTH / len(columns)
    bars = []
    for i, period in enumerate(columns):
        for side, up in zip(sides, (True, False), strict=True):
            at = 0.0
            for quad in side:
                if n := counts[i, quad]:
                    size = n / highest * _HALF
                    y = _TOP + _HALF - at - size if up else _TOP + _HALF + at
                    bars.append(Bar(i * step + 0.12 * step, y, min(0.76 * step, 40), size, quad, n, period))
                    at += size
    height = _TOP + 2 * _HALF + _FOOT
    return Balance(_WIDTH, height, _TOP + _HALF, tuple(_ticks(columns, 0, step)), tuple(bars))


def periods(dates: Iterable[str]) -> list[Period]:
    """Months where a few years hold nearly all dates, else years; what lies far off shares a column at either end."""
    every = sorted(date if len(date) > 4 else f"{date}-01" for date in dates)
    if not every:
        return []
    start, end = _dense([date[:7] for date in every])
    columns = [Period(m, m, _short(m)) for m in _months(start, end)]
    if len(columns) > _AT_MOST:
        years = [int(date[:4]) for date in every]
        few = len(years) // _FEW
        columns = [Period(str(y), str(y), str(y)) for y in range(years[few], years[-1 - few] + 1)]
    if every[0][:7] < columns[0].first and every[0][:4] != columns[0].first:
        columns.insert(0, Period("", _before(columns[0].first), "earlier"))
    if every[-1][: len(columns[-1].last)] > columns[-1].last:
        columns.append(Period(_after(columns[-1].last), "", "later"))
    return columns


def _dense(months: Sequence[str]) -> tuple[str, str]:
    """The first and last of all months, or of the shortest stretch that holds most of them where all are too many."""
    if _distance(months[0], months[-1]) < _AT_MOST:
        return months[0], months[-1]
    size = max(1, round(len(months) * _MOST))
    stretches = [(months[i], months[i + size - 1]) for i in range(len(months) - size + 1)]
    return min(stretches, key=lambda pair: _distance(*pair))


def _distance(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def _short(month: str) -> str:
    name, year = when(month, None).split()
    return f"{name[:3]} {year}"


def _before(first: str) -> str:
    year, _, month = first.partition("-")
    return f"{int(year) - 1:04}" if not month or month == "01" else f"{year}-{int(month) - 1:02}"


def _after(last: str) -> str:
    year, _, month = last.partition("-")
    return f"{int(year) + 1:04}" if not month or month == "12" else f"{year}-{int(month) + 1:02}"


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _column(columns: Sequence[Period], date: str, known: dict[str, int]) -> int:
    """The column of a date; ``known`` remembers those of other days of the month."""
    if date[:7] not in known:
        known[date[:7]] = next((i for i, p in enumerate(columns) if p.holds(date)), 0)
    return known[date[:7]]


def _ticks(columns: Sequence[Period], left: float, step: float) -> Iterator[tuple[float, str]]:
    """Labels of columns, as many as have room."""
    room = max(1, -(-88 // max(int(step), 1)))
    for i in range(0, len(columns), room):
        half = 3.6 * len(columns[i].label)
        yield min(max(left + (i + 0.5) * step, half), _WIDTH - half), columns[i].label


def _radius(count: int, most: int) -> float:
    return round(_SMALL + (_LARGE - _SMALL) * (count / most) ** 0.5, 1) if most > 1 else _SMALL + 2


@cache
def quads() -> tuple[dict[str, Any], ...]:
    """The rows of plover.toml, in the order of the quad classes 1 to 4."""
    text = (Path(__file__).parent / "plover.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["quad"])


@cache
def plover() -> dict[str, str]:
    """The PLOVER type of each event class that has just one."""
    found: dict[str, str] = {}
    for name in subclasses("Event"):
        notes = [q.object for q in graph().quads_for_pattern(DIP[name], term("skos:notation"), None)]
        types = [n.value for n in notes if isinstance(n, ox.Literal) and n.datatype == DIP.plover]
        if len(types) == 1:
            found[name] = types[0]
    return found


def quad_of(name: str) -> str:
    """The quadrant of an event class; empty where it has none."""
    own = quad_class(plover().get(name, ""))
    return "" if own is None else str(quads()[own - 1]["key"])
