"""Checks a graph: against ontology/shapes.ttl, and for what SHACL Core cannot say.

That is: passages quote the text at their offsets, short cuts such as ``dip:met`` rest on facts, there is no blank node,
and each named graph speaks of its own document.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib

from kg.errors import DataError
from kg.ontology import DIP, PREFIXES, term
from kg.resources import folder
from kg.store import Store, open_store

_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_SHOWN = 5  # findings of one kind that a text report spells out
_OTHER_SUFFIXES = {"json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML, "owl": ox.RdfFormat.RDF_XML}

Node = ox.NamedNode | ox.BlankNode
Index = dict[str, dict[str, list[str]]]
"""Subject IRI → predicate IRI → values of the objects."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong: with which node, on which property (empty: the node as such), and what to do about it."""

    severity: str
    message: str
    path: str
    focus: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, sorted. ``conforms`` unless there is a Violation."""

    triples: int
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        return all(f.severity != "Violation" for f in self.findings)

    def text(self) -> str:
        """For people: one paragraph for each kind of finding, with the first few nodes that have it."""
        kinds: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for finding in self.findings:
            kinds[finding.severity, finding.path, finding.message].append(finding.focus)
        verdict = "conforms" if self.conforms else "does not conform"
        lines = [f"{verdict}: {self.triples} triples, {len(self.findings)} findings"]
        for (severity, path, message), nodes in kinds.items():
            lines.append(f"{severity}{f' of {path}' if path else ''}, {len(nodes)}×: {message}")
            lines += [f"    {node}" for node in nodes[:_SHOWN]]
            lines += [f"    and {len(nodes) - _SHOWN} more"] if len(nodes) > _SHOWN else []
        return "".join(f"{line}\n" for line in lines)


def validate(source: Store | str | os.PathLike[str], texts: Mapping[str, str] | None = None) -> Report:
    """Check a store, the store in a folder, or a file in any RDF notation.

    ``texts`` maps the dip:sha256 of documents to their text as it was read; without it, offsets are compared with
    dip:text where the graph holds it. Raises DataError where a file cannot be read or parsed.
    """
    quads = list(_read(source))
    triples = {q.triple for q in quads}
    index = _index(triples)
    found = {
        *_shapes(triples),
        *_passages(index, texts or {}),
        *_short_cuts(index),
        *_blank(triples),
        *_graphs(quads),
    }
    return Report(len(triples), tuple(sorted(found)))


def _read(source: Store | str | os.PathLike[str]) -> Iterator[ox.Quad]:
    if not isinstance(source, str | os.PathLike):
        yield from source.quads()
        return
    path = Path(source)
    if path.is_dir():
        with open_store(path, read_only=True) as store:
            yield from store.quads()
        return
    suffix = path.suffix.lower().removeprefix(".")
    form = ox.RdfFormat.from_extension(suffix) or _OTHER_SUFFIXES.get(suffix)
    if form is None:
        raise DataError(f"{path} has no suffix of RDF: rename it to .ttl, .nt, .nq, .trig, .jsonld or .rdf")
    try:
        yield from ox.parse(path=str(path), format=form, base_iri=path.resolve().as_uri())
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from error
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path} is not well-formed: {' '.join(str(error).split())}") from error


def _index(triples: Iterable[ox.Triple]) -> Index:
    index: Index = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, Node) and isinstance(triple.object, Node | ox.Literal):
            index[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return index


@cache
def _shape_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(folder("ontology") / "shapes.ttl", format="turtle")


def _shapes(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    """What SHACL finds, over a copy in rdflib's memory: pyshacl is fastest there."""
    data = rdflib.Graph()
    data.addN((_rdflib(t.subject), _rdflib(t.predicate), _rdflib(t.object), data) for t in triples)
    _, results, _ = pyshacl.validate(data, shacl_graph=_shape_graph(), inplace=True)
    assert isinstance(results, rdflib.Graph)
    for result in results.subjects(rdflib.RDF.type, _SH.ValidationResult):
        severity = str(results.value(result, _SH.resultSeverity)).rpartition("#")[2]
        path = results.value(result, _SH.resultPath)
        messages = sorted(map(str, results.objects(result, _SH.resultMessage)))
        focus = str(results.value(result, _SH.focusNode))
        yield Finding(severity, " ".join(messages), _short(path), _short(focus))


def _rdflib(node: object) -> rdflib.term.Node:
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, ox.Literal):
        if node.language:
            return rdflib.Literal(node.value, lang=node.language)
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
    return rdflib.BNode(str(node).removeprefix("_:"))


def _short(node: object) -> str:
    """An IRI with its prefix; a property path as it is."""
    text = "" if node is None or isinstance(node, rdflib.BNode) else str(node)
    fitting = [(len(base), p, base) for p, base in PREFIXES.items() if text.startswith(base)]
    return f"{max(fitting)[1]}:{text[max(fitting)[0] :]}" if fitting else text


def _violation(focus: str, curie: str, message: str) -> Finding:
    return Finding("Violation", message, curie, _short(focus))


def _passages(index: Index, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Whether passages are as long as their offsets say, are quoted alike throughout, and stand in the text."""
    known = dict(_texts(index, texts))
    for node, about in list(index.items()):
        if DIP.exact.value not in about:
            continue
        exact = about[DIP.exact.value][0]
        start, end = (_number(about, DIP[name].value) for name in ("start", "end"))
        if start is None or end is None:
            continue  # the shapes say so
        if end - start != len(exact):
            yield _violation(node, "dip:exact", "Make dip:exact as long as dip:start and dip:end say, in characters.")
        document = (about.get(DIP.inDocument.value) or [""])[0]
        if document in known and known[document][start:end] != exact:
            yield _violation(node, "dip:start", "Correct the offsets: the document's text has other words there.")
        for selector in about.get(term("oa:hasSelector").value, []):
            told = index.get(selector, {})
            same = {"oa:exact": exact, "oa:start": str(start), "oa:end": str(end)}
            for curie, expected in same.items():
                if told.get(term(curie).value, [expected]) != [expected]:
                    yield _violation(selector, curie, "Let the selector say the same as its passage.")


def _texts(index: Index, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for node, about in index.items():
        digest = (about.get(DIP.sha256.value) or [""])[0]
        text = texts.get(digest, (about.get(DIP.text.value) or [None])[0])
        if text is not None:
            yield node, text


def _number(about: Mapping[str, list[str]], predicate: str) -> int | None:
    values = about.get(predicate, [])
    return int(values[0]) if len(values) == 1 and values[0].lstrip("+-").isdigit() else None


def _short_cuts(index: Index) -> Iterator[Finding]:
    """Whether what is derived, and so has no evidence of its own, follows from a tenure or a meeting."""
    offices: set[tuple[str, str]] = set()
    states: set[tuple[str, str]] = set()
    met: set[tuple[str, str]] = set()
    for about in list(index.values()):
        if "true" not in about.get(DIP.former.value, []):
            for holder in about.get(DIP.holder.value, []):
                for office in about.get(DIP.office.value, []):
                    offices.add((holder, office))
                    states |= {(holder, of) for of in index[office].get(DIP.of.value, [])}
        types, status = about.get(term("rdf:type").value, []), about.get(DIP.status.value, [])
        if DIP.Meeting.value in types and DIP.Occurred.value in status:
            present = about.get(DIP.participant.value, [])
            met |= {(one, other) for one in present for other in present}
    rules = (
        ("holdsOffice", offices, "tenure"),
        ("represents", states, "tenure"),
        ("met", met, "meeting that Occurred"),
    )
    for name, grounded, fact in rules:
        for node, about in list(index.items()):
            if any((node, other) not in grounded for other in about.get(DIP[name].value, [])):
                yield _violation(node, f"dip:{name}", f"Leave it out, or add the {fact} from which it follows.")


def _blank(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    for triple in triples:
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.BlankNode):
                yield _violation(str(node), "", "Name it by an IRI: blank nodes cannot be cited or merged.")


def _graphs(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Whether the passages in a named graph are of the document that names the graph."""
    for quad in quads:
        name = quad.graph_name
        if quad.predicate == DIP.inDocument and isinstance(name, ox.NamedNode) and quad.object != name:
            yield _violation(
                str(getattr(quad.subject, "value", quad.subject)),
                "dip:inDocument",
                "Move the passage to the graph of its own document.",
            )
