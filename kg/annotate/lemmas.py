"""Lemmas: the model's table of known forms first, then its rule, and never an invented form of a name."""

from __future__ import annotations

from collections.abc import Mapping

from kg.annotate.english import ENGLISH
from kg.annotate.words import apply_rule


def lemma(form: str, upos: str, xpos: str, rule: str, known: Mapping[str, str]) -> str:
    """The lemma of a form; ``known`` maps "form<tab>XPOS" to lemmas."""
    plain = form.replace("’", "'")
    if upos == "PROPN":
        return _name(form, xpos, known)
    short = _contraction(plain.lower(), upos, xpos)
    if short:
        return short
    for key in (plain, plain.lower()):
        if f"{key}\t{xpos}" in known:
            return known[f"{key}\t{xpos}"]
    return _by_rule(plain, upos, rule)


def _by_rule(form: str, upos: str, rule: str) -> str:
    if rule.startswith("=") and len(form) > 4 and not _alike(form, rule[1:]):
        rule = "L"  # a whole word learnt for another form
    made = apply_rule(form, rule)
    return made.lower() if upos in {"VERB", "AUX", "NOUN"} and not form.isupper() else made


def _alike(form: str, made: str) -> bool:
    return form[:1].lower() == made[:1].lower()


def _name(form: str, xpos: str, known: Mapping[str, str]) -> str:
    found = known.get(f"{form}\t{xpos}")
    if found:
        return found
    plural = xpos == "NNPS" and form.endswith("s") and not form.endswith("ss")
    return form[:-1] if plural else form


def _contraction(form: str, upos: str, xpos: str) -> str | None:
    if form == "'s":
        return "'s" if xpos == "POS" else "have" if xpos == "VBN" else "be" if upos in {"AUX", "VERB"} else "'s"
    if form == "'d":
        return "would" if xpos == "MD" else "have"
    return ENGLISH.contractions.get(form)
