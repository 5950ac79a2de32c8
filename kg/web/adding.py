"""Paste or upload an article, see what is read from it and why; with the token, add it to the store."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import EmptyError, SkipError
from kg.graph import document_iri, quads
from kg.iri import BASE
from kg.model import Article, Facts
from kg.query.index import read
from kg.read import Source, parse
from kg.store import Embedded
from kg.web.article import marked, mentioned, tellings
from kg.web.catalogue import Catalogue
from kg.web.facts import cards
from kg.web.offices import tenures
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
        sent = await upload.read() if isinstance(upload, UploadFile) and upload.filename else b""
        name = upload.filename or "" if isinstance(upload, UploadFile) else ""
    if given.get("save"):
        site_of(request).permit(request, given.get("token", ""))
    try:
        article = await run_in_threadpool(_uploaded, name, sent) if sent else _pasted(given)
        facts, reasons = await run_in_threadpool(_read, article)
    except SkipError as error:
        return page("add.html", request, given=given, failed=str(error), found=None, code=422)
    if given.get("save"):
        document = await run_in_threadpool(site_of(request).add, facts)
        return RedirectResponse(f"/id/{document.value.removeprefix(BASE)}", 303)
    found = await run_in_threadpool(_shown, facts)
    return page("add.html", request, given=_fields(article), failed="", found=found, reasons=reasons)


def _uploaded(name: str, data: bytes) -> Article:
    """The first article of a file of any format that kg reads. Raises SkipError where it holds none."""
    first = next(iter(parse(Source.of(name, data))), None)
    if first is None:
        raise EmptyError(f"{name}: holds no article: choose another file")
    if isinstance(first, SkipError):
        raise first
    return _checked(first)


def _pasted(given: dict[str, str]) -> Article:
    """The article as it was pasted. Raises RefusedError where it is none."""
    text = given.get("text", "").replace("\r\n", "\n").replace("\0", " ").strip()
    if not text:
        raise RefusedError("paste the text of an article, or choose a file", 400)
    try:
        published = date.fromisoformat(given["published"]) if given.get("published") else None
    except ValueError:
        raise RefusedError("write the date as 2007-05-28", 400) from None
    source = given.get("source", "").strip() or "pasted"
    title, publisher = (given.get(name, "").strip() or None for name in ("title", "publisher"))
    return _checked(Article(text, source, title, published, publisher))


def _checked(article: Article) -> Article:
    if len(article.text) > LARGEST:
        raise RefusedError(f"the article has more than {LARGEST:,} characters: shorten it", 413)
    return article


def _fields(article: Article) -> dict[str, str]:
    """The article as the form shows it, so that it can be changed and added."""
    published = article.published.isoformat() if article.published else ""
    given = {"text": article.text, "title": article.title or "", "published": published}
    return given | {"publisher": article.publisher or "", "source": article.source}


def _read(article: Article) -> tuple[Facts, str]:
    from kg.pipeline import extract
    from kg.trace import trace

    return extract(article), trace(article)


def _shown(facts: Facts) -> dict[str, Any]:
    """What the page of the article would show, from a store of its own."""
    with Embedded() as store:
        document = document_iri(facts.article)
        store.replace(document, quads(facts))
        known = Catalogue(read(store))
        told = tellings(store, document.value)
        text = select(store, f"SELECT ?text {{ {nodes([document.value])} dip:text ?text }}")[0][0]
        return {
            "text": marked(text, told, mentioned(store, document.value)),
            "cards": cards(store, known, list(dict.fromkeys(t.event for t in told))),
            "offices": tenures(store, known, "?tenure a dip:Tenure ."),
            "entities": sorted(known.names.values(), key=lambda n: n.label),
        }
