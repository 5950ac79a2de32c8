"""GEXF for Gephi: types, weights, and a time line of events."""

from __future__ import annotations

import calendar
import re
from typing import BinaryIO

import networkx as nx

from kg.export.network import to_networkx
from kg.store import Store

_CLOCK = re.compile(r"\s*<meta\b.*?</meta>", re.DOTALL)  # networkx writes the day of today there
_DATED = re.compile(r"\d{4}(-\d\d){0,2}")


def gexf(store: Store, output: BinaryIO) -> None:
    """The graph as GEXF 1.2, UTF-8. An event whose date is known is there from its first to its last day, and so are
    its edges; entities and undated events are always there."""
    drawn = to_networkx(store)
    drawn.graph["mode"] = "dynamic"
    for node, data in drawn.nodes(data=True):
        if data["kind"] == "event" and _DATED.fullmatch(data.get("date", "")):
            days = first_day(data["date"]), last_day(data.get("end_date") or data["date"])
            _last(data, days)
            for _, _, edge in drawn.out_edges(node, data=True):
                _last(edge, days)
    for node in drawn:
        drawn.nodes[node]["kind_and_type"] = f"{drawn.nodes[node]['kind']} {drawn.nodes[node]['type']}"
    text = "\n".join(nx.generate_gexf(drawn))
    output.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{_CLOCK.sub("", text)}\n'.encode())


def first_day(value: str) -> str:
    """The first day of a day, month or year.

    >>> first_day("2007-05")
    '2007-05-01'
    """
    return value + "-01" * (2 - value.count("-"))


def last_day(value: str) -> str:
    """The last day of a day, month or year.

    >>> last_day("2007-02"), last_day("2007")
    ('2007-02-28', '2007-12-31')
    """
    if value.count("-") == 2:
        return value
    value = value if "-" in value else f"{value}-12"
    year, month = map(int, value.split("-"))
    return f"{value}-{calendar.monthrange(year, month)[1]:02}"


def _last(data: dict[str, object], days: tuple[str, str]) -> None:
    data["start"], data["end"] = days
