"""Checks a graph: against ontology/shapes.ttl, and for what SHACL Core cannot say."""

from __future__ import annotations

from kg.validate.report import Finding, Report
from kg.validate.run import validate

__all__ = ["Finding", "Report", "validate"]
