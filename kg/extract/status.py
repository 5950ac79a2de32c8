"""How real an event is: read off negation, auxiliaries and what governs the predicate.

The nearest sign decides, from the predicate outwards; the words are in ``ontology/grammar.toml``. Past tense and
participles without any sign mean that it Occurred.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.tree import children, has_negation, is_rel
from kg.grammar import words

_VERBAL = ("xcomp", "ccomp", "advcl", "acl", "csubj")
_GOVERNED = ("planned", "proposed", "negated", "cancelled", "alleged", "ongoing", "ended")
_STATUS = {
    "planned": "Planned", "proposed": "Proposed", "negated": "Negated",
    "cancelled": "Cancelled", "alleged": "Alleged", "ongoing": "Ongoing",
    "ended": "Ongoing",
}  # fmt: skip


def status_of(predicate: Token, event_type: str, light: Token | None = None) -> str:
    """The status of what a predicate tells; ``light`` is the verb that carries a noun's tense."""
    if has_negation(predicate) or (light is not None and has_negation(light)):
        return "Negated"
    finite = light if light is not None else predicate
    found = _by_word(light, predicate) if light is not None else None
    if light is None and is_rel(predicate, "nsubj"):
        found = _by_auxiliary(predicate.head)  # "another meeting would be useful"
    found = found or _by_auxiliary(finite) or _by_modifier(predicate) or _by_governor(finite)
    return found or _by_tense(finite, event_type)


def looks_ahead(status: str) -> bool:
    """Whether a relative date counts forward."""
    return status in ("Planned", "Proposed")


def is_told(verb: Token) -> bool:
    """Whether a verb itself says that something is or was done, whatever stands around: "…, officials say"."""
    auxiliaries = {a.tag_ for a in children(verb, "aux")}
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or bool(auxiliaries & {"VBD", "VBZ", "VBP"})
    return finite and "MD" not in auxiliaries and not has_negation(verb) and not has_cue(verb, "conditional")


def has_cue(verb: Token, name: str) -> bool:
    """Whether a subordinator of that list opens the clause: "if", "unless" for ``conditional``."""
    return any(m.lower_ in words("status", name) for m in children(verb, "mark"))


def _by_word(verb: Token, noun: Token) -> str | None:
    """What a light verb itself says: "postponed the talks", "proposed a meeting", but not "the talks ended"."""
    lemma = verb.lemma_.lower()
    if lemma in _WEAK or (noun.dep_ == "nsubj" and lemma in words("status", "ended")):
        return None
    return _list_of(lemma)


_WEAK = frozenset({"set", "call", "work", "push", "press"})


def _list_of(lemma: str) -> str | None:
    return next((_STATUS[name] for name in _GOVERNED if lemma in words("status", name)), None)


def _by_auxiliary(verb: Token) -> str | None:
    for aux in children(verb, "aux"):
        if aux.lower_ in words("status", "planned_aux"):
            return "Planned"
        if aux.lower_ in words("status", "proposed_aux"):
            return "Proposed"
    if has_cue(verb, "conditional"):
        return "Proposed"
    cop = [c for c in verb.children if c.lower_ == "to" and is_rel(c, "mark")]
    if cop and any(c.lemma_ == "be" for c in children(verb, "aux", "cop")):
        return "Planned"  # "is to visit"
    if cop and is_rel(verb, "xcomp") and verb.head.lemma_ in ("be", "have", "go", "need"):
        return "Planned" if verb.head.lemma_ in ("be", "go") else "Proposed"
    return None


def _by_modifier(predicate: Token) -> str | None:
    for c in children(predicate, "amod", "advmod"):
        word = c.lemma_.lower()
        if word in words("status", "alleged"):
            return "Alleged"
        if word in (
            "planned",
            "scheduled",
            "upcoming",
            "forthcoming",
            "future",
            "next",
            "expected",
            "coming",
        ):
            return "Planned"
        if word in ("proposed", "possible", "potential", "would-be"):
            return "Proposed"
        if word in ("ongoing", "continued", "continuing", "current"):
            return "Ongoing"
    return None


def _by_governor(token: Token) -> str | None:
    """The nearest cue above an infinitive, gerund or noun."""
    infinitive = any(c.tag_ == "TO" for c in token.children)
    if not is_rel(token, *_VERBAL, "nmod", "obl", "obj", "conj", "nsubj:pass"):
        return None
    head = token.head
    if is_rel(token, "conj"):
        if token.pos_ in ("VERB", "NOUN") and token.pos_ == head.pos_ and not children(token, "nsubj"):
            return _by_auxiliary(head) or _by_governor(head)
        return None
    finite_clause = is_rel(token, "ccomp", "advcl") and not infinitive and bool(children(token, "nsubj"))
    cue = _list_of(head.lemma_.lower())
    if cue == "Negated" and is_rel(token, "obj") and children(token, "acl", "nmod:poss"):
        cue = None  # "rejected the sanctions imposed by …" denies no sanctions
    if finite_clause and cue in ("Planned", "Negated", "Ongoing"):
        cue = None if token.tag_ in ("VBD", "VBZ", "VBP") and cue != "Negated" else cue
    if is_rel(token, "nsubj:pass", "obj") and token.pos_ == "NOUN" and cue is None:
        return None
    if cue is None and infinitive and is_rel(token, "advcl", "acl", "xcomp"):
        return _by_auxiliary(head) or ("Proposed" if not is_rel(token, "xcomp") else _by_governor(head))
    return cue


def _by_tense(verb: Token, event_type: str) -> str:
    present = verb.tag_ in ("VBZ", "VBP") or (
        verb.tag_ in ("VBG", "VBN") and any(a.tag_ in ("VBZ", "VBP") for a in children(verb, "aux", "cop"))
    )
    progressive = verb.tag_ == "VBG" and any(
        a.lemma_ == "be" and a.tag_ in ("VBZ", "VBP", "VBN") for a in children(verb, "aux")
    )
    perfect = any(a.lemma_ == "have" for a in children(verb, "aux"))
    if event_type in words("status", "states") and (progressive or (present and verb.tag_ != "VBN" and not perfect)):
        return "Ongoing"
    if progressive and event_type in ("Meeting", "Visit", "Negotiation"):
        return "Ongoing"
    return "Occurred"
