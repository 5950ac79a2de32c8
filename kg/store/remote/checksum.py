"""What a graph holds, as a number of triples and a checksum that a server works out by query: nothing is downloaded.

The checksum is the sum over all triples of 28 bits of an MD5 digest, so that the order does not matter. Functions of
SPARQL 1.1 suffice: a hexadecimal digit is the length of what stands before it in ``0123456789abcdef``. Values are
percent-encoded first: servers differ in how they hash characters outside ASCII, and Virtuoso is slow at these. What is
left is that Virtuoso 7 encodes less than the standard asks for: :func:`way_of` tries which of two ways a server has.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.errors import KgError
from kg.iri import BASE
from kg.ontology import PREFIXES
from kg.store.remote.server import DEFAULT, Graph, Server

WAYS = ("standard", "latin")
"""Whether ``ENCODE_FOR_URI`` leaves ``@``, the grave accent and the characters U+00A0 to U+00FF as they are."""
_DIGITS = 7
_BATCH = 100  # graphs in one query
_LATIN = re.compile("%C2%[AB][0-9A-F]|%C3%[89AB][0-9A-F]|%40|%60")
_KIND = 'COALESCE(IF(LANG(?o) != "", LCASE(LANG(?o)), STR(DATATYPE(?o))), "")'
_LINE = f'CONCAT(STR(?s), " ", STR(?p), " ", MD5(ENCODE_FOR_URI(STR(?o))), " ", {_KIND})'
_WEIGHED = " + ".join(
    f'{16**place} * STRLEN(STRBEFORE("0123456789abcdef", SUBSTR(?hash, {place + 1}, 1)))' for place in range(_DIGITS)
)


class Checksum(NamedTuple):
    """The number of triples, and the sum of their digests."""

    triples: int
    total: int


def checksum(triples: Iterable[ox.Triple], way: str) -> Checksum:
    """As the server works it out."""
    count = total = 0
    for triple in triples:
        digest = _md5(_line(triple, way))
        total += int(digest[_DIGITS - 1 :: -1], 16)
        count += 1
    return Checksum(count, total)


def checksums(server: Server, names: Sequence[ox.NamedNode]) -> dict[ox.NamedNode, Checksum]:
    """Those of named graphs on a server; graphs that hold nothing are left out."""
    found: dict[ox.NamedNode, Checksum] = {}
    for start in range(0, len(names), _BATCH):
        some = " ".join(map(str, names[start : start + _BATCH]))
        told = server.select(_query("?g", f"VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }}"))
        found |= {g: Checksum(_number(n), _number(total)) for g, n, total in told.rows if isinstance(g, ox.NamedNode)}
    return found


def by_bucket(server: Server, name: Graph) -> dict[str, Checksum]:
    """Those of the parts of one graph; see :func:`bucket`."""
    pattern = "?s ?p ?o" if name == DEFAULT else f"GRAPH {name} {{ ?s ?p ?o }}"
    told = server.select(_query("?b", f"{pattern} BIND ({BUCKET} AS ?b)"))
    return {_text(b): Checksum(_number(n), _number(total)) for b, n, total in told.rows}


BUCKET = "SUBSTR(MD5(STR(?s)), 1, 2)"
"""The part of a graph that a triple is in, as SPARQL."""


def bucket(triple: ox.Triple) -> str:
    """The part of a graph that a triple is in: one of 256, by its subject, whose IRI is ASCII."""
    return _md5(_text(triple.subject))[:2]


def way_of(server: Server, name: ox.NamedNode, triples: Iterable[ox.Triple]) -> str | None:
    """In which way the server works out the checksum of a graph that holds these triples; None if in neither."""
    held = list(triples)
    try:
        told = checksums(server, [name]).get(name)
    except KgError:  # a function that the server lacks
        return None
    return next((way for way in WAYS if told == checksum(held, way)), None)


def trial() -> list[ox.Triple]:
    """Triples with every kind of value that a graph of ours may have."""
    node = ox.NamedNode(f"{BASE}probe/trial")
    values = [ox.Literal(text) for text in ("", "plain", "Zürich “quoted” \U0001f600 日本", 'a "b" \\ c\nd\te')]
    values += [ox.Literal("over", language="en"), ox.Literal("über", language="de-AT")]
    typed = {"date": "2007-05-28", "gYearMonth": "2007-05", "gYear": "2007", "gMonthDay": "--05-28"}
    typed |= {"decimal": "0.93", "integer": "626", "boolean": "true"}
    values += [ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + name)) for name, text in typed.items()]
    predicate = ox.NamedNode(PREFIXES["rdfs"] + "comment")
    link = ox.Triple(node, predicate, ox.NamedNode("https://e.org/x?a=b&c=d"))
    return [link, *(ox.Triple(node, predicate, value) for value in values)]


def _query(group: str, pattern: str) -> str:
    inner = f"SELECT {group} (MD5({_LINE}) AS ?hash) WHERE {{ {pattern} }}"
    return f"SELECT {group} (COUNT(*) AS ?n) (SUM({_WEIGHED}) AS ?sum) WHERE {{ {{ {inner} }} }} GROUP BY {group}"


def _line(triple: ox.Triple, way: str) -> str:
    obj = triple.object
    kind = (obj.language or "").lower() or obj.datatype.value if isinstance(obj, ox.Literal) else ""
    value = quote(_text(obj), safe="")
    value = _LATIN.sub(lambda found: unquote(found[0]), value) if way == "latin" else value
    return f"{_text(triple.subject)} {_text(triple.predicate)} {_md5(value)} {kind}"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def _number(term: object) -> int:
    return int(float(_text(term))) if "." in _text(term) or "E" in _text(term) else int(_text(term))
