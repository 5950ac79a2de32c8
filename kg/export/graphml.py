"""GraphML for Gephi, yEd and networkx: entities and events as nodes, roles between them as edges."""

from __future__ import annotations

from typing import BinaryIO

import networkx as nx

from kg.export.network import to_networkx
from kg.store import Store


def graphml(store: Store, output: BinaryIO) -> None:
    """The graph as GraphML, UTF-8; several sentences or articles of an event are separated by line breaks.

    Offices, passages and documents are not nodes of their own. Characters that XML cannot hold are left out.
    """
    nx.write_graphml_xml(to_networkx(store), output)
    output.write(b"\n")
