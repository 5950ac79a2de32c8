"""Node-link JSON, as d3.js and networkx read it."""

from __future__ import annotations

import json
from typing import BinaryIO

import networkx as nx

from kg.export.network import to_networkx
from kg.store import Store


def nodelink(store: Store, output: BinaryIO) -> None:
    """The network of events and entities: ``{"nodes": [{"id": …}], "links": [{"source": …, "target": …}]}``."""
    data = nx.node_link_data(to_networkx(store), edges="links")
    output.write((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
