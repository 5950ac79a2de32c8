"""The graph for Neo4j: CSV files for ``neo4j-admin database import``, or for the Cypher script beside them.

Nodes have ``uri`` as key, as n10s has it, so that both ways of import make the same nodes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import networkx as nx

from kg.export.archive import pack
from kg.export.network import to_networkx
from kg.ontology import PREFIXES
from kg.store import Store

_FIELDS = ("label", "kind", "type", "status", "date", "end_date", "source", "sentence", "document", "wikidata")
_NUMBERS = ("weight:int", "confidence:float")
_CYPHER = """// Loads nodes.csv and relationships.csv out of Neo4j's import folder. Run it twice: nothing changes.
// Neo4j 5.23 or later.
CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE;
LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row
CALL (row) {{
  MERGE (n:Resource {{uri: row.`uri:ID`}})
  SET n += {{{properties}}}
}} IN TRANSACTIONS OF 1000 ROWS;
{labels}
{relationships}
"""
_LABEL = (
    "LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row WITH row WHERE row.type = '{0}'\n"
    "MATCH (n:Resource {{uri: row.`uri:ID`}}) SET n:dip__{0};"
)
_RELATIONSHIP = (
    "LOAD CSV WITH HEADERS FROM 'file:///relationships.csv' AS row WITH row WHERE row.`:TYPE` = 'dip__{0}'\n"
    "MATCH (a:Resource {{uri: row.`:START_ID`}}) MATCH (b:Resource {{uri: row.`:END_ID`}})\n"
    "MERGE (a)-[r:dip__{0}]->(b) SET r.weight = toInteger(row.`weight:int`);"
)
_READ_ME = """nodes.csv, relationships.csv: for neo4j-admin database import full, with --multiline-fields=true
load.cypher: the same by LOAD CSV into a running database
namespaces: CALL n10s.nsprefixes.add('dip', '{dip}') makes n10s use the same names
"""


def neo4j(store: Store, output: BinaryIO) -> None:
    """A ZIP archive with ``nodes.csv``, ``relationships.csv``, ``load.cypher`` and ``README.txt``."""
    drawn = to_networkx(store)
    types = sorted({data["type"] for _, data in drawn.nodes(data=True)})
    roles = sorted({data["label"] for _, _, data in drawn.edges(data=True)})
    setting = ", ".join([*(f"{name}: row.{name}" for name in _FIELDS), *map(_number, _NUMBERS)])
    script = _CYPHER.format(
        properties=setting,
        labels="\n".join(map(_LABEL.format, types)),
        relationships="\n".join(map(_RELATIONSHIP.format, roles)),
    )
    pack(
        output,
        {
            "nodes.csv": _csv(["uri:ID", *_FIELDS, *_NUMBERS, ":LABEL"], _nodes(drawn)),
            "relationships.csv": _csv([":START_ID", ":END_ID", "weight:int", ":TYPE"], _edges(drawn)),
            "load.cypher": script.encode(),
            "README.txt": _READ_ME.format(dip=PREFIXES["dip"]).encode(),
        },
    )


def _nodes(drawn: nx.MultiDiGraph) -> Iterator[list[object]]:
    for node, data in drawn.nodes(data=True):
        numbers = [data.get(name.partition(":")[0], "") for name in _NUMBERS]
        yield [node, *(data.get(name, "") for name in _FIELDS), *numbers, f"Resource;dip__{data['type']}"]


def _edges(drawn: nx.MultiDiGraph) -> Iterator[list[object]]:
    for start, end, data in drawn.edges(data=True):
        yield [start, end, data["weight"], f"dip__{data['label']}"]


def _number(column: str) -> str:
    name, _, kind = column.partition(":")
    return f"{name}: {'toInteger' if kind == 'int' else 'toFloat'}(row.`{column}`)"


def _csv(head: list[str], rows: Iterable[list[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
