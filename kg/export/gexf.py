"""GEXF for Gephi: types, weights, and a time line of events."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree import ElementTree as ET

from networkx.readwrite.gexf import GEXFWriter

from kg.export.dates import DATED, first_day, last_day
from kg.export.network import to_networkx
from kg.store import Store


def gexf(store: Store, output: BinaryIO) -> None:
    """The graph as GEXF 1.3, UTF-8. An event whose date is known is there from its first to its last day, and so are
    its edges; entities and undated events are always there. The role is the kind of an edge, so that Gephi keeps
    several between the same two nodes."""
    drawn = to_networkx(store)
    drawn.graph["mode"] = "dynamic"
    for node, data in drawn.nodes(data=True):
        if data["kind"] == "event" and DATED.fullmatch(data.get("date", "")):
            days = first_day(data["date"]), last_day(data.get("end_date") or data["date"])
            _last(data, days)
            for _, _, edge in drawn.out_edges(node, data=True):
                _last(edge, days)
    for node in drawn:
        drawn.nodes[node]["kind_and_type"] = f"{drawn.nodes[node]['kind']} {drawn.nodes[node]['type']}"
    root = _mended(GEXFWriter(drawn, version="1.3").xml)
    ET.indent(root)
    output.write(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _mended(root: ET.Element) -> ET.Element:
    """What networkx makes, as the schema wants it, and without the day of today and the keys of its edges."""
    root.attrib = {name: root.attrib[name] for name in ("xmlns", "version")}  # its xsi is a namespace of nobody's
    meta, graph = root
    root.remove(meta)
    del graph.attrib["name"]
    for attributes in graph.findall("attributes[@class='edge']"):
        graph.remove(attributes)
    for edge in graph.iterfind("edges/edge"):
        edge[:] = []
        edge.set("kind", edge.attrib["label"])
    return root


def _last(data: dict[str, object], days: tuple[str, str]) -> None:
    data["start"], data["end"] = days
