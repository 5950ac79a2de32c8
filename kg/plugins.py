"""Extension points: tables of built-ins and entry points, both loaded only when asked for.

A table maps a name to ``"module:attribute"``. An installed package adds to it with an entry point of the
same group (``kg.readers``, ``kg.extractors``, ``kg.exporters``, ``kg.stores``, ``kg.nlp``); built-ins win over
entry points of the same name, so that no package silently changes what kg does.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from kg.errors import NotFoundError

TABLES: dict[str, dict[str, str]] = {
    "kg.readers": {
        "text": "kg.read.text:read",
        "html": "kg.read.html:read",
        "jsonl": "kg.read.jsonl:read",
    },
    "kg.nlp": {"kg": "kg.annotate:load"},
    "kg.extractors": {
        "offices": "kg.extract.offices:extract",
        "events": "kg.extract.events:extract",
    },
    "kg.stores": {"embedded": "kg.store.embedded:Embedded"},
    "kg.exporters": {
        "turtle": "kg.export.rdf:turtle",
        "ntriples": "kg.export.rdf:ntriples",
        "nquads": "kg.export.rdf:nquads",
        "trig": "kg.export.rdf:trig",
        "jsonld": "kg.export.rdf:jsonld",
        "rdfxml": "kg.export.rdf:rdfxml",
        "jsonld-framed": "kg.export.framed:framed",
        "hextuples": "kg.export.hextuples:hextuples",
        "turtle12": "kg.export.turtle12:turtle12",
        "graphml": "kg.export.graphml:graphml",
        "gexf": "kg.export.gexf:gexf",
        "nodelink": "kg.export.nodelink:nodelink",
        "csv": "kg.export.tables:csv_tables",
        "parquet": "kg.export.tables:parquet_tables",
        "neo4j": "kg.export.neo4j:neo4j",
        "plover": "kg.export.plover:plover",
        "plover-tsv": "kg.export.plover:plover_table",
        "quickstatements": "kg.export.quickstatements:quickstatements",
        "timeline": "kg.export.timeline:timeline",
        "ics": "kg.export.timeline:ics",
        "html": "kg.export.html:html",
    },
}


def names(group: str) -> list[str]:
    """The names to be had in a group, built-ins first, without loading any."""
    extra = sorted(e.name for e in entry_points(group=group))
    return [*TABLES[group], *(n for n in extra if n not in TABLES[group])]


def load(group: str, name: str) -> Any:
    """The plug-in of that name. Raises NotFoundError with the names to be had."""
    table: Mapping[str, str] = TABLES[group]
    if name in table:
        module, _, attribute = table[name].partition(":")
        return getattr(import_module(module), attribute)
    for entry in entry_points(group=group):
        if entry.name == name:
            return entry.load()
    raise NotFoundError(f"no {group.removeprefix('kg.')} plug-in {name!r}: choose one of {', '.join(names(group))}")
