"""Where names begin and end: the spans of the entity recogniser and the gazetteer, pooled and trimmed.

The recogniser cuts news phrases too wide ("EU Development" before "Commissioner", "Khatami Wednesday") or misses bodies
that are told by a plain noun in capitals ("Foreign Ministry").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg import seeds
from kg.extract.titles import is_title, linked_head
from kg.grammar import words
from kg.seeds import Seed

_LABELS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "MISC": "MISC", "NORP": "MISC"}
"""States and buildings are places, peoples other names: the seeds know better which."""
_JOINING = ("of", "for", "in", "and", "the", "at", "on")  # words inside names that end none
_SHORT = 3  # letters: "Pan" is not the PAN, but "Nato" is NATO
_LONGEST = 8  # tokens of the longest name looked up in the gazetteer


def spans(doc: Doc) -> list[tuple[int, int, str]]:
    """Token spans with their labels, none overlapping another: longer first, recogniser before gazetteer."""
    pool = [(e.start, e.end, _LABELS[e.label_]) for e in doc.ents if e.label_ in _LABELS]
    pool = [(*_trim(doc, s, e, label), label) for s, e, label in pool]
    people = {i for s, e, label in pool if label == "PER" and e - s > 1 for i in range(s, e)}
    pool += [(*_trim(doc, s, e, "SEED"), "SEED") for s, e in _gazetteer(doc) if not people & set(range(s, e))]
    found = {i for s, e, _ in pool for i in range(s, e)}
    pool += [(s, e, "ORG") for s, e in _bodies(doc) if e - 1 not in found]
    taken: set[int] = set()
    chosen = []
    for start, end, label in sorted(pool, key=lambda x: (x[0] - x[1], x[2] == "MISC", x[0])):
        if start < end and not taken & set(range(start, end)) and _is_name(doc, start, end):
            taken |= set(range(start, end))
            chosen.append((start, end, label))
    return sorted(chosen)


def _trim(doc: Doc, start: int, end: int, label: str) -> tuple[int, int]:
    """The span without what stands at its edges and is no name: articles, marks, days, titles."""
    while start < end and (
        doc[start].lower_ in ("the", "a", "an") or doc[start].is_quote or doc[start].text in ",;:(" or _day(doc[start])
    ):
        start += 1
    while end > start and (
        doc[end - 1].tag_ == "POS"
        or doc[end - 1].text in ("'s", "’s", ",", ";", ":", ")", "-", ".")
        or (end - start > 1 and doc[end - 1].text in _JOINING)
        or (end - start > 1 and _day(doc[end - 1]))
    ):
        end -= 1
    if label == "PER":
        start = _without_titles(doc, start, end)
    if label == "ORG" and start < end and _has_state(doc, start, end):
        start -= 1
    return start, _before_field(doc, start, end) if label != "PER" else _with_hyphen(doc, end)


def _has_state(doc: Doc, start: int, end: int) -> bool:
    """Whether the adjective of a state before a body belongs to its name: "Saudi" before "Foreign Ministry"."""
    if start == doc[start].sent.start or doc[end - 1].lower_ not in words("nouns", "body"):
        return False
    before = doc[start - 1]
    named = before.ent_type_ == "NORP" or (before.ent_type_ == "ORG" and before.ent_iob_ == "B")
    return named and seeds.state_of_adjective(before.text) is not None


def _day(token: Token) -> bool:
    return token.text in words("calendar", "days")


def _is_name(doc: Doc, start: int, end: int) -> bool:
    """Whether anything in the span is written like a name, and it is no field of the title that follows."""
    if end < len(doc) and is_title(doc[end]) and all(t.lower_ in words("offices", "field") for t in doc[start:end]):
        return False
    if end - start == 1 and (doc[start].lower_ in words("nouns", "state") or _of_accord(doc, end)):
        return False
    return any(c.isupper() or c.isdigit() for t in doc[start:end] for c in t.text) and not _day(doc[end - 1])


def _of_accord(doc: Doc, end: int) -> bool:
    """Whether a name goes on as that of an accord, which is no place: "Kyoto Protocol", "Dayton peace accords"."""
    after = [t.lower_ for t in doc[end : end + 2]]
    return after[:1] != [] and (
        after[0] in words("nouns", "accord") or (after[0] == "peace" and after[-1] in words("nouns", "accord"))
    )


def _without_titles(doc: Doc, start: int, end: int) -> int:
    """The start of a person's name, titles left out: "State Hill" after "Secretary of", "President Keita"."""
    if start + 1 < end and linked_head(doc, start) is not None:
        start += 1
    while (
        start < end - 1
        and doc[start + 1].text not in "-–"
        and (
            seeds.fold(doc[start].text) in seeds.titles()
            or (doc[start].text.endswith(".") and not _initials(doc[start]))
        )
    ):
        start += 1
    return start


def _initials(token: Token) -> bool:
    """Whether a word is made of single letters: "B.J."; "Sen." is an abbreviation."""
    return all(len(part) <= 1 for part in token.text.split("."))


def _before_field(doc: Doc, start: int, end: int) -> int:
    """The end of a body's name, without the field of the title that follows: "EU" in "EU Development Commissioner"."""
    if end >= len(doc) or not is_title(doc[end]):
        return end
    stop = end
    while stop - 1 > start and doc[stop - 1].lower_ in words("offices", "field"):
        stop -= 1
    return stop if stop < end and known(doc[start:stop].text) is not None else end


def _with_hyphen(doc: Doc, end: int) -> int:
    """The end of a person's name, "-in" of "Moon Jae-in" included."""
    if end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
        return end + 2 if doc[end + 1].text.islower() and doc[end + 1].is_alpha else end
    return end


def _bodies(doc: Doc) -> Iterator[tuple[int, int]]:
    """Bodies that nobody listed and the recogniser missed: a noun like "Ministry" in capitals, with its field."""
    for token in doc:
        if token.text[:1].isupper() and token.lower_ in words("nouns", "department") and token.ent_type_ == "":
            start = token.i
            while start > token.sent.start and doc[start - 1].text[:1].isupper() and _names_field(doc[start - 1]):
                start -= 1
            if start < token.i:
                yield start, token.i + 1


def _names_field(token: Token) -> bool:
    state = _LABELS.get(token.ent_type_) in ("MISC", "LOC") and seeds.state_of_adjective(token.text) is not None
    return token.pos_ in ("PROPN", "ADJ", "NOUN") and (token.ent_type_ == "" or state) and not is_title(token)


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
        if _modifies(doc[end - 1]):
            continue
        if (end - start > 1 or doc[start].pos_ in ("PROPN", "ADJ", "NOUN")) and known(text):
            return end
    return None


def _modifies(last: Token) -> bool:
    """Whether a name that ends in a plain noun only opens a longer phrase: "Burmese military" in "military rulers"."""
    return last.text.islower() and last.dep_ == "compound" and last.head.i > last.i and not is_title(last.head)


def known(name: str) -> Seed | None:
    """The seed that a name, adjective, people or building stands for; a short abbreviation is written in capitals."""
    if len(name) <= _SHORT and name.istitle() and not seeds.written(name):
        return None
    return (
        seeds.named(name)
        or seeds.state_of_adjective(name)
        or seeds.state_of_metonym(name)
        or (seeds.state_of_people(name) if name[:1].isupper() else None)
    )
