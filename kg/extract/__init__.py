"""From an analysed document to claims: who is mentioned, who holds which office, what happened and who says so."""

from __future__ import annotations

from kg.extract.events import events
from kg.extract.mentions import Mentions
from kg.extract.offices import offices
from kg.extract.statements import statements
from kg.model import Claims, Document


def extract(document: Document, *, frames_only: bool = False) -> Claims:
    """Everything that the passages of the document say, before any identity is decided.

    ``frames_only`` leaves the learned readers out, as where the language model gives no vectors.
    """
    mentions = Mentions(document)
    tenures = offices(mentions)
    told = events(document, mentions, frames_only=frames_only)
    told.extend(statements(document, mentions, told))
    ordered = tuple(sorted(told, key=lambda e: (e.trigger, e.type)))
    return Claims(document, mentions.all(), tuple(tenures), ordered)
