"""Several people told with one title in the plural: "leaders Aziz and Sabri", "the kings of A and B, X and Y".

Read by word order, since parsers hang such lists in many ways.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.mentions import Mentions
from kg.extract.titles import plural_title
from kg.grammar import words
from kg.model import Mention


def shared_title(name: Mention, mentions: Mentions) -> tuple[Token, Mention | None] | None:
    """The title that a person shares with the others of a list, and its owner where each has his own."""
    people = _run(name, mentions, person=True)
    at = _before(people[0], mentions)
    if len(people) == 1 or at < 0:
        return None
    title = mentions.title_at(at)
    if title is None and mentions.doc[at].text == ",":
        title = mentions.title_at(at - 1)
        owner = mentions.named(mentions.doc[at - 1])
        if title is None and owner is not None and owner.type != "Person":
            return _of_owners(name, people, _run(owner, mentions, person=False), mentions)
    return (title, None) if title is not None and plural_title(title) else None


def _of_owners(
    name: Mention, people: list[Mention], owners: list[Mention], mentions: Mentions
) -> tuple[Token, Mention | None] | None:
    """The title before "of Mali and Chad", with the owner in the place that the name has in its list."""
    at = _before(owners[0], mentions)
    at -= mentions.doc[at].lower_ == "the"
    title = mentions.title_at(at - 1) if mentions.doc[at].lower_ in words("offices", "between") else None
    if title is None or not plural_title(title) or len(owners) not in (1, len(people)):
        return None
    return title, owners[people.index(name)] if len(owners) > 1 else owners[0]


def _run(name: Mention, mentions: Mentions, *, person: bool) -> list[Mention]:
    """The names that stand in a list with one, in text order; "of Chad" may follow each person."""
    found = [name]
    while (left := _neighbour(_before(found[0], mentions), -1, mentions, person)) is not None:
        found.insert(0, left)
    while (right := _neighbour(_after(found[-1], mentions), 1, mentions, person)) is not None:
        found.append(right)
    return found


def _neighbour(at: int, step: int, mentions: Mentions, person: bool) -> Mention | None:
    """The next name of the same kind, if only commas, "and" and "of Chad" stand between."""
    doc, joined = mentions.doc, False
    while 0 <= at < len(doc):
        name = mentions.named(doc[at])
        if name is not None and (name.type == "Person") == person:
            return name if joined else None
        if doc[at].text == "," or doc[at].lower_ in ("and", "&"):
            joined = True
        elif doc[at].lower_ != "the" and not (person and (doc[at].lower_ == "of" or name is not None)):
            return None
        at += step
    return None


def _before(name: Mention, mentions: Mentions) -> int:
    at = name.root
    while at >= 0 and mentions.named(mentions.doc[at]) == name:
        at -= 1
    return at


def _after(name: Mention, mentions: Mentions) -> int:
    at = name.root
    while at < len(mentions.doc) and mentions.named(mentions.doc[at]) == name:
        at += 1
    return at
