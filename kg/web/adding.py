"""Paste or upload an article, see what is read from it and why; with the token, add it to the store."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import SkipError
from kg.graph import document_iri, quads
from kg.iri import BASE
from kg.model import Article, Facts
from kg.store import Embedded
from kg.web.article import marked, mentioned, tellings
from kg.web.catalogue import Catalogue
from kg.web.facts import cards, offices
from kg.web.render import page
from kg.web.site import RefusedError, site_of
from kg.web.terms import nodes, select

LARGEST = 200_000  # characters of an article


async def add(request: Request) -> Response:
    """The form; what an article tells; and the way into the store."""
    if request.method == "GET":
        return page("add.html", request, given={}, failed="", found=None)
    async with request.form(max_part_size=4 * LARGEST, max_files=1) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        upload = form.get("file")
        if isinstance(upload, UploadFile) and upload.filename:
            given |= {"text": (await upload.read()).decode("utf-8", "replace"), "source": upload.filename}
    if given.get("save"):
        site_of(request).permit(request, given.get("token", ""))
    try:
        facts, reasons = await run_in_threadpool(_read, _article(given))
    except SkipError as error:
        return page("add.html", request, given=given, failed=str(error), found=None, code=422)
    if given.get("save"):
        document = await run_in_threadpool(site_of(request).add, facts)
        return RedirectResponse(f"/id/{document.value.removeprefix(BASE)}", 303)
    return page(
        "add.html", request, given=given, failed="", found=await run_in_threadpool(_shown, facts), reasons=reasons
    )


def _article(given: dict[str, str]) -> Article:
    """The article as it was pasted. Raises RefusedError where it is none."""
    text = given.get("text", "").replace("\r\n", "\n").replace("\0", " ").strip()
    if not text:
        raise RefusedError("paste the text of an article, or choose a file", 400)
    if len(text) > LARGEST:
        raise RefusedError(f"the article has more than {LARGEST:,} characters: shorten it", 413)
    try:
        published = date.fromisoformat(given["published"]) if given.get("published") else None
    except ValueError:
        raise RefusedError("write the date as 2007-05-28", 400) from None
    source = given.get("source", "").strip() or "pasted"
    return Article(text, source, given.get("title", "").strip() or None, published, given.get("publisher") or None)


def _read(article: Article) -> tuple[Facts, str]:
    from kg.pipeline import extract
    from kg.trace import trace

    return extract(article), trace(article)


def _shown(facts: Facts) -> dict[str, Any]:
    """What the page of the article would show, from a store of its own."""
    with Embedded() as store:
        document = document_iri(facts.article)
        store.replace(document, quads(facts))
        known = Catalogue(store)
        told = tellings(store, document.value)
        text = select(store, f"SELECT ?text {{ {nodes([document.value])} dip:text ?text }}")[0][0]
        return {
            "text": marked(text, told, mentioned(store, document.value)),
            "cards": cards(store, known, list(dict.fromkeys(t.event for t in told))),
            "offices": offices(store, known, "?tenure a dip:Tenure ."),
            "entities": sorted(known.names.values(), key=lambda n: n.label),
        }
