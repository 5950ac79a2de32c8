"""Names in a sentence: what the entity recogniser and the gazetteer find, told apart by type.

The recogniser finds name spans well and types them badly; the gazetteer knows types but not context. So spans of both
are pooled, the longer wins, and the type comes from the seeds, then from the name's words, then from the recogniser.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from kg import seeds
from kg.extract.spans import known, spans
from kg.extract.titles import is_title, plural_title, portfolio_end, whole_title
from kg.extract.tree import case_of, children, dateline_end, is_rel, token_span
from kg.grammar import words
from kg.model import Mention
from kg.seeds import Seed

_LONGEST_ABBREVIATION = 5  # letters; longer ones in capitals may be a surname of a headline
_LOCATIVE_DEPS = ("compound", "nmod:unmarked", "obl:unmarked", "root", "appos")


def names(doc: Doc) -> list[Mention]:
    """Mentions by name, in text order; a state named inside a longer name is one of them."""
    found = []
    ends = {t.i: portfolio_end(t) for t in doc}
    fields = {i for start, end in ends.items() for i in range(start + 1, end)}
    fixed = {i for start, end in ends.items() if whole_title(doc[start:end]) for i in range(start + 1, end)}
    cut = spans(doc)
    vessels = {doc[s:e].text for s, e, _ in cut if _is_vessel(doc[s:e])}
    halves = dict(_halves(doc))
    for start, end, label in cut:
        if end - start == 1 and start in halves:
            continue
        mention = _mention(doc, start, end, label)
        inside = mention is not None and (fields if mention.seed is None else fixed).issuperset(range(start, end))
        if mention is not None and not inside and mention.name not in vessels:
            found.append(mention)
            found.extend(_inner_states(doc, start, end, mention))
    found += [Mention(token_span(doc[at]), at, "name", s.type, s.label, seed=s.id) for at, s in halves.items()]
    return sorted(found, key=lambda m: (m.span, m.type))


def _mention(doc: Doc, start: int, end: int, label: str) -> Mention | None:
    if (government := _government(doc, start, end, label)) is not None:
        return government
    span = doc[start:end]
    text = " ".join(span.text.split())
    root = span.root
    if label in ("PER", "ORG") and (_reports(span) or _only_title(span)):
        return None
    if label in ("PER", "ORG") and root.i < dateline_end(root.sent):
        label = "LOC"
    if end - start == 1 and root.lower_ in words("nouns", "government"):
        return None  # "the Government of Sri Lanka": a description of its state
    seed = seeds.named(text) if label == "PER" and end - start > 1 else _known_there(span, text)
    if label == "PER" and end - start == 1 and seed and _surname(doc, start):
        seed = None
    if seed is None and (label == "MISC" or (label == "PER" and _no_person(span)) or _only_adjective(span)):
        return None
    if seed is not None and seed.type == "State" and start > 0 and doc[start - 1].lower_ == "ethnic":
        return None
    if seed is not None and seed.type == "City" and stands_for_state(root):
        seed = seeds.state_of_capital(text) or seed
    if seed is None and label in ("LOC", "ORG") and (_after_title(doc, start, end) or _is_surname(doc, start, end)):
        label = "PER"
    type_ = seed.type if seed else _type_of(text, label)
    return Mention(
        token_span(*span), root.i, "name", type_, seed.label if seed else text, seed=seed.id if seed else None
    )


def _reports(span: Tokens) -> bool:
    """Whether a name is that of the agency in a dateline, which nobody else speaks of: "LIMA (Sample Wire) —"."""
    inside = span.start > 0 and span.doc[span.start - 1].text == "(" and span.root.i < dateline_end(span.root.sent)
    return inside and known(span.text) is None


def _only_title(span: Tokens) -> bool:
    """Whether a name is made of titles alone: "Vice President", "Rear Adm."."""
    return all(_title_word(t) for t in span) or seeds.fold(span.text) in seeds.titles()


def _known_there(span: Tokens, text: str) -> Seed | None:
    """The seed that a name means where it stands: without its article, "Hague" is no city."""
    seed = known(text)
    bare = seed is not None and seed.label == f"The {text}" and span.doc[max(span.start - 1, 0)].lower_ != "the"
    return None if bare else seed


def _halves(doc: Doc) -> Iterator[tuple[int, Seed]]:
    """Words that share the noun of the name after them: "North" in "North and South Korea"."""
    sides = words("places", "compass")
    for token in doc:
        if token.lower_ in sides and is_rel(token, "compound", "amod"):
            between = {t.lower_ for t in doc[token.i + 1 : token.head.i]}
            shared = between & sides and between - sides <= {"and", "or", ","}
            seed = known(f"{token.text} {token.head.text}") if shared else None
            if seed is not None:
                yield token.i, seed


def _is_vessel(span: Tokens) -> bool:
    """Whether a name is told as that of a ship or an aircraft: "the container ship, the Albatros"."""
    root = span.root
    beside = (
        [root.head, *root.children]
        if is_rel(root, "appos", "flat", "compound", "nmod:desc")
        else children(root, "appos", "nmod:desc")
    )
    before = [span.doc[span.start - 1]] if span.start > span.sent.start else []
    return known(span.text) is None and any(t.lemma_.lower() in words("nouns", "vessel") for t in (*beside, *before))


def _government(doc: Doc, start: int, end: int, label: str) -> Mention | None:
    """A government found as a body: the state itself ("Federal Government of Ethiopia", "the Bush administration")."""
    head = doc[end] if label == "PER" and end < len(doc) and doc[end - 1].whitespace_ else doc[end - 1]
    told = next((t for t in doc[start:end] if t.lower_ in words("nouns", "cabinet")), None)
    state: Seed | None = None
    if told is not None and label in ("ORG", "MISC"):
        state = next((s for t in doc[start:end] if (s := known(t.text)) is not None and s.type == "State"), None)
        head = told if told.i < end - 1 else head
    elif head.lower_ == "administration" and _of_people(doc, start, end, label):
        states = (seeds.named(name, ("State",)) for name in sorted(words("nouns", "administration_of")))
        state = next((s for s in states if s is not None), None)
    if state is None:
        return None
    span = token_span(doc[start], doc[end - 1], head)
    return Mention(span, head.i, "name", "State", state.label, seed=state.id)


def _of_people(doc: Doc, start: int, end: int, label: str) -> bool:
    """Whether a name is made of somebody's surname: "Biden-Harris Administration"."""
    people = {p for e in doc.ents if e.label_ == "PER" for p in (e[-1].text, e.text)}
    parts = {p for t in doc[start : end - 1] for p in t.text.split("-")}
    return label == "PER" or (label == "ORG" and not parts.isdisjoint(people))


def _title_word(token: Token) -> bool:
    """Whether a word is part of a title and of no name: "Vice", "President", "Ministers"."""
    forms = {seeds.fold(token.text), seeds.fold(token.text).removesuffix("s")}
    return any(f in seeds.titles() or f in words("nouns", "keep_in_title") for f in forms) or token.text in "-–"


def _after_title(doc: Doc, start: int, end: int) -> bool:
    """Whether a name follows a title as a person's does, whatever it was found as: "Mayor Li", "the head, Li Wen"."""
    sentence = doc[start].sent
    title = doc[start - 1] if start > sentence.start else None
    if title is not None and is_title(title):
        return title.text[:1].isupper() and not plural_title(title)
    head = doc[start:end].root.head
    apposed = title is not None and title.text == "," and doc[start:end].root.dep_ == "appos" and head.i < start
    return (
        apposed
        and end - start > 1
        and is_title(head)
        and not plural_title(head)
        and end < len(doc)
        and doc[end].text == ","
    )


def _is_surname(doc: Doc, start: int, end: int) -> bool:
    """Whether one word that was found as a place or body is the surname of a person of the text."""
    return end - start == 1 and not doc[start].text.isupper() and _surname(doc, start)


def _surname(doc: Doc, at: int) -> bool:
    """Whether a word that is also a city or body ends somebody's full name in the text: "Paris" of "Julia Paris"."""
    return any(e.label_ == "PER" and len(e) > 1 and e[-1].text == doc[at].text for e in doc.ents)


def _only_adjective(span: Tokens) -> bool:
    """Whether a name is an adjective of no state: "Catholic", "Hindu"."""
    return len(span) == 1 and span[0].pos_ == "ADJ" and is_rel(span[0], "amod") and not span.text.isupper()


def _no_person(span: Tokens) -> bool:
    """Whether a name is of no human being, though it was found as one: a ship, an abbreviation, a government."""
    letters = span.text.replace(".", "")
    return (len(span) == 1 and letters.isupper() and len(letters) < _LONGEST_ABBREVIATION) or _names_government(
        span.root
    )


def _names_government(root: Token) -> bool:
    """Whether a person's name only tells which government: "the Bush administration"."""
    return (
        is_rel(root, "compound", "nmod:poss")
        and root.head.lemma_ in words("nouns", "government")
        and not children(root, "case")
    )


def _type_of(text: str, label: str) -> str:
    """The class of a name that no seed knows, by its words."""
    last = seeds.fold(text).split()[-1:] or [""]
    every = set(seeds.fold(text).split())
    if label == "PER":
        return "Organization" if last[0] in words("nouns", "body") and len(every) == 1 else "Person"
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
