"""From what a user calls an entity to the entity, and from an entity to its label."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.iri import BASE
from kg.store import Rows, Store

_SUGGESTIONS = 3
_ALIKE = 0.6  # difflib's own threshold of what is similar
_NAMES = """SELECT DISTINCT ?entity ?label ?name ?code WHERE {
  ?entity dip:mentionedIn ?document ; skos:prefLabel ?label .
  { ?entity skos:prefLabel|skos:altLabel ?name }
  UNION { ?entity dip:isoAlpha2|dip:isoAlpha3 ?name . BIND ("yes" AS ?code) }
} ORDER BY ?label ?entity ?code ?name"""
_LABELS = """SELECT ?node (MIN(?text) AS ?label) WHERE {
  VALUES ?node { %s } ?node skos:prefLabel|rdfs:label|dct:title ?text
} GROUP BY ?node"""

_Name = tuple[str, str, str, str]  # IRI, preferred label, any name, and "yes" where that is a code


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that a name stands for; ``exact`` where it is one of its labels, in upper or lower case."""

    iri: str
    label: str
    exact: bool = True


def find(store: Store, name: str) -> list[Match]:
    """The entities called so, best first.

    A name is an IRI or the end of one, a label (upper or lower case, accents or not), an alternative label or
    an ISO code; else some of the words of one entity's label. Raises NotFoundError, with suggestions, where
    nothing fits.
    """
    known = _names(store)
    wanted = fold(name)
    by_iri = [(iri, label) for iri, label, *_ in known if name in (iri, iri.removeprefix(BASE))]
    by_label = [(iri, label) for iri, label, *_ in known if fold(label) == wanted]
    by_name = [(iri, label) for iri, label, form, _ in known if fold(form) == wanted]
    literal = {iri for iri, _, form, code in known if not code and form.lower() == name.lower()}
    if found := dict.fromkeys([*by_iri, *by_label, *by_name]):
        return [Match(iri, label, iri in literal) for iri, label in found]
    words = f" {wanted} "
    partly = {iri: label for iri, label, form, _ in known if wanted and words in f" {fold(form)} "}
    if len(partly) == 1:
        return [Match(iri, label, False) for iri, label in partly.items()]
    raise NotFoundError(_unknown(name, list(partly.values()) or _similar(wanted, known)))


def labels(store: Store, nodes: Iterable[ox.NamedNode]) -> dict[str, str]:
    """The labels of those nodes that have one, by IRI."""
    wanted = " ".join(sorted({str(n) for n in nodes}))
    found = store.query(_LABELS % wanted) if wanted else Rows((), ())
    assert isinstance(found, Rows)  # a SELECT
    return {value(node): value(label) for node, label in found.rows}


def value(term: object) -> str:
    """The text of a literal or the IRI of a node; empty where nothing is bound."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""


def _names(store: Store) -> list[_Name]:
    found = store.query(_NAMES)
    assert isinstance(found, Rows)  # a SELECT
    return [(value(entity), value(label), value(name), value(code)) for entity, label, name, code in found.rows]


def fold(text: str) -> str:
    """The form in which names are compared: words in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _similar(wanted: str, known: list[_Name]) -> list[str]:
    forms = {fold(form): label for _, label, form, _ in known}
    close = difflib.get_close_matches(wanted, forms, _SUGGESTIONS * 2, _ALIKE)
    tokens = {token: label for form, label in forms.items() for token in form.split()}
    near = [tokens[t] for t in difflib.get_close_matches(wanted, tokens, _SUGGESTIONS, _ALIKE + 0.1)]
    return list(dict.fromkeys([*(forms[c] for c in close), *near]))


def _unknown(name: str, suggestions: list[str]) -> str:
    unique = list(dict.fromkeys(suggestions))[:_SUGGESTIONS]
    if not unique:
        return f"nobody and nothing in the graph is called {name!r}: try a word of its name"
    return f"nothing in the graph is called just {name!r}: did you mean {' or '.join(unique)}?"
