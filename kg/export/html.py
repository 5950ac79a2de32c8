"""The graph page: one HTML file that opens anywhere, asks no network and runs no script but its own.

vis-network draws it, taken from the installed pyvis; pyvis's own template would load parts from a CDN, so the
template is ours. All that comes from articles travels as inert JSON and reaches the page as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

import pyoxigraph as ox

from kg.errors import DataError, OutputError
from kg.export.page.content import FOLDER, VIS_NETWORK, Content, Json, legend, looks, read, role_names
from kg.export.page.picture import draw, linked, most_connected
from kg.model import STATUSES

CORE_LIMIT = 500  # nodes of the picture that opens; above it any picture is a tangle
WHOLE_LIMIT = 20_000  # nodes of the page as a whole
_SCRIPTS = tuple(
    f"{name}.js"
    for name in ("shapes", "model", "labels", "picture", "filters", "turtle", "panel", "paths", "search", "page")
)
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_TABLES = ("entities", "events", "tenures", "passages", "documents")


class Source(Protocol):
    """What the page needs of a store."""

    def quads(self) -> Iterable[ox.Quad]: ...


def html(store: Source, output: BinaryIO) -> None:
    """Write the graph of ``store`` as one page. Raises OutputError where it cannot be written."""
    page = render(store.quads())
    try:
        output.write(page)
    except OSError as error:
        raise OutputError(f"the graph page cannot be written ({error}): check path and free space") from error


def render(quads: Iterable[ox.Quad], core: int = CORE_LIMIT, whole: int = WHOLE_LIMIT) -> bytes:
    """The page's bytes: the same quads give the same bytes, in whatever order they come.

    It holds the ``whole`` best connected nodes at most, and opens with the ``core`` best connected of these.
    """
    content = read(quads)
    candidates = linked(content)
    held = most_connected(content, candidates, whole)
    data = {**draw(content, held, most_connected(content, held, core)), **_facts(content, set(held))}
    data |= {"total": len(candidates), "legend": legend(), "statuses": STATUSES}
    data |= {"looks": looks(), "roleNames": role_names()}
    packed = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _fill(packed.translate(_ESCAPES))


def _facts(content: Content, shown: set[str]) -> Json:
    """The tables of the side panel, without what no shown node leads to."""
    events = {iri: e for iri, e in content.events.items() if iri in shown}
    tenures = {i: t for i, t in content.tenures.items() if shown & {t["holder"], t["of"], t["postedTo"]}}
    facts = [*events.values(), *tenures.values()]
    named = shown | {iri for fact in facts for iri in _names(fact)}
    named |= {e["of"] for iri, e in content.entities.items() if iri in named and e["of"]}
    entities = {iri: e for iri, e in content.entities.items() if iri in named}
    passages = {p: content.passages[p] for f in facts for p in f["evidence"] if p in content.passages}
    sources = {p["document"] for p in passages.values()}
    documents = {iri: d for iri, d in content.documents.items() if iri in sources}
    tables = (entities, events, tenures, passages, documents)
    return dict(zip(_TABLES, tables, strict=True))


def _names(fact: Json) -> list[str | None]:
    """The entities and events that a fact's card names."""
    roles = [filler for _, filler in fact.get("roles", ())]
    listed = [*fact.get("places", ()), *fact.get("about", ()), *fact["sources"]]
    return [*roles, *listed, *(fact.get(key) for key in ("holder", "of", "postedTo"))]


def _fill(data: str) -> bytes:
    """The template with everything inlined; a policy lets only these very scripts and styles run."""
    style = "".join(_asset(FOLDER / name) for name in ("base.css", "page.css"))
    vis = re.sub(r"//# sourceMappingURL=.*", "", _asset(VIS_NETWORK))
    script = '(() => {\n"use strict";\n' + "\n".join(_asset(FOLDER / name) for name in _SCRIPTS) + "})();\n"
    policy = (
        f"default-src 'none'; script-src {_hash(vis)} {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {"policy": policy, "style": style, "data": data, "vis": vis, "script": script}
    page = re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _asset(FOLDER / "page.html"))
    return page.encode("utf-8", "replace")  # half a surrogate pair in a text becomes "?"


def _asset(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path.name} of the graph page is missing: install kg and pyvis again") from error


def _hash(text: str) -> str:
    """The source expression that allows an inline element with exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
