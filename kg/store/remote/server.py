"""A server's graphs, read and written over the SPARQL 1.1 protocols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.errors import QueryError, RemoteError
from kg.ontology import PREFIXES
from kg.store.base import Rows
from kg.store.remote.client import Client
from kg.store.remote.endpoints import Endpoints

CHUNK = 5000
"""Triples in one request, where the server has no lower limit."""
DEFAULT = ox.DefaultGraph()
_PAGE = 2000  # rows asked for at a time; servers cut longer answers without a word
_JSON = "application/sparql-results+json"
_NT = "application/n-triples"
_BOOLEAN, _TRUTH = PREFIXES["xsd"] + "boolean", {"0": "false", "1": "true"}  # what Virtuoso makes of them in rows

Graph = ox.NamedNode | ox.DefaultGraph


class Server:
    """Graphs behind a SPARQL endpoint. ``writes`` is ``graphs`` (Graph Store Protocol), ``update`` or ``nothing``.

    Methods raise RemoteError where the server cannot be reached or refuses, QueryError where it calls a query
    malformed.
    """

    def __init__(self, client: Client, ends: Endpoints, writes: str = "nothing", *, chunk: int = CHUNK) -> None:
        self._client = client
        self._headers = {"Connection": "close"} if ends.fresh else {}
        self.ends = ends
        self.writes = writes
        self.chunk = min(chunk, ends.limit or chunk) if writes == "update" else chunk

    def select(self, sparql: str, *, tries: int = 4) -> Rows:
        """The rows of a SELECT; its prefixes must be declared."""
        url = self.ends.read if self.writes == "nothing" else self.ends.query
        try:
            answer = self._client.send(
                "POST", url, data={"query": sparql}, headers=self._headers | {"Accept": _JSON}, tries=tries
            )
        except RemoteError as error:
            if error.status == 400:
                raise QueryError(f"the server calls the query malformed: {error}") from error
            raise
        try:
            found = ox.parse_query_results(answer.content, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return Rows((), ((),) if found else ())
            return Rows(tuple(v.value for v in found.variables), tuple(tuple(row) for row in found))
        except (SyntaxError, ValueError, UnicodeDecodeError) as error:
            raise RemoteError(f"{url} answers a query with no results: check the address and the preset") from error

    def pages(self, sparql: str, order: str) -> Iterator[tuple[object, ...]]:
        """All rows of a SELECT, some at a time."""
        for start in range(0, 1 << 62, _PAGE):
            rows = self.select(f"{sparql} ORDER BY {order} LIMIT {_PAGE} OFFSET {start}").rows
            yield from rows
            if len(rows) < _PAGE:
                return

    def names(self, prefix: str = "") -> list[ox.NamedNode]:
        """The named graphs that hold something, those whose IRI begins so, sorted."""
        only = f"FILTER (STRSTARTS(STR(?g), {ox.Literal(prefix)}))" if prefix else ""
        found = self.pages(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {only} }}", "?g")
        return sorted({g for (g,) in found if isinstance(g, ox.NamedNode)}, key=lambda g: g.value)

    def triples(self, name: Graph) -> set[ox.Triple]:
        """Everything in a graph; of a large one, as pages of a query."""
        if self.ends.graphs and self.writes == "graphs":
            return self._got(name)
        return self.matching(name)

    def matching(self, name: Graph, condition: str = "") -> set[ox.Triple]:
        """Those triples ``?s ?p ?o`` of a graph for which a SPARQL condition holds, by query."""
        pattern = "?s ?p ?o" if name == DEFAULT else f"GRAPH {name} {{ ?s ?p ?o }}"
        only = f"FILTER ({condition})" if condition else ""
        sparql = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} {only} }}"
        rows = self.select(f"{sparql} LIMIT {_PAGE}").rows  # unsorted: much cheaper, and nearly always the whole
        return {_triple(row) for row in (rows if len(rows) < _PAGE else self.pages(sparql, "?s ?p ?o"))}

    def put(self, name: Graph, triples: Iterable[ox.Triple]) -> None:
        """Make the triples the whole of a graph, a chunk a request: an interrupted one is found out by comparing."""
        ordered = sorted(triples, key=str)
        if not ordered:
            self.drop(name)
        elif self.writes == "update":
            parts = [ordered[i : i + self.chunk] for i in range(0, len(ordered), self.chunk)]
            self._in_parts(name, parts[0], first=f"{_drop(name)} ;\n")
            for part in parts[1:]:
                self._in_parts(name, part)
        else:
            self._upload(name, ordered, verb="PUT")

    def add(self, name: Graph, triples: Iterable[ox.Triple]) -> None:
        """Put triples into a graph beside those that it has."""
        ordered = sorted(triples, key=str)
        for start in range(0, len(ordered), self.chunk):
            part = ordered[start : start + self.chunk]
            if self.writes == "update":
                self._in_parts(name, part)
            else:
                self._upload(name, part, verb="POST")

    def take(self, name: Graph, triples: Iterable[ox.Triple]) -> None:
        """Take triples out of a graph. The Graph Store Protocol has no such request: the graph is put anew."""
        gone = set(triples)
        if self.writes == "update":
            ordered = sorted(gone, key=str)
            for start in range(0, len(ordered), self.chunk):
                self.update(f"DELETE DATA {{ {_within(name, ordered[start : start + self.chunk])} }}")
        elif gone:
            self.put(name, self.triples(name) - gone)

    def drop(self, name: Graph) -> None:
        """Remove a graph; nothing happens where there is none."""
        if self.writes == "update":
            self.update(_drop(name))
            return
        try:
            self._client.send("DELETE", str(self.ends.graphs), params=_params(name), headers=self._headers)
        except RemoteError as error:
            if error.status != 404:
                raise

    def update(self, sparql: str, *, tries: int = 4) -> None:
        """Run a SPARQL update."""
        url = str(self.ends.update)
        if self.ends.form:
            self._client.send("POST", url, data={"update": sparql}, headers=self._headers, tries=tries)
        else:
            kind = self._headers | {"Content-Type": "application/sparql-update"}
            self._client.send("POST", url, content=sparql.encode(), headers=kind, tries=tries)

    def _got(self, name: Graph) -> set[ox.Triple]:
        url = str(self.ends.graphs)
        try:
            answer = self._client.send("GET", url, params=_params(name), headers=self._headers | {"Accept": _NT})
        except RemoteError as error:
            if error.status == 404:
                return set()
            raise
        try:
            return {q.triple for q in ox.parse(answer.content, ox.RdfFormat.N_TRIPLES)}
        except (SyntaxError, ValueError) as error:
            raise RemoteError(f"{url} gives a graph that is no N-Triples: try another preset") from error

    def _upload(self, name: Graph, triples: Sequence[ox.Triple], *, verb: str) -> None:
        """By PUT or POST, the first chunk by ``verb``; a chunk that the server finds too large is halved."""
        size = self.chunk
        start = 0
        while start < len(triples):
            part = triples[start : start + size]
            try:
                body, kind = _lines(part), self._headers | {"Content-Type": _NT}
                once = verb if start == 0 else "POST"
                self._client.send(once, str(self.ends.graphs), params=_params(name), content=body, headers=kind)
            except RemoteError as error:
                if error.status != 413 or len(part) == 1:
                    raise
                size = self.chunk = len(part) // 2
            else:
                start += len(part)

    def _in_parts(self, name: Graph, triples: Sequence[ox.Triple], first: str = "") -> None:
        """By updates; one that the server finds too large is halved."""
        try:
            self.update(f"{first}INSERT DATA {{ {_within(name, triples)} }}")
        except RemoteError as error:
            if error.status != 413 or len(triples) == 1:
                raise
            half = self.chunk = len(triples) // 2
            self._in_parts(name, triples[:half], first)
            self._in_parts(name, triples[half:])


def _params(name: Graph) -> dict[str, str]:
    return {"default": ""} if isinstance(name, ox.DefaultGraph) else {"graph": name.value}


def _drop(name: Graph) -> str:
    return "DROP SILENT DEFAULT" if name == DEFAULT else f"DROP SILENT GRAPH {name}"


def _within(name: Graph, triples: Iterable[ox.Triple]) -> str:
    body = _lines(triples).decode()
    return body if name == DEFAULT else f"GRAPH {name} {{ {body} }}"


def _lines(triples: Iterable[ox.Triple]) -> bytes:
    return "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples).encode()


def _triple(row: tuple[object, ...]) -> ox.Triple:
    subject, predicate, obj = row
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    assert isinstance(predicate, ox.NamedNode)
    assert isinstance(obj, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple)
    if isinstance(obj, ox.Literal) and obj.datatype.value == _BOOLEAN and obj.value in _TRUTH:
        obj = ox.Literal(_TRUTH[obj.value], datatype=obj.datatype)
    return ox.Triple(subject, predicate, obj)
