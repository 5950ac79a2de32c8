"""IRIs made from content: the same facts have the same IRIs on every run and every machine.

All instances live under a few ``/`` namespaces of one base, so that Turtle can abbreviate them.
Only characters that every Turtle parser takes are used: ASCII letters, digits, ``-`` and ``/``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

ONTOLOGY = "https://w3id.org/diplomacy-kg/ontology#"
BASE = "https://w3id.org/diplomacy-kg/id/"
INFERRED = f"{BASE}inferred"
"""The graph of what was inferred from the others. It is no document's, and not in the union of the graphs."""
NOTES = f"{BASE}notes"
"""The graph of what users write, unless they name one below it. They are no documents', and in no union."""
_SLUG_LIMIT = 80


def is_notes(graph: str) -> bool:
    """Whether a graph of that name holds what users wrote.

    >>> is_notes(NOTES), is_notes(f"{NOTES}/mine"), is_notes(INFERRED)
    (True, True, False)
    """
    return graph == NOTES or graph.startswith(f"{NOTES}/")


def slug(text: str) -> str:
    """ASCII, lower case, words joined by hyphens; a hash where a script has no ASCII letters or it would be too long.

    >>> slug("Nouri al-Maliki"), slug("Côte d'Ivoire")
    ('nouri-al-maliki', 'cote-d-ivoire')
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    ascii_only = folded.encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", ascii_only))
    letters = sum(c.isalnum() for c in folded)
    if len(words) > _SLUG_LIMIT or sum(c.isalnum() for c in words) * 2 < letters or not words:
        return f"{words[:40].strip('-')}-{digest(text)}".strip("-")
    return words


def digest(*parts: object, size: int = 12) -> str:
    """A short hex digest of the parts in order: 48 bits by default.

    >>> digest("a", 1) == digest("a", 1) != digest("a1")
    True
    """
    packed = "\x1f".join(str(p) for p in parts)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:size]
