"""What no English sentence does, put right: a subject or auxiliary hung beyond its verb, a noun tagged as a verb,
an owner hung beyond the noun that it follows, a modifier beyond the verb.

The network chooses head, relation and tags each by itself, so that they can contradict one another in short sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.annotate.lemmas import only_plural
from kg.annotate.network import Analysis

_BEFORE = ("nsubj", "nsubj:pass", "aux", "aux:pass", "mark")
_INSIDE = ("amod", "compound", "det", "nummod")
_CLAUSES = ("ccomp", "xcomp", "advcl")
_NOUN_TAGS = frozenset({"NN", "NNS"})
_NO_S_TAGS = frozenset({"VB", "VBP", "VBD", "VBN"})


def mended(words: Sequence[str], analysis: Analysis) -> Analysis:
    """The analysis of a sentence with tags that agree, and subjects and auxiliaries on a verb that can have them."""
    plurals = [tag in _NO_S_TAGS and only_plural(word) for word, tag in zip(words, analysis.xpos, strict=True)]
    xpos = ["NNS" if plural else tag for plural, tag in zip(plurals, analysis.xpos, strict=True)]
    verbs = zip(analysis.upos, plurals, xpos, strict=True)
    upos = ["NOUN" if plural or (pos == "VERB" and tag in _NOUN_TAGS) else pos for pos, plural, tag in verbs]
    made = replace(analysis, upos=tuple(upos), xpos=tuple(xpos))
    for word, pos in enumerate(upos, 1):
        made = _made_object(word, made) if pos == "NOUN" else made
    made = replace(made, heads=tuple(_head(word, made) for word in range(1, len(words) + 1)))
    made = replace(made, heads=tuple(_beside(word, made) for word in range(1, len(words) + 1)))
    made = replace(made, relations=_one_subject(words, made))
    return replace(made, heads=_owned(words, made))


def _beside(word: int, analysis: Analysis) -> int:
    """The head of a modifier, counted from 1, in its own phrase: "Chadian President Saleh met the envoy"."""
    head, heads = analysis.heads[word - 1], analysis.heads
    if analysis.relations[word - 1] not in _INSIDE or head < word:
        return head
    ends = (k for k in range(word + 1, head) if not word <= heads[k - 1] <= head)
    end = next(ends, head)  # the first word between that hangs on what is outside: the verb of the clause
    if end == head:
        return head
    noun = next((k for k in range(word + 1, end) if analysis.upos[k - 1] in ("NOUN", "PROPN")), head)
    while noun < heads[noun - 1] < end and analysis.relations[noun - 1] in ("compound", "amod"):
        noun = heads[noun - 1]
    return head if word in _clause_of(noun, heads) else noun


def _one_subject(words: Sequence[str], analysis: Analysis) -> tuple[str, ...]:
    """The relations, a second subject right of its verb an object: "Rice accused Iran of arming militias"."""
    relations = list(analysis.relations)
    below: dict[int, set[str]] = {}
    for word, (head, relation) in enumerate(zip(analysis.heads, analysis.relations, strict=True), 1):
        told = below.setdefault(head, set())
        if relation == "nsubj" and "nsubj" in told and head < word and analysis.upos[head - 1] == "VERB":
            relations[word - 1] = relation = "iobj" if "obj" in told else "obj"
        told.add(relation)
    return tuple(relations)


def _owned(words: Sequence[str], analysis: Analysis) -> tuple[int, ...]:
    """The heads, an "of" phrase beside a noun hung on it: "the meeting, held in the office of the premier"."""
    heads = list(analysis.heads)
    for of, word in enumerate(words, 1):
        owner, noun = heads[of - 1], of - 1
        if word != "of" or not noun or analysis.relations[of - 1] != "case" or analysis.upos[noun - 1] != "NOUN":
            continue
        above = heads[owner - 1] if owner else 0
        clause = _clause_of(noun, heads)
        beyond = above and above < noun and analysis.upos[above - 1] == "NOUN" and above in clause
        if beyond and owner not in clause and analysis.relations[owner - 1] == "nmod":
            heads[owner - 1] = noun
    return tuple(heads)


def _clause_of(noun: int, heads: Sequence[int]) -> list[int]:
    """The words above a noun, counted from 1, nearest first; as many as there are words at most."""
    above = [heads[noun - 1]]
    while above[-1] and len(above) < len(heads):
        above.append(heads[above[-1] - 1])
    return above


def _made_object(noun: int, analysis: Analysis) -> Analysis:
    """A noun that was taken for a clause beside the verb before it, as the object of that verb: "will hold talks"."""
    heads, relations = list(analysis.heads), list(analysis.relations)
    verb = noun - 1
    beside = verb and analysis.upos[verb - 1] == "VERB" and heads[verb - 1] == heads[noun - 1]
    told = any(h == noun and r == "cop" for h, r in zip(heads, relations, strict=True))
    if not beside or told or relations[noun - 1] not in _CLAUSES:
        return analysis
    heads[noun - 1], relations[noun - 1] = verb, "obj"
    return replace(analysis, heads=tuple(heads), relations=tuple(relations))


def _head(word: int, analysis: Analysis) -> int:
    """The head of a word, counted from 1: "Peru" is the subject of "hold" in "Peru will hold talks", not of "talks"."""
    head, relation = analysis.heads[word - 1], analysis.relations[word - 1]
    if relation not in _BEFORE or not head:
        return head
    above = analysis.heads[head - 1]
    if word < above < head and analysis.relations[head - 1] == "obj" and analysis.upos[above - 1] == "VERB":
        return above
    if relation.startswith("aux") and head < word:
        return _clause_after(word, head, analysis) or head
    return head


def _clause_after(word: int, head: int, analysis: Analysis) -> int:
    """The verb right of an auxiliary that heads a clause of the verb left of it; 0 where there is none."""
    for verb in range(word + 1, len(analysis.heads) + 1):
        if analysis.heads[verb - 1] == head and analysis.relations[verb - 1] in _CLAUSES:
            return verb
    return 0
