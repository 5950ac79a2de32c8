"""What a graph holds, as a number of triples and a checksum that a server works out by query: nothing is downloaded.

The checksum is the sum over all triples of 28 bits of an MD5 digest, so that the order does not matter. Functions of
SPARQL 1.1 suffice: a hexadecimal digit is the length of what stands before it in ``0123456789abcdef``. Not every
server hashes characters outside ASCII alike (Virtuoso 7 does not), so there are two ways, and :func:`way_of` tries
which of them a server works out as we do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.iri import BASE
from kg.ontology import PREFIXES
from kg.store.remote.server import DEFAULT, Graph, Server

WAYS = ("exact", "ascii")
"""``ascii`` puts a question mark for other characters, and adds their number."""
_DIGITS = 7
_BATCH = 100  # graphs in one query
_BOOLEAN, _STRING = PREFIXES["xsd"] + "boolean", PREFIXES["xsd"] + "string"
_OTHER = re.compile("[^ -~]")
_VALUE = f'IF(COALESCE(DATATYPE(?o) = <{_BOOLEAN}>, false), IF(?o, "true", "false"), STR(?o))'
_KIND = 'COALESCE(IF(LANG(?o) != "", LCASE(LANG(?o)), STR(DATATYPE(?o))), "")'
_LINE = f'CONCAT(STR(?s), " ", STR(?p), " ", {_VALUE}, " ", {_KIND})'
_HASHED = {"exact": _LINE, "ascii": f'REPLACE(CONCAT({_LINE}, STR(STRLEN(STR(?o)))), "[^ -~]", "?")'}
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
        digest = hashlib.md5(_line(triple, way).encode(), usedforsecurity=False).hexdigest()
        total += int(digest[_DIGITS - 1 :: -1], 16)
        count += 1
    return Checksum(count, total)


def checksums(server: Server, names: Sequence[ox.NamedNode], way: str) -> dict[ox.NamedNode, Checksum]:
    """Those of named graphs on a server; graphs that hold nothing are left out."""
    found: dict[ox.NamedNode, Checksum] = {}
    for start in range(0, len(names), _BATCH):
        some = " ".join(map(str, names[start : start + _BATCH]))
        told = server.select(_query("?g", f"VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }}", way))
        found |= {g: Checksum(_number(n), _number(total)) for g, n, total in told.rows if isinstance(g, ox.NamedNode)}
    return found


def by_bucket(server: Server, name: Graph, way: str) -> dict[str, Checksum]:
    """Those of the parts of one graph; see :func:`bucket`."""
    pattern = "?s ?p ?o" if name == DEFAULT else f"GRAPH {name} {{ ?s ?p ?o }}"
    told = server.select(_query("?b", f"{pattern} BIND ({BUCKET} AS ?b)", way))
    return {_text(b): Checksum(_number(n), _number(total)) for b, n, total in told.rows}


BUCKET = "SUBSTR(MD5(STR(?s)), 1, 2)"
"""The part of a graph that a triple is in, as SPARQL."""


def bucket(triple: ox.Triple) -> str:
    """The part of a graph that a triple is in: one of 256, by its subject, whose IRI is ASCII."""
    return hashlib.md5(_text(triple.subject).encode(), usedforsecurity=False).hexdigest()[:2]


def way_of(server: Server, name: ox.NamedNode, triples: Iterable[ox.Triple]) -> str | None:
    """In which way the server works out the checksum of a graph that holds these triples; None if in neither."""
    held = list(triples)
    for way in WAYS:
        try:
            if checksums(server, [name], way).get(name) == checksum(held, way):
                return way
        except KgError:  # a function that the server lacks
            continue
    return None


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


def _query(group: str, pattern: str, way: str) -> str:
    inner = f"SELECT {group} (MD5({_HASHED[way]}) AS ?hash) WHERE {{ {pattern} }}"
    return f"SELECT {group} (COUNT(*) AS ?n) (SUM({_WEIGHED}) AS ?sum) WHERE {{ {{ {inner} }} }} GROUP BY {group}"


def _line(triple: ox.Triple, way: str) -> str:
    obj = triple.object
    kind = (obj.language or obj.datatype.value).lower() if isinstance(obj, ox.Literal) and obj.language else ""
    if isinstance(obj, ox.Literal) and not obj.language:
        kind = obj.datatype.value
    text = _text(obj)
    line = f"{_text(triple.subject)} {_text(triple.predicate)} {text} {kind}"
    return line if way == "exact" else _OTHER.sub("?", f"{line}{len(text)}")


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


def _number(term: object) -> int:
    return int(float(_text(term))) if "." in _text(term) or "E" in _text(term) else int(_text(term))
