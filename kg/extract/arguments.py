"""The arguments of a predicate, whatever clause it is in: passives, relative clauses, participles, infinitives,
coordination and light verbs are turned back into one active clause with a subject, an object and prepositions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from spacy.tokens import Token

from kg.extract.tree import case_of, child, children, clause_before, dateline_end, is_passive, is_rel
from kg.grammar import words

Arguments = Mapping[str, list[Token]]
_SUBJECT_CONTROL = frozenset(
    {"promise", "vow", "pledge", "threaten", "offer", "agree", "refuse", "decline", "commit", "swear"}
)


def of_verb(verb: Token) -> Arguments:
    """Slots of a verb or predicate adjective: "subject", "object", prepositions, "clause"."""
    slots: dict[str, list[Token]] = defaultdict(list)
    passive = is_passive(verb)
    for c in verb.children:
        _place_child(c, verb, passive, slots)
    if not slots["subject"] and not passive:
        slots["subject"] = _hung_below(verb) or understood_subject(verb)
    if passive and not slots["object"]:
        slots["object"] = _passive_object(verb)
    if not slots["object"] and slots["indirect"]:
        slots["object"] = [*slots["indirect"]]
    if not slots["clause"] and (before := clause_before(verb)) is not None:
        slots["clause"] = [before]
    for noun in [*slots["object"]]:
        _from_object(noun, slots)
    relative = any(c.tag_ in ("WP", "WDT", "WRB") for c in verb.children)
    if verb.dep_ == "acl:relcl" and not relative and not passive and slots["subject"] and not slots["object"]:
        slots["object"] = [verb.head]
    return {k: v for k, v in slots.items() if v}


def _place_child(c: Token, verb: Token, passive: bool, slots: dict[str, list[Token]]) -> None:
    if c.dep_ == "nsubj:pass" or (passive and c.dep_ == "nsubj" and c.i < verb.i):
        slots["object"].append(c)
    elif is_rel(c, "nsubj"):
        if c.i > verb.head.i or c not in _hung_below(verb.head):
            slots["subject"].append(c)
    elif is_rel(c, "obj"):
        slots[_preposition(c, verb) or "object"].append(c)
    elif is_rel(c, "iobj"):
        slots["to"].append(c)
        slots["indirect"].append(c)
    elif c.dep_ == "obl:agent" or (passive and is_rel(c, "obl") and case_of(c) == "by"):
        slots["subject"].append(c)
    elif is_rel(c, "obl", "nmod"):
        slots[_preposition(c, verb) or "bare"].append(c)
    elif (is_rel(c, "ccomp", "xcomp") and c.i >= dateline_end(verb.sent)) or (
        is_rel(c, "advcl") and any(m.lower_ in _CLAUSE_MARKS for m in children(c, "mark"))
    ):
        slots["clause"].append(c)
        if any(m.tag_ == "TO" for m in c.children):
            slots["infinitive"].append(c)


def _preposition(noun: Token, verb: Token) -> str:
    """The preposition of a nominal, though it may be hung as an object ("shot at them"); "of" with its particle."""
    case = case_of(noun)
    particle = child(verb, "compound:prt")
    return f"{particle.lower_} of" if case == "of" and particle is not None else case


def _hung_below(verb: Token) -> list[Token]:
    """The subject that stands before a verb and was hung on what it says, which has one of its own behind it."""
    for clause in children(verb, "ccomp"):
        subjects = children(clause, "nsubj")
        if len(subjects) > 1 and subjects[0].i < verb.i < subjects[-1].i:
            return subjects[:1]
    return []


def _from_object(noun: Token, slots: dict[str, list[Token]]) -> None:
    """Prepositions that the parser hung on the object: "demanded an explanation from Russia"."""
    for c in children(noun, "nmod"):
        if case_of(c) not in ("", "of") and c.i > noun.i:
            slots[f"object {case_of(c)}"].append(c)


_CLAUSE_MARKS = frozenset({"of", "to", "for", "against", "from", "that", "about", "on", "over"})


def understood_subject(verb: Token, depth: int = 0) -> list[Token]:
    """Whose act a verb without a subject of its own is: shared, controlled or modified."""
    head = verb.head
    if depth > 6 or head == verb or children(verb, "expl"):
        return []
    if is_rel(verb, "ccomp", "parataxis") and verb.tag_ != "VBG" and not any(c.tag_ == "TO" for c in verb.children):
        return []
    if is_rel(verb, "conj"):
        return _subject(_finite_partner(verb, head), depth + 1)
    if verb.dep_ == "acl:relcl":
        return []
    if is_rel(verb, "acl"):
        return _of_noun_clause(verb, head, depth)
    if is_rel(verb, "xcomp", "advcl", "ccomp", "parataxis", "csubj"):
        objects = [c for c in head.children if c.dep_ in ("obj", "iobj")]
        if head.lemma_ in ("call", "appeal"):
            objects += [c for c in head.children if is_rel(c, "obl") and case_of(c) in ("on", "upon", "for", "to")]
        to_infinitive = any(c.tag_ == "TO" for c in verb.children)
        gerund_of = any(c.lower_ in ("of", "from", "for") for c in children(verb, "mark"))
        object_controls = (
            is_rel(verb, "xcomp", "ccomp") or gerund_of or (to_infinitive and head.lemma_ in _OBJECT_CONTROL)
        )
        if objects and object_controls and head.lemma_ not in _SUBJECT_CONTROL:
            return objects[:1]
        if is_passive(head) and (to_infinitive or gerund_of):
            return children(head, "nsubj")[:1] or _passive_object(head)
        return _subject(head, depth + 1)
    return []


_OBJECT_CONTROL = frozenset(
    {
        "call",
        "urge",
        "ask",
        "press",
        "invite",
        "order",
        "request",
        "persuade",
        "convince",
        "push",
        "encourage",
        "force",
        "allow",
        "appeal",
    }
)


def _finite_partner(verb: Token, head: Token) -> Token:
    """The verb that a verb in the past is coordinated with: "promised that it would help and urged them to wait".

    Parsers hang it on the nearest verb, though one after "would" or "to" is no equal of it.
    """
    above = head
    while verb.tag_ == "VBD" and above.tag_ == "VB" and above.head != above and above.head.pos_ == "VERB":
        above = above.head
    return above if above.tag_ == "VBD" else head


def _subject(verb: Token, depth: int) -> list[Token]:
    own = [c for c in verb.children if is_rel(c, "nsubj") and not (is_passive(verb) and c.dep_ != "nsubj:pass")]
    if own:
        return own[:1]
    agent = [c for c in verb.children if c.dep_ == "obl:agent"]
    return agent[:1] or understood_subject(verb, depth)


def _of_noun_clause(verb: Token, noun: Token, depth: int) -> list[Token]:
    """The subject of a clause on a noun: the noun of "militants seizing …", the owner of "Iran's plan to …"."""
    if any(c.tag_ == "TO" for c in verb.children) or children(verb, "mark"):
        owners = children(noun, "nmod:poss") or children(noun, "nsubj")
        light = noun.head if is_rel(noun, "obj") else None
        return owners[:1] or (_subject(light, depth + 1) if light is not None else [])
    return [noun] if verb.tag_ == "VBG" else []


def _passive_object(verb: Token) -> list[Token]:
    if is_rel(verb, "acl") and verb.dep_ != "acl:relcl":
        return [verb.head]
    if is_rel(verb, "conj") and is_passive(verb.head):
        return [c for c in verb.head.children if c.dep_ == "nsubj:pass"] or _passive_object(verb.head)
    if is_rel(verb, "xcomp", "advcl"):
        return [c for c in verb.head.children if is_rel(c, "nsubj")][:1]
    return []


def light_verb(noun: Token) -> Token | None:
    """The verb that lends a noun its subject, tense and adjuncts: "held" in "talks were held"."""
    head = noun.head
    if head == noun:
        return None
    if is_rel(noun, "conj") and head.pos_ == "NOUN":
        return light_verb(head)
    if noun.dep_ in ("obj", "nsubj:pass", "nsubj") and head.pos_ == "VERB":
        fits = head.lemma_.lower() in words("light", "verbs") or noun.dep_ == "nsubj"
        return head if fits else None
    if is_rel(noun, "obl") and head.pos_ in ("VERB", "ADJ") and case_of(noun) in words("light", "prepositions"):
        return head if head.lemma_.lower() in words("light", "verbs") else None
    if (
        is_rel(noun, "nmod")
        and case_of(noun) in ("of", "in")
        and head.lemma_ in ("round", "series", "part", "number", "set")
    ):
        return light_verb(head)
    return None


def of_noun(noun: Token, light: Token | None) -> Arguments:
    """Slots of an event noun: possessor and premodifiers as "subject", prepositions, then the light verb's slots."""
    slots: dict[str, list[Token]] = defaultdict(list)
    slots["subject"] = _owner_beside(noun)
    for c in noun.children:
        if is_rel(c, "nmod:poss"):
            slots["subject"].append(c)
        elif is_rel(c, "amod", "compound") and c.i < noun.i:
            slots["modifier"].append(c)
        elif is_rel(c, "nmod", "obl"):
            slots[_shared_case(c, noun) or "bare"].append(c)
            _passed_up(c, slots)
        elif is_rel(c, "acl") and c.dep_ != "acl:relcl":
            slots["clause"].append(c)
            _from_participle(c, slots)
    _from_partner(noun, slots)
    if light is not None:
        _from_light(noun, light, slots)
    return {k: v for k, v in slots.items() if v}


def _owner_beside(noun: Token) -> list[Token]:
    """The owner right before a noun that was hung on its verb: "Saudi Arabia's" in "Saudi Arabia's blockade ended"."""
    if noun.head == noun:
        return []
    left = min((c.i for c in children(noun, "amod", "compound", "nummod")), default=noun.i)
    mark = min(left, noun.i) - 1
    return [s for s in noun.head.lefts if any(c.tag_ == "POS" and c.i == mark for c in s.children)]


def _shared_case(name: Token, noun: Token) -> str:
    """The preposition of a nominal; where it follows "and" and was hung on the noun, that of the one before it."""
    if case_of(name) or not children(name, "cc"):
        return case_of(name)
    return next((case_of(c) for c in reversed(children(noun, "nmod")) if c.i < name.i and case_of(c)), "")


_SHARED_AFTER = ("of", "between", "among", "against", "with", "by", "in")


def _from_partner(noun: Token, slots: dict[str, list[Token]]) -> None:
    """What coordinated nouns share: the owner before the first, the complement after either of them.

    "Russia's invasion and occupation", "arrests and detentions of activists".
    """
    partners = [noun.head] if is_rel(noun, "conj") else children(noun, "conj")
    for partner in partners:
        if partner.pos_ != noun.pos_:
            continue
        for c in partner.children:
            if is_rel(c, "nmod:poss") and is_rel(noun, "conj") and not slots["subject"]:
                slots["subject"].append(c)
            elif is_rel(c, "nmod") and case_of(c) in _SHARED_AFTER and c.i > max(noun.i, partner.i):
                if not slots[case_of(c)]:
                    slots[case_of(c)].append(c)
            elif is_rel(c, "nmod") and is_rel(noun, "conj") and case_of(c) == "of" and not slots["of"]:
                slots["of"].append(c)


def _passed_up(name: Token, slots: dict[str, list[Token]]) -> None:
    """Prepositions that the parser hung on a name inside: "the mediation of Egypt between Hamas and Israel"."""
    wanted = ("between", "with", "against", "on", "to", "by") if name.pos_ == "PROPN" else ("in", "at")
    for c in children(name, "nmod"):
        if case_of(c) in wanted:
            slots[case_of(c)].append(c)


def _from_participle(verb: Token, slots: dict[str, list[Token]]) -> None:
    """Prepositions of "talks held with Iran in Geneva"; who mediated them did not hold them."""
    helped = verb.lemma_.lower() in words("company", "mediates") | words("company", "hosts")
    for c in verb.children:
        if is_rel(c, "obl") and not (helped and case_of(c) == "by"):
            slots[case_of(c) or "bare"].append(c)


def _from_light(noun: Token, light: Token, slots: dict[str, list[Token]]) -> None:
    found = of_verb(light)
    gathers = light.lemma_.lower() in words("light", "gathering")
    owned = bool(slots["subject"] or slots["by"])
    for slot, tokens in found.items():
        rest = [t for t in tokens if t != noun and noun not in t.subtree]
        if slot == "subject" and noun.dep_ != "nsubj":
            slots["light"].extend([] if owned else rest)
        elif slot not in ("object", "clause", "subject") or (slot == "object" and noun.dep_ == "nsubj" and gathers):
            slots[slot].extend(rest)
    indirect = child(light, "iobj")
    if indirect is not None:
        slots["to"].append(indirect)
