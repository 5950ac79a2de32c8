"""Offices told by what their holder does: "Kofi Asante, who heads the African Union Commission"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.mentions import Mentions
from kg.extract.tree import children, has_negation, is_rel, sentence_span
from kg.grammar import words
from kg.model import Mention, Tenure

_NO_BODY = ("State", "Person", "Group", "Site", "City", "Place", "Region")
_RULE = "office by what its holder does"


def headed(holder: Mention, mentions: Mentions) -> Iterator[Tenure]:
    """The tenures that verbs in the present tense, of which the person is the subject, tell."""
    root = mentions.doc[holder.root]
    verbs = [c for c in children(root, "acl:relcl") if any(s.tag_ == "WP" for s in children(c, "nsubj"))]
    verbs += [root.head] if is_rel(root, "nsubj") else []
    for verb in verbs:
        lemma = verb.lemma_.lower()
        if lemma not in words("offices", "heading") or not _lasting(verb):
            continue
        for token in children(verb, "obj"):
            body = mentions.named(token)
            if body is not None and body.type not in _NO_BODY:
                (office,) = words("offices", lemma)
                yield Tenure(
                    holder, office, body, sentence_span(verb), "office by what its holder does", confidence=0.8
                )


def _lasting(verb: Token) -> bool:
    """Whether a verb tells what somebody does all the time: "heads", "has headed"."""
    if has_negation(verb):
        return False
    now = verb.tag_ in ("VBZ", "VBP") and not children(verb, "aux")
    return now or any(a.lower_ in ("has", "have") for a in children(verb, "aux"))
