"""Servers that speak the SPARQL 1.1 protocols: where they listen, and how to read and write there."""

from __future__ import annotations

from kg.store.remote.client import Client
from kg.store.remote.credentials import Credentials, credentials
from kg.store.remote.endpoints import Endpoints, Preset, named, preset, presets
from kg.store.remote.probe import PROBES, find
from kg.store.remote.server import CHUNK, DEFAULT, Server

__all__ = [
    "CHUNK",
    "DEFAULT",
    "PROBES",
    "Client",
    "Credentials",
    "Endpoints",
    "Preset",
    "Server",
    "credentials",
    "find",
    "named",
    "preset",
    "presets",
]
