"""What is asked of another spaCy pipeline in the place of our own, and the few names in which such pipelines differ."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kg.errors import DataError

_NEEDED = {"SENT_START": "sentences", "DEP": "tree", "POS": "parts of speech", "TAG": "Penn tags", "LEMMA": "lemmas"}
_NOT_UNIVERSAL = frozenset({"dobj", "pobj", "nsubjpass"})
"""Relations of the scheme of spaCy's own English models, which the rules cannot read."""
_ENTITIES = {"PERSON": "PER"}


def conform(doc: Doc, text: str) -> Doc:
    """The Doc with roots and persons named as ours are. Raises DataError where it cannot serve."""
    missing = [told for name, told in _NEEDED.items() if len(doc) and not doc.has_annotation(name)]
    if missing:
        raise DataError(f"the language pipeline gives no {', no '.join(missing)}: choose another")
    if len(doc.text) != len(text):
        raise DataError("the language pipeline changes the text, so that no place in it would be right: choose another")
    foreign = sorted({token.dep_ for token in doc} & _NOT_UNIVERSAL)
    if foreign:
        raise DataError(f"the language pipeline gives no Universal Dependencies ({foreign[0]}): choose another")
    for token in doc:
        if token.dep_ == "root":
            token.dep_ = "ROOT"
    doc.ents = [Span(doc, e.start, e.end, _ENTITIES.get(e.label_, e.label_)) for e in doc.ents]
    return doc
