"""Lemmas: the model's table of known forms first, then a dictionary, then the model's rule.

A name never gets an invented form.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import lemminflect

from kg.annotate.english import ENGLISH
from kg.annotate.words import apply_rule


def lemma(form: str, upos: str, xpos: str, rule: str, known: Mapping[str, str]) -> str:
    """The lemma of a form; ``known`` maps "form<tab>XPOS" to lemmas."""
    plain = form.replace("’", "'")
    if upos == "PROPN" or xpos in {"NNP", "NNPS"}:
        return _name(form, xpos, rule, known)
    short = _contraction(plain.lower(), upos, xpos)
    if short:
        return short
    for key in (plain, plain.lower()):
        if f"{key}\t{xpos}" in known:
            return known[f"{key}\t{xpos}"]
    if xpos in _OWN_LEMMAS and upos in _OPEN:
        rule = "C"  # whatever rule was learnt, for another form
    made = _by_rule(plain, upos, rule)
    acronym = plain.isupper() and len(plain) > 1
    listed = () if acronym or xpos in _BASE_FORMS else _listed(plain, upos)
    return listed[0] if listed and made not in listed else made


_CATEGORIES = {"VERB": "verb", "AUX": "aux", "NOUN": "noun", "ADJ": "adj", "ADV": "adv"}
_BASE_FORMS = frozenset({"VB", "NN", "JJ", "RB", "MD"})
_OWN_LEMMAS = frozenset({"VB", "NN"})
_OPEN = frozenset({"VERB", "NOUN"})


@lru_cache(maxsize=50_000)
def _listed(form: str, upos: str) -> tuple[str, ...]:
    """The lemmas of an inflected form by LemmInflect's dictionary, or by its rules for an unknown form."""
    if upos not in _CATEGORIES:
        return ()
    known = dictionary().get(f"{form.lower()},{_CATEGORIES[upos]}")
    if known is not None:
        return tuple(known.split("/"))
    return tuple(lemminflect.getAllLemmasOOV(form.lower(), upos).get(upos, ()))


@cache
def dictionary() -> dict[str, str]:
    """LemmInflect's table, "form,category" to "lemma/lemma"; its own reader makes objects of all and takes long."""
    table = gzip.decompress(Path(lemminflect.config.lemma_lu_fn).read_bytes()).decode("utf-8")
    return {form: lemmas for form, _, lemmas in (line.rpartition(",") for line in table.splitlines())}


def only_plural(form: str) -> bool:
    """Whether a form is the plural of a noun and, as a verb, only the third person: "talks", not "focus" or "saw"."""
    nouns, verbs = (dictionary().get(f"{form},{kind}", form) for kind in ("noun", "verb"))
    return form.endswith("s") and form not in nouns.split("/") and form not in verbs.split("/")


def _by_rule(form: str, upos: str, rule: str) -> str:
    if rule.startswith("=") and len(form) > 4 and not _alike(form, rule[1:]):
        rule = "L"  # a whole word learnt for another form
    made = apply_rule(form, rule)
    return made.lower() if upos in {"VERB", "AUX", "NOUN"} and not form.isupper() else made


def _alike(form: str, made: str) -> bool:
    return form[:1].lower() == made[:1].lower()


def _name(form: str, xpos: str, rule: str, known: Mapping[str, str]) -> str:
    """A name as it stands, but for the plural of a people: "Kurds"."""
    if f"{form}\t{xpos}" in known:
        return known[f"{form}\t{xpos}"]
    singular = form.removesuffix("s")
    return singular if xpos == "NNPS" and apply_rule(form, rule) == singular else form


def _contraction(form: str, upos: str, xpos: str) -> str | None:
    if form == "'s":
        return "be" if upos in {"AUX", "VERB"} and xpos != "POS" else form
    if form == "'d":
        return "would" if xpos == "MD" else "have"
    return ENGLISH.contractions.get(form)
