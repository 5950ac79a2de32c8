"""The explorer: a web application on this machine over a store, for people and for SPARQL clients."""

from __future__ import annotations

from kg.web.app import create
from kg.web.server import serve
from kg.web.site import Settings
from kg.web.workers import Limits

__all__ = ["Limits", "Settings", "create", "serve"]
