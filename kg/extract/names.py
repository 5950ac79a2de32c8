"""Names in a sentence: what the entity recogniser and the gazetteer find, told apart by type.

The recogniser finds name spans well and types them badly; the gazetteer knows types but not context. So spans of both
are pooled, the longer wins, and the type comes from the seeds, then from the name's words, then from the recogniser.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg import seeds
from kg.extract.tree import case_of, children, dateline_end, is_rel, token_span
from kg.grammar import words
from kg.model import Mention
from kg.seeds import Seed

_LONGEST = 8  # tokens of the longest name looked up in the gazetteer
_LABELS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "MISC": "MISC", "NORP": "MISC"}
"""States and buildings are places, peoples other names: the seeds know better which."""
_LOCATIVE_DEPS = ("compound", "nmod:unmarked", "obl:unmarked", "root", "appos")


def names(doc: Doc) -> list[Mention]:
    """Mentions by name, in text order; a state named inside a longer name is one of them."""
    spans = _spans(doc)
    found = []
    for start, end, label in spans:
        mention = _mention(doc, start, end, label)
        if mention is not None:
            found.append(mention)
            found.extend(_inner_states(doc, start, end, mention))
    return sorted(found, key=lambda m: (m.span, m.type))


def _spans(doc: Doc) -> list[tuple[int, int, str]]:
    """Token spans, none overlapping another: longer first, recogniser before gazetteer."""
    pool = [(e.start, e.end, _LABELS[e.label_]) for e in doc.ents if e.label_ in _LABELS]
    pool = [(*_trim(doc, s, e), label) for s, e, label in pool]
    people = {i for s, e, label in pool if label == "PER" and e - s > 1 for i in range(s, e)}
    pool += [(*_trim(doc, s, e), "SEED") for s, e in _gazetteer(doc) if not people & set(range(s, e))]
    taken: set[int] = set()
    chosen = []
    for start, end, label in sorted(pool, key=lambda x: (x[0] - x[1], x[2] == "MISC", x[0])):
        if start < end and not taken & set(range(start, end)):
            taken |= set(range(start, end))
            chosen.append((start, end, label))
    return sorted(chosen)


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The span without articles, possessive marks, titles and punctuation at its edges."""
    while start < end and (doc[start].lower_ in ("the", "a", "an") or doc[start].is_quote or doc[start].text in ",;:("):
        start += 1
    while end > start and (
        doc[end - 1].tag_ == "POS" or doc[end - 1].text in ("'s", "’s", ",", ";", ":", ")", "-", ".")
    ):
        end -= 1
    return start, end


def _gazetteer(doc: Doc) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(doc):
        end = _longest_seed(doc, at) if doc[at].text[:1].isupper() or doc[at].text[:1].isdigit() else None
        if end:
            yield at, end
        at = end or at + 1


def _longest_seed(doc: Doc, start: int) -> int | None:
    for end in range(min(start + _LONGEST, len(doc)), start, -1):
        text = doc[start:end].text
        last = doc[end - 1].text
        if "\n" in text or not (last[:1].isupper() or last[-1:].isalnum() or last == "."):
            continue
        if (end - start > 1 or doc[start].pos_ in ("PROPN", "ADJ", "NOUN")) and known(text):
            return end
    return None


def known(name: str) -> Seed | None:
    """The seed that a name, adjective, people or building stands for."""
    return (
        seeds.named(name)
        or seeds.state_of_adjective(name)
        or seeds.state_of_metonym(name)
        or (seeds.state_of_people(name) if name[:1].isupper() else None)
    )


def _mention(doc: Doc, start: int, end: int, label: str) -> Mention | None:
    if label == "PER":
        start = _without_titles(doc, start, end)
    span = doc[start:end]
    text = " ".join(span.text.split())
    root = span.root
    if label in ("PER", "ORG") and root.i < dateline_end(root.sent):
        label = "LOC"
    if label in ("PER", "ORG") and all(_title_word(t) for t in span):
        return None
    seed = seeds.named(text) if label == "PER" and end - start > 1 else known(text)
    if label == "PER" and end - start == 1 and seed and seed.type != "State" and not seeds.state_of_capital(text):
        seed = None
    if seed is None and (label == "MISC" or (label == "PER" and _names_government(root))):
        return None
    if seed is not None and seed.type == "City" and stands_for_state(root):
        seed = seeds.state_of_capital(text) or seed
    type_ = seed.type if seed else _type_of(text, label)
    return Mention(
        token_span(*span), root.i, "name", type_, seed.label if seed else text, seed=seed.id if seed else None
    )


def _title_word(token: Token) -> bool:
    """Whether a word is part of a title and of no name: "Vice", "President", "Ministers"."""
    forms = {seeds.fold(token.text), seeds.fold(token.text).removesuffix("s")}
    return any(f in seeds.titles() or f in words("nouns", "keep_in_title") for f in forms) or token.text in "-–"


def _names_government(root: Token) -> bool:
    """Whether a person's name only tells which government: "the Bush administration"."""
    return (
        is_rel(root, "compound", "nmod:poss")
        and root.head.lemma_ in words("nouns", "government")
        and not children(root, "case")
    )


def _without_titles(doc: Doc, start: int, end: int) -> int:
    while start < end - 1 and (
        seeds.fold(doc[start].text) in seeds.titles() or (doc[start].text.endswith(".") and len(doc[start]) > 2)
    ):
        start += 1
    return start


def _type_of(text: str, label: str) -> str:
    """The class of a name that no seed knows, by its words."""
    last = seeds.fold(text).split()[-1:] or [""]
    every = set(seeds.fold(text).split())
    if label == "PER":
        return "Person"
    if every & {"ministry", "department", "parliament", "court", "senate", "directorate"}:
        return "GovernmentBody"
    if last[0] == "party" or "party of" in text.lower():
        return "PoliticalParty"
    if last[0] in words("nouns", "body") or label == "ORG":
        return "Organization"
    return "Place"


def stands_for_state(token: Token) -> bool:
    """Whether a capital's name stands for its government: an argument that acts, not the scene of something."""
    if token.i < dateline_end(token.sent):
        return False
    case = case_of(token)
    if case in ("on", "upon"):
        return True
    if case in words("places", "scene") or case in words("places", "locative"):
        return case == "between"
    if is_rel(token, "conj"):
        return stands_for_state(token.head) if token.head.pos_ == "PROPN" and not case else bool(case)
    if is_rel(token, "nmod:poss", "nsubj", "obj", "iobj", "obl:agent"):
        return not (is_rel(token, "obj") and token.head.lemma_ in ("visit", "leave", "reach", "tour", "enter"))
    if token.dep_ in _LOCATIVE_DEPS:
        return token.dep_ == "compound" and bool(children(token, "punct", "conj"))
    return case in ("with", "by", "against", "of", "for", "on")


def _inner_states(doc: Doc, start: int, end: int, outer: Mention) -> Iterator[Mention]:
    """A state that opens a longer name: "Iranian" in "Iranian Foreign Ministry"."""
    if outer.type == "Person" or end - start < 2 or outer.type == "State":
        return
    for stop in range(min(start + 3, end - 1), start, -1):
        seed = known(doc[start:stop].text)
        if seed is not None and seed.type == "State" and not outer.seed:
            yield Mention(token_span(*doc[start:stop]), doc[stop - 1].i, "name", "State", seed.label, seed=seed.id)
            return
