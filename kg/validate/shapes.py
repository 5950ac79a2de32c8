"""The SHACL shapes, judged by pyshacl, for one node of each kind.

pyshacl takes half a minute for 100,000 triples of ours. Most nodes differ in nothing that a shape looks at: names,
offsets, dates. Such nodes get one verdict, that of the first of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import pyoxigraph as ox
import pyshacl
import rdflib

from kg.errors import DataError
from kg.resources import folder
from kg.validate.report import Finding, short

_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_TYPE = ox.NamedNode(str(rdflib.RDF.type))
_BLANK = "urn:kg:blank:"
_MANY = 2  # no shape counts further
# What a shape may look at, so that _kind sees all of it; others are errors of the shapes file.
_CONSTRAINTS = set(
    """path alternativePath node property or in class datatype nodeKind pattern minLength minCount maxCount uniqueLang
    disjoint lessThan minInclusive maxInclusive minExclusive qualifiedValueShape qualifiedMinCount qualifiedMaxCount
    targetClass targetSubjectsOf targetObjectsOf severity message""".split()  # noqa: SIM905
)

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Subject | ox.Literal
About = dict[ox.NamedNode, list[Term]]
Referred = dict[Term, dict[ox.NamedNode, Subject]]
"""Node → property by which it is referred to → one of those that refer to it."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the shapes compare values with: patterns, bounds, lengths, and pairs of properties."""

    patterns: tuple[re.Pattern[str], ...]
    bounds: tuple[float, ...]
    lengths: tuple[int, ...]
    less: tuple[tuple[ox.NamedNode, ox.NamedNode], ...]
    disjoint: tuple[tuple[ox.NamedNode, ox.NamedNode], ...]


def shape_findings(triples: Iterable[ox.Triple], *, every_node: bool = False) -> Iterator[Finding]:
    """What SHACL finds. ``every_node`` asks pyshacl about all nodes, which takes long: the measure for tests."""
    index: dict[Subject, About] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        index[triple.subject][triple.predicate].append(triple.object)
    targets = _referred(index)
    kinds: dict[object, list[Subject]] = defaultdict(list)
    for node in sorted(index, key=str):
        kinds[node if every_node else _kind(node, index, targets)].append(node)
    alike = {str(_rdflib(nodes[0])): nodes for nodes in kinds.values()}
    for finding in _judge(_excerpt([nodes[0] for nodes in kinds.values()], index, targets)):
        for node in alike.get(finding.focus, []):
            yield Finding(
                finding.severity, finding.message, finding.path, short(str(_rdflib(node)).replace(_BLANK, "_:"))
            )


@cache
def _shape_graph() -> rdflib.Graph:
    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl", format="turtle")
    used = {str(p).removeprefix(_SH) for p in shapes.predicates() if str(p).startswith(_SH)}
    if unknown := sorted(used - _CONSTRAINTS):
        raise DataError(f"ontology/shapes.ttl uses sh:{unknown[0]}: teach kg/validate/shapes.py to look at it")
    return shapes


@cache
def _looks() -> _Looks:
    shapes = _shape_graph()

    def pairs(constraint: str) -> tuple[tuple[ox.NamedNode, ox.NamedNode], ...]:
        found = ((shapes.value(shape, _SH.path), other) for shape, other in shapes.subject_objects(_SH[constraint]))
        return tuple((ox.NamedNode(str(path)), ox.NamedNode(str(other))) for path, other in found)

    bounds = {o for name in ("minInclusive", "maxInclusive", "minExclusive") for o in shapes.objects(None, _SH[name])}
    return _Looks(
        tuple(re.compile(p) for p in sorted({str(p) for p in shapes.objects(None, _SH.pattern)})),
        tuple(sorted(float(str(b)) for b in bounds)),
        tuple(sorted({int(str(n)) for n in shapes.objects(None, _SH.minLength)})),
        pairs("lessThan"),
        pairs("disjoint"),
    )


def _referred(index: dict[Subject, About]) -> Referred:
    """The nodes that shapes target because others refer to them, perhaps without a statement of their own."""
    found: Referred = defaultdict(dict)
    targeted = {ox.NamedNode(str(p)) for p in _shape_graph().objects(None, _SH.targetObjectsOf)}
    for node in sorted(index, key=str):
        for predicate in targeted & index[node].keys():
            for value in index[node][predicate]:
                found[value].setdefault(predicate, node)
    for value in found:
        if not isinstance(value, ox.Literal):
            _ = index[value]
    return found


def _kind(node: Subject, index: dict[Subject, About], targets: Referred) -> object:
    """All that a shape can see of a node: two nodes of one kind get the same verdict."""
    about, looks = index[node], _looks()
    told = Counter((p, _seen(value, p, index)) for p, values in about.items() for value in values)
    less = tuple(frozenset(_less(a, b) for a in about.get(p, ()) for b in about.get(q, ())) for p, q in looks.less)
    disjoint = tuple(not {*about.get(p, ())} & {*about.get(q, ())} for p, q in looks.disjoint)
    name = tuple(bool(p.search(str(_rdflib(node)))) for p in looks.patterns)
    counts = frozenset((seen, min(count, _MANY)) for seen, count in told.items())
    return type(node), name, counts, less, disjoint, frozenset(targets.get(node, ()))


def _seen(value: Term, predicate: ox.NamedNode, index: dict[Subject, About]) -> object:
    if isinstance(value, ox.Literal):
        return _lexical(value.value, value.datatype.value, value.language)
    if predicate == _TYPE:
        return value
    types = index[value].get(_TYPE, ()) if value in index else ()
    return type(value), frozenset(types)


@lru_cache(maxsize=100_000)
def _lexical(text: str, datatype: str, language: str | None) -> object:
    looks = _looks()
    matched = tuple(bool(p.search(text)) for p in looks.patterns)
    long = tuple(len(text) >= n for n in looks.lengths)
    if language or datatype == str(rdflib.XSD.string):
        return datatype, language, matched, long
    typed = rdflib.Literal(text, datatype=rdflib.URIRef(datatype), normalize=False)
    number = typed.value if isinstance(typed.value, int) or hasattr(typed.value, "as_tuple") else None
    beside = None if number is None else tuple((number > b) - (number < b) for b in looks.bounds)
    return datatype, bool(typed.ill_typed), matched, long, beside


def _less(one: Term, other: Term) -> bool | None:
    """Whether one is less; None where the two cannot be compared."""
    try:
        return bool(_rdflib(one) < _rdflib(other))
    except TypeError:
        return None


def _excerpt(nodes: list[Subject], index: dict[Subject, About], targets: Referred) -> rdflib.Graph:
    """The statements of the nodes, the types of what they refer to, and what makes them targets."""
    graph = rdflib.Graph()
    for node in nodes:
        for predicate, other in targets.get(node, {}).items():
            graph.add((_rdflib(other), rdflib.URIRef(predicate.value), _rdflib(node)))
        for predicate, values in index[node].items():
            for value in values:
                graph.add((_rdflib(node), rdflib.URIRef(predicate.value), _rdflib(value)))
                if not isinstance(value, ox.Literal) and value in index and predicate != _TYPE:
                    for type_ in index[value].get(_TYPE, ()):
                        graph.add((_rdflib(value), rdflib.RDF.type, _rdflib(type_)))
    return graph


def _judge(graph: rdflib.Graph) -> Iterator[Finding]:
    """What pyshacl finds, with whole IRIs as focus; also of nodes that only their types are known of."""
    _, results, _ = pyshacl.validate(graph, shacl_graph=_shape_graph(), inplace=True)
    assert isinstance(results, rdflib.Graph)
    for result in results.subjects(rdflib.RDF.type, _SH.ValidationResult):
        severity = str(results.value(result, _SH.resultSeverity)).rpartition("#")[2]
        path = results.value(result, _SH.resultPath)
        messages = sorted(map(str, results.objects(result, _SH.resultMessage)))
        shown = short(str(path)) if isinstance(path, rdflib.URIRef) else ""
        yield Finding(severity, " ".join(messages), shown, str(results.value(result, _SH.focusNode)))


def _rdflib(node: Term) -> rdflib.URIRef | rdflib.Literal:
    """The node for rdflib. Blank ones get an IRI: pyshacl gives up over some of them, and another check has them."""
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, ox.Literal):
        if node.language:
            return rdflib.Literal(node.value, lang=node.language)
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
    return rdflib.URIRef(f"{_BLANK}{str(node).removeprefix('_:')}")
