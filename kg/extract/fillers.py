"""Which mentions may fill which role: agents act, places are scenes, and a capital is one or the other by its slot."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg import seeds
from kg.extract.mentions import Mentions
from kg.extract.tree import case_of, children, conjuncts, is_rel
from kg.grammar import words
from kg.model import Mention
from kg.ontology import is_a

_AGENTS = ("Agent",)
_SCENES = ("Place", "State")
_PREMISES = frozenset({"embassy", "consulate", "compound", "base", "headquarters", "airport", "palace"})


def agents(token: Token, mentions: Mentions) -> list[Mention]:
    """The agents that a token and its conjuncts speak of."""
    found: list[Mention] = []
    if is_rel(token, "obj", "nsubj:pass") and token.lemma_.lower() in _PREMISES and mentions.named(token) is None:
        return [mentions.site(token)]
    for head in (part for t in conjuncts(token) for part in (*mentions.halves(t), t)):
        if (mention := agent(head, mentions)) is not None:
            found.append(mention)
    return list(dict.fromkeys(found))


def agent(token: Token, mentions: Mentions) -> Mention | None:
    """The agent that one token speaks of; a capital stands for its state."""
    mention = mentions.at(token)
    if mention is None or is_a(mention.type, _AGENTS) or mention.form == "pronoun":
        return mention
    if mention.type != "City" or is_rel(token, "compound"):
        return None
    state = seeds.state_of_capital(mention.name)
    return None if state is None else replace(mention, type="State", name=state.label, seed=state.id)


def is_person(mention: Mention) -> bool:
    """Whether a mention may be a human being: by its class, or as a pronoun of one."""
    return mention.type in ("Person", "Group") and not (mention.form == "pronoun" and mention.type == "Group")


def is_pair(mention: Mention) -> bool:
    """Whether a description or pronoun means two or more parties: "both sides", "the two countries", "they"."""
    if mention.form == "pronoun":
        return mention.name in words("pronouns", "plural") or mention.name == "we"
    opens = mention.name.lower().split()[:1] in (["both"], ["two"])
    return opens or mention.name.lower().endswith(("sides", "countries", "nations", "parties"))


def owners(token: Token, mentions: Mentions) -> list[Mention]:
    """Whose act or thing a noun is: "Russia's invasion", "the Greek decision", "the attack by Hamas"."""
    found = []
    for c in children(token, "nmod:poss", "amod", "compound", "nmod"):
        if not is_rel(c, "nmod") or c.dep_ == "nmod:poss" or case_of(c) == "by":
            name = mentions.named(c)
            found += (
                [name]
                if name is not None and is_a(name.type, _AGENTS)
                else agents(c, mentions)
                if c.dep_ == "nmod:poss" and c.pos_ != "PRON"
                else []
            )
    return found


def scenes(token: Token, mentions: Mentions) -> list[Mention]:
    """The places that a token, its conjuncts and what is nested in it name: "an office in Baghdad" names two."""
    found = []
    for head in conjuncts(token):
        mention = scene(head, mentions)
        if mention is not None:
            found.append(mention)
        found.extend(around_city(head, mentions))
        for inner in children(head, "nmod", "appos", "nmod:unmarked"):
            if is_rel(inner, "appos") or case_of(inner) in words("places", "scene"):
                found.extend(scenes(inner, mentions))
    return list(dict.fromkeys(found))


def around_city(city: Token, mentions: Mentions) -> list[Mention]:
    """The state or region that a city is told to lie in: "in Lagos, Nigeria", "in Niamey, Niger's capital"."""
    name, doc = mentions.named(city), mentions.doc
    if name is None or name.type not in ("City", "Place", "Site"):
        return []
    after = next((t.i for t in doc[city.i :] if mentions.named(t) is not name), len(doc))
    if after + 1 < city.sent.end and doc[after].text == ",":
        wider = mentions.named(doc[after + 1])
        if wider is not None and wider.type in ("State", "Region") and _closed(wider, mentions):
            return [wider]
    capitals = [c for c in children(city, "appos") if c.lemma_ in words("nouns", "settlement")]
    owners = [o for c in capitals for o in children(c, "nmod:poss", "amod", "nmod", "compound")]
    return [m for o in owners if (m := mentions.named(o)) is not None and m.type == "State"]


def _closed(name: Mention, mentions: Mentions) -> bool:
    """Whether a name after a comma ends there, and is no further part of a list: "in Lagos, Nigeria, on Monday"."""
    doc = mentions.doc
    after = next((t for t in doc[name.root :] if mentions.named(t) is not name), None)
    return after is None or after.text in (",", ".", ";", ")") or after.pos_ in ("ADP", "SCONJ")


def scene(token: Token, mentions: Mentions) -> Mention | None:
    """The place that one token names, or the building or room that it tells."""
    name = mentions.named(token)
    if name is None:
        return mentions.site(token) if token.lemma_.lower() in words("nouns", "site") else None
    city = seeds.named(mentions.text[name.span.start : name.span.end], ("City",)) if name.type == "State" else None
    if city is not None and seeds.state_of_capital(city.label) is not None:
        return replace(name, type=city.type, name=city.label, seed=city.id)
    return name if is_a(name.type, _SCENES) else None
