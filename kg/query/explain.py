"""The evidence of an event: every passage that tells it, its words marked, with the text around."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.iri import BASE
from kg.query.format import clean, printable, short
from kg.query.names import value
from kg.store import Rows, Store

_ALL = """SELECT ?event (MIN(?text) AS ?label) WHERE { ?event dip:status ?any ; rdfs:label ?text }
GROUP BY ?event ORDER BY ?label ?event"""
_ABOUT = """SELECT DISTINCT ?property ?what WHERE {
  VALUES ?property { dip:status dip:date dip:startDate dip:endDate dip:participant dip:actor dip:target dip:host
    dip:mediator dip:place dip:topic dip:content dip:about dip:attributedTo dip:confidence prov:wasGeneratedBy }
  %s ?property ?one . OPTIONAL { ?one skos:prefLabel|rdfs:label ?label }
  BIND (COALESCE(?label, STR(?one)) AS ?what)
} ORDER BY ?property ?what"""
_PASSAGES = """SELECT DISTINCT ?exact ?start ?end ?prefix ?suffix ?document ?source ?issued ?trigger WHERE {
  GRAPH ?graph { %s dip:evidence ?passage . OPTIONAL { %s dip:trigger ?trigger } }
  ?passage dip:exact ?exact ; dip:start ?start ; dip:end ?end ; dip:inDocument ?text .
  OPTIONAL { ?passage oa:hasSelector ?quote . ?quote oa:prefix ?prefix ; oa:suffix ?suffix }
  OPTIONAL { ?text dct:title ?title } OPTIONAL { ?text dct:source ?source } OPTIONAL { ?text dct:issued ?issued }
  BIND (COALESCE(?title, ?source) AS ?document)
} ORDER BY ?issued ?document ?start ?trigger"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage, the text before and after it, and where in it the event's words stand."""

    prefix: str
    exact: str
    suffix: str
    marks: tuple[tuple[int, int], ...]
    document: str
    source: str
    published: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event, what is told of it (property and value), and all its evidence."""

    iri: str
    label: str
    told: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]


def explain(store: Store, event: str) -> list[Explanation]:
    """The events that are meant by an IRI, the end of one, or words of the label, such as "meeting crocker qomi".

    Raises NotFoundError, with the nearest label, where there is none.
    """
    found = store.query(_ALL)
    assert isinstance(found, Rows)  # a SELECT
    known = [(value(iri), value(label)) for iri, label in found.rows]
    return [_explanation(store, iri, label) for iri, label in _meant(event, known)]


def explanation_text(explanations: list[Explanation], width: int = 100, *, color: bool = False) -> str:
    """Explanations for a terminal: the event's words in bold, or between ** where there is no colour."""
    return "\n".join("".join(f"{line}\n" for line in _lines(e, width, color)) for e in explanations)


def _meant(event: str, known: list[tuple[str, str]]) -> list[tuple[str, str]]:
    wanted = event.strip()
    exact = [(iri, label) for iri, label in known if wanted and (iri == wanted or _tail(iri, wanted))]
    if exact:
        return exact
    words = re.findall(r"[\w-]+", wanted.casefold())
    by_words = [(iri, label) for iri, label in known if words and _has(label, words)]
    if by_words:
        return by_words
    close = get_close_matches(wanted.casefold(), {label.casefold(): label for _, label in known}, 1, 0.4)
    labels = {label.casefold(): label for _, label in known}
    hint = f"did you mean {labels[close[0]]}?" if close else "try the names of its participants"
    raise NotFoundError(f"there is no event {event!r}: {hint}")


def _has(label: str, words: list[str]) -> bool:
    return all(re.search(rf"\b{re.escape(word)}", label.casefold()) for word in words)


def _tail(iri: str, wanted: str) -> bool:
    """Whether the IRI ends in what is wanted, at a / or -."""
    return re.search(rf"(?:^|[/-]){re.escape(wanted)}$", iri.removeprefix(BASE)) is not None


def _explanation(store: Store, iri: str, label: str) -> Explanation:
    node = str(ox.NamedNode(iri))
    about, passages = store.query(_ABOUT % node), store.query(_PASSAGES % (node, node))
    assert isinstance(about, Rows)
    assert isinstance(passages, Rows)
    told = tuple((short(value(p)).partition(":")[2], short(value(w)).removeprefix("dip:")) for p, w in about.rows)
    return Explanation(iri, label, told, tuple(_merge([tuple(map(value, row)) for row in passages.rows])))


def _merge(rows: list[tuple[str, ...]]) -> Iterator[Evidence]:
    """One Evidence a passage; a passage with several triggers comes in several rows."""
    triggers: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        triggers.setdefault(row[:-1], []).append(row[-1])
    for (exact, start, end, prefix, suffix, document, source, issued), words in triggers.items():
        told = tuple(marks(exact, words))
        yield Evidence(prefix, exact, suffix, told, document, source, issued, int(start), int(end))


def marks(exact: str, triggers: list[str]) -> Iterator[tuple[int, int]]:
    """Where in a passage the words of an event stand."""
    wanted = "|".join(re.escape(t) for t in sorted(triggers, key=len, reverse=True) if t)
    if wanted:
        yield from (found.span() for found in re.finditer(rf"(?<!\w)(?:{wanted})(?!\w)", exact))


def _lines(explained: Explanation, width: int, color: bool) -> Iterator[str]:
    yield clean(explained.label)
    yield f"  {explained.iri}"
    for name, group in groupby(explained.told, lambda told: told[0]):
        what = ", ".join(what for _, what in group)
        yield from textwrap.wrap(clean(f"{name}: {what}"), width, initial_indent="  ", subsequent_indent="    ")
    for evidence in explained.evidence:
        yield ""
        published = f", {evidence.published}" if evidence.published else ""
        where = f"characters {evidence.start} to {evidence.end} of {evidence.source}"
        yield clean(f"{evidence.document}{published} ({where})")
        yield from _quotation(evidence, width, color)


def _quotation(evidence: Evidence, width: int, color: bool) -> Iterator[str]:
    before, after = ("\x1b[1m", "\x1b[0m") if color else ("**", "**")
    exact, at = "", 0
    for first, last in evidence.marks:
        exact += f"{printable(evidence.exact[at:first])}\0{printable(evidence.exact[first:last])}\0"
        at = last
    exact += printable(evidence.exact[at:])
    start, end = "… " if evidence.prefix else "", " …" if evidence.suffix else ""
    text = f"{start}{printable(evidence.prefix)}[{exact}]{printable(evidence.suffix)}{end}"
    inside = False
    for line in textwrap.wrap(" ".join(text.split()), width, initial_indent="  ", subsequent_indent="  "):
        shown = before if inside else ""
        for part in re.split("(\0)", line):
            inside ^= part == "\0"
            shown += part if part != "\0" else before if inside else after
        yield shown + (after if inside else "")
