"""The graph for those who live in rdflib, pandas, networkx and notebooks.

>>> import kg                                              # doctest: +SKIP
>>> graph = kg.open("out")                                 # doctest: +SKIP
>>> len(graph), graph.to_dataframe("meetings").shape       # doctest: +SKIP
(8813, (61, 6))
"""

from __future__ import annotations

import io
import os
from collections.abc import Generator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import StoreError, UsageError
from kg.export import export, write
from kg.export.network import to_networkx as _network
from kg.iri import INFERRED, is_notes
from kg.ontology import KNOWN_PREFIXES, PREFIXES
from kg.pipeline import open_store
from kg.query import ask, explain, run
from kg.store import Embedded, Results, Rows, Store
from kg.store.display import table
from kg.store.sparql import refuse_calls

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_QUADS = {"trig": "trig", "nquads": "nquads", "json-ld": "jsonld", "hext": "hextuples"}
_BESIDE = (DATASET_DEFAULT_GRAPH_ID, rdflib.URIRef(INFERRED))
_NUMBERS = {"integer": int, "int": int, "long": int, "decimal": float, "double": float, "float": float}
_XSD = PREFIXES["xsd"]
_NAMESPACES = 2  # the place of initNs among the arguments of rdflib's query after the query
_COUNTS = """SELECT ?type (COUNT(DISTINCT ?one) AS ?number) WHERE {
  ?one a ?type . FILTER (STRSTARTS(STR(?type), "%s")) } GROUP BY ?type ORDER BY DESC(?number) ?type"""


class Graph(rdflib.Dataset):
    """A store as an rdflib ``Dataset``, for reading: one named graph a document, and their union as default graph.

    Queries run in Oxigraph, with our prefixes declared. Beside what rdflib has there are the ready questions, tables
    of pandas and networks of networkx.
    """

    def __init__(self, store: Embedded) -> None:
        super().__init__(store=OxigraphStore(store=store.oxigraph))
        self.kg = store
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace)

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        """As rdflib's. Raises QueryError where the query would call another server by SERVICE."""
        refuse_calls(str(query_object))
        if len(args) <= _NAMESPACES:
            kwargs.setdefault("initNs", {**KNOWN_PREFIXES, **dict(self.namespaces())})
        return super().query(query_object, *args, **kwargs)

    def _refuse(self, *_args: Any, **_kwargs: Any) -> Any:
        """What is written past the store would leave its union of the graphs wrong."""
        raise StoreError("the graph is open for reading: copy what you change into an rdflib.Dataset of your own")

    add = addN = remove = update = parse = remove_graph = _refuse  # noqa: N815  rdflib's names

    def serialize(self, destination: Any = None, format: str = "trig", *args: Any, **kwargs: Any) -> Any:
        """As rdflib's. Notations of quads are written by :mod:`kg.export`, without the default graph, sorted."""
        if format not in _QUADS or args or kwargs:
            return super().serialize(destination, format, *args, **kwargs)
        if destination is None:
            output = io.BytesIO()
            write(self.kg, _QUADS[format], output)
            return output.getvalue().decode()
        if hasattr(destination, "write"):
            write(self.kg, _QUADS[format], destination)
        else:
            export(self.kg, _QUADS[format], destination)
        return self

    def graph(self, identifier: Any = None, base: str | None = None) -> rdflib.Graph:
        """The graph of a document; an empty one where there is none."""
        return self.get_context(identifier, base=base)

    def contexts(self, triple: Any = None) -> Generator[rdflib.Graph, None, None]:
        """The graphs of the documents; notes, and what was inferred, ``kg.iri.INFERRED``, are had by their names."""
        found = super().contexts(triple)
        yield from (graph for graph in found if not _beside(graph.identifier))

    graphs = contexts

    def quads(self, quad: Any = None) -> Generator[Any, None, None]:
        """The quads of the documents' graphs; their union, which is the default graph, is not told again."""
        found = super().quads(quad or (None, None, None, None))
        named = quad is not None and len(quad) > 3 and quad[3] is not None
        yield from (q for q in found if named or not _beside(q[3]))

    def ask(self, question: str, given: Mapping[str, str] | None = None) -> Results:
        """Answer a ready question, such as ``meetings``."""
        return ask(self.kg, question, given)

    def to_dataframe(self, question: str, given: Mapping[str, str] | None = None) -> pd.DataFrame:
        """See :func:`to_dataframe`."""
        return to_dataframe(self, question, given)

    def to_networkx(self, view: str = "events") -> nx.MultiDiGraph | nx.Graph:
        """See :func:`kg.export.network.to_networkx`."""
        return to_networkx(self, view)

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Release the store."""
        self.kg.close()

    def _repr_html_(self) -> str:
        rows = run(self.kg, _COUNTS % PREFIXES["dip"])
        assert isinstance(rows, Rows)  # a SELECT
        told = [(_cell(kind).rpartition("#")[2], _cell(number)) for kind, number in rows.rows]
        head = f"{len(self)} triples of {len(self.kg.documents())} graphs"
        return f"<p>{head}</p>{table(('type', 'number'), told)}"


def _beside(graph: Any) -> bool:
    """Whether a graph is none that articles tell: the union, what was inferred, and notes."""
    return graph is None or graph in _BESIDE or is_notes(str(graph))


def open(path: str | os.PathLike[str] = "out") -> Graph:
    """The graph in a folder that ``kg build`` wrote, as an rdflib ``Dataset``. Raises StoreError if there is none."""
    store = open_store(path)
    assert isinstance(store, Embedded)  # the only kind that a folder holds
    return Graph(store)


def to_dataframe(
    source: Graph | Store | str | os.PathLike[str], question: str, given: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The answer to a SELECT, or to the ready question of this name, as a table of pandas.

    Numbers and truth values are such, all else is text, unbound cells are None. Raises UsageError where the answer
    has no rows, or pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise UsageError("tables need pandas: pip install 'diplomacy-kg[pandas]'") from None
    with _Opened(source) as store:
        ready = "{" not in question
        found = ask(store, question, given) if ready else run(store, question)
    if not isinstance(found, Rows):
        raise UsageError("a table is made of rows: write a SELECT")
    return pd.DataFrame([list(map(_value, row)) for row in found.rows], columns=list(found.variables))


def to_networkx(source: Graph | Store | str | os.PathLike[str], view: str = "events") -> nx.MultiDiGraph | nx.Graph:
    """The graph as a network: ``events``, ``agents`` or ``met``; see :func:`kg.export.network.to_networkx`."""
    with _Opened(source) as store:
        return _network(store, view)


class _Opened:
    """The store of a source; one that was opened here is closed again."""

    def __init__(self, source: Graph | Store | str | os.PathLike[str]) -> None:
        self._own = isinstance(source, str | os.PathLike)
        if isinstance(source, str | os.PathLike):
            self._store: Store = open_store(source)
        else:
            self._store = source.kg if isinstance(source, Graph) else source

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        if self._own:
            self._store.close()


def passages(source: Graph | Store | str | os.PathLike[str], event: str) -> Passages:
    """The evidence of events (see :func:`kg.query.explain`), as a notebook shows it: the words that tell it marked."""
    with _Opened(source) as store:
        return Passages(store, event)


class Passages:
    """What :func:`passages` gives: ``explanations``, and their rich display."""

    def __init__(self, store: Store, event: str) -> None:
        self.explanations = tuple(explain(store, event))

    def _repr_html_(self) -> str:
        return "".join(map(_explained, self.explanations))


def _explained(explanation: Any) -> str:
    facts = table((), explanation.told)
    quoted = "".join(map(_quoted, explanation.evidence))
    return f"<h4>{escape(explanation.label)}</h4>{facts}{quoted}"


def _quoted(evidence: Any) -> str:
    text, at = "", 0
    for first, last in evidence.marks:
        text += f"{escape(evidence.exact[at:first])}<mark>{escape(evidence.exact[first:last])}</mark>"
        at = last
    text += escape(evidence.exact[at:])
    cited = escape(" ".join(filter(None, (evidence.document, evidence.published))))
    before, after = escape(evidence.prefix), escape(evidence.suffix)
    return f"<blockquote>{before}<b>{text}</b>{after}<br><cite>{cited}</cite></blockquote>"


def _cell(term: object) -> str:
    return str(getattr(term, "value", ""))


def _value(term: object) -> Any:
    if not isinstance(term, ox.Literal):
        return None if term is None else _cell(term) or str(term)
    name = term.datatype.value.removeprefix(_XSD)
    if name == "boolean":
        return term.value in ("true", "1")
    return _NUMBERS[name](term.value) if name in _NUMBERS else term.value
