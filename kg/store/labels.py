"""One preferred label for an entity, although every article may write its name in another way.

Each article's graph names an entity by the form that it found ("Ban Ki-moon", "Ban Ki-Moon"). Of the forms that reach
one IRI the first in code point order that is not all capitals is preferred everywhere, and the others become
alternative labels: the same whatever the order in which the articles came.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.ontology import term
from kg.store.base import Store

_PREFERRED, _OTHER = "skos:prefLabel", "skos:altLabel"


def agree(store: Store, quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """The quads of an article with the labels that the store settles on; older articles in it follow."""
    chosen: dict[str, ox.Literal] = {}
    for quad in quads:
        if quad.predicate == term(_PREFERRED) and isinstance(quad.object, ox.Literal):
            subject, label = str(quad.subject), quad.object
            known = _known(store, subject)
            best = min([label, *known], key=lambda x: (x.value.isupper(), x.value))
            if best != label or any(k != best for k in known):
                chosen[subject] = best
    if not chosen:
        return list(quads)
    for document in store.documents():
        old = list(store.quads(document))
        if any(str(q.subject) in chosen and q.predicate == term(_PREFERRED) for q in old):
            store.replace(document, _relabelled(old, chosen))
    return _relabelled(quads, chosen)


def _known(store: Store, subject: str) -> list[ox.Literal]:
    rows = store.query(f"SELECT DISTINCT ?label WHERE {{ {subject} <{term(_PREFERRED).value}> ?label }}")
    found = [row[0] for row in getattr(rows, "rows", ())]
    return [label for label in found if isinstance(label, ox.Literal)]


def _relabelled(quads: Sequence[ox.Quad], chosen: dict[str, ox.Literal]) -> list[ox.Quad]:
    """The quads with the chosen labels preferred and what was preferred before as alternatives."""
    made: dict[str, ox.Quad] = {}
    for quad in quads:
        best = chosen.get(str(quad.subject))
        renamed = [quad]
        if best is not None and quad.predicate == term(_PREFERRED) and quad.object != best:
            renamed = [
                ox.Quad(quad.subject, term(_PREFERRED), best, quad.graph_name),
                ox.Quad(quad.subject, term(_OTHER), quad.object, quad.graph_name),
            ]
        elif best is not None and quad.predicate == term(_OTHER) and quad.object == best:
            renamed = []
        made.update((str(q), q) for q in renamed)
    return [made[key] for key in sorted(made)]
