"""What SHACL Core cannot say.

Passages quote the text at their offsets, short cuts such as ``dip:met`` rest on facts, there is no blank node, and
each named graph speaks of its own document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.ontology import DIP, term
from kg.validate.report import Finding, short

Index = dict[str, dict[str, list[str]]]
"""Subject IRI → predicate IRI → values of the objects."""


def beyond_shapes(quads: list[ox.Quad], texts: Mapping[str, str]) -> Iterator[Finding]:
    """All findings of this module; ``texts`` by the dip:sha256 of their documents."""
    triples = {q.triple for q in quads}
    index = _index(triples)
    yield from _passages(index, texts)
    yield from _short_cuts(index)
    yield from _blank(triples)
    yield from _graphs(quads)


def _index(triples: Iterable[ox.Triple]) -> Index:
    index: Index = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
            index[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return index


def _violation(focus: str, curie: str, message: str) -> Finding:
    return Finding("Violation", message, curie, short(focus))


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
        if digest in texts:
            yield node, texts[digest]
        elif told := about.get(DIP.text.value):
            yield node, told[0]


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
