"""Who stands in the sentence of an event without having a part in it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract import frames
from kg.extract.phrases import partakes
from kg.extract.relay import saying
from kg.extract.tree import ancestors, case_of, children, conjuncts, first_conjunct, has_negation, is_rel
from kg.grammar import words

_OWN_WORDS = ("ccomp", "xcomp", "parataxis", "conj", "advcl")


def stands_by(word: Token, predicate: Token, role: str) -> bool:
    """Whether the trees say that a noun has no such part in what a predicate tells."""
    meeting = (_beside_clause, _in_partner, _of_speaker, _sends, _in_spite)
    if role == "participant" and any(aside(word, predicate) for aside in meeting):
        return True
    if role == "actor" and _owns_no_subject(word, predicate):
        return True
    if role == "target" and _in_relative(word, predicate):
        return True
    return any(aside(word, predicate) for aside in (_only_owns, _outside_clause, _compared, _in_content))


def _in_relative(word: Token, predicate: Token) -> bool:
    """Whether a word stands in a clause that says which ones are meant: "backed cells that bomb Chad"."""
    clauses = [t for t in (word, *ancestors(word)) if is_rel(t, "acl:relcl") and t.i != predicate.i]
    return any(predicate.i not in {s.i for s in t.subtree} for t in clauses)


def _in_spite(word: Token, predicate: Token) -> bool:
    """Whether a word stands in a phrase that tells against what or whom something is done: "despite objections"."""
    phrases = [
        t for t in (word, *ancestors(word)) if is_rel(t, "obl", "nmod") and case_of(t) in words("places", "spite")
    ]
    return any(predicate.i not in {s.i for s in t.subtree} for t in phrases)


def in_time_clause(word: Token, predicate: Token) -> bool:
    """Whether a word stands in a clause that only tells when a predicate was: "came after they had met in Lima"."""
    for t in (word, *ancestors(word)):
        marks = [m.lower_ for m in children(t, "mark")] if is_rel(t, "advcl") else []
        if any(m in words("places", "apart") for m in marks):
            return predicate.i not in {s.i for s in t.subtree}
    return False


def stays_away(word: Token, predicate: Token) -> bool:
    """Whether a sentence says that somebody has no part in an occasion: "met Chile but not Peru"."""
    return _left_out(word) or _took_no_part(word, predicate)


def _left_out(word: Token) -> bool:
    """Whether "not" stands with one of those who are listed: "talks with Chile but not with Peru"."""
    return is_rel(word, "conj") and has_negation(word) and word.pos_ in ("PROPN", "NOUN")


def _took_no_part(word: Token, predicate: Token) -> bool:
    """Whether a noun or pronoun is the subject of a clause beside that says so: "but she did not take part in it"."""
    verb = word.head
    subject = is_rel(word, "nsubj") and verb.i != predicate.i
    beside = [t for t in children(verb, "conj") if all(s.pos_ == "PRON" for s in children(t, "nsubj"))]
    return subject and any(has_negation(t) and partakes(t) for t in (verb, *beside))


def _in_partner(word: Token, predicate: Token) -> bool:
    """Whether a noun stands in the clause beside that of an occasion: "held talks with Chad and met Mali"."""
    above = [t.i for t in ancestors(predicate)]
    inside = [t for t in (word, *ancestors(word)) if is_rel(t, "conj") and t.head.i in above and t.pos_ == "VERB"]
    return predicate.pos_ == "NOUN" and any(predicate.i not in {s.i for s in t.subtree} for t in inside)


def _in_content(word: Token, predicate: Token) -> bool:
    """Whether a noun stands in what is said on an occasion: "said during a visit that Chad would agree"."""
    above = [t.i for t in ancestors(predicate)]
    clauses = [t for t in (word, *ancestors(word)) if is_rel(t, "ccomp") and t.head.i in above]
    return predicate.pos_ == "NOUN" and any(predicate.i not in {s.i for s in t.subtree} for t in clauses)


def _sends(word: Token, predicate: Token) -> bool:
    """Whether a noun is the subject of a verb that has others do it: "left the envoys to talk", "let them meet"."""
    above = predicate.head
    lends = predicate.tag_ == "VB" and is_rel(predicate, "xcomp", "advcl", "ccomp") and bool(children(above, "obj"))
    return (
        lends and above.lemma_.lower() in words("company", "lets") and word.head.i == above.i and is_rel(word, "nsubj")
    )


def only_tells(word: Token, predicate: Token) -> bool:
    """Whether a word stands in the clause that says so: "…, she told a press conference with her guest"."""
    above = {predicate.i, *(t.i for t in ancestors(predicate))}
    return any(is_rel(t, "parataxis") and t.i not in above and _says(saying(t)) for t in (word, *ancestors(word)))


def _says(verb: Token) -> bool:
    return any(f.source for f in frames.by_lemma().get((verb.pos_, verb.lemma_.lower()), ()))


def _owns_no_subject(word: Token, predicate: Token) -> bool:
    """Whether a pronoun only tells whose something is that the predicate speaks of: "demanded their withdrawal"."""
    owned = word.head
    above = [t for t in (owned, *ancestors(owned)) if t.i != predicate.i]
    subject = any(is_rel(t, "nsubj", "nsubj:pass", "obl:agent") for t in above)
    return word.tag_ == "PRP$" and owned.i != predicate.i and not subject


def _only_owns(word: Token, predicate: Token) -> bool:
    """Whether a noun only owns who takes part in what a clause on it tells: "Chile, whose president met Ms. Berg"."""
    if word.tag_ == "WP$" and word.head.i != predicate.i:
        return True
    for clause in (predicate, *ancestors(predicate)):
        if clause.dep_ == "acl:relcl" and clause.head.i == first_conjunct(word).i:
            return any(t.lower_ == "whose" for t in clause.subtree)
    return False


def _of_speaker(word: Token, predicate: Token) -> bool:
    """Whether a noun only tells whose official says it: "the Kenyan minister said that Chad and Mali would meet"."""
    said = [t for t in (predicate, *ancestors(predicate)) if is_rel(t, "ccomp")]
    speakers = [s for t in said for s in children(t.head, "nsubj") if s.i < t.i]
    above = [t.i for t in ancestors(word)]
    return any(s.i in above and predicate.i not in {t.i for t in s.subtree} for s in speakers)


def _beside_clause(word: Token, predicate: Token) -> bool:
    """Whether a noun is the subject of the clause beside: "Chile and Peru met, and experts held talks"."""
    clause = next((t for t in (predicate, *ancestors(predicate)) if children(t, "nsubj", "csubj")), None)
    if clause is None or not is_rel(clause, "conj") or clause in ancestors(word):
        return False
    subject = first_conjunct(word)
    others = [t for t in conjuncts(clause.head) if t.i != clause.i]
    return is_rel(subject, "nsubj") and subject.head in others


def _outside_clause(word: Token, predicate: Token) -> bool:
    """Whether a noun stands in another clause than the relative one of a predicate: "who attended said"."""
    clause = next((t for t in (predicate, *ancestors(predicate)) if t.dep_ == "acl:relcl"), None)
    above = [word, *ancestors(word)]
    if clause is None or clause in above or clause.head in above or word in ancestors(clause):
        return False
    verb = next((t for t in ancestors(clause) if t.pos_ == "VERB"), None)
    return verb is not None and any(is_rel(t, *_OWN_WORDS) and t.head == verb for t in above)


def _compared(word: Token, predicate: Token) -> bool:
    """Whether a noun stands in what a predicate is held against: "did not meet, as the minister had hoped"."""
    return any(
        is_rel(t, "advcl") and t.head == predicate and any(m.lower_ == "as" for m in children(t, "mark"))
        for t in (word, *ancestors(word))
    )
